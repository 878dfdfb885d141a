"""What a feed holds: what its owner may read at the moment it is asked for, the latest first."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from portal.core import reindex
from portal.core.audit import Event
from portal.core.i18n import gettext as _
from portal.core.reindex import MISSION, TALENT
from portal.discovery import index
from portal.discovery.answers import answer
from portal.discovery.asking import Ask
from portal.discovery.documents import Thing, read_document_id
from portal.discovery.feeds.atom import Entry, Feed
from portal.discovery.feeds.models import FeedAddress
from portal.discovery.readers import readers_of
from portal.discovery.rows import MissionRow, TalentRow, mission_rows, talent_rows
from portal.extensions import db
from portal.mail.outbox import link_to
from portal.missions import queries as missions
from portal.missions.labels import STATES
from portal.missions.models import OPEN_STATES, Mission
from portal.organization.models import Person
from portal.search import IndexTooSlow, IndexUnavailable
from portal.talents.models import Profile

MOST = 40
CHUNK = 20


def feed_of(address: FeedAddress, here: str) -> Feed:
    """The feed at an address, `here` being the address itself, in its owner's language."""
    owner, search = address.person, address.saved_search
    if search is None:
        things, title = _open_missions(owner), _("Open missions")
        link = link_to("missions.list_missions")
    else:
        things, title = _answers(owner, search.ask), _("Search: %(text)s", text=search.name)
        link = link_to("discovery.search", **search.params)
    entries = _entries(owner, things)
    return Feed(
        name=f"feed:{address.public_id}",
        title=f"{title} · Transverse",
        author="Transverse",
        address=here,
        link=link,
        lang=owner.locale,
        updated=max((entry.updated for entry in entries), default=address.created_at),
        entries=entries,
    )


def _open_missions(owner: Person) -> list[Thing]:
    select = missions.visible_to(owner).where(Mission.state.in_(sorted(OPEN_STATES)))
    ids = select.with_only_columns(Mission.id).order_by(Mission.published_at.desc(), Mission.id.desc()).limit(MOST)
    return [(MISSION, row_id) for row_id in db.session.scalars(ids)]


def _answers(owner: Person, ask: Ask) -> list[Thing]:
    """The latest answers of a search; while the index cannot be asked, those of the database."""
    query = replace(
        ask.query(readers_of(owner), owner.locale), page=1, per_page=MOST, order="newest", counted=frozenset()
    )
    try:
        if not reindex.is_late_to_hide():
            results = index.engine().search(query)
            hits = () if results.relaxed else results.hits
            return [read_document_id(hit.id) for hit in hits]
    except IndexTooSlow:
        pass
    except IndexUnavailable as error:
        index.request_rebuild(error)
    answered = answer(owner, replace(ask, page=1), owner.locale)
    return [] if answered.relaxed else [(one.kind, one.row.id) for one in answered.found]


def _entries(owner: Person, things: Sequence[Thing]) -> list[Entry]:
    read: dict[Thing, Entry] = {}
    for start in range(0, len(things), CHUNK):
        ids: dict[str, list[int]] = {MISSION: [], TALENT: []}
        for kind, row_id in things[start : start + CHUNK]:
            ids[kind].append(row_id)
        read |= _mission_entries(owner, ids[MISSION]) if ids[MISSION] else {}
        read |= _talent_entries(owner, ids[TALENT]) if ids[TALENT] else {}
    return [read[thing] for thing in things if thing in read]


def _mission_entries(owner: Person, ids: Collection[int]) -> dict[Thing, Entry]:
    rows = mission_rows(owner, ids)
    dates = sa.select(Mission.id, Mission.published_at, Mission.created_at).where(Mission.id.in_(rows))
    since = {row.id: row for row in db.session.execute(dates)}
    moved = _last_moved(rows)
    entries = {}
    for row_id, row in rows.items():
        published = since[row_id].published_at
        moments = (since[row_id].created_at, published, moved.get(row_id))
        updated = max(moment for moment in moments if moment is not None)
        entries[MISSION, row_id] = _mission_entry(row, owner.locale, updated, published)
    return entries


def _last_moved(ids: Collection[int]) -> dict[int, datetime]:
    """When the words or the state of missions last changed."""
    rows = db.session.execute(
        sa.select(Event.subject_id, sa.func.max(Event.at))
        .where(
            Event.subject_type == Mission.__tablename__,
            Event.subject_id.in_(ids),
            sa.or_(Event.to_state.is_not(None), Event.action == "edited"),
        )
        .group_by(Event.subject_id)
    )
    return dict(rows.all())


def _mission_entry(row: MissionRow, locale: str, updated: datetime, published: datetime | None) -> Entry:
    asked = list(dict.fromkeys(skill.label(locale).text for skill in row.skills))
    said = [row.summary.read(locale).text, row.unit.read(locale).text, row.place, str(STATES[row.state])]
    return Entry(
        name=f"mission:{row.public_id}",
        title=row.title.read(locale).text,
        link=link_to("missions.show_mission", public_id=row.public_id),
        updated=updated,
        published=published,
        summary=" · ".join(part for part in said if part),
        categories=asked,
    )


def _talent_entries(owner: Person, ids: Collection[int]) -> dict[Thing, Entry]:
    rows = talent_rows(ids)
    moments = (
        sa.select(Person.id, sa.func.coalesce(Profile.updated_at, Person.created_at))
        .outerjoin(Profile, Profile.person_id == Person.id)
        .where(Person.id.in_(rows))
    )
    updated = dict(db.session.execute(moments).all())
    return {(TALENT, row_id): _talent_entry(row, owner.locale, updated[row_id]) for row_id, row in rows.items()}


def _talent_entry(row: TalentRow, locale: str, updated: datetime) -> Entry:
    headline = row.headline.read(locale).text
    return Entry(
        name=f"talent:{row.face.public_id}",
        title=f"{row.face.full_name}, {headline}" if headline else row.face.full_name,
        link=link_to("talents.show_talent", public_id=row.face.public_id),
        updated=updated,
        summary=row.unit.read(locale).text,
    )
