"""What someone looks after besides their own work, in a line each: a team, missions, what their role asks."""

from __future__ import annotations

from typing import NamedTuple

from flask import url_for

from portal import policies
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.missions.reading import Reading
from portal.organization.models import Person
from portal.waiting import Waiting


class Room(NamedTuple):
    """A name, what there is in a few words, and the way to it."""

    name: str
    words: str
    href: str


def rooms_of(person: Person, waiting: Waiting, reading: Reading) -> list[Room]:
    """What this person looks after; nothing for most."""
    rooms = []
    if waiting.team:
        words = ngettext("%(num)d person", "%(num)d people", waiting.team)
        rooms.append(Room(_("My team"), words, url_for("desk.show_desk")))
    if reading.mine:
        rooms.append(Room(_("My missions"), _mine(reading), url_for("missions.list_missions", state="mine")))
    if policies.is_hr(person):
        total = (reading.visible & reading.group("open")).bit_count()
        words = ngettext("%(num)d looks for people", "%(num)d look for people", total)
        rooms.append(Room(_("All the missions"), words, url_for("missions.list_missions")))
        words = ngettext("%(num)d proposal to read", "%(num)d proposals to read", waiting.proposals)
        way = url_for("librarian.list_proposals")
        rooms.append(Room(_("The librarian’s desk"), words if waiting.proposals else "", way))
    if policies.is_procurement(person):
        words = ngettext("%(num)d to confirm", "%(num)d to confirm", waiting.engagements) if waiting.engagements else ""
        rooms.append(Room(_("Engagements"), words, url_for("engagements.list_engagements")))
    if policies.account_administer(person):
        rooms.append(Room(_("Accounts"), "", url_for("administration.list_accounts")))
    return rooms


def _mine(reading: Reading) -> str:
    counted = [
        (ngettext("%(num)d open", "%(num)d open", number), number)
        for number in [(reading.mine & reading.group("open")).bit_count()]
    ]
    running = (reading.mine & reading.group("running")).bit_count()
    counted.append((ngettext("%(num)d under way", "%(num)d under way", running), running))
    said = [words for words, number in counted if number]
    return ", ".join(said) if said else ngettext("%(num)d in all", "%(num)d in all", reading.mine.bit_count())
