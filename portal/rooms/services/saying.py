"""What people say in a room: what comes next, how their week goes, how clear the brief was, what a part achieved.
Each verb is one transaction."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from portal import policies
from portal.applications.steps import hold_mission
from portal.core import audit, clock
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.i18n import LOCALES
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import checked_text
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Person
from portal.recognition.services import OUTCOME_LENGTH
from portal.rooms import notifications
from portal.rooms.labels import CLARITY
from portal.rooms.models import LONGEST_NOTE, Room, RoomMember, RoomNote
from portal.rooms.queries import member_of, members_of, note_of
from portal.rooms.rules import due_day, end_of, takes_next
from portal.rooms.services.holding import check_may_run, checked_line, hold_running


class Lines(NamedTuple):
    """How a week goes. At least one line is written."""

    well: str
    hindered: str
    needs: str


def check_may_write(actor: Person, room: Room) -> RoomMember:
    """The part of `actor` in the room. Raises `Forbidden` for who holds no place."""
    member = member_of(actor, room)
    if member is None or not policies.room_note_write(actor, member):
        raise Forbidden(_l("Only those who hold a place write this."), code="room.note")
    return member


def say_next(actor: Person, room: Room, *, text: str, lang: str, version: int | None) -> Room:
    """Say what comes after the mission, or say it better; everyone who holds a place reads it.

    Raises `Invalid` when it is empty, `Conflict` once the mission is closed.
    """
    check_may_run(actor, room)
    text = checked_text(text, "text", required=_l("Say what comes next, even if it is that nothing is planned."))
    if lang not in LOCALES:
        raise Invalid(fields={"lang": _l("Choose the language you write in.")})
    with transaction():
        hold_mission(room.mission)
        db.session.refresh(room, with_for_update={"of": Room})
        room.expect(version)
        if not takes_next(room.mission):
            raise Conflict(_l("The mission is over: what comes next is no longer said here."), code="room.next")
        # All of it is read before any is set: what is half said is never written.
        by_id, due_on = actor.id, room.next_due_on or _due(room)
        room.next_text, room.next_lang, room.next_by_id = text, lang, by_id
        room.next_said_on, room.next_due_on = room.next_said_on or clock.today(), due_on
        audit.record(actor, room, "say_next", text=text)
        notifications.tell_next(actor, room)
    return room


def _due(room: Room) -> date:
    last_weeks = [member.application.terms.last_week for member in members_of(room)]
    ends_on = end_of(last_weeks or [seat.last_week for seat in room.mission.seats]) or clock.today()
    return due_day(ends_on, room.opened_on)


def write_note(actor: Person, room: Room, lines: Lines, *, is_shared: bool) -> RoomNote:
    """Say how one's week goes, or say it better: one note for a week. Those who own the mission are told of the first.

    Raises `Invalid` when nothing is written or a line is too long.
    """
    check_may_write(actor, room)
    said = {name: checked_line(line, name, most=LONGEST_NOTE) for name, line in lines._asdict().items()}
    if not any(said.values()):
        raise Invalid(fields={"well": _l("Write one of the three lines at least.")})
    with transaction() as session:
        hold_running(room)
        member = check_may_write(actor, room)
        note = note_of(member, clock.this_week())
        is_first = note is None
        if note is None:
            note = RoomNote(room=room, person_id=actor.id, week=clock.this_week())
            session.add(note)
        note.well, note.hindered, note.needs = said["well"], said["hindered"], said["needs"]
        note.is_shared = is_shared
        session.flush()
        audit.record(actor, note, "write", data={"shared": is_shared})
        if is_first:
            notifications.tell_note(actor, room, note)
    return note


def rate_brief(actor: Person, room: Room, *, clarity: int, text: str) -> RoomMember:
    """Say how clear the brief was, from 1 to 5, with a sentence or without. Those who own the mission read it, with the
    name. It can be said again. Raises `Invalid`."""
    check_may_write(actor, room)
    text = checked_line(text, "text", most=LONGEST_NOTE)
    if clarity not in CLARITY:
        raise Invalid(fields={"clarity": _l("Choose one of the five answers.")})
    with transaction() as session:
        hold_running(room)
        member = check_may_write(actor, room)
        session.refresh(member, with_for_update={"of": RoomMember})
        is_first = member.clarity is None
        member.clarity, member.clarity_text = clarity, text
        member.rated_on = member.rated_on or clock.today()
        audit.record(actor, member, "rate_brief", text=text, data={"clarity": clarity})
        if is_first:
            notifications.tell_rated(actor, room)
    return member


def write_outcome(actor: Person, member: RoomMember, *, outcome: str, lang: str, version: int | None) -> RoomMember:
    """Say in a line what someone's part achieved; the attestation begins with it. An empty line takes it back.

    Raises `Invalid`, `Conflict`.
    """
    check_may_run(actor, member.room)
    outcome = outcome.strip()
    shortest, longest = OUTCOME_LENGTH
    if outcome and not shortest <= len(outcome) <= longest:
        raise Invalid(fields={"outcome": _l("Between 20 and 400 characters: what changed thanks to this person.")})
    if lang not in LOCALES:
        raise Invalid(fields={"lang": _l("Choose the language you write in.")})
    with transaction():
        hold_running(member.room)
        db.session.refresh(member, with_for_update={"of": RoomMember})
        member.expect(version)
        member.outcome, member.outcome_lang = outcome, lang
        audit.record(actor, member, "write_outcome", text=outcome)
    return member
