"""What a brief says, what it leaves out, and words that describe employment."""

from __future__ import annotations

import pytest

from portal.missions.clarity import COLUMNS, LEAST_POINTS, clarity_of, unclear
from portal.missions.models import Audience, Brief, Mission, Seat

FULL = {name: "Said in words" for name in COLUMNS if name.endswith("_fr")}


def clarity(texts, *, places=1, audience=Audience.EMPLOYEES):
    return clarity_of(texts, places=places, audience=audience)


def test_a_brief_in_one_language_says_all_nine_points():
    assert (clarity(FULL).said, len(clarity(FULL).points), clarity(FULL).missing) == (9, 9, [])


def test_each_language_counts_for_what_it_says():
    mixed = {name.replace("_fr", "_en") if "tools" in name else name: text for name, text in FULL.items()}
    assert clarity(mixed).said == 9


@pytest.mark.parametrize("text", ["", "  ", "Later", "\n-\n"])
def test_a_word_is_not_a_point(text):
    assert [point.name for point in clarity(FULL | {"context_fr": text}).missing] == ["context"]


def test_without_a_place_neither_effort_nor_dates_are_said():
    assert [point.name for point in clarity(FULL, places=0).missing] == ["seats", "seats"]


def test_two_points_may_be_left_out_and_no_more():
    left_out = [*FULL][: 9 - LEAST_POINTS]
    assert clarity({name: text for name, text in FULL.items() if name not in left_out}).is_enough
    left_out = [*FULL][: 10 - LEAST_POINTS]
    assert not clarity({name: text for name, text in FULL.items() if name not in left_out}).is_enough


def test_what_is_left_out_stands_at_its_field():
    mission = Mission(audience=Audience.BOTH, brief=Brief(objective_fr="Savoir enfin", deliverables_fr="- une carte"))
    mission.seats = [Seat()]
    assert [*unclear(mission, "fr")] == ["context_fr", "success_sign_fr", "tools_fr", "contact_fr", "what_next_fr"]
    for name, text in FULL.items():
        setattr(mission.brief, name, text)
    assert unclear(mission, "fr") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "Sous l’autorité de Karim, aux horaires de travail du site.",
            ["Sous l’autorité", "horaires de travail"],
        ),
        ("You report to the line manager.", ["report to", "line manager"]),
        ("Les horaires des trains, et l’autorité organisatrice.", []),
        ("The manager of each shop answers a questionnaire.", []),
    ],
)
def test_orders_are_pointed_out_where_externals_may_join(text, said):
    texts = FULL | {"contact_fr": text}
    assert [*clarity(texts, audience=Audience.BOTH).orders] == said
    assert [*clarity(texts, audience=Audience.EXTERNALS).orders] == said
    assert clarity(texts).orders == ()
