"""Where the documents of a team are. Each verb is one transaction."""

from __future__ import annotations

from urllib.parse import urlsplit

from portal import policies
from portal.core import audit, clock, submission
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Person
from portal.rooms.models import LONGEST_ADDRESS, Room, RoomLink
from portal.rooms.queries import count_standing
from portal.rooms.rules import MOST_LINKS
from portal.rooms.services.holding import checked_line, hold_running


def checked_address(value: str | None) -> str:
    """An address that a browser may open: `https`, a host with a dot, no name nor password, nothing that breaks a line.

    Raises `Invalid` at `address`.
    """
    address = checked_line(value, "address", required=_l("Give an address."), most=LONGEST_ADDRESS)
    wrong = Invalid(fields={"address": _l("Give a whole address that begins with https://.")})
    if not address.isprintable() or any(character in address for character in " \\\"'<>`"):
        raise wrong
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        raise wrong from None
    is_host = "." in host.strip(".") and all(part for part in host.rstrip(".").split("."))
    if parts.scheme != "https" or not is_host or "@" in parts.netloc:
        raise wrong
    return f"https://{parts.netloc}{parts.path}" + address[len(address.split("?", 1)[0].split("#", 1)[0]) :]


def check_may_take_away(actor: Person, link: RoomLink) -> None:
    """Raise `Forbidden` for who neither added it nor owns the mission."""
    if not policies.room_link_take_away(actor, link):
        raise Forbidden(_l("Whoever added this link takes it away, or those who own the mission."), code="room.link")


def add_link(actor: Person, room: Room, *, title: str, address: str, about: str, key: str | None) -> RoomLink:
    """Say where something is: anyone of the room. The same `key` twice adds once. Raises `Invalid`, `Conflict`."""
    title = checked_line(title, "title", required=_l("Give it a title."))
    address, about = checked_address(address), checked_line(about, "about")
    with transaction() as session:
        hold_running(room)
        earlier = submission.earlier_object(actor, key, RoomLink)
        if earlier is not None:
            return earlier
        if count_standing(RoomLink, room) >= MOST_LINKS:
            raise Conflict(_l("This room holds fifty links: take some away first."), code="room.links")
        link = RoomLink(room=room, title=title, address=address, about=about, by_id=actor.id)
        session.add(link)
        session.flush()
        submission.remember(actor, key, link.public_id)
        audit.record(actor, link, "add", text=title, data={"address": address})
    return link


def remove_link(actor: Person, link: RoomLink) -> None:
    """Take it away: it can be put back. Twice is once."""
    _stand(actor, link, stands=False)


def restore_link(actor: Person, link: RoomLink) -> None:
    """Put it back. Twice is once."""
    _stand(actor, link, stands=True)


def _stand(actor: Person, link: RoomLink, *, stands: bool) -> None:
    check_may_take_away(actor, link)
    with transaction():
        hold_running(link.room)
        db.session.refresh(link, with_for_update={"of": RoomLink})
        if (link.removed_at is None) is not stands:
            link.removed_at = None if stands else clock.now()
            audit.record(actor, link, "restore" if stands else "remove")
