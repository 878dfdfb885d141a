"""Reading what people chose about their mails."""

from __future__ import annotations

import sqlalchemy as sa

from portal.core.prepared import Prepared
from portal.notices.models import NoticeRhythm, NoticeSettings
from portal.notices.quiet import Choices
from portal.organization.models import Person

_STORED = Prepared(
    sa.select(
        *(NoticeRhythm.kind, NoticeRhythm.rhythm, NoticeSettings.zone, NoticeSettings.quiet_from),
        *(NoticeSettings.quiet_until, NoticeSettings.quiet_weekends, NoticeSettings.digest_hour),
    )
    .select_from(Person)
    .outerjoin(NoticeSettings, NoticeSettings.person_id == Person.id)
    .outerjoin(NoticeRhythm, NoticeRhythm.person_id == Person.id)
    .where(Person.id == sa.bindparam("me", type_=sa.Integer))
)


def choices_of(person_id: int) -> Choices:
    """What a person chose, and what holds until they do. One statement."""
    rows = _STORED.rows(me=person_id)
    rhythms = {row.kind: row.rhythm for row in rows if row.kind is not None}
    if not rows or rows[0].zone is None:
        return Choices(rhythms)
    row = rows[0]
    return Choices(rhythms, row.zone, row.quiet_from, row.quiet_until, row.quiet_weekends, row.digest_hour)
