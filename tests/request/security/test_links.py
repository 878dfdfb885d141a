"""Every page can be reached from home, by links alone."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from portal.applications.models import ApplicationState
from portal.applications.notes.services import write_note
from portal.applications.offering.services import post_self_offer
from portal.core import clock
from portal.core.transaction import transaction
from portal.discovery.asking import Ask
from portal.discovery.saved.models import Alert
from portal.discovery.saved.services import Wish, save_search
from portal.missions.models import MissionState
from portal.missions.proposing.services import propose
from portal.missions.questions.services import ask_question
from portal.missions.transferring.services import ask_transfer
from portal.pilots.models import PilotState
from portal.public.services import publish_outside, turn_catalogue
from portal.recognition.models import RecognitionState
from portal.rooms.services.opening import open_room
from portal.rooms.services.saying import Lines
from portal.rooms.services.saying import write_note as write_room_note
from portal.skills.library import keeping
from portal.skills.models import SkillFamily
from portal.skills.proposals import Proposal
from portal.talents import services as talents
from portal.talents.models import SpokenLevel
from tests.ideas import IDEA
from tests.selfoffers import said

# Nobody opens these as a page: what a script asks for, what a probe reads, what a form that was refused shows again.
NOT_PAGES = {
    "administration.preview_people": "shown after a file is sent",
    "cv.show_preview": "shown after a file is sent",
    "librarian.preview_file": "shown after a file is sent",
    "applications.show_apply": "the form stands on the mission's page; this one shows what was refused",
    "questions.list_questions": "the questions stand on the mission's page; this one shows what was refused",
    "batch.show_answered": "shown after several candidates are answered",
    "comparing.show_comparison": "shown after candidates are chosen",
    "pages.show_liveness": "for the machine that watches",
    "pages.show_readiness": "for the machine that watches",
    "feeds.send_feed": "for a news reader, at a secret address",
    "calendars.send_calendar": "for a calendar program, at a secret address",
    "public.send_map": "for search engines, named by the file for robots",
    "public.send_robots": "for robots, where they look for it",
    "photo.send_photo": "a picture, shown by the pages of who chose one",
    "privacy.export_looks": "linked once someone has looked",
    "skills.suggest_skills": "asked for as letters are typed",
    "suggest.suggest": "asked for as letters are typed",
    "hidden_skills.show_some_hidden_skills": "asked for once one's own profile is scrolled to",
    "mail.list_mails": "in the demo alone",
    "static": "files",
}
# Only a secret sent by mail opens these.
FROM_A_MAIL = {"accounts.accept_invitation", "accounts.reset_password", "searches.end_mails", "notices.end_mails"}
# A list has many addresses of one page: this many of each are opened by each person.
ENOUGH = 2


@pytest.fixture
def organization(app, cast, world, visit):
    """Something of everything, each in a state that waits for someone of the cast."""
    sql = world.skill("SQL")
    with app.app_context(), transaction():
        sql.load().family = SkillFamily(key="data", name_fr="Données", name_en="Data")
    world.holds(cast.ines, sql, confirmed_on=clock.today() - timedelta(days=200))
    with app.app_context():
        lea = cast.lea.person()
        talents.add_skill(lea, lea, Proposal("Origami", "en"), level=2)
        keeping.set_priority(cast.helene.person(), sql.load(), "", "Wanted.")
    world.profile(cast.ines, availability_share=20)
    with app.app_context():
        save_search(cast.ines.person(), Ask(text="map"), Wish("Maps", Alert.HERE))
    world.pause(cast.ines, 10, 20)
    world.experience(cast.ines, title_en="Analyst", organization="Merane")
    world.speaks(cast.ines, "fr", SpokenLevel.NATIVE)
    world.pilot(state=PilotState.DRAFT)
    world.mission(owner=cast.claire, state=MissionState.DRAFT)
    world.mission(state=MissionState.SUBMITTED, co_owner=cast.oscar)
    given = world.mission(owner=cast.claire)
    open_mission = world.mission(co_owner=cast.oscar, skills=((sql, 2),))
    candidate = world.application(open_mission, cast.lea)
    with app.app_context():
        write_note(cast.karim.person(), candidate.load(), "Ask about the export.")
        ask_question(cast.tom.person(), open_mission.load(), text="Ready?", key=None)
        turn_catalogue(cast.helene.person(), True, organization="Merane", version=0)
        publish_outside(cast.karim.person(), open_mission.load())
        propose(cast.sofia.person(), IDEA, sponsor_id=cast.karim.id)
        post_self_offer(cast.karim.person(), said())
        ask_transfer(cast.claire.person(), given.load(), person_id=cast.karim.id, text="", version=None)
    accepted = world.application(world.mission(), cast.sofia, state=ApplicationState.OFFERED)
    sofia = visit(cast.sofia)
    sofia.submit(sofia.get(f"/applications/{accepted.public_id}"), "/accept")
    for someone in (cast.tom, cast.lea):
        world.authorization(world.mission(), someone)
    request = world.authorization(world.mission(), cast.ines)
    nadia = visit(cast.nadia)
    terms = {"counter-percent": "10", "counter-note": "Less"}
    nadia.submit(nadia.get(f"/desk/{request.public_id}"), "/counter", terms)
    seated = world.seated(world.mission(first=-6, last=4), cast.jade)
    world.time_entry(seated)
    world.recognition(world.seated(world.mission(first=-9, last=-3), cast.ines))
    world.recognition(world.seated(world.mission(first=-9, last=-3), cast.tom), state=RecognitionState.ATTESTED)
    started = world.mission(state=MissionState.IN_PROGRESS, first=-6, last=4)
    world.seated(started, cast.ines)
    with app.app_context():
        with transaction():
            room = open_room(cast.karim.person(), started.load())
        write_room_note(cast.ines.person(), room, Lines("Fine.", "", ""), is_shared=True)
    ways = (f"/missions/{open_mission.public_id}", f"/missions/{started.public_id}")
    return *ways, f"/applications/{candidate.public_id}"


def endpoint_of(app, address):
    """The endpoint that answers GET at an address of ours, or None."""
    parts = urlsplit(address)
    if parts.netloc not in ("", "localhost"):
        return None
    try:
        return app.url_map.bind("localhost").match(parts.path or "/", method="GET")[0]
    except (HTTPException, RequestRedirect):
        return None


def ways_out(page):
    """Where the links of a page lead, and the forms that only ask for another page."""
    hrefs = [a.attrib["href"] for a in page.root.iter("a") if "href" in a.attrib]
    hrefs += [form.attrib["action"] for form in page.find("form", method="get") if "action" in form.attrib]
    for href in hrefs:
        parts = urlsplit(href)
        if parts.netloc == "" and parts.path:
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def reached(app, visitor, seen, start=("/", "/search?q=map")):
    """Follow links from home and from what is typed in the box, or from `start`; `seen` gathers the endpoints."""
    opened, waiting = Counter(), [*start]
    known = set(waiting)
    while waiting:
        address = waiting.pop(0)
        endpoint = endpoint_of(app, address)
        if endpoint in (None, "static") or opened[endpoint] >= ENOUGH:
            continue
        opened[endpoint] += 1
        seen.add(endpoint)
        page = visitor.get(address)
        if page.response.mimetype != "text/html":
            continue
        for link in ways_out(page):
            if link not in known:
                known.add(link)
                waiting.append(link)


def test_every_page_is_linked_from_another(app, cast, visit, organization):
    seen = set()
    # Of his many missions and candidates, those that the crawl must not miss.
    reached(app, visit(cast.karim), seen, organization)
    for someone in (cast.ines, cast.karim, cast.nadia, cast.helene, cast.paul, cast.adele):
        reached(app, visit(someone), seen)
    for browser, start in ((visit(), "/sign-in"), (visit(cast.sofia), "/proposals")):
        seen |= {endpoint_of(app, href) for href in browser.get(start).links().values()}
    seen.add("accounts.sign_in")
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages - seen == {*NOT_PAGES, *FROM_A_MAIL}
