"""From what was typed to plain values: names become people and skills, any day becomes the Monday of its week."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from portal.accounts.models import Account, email_key
from portal.core import clock
from portal.core.folding import Folded, fold_text
from portal.core.i18n import lazy_gettext as _l
from portal.extensions import db
from portal.missions.drafting.data import BRIEF_COLUMNS, MissionData, SeatData, SkillData
from portal.missions.drafting.forms import MissionForm, SeatPart
from portal.missions.models import Audience, Mission, MissionLanguage, Necessity, Remote, SeatSkill
from portal.organization.models import Kind, Person, Unit
from portal.organization.queries import still_here
from portal.pilots.models import Pilot
from portal.skills.folding import fold
from portal.skills.models import Skill
from portal.skills.queries import label_of, resolve_label, suggest

Sentences = dict[str, Any]


def person_label(person: Person) -> str:
    """How a person is written in a field, so that it names nobody else."""
    return f"{person.full_name} ({person.identifier})"


def audience_said(form: MissionForm) -> Audience:
    """For whom the form says it is; for employees as long as it says nothing that is known."""
    sent = form.audience.data
    return Audience(sent) if sent in set(Audience) else Audience.EMPLOYEES


def employees_named(text: str, limit: int = 8) -> list[Person]:
    """Employees who are still here, whose name holds every word of `text`, whose identifier or address it is."""
    words = (fold_text(text) or "").replace("\x00", " ").split()[:6]
    if not words:
        return []
    name = Folded(Person.given_name + sa.literal(" ") + Person.family_name)
    same_name = sa.and_(*(name.contains(word, autoescape=True) for word in words))
    exact = sa.or_(Person.identifier == text.strip(), Account.email_key == email_key(text.strip()))
    select = (
        sa.select(Person)
        .join(Person.account)
        .where(Person.kind == Kind.EMPLOYEE, still_here(), sa.or_(same_name, exact))
        .order_by(Person.family_name, Person.given_name, Person.id)
        .limit(limit)
    )
    return list(db.session.scalars(select))


def employee_meant(text: str) -> tuple[int | None, Any]:
    """The identifier of the person meant, or a sentence that says why nobody is."""
    if not text:
        return None, None
    named = re.fullmatch(r".*\((\S+)\)", text)
    found = employees_named(named[1] if named else text, 3)
    if named:
        found = [person for person in found if person.identifier == named[1]]
    if len(found) == 1:
        return found[0].id, None
    if not found:
        return None, _l("No employee has this name.")
    labels = ", ".join(person_label(person) for person in found)
    return None, _l("Several people have this name: %(names)s. Write one of them as shown.", names=labels)


def read_form(form: MissionForm, locale: str, mission: Mission | None = None) -> tuple[MissionData, Sentences]:
    """The values of a valid form, and {field: sentence} for every name that names nothing.

    A name that the mission already uses keeps meaning the same skill, even retired since.
    """
    known: dict[str, Skill] = {}
    for seat in mission.seats if mission else []:
        for asked in seat.skills:
            known |= {fold(label): asked.skill for label in (asked.skill.label_fr, asked.skill.label_en)}
    found: Sentences = {}
    co_owner_id, sentence = employee_meant(form.co_owner.data or "")
    if sentence is not None:
        found["co_owner"] = sentence
    fields = {
        **{name: form[name].data or "" for name in ("title_fr", "title_en", "summary_fr", "summary_en", "place")},
        "unit_id": db.session.scalar(sa.select(Unit.id).where(Unit.public_id == form.unit.data)),
        "co_owner_id": co_owner_id,
        "pilot_id": db.session.scalar(sa.select(Pilot.id).where(Pilot.public_id == (form.pilot.data or ""))),
        "remote": Remote(form.remote.data),
        "language": MissionLanguage(form.language.data),
        "audience": Audience(form.audience.data),
        "closes_on": form.closes_on.data,
    }
    rows = enumerate(form.seats)
    seats = tuple(_seat(row.form, f"seats-{number}", locale, known, found) for number, row in rows)
    return MissionData(fields, {name: form[name].data or "" for name in BRIEF_COLUMNS}, seats), found


def _seat(part: SeatPart, name: str, locale: str, known: Mapping[str, Skill], found: Sentences) -> SeatData:
    skills: list[SkillData] = []
    for number, row in enumerate(part.skills):
        typed = row.form.label.data
        if not typed:
            continue
        skill = known.get(fold(typed)) or resolve_label(typed, locale)
        if skill is None:
            found[f"{name}-skills-{number}-label"] = _unknown(typed, locale)
        else:
            skills.append(SkillData(skill.id, row.form.level.data, Necessity(row.form.necessity.data)))
    return SeatData(
        public_id=part.public_id.data or "",
        title_fr=part.title_fr.data or "",
        title_en=part.title_en.data or "",
        places=part.places.data or 0,
        percent=part.percent.data or 0,
        first_week=clock.week_of(cast(date, part.first_week.data)),
        last_week=clock.week_of(cast(date, part.last_week.data)),
        audience=Audience(part.audience.data),
        skills=tuple(skills),
    )


def _unknown(typed: str, locale: str) -> Any:
    near = [one.label for one in suggest(typed, locale, 3)]
    if near:
        return _l("The library has no skill of this name. Did you mean: %(names)s?", names=", ".join(near))
    return _l("The library has no skill of this name: choose one that it suggests.")


def written(mission: Mission, locale: str) -> dict[str, Any]:
    """A mission as the form writes it."""
    values: dict[str, Any] = {name: getattr(mission.brief, name) for name in BRIEF_COLUMNS}
    for name in ("title_fr", "title_en", "summary_fr", "summary_en", "place", "closes_on"):
        values[name] = getattr(mission, name)
    return values | {
        "version": str(mission.version),
        "unit": mission.unit.public_id,
        "co_owner": person_label(mission.co_owner) if mission.co_owner else "",
        "pilot": mission.pilot.public_id if mission.pilot else "",
        **{name: getattr(mission, name).value for name in ("audience", "remote", "language")},
        "seats": [
            {
                **{
                    name: getattr(seat, name)
                    for name in ("public_id", "title_fr", "title_en", "places", "percent", "first_week", "last_week")
                },
                "audience": seat.audience.value,
                "skills": [
                    {
                        "label": label_of(asked.skill, locale),
                        "level": asked.level,
                        "necessity": asked.necessity.value,
                    }
                    for asked in seat.skills
                ],
            }
            for seat in mission.seats
        ],
    }


def colleagues_of(person: Person, limit: int = 60) -> list[Person]:
    """Employees of the same unit: who is offered first as a co-owner."""
    select = (
        sa.select(Person)
        .where(Person.unit_id == person.unit_id, Person.kind == Kind.EMPLOYEE, Person.id != person.id, still_here())
        .options(joinedload(Person.unit))
        .order_by(Person.family_name, Person.given_name)
        .limit(limit)
    )
    return list(db.session.scalars(select))


def usual_skills(locale: str, limit: int = 60) -> list[str]:
    """The names of the skills that missions ask most, to offer before anything is typed."""
    most = (
        sa.select(Skill)
        .join(SeatSkill, SeatSkill.skill_id == Skill.id)
        .group_by(Skill.id)
        .order_by(sa.func.count().desc(), Skill.id)
        .limit(limit)
    )
    return [label_of(skill, locale) for skill in db.session.scalars(most)]
