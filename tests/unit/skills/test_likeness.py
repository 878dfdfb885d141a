"""Which names are nearly the same."""

from __future__ import annotations

import time

import pytest

from portal.skills.library.likeness import Labelled, near_pairs

CROWD = [Labelled(number, f"métier numéro {number}", f"trade number {number}") for number in range(100, 160)]


def near(one: tuple[str, str], other: tuple[str, str]) -> dict[tuple[int, int], float]:
    """What two skills are worth among others."""
    return {
        pair: likeness
        for pair, likeness in near_pairs([Labelled(2, *one), Labelled(1, *other), *CROWD]).items()
        if pair == (1, 2)
    }


def test_the_same_name_is_one() -> None:
    assert near(("gestion de projet", "project management"), ("gestion de projet", "project management")) == {
        (1, 2): 1.0
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("segmentation client", "customer segmentation"), ("segmentation clients", "customer segmentations")),
        (("projet gestion", "management project"), ("gestion projet", "project management")),
        (("", "project management"), ("", "project managements")),
    ],
)
def test_nearly_the_same(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert list(near(one, other)) == [(1, 2)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("java", "java"), ("javascript", "javascript")),
        (("pétrologie", "petrology"), ("métrologie", "metrology")),
        (("sql", "sql"), ("nosql", "nosql")),
        (("", "project management"), ("gestion de projet", "")),
    ],
)
def test_two_skills(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert near(one, other) == {}


def test_many_names_take_moments() -> None:
    started = time.process_time()
    near_pairs([Labelled(n, f"savoir {n:x} {n % 97}", f"skill {n:x} {n % 89}") for n in range(2000)])
    assert time.process_time() - started < 5
