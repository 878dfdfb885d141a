"""Which patterns some skills are nearest to, and what those have more."""

from __future__ import annotations

from dataclasses import replace

from portal.matching.patterns import SCORING, Link, Patterns

SQL, PYTHON, CHARTS, SPARK, LEDGERS, TAXES, LAW, ENGLISH = range(10, 18)
ANALYST, ENGINEER, ACCOUNTANT, LAWYER = range(4)
ESSENTIAL = {
    ANALYST: (SQL, CHARTS, PYTHON),
    ENGINEER: (SQL, PYTHON, SPARK),
    ACCOUNTANT: (LEDGERS, TAXES, ENGLISH),
    LAWYER: (LAW, TAXES, ENGLISH),
}
LINKS = [Link(pattern, skill, True) for pattern, skills in ESSENTIAL.items() for skill in skills]
LINKS += [Link(ANALYST, ENGLISH, False), Link(ENGINEER, ENGLISH, False)]
# Of eight skills, three written by chance would drown the rest.
FEW_STRAY = replace(SCORING, stray=0.1)
PATTERNS = Patterns(LINKS, FEW_STRAY)


def near(*held: int, named: tuple[int, ...] = ()) -> list[int]:
    return [one.pattern for one in PATTERNS.nearest(held, named)]


def test_the_nearest_come_first_and_share_the_say() -> None:
    assert near(SQL, CHARTS) == [ANALYST]
    both = PATTERNS.nearest((SQL, PYTHON, SPARK))
    assert [one.pattern for one in both] == [ENGINEER, ANALYST]
    assert both[0].share > both[1].share > 0
    assert abs(sum(one.share for one in both) - 1) < 1e-9


def test_one_shared_skill_says_nothing_a_name_does() -> None:
    assert near(SQL) == near(99) == near() == []
    assert near(named=(LAWYER,)) == near(99, named=(LAWYER, LAWYER)) == [LAWYER]
    assert near(SQL, PYTHON, named=(ANALYST,))[0] == ANALYST


def test_the_rare_count_above_the_common_and_the_essential_above_the_optional() -> None:
    assert near(TAXES, ENGLISH, LAW)[0] == LAWYER
    missing = PATTERNS.missing(PATTERNS.nearest((SQL, PYTHON)), {SQL, PYTHON}, 10)
    assert {one.skill for one in missing} == {CHARTS, SPARK, ENGLISH}
    alone = PATTERNS.missing(PATTERNS.nearest((SQL, CHARTS)), {SQL, CHARTS}, 10)
    assert [(one.skill, one.usual) for one in alone] == [(PYTHON, 1.0), (ENGLISH, SCORING.usual)]
    assert alone[0].patterns == [ANALYST]


def test_what_is_held_or_not_wanted_is_not_missing() -> None:
    nearest = PATTERNS.nearest((SQL, CHARTS))
    assert [one.skill for one in PATTERNS.missing(nearest, {SQL, CHARTS, PYTHON, 99}, 10)] == [ENGLISH]
    assert [one.skill for one in PATTERNS.missing(nearest, {SQL, CHARTS}, 1)] == [PYTHON]
    assert PATTERNS.missing([], set(), 10) == []


def test_those_with_the_most_to_say_are_named_first() -> None:
    nearest = PATTERNS.nearest((SQL, PYTHON, SPARK))
    english = next(one for one in PATTERNS.missing(nearest, set(), 10) if one.skill == ENGLISH)
    assert english.patterns == [ENGINEER, ANALYST]


def test_shared_skills_are_told_the_rarest_first() -> None:
    assert PATTERNS.shared(ANALYST, {ENGLISH, SQL, CHARTS, LAW}) == [CHARTS, SQL, ENGLISH]
    assert PATTERNS.skills_of(LAWYER) == sorted(ESSENTIAL[LAWYER])


def test_a_pattern_without_skills_says_nothing() -> None:
    apart = Patterns([Link(4, SQL, True), Link(4, CHARTS, True)], FEW_STRAY)
    assert [one.pattern for one in apart.nearest((), named=(0, 4, 9))] == [4]


def test_no_pattern_and_skills_without_one() -> None:
    empty = Patterns([])
    assert empty.nearest({SQL}) == []
    assert empty.missing([], {SQL}, 3) == []
    assert [one.pattern for one in Patterns(LINKS, replace(FEW_STRAY, nearest=1)).nearest((SQL, PYTHON, SPARK))] == [
        ENGINEER
    ]
