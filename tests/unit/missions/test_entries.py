"""Rows added to a form and taken away, by the names they are sent under."""

from __future__ import annotations

import pytest

from portal.missions.drafting.entries import numbered_without_gaps, read_action, rows_of, without_row

PAIRS = [
    ("title_fr", "Cartographier"),
    ("seats-3-percent", "20"),
    ("seats-0-percent", "oops"),
    ("seats-3-skills-5-label", "SQL"),
    ("seats-3-skills-5-level", "2"),
    ("seats-10-percent", "40"),
    ("seatsx-1-percent", "7"),
]


def test_rows_are_counted_as_numbers():
    assert rows_of(PAIRS, "seats") == [0, 3, 10]
    assert rows_of(PAIRS, "seats-3-skills") == [5]
    assert rows_of(PAIRS, "nothing") == []


def test_gaps_are_closed_and_everything_typed_is_kept():
    closed = numbered_without_gaps(PAIRS, "seats")
    assert rows_of(closed, "seats") == [0, 1, 2]
    assert dict(closed)["seats-0-percent"] == "oops"
    assert dict(closed)["seats-1-skills-5-label"] == "SQL"
    assert dict(closed)["seats-2-percent"] == "40"
    assert [value for _name, value in closed] == [value for _name, value in PAIRS]


def test_a_row_goes_with_all_it_holds():
    left = without_row(PAIRS, "seats", 3)
    assert rows_of(left, "seats") == [0, 1]
    assert "SQL" not in [value for _name, value in left]
    assert dict(left)["seats-1-percent"] == "40"


def test_a_row_that_is_not_there_changes_nothing_else():
    assert without_row(PAIRS, "seats", 7) == numbered_without_gaps(PAIRS, "seats")


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("save", ("save", ())),
        ("add_seat", ("add_seat", ())),
        ("add_skill-2", ("add_skill", (2,))),
        ("remove_skill-1-2", ("remove_skill", (1, 2))),
        ("", ("save", ())),
        ("remove_skill-1-2-3", ("save", ())),
        ("remove_seat-x", ("save", ())),
        ("remove_seat-99999", ("save", ())),
    ],
)
def test_what_a_button_asks(text, action):
    assert read_action(text) == action


def test_rows_past_the_most_are_left_out_whatever_their_number():
    sent = [(f"seats-{number}-title", str(number)) for number in (900000, 3, 7)] + [("title", "kept")]
    kept = [("seats-0-title", "3"), ("seats-1-title", "7"), ("title", "kept")]
    assert numbered_without_gaps(sent, "seats", 2) == kept
