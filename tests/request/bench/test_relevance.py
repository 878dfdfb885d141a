"""What the search finds in the demo's content, beside the judgements and beside what one would otherwise use."""

from __future__ import annotations

from statistics import mean

import pytest

from portal.demo.content_files import missions, rows
from tests.bench.search.judged import HALVES, Judged, judged_searches, ndcg
from tests.bench.search.relevance import ALONE, OF_THE_PORTAL, OURS, POSTGRESQL, Scores, measure

# What was reached, less what a change of the content may take. Lower only when the judgements change.
FLOOR = 0.88
FLOOR_ALONE = 0.80
LEAD = 0.05
SAME = 0.02


@pytest.fixture(scope="module")
def measured() -> tuple[list[Judged], Scores]:
    return measure()


def test_the_judgements_name_what_everyone_may_find_and_each_search_once() -> None:
    unpublished = ("draft", "submitted", "changes_requested")
    known = {one["key"] for one in missions() if one["state"] not in unpublished}
    known |= {row["identifier"] for row in rows("people.csv")}
    searches = judged_searches()
    assert len(searches) >= 60
    assert len({one.text for one in searches}) == len(searches)
    for one in searches:
        assert set(one.grades) <= known, one.text
        assert 3 in one.grades.values(), one.text


def test_the_best_order_is_worth_one_and_no_answer_nothing() -> None:
    grades = {"a": 3, "b": 2, "c": 1}
    assert ndcg(["a", "b", "c", "d"], grades) == 1
    assert ndcg([], grades) == ndcg(["d"], grades) == 0
    assert 0 < ndcg(["c", "b", "a"], grades) < ndcg(["a", "c", "b"], grades) < 1


@pytest.mark.parametrize("half", HALVES)
def test_both_halves_of_the_judgements_are_above_the_floor_and_the_rivals(
    measured: tuple[list[Judged], Scores], half: str
) -> None:
    searches, scores = measured
    means = {
        name: mean(value for one, value in zip(searches, found, strict=True) if one.half == half)
        for name, found in scores.items()
    }
    rivals = max(value for name, value in means.items() if name not in OF_THE_PORTAL)
    assert means[OURS] > FLOOR
    assert means[OURS] > rivals + LEAD
    assert means[ALONE] > FLOOR_ALONE
    assert abs(means[POSTGRESQL] - means[OURS]) < SAME
