"""Links, and those whom the team may turn to."""

from __future__ import annotations

from functools import partial

from flask import Response

from portal.core.i18n import gettext as _
from portal.missions.drafting.typed import employee_meant
from portal.rooms import queries
from portal.rooms.forms import ContactForm, LinkForm
from portal.rooms.services import links, people
from portal.rooms.services.holding import check_may_run
from portal.rooms.views.blueprint import bp
from portal.rooms.views.page import room_page, to_part
from portal.web.access import Entry, actor, audience
from portal.web.answers import carry_out
from portal.web.forms import Form


@bp.post("/missions/<public_id>/room/links")
@audience(Entry.TALENTS)
def add_link(public_id: str) -> Response:
    """Say where something is."""
    room = queries.get_visible(actor(), public_id)
    form = LinkForm(prefix="link")
    return carry_out(
        form,
        lambda: links.add_link(
            actor(),
            room,
            title=form.title.data or "",
            address=form.address.data or "",
            about=form.about.data or "",
            key=form.sending,
        ),
        again=partial(room_page, public_id, sent=("link", form)),
        said=lambda: _("The link is added: everyone in the room sees it."),
        then=to_part(public_id, "links"),
    )


@bp.post("/room-links/<public_id>/<any('remove', 'restore'):step>")
@audience(Entry.TALENTS)
def mark_link(public_id: str, step: str) -> Response:
    """Take a link away, or put it back."""
    link = queries.get_link(actor(), public_id)
    mission = link.room.mission.public_id
    act = links.remove_link if step == "remove" else links.restore_link
    return carry_out(
        Form(prefix="link-mark"),
        partial(act, actor(), link),
        may=partial(links.check_may_take_away, actor(), link),
        again=partial(room_page, mission),
        said=lambda: _("The link is taken away. It can be put back.") if step == "remove" else _("The link is back."),
        then=to_part(mission, "links"),
    )


@bp.post("/missions/<public_id>/room/contacts")
@audience(Entry.EMPLOYEES)
def add_contact(public_id: str) -> Response:
    """Say whom the team may turn to."""
    room = queries.get_visible(actor(), public_id)
    form = ContactForm(prefix="contact")

    def act() -> None:
        person_id, sentence = employee_meant(form.label.data or "")
        if person_id is None:
            raise people.nobody(sentence)
        people.add_contact(actor(), room, person_id, about=form.about.data or "")

    return carry_out(
        form,
        act,
        may=partial(check_may_run, actor(), room),
        again=partial(room_page, public_id, sent=("contact", form)),
        said=lambda: _("The team may turn to them. They were told, and may enter this room."),
        then=to_part(public_id, "people"),
    )


@bp.post("/room-contacts/<public_id>/remove")
@audience(Entry.EMPLOYEES)
def remove_contact(public_id: str) -> Response:
    """The team turns to them no more."""
    contact = queries.get_contact(actor(), public_id)
    mission, name = contact.room.mission.public_id, contact.person.full_name
    return carry_out(
        Form(prefix="contact-mark"),
        partial(people.remove_contact, actor(), contact),
        may=partial(check_may_run, actor(), contact.room),
        again=partial(room_page, mission),
        said=lambda: _("%(name)s is no longer in this room. You can add them again.", name=name),
        then=to_part(mission, "people"),
    )
