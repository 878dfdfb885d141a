"""The directory: everyone who is here, narrowed by filters that stand in the address."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal import policies
from portal.core import bilingual, clock
from portal.core.folding import holds
from portal.core.i18n import gettext as _
from portal.core.pagination import Page, paginate
from portal.extensions import db
from portal.organization.models import Kind, Person, Unit
from portal.skills.models import Skill
from portal.skills.queries import label_of, resolve_label
from portal.talents.labels import KINDS, LEVEL_WORD
from portal.talents.models import HeldSkill, Profile
from portal.talents.queries import best_skills, blank_profile, visible_to

SHOWN_SKILLS = 4
LONGEST_TEXT = 100
EXPORT_CHUNK = 500

Params = dict[str, Any]


@dataclass(frozen=True)
class Filters:
    """What narrows the directory. `unknown_skill` is what was typed when the library has no such name.

    Availability is not for externals to read, hence not to filter by: for them those fields stay empty.
    """

    text: str = ""
    kinds: tuple[Kind, ...] = ()
    units: tuple[str, ...] = ()
    skill: Skill | None = None
    skill_label: str = ""
    unknown_skill: str = ""
    level: int = 1
    available_from: date | None = None
    share: int | None = None
    may_see_availability: bool = True

    @classmethod
    def read(cls, args: Any, actor: Person, locale: str) -> Filters:
        """The filters of an address. Anything that makes no sense is left out."""
        typed = args.get("skill", "").strip()[:LONGEST_TEXT]
        skill = resolve_label(typed, locale) if typed else None
        in_full = policies.is_employee(actor)
        return cls(
            text=args.get("q", "").replace("\x00", " ").strip()[:LONGEST_TEXT],
            kinds=tuple(kind for kind in Kind if kind.value in args.getlist("kind")),
            units=tuple(dict.fromkeys(args.getlist("unit")[:50])),
            skill=skill,
            skill_label=label_of(skill, locale) if skill else "",
            unknown_skill="" if skill else typed,
            level=min(4, max(1, args.get("level", 1, type=int))),
            available_from=args.get("from", None, type=date.fromisoformat) if in_full else None,
            share=_share(args.get("share", None, type=int)) if in_full else None,
            may_see_availability=in_full,
        )

    @property
    def params(self) -> Params:
        """The filters as they stand in an address."""
        params: Params = {
            "q": self.text,
            "kind": [kind.value for kind in self.kinds],
            "unit": list(self.units),
            "skill": self.skill_label,
            "level": self.level if self.skill and self.level > 1 else None,
            "from": self.available_from.isoformat() if self.available_from else None,
            "share": self.share,
        }
        return {name: value for name, value in params.items() if value}

    def without(self, name: str, value: str | None = None) -> Params:
        """The address's filters without one of them, or without one of its values."""
        params = self.params
        if value is not None and isinstance(params.get(name), list):
            params[name] = [each for each in params[name] if each != value]
        else:
            params.pop(name, None)
        return params

    @property
    def without_skill(self) -> Params:
        """The address's filters without the skill and its level."""
        return {name: value for name, value in self.params.items() if name not in ("skill", "level")}

    @property
    def without_availability(self) -> Params:
        """The address's filters without the day and the share."""
        return {name: value for name, value in self.params.items() if name not in ("from", "share")}


@dataclass(frozen=True)
class Row:
    """One person of the directory. `skills` are those to show: the one asked for first, then the best."""

    person: Person
    profile: Profile
    skills: list[HeldSkill]
    more_skills: int

    @property
    def available_share(self) -> int | None:
        """The share of the week said to be free, while what was said holds."""
        until = self.profile.available_until
        return None if until is not None and until < clock.today() else self.profile.availability_share


@dataclass(frozen=True)
class Found:
    """A page of the directory. Counts are by kind and by unit, each under every filter but its own."""

    page: Page
    rows: list[Row]
    kind_counts: Mapping[Kind, int]
    units: list[tuple[Unit, int]] = field(default_factory=list)


def select(actor: Person, filters: Filters) -> sa.Select[Person]:
    """The people that the filters keep, unordered."""
    people = visible_to(actor).outerjoin(Profile, Profile.person_id == Person.id)
    if filters.text:
        named = Person.given_name + " " + Person.family_name
        for column in (Profile.headline_fr, Profile.headline_en):
            named = named + " " + sa.func.coalesce(column, "")
        if policies.is_employee(actor):
            named = named + " " + Person.job_title
        people = people.where(holds(named, filters.text))
    if filters.kinds:
        people = people.where(Person.kind.in_(filters.kinds))
    if filters.units:
        people = people.where(Person.unit_id.in_(sa.select(Unit.id).where(Unit.public_id.in_(filters.units))))
    if filters.skill is not None:
        holding = sa.select(HeldSkill.person_id).where(
            HeldSkill.skill_id == filters.skill.id, HeldSkill.level >= filters.level
        )
        people = people.where(Person.id.in_(holding))
    return people.where(*_available(filters))


