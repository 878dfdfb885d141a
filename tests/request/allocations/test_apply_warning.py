"""Before applying, one reads where the share asked would pass one's own ceiling; nothing is forbidden."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from portal.allocations.apply_warning import ceiling_warning
from portal.allocations.models import Ceiling, PersonWeek
from portal.core.i18n import speaking
from portal.core.transaction import transaction
from portal.missions.models import Seat
from tests.factories import week
from tests.visitor import text_of

PASSES = "you would pass your ceiling"


@pytest.fixture
def load(app):
    """Give some percent of someone's weeks away, by offsets from now."""

    def give(person, **used):
        with app.app_context(), transaction() as session:
            for name, percent in used.items():
                session.add(PersonWeek(person_id=person.id, week=week(int(name[1:])), used=percent))

    return give


def pages(mission):
    return f"/missions/{mission.public_id}", f"/missions/{mission.public_id}/apply"


def test_it_names_the_weeks_and_how_far(visit, cast, world, load):
    load(cast.ines, w2=10, w3=30, w4=40, w6=25)
    mission = world.mission(percent=20, first=2, last=7)
    ines = visit(cast.ines)
    for path in pages(mission):
        page = ines.get(path)
        assert "With 20% you would pass your ceiling of 40% in 3 weeks" in page.text
        assert "by 20 points at most" in page.text
        assert "You can apply all the same" in page.text
    ines.submit(ines.get(pages(mission)[1]), "/apply", {"apply-message": "I know these flows."})


def test_within_the_ceiling_nothing_is_said(visit, cast, world, load):
    load(cast.ines, w2=20, w8=100)
    for path in pages(world.mission(percent=20, first=2, last=7)):
        assert PASSES not in visit(cast.ines).get(path).text


def test_it_follows_ones_own_ceiling(app, visit, cast, world):
    mission = world.mission(percent=20, first=2, last=2)
    with app.app_context(), transaction() as session:
        session.add(Ceiling(person_id=cast.ines.id, percent=15))
    assert "With 20% you would pass your ceiling of 15% in 1 week" in visit(cast.ines).get(pages(mission)[1]).text
    assert PASSES not in visit(cast.tom).get(pages(mission)[1]).text


def test_an_external_has_no_ceiling(visit, cast, world, load):
    load(cast.sofia, w2=90)
    assert PASSES not in visit(cast.sofia).get(pages(world.mission(percent=50))[1]).text


def test_in_french(visit, cast, world, load):
    load(cast.ines, w2=30)
    page = visit(cast.ines, locale="fr").get(pages(world.mission(percent=20, first=2, last=7))[1])
    assert "vous dépasseriez votre plafond" in page.text


@pytest.mark.parametrize(
    ("used", "weeks"),
    [
        ({}, ""),
        ({date(2026, 3, 9): 30}, "W11"),
        ({date(2026, 3, 9): 30, date(2026, 3, 16): 30, date(2026, 3, 30): 35}, "W11 to W12, W14"),
        ({date(2026, 3, 2): 90}, ""),
    ],
)
def test_weeks_that_follow_each_other_are_one_run(app, used, weeks):
    seat = SimpleNamespace(percent=20, first_week=date(2026, 3, 2), last_week=date(2026, 3, 30))
    with app.app_context(), speaking("en"):
        said = ceiling_warning(seat, used, 40, date(2026, 3, 9))
    assert (f"({weeks})" in said) if weeks else said == ""


def test_the_place_it_names_says_its_language(app, visit, cast, world, load):
    load(cast.ines, w2=40)
    mission = world.mission(percent=20, first=2, last=2)
    with app.app_context(), transaction():
        told = mission.load()
        told.seats[0].title_en = ""
        told.seats.append(Seat(title_en="Writer", percent=5, first_week=week(8), last_week=week(8), audience="both"))
    page = visit(cast.ines).get(pages(mission)[1])
    (banner,) = page.find("div", class_="todo")
    assert "Analyste: With 20%" in text_of(banner)
    assert [text_of(one) for one in banner.iter("span") if one.attrib.get("lang") == "fr"] == ["Analyste"]
