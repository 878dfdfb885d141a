"""Permission comes before the form: whoever may not take a step learns nothing of what its form asks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import product

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from portal.allocations.delegating.services import give_delegation
from portal.allocations.services import authorize_time
from portal.applications.models import Application, ApplicationState
from portal.applications.notes.services import write_note
from portal.applications.offering.services import post_self_offer
from portal.applications.pooling.services import ask_to_join
from portal.applications.thread.services import write_message
from portal.core import clock
from portal.core.submission import new_key
from portal.core.transaction import transaction
from portal.engagements.models import Engagement
from portal.extensions import db
from portal.missions.keeping.models import KeptCopy
from portal.missions.keeping.services import keep_copy
from portal.missions.models import MissionState
from portal.missions.proposing.services import propose
from portal.missions.questions.models import Question
from portal.missions.transferring.services import ask_transfer
from portal.rooms.models import RoomTask, TaskKind
from portal.rooms.queries import members_of
from portal.rooms.services.links import add_link
from portal.rooms.services.opening import open_room
from portal.rooms.services.people import add_contact
from portal.skills.library import keeping
from portal.skills.library.models import SkillPair
from portal.skills.models import SkillFamily
from portal.skills.proposals import Proposal
from portal.talents import services as talents
from tests.cast import PEOPLE, Cast
from tests.factories import Ref, World, ref, week
from tests.ideas import IDEA
from tests.request.security.conftest import rules
from tests.selfoffers import said

# Steps that concern nobody but whoever takes them, on what is theirs: there is no wrong role.
ONE_S_OWN = {
    *("accounts.change_password", "accounts.end_other_sessions", "accounts.end_session"),
    *("accounts.sign_in", "accounts.sign_out", "accounts.switch_language", "accounts.ask_for_link"),
    *("accounts.accept_invitation", "accounts.reset_password"),
    *("cv.discard_file", "cv.send_file", "cv.take_lines", "cv.undo_import"),
    *("profile.add_experience", "profile.edit_availability", "profile.edit_experience", "profile.edit_identity"),
    *("profile.edit_languages", "profile.remove_experience"),
    *("profile.add_skill", "profile.confirm_skill", "profile.edit_skill", "profile.remove_skill"),
    *("profile.restore_skill", "time.declare_week"),
    *("availability.add_pause", "availability.edit_pause", "availability.end_pause", "availability.remove_pause"),
    *("availability.confirm_availability", "hidden_skills.set_aside_skill", "hidden_skills.restore_hidden_skill"),
    *("evidence.confirm_doubts", "evidence.set_reminders", "evidence.show_endorsement"),
    "evidence.withdraw_endorsement",
    *("photo.choose_photo", "photo.remove_photo", "privacy.save_readers"),
    *("searches.save_search", "searches.edit_search", "searches.mark_seen", "searches.delete_search"),
    *("searches.restore_search", "searches.end_mails"),
    *("feeds.open_missions_feed", "feeds.end_missions_feed", "feeds.open_search_feed", "feeds.end_search_feed"),
    *("calendars.open_calendar", "calendars.end_calendar"),
    *("calendars.open_mission_calendar", "calendars.end_mission_calendar"),
    *("following.unfollow_mission", "selfoffers.post_offer"),
    *("notices.edit_choices", "notices.end_mails", "notices.mark_all_read", "notices.mark_read"),
    *("notices.mark_unread", "notices.open_notice", "notices.undo_read"),
    *("recent.keep_search", "recent.clear_searches", "recent.choose_keeping"),
}
EXTERNALS = {"sofia", "theo", "lila"}
EMPLOYEES = set(PEOPLE) - EXTERNALS
OWNERS = {"karim", "claire"}
MANAGERS = {manager for *_, manager, _ in PEOPLE.values() if manager is not None}
# Whoever is tried where they may: together they reach every step of `MAY`.
RIGHT = ["adele", "helene", "karim", "lea", "nadia", "paul", "simone", "sofia", "tom"]
# What each address is about (a key of `things`), and who may send its form, by endpoint or by endpoint and step.
MAY: dict[str, tuple[str, set[str]]] = {
    "administration.change_access": ("person", {"adele"}),
    "administration.change_role": ("person", {"adele"}),
    "administration.confirm_people": ("upload", {"adele", "helene"}),
    "administration.discard_people": ("upload", {"adele", "helene"}),
    "administration.retry_mails": ("", {"adele"}),
    "administration.send_people": ("", {"adele", "helene"}),
    "allocations.answer_terms": ("authorization", {"ines", *OWNERS}),
    "alternates.name": ("application", OWNERS),
    "alternates.offer": ("application", OWNERS),
    "alternates.unname": ("application", OWNERS),
    "applications.apply_to_mission": ("mission", set(PEOPLE) - OWNERS),
    "applications.take_step": ("application", OWNERS),
    "applications.take_step accept": ("application", {"tom"}),
    "applications.take_step decline": ("application", {"tom"}),
    "applications.take_step take-up": ("application", {"tom"}),
    "applications.take_step turn-down": ("application", {"tom"}),
    "applications.take_step withdraw": ("application", {"tom"}),
    "batch.answer": ("mission", OWNERS),
    "comparing.choose": ("mission", OWNERS),
    "desk.decide_request": ("authorization", {"nadia"}),
    "desk.recall_time": ("granted", {"nadia"}),
    "desk.relieve": ("granted", {"nadia"}),
    "several.authorize": ("", EMPLOYEES),
    "engagements.approve_engagement": ("engagement", {"paul"}),
    "engagements.reject_engagement": ("engagement", {"paul"}),
    "evidence.endorse_skill": ("held", EMPLOYEES - {"tom"}),
    "inviting.invite": ("person", OWNERS),
    "following.follow_mission": ("mission", set(PEOPLE) - OWNERS),
    "librarian.accept_as_it_is": ("proposal", {"helene"}),
    "librarian.accept_proposal": ("proposal", {"helene"}),
    "librarian.add_family": ("", {"helene"}),
    "librarian.add_skill": ("", {"helene"}),
    "librarian.assign_family": ("", {"helene"}),
    "librarian.confirm_file": ("upload", {"helene"}),
    "librarian.discard_file": ("upload", {"helene"}),
    "librarian.edit_skill": ("skill", {"helene"}),
    "librarian.look_for_pairs": ("", {"helene"}),
    "librarian.merge": ("skill", {"helene"}),
    "librarian.part_pair": ("pair", {"helene"}),
    "librarian.refuse_proposal": ("proposal", {"helene"}),
    "librarian.reinstate_skill": ("skill", {"helene"}),
    "librarian.rename_family": ("family", {"helene"}),
    "librarian.retire_skill": ("skill", {"helene"}),
    "librarian.send_file": ("", {"helene"}),
    "librarian.set_priority": ("skill", {"helene"}),
    "librarian.split_skill": ("skill", {"helene"}),
    "librarian.undo_operation": ("operation", {"helene"}),
    "keeping.discard": ("kept", {"karim"}),
    "keeping.keep_edit": ("mission", OWNERS),
    "keeping.keep_new": ("", EMPLOYEES),
    "missions.edit_mission": ("mission", OWNERS),
    "missions.start_copy": ("mission", OWNERS),
    "missions.start_mission": ("", EMPLOYEES),
    "missions.take_step": ("mission", OWNERS),
    "missions.take_step cancel": ("mission", {*OWNERS, "helene"}),
    "missions.take_step dismiss-reports": ("mission", {"helene"}),
    "missions.take_step leave-unfilled": ("mission", {*OWNERS, "helene"}),
    "missions.take_step pause": ("mission", {*OWNERS, "helene"}),
    "missions.take_step publish": ("submitted", {"helene", "simone"}),
    "missions.take_step request-changes": ("submitted", {"helene", "simone"}),
    "missions.take_step resume": ("mission", {*OWNERS, "helene"}),
    "missions.take_step send-back": ("mission", {"helene"}),
    "pilots.advance_pilot": ("pilot", {"simone", "helene"}),
    "pilots.advance_pilot approve": ("pilot", {"helene"}),
    "pilots.change_rules": ("pilot", {"simone", "helene"}),
    "notes.edit_note": ("note", {"karim"}),
    "notes.remove_note": ("note", {"karim"}),
    "notes.write_note": ("application", OWNERS),
    "pilots.draft_pilot": ("", {"simone", "helene"}),
    "pilots.edit_pilot": ("pilot", {"simone", "helene"}),
    "public.publish_mission": ("mission", OWNERS),
    "public.take_mission_off": ("mission", {*OWNERS, "helene"}),
    "public.turn_catalogue": ("", {"adele", "helene"}),
    "questions.answer_question": ("question", OWNERS),
    "questions.ask_question": ("mission", set(PEOPLE) - OWNERS),
    "questions.set_aside_question": ("question", OWNERS),
    "questions.withdraw_question": ("question", {"tom"}),
    "pooling.answer": ("member", {"tom"}),
    "pooling.ask": ("application", OWNERS),
    "recognition.attest_recognition": ("recognition", OWNERS),
    "recognition.publish_recognition": ("recognition", {"lea"}),
    "recognition.record_recognition": ("recognition", {"nadia"}),
    "recognition.remind": ("recognition", {"lea"}),
    "reports.report_mission": ("mission", set(PEOPLE) - OWNERS),
    "rooms.add_contact": ("started", OWNERS),
    "rooms.add_link": ("started", {*OWNERS, "tom"}),
    "rooms.add_task": ("started", OWNERS),
    "rooms.edit_member": ("member_of_room", OWNERS),
    "rooms.edit_task": ("task", OWNERS),
    "rooms.mark_link": ("link", {*OWNERS, "tom"}),
    "rooms.mark_task": ("task", {*OWNERS, "tom"}),
    "rooms.mark_task remove": ("task", OWNERS),
    "rooms.mark_task restore": ("task", OWNERS),
    "rooms.rate_brief": ("started", {"tom"}),
    "rooms.remove_contact": ("contact", OWNERS),
    "rooms.say_next": ("started", OWNERS),
    "rooms.write_note": ("started", {"tom"}),
    "rooms.write_outcome": ("member_of_room", OWNERS),
    "thread.take_back": ("message", {"tom"}),
    "thread.write_message": ("application", {*OWNERS, "tom"}),
    "selfoffers.edit_offer": ("self_offer", {"tom"}),
    "selfoffers.take_step": ("self_offer", {"tom"}),
    "proposals.answer": ("idea", {"karim"}),
    "proposals.answer withdraw": ("idea", {"sofia"}),
    "proposals.propose": ("", EXTERNALS),
    "delegations.end_delegation": ("delegation", {"nadia"}),
    "delegations.end_delegation hand-back": ("delegation", {"lea"}),
    "delegations.give_delegation": ("", MANAGERS),
    "transfers.answer": ("transfer", {"lea"}),
    "transfers.answer call-off": ("transfer", {"karim", "helene"}),
    "transfers.ask_transfer": ("mission", {"karim", "helene"}),
    "time.ask_about": ("entry", {"nadia", *OWNERS}),
    "time.confirm_time": ("", EMPLOYEES),
}


@pytest.fixture
def things(app: Flask, cast: Cast, world: World) -> dict[str, str]:
    """The public id of one thing of each kind, with Karim and Claire for owners and Nadia for manager."""
    owners = {"owner": cast.karim, "co_owner": cast.claire}
    pilot = world.pilot()
    mission = world.mission(**owners, pilot=pilot)
    submitted = world.mission(**owners, pilot=pilot, state=MissionState.SUBMITTED)
    seated = world.seated(world.mission(**owners, first=-4), cast.ines)
    external = world.application(world.mission(**owners), cast.sofia, state=ApplicationState.PENDING_CLEARANCE)
    with app.app_context(), transaction() as session:
        held = db.session.get_one(Application, external.id)
        engagement = Engagement(
            application_id=held.id,
            person_id=held.person_id,
            mission_id=held.mission_id,
            starts_on=week(2),
            ends_on=week(7),
            answer_due_on=week(1),
        )
        session.add(engagement)
        session.flush()
        question = Question(mission_id=mission.id, asked_by_id=cast.tom.id, text="Ready?")
        session.add(question)
        session.flush()
        made = {"engagement": ref(engagement), "question": ref(question)}
    made |= {
        "mission": mission,
        "open": world.mission(**owners),
        "submitted": submitted,
        "application": world.application(mission, cast.tom),
        "authorization": world.authorization(world.mission(**owners), cast.ines),
        "granted": world.authorization(world.mission(**owners), cast.lea),
        "pilot": pilot,
        "recognition": world.recognition(world.seated(world.mission(**owners, first=-8, last=-2), cast.lea)),
        "entry": world.time_entry(seated),
        "held": world.holds(cast.tom, world.skill("Data analysis")),
    }
    with app.app_context():
        note = write_note(cast.karim.person(), made["application"].load(), "Calls back on Monday.")
        made["note"] = ref(note)
        made["message"] = ref(write_message(cast.tom.person(), made["application"].load(), "May I ask?"))
        authorize_time(cast.nadia.person(), made["granted"].load(), override_reason="The launch cannot move.")
        karim, given = cast.karim.person(), made["open"].load()
        made["transfer"] = ref(ask_transfer(karim, given, person_id=cast.lea.id, text="", version=None))
        days = {"first_day": clock.today() + timedelta(30), "last_day": clock.today() + timedelta(35)}
        made["delegation"] = ref(give_delegation(cast.nadia.person(), delegate_id=cast.lea.id, **days))
        made["self_offer"] = ref(post_self_offer(cast.tom.person(), said()))
        made["idea"] = ref(propose(cast.sofia.person(), IDEA, sponsor_id=cast.karim.id))
        keep_copy(karim, None, [("title_en", "Unsaved")], version=None, writer="k")
        made["kept"] = ref(db.session.scalars(sa.select(KeptCopy)).one())
        made["member"] = ref(ask_to_join(cast.karim.person(), made["application"].load(), message="Another time?"))
    made |= room_things(app, cast, world)
    made |= library_things(app, cast, world)
    # The steps of an upload answer one that is over as they answer one that waits: its key is enough.
    known = {"person": cast.tom.public_id, "upload": new_key(), "family": "web"}
    return known | {name: thing.public_id for name, thing in made.items()}


def room_things(app: Flask, cast: Cast, world: World) -> dict[str, Ref]:
    """A mission under way, where Tom holds a place; a task for him, a link of his and someone to turn to."""
    mission = world.mission(owner=cast.karim, co_owner=cast.claire, state=MissionState.IN_PROGRESS, first=-1)
    world.seated(mission, cast.tom)
    with app.app_context():
        with transaction():
            room = open_room(cast.karim.person(), mission.load())
        member = members_of(room)[0]
        task = db.session.scalars(sa.select(RoomTask).where(RoomTask.kind == TaskKind.TOOLS)).one()
        link = add_link(cast.tom.person(), room, title="Board", address="https://b.example/", about="", key=None)
        contact = add_contact(cast.karim.person(), room, cast.dora.id, about="The data")
        made = {"member_of_room": member, "task": task, "link": link, "contact": contact}
        return {"started": mission} | {name: ref(thing) for name, thing in made.items()}


def library_things(app: Flask, cast: Cast, world: World) -> dict[str, Ref]:
    """A skill, a proposed one, a pair, something done to the library; and a family whose key is “web”."""
    skill, other = world.skill("Customer segmentation"), world.skill("Customer segmentations")
    with app.app_context():
        lea = cast.lea.person()
        proposed = ref(talents.add_skill(lea, lea, Proposal("Origami", "en"), level=2).skill)
        operation = ref(keeping.set_priority(cast.helene.person(), other.load(), "", "Wanted."))
        with transaction() as session:
            pair = SkillPair(first_id=skill.id, second_id=other.id, likeness=0.9)
            session.add_all([pair, SkillFamily(key="web", name_fr="Toile", name_en="Web")])
            session.flush()
            return {"skill": skill, "proposal": proposed, "operation": operation, "pair": ref(pair)}


def addresses(app: Flask, things: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Every address that takes a form, as (its key in `MAY`, path): one for each step where a rule has several."""
    for rule in rules(app, "POST"):
        if rule.endpoint in ONE_S_OWN:
            continue
        for values in _values(rule):
            step = values.get("step") or values.get("name") or ""
            key = f"{rule.endpoint} {step}" if f"{rule.endpoint} {step}" in MAY else rule.endpoint
            filled = {name: things[MAY[key][0]] if value is None else value for name, value in values.items()}
            yield key, app.url_map.bind("localhost").build(rule.endpoint, filled, method="POST")


