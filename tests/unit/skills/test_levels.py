"""A skill « at least at a level », read from an address."""

from __future__ import annotations

from portal.skills.levels import AtLeast, met_by, read_at_least


def test_a_level_is_enough_for_each_one_below() -> None:
    assert list(met_by("sql", 3)) == ["sql:1", "sql:2", "sql:3"]


def test_each_skill_is_asked_once_at_the_last_level_said() -> None:
    assert read_at_least(["a:1", "b:4", "a:3"], most=2) == [AtLeast("a", 3), AtLeast("b", 4)]
    assert read_at_least(["a:1", "b:4", "c:1", "a:2"], most=2) == [AtLeast("a", 2), AtLeast("b", 4)]
    assert str(AtLeast("a", 3)) == "a:3"


def test_what_makes_no_sense_is_left_out() -> None:
    assert read_at_least(["", ":", ":1", "a", "a:", "a:0", "a:5", "a:12", "a:１", "x" * 23 + ":1"], most=8) == []
