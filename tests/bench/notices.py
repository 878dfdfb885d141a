"""What everyone was told: a receipt to each talent, and to each owner the candidate. One in seven is not read yet."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from portal.applications.models import Application
from portal.missions.models import Mission
from portal.notices.models import Notice
from tests.bench.writer import Writer

UNREAD = 7


def build_notices(writer: Writer) -> None:
    """Two for each application that is written already."""
    for side, event, person_id in (
        ("talent", "applications/received", Application.person_id),
        ("owner", "applications/submitted", Mission.owner_id),
    ):
        insert = sa.insert(Notice).from_select(
            [
                *("public_id", "person_id", "event", "key", "said_fr", "said_en", "link", "matter", "matter_id"),
                *("mission_id", "at", "read_at", "in_digest"),
            ],
            sa.select(*_told(side, event, person_id))
            .join_from(Application, Mission, Mission.id == Application.mission_id)
            .order_by(Application.created_at, Application.id),
        )
        writer.connection.execute(insert)
        writer.counts[Notice.__tablename__] += writer.counts[Application.__tablename__]


def _told(side: str, event: str, person_id: Any) -> tuple[Any, ...]:
    name = sa.literal(side[0]) + sa.cast(Application.id, sa.String)
    return (
        name,
        person_id,
        sa.literal(event),
        name,
        sa.func.substr("Candidature à « " + Mission.title_fr + " »", 1, 250),
        sa.func.substr("Application to “" + Mission.title_en + "”", 1, 250),
        "/applications/" + Application.public_id,
        sa.literal(Application.__tablename__),
        Application.id,
        Application.mission_id,
        Application.created_at,
        sa.case((Application.id % UNREAD != 0, Application.created_at)),
        sa.false(),
    )
