"""Reading who looked: only the person themselves may."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from portal.core import clock
from portal.core.bilingual import Text
from portal.core.i18n import gettext as _
from portal.core.pagination import Page, page_of, paged
from portal.core.prepared import reading
from portal.organization.faces import Face, face_columns
from portal.organization.models import Person
from portal.talents.extensions import missions_named
from portal.talents.looks.models import KEPT, ProfileLook
from portal.talents.models import Section
from portal.talents.privacy.wording import QUALITIES, SECTIONS
from portal.talents.visibility import Quality


@dataclass(frozen=True, slots=True)
class LookedAt:
    """Who looked on a day, in what quality, at which sections. `is_here` is false for who has left since."""

    looked_on: date
    face: Face
    is_here: bool
    quality: str
    sections: list[Any]


_OF_PERSON = (
    ProfileLook.person_id == sa.bindparam("person_id"),
    ProfileLook.looked_on >= sa.bindparam("since", type_=sa.Date()),
)
_GROUP = (ProfileLook.looked_on, ProfileLook.quality, ProfileLook.mission_id)
_LOOKS = (
    sa.select(
        *_GROUP,
        *face_columns(),
        Person.left_on,
        sa.func.aggregate_strings(sa.cast(ProfileLook.section, sa.String), " "),
    )
    .join(Person, Person.id == ProfileLook.reader_id)
    .where(*_OF_PERSON)
    .group_by(*_GROUP, Person.id)
    .order_by(ProfileLook.looked_on.desc(), Person.family_name, Person.given_name, Person.id)
)
_PAGE = paged(_LOOKS)
_TOTAL = sa.select(sa.func.count()).select_from(
    sa.select(ProfileLook.reader_id).where(*_OF_PERSON).group_by(*_GROUP, ProfileLook.reader_id).subquery()
)


def looks_at(person: Person, number: int, locale: str) -> Page:
    """A page of who looked at what is private of `person`, the latest first, one row for each reader and day."""
    asked = {"person_id": person.id, "since": clock.today() - KEPT}
    total = reading().execute(_TOTAL, asked).scalar_one()
    page = page_of(_PAGE, asked, number, total=total)
    return replace(page, items=_rows(page.items, locale))


def table(person: Person, locale: str) -> Iterator[list[Any]]:
    """Every look of the last twelve months as rows of a table, titles first."""
    yield [_("Day"), _("Who"), _("In what quality"), _("Sections")]
    asked = {"person_id": person.id, "since": clock.today() - KEPT}
    for row in _rows(reading().execute(_LOOKS, asked).all(), locale):
        yield [row.looked_on, row.face.full_name, row.quality, ", ".join(map(str, row.sections))]


def _rows(found: Sequence[Any], locale: str) -> list[LookedAt]:
    titles = _titles({row.mission_id for row in found if row.mission_id is not None}, locale)
    return [
        LookedAt(
            looked_on,
            Face(*face),
            left_on is None,
            _quality(quality, titles.get(mission_id)),
            [SECTIONS[section] for section in Section if section.value in sections.split()],
        )
        for looked_on, quality, mission_id, *face, left_on, sections in found
    ]


def _titles(ids: set[int], locale: str) -> Mapping[int, Text]:
    return {key: title for name in missions_named if ids for key, title in name(ids, locale).items()}


def _quality(quality: Quality, mission: Text | None) -> str:
    return str(QUALITIES[quality]) % {"mission": mission.text if mission else "…"}
