"""How well hidden skills are guessed, on a few occupations written here."""

from __future__ import annotations

import pytest

from portal.matching.patterns import Patterns
from portal.skills.occupations.reading import read_starter
from tests.bench.hidden_skills import (
    Cosine,
    Field,
    by_patterns,
    draw,
    most_frequent,
    omniscient,
    recall,
    show_recall,
)

ENTRIES = read_starter()
FIELD = Field.of(ENTRIES, ["25"] * len(ENTRIES))


def test_people_are_drawn_alike_each_time_and_hide_half() -> None:
    people = draw(FIELD, 50, seed=4)
    assert people == draw(FIELD, 50, seed=4) != draw(FIELD, 50, seed=5)
    for one in people:
        assert not one.visible & one.hidden
        assert 0 <= len(one.visible) - len(one.hidden) <= 1
    assert {one.occupation for one in draw(FIELD, 50, 4, among=frozenset({3, 5}))} == {3, 5}


def test_occupations_beat_popularity_and_nobody_beats_who_is_told() -> None:
    people = draw(FIELD, 300, seed=4)
    frequent = recall(people, most_frequent(FIELD))
    prototype = recall(people, Cosine(FIELD, FIELD.links(), optional=0.5))
    portal = recall(people, by_patterns(Patterns(FIELD.links())))
    told = recall(people, omniscient(FIELD))
    assert frequent < 0.2 < prototype < told
    assert frequent + 0.2 < portal < told


def test_what_is_written_is_never_guessed() -> None:
    guess = by_patterns(Patterns(FIELD.links()))
    assert all(one.visible.isdisjoint(guess(one)) for one in draw(FIELD, 50, seed=4))


def test_the_table_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    ours = show_recall(FIELD, 60, seed=1)
    said = capsys.readouterr().out
    assert f"the portal                                  {ours:>8.3f}" in said
    assert "the ceiling" in said