def _values(rule: Rule) -> Iterator[dict[str, str | None]]:
    choices = [sorted(getattr(rule._converters[name], "items", ())) or [None] for name in sorted(rule.arguments)]
    for chosen in product(*choices):
        yield dict(zip(sorted(rule.arguments), chosen, strict=True))


def test_every_address_says_who_may(app: Flask) -> None:
    known = {key.partition(" ")[0] for key in MAY} | ONE_S_OWN
    assert {rule.endpoint for rule in rules(app, "POST")} == known
    assert not ONE_S_OWN & {key.partition(" ")[0] for key in MAY}


@pytest.mark.parametrize("name", ["adele", "helene", "ines", "jade", "karim", "nadia", "paul", "sofia", "tom"])
def test_a_wrong_role_is_refused_before_the_form_is_read(app, visit, cast, things, name):
    browser = visit(getattr(cast, name))
    token = browser.token("/account")
    wrong = []
    for key, path in addresses(app, things):
        if name not in MAY[key][1]:
            status = browser.client.post(path, data={"csrf_token": token}).status_code
            wrong += [(path, status)] if status not in (403, 404) else []
    assert wrong == []


def test_every_step_has_a_right_role_that_is_tried(app, things):
    tried = {key for key, _ in addresses(app, things)}
    assert tried == set(MAY)
    assert {key for key, (_, people) in MAY.items() if not people & set(RIGHT)} == set()


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_role_is_not(app, visit, cast, things, name):
    browser = visit(getattr(cast, name))
    token = browser.token("/account")
    wrong = []
    for key, path in addresses(app, things):
        if name in MAY[key][1]:
            status = browser.client.post(path, data={"csrf_token": token}).status_code
            wrong += [(path, status)] if status in (403, 404) else []
    assert wrong == []
