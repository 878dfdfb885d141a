"""The filters of the list, read from an address and written back."""

from __future__ import annotations

import pytest
from werkzeug.datastructures import MultiDict

from portal.missions.filters import STATE_GROUPS, Filters, read_filters
from portal.missions.models import MissionState


def read(*pairs):
    return read_filters(MultiDict(pairs))


def test_nothing_asked_is_what_is_open():
    assert read() == Filters()
    assert Filters().parameters() == {}


@pytest.mark.parametrize(
    "pair",
    [
        ("state", "anything"),
        ("state", ""),
        ("share", "50"),
        ("open_to", "everyone"),
        ("remote", "sometimes"),
        ("language", "de"),
        ("sort", "title"),
        ("unit", ""),
        ("pilot", "x" * 23),
        ("unknown", "1"),
    ],
)
def test_what_is_unknown_is_ignored(pair):
    assert read(pair) == Filters()


def test_an_address_means_the_same_once_written_again():
    filters = read(
        ("q", "  données  "),
        ("state", "ended"),
        ("share", "10"),
        ("share", "more"),
        ("unit", "abc"),
        ("remote", "fully"),
        ("sort", "start"),
    )
    assert filters.text == "données"
    again = MultiDict(
        (name, one)
        for name, value in filters.parameters().items()
        for one in (value if isinstance(value, (list, tuple, set, frozenset)) else [value])
    )
    assert read_filters(again) == filters


def test_each_value_is_taken_away_alone():
    filters = read(("q", "sql"), ("share", "10"), ("share", "more"), ("remote", "fully"))
    assert list(filters.chosen()) == [("share", "10"), ("share", "more"), ("remote", "fully")]
    assert filters.without("share", "10").share == {"more"}
    assert filters.without("text").text == ""
    assert filters.without("text").share == filters.share


def test_long_or_odd_text_is_cut():
    assert len(read(("q", "a" * 500)).text) == 100
    assert "\x00" not in read(("q", "a\x00b")).text


def test_every_state_that_others_see_stands_in_one_group():
    grouped = [state for group in STATE_GROUPS.values() for state in group]
    assert len(grouped) == len(set(grouped))
    before = {MissionState.DRAFT, MissionState.SUBMITTED, MissionState.CHANGES_REQUESTED}
    badly = {MissionState.CANCELLED, MissionState.UNFILLED, MissionState.EXPIRED}
    assert set(MissionState) - before - badly <= set(grouped) <= set(MissionState) - before