def _available(filters: Filters) -> Iterator[sa.ColumnElement[bool]]:
    if filters.available_from is None and filters.share is None:
        return
    yield Profile.availability_share >= (filters.share or 1)
    day = filters.available_from
    if day is not None:
        yield sa.or_(Profile.available_from.is_(None), Profile.available_from <= day)
        yield sa.or_(Profile.available_until.is_(None), Profile.available_until >= day)


def find(actor: Person, filters: Filters, *, page: int) -> Found:
    """One page of the directory, by name. Seven queries whatever is asked."""
    ordered = (
        select(actor, filters)
        .options(joinedload(Person.unit))
        .order_by(Person.family_name, Person.given_name, Person.id)
    )
    units = _unit_counts(actor, filters)
    kinds = _kind_counts(actor, filters)
    counted = sum(kinds[kind] for kind in filters.kinds or kinds)
    found = paginate(ordered, page, total=counted)
    return Found(found, rows_of(found.items, filters.skill), kinds, units)


def rows_of(people: list[Person], skill: Skill | None = None) -> list[Row]:
    """What the directory shows of each person: two queries."""
    ids = [person.id for person in people]
    profiles = {row.person_id: row for row in db.session.scalars(sa.select(Profile).where(Profile.person_id.in_(ids)))}
    held = best_skills(ids)
    rows = []
    for person in people:
        asked_first = sorted(held[person.id], key=lambda row: skill is None or row.skill_id != skill.id)
        shown = asked_first[:SHOWN_SKILLS]
        profile = profiles.get(person.id) or blank_profile(person.id)
        rows.append(Row(person, profile, shown, len(asked_first) - len(shown)))
    return rows


def _kind_counts(actor: Person, filters: Filters) -> dict[Kind, int]:
    people = select(actor, replace(filters, kinds=())).with_only_columns(Person.kind, sa.func.count())
    counts = {row[0]: int(row[1]) for row in db.session.execute(people.group_by(Person.kind))}
    return {kind: counts.get(kind, 0) for kind in Kind}


def _unit_counts(actor: Person, filters: Filters) -> list[tuple[Unit, int]]:
    people = select(actor, replace(filters, units=())).with_only_columns(Person.unit_id, sa.func.count())
    counted = people.group_by(Person.unit_id).subquery()
    number = sa.func.coalesce(counted.c[1], 0)
    rows = db.session.execute(
        sa.select(Unit, number)
        .outerjoin(counted, counted.c.unit_id == Unit.id)
        .where(sa.or_(number > 0, Unit.public_id.in_(filters.units)))
        .order_by(Unit.code)
    )
    return [(unit, count) for unit, count in rows]


def table(actor: Person, filters: Filters, locale: str) -> Iterator[list[Any]]:
    """The whole filtered directory as rows of a table, titles first. For human resources."""
    yield [
        _("Identifier"), _("Given name"), _("Family name"), _("Kind"), _("Unit"), _("Job title"), _("Place"),
        _("Headline"), _("Skills and level"), _("Share available"), _("Available from"), _("Available until"),
        _("Weeks of notice"),
    ]  # fmt: skip
    people = select(actor, filters).options(joinedload(Person.unit)).order_by(Person.id).limit(EXPORT_CHUNK)
    last = 0
    while chunk := list(db.session.scalars(people.where(Person.id > last))):
        last = chunk[-1].id
        ids = [person.id for person in chunk]
        profiles = {p.person_id: p for p in db.session.scalars(sa.select(Profile).where(Profile.person_id.in_(ids)))}
        skills = best_skills(ids)
        for person in chunk:
            profile = profiles.get(person.id) or blank_profile(person.id)
            yield _cells(person, profile, skills[person.id], locale)


def _cells(person: Person, profile: Profile, skills: list[HeldSkill], locale: str) -> list[Any]:
    return [
        person.identifier,
        person.given_name,
        person.family_name,
        KINDS[person.kind],
        bilingual.pick(person.unit, "name", locale).text,
        person.job_title,
        person.place,
        bilingual.pick(profile, "headline", locale).text,
        ", ".join(f"{label_of(held.skill, locale)} ({LEVEL_WORD[held.level]})" for held in skills),
        profile.availability_share,
        profile.available_from,
        profile.available_until,
        profile.notice_weeks,
    ]


def _share(value: int | None) -> int | None:
    return min(100, max(1, value)) if value else None
