"""The mail about what is new for a search, written at the moment of sending with what its reader may read then."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from portal.core import clock
from portal.core.outbox import OutboxItem
from portal.core.reindex import MISSION, TALENT
from portal.discovery.rows import MissionRow, TalentRow, mission_rows, talent_rows
from portal.discovery.saved.models import MAILED, Find, SavedSearch
from portal.discovery.saved.newness import worth_telling
from portal.discovery.saved.queries import search_named
from portal.extensions import db
from portal.mail.late import queue_late, writes
from portal.mail.outbox import compose, link_to
from portal.organization.models import Person

EVENT = "searches/found"
SHOWN = 10
LINK_KEPT = timedelta(days=365)


def queue(search: SavedSearch, finds: Sequence[Find]) -> OutboxItem:
    """Hand over the mail about these finds, inside the present transaction."""
    return queue_late(EVENT, {"search": search.public_id, "finds": [find.id for find in finds]})


@writes(EVENT)
def write(about: dict[str, Any]) -> dict[str, Any] | None:
    """The mail about some finds, as things stand; None when nobody is to read it any more.

    What its reader may not read now, or not by what made it found, is forgotten: open to them again, it is found again.
    """
    search = search_named(about["search"])
    if search is None or search.alert not in MAILED:
        return None
    finds = db.session.scalars(sa.select(Find).where(Find.id.in_(about["finds"])).order_by(Find.id.desc())).all()
    shown = [find for find in finds if find.is_listed and not find.is_in_doubt]
    open_now = worth_telling(search.person, [(find.kind, find.row_id) for find in shown])
    told = [find for find in shown if (find.kind, find.row_id) in open_now]
    for find in finds:
        if find not in told:
            db.session.delete(find)
    if not told:
        return None
    end = link_to("searches.end_mails", token=ending_token(search))
    return compose(
        search.person,
        EVENT,
        name=search.name,
        count=len(told),
        lines=lines(search.person, [(find.kind, find.row_id) for find in told[:SHOWN]]),
        others=max(0, len(told) - SHOWN),
        link=link_to("searches.show_search", public_id=search.public_id),
        end=end,
        headers={"List-Unsubscribe": f"<{end}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def lines(reader: Person, things: Sequence[tuple[str, int]]) -> list[tuple[str, str]]:
    """What a mail says of each thing, and the address of its page; nothing of what the reader may not read."""
    rows: dict[str, dict[int, Any]] = {
        MISSION: mission_rows(reader, [row_id for kind, row_id in things if kind == MISSION]),
        TALENT: talent_rows([row_id for kind, row_id in things if kind == TALENT]),
    }
    found = [rows[kind].get(row_id) for kind, row_id in things]
    return [_line(row, reader.locale) for row in found if row is not None]


def _line(row: MissionRow | TalentRow, locale: str) -> tuple[str, str]:
    unit = row.unit.read(locale).text
    if isinstance(row, MissionRow):
        return f"{row.title.read(locale).text} ({unit})", link_to("missions.show_mission", public_id=row.public_id)
    headline = row.headline.read(locale).text
    said = f"{row.face.full_name}, {headline}" if headline else row.face.full_name
    return f"{said} ({unit})", link_to("talents.show_talent", public_id=row.face.public_id)


def ending_token(search: SavedSearch) -> str:
    """What the link of a mail carries: which search, until when, and nothing that opens anything else."""
    until = int((clock.now() + LINK_KEPT).timestamp())
    return str(_signer().dumps([search.public_id, until]))


def read_ending_token(token: str) -> str | None:
    """The search that a link names; None when it is not ours, or is too old."""
    try:
        public_id, until = _signer().loads(token)
    except (BadSignature, ValueError, TypeError):
        return None
    return str(public_id) if isinstance(until, int) and clock.now().timestamp() < until else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="end of the mails of a search")
