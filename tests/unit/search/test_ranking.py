"""The best documents first, as if each had been given its score."""

import random

import pytest

from portal.search import ranking, shortlist
from portal.search.ranking import Layers, best_first, layers_of

SIZE = 200


def some(chance: random.Random, share: float) -> int:
    return sum(1 << number for number in range(SIZE) if chance.random() < share)


def plain_scores(clauses: list[Layers], found: int, *, relaxed: bool) -> dict[int, float]:
    """The score of each document, added up one by one."""
    scores = {}
    required = sum(clause.is_required for clause in clauses)
    for number in range(SIZE):
        if found >> number & 1:
            score, answered = 0.0, 0
            for clause in clauses:
                points = [points for points, bits in clause.pieces if bits >> number & 1]
                assert len(points) <= 1
                score += sum(points)
                answered += bool(points) and clause.is_required
            scores[number] = score * answered / required if relaxed else score
    return scores


@pytest.mark.parametrize("relaxed", [False, True])
@pytest.mark.parametrize("steps", [ranking.MOST_STEPS, 40, 0])
def test_pieces_come_by_decreasing_score_and_leave_no_document_out(
    relaxed: bool, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ranking, "MOST_STEPS", steps)
    chance = random.Random(5)
    for _ in range(60):
        found = some(chance, chance.random())
        clauses = [
            layers_of(
                [
                    [(chance.choice((0.5, 1.0, 1.5, 4.0)), some(chance, 0.3)) for _ in range(4)]
                    for _ in range(chance.randint(1, 3))
                ],
                found,
                chance.random(),
                is_required=number == 0 or chance.random() < 0.7,
            )
            for number in range(chance.randint(1, 5))
        ]
        expected = plain_scores(clauses, found, relaxed=relaxed)
        given: dict[int, float] = {}
        for score, bits in best_first(clauses, found, relaxed=relaxed):
            assert not given or score <= min(given.values())
            for number in range(SIZE):
                if bits >> number & 1:
                    assert number not in given
                    given[number] = score
        assert given == expected


def test_the_best_worth_of_a_document_counts_and_no_other() -> None:
    worths = [(1.0, 0b0111), (4.0, 0b0001), (2.0, 0b1010), (1.0, 0b1000)]
    layers = layers_of([worths], 0b1011, 2.0, is_required=True)
    assert layers.pieces == ((8.0, 0b0001), (4.0, 0b1010))


def test_what_a_document_is_worth_in_its_parts_adds_up() -> None:
    layers = layers_of([[(4.0, 0b0011)], [(1.0, 0b0101), (2.0, 0b0100)]], 0b1111, 1.0, is_required=True)
    assert layers.pieces == ((5.0, 0b0001), (4.0, 0b0010), (2.0, 0b0100))


@pytest.mark.parametrize("relaxed", [False, True])
def test_of_too_many_various_documents_the_likeliest_are_ranked(relaxed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranking, "MOST_STEPS", 0)
    monkeypatch.setattr(shortlist, "SHORTLIST", 20)
    chance = random.Random(6)
    found = (1 << SIZE) - 1
    clauses = [
        layers_of([[(worth, some(chance, 0.2)) for worth in (1.0, 1.5, 4.0)]], found, 1.0, is_required=True)
        for _ in range(12)
    ]
    true = plain_scores(clauses, found, relaxed=relaxed)
    given = list(best_first(clauses, found, relaxed=relaxed))
    ranked = [number for _, bits in given[:-1] for number in range(SIZE) if bits >> number & 1]
    assert len(ranked) == 20
    assert all(score == true[n] for score, bits in given[:-1] for n in range(SIZE) if bits >> n & 1)
    assert set(sorted(true, key=true.__getitem__, reverse=True)[:5]) <= set(ranked)
    score, rest = given[-1]
    assert (score, rest.bit_count()) == (0.0, SIZE - 20)


def test_a_dozen_common_words_cost_a_bounded_number_of_steps() -> None:
    chance = random.Random(7)
    many = 20_000
    clauses = []
    for _ in range(12):
        parts = [[(worth, chance.getrandbits(many)) for worth in (0.5, 1.0, 1.5, 4.0)] for _ in range(3)]
        clauses.append(layers_of(parts, (1 << many) - 1, chance.random(), is_required=True))
    found = (1 << many) - 1
    pieces = list(best_first(clauses, found, relaxed=True))
    assert len(pieces) <= ranking.MOST_STEPS + shortlist.SHORTLIST + 1
    assert sum(bits.bit_count() for _, bits in pieces) == many
    assert [score for score, _ in pieces] == sorted((score for score, _ in pieces), reverse=True)
