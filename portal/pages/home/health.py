"""The health of someone's profile in words: one or two sentences, each with the next useful step. Never a score."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import url_for

from portal.core import clock
from portal.core.i18n import gettext as _
from portal.core.i18n import language, ngettext
from portal.core.prepared import Prepared
from portal.missions.asks import Holding, Holdings
from portal.organization.models import Person
from portal.talents.models import FRESH, Experience, HeldSkill, Profile, SpokenLanguage, Wish
from portal.talents.wording import language_name
from portal.web.jinja import day, month

SHOWN = 2
FEW_SKILLS = 3
_ASKED_IN = ("fr", "en")


class Advice(NamedTuple):
    """What could be better, and the way to it; without a way, all is well."""

    sentence: str
    action: str = ""
    href: str = ""


@dataclass(frozen=True)
class Facts(Wish):
    """What a profile holds, as far as its health goes. `spoken` are the codes of the languages of missions (ISO 639-1)
    that they speak; without any language written, `languages` is 0."""

    held: Holdings
    confirmed_on: Sequence[date]
    has_headline: bool
    has_summary: bool
    availability_share: int | None
    available_until: date | None
    availability_said_on: date | None
    languages: int
    spoken: frozenset[str]
    experiences: int

    @property
    def is_new(self) -> bool:
        """Whether no skill stands on it yet: nothing can be matched."""
        return not self.held


_ME = sa.bindparam("me", type_=sa.Integer)
_HELD = Prepared(
    sa.select(HeldSkill.skill_id, HeldSkill.counted_level, HeldSkill.appetite, HeldSkill.confirmed_on).where(
        HeldSkill.person_id == _ME
    )
)


def _speaks(code: str) -> sa.ColumnElement[bool]:
    return sa.exists().where(SpokenLanguage.person_id == _ME, SpokenLanguage.code == code).label(f"speaks_{code}")


def _number_of(model: Any) -> Any:
    count = sa.select(sa.func.count()).select_from(model).where(model.person_id == _ME)
    return count.scalar_subquery().label(model.__tablename__)


# One row for anyone: whoever wrote nothing has no profile.
_ONE: Any = sa.select(_ME.label("id")).subquery()
_WRITTEN = Prepared(
    sa.select(
        *(Profile.headline_fr, Profile.headline_en, Profile.summary_fr, Profile.summary_en),
        *(Profile.availability_share, Profile.available_until, Profile.availability_said_on),
        *(_number_of(SpokenLanguage), _number_of(Experience), *map(_speaks, _ASKED_IN)),
    )
    .select_from(_ONE)
    .outerjoin(Profile, Profile.person_id == _ONE.c.id)
)


def facts_of(person: Person) -> Facts:
    """What this person's profile holds. Two queries."""
    held = _HELD.rows(me=person.id)
    row = _WRITTEN.row(me=person.id)
    return Facts(
        held=frozenset(Holding(skill_id, level, appetite) for skill_id, level, appetite, _on in held),
        confirmed_on=[row.confirmed_on for row in held],
        has_headline=bool(row.headline_fr or row.headline_en),
        has_summary=bool(row.summary_fr or row.summary_en),
        availability_share=row.availability_share,
        available_until=row.available_until,
        availability_said_on=row.availability_said_on,
        languages=row.spoken_language,
        spoken=frozenset(code for code in _ASKED_IN if getattr(row, f"speaks_{code}")),
        experiences=row.experience,
    )


def advice_for(facts: Facts, asked_in: Callable[[str], int]) -> list[Advice]:
    """The next useful steps, the most useful first, two at most; one sentence without any when all is well.

    `asked_in` counts the open missions worked on in a language, by its code.
    """
    steps = [*_skills(facts), *_availability(facts), *_languages(facts, asked_in), *_texts(facts)]
    return steps[:SHOWN] or [_all_well(facts)]


def _skills(facts: Facts) -> Iterator[Advice]:
    old = [on for on in facts.confirmed_on if on < clock.today() - FRESH]
    still_true = url_for("evidence.show_doubts")
    if old and len(old) == len(facts.confirmed_on):
        sentence = _("Your skills were last confirmed in %(month)s.", month=month(max(old)))
        yield Advice(sentence, _("Say which are still true"), still_true)
    elif old:
        sentence = ngettext(
            "One of your skills was not confirmed for six months.",
            "%(num)d of your skills were not confirmed for six months.",
            len(old),
        )
        yield Advice(sentence, _("Say which are still true"), still_true)
    if len(facts.held) < FEW_SKILLS:
        sentence = ngettext(
            "Only one skill stands on your profile.", "Only %(num)d skills stand on your profile.", len(facts.held)
        )
        yield Advice(sentence, _("Add a skill"), url_for("profile.start_skill"))


def _availability(facts: Facts) -> Iterator[Advice]:
    change = url_for("profile.edit_availability")
    if facts.availability_share is None:
        yield Advice(
            _("Nobody knows when you could help: mission owners look at availability first."),
            _("Say when"),
            change,
        )
    elif not facts.holds_availability and facts.available_until is not None:
        sentence = _("The availability you had said ended on %(day)s.", day=day(facts.available_until))
        yield Advice(sentence, _("Say when you could help again"), change)
    elif facts.is_said_long_ago and facts.availability_said_on is not None:
        sentence = _("You said when you were available in %(month)s.", month=month(facts.availability_said_on))
        yield Advice(sentence, _("Say if it is still true"), url_for("profile.show_profile", _anchor="availability"))


def _languages(facts: Facts, asked_in: Callable[[str], int]) -> Iterator[Advice]:
    # Who reads a language here very likely speaks it.
    known = facts.spoken or {language()}
    missing = max((code for code in _ASKED_IN if code not in known), key=asked_in, default="")
    asked = asked_in(missing) if missing else 0
    said = {"language": language_name(missing)} if missing else {}
    if asked and facts.languages:
        sentence = ngettext(
            "One open mission is worked on in %(language)s, which is not among your languages.",
            "%(num)d open missions are worked on in %(language)s, which is not among your languages.",
            asked,
            **said,
        )
    elif asked:
        sentence = ngettext(
            "Your languages are not written yet, and one open mission is worked on in %(language)s.",
            "Your languages are not written yet, and %(num)d open missions are worked on in %(language)s.",
            asked,
            **said,
        )
    else:
        sentence = "" if facts.languages else _("Your languages are not written yet.")
    if sentence:
        yield Advice(sentence, _("Add your languages"), url_for("profile.edit_languages"))


def _texts(facts: Facts) -> Iterator[Advice]:
    if not facts.has_headline:
        yield Advice(
            _("A line under your name would say what you do."), _("Write a headline"), url_for("profile.edit_identity")
        )
    if not facts.experiences:
        yield Advice(
            _("What you did before is not told yet."), _("Add an experience"), url_for("profile.add_experience")
        )
    if not facts.has_summary:
        yield Advice(
            _("Two sentences about you would help people think of you."),
            _("Write them"),
            url_for("profile.edit_identity"),
        )


def _all_well(facts: Facts) -> Advice:
    last = month(max(facts.confirmed_on)) if facts.confirmed_on else ""
    if facts.available_until is not None:
        return Advice(
            _(
                "It says what it should: skills confirmed in %(month)s, availability until %(day)s.",
                month=last,
                day=day(facts.available_until),
            )
        )
    return Advice(_("It says what it should: skills confirmed in %(month)s, availability said.", month=last))
