"""The ready briefs: every part begun in both languages, with places that are held back until they are filled in."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from portal.core import clock
from portal.core.shares import is_share
from portal.missions.blanks import blanks_in, left_blank
from portal.missions.clarity import clarity_of_mission, unclear
from portal.missions.drafting.edits import LONGEST
from portal.missions.drafting.ready import TEXTS, languages_of, ready_brief, ready_briefs
from portal.missions.models import BRIEF_FIELDS, Audience, Brief, Mission, Seat
from portal.missions.rules import missing

ALL = ready_briefs()
LANGUAGES = (("fr",), ("en",), ("fr", "en"))


def filled(text):
    """The text once its author has filled in what it asks."""
    return re.sub(r"\[[^\]]*\]", "ceci", text)


def mission_of(brief, locales, change=lambda text: text):
    """The mission that a ready brief makes, its texts changed."""
    begun = brief.begun(locales)
    (seat,) = begun.pop("seats")
    texts = {name: change(text) for name, text in begun.items()}
    parts = {name: text for name, text in texts.items() if name.rpartition("_")[0] in BRIEF_FIELDS}
    names = [f"{name}_{locale}" for name in TEXTS for locale in ("fr", "en")]
    rest = {name: texts.get(name, "") for name in names if name not in parts and name[:-3] not in BRIEF_FIELDS}
    mission = Mission(**rest, audience=Audience.BOTH, co_owner_id=2)
    mission.brief = Brief(**{name: parts.get(name, "") for name in names if name[:-3] in BRIEF_FIELDS})
    seat.pop("skills")
    mission.seats = [Seat(**{"title_fr": "", "title_en": "", **seat}, audience=Audience.BOTH)]
    return mission


def test_they_are_told_apart():
    assert len(ALL) >= 5
    for name in ("key", "name_fr", "name_en", "about_fr", "about_en"):
        assert len({getattr(one, name) for one in ALL}) == len(ALL)
    assert ready_brief("data") is ALL[0]
    assert ready_brief("nothing") is None


@pytest.mark.parametrize("brief", ALL, ids=lambda one: one.key)
def test_every_part_is_begun_in_both_languages(brief):
    assert set(brief.texts) == {f"{name}_{locale}" for name in TEXTS for locale in ("fr", "en")}
    assert [name for name, text in brief.texts.items() if len(text.split()) < 4 or not blanks_in(text)] == []
    assert [name for name, text in brief.texts.items() if "title" in name and len(text) > 160] == []
    assert [name for name, text in brief.texts.items() if "summary" in name and len(text) > 400] == []
    assert all(brief.seat[f"title_{locale}"] for locale in ("fr", "en"))
    for name in TEXTS:  # the same places in both, or one of them asks for more than the other
        french, english = (blanks_in(brief.texts[f"{name}_{locale}"]) for locale in ("fr", "en"))
        assert abs(len(french) - len(english)) <= 1, name
    # Nothing else stands between brackets: what is filled in leaves none.
    assert [name for name, text in brief.texts.items() if set("[]") & set(filled(text))] == []
    assert [name for name, text in brief.texts.items() if re.findall(r"\[[^\]]*\]", text) != blanks_in(text)] == []


@pytest.mark.parametrize("brief", ALL, ids=lambda one: one.key)
def test_its_place_can_be_kept(brief):
    (seat,) = brief.begun(("fr",))["seats"]
    assert is_share(seat["percent"])
    assert clock.this_week() < seat["first_week"] <= seat["last_week"] < seat["first_week"] + LONGEST
    assert seat["last_week"] - seat["first_week"] == timedelta(weeks=brief.weeks - 1)


@pytest.mark.parametrize("locales", LANGUAGES, ids="-".join)
@pytest.mark.parametrize("brief", ALL, ids=lambda one: one.key)
def test_as_it_comes_it_is_held_back(brief, locales):
    mission = mission_of(brief, locales)
    clarity = clarity_of_mission(mission)
    assert [point.name for point in clarity.missing] == list(BRIEF_FIELDS)
    assert set(unclear(mission, locales[0])) == {f"{name}_{locale}" for name in BRIEF_FIELDS for locale in locales}
    assert unclear(mission, locales[0]).items() <= left_blank(mission).items()
    for column, sentence in left_blank(mission).items():  # each place of each text, and the language of that text
        text = getattr(mission, column, None) or getattr(mission.brief, column)
        assert [blank for blank in blanks_in(text) if blank not in str(sentence)] == []
        assert ("in French" if column.endswith("_fr") else "in English") in str(sentence)
    assert len(set(map(str, left_blank(mission).values()))) == len(left_blank(mission))
    written = {f"{name}_{locale}" for name in TEXTS for locale in locales}
    assert set(left_blank(mission)) == written
    assert set(missing(mission, date(2026, 1, 5), "fr")) == written


@pytest.mark.parametrize("locales", LANGUAGES, ids="-".join)
@pytest.mark.parametrize("brief", ALL, ids=lambda one: one.key)
def test_once_filled_in_it_is_clear(brief, locales):
    mission = mission_of(brief, locales, filled)
    clarity = clarity_of_mission(mission)
    assert (clarity.missing, clarity.orders) == ([], ())
    assert missing(mission, date(2026, 1, 5), "fr") == {}


@pytest.mark.parametrize(
    ("text", "blanks"),
    [
        ("Excel and [which tool…], [who ...]", ["[which tool…]", "[who ...]"]),
        ("[…]", ["[…]"]),
        ("As the text says [sic], see [1] and [the CRM](https://crm.example/).", []),
        ("Later… [soon]", []),
        ("A list [of\nthings…]", ["[of\nthings…]"]),
        ("", []),
        (None, []),
    ],
)
def test_what_is_left_to_fill_in(text, blanks):
    assert blanks_in(text) == blanks


def test_the_name_of_a_place_may_be_left_blank():
    mission = Mission(title_fr="Oui", title_en="", summary_fr="", summary_en="", brief=Brief())
    mission.seats = [Seat(title_fr="", title_en="A [which…] role")]
    assert set(left_blank(mission)) == {"seats-0-title_en"}


@pytest.mark.parametrize(
    ("chosen", "languages"), [("both", ("fr", "en")), ("fr", ("fr",)), ("en", ("en",)), ("", ("en",)), ("it", ("en",))]
)
def test_the_languages_chosen(chosen, languages):
    assert languages_of(chosen, "en") == languages
