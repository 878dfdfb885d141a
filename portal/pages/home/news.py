"""What moved since someone's previous visit: what others did about their applications, missions, time and skills.

One statement reads the events of what concerns them; of an application only where it came to is told, and what several
people did is told once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import url_for
from sqlalchemy.orm import aliased

from portal.allocations.models import Authorization
from portal.applications.models import Application
from portal.core.audit import Event
from portal.core.bilingual import choose
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.core.prepared import Prepared
from portal.missions.models import Mission
from portal.missions.queries import AnyReader, owned_ids
from portal.organization.models import Person
from portal.recognition.models import Recognition
from portal.skills.models import Skill
from portal.talents.models import EvidenceKind, SkillEvidence

MOST = 60


class Happened(NamedTuple):
    """One thing that happened. `about` is where it is told: mine, theirs, time, mission, recognition or skill.

    `public_id` is that of what it happened to; `who` did it, or applied; `number` people did the same.
    """

    about: str
    action: str
    at: datetime
    public_id: str
    who: str
    title: str
    number: int = 1


class News(NamedTuple):
    """One line: a sentence, the way to what it is about, and when."""

    sentence: str
    href: str
    icon: str
    at: datetime


# What talents do themselves about their own applications.
_ANSWERS = ("accept", "decline", "withdraw", "take_up", "turn_down")
_ANSWERED = {("mine", action) for action in _ANSWERS}
_me: Any = AnyReader(is_external=False, roles=frozenset()).as_person
_since = sa.bindparam("since", type_=Event.at.type)
_other = Event.actor_id.is_distinct_from(_me.id)
_candidate, _doer = aliased(Person), aliased(Person)


def _told(
    about: str, subject: Any, public_id: Any, actions: Iterable[str], *conditions: Any, who: Any = _doer
) -> sa.Select[Any]:
    """The events of these actions on the rows of `subject` for which the conditions hold, oneself apart."""
    return (
        sa.select(
            *(sa.literal(about), Event.action, Event.at.label("happened_at"), Event.id.label("happened_id")),
            *(public_id, who.given_name, who.family_name),
            *(Mission.title_fr, Mission.title_en),
        )
        .select_from(subject)
        .join(Event, sa.and_(Event.subject_type == subject.__tablename__, Event.subject_id == subject.id))
        .where(Event.at > _since, sa.or_(_other, Event.action.in_(_ANSWERS)), Event.action.in_(tuple(actions)))
        .where(*conditions)
    )


def _statement() -> Prepared:
    of_mission = Mission.id == Application.mission_id
    of_mine = (*_WORDS["mine"], *_ANSWERS)
    # Whatever happens to an application is noted on it: the events of the others need not be looked for.
    moved = Application.changed_at > _since
    mine = _told("mine", Application, Application.public_id, of_mine, Application.person_id == _me.id, moved)
    owned = Application.mission_id.in_(owned_ids(_me))
    theirs = _told("theirs", Application, Mission.public_id, _WORDS["theirs"], owned, moved, who=_candidate)
    time = _told("time", Authorization, Application.public_id, _WORDS["time"], Authorization.person_id == _me.id)
    missions = _told("mission", Mission, Mission.public_id, _WORDS["mission"], Mission.id.in_(owned_ids(_me)))
    recognised = Recognition.person_id == _me.id
    recognitions = _told("recognition", Recognition, Recognition.public_id, _WORDS["recognition"], recognised)
    endorsed = (
        sa.select(
            *(sa.literal("skill"), sa.literal("endorse"), SkillEvidence.at, SkillEvidence.id, Skill.public_id),
            *(_doer.given_name, _doer.family_name, Skill.label_fr, Skill.label_en),
        )
        .join(Skill, Skill.id == SkillEvidence.skill_id)
        .join(_doer, _doer.id == SkillEvidence.by_id)
        .where(
            *(SkillEvidence.person_id == _me.id, SkillEvidence.kind == EvidenceKind.ENDORSED),
            *(SkillEvidence.at > _since, SkillEvidence.by_id != _me.id),
            *(SkillEvidence.withdrawn_at.is_(None), SkillEvidence.hidden_at.is_(None)),
        )
    )
    by_doer = _doer.id == Event.actor_id
    parts: Any = sa.union_all(
        mine.join(Mission, of_mission).outerjoin(_doer, by_doer),
        theirs.join(Mission, of_mission).join(_candidate, _candidate.id == Application.person_id),
        time.join(Application, Application.id == Authorization.application_id)
        .join(Mission, of_mission)
        .outerjoin(_doer, by_doer),
        missions.outerjoin(_doer, by_doer),
        recognitions.join(Mission, Mission.id == Recognition.mission_id).outerjoin(_doer, by_doer),
        endorsed,
    )
    return Prepared(parts.order_by(sa.desc("happened_at"), sa.desc("happened_id")).limit(MOST))


def news_of(person: Person, since: datetime, locale: str) -> list[News]:
    """What others did that concerns this person since then, the latest first."""
    rows = _READ.rows(me=person.id, since=since)
    happened = [
        Happened(about, action, at, public_id, f"{given or ''} {family or ''}".strip(), choose(fr, en, locale).text)
        for about, action, at, _id, public_id, given, family, fr, en in rows
    ]
    return [_line(one) for one in gathered(happened)]


def gathered(happened: Sequence[Happened]) -> list[Happened]:
    """The latest first, one for each application, and the same done by several people once.

    A refusal says more than the place that it releases. What the talent has answered since is no news.
    """
    found: dict[tuple[str, ...], Happened] = {}
    for one in happened:
        is_own = one.about in ("mine", "time")
        key = ("application", one.public_id) if is_own else (one.about, one.action, one.public_id)
        known = found.get(key)
        if known is None or (known.action, one.action) == ("release", "refuse"):
            found[key] = one
        elif one.about == "theirs":
            found[key] = known._replace(number=known.number + 1)
    return [one for one in found.values() if (one.about, one.action) not in _ANSWERED]


def _line(one: Happened) -> News:
    words, icon = _WORDS[one.about][one.action]
    return News(words(one), _href(one), icon, one.at)


def _href(one: Happened) -> str:
    if one.about in ("mine", "time"):
        return url_for("applications.show_application", public_id=one.public_id)
    if one.about == "theirs":
        return url_for("applications.list_candidates", public_id=one.public_id)
    if one.about == "mission":
        return url_for("missions.show_mission", public_id=one.public_id)
    if one.about == "recognition":
        return url_for("recognition.show_recognition", public_id=one.public_id)
    return url_for("profile.show_profile", _anchor="skills")


_Words = Callable[[Happened], str]


def _someone(one: Happened) -> str:
    return one.who or _("The portal")


# What is told of each action, and its icon. Nobody is told of a shortlist; what the reader does themselves is not news.
_WORDS: dict[str, dict[str, tuple[_Words, str]]] = {
    "mine": {
        "invite": (lambda it: _("%(who)s invites you to “%(title)s”.", **_both(it)), "mail"),
        "review": (lambda it: _("%(who)s is reading your application to “%(title)s”.", **_both(it)), "eye"),
        "hold": (lambda it: _("%(who)s put your application to “%(title)s” on hold.", **_both(it)), "pause"),
        "offer": (lambda it: _("%(who)s offers you a place on “%(title)s”.", **_both(it)), "mail"),
        "not_select": (lambda it: _("%(who)s answered your application to “%(title)s”.", **_both(it)), "message"),
        "close": (lambda it: _("Your application to “%(title)s” has its answer.", title=it.title), "message"),
        "confirm": (lambda it: _("Your place on “%(title)s” is confirmed.", title=it.title), "check-circle"),
        "release": (lambda it: _("Your place on “%(title)s” was released.", title=it.title), "info"),
        "lapse": (lambda it: _("Your application to “%(title)s” lapsed.", title=it.title), "info"),
        "complete": (lambda it: _("“%(title)s” is completed.", title=it.title), "check-circle"),
    },
    "theirs": {
        "apply": (
            lambda it: ngettext(
                "%(who)s applied to “%(title)s”.", "%(num)d people applied to “%(title)s”.", it.number, **_both(it)
            ),
            "inbox",
        ),
        "take_up": (
            lambda it: ngettext(
                "%(who)s took up your invitation to “%(title)s”.",
                "%(num)d people took up your invitations to “%(title)s”.",
                it.number,
                **_both(it),
            ),
            "inbox",
        ),
        "turn_down": (
            lambda it: ngettext(
                "%(who)s said no to your invitation to “%(title)s”.",
                "%(num)d people said no to your invitations to “%(title)s”.",
                it.number,
                **_both(it),
            ),
            "info",
        ),
        "accept": (
            lambda it: ngettext(
                "%(who)s accepted your offer on “%(title)s”.",
                "%(num)d people accepted your offers on “%(title)s”.",
                it.number,
                **_both(it),
            ),
            "handshake",
        ),
        "decline": (
            lambda it: ngettext(
                "%(who)s declined your offer on “%(title)s”.",
                "%(num)d people declined your offers on “%(title)s”.",
                it.number,
                **_both(it),
            ),
            "info",
        ),
        "withdraw": (
            lambda it: ngettext(
                "%(who)s withdrew from “%(title)s”.",
                "%(num)d people withdrew from “%(title)s”.",
                it.number,
                **_both(it),
            ),
            "info",
        ),
        "confirm": (
            lambda it: ngettext(
                "%(who)s’s place on “%(title)s” is confirmed.",
                "%(num)d places on “%(title)s” are confirmed.",
                it.number,
                **_both(it),
            ),
            "check-circle",
        ),
    },
    "time": {
        "counter": (lambda it: _("%(who)s proposed other terms for “%(title)s”.", **_both(it)), "handshake"),
        "refuse": (lambda it: _("%(who)s could not lend your time to “%(title)s”.", **_both(it)), "info"),
        "escalate": (lambda it: _("Your time for “%(title)s” is decided a level higher.", title=it.title), "clock"),
    },
    "mission": {
        "publish": (lambda it: _("%(who)s published “%(title)s”.", **_both(it)), "send"),
        "request_changes": (lambda it: _("%(who)s asks for changes to “%(title)s”.", **_both(it)), "pencil"),
        "cancel": (lambda it: _("%(who)s cancelled “%(title)s”.", **_both(it)), "info"),
        "expire": (lambda it: _("“%(title)s” expired.", title=it.title), "clock"),
        "leave_unfilled": (lambda it: _("“%(title)s” found nobody.", title=it.title), "info"),
    },
    "recognition": {
        "attest": (lambda it: _("%(who)s attested your work on “%(title)s”.", **_both(it)), "award"),
        "record": (lambda it: _("%(who)s recorded your recognition for “%(title)s”.", **_both(it)), "award"),
    },
    "skill": {
        "endorse": (lambda it: _("%(who)s endorsed your skill “%(title)s”.", **_both(it)), "star"),
    },
}


def _both(one: Happened) -> dict[str, str]:
    return {"who": _someone(one), "title": one.title}


_READ = _statement()
