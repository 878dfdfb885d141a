"""The directory: everyone who is here, narrowed by filters that stand in the address."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal import policies
from portal.core import clock
from portal.core.bilingual import Text, choose, pick
from portal.core.edition import mark_of
from portal.core.few import FEW, few
from portal.core.folding import hold
from portal.core.i18n import gettext as _
from portal.core.pagination import Page, page_of, paged
from portal.core.prepared import Prepared, reading
from portal.extensions import db
from portal.organization.faces import Face, face_columns
from portal.organization.models import Kind, Person, Unit
from portal.skills.models import Skill
from portal.skills.queries import label_of, resolve_label
from portal.talents.availability.models import Pause
from portal.talents.availability.queries import paused_on, pauses_between
from portal.talents.edition import NAME
from portal.talents.labels import KINDS, LEVEL_WORD
from portal.talents.models import Circle, HeldSkill, Profile, Section
from portal.talents.queries import best_skills, blank_profile, here
from portal.talents.visibility import if_open, narrowed

SHOWN_SKILLS = 4
LONGEST_TEXT = 100
EXPORT_CHUNK = 500

Params = dict[str, Any]


@dataclass(frozen=True)
class Filters:
    """What narrows the directory. `unknown_skill` is what was typed when the library has no such name.

    Availability is not for externals to read, hence not to filter by: for them, who read profiles not `in_full`, those
    fields stay empty. `asked_on` is the day it is asked about: the one typed, else the present one. Whoever is on pause
    on that day is not free: they are counted apart, and kept in the list once `with_paused`.
    """

    text: str = ""
    kinds: tuple[Kind, ...] = ()
    units: tuple[str, ...] = ()
    skill_id: int | None = None
    skill_label: str = ""
    unknown_skill: str = ""
    level: int = 1
    available_from: date | None = None
    share: int | None = None
    asked_on: date | None = None
    with_paused: bool = False
    in_full: bool = True

    @classmethod
    def read(cls, args: Any, actor: Person, locale: str) -> Filters:
        """The filters of an address. Anything that makes no sense is left out."""
        typed = args.get("skill", "").strip()[:LONGEST_TEXT]
        skill = resolve_label(typed, locale) if typed else None
        in_full = policies.is_employee(actor)
        day = args.get("from", None, type=date.fromisoformat) if in_full else None
        share = _share(args.get("share", None, type=int)) if in_full else None
        asks = day is not None or share is not None
        return cls(
            text=args.get("q", "").replace("\x00", " ").strip()[:LONGEST_TEXT],
            kinds=tuple(kind for kind in Kind if kind.value in args.getlist("kind")),
            units=tuple(dict.fromkeys(args.getlist("unit")[:50])),
            skill_id=skill.id if skill else None,
            skill_label=label_of(skill, locale) if skill else "",
            unknown_skill="" if skill else typed,
            level=min(4, max(1, args.get("level", 1, type=int))),
            available_from=day,
            share=share,
            asked_on=(day or clock.today()) if asks else None,
            with_paused=asks and args.get("paused") == "yes",
            in_full=in_full,
        )

    @property
    def params(self) -> Params:
        """The filters as they stand in an address."""
        params: Params = {
            "q": self.text,
            "kind": [kind.value for kind in self.kinds],
            "unit": list(self.units),
            "skill": self.skill_label,
            "level": self.level if self.skill_id and self.level > 1 else None,
            "from": self.available_from.isoformat() if self.available_from else None,
            "share": self.share,
            "paused": "yes" if self.with_paused else None,
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
    def ask_availability(self) -> bool:
        """Whether only those who said a share and until when are kept."""
        return self.asked_on is not None

    @property
    def without_skill(self) -> Params:
        """The address's filters without the skill and its level."""
        return {name: value for name, value in self.params.items() if name not in ("skill", "level")}

    @property
    def without_availability(self) -> Params:
        """The address's filters without the day and the share."""
        return {name: value for name, value in self.params.items() if name not in ("from", "share", "paused")}

    @property
    def and_paused(self) -> Params:
        """The address's filters with those who are on pause."""
        return {**self.params, "paused": "yes"}


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the directory. `skills` are those to show, with the language of the label and the level: the one
    asked for first, then the best. `available_share` is the share of the week said to be free, while that holds;
    `pause` says in words that they are on pause now, or on the day asked about; `ended_on` is when what they said of
    their availability ended, of those found by it."""

    face: Face
    headline: Text
    unit: Text
    place: str
    skills: list[tuple[str, str, int]]
    more_skills: int
    available_share: int | None
    pause: str
    ended_on: date | None


@dataclass(frozen=True)
class Found:
    """A page of the directory. Counts are by kind and by unit, each under every filter but its own; `units` are those
    with someone or asked for: public id, name, count. `paused` are how many more said the time asked for, and are on
    pause."""

    page: Page
    rows: list[Row]
    kind_counts: Mapping[Kind, int]
    units: list[tuple[str, str, int]]
    paused: int


def select(filters: Filters) -> sa.Select[Person]:
    """The people that the filters of a reader keep, unordered. Job titles are not for externals to search by; skills
    and availability find those who open them to everyone inside, whoever asks: see `visibility`."""
    people = here()
    if filters.text:
        told = (Person.directory_text, Person.directory_job)
        people = people.where(hold(told if filters.in_full else told[:1], filters.text))
    if filters.kinds:
        # Joined to nothing so that no index serves it: most people share a kind, and reading them by name until a page
        # is full costs less than sorting them all.
        people = people.where((Person.kind + "").in_([kind.value for kind in filters.kinds]))
    if filters.units:
        people = people.where(Person.unit_id.in_(sa.select(Unit.id).where(Unit.public_id.in_(filters.units))))
    if filters.skill_id is not None:
        holding = sa.select(HeldSkill.person_id).where(
            HeldSkill.skill_id == filters.skill_id,
            HeldSkill.counted_level >= filters.level,
            HeldSkill.person_id.not_in(narrowed(Section.SKILLS)),
        )
        people = people.where(Person.id.in_(holding))
    if filters.ask_availability:
        people = people.join(Profile, Profile.person_id == Person.id).where(*_available(filters))
    return people


def _available(filters: Filters) -> Iterator[sa.ColumnElement[bool]]:
    # As one value: by the section and the share apart, SQLite would read every profile before the first line.
    yield if_open(Section.AVAILABILITY, Profile.availability_share).element >= (filters.share or 1)
    day = filters.available_from
    if day is not None:
        yield sa.or_(Profile.available_from.is_(None), Profile.available_from <= day)
        yield sa.or_(Profile.available_until.is_(None), Profile.available_until >= day)
    if not filters.with_paused:
        yield ~_is_paused(filters.asked_on)


def _is_paused(day: date | None) -> sa.ColumnElement[bool]:
    return sa.exists().where(Pause.person_id == Person.id, Pause.starts_on <= day, Pause.ends_on >= day)


def _count_paused(filters: Filters, edition: str) -> int:
    """How many people the filters leave out for a pause alone; counted as `_counted` counts."""
    if not filters.ask_availability or filters.with_paused:
        return 0
    return _paused_once(filters, edition) if edition else _paused_now(filters)


@lru_cache(maxsize=64)
def _paused_once(filters: Filters, edition: str) -> int:
    return _paused_now(filters)


def _paused_now(filters: Filters) -> int:
    people = select(replace(filters, with_paused=True)).where(_is_paused(filters.asked_on))
    return int(reading().execute(people.with_only_columns(sa.func.count())).scalar_one())


def find(filters: Filters, locale: str, *, page: int) -> Found:
    """One page of the directory, by name. Six queries at most, whatever is asked."""
    units = _UNITS.rows()
    edition = next((mark for *_unit, mark in units if mark), "")
    names = {id_: choose(french, english, locale) for id_, _public_id, french, english, _mark in units}
    asked_ids = {id_ for id_, public_id, *_names in units if public_id in filters.units}
    in_unit, of_kind = _tallies(_counted(replace(filters, kinds=(), units=()), edition), filters, asked_ids)
    found = page_of(_shown(filters), {}, page, total=sum(of_kind[kind] for kind in filters.kinds or Kind))
    return Found(
        found,
        _rows(found.items, names, filters, locale),
        of_kind,
        [
            (public_id, names[id_].text, in_unit[id_])
            for id_, public_id, *_names in units
            if in_unit[id_] or public_id in filters.units
        ],
        _count_paused(filters, edition),
    )


_UNITS = Prepared(
    sa.select(
        Unit.id, Unit.public_id, Unit.name_fr, Unit.name_en, mark_of(NAME).scalar_subquery().label("mark")
    ).order_by(Unit.code)
)


def _counted(filters: Filters, edition: str) -> Sequence[Any]:
    """How many people of each unit and kind, under the filters on anything else, as it was counted last while nobody
    was written since. The mark was read before: what is counted can only be newer than it says.
    """
    return _count_once(filters, edition) if edition else reading().execute(_counts(filters)).all()


@lru_cache(maxsize=64)
def _count_once(filters: Filters, edition: str) -> Sequence[Any]:
    return reading().execute(_counts(filters)).all()


# The directory is mostly opened without a word in its filters: what they come to is then written already.
@lru_cache(maxsize=64)
def _counts(filters: Filters) -> Any:
    counted = select(filters).with_only_columns(Person.unit_id, Person.kind, sa.func.count())
    return counted.group_by(Person.unit_id, Person.kind)


def _tallies(counts: Sequence[Any], filters: Filters, unit_ids: set[int]) -> tuple[Counter[int], Counter[Kind]]:
    """The people by unit among the kinds asked, and by kind in the units asked (of public ids `filters.units`)."""
    in_unit: Counter[int] = Counter()
    of_kind: Counter[Kind] = Counter()
    for unit_id, kind, count in counts:
        if not filters.kinds or kind in filters.kinds:
            in_unit[unit_id] += count
        if not filters.units or unit_id in unit_ids:
            of_kind[kind] += count
    return in_unit, of_kind


@lru_cache(maxsize=64)
def _shown(filters: Filters) -> Any:
    people = select(filters)
    if not filters.ask_availability:
        people = people.outerjoin(Profile, Profile.person_id == Person.id)
    return paged(people.with_only_columns(
        Person.id, *face_columns(), Person.unit_id, Person.place, Profile.headline_fr, Profile.headline_en,
        *(if_open(Section.AVAILABILITY, told) for told in (Profile.availability_share, Profile.available_until)),
    ).order_by(Person.family_name, Person.given_name, Person.id))  # fmt: skip


def _rows(people: list[Any], units: Mapping[int, Text], filters: Filters, locale: str) -> list[Row]:
    today, ids = clock.today(), [person.id for person in people]
    held = _skills(ids, filters.skill_id)
    paused = paused_on(filters.asked_on or today, ids) if filters.in_full else {}
    rows = []
    for id_, public_id, given, family, kind, unit_id, place, head_fr, head_en, share, until in people:
        skills, has_ended = held[id_], until is not None and until < today
        rows.append(
            Row(
                face=Face(public_id, given, family, kind),
                headline=choose(head_fr, head_en, locale),
                unit=units[unit_id],
                place=place,
                skills=[(*choose(fr, en, locale), level) for level, fr, en in skills[:SHOWN_SKILLS]],
                more_skills=max(0, len(skills) - SHOWN_SKILLS),
                available_share=None if has_ended else share,
                pause=paused[id_].in_words() if id_ in paused else "",
                ended_on=until if has_ended and filters.ask_availability else None,
            )
        )
    return rows


# No skill has the key 0, which is asked first when none is.
_HELD = Prepared(
    sa.select(HeldSkill.person_id, HeldSkill.counted_level, Skill.label_fr, Skill.label_en)
    .join(HeldSkill.skill)
    .where(HeldSkill.person_id.in_(FEW), HeldSkill.person_id.not_in(narrowed(Section.SKILLS)))
    .order_by(
        HeldSkill.skill_id != sa.bindparam("first", type_=sa.Integer),
        HeldSkill.counted_level.desc(),
        Skill.label_fr,
        HeldSkill.id,
    )
)


def _skills(person_ids: list[int], skill_id: int | None) -> dict[int, list[tuple[int, str, str]]]:
    """The skills people hold, as level and names: the one of `skill_id` first, then the best."""
    found: dict[int, list[tuple[int, str, str]]] = {person_id: [] for person_id in person_ids}
    for person_id, level, french, english in _HELD.rows(first=skill_id or 0, **few(person_ids)):
        found[person_id].append((level, french, english))
    return found


def table(filters: Filters, locale: str) -> Iterator[list[Any]]:
    """The whole filtered directory as rows of a table, titles first, with what everyone inside may read. For human
    resources."""
    yield [
        _("Identifier"), _("Given name"), _("Family name"), _("Kind"), _("Unit"), _("Job title"), _("Place"),
        _("Headline"), _("Skills and level"), _("Share available"), _("Available from"), _("Available until"),
        _("Weeks of notice"), _("On pause"),
    ]  # fmt: skip
    people = select(filters).options(joinedload(Person.unit)).order_by(Person.id).limit(EXPORT_CHUNK)
    last = 0
    while chunk := list(db.session.scalars(people.where(Person.id > last))):
        last = chunk[-1].id
        ids = [person.id for person in chunk]
        profiles = {p.person_id: p for p in db.session.scalars(sa.select(Profile).where(Profile.person_id.in_(ids)))}
        skills = best_skills(ids)
        told = [id_ for id_ in ids if id_ not in profiles or profiles[id_].availability_circle is Circle.INSIDE]
        paused = pauses_between(told, clock.today(), clock.today())
        for person in chunk:
            profile = profiles.get(person.id) or blank_profile(person.id)
            pause = paused[person.id][0].in_words() if person.id in paused else ""
            yield [*_cells(person, profile, skills[person.id], locale), pause]


def _cells(person: Person, profile: Profile, skills: list[HeldSkill], locale: str) -> list[Any]:
    free = profile if profile.availability_circle is Circle.INSIDE else blank_profile(person.id)
    return [
        person.identifier,
        person.given_name,
        person.family_name,
        KINDS[person.kind],
        pick(person.unit, "name", locale).text,
        person.job_title,
        person.place,
        pick(profile, "headline", locale).text,
        ", ".join(f"{label_of(held.skill, locale)} ({LEVEL_WORD[held.counted_level]})" for held in skills),
        free.availability_share,
        free.available_from,
        free.available_until,
        free.notice_weeks,
    ]


def _share(value: int | None) -> int | None:
    return min(100, max(1, value)) if value else None
