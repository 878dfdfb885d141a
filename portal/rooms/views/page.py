"""The room itself, and what is said in it."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, url_for

from portal.core import clock
from portal.core.i18n import gettext as _
from portal.core.i18n import language, ngettext
from portal.missions.labels import STATES, TONES
from portal.organization.records import records_of
from portal.rooms import queries
from portal.rooms.closing import closing_list, in_room
from portal.rooms.forms import ClarityForm, ContactForm, LinkForm, NextForm, NoteForm
from portal.rooms.labels import CLARITY, CLARITY_TONES, NOTE_LINES, ROOM_EVENTS, task_title
from portal.rooms.models import Room
from portal.rooms.rules import SILENT, is_running, takes_next
from portal.rooms.services import saying
from portal.rooms.services.holding import check_may_run
from portal.rooms.sheet import RoomSheet, read_sheet
from portal.rooms.turns import turns_of
from portal.rooms.views.blueprint import bp
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.forms import Form, VersionedForm
from portal.web.htmx import render

Sent = tuple[str, Form]


@bp.get("/missions/<public_id>/room")
@audience(Entry.TALENTS)
def show_room(public_id: str) -> Response:
    """The room of a mission."""
    return room_page(public_id)


@bp.get("/missions/<public_id>/room/notes")
@audience(Entry.TALENTS)
def list_notes(public_id: str) -> Response:
    """How every week went, as far as the reader may read it."""
    room = read_sheet(actor(), public_id, language())
    weeks: dict[Any, list[Any]] = {}
    for note in room.notes:
        weeks.setdefault(note.week, []).append(note)
    return render("rooms/notes.html", room=room, weeks=weeks, note_lines=NOTE_LINES, owns=_owns(room))


@bp.get("/missions/<public_id>/room/closing")
@audience(Entry.EMPLOYEES)
def show_closing(public_id: str) -> Response:
    """What is to be done before the mission is completed, and after."""
    check_may_run(actor(), queries.get_visible(actor(), public_id))
    room = read_sheet(actor(), public_id, language())
    history = [
        {"at": one.at, "who": one.who, "what": ROOM_EVENTS.get(one.action, one.action), "detail": one.text or ""}
        for one in records_of((Room.__tablename__, room.id))[::-1]
    ]
    return render(
        "rooms/closing.html",
        room=room,
        running=is_running(room),
        closing=closing_list(room, actor()),
        history=history,
    )


@bp.post("/missions/<public_id>/room/next")
@audience(Entry.EMPLOYEES)
def say_next(public_id: str) -> Response:
    """Say what comes after the mission."""
    room = queries.get_visible(actor(), public_id)
    form = NextForm(prefix="next")
    return carry_out(
        form,
        lambda: saying.say_next(
            actor(), room, text=form.text.data or "", lang=form.lang.data or "", version=form.read_version
        ),
        may=partial(check_may_run, actor(), room),
        again=partial(room_page, public_id, sent=("next", form)),
        said=lambda: _("What comes next is said. Everyone who holds a place was told."),
        then=to_part(public_id, "next"),
        foretells=True,
    )


@bp.post("/missions/<public_id>/room/note")
@audience(Entry.TALENTS)
def write_note(public_id: str) -> Response:
    """Say how one's week goes."""
    room = queries.get_visible(actor(), public_id)
    form = NoteForm(prefix="note")

    def act() -> None:
        lines = saying.Lines(form.well.data or "", form.hindered.data or "", form.needs.data or "")
        saying.write_note(actor(), room, lines, is_shared=bool(form.is_shared.data))

    return carry_out(
        form,
        act,
        may=partial(saying.check_may_write, actor(), room),
        again=partial(room_page, public_id, sent=("note", form)),
        said=lambda: _("Your note is kept. You can change it until Sunday."),
        then=to_part(public_id, "notes"),
    )


@bp.post("/missions/<public_id>/room/clarity")
@audience(Entry.TALENTS)
def rate_brief(public_id: str) -> Response:
    """Say how clear the brief was."""
    room = queries.get_visible(actor(), public_id)
    form = ClarityForm(prefix="clarity")
    return carry_out(
        form,
        lambda: saying.rate_brief(actor(), room, clarity=form.clarity.data, text=form.text.data or ""),
        may=partial(saying.check_may_write, actor(), room),
        again=partial(room_page, public_id, sent=("clarity", form)),
        said=lambda: _("Thank you: those who wrote the brief read your answer."),
        then=to_part(public_id, "clarity"),
    )


def to_part(public_id: str, part: str) -> Any:
    """The address of one part of a room, when it is asked for."""
    return partial(url_for, "rooms.show_room", public_id=public_id, _anchor=part)


def _owns(room: RoomSheet) -> bool:
    return actor().id in (room.owner_id, room.co_owner_id)


def room_page(
    public_id: str, *, sent: Sent | None = None, conflict: Overtaken | None = None, status: int = 200
) -> Response:
    """The page of a room for whoever is signed in; `sent` is a form that was refused, unless it was overtaken."""
    reader = actor()
    room = read_sheet(reader, public_id, language())
    owns, running, today = _owns(room), is_running(room), clock.today()
    refused = dict([sent] if sent and conflict is None else [])
    standing = [task for task in room.tasks if not task.is_removed]
    return render(
        "rooms/room.html",
        status=status,
        room=room,
        owns=owns,
        running=running,
        today=today,
        turns=turns_of(room, reader, today),
        tasks=standing,
        tasks_done=sum(task.done_at is not None for task in standing),
        tasks_gone=[task for task in room.tasks if task.is_removed] if owns else [],
        links=[link for link in room.links if not link.is_removed],
        links_gone=[link for link in room.links if link.is_removed and (owns or link.by_id == reader.id)],
        latest={note.person_id: note for note in reversed(room.notes)},
        closing=in_room(room) if owns and running else [],
        rated=[member for member in room.members if member.clarity],
        takes_next=owns and takes_next(room),
        forms=_forms(room, owns=owns, running=running) | refused,
        mark=VersionedForm,
        refused=next(iter(refused), ""),
        conflict=conflict,
        silent_from=SILENT,
        late_words=_late_words(room),
        task_title=task_title,
        note_lines=NOTE_LINES,
        clarity_words=CLARITY,
        clarity_tones=CLARITY_TONES,
        state_words=STATES,
        tones=TONES,
    )


def _late_words(room: RoomSheet) -> str:
    """How late what comes next is, or was said; empty when it is not."""
    late = room.promise.late_days(clock.today())
    if not late:
        return ""
    if room.promise.said_on is None:
        return ngettext("%(num)d day late", "%(num)d days late", late)
    return ngettext("said %(num)d day late", "said %(num)d days late", late)


def _forms(room: RoomSheet, *, owns: bool, running: bool) -> dict[str, Any]:
    """What the reader may fill in, before they type."""
    forms: dict[str, Any] = dict.fromkeys(("next", "contact", "link", "note", "clarity"))
    if owns:
        lang = room.next_text.lang if room.next_text else language()
        forms["next"] = NextForm.fresh("next", version=str(room.version), text=room.next_text.text, lang=lang)
    if owns and running:
        forms["contact"] = ContactForm.fresh("contact")
    if running:
        forms["link"] = LinkForm.fresh("link")
    if room.mine is not None and running:
        now, mine = room.mine_now, room.mine
        lines = {name: getattr(now, name) if now else "" for name in NOTE_LINES}
        forms["note"] = NoteForm.fresh("note", **lines, is_shared=bool(now and now.is_shared))
        forms["clarity"] = ClarityForm.fresh("clarity", clarity=mine.clarity, text=mine.clarity_text)
    return forms
