"""Who turns the catalogue on, who publishes a mission outside, what they are shown and told, and the way back."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.core.audit import Event
from portal.core.transaction import transaction
from portal.extensions import db
from portal.missions.models import MissionState, Stage
from portal.public.models import PublicMission
from portal.public.queries import standing
from tests.mailbox import mails_written
from tests.visitor import text_of

SETTING = "/administration/public-catalogue"


def address(mission):
    return f"/missions/{mission.public_id}/public"


def events(app, kind):
    with app.app_context():
        rows = db.session.scalars(sa.select(Event).where(Event.subject_type == kind).order_by(Event.id))
        return [(row.action, row.actor_id) for row in rows]


def mails(app):
    with app.app_context():
        written = [(mail["to"].partition("@")[0], mail["event"]) for mail in mails_written()]
        return sorted(one for one in written if one[1].startswith("public/"))


@pytest.mark.parametrize("name", ["helene", "adele"])
def test_human_resources_or_an_administrator_turns_it_on_and_off(app, visit, cast, name):
    browser = visit(getattr(cast, name))
    page = browser.get(SETTING)
    assert "It is off" in page.text
    said = browser.submit(page, SETTING, {"is_on": "yes", "organization": "Merane"})
    page = browser.get(said.location)
    assert "It is on" in page.text
    assert "0 missions are read outside now." in page.text
    assert "Turned the public catalogue on" in page.text
    browser.submit(page, SETTING, {"is_on": "yes"})  # nothing to change, nothing to tell
    browser.submit(browser.get(SETTING), SETTING, {"is_on": "no"})
    browser.submit(browser.get(SETTING), SETTING, {"is_on": "yes", "organization": "Merane Mobilités"})
    me = getattr(cast, name).id
    assert events(app, "public_catalogue") == [("turn_on", me), ("turn_off", me), ("turn_on", me)]
    assert "Merane Mobilités" in visit().get("/public").text
    assert "The public catalogue" in browser.get("/").text


@pytest.mark.parametrize(("name", "status"), [("ines", 403), ("karim", 403), ("paul", 403), ("sofia", 403)])
def test_nobody_else_does(app, visit, cast, name, status):
    browser = visit(getattr(cast, name))
    browser.get(SETTING, status=status)
    browser.post(SETTING, {"csrf_token": browser.token(), "is_on": "yes", "version": "0"}, status=status)
    with app.app_context():
        assert not standing().is_on


def test_a_stranger_is_sent_to_sign_in(visit, public):
    assert "/sign-in" in visit().get(SETTING, status=302).location
    assert "/sign-in" in visit().get(address(public), status=302).location


def test_what_is_chosen_and_when_is_checked(visit, cast):
    browser = visit(cast.helene)
    page = browser.get(SETTING)
    again = browser.submit(page, SETTING, {"is_on": "perhaps"}, status=422)
    assert "Choose one of the two." in again.text or again.field_error("is_on")
    unnamed = browser.submit(page, SETTING, {"is_on": "yes"}, status=422)
    assert "Say by which name the organization is known." in unnamed.field_error("organization")
    browser.submit(page, SETTING, {"is_on": "yes", "organization": "Merane"})
    late = browser.submit(page, SETTING, {"is_on": "no"}, status=409)
    assert "Someone changed this a moment ago" in late.text
    assert "It is on" in late.text


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_an_owner_reads_what_the_public_would_read_then_publishes_it(app, visit, cast, world, turn, locale):
    turn(True)
    mission = world.mission(co_owner=cast.claire, skills=((world.skill("SQL"), 2),), place="Lyon")
    browser = visit(cast.karim, locale=locale)
    page = browser.get(f"/missions/{mission.public_id}")
    assert browser.query_count <= 15
    way = "Publish it outside" if locale == "en" else "La publier à l’extérieur"
    preview = browser.get(page.links()[way])
    for words in ("Map the customer data", "Cartographier", "objective en", "objective fr", "SQL", "Lyon"):
        assert words in preview.text, words
    shown = text_of(next(iter(preview.root.iter("main"))))
    for words in ("summary", "tools en", "contact en", "success_sign", "Karim"):
        assert words not in shown, words
    assert visit().client.get(f"/public/missions/{mission.public_id}").status_code == 404
    after = browser.get(browser.submit(preview, address(mission)).location)
    assert ("Anyone reads it" if locale == "en" else "Tout le monde peut la lire") in after.text
    outside = visit(locale=locale).get(f"/public/missions/{mission.public_id}")
    main = next(iter(outside.root.iter("main")))
    for section in main.iter("section"):
        assert "".join("".join(section.itertext()).split()) in "".join(preview.text.split())
    assert [action for action, _ in events(app, "mission")] == ["published_outside"]
    assert mails(app) == [(cast.claire.email.partition("@")[0], "public/published")]
    history = browser.get(f"/missions/{mission.public_id}")
    assert ("Published it on the public catalogue" if locale == "en" else "L’a publiée au catalogue public") in (
        history.text
    )


def test_publishing_twice_is_publishing_once(app, visit, cast, public):
    browser = visit(cast.karim)
    data = {"csrf_token": browser.token("/missions"), "version": "1"}
    browser.post(address(public), data)
    assert [action for action, _ in events(app, "mission")] == ["published_outside"]


def test_taking_it_off_and_back(app, visit, cast, public):
    browser = visit(cast.karim)
    after = browser.submit(browser.get(address(public)), "/public/end")
    assert after.location == f"/missions/{public.public_id}"
    assert "off the public catalogue" in browser.get(after.location).text
    assert visit().client.get(f"/public/missions/{public.public_id}").status_code == 404
    data = {"csrf_token": browser.token("/missions")}
    browser.post(f"{address(public)}/end", data)  # already off
    browser.submit(browser.get(address(public)), address(public))
    visit().get(f"/public/missions/{public.public_id}")
    assert [action for action, _ in events(app, "mission")] == [
        "published_outside",
        "taken_off_outside",
        "published_outside",
    ]
    assert mails(app) == []


def test_human_resources_takes_it_off_and_its_owners_are_told(app, visit, cast, public):
    browser = visit(cast.helene)
    page = browser.get(f"/missions/{public.public_id}")
    preview = browser.get(page.links()["What the public reads"])
    after = browser.get(browser.submit(preview, "/public/end").location)
    assert "A message was sent to Karim" in after.text
    assert mails(app) == [(cast.karim.email.partition("@")[0], "public/taken_off")]
    # Publishing is the owners' choice, and nobody's for them.
    assert "Publish it outside" not in browser.get(f"/missions/{public.public_id}").text
    browser.post(address(public), {"csrf_token": browser.token("/missions"), "version": "1"}, status=403)


@pytest.mark.parametrize(("name", "status"), [("ines", 403), ("paul", 403), ("sofia", 403)])
def test_nobody_else_decides(visit, cast, public, name, status):
    browser = visit(getattr(cast, name))
    browser.get(address(public), status=status)
    data = {"csrf_token": browser.token("/missions"), "version": "1"}
    for path in (address(public), f"{address(public)}/end"):
        browser.post(path, data, status=status)
    assert "public catalogue" not in browser.get(f"/missions/{public.public_id}").text


def test_a_mission_that_one_may_not_read_is_not_found(visit, cast, world, turn):
    turn(True)
    draft = world.mission(state=MissionState.DRAFT, published_at=None)
    visit(cast.ines).get(address(draft), status=404)


CLOSED = {
    "not open to all": {"stage": Stage.PANEL},
    "paused": {"state": MissionState.PAUSED, "paused_from": MissionState.PUBLISHED},
    "no applications": {"accepts_applications": False},
}


@pytest.mark.parametrize("why", CLOSED)
def test_one_that_is_not_open_to_everyone_is_refused(app, visit, cast, world, turn, why):
    turn(True)
    mission = world.mission(**CLOSED[why])
    browser = visit(cast.karim)
    assert "It is not open to everyone" in browser.get(address(mission)).text
    again = browser.post(address(mission), {"csrf_token": browser.token("/missions"), "version": "1"}, status=409)
    assert "This mission is not open to everyone now." in again.text
    with app.app_context():
        assert not db.session.scalars(sa.select(PublicMission)).all()


def test_without_a_catalogue_nothing_is_offered(visit, cast, world):
    mission = world.mission()
    browser = visit(cast.karim)
    assert "public catalogue" not in browser.get(f"/missions/{mission.public_id}").text
    page = browser.get(address(mission))
    assert "There is no public catalogue for now" in page.text
    browser.post(address(mission), {"csrf_token": browser.token("/missions"), "version": "1"}, status=409)


def test_a_page_read_before_a_change_is_stale(app, visit, cast, world, turn):
    turn(True)
    mission = world.mission()
    browser = visit(cast.karim)
    page = browser.get(address(mission))
    with app.app_context(), transaction():
        mission.load().title_en = "Something that should stay inside"
    late = browser.submit(page, address(mission), status=409)
    assert "Something that should stay inside" in late.text
    assert visit().client.get(f"/public/missions/{mission.public_id}").status_code == 404


def test_changed_words_wait_for_their_owner(app, visit, cast, public):
    with app.app_context(), transaction():
        public.load().brief.objective_en = "Map them all"
    assert visit().client.get(f"/public/missions/{public.public_id}").status_code == 404
    browser = visit(cast.karim)
    page = browser.get(f"/missions/{public.public_id}")
    assert "Its words have changed" in page.text
    preview = browser.get(page.links()["What the public reads"])
    browser.submit(preview, address(public))
    assert "Map them all" in visit().get(f"/public/missions/{public.public_id}").text
    assert [action for action, _ in events(app, "mission")] == ["published_outside", "agreed_outside"]
