"""Noting that a search found nothing, without noting who asked, nor anything that could tell.

A typed text can hold anything: a name, an address, a number, a secret pasted by mistake. So hardly any of it is kept:

- nothing when the search was narrowed by filters (they may be why nothing was found), or answered without the index;
- the whole text when it is the name of a skill of the library, else its words one by one;
- a word only when it has three letters or more, holds no digit unless a skill of the library is spelled so, is no part
  of the name of anyone of the organization, past or present, and no part of an e-mail or web address;
- and only when the library or the published missions already use it, or when it was asked on three different days.
  Until then there is a digest of it and of the day, made with the portal's key, and nothing that could be read.

Someone who repeats a search counts once a day: a digest of the day, the person and the words, erased the next day, says
that they were counted. Human resources see numbers of five or more.
"""

from __future__ import annotations

import hmac
import logging
import re
from datetime import timedelta

import sqlalchemy as sa
from flask import Response, after_this_request, current_app
from sqlalchemy.orm import Session

from portal.core import clock
from portal.core.database import is_busy
from portal.core.edition import kept, present_mark
from portal.core.prepared import reading
from portal.core.transaction import forbid_writes, transaction
from portal.discovery.asking import Ask
from portal.discovery.unmet.models import LONGEST, UnmetNeed, UnmetTrace
from portal.extensions import db
from portal.missions.models import Mission
from portal.organization.models import Person
from portal.search.analysis import LOCALES, words
from portal.search.stopwords import STOP_WORDS
from portal.skills.folding import fold
from portal.skills.models import SkillLabel
from portal.skills.words import words_of
from portal.talents.edition import NAME as PEOPLE

log = logging.getLogger(__name__)

SHORTEST = 3
LONGEST_WORD = 30
MOST_WORDS = 6
DAYS_ASKED = 3
# How long the days on which an unknown word was asked are remembered.
REMEMBERED = timedelta(weeks=8)
KEPT = timedelta(weeks=53)
# Anything that looks like an address is left out whole, with what touches it.
_ADDRESS = re.compile(r"\S*(?:@|://|www\.)\S*", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")

_COUNT = sa.text(
    "INSERT INTO unmet_need (week, words, language, kind, count) VALUES (:week, :words, :language, :kind, 1) "
    "ON CONFLICT (week, words, language, kind) DO UPDATE SET count = unmet_need.count + 1"
).bindparams(sa.bindparam("week", type_=sa.Date()))
_TRACE = sa.text(
    "INSERT INTO unmet_trace (digest, day) VALUES (:digest, :day) ON CONFLICT (digest, day) DO NOTHING RETURNING id"
).bindparams(sa.bindparam("day", type_=sa.Date()))


def note_when_answered(person: Person, ask: Ask, locale: str) -> None:
    """Note a search that found nothing, once its answer is drawn. It changes nothing that its author can see.

    One that cannot be noted, because the database is busy, is forgotten: the answer is worth more.
    """
    if not ask.text or any(ask.filters.values()):
        return
    asked_by = person.id

    @after_this_request
    def note(response: Response) -> Response:
        if response.status_code == 200:
            forbid_writes(False)
            try:
                note_unmet(asked_by, ask.text, ask.kind, locale)
            except sa.exc.OperationalError as error:
                if not is_busy(error):
                    raise
                log.info("a search that found nothing was not noted: the database is busy")
        return response


def note_unmet(person_id: int, text: str, kind: str, locale: str) -> None:
    """Count what may be kept of a text that found nothing, for the present week. It notes the day on which each unknown
    word was asked."""
    telling = _telling(text)  # read beforehand: on SQLite nobody else writes while a transaction lasts
    if not telling:
        return
    with transaction() as session:
        for said, is_known in telling.items():
            if not is_known and not _was_asked_on_other_days(session, said):
                continue
            if _is_first(session, f"{clock.today()} {person_id} {kind} {locale} {said}"):
                row = {"week": clock.this_week(), "words": said, "language": locale, "kind": kind}
                session.execute(_COUNT, row)


def _telling(text: str) -> dict[str, bool]:
    """What may be kept of a text, see above: each with whether it is known, and may be kept at once."""
    text = _ADDRESS.sub(" ", text)
    label = fold(text)
    if 0 < len(label) <= LONGEST and db.session.scalar(sa.select(SkillLabel.id).where(SkillLabel.folded == label)):
        return {label: True}
    told = [word.folded for word in words(text) if word.exact or not _is_common(word.plain)]
    asked = [word for word in dict.fromkeys(told) if SHORTEST <= len(word) <= LONGEST and _LETTER.search(word)]
    named = kept(PEOPLE, present_mark(PEOPLE), _names)
    unnamed = [word for word in asked if word not in named][:MOST_WORDS]
    return {word: _is_known(word) for word in unnamed}


def _is_common(word: str) -> bool:
    return any(word in STOP_WORDS[locale] for locale in LOCALES)


def _is_known(word: str) -> bool:
    """Whether a name of a skill holds it, or the title or the summary of a mission that was published."""
    if any(known.skills for known in words_of(word)):
        return True
    spoken = sa.select(Mission.id).where(
        Mission.published_at.is_not(None), Mission.folded.contains(word, autoescape=True)
    )
    return word.isalpha() and db.session.scalar(spoken.limit(1)) is not None


def _names() -> frozenset[str]:
    """Every part of the name of anyone, be they gone."""
    rows = reading().execute(sa.select(Person.given_name, Person.family_name))
    return frozenset(word.folded for given, family in rows for word in words(f"{given} {family}"))


def _was_asked_on_other_days(session: Session, word: str) -> bool:
    """Note that a word was asked today, unless it is none that people use; whether that makes three days."""
    if not word.isalpha() or len(word) > LONGEST_WORD:
        return False
    digest = _digest(f"word {word}")
    session.execute(_TRACE, {"digest": digest, "day": clock.today()})
    days = sa.select(sa.func.count()).where(UnmetTrace.digest == digest)
    return (session.scalar(days) or 0) >= DAYS_ASKED


def _is_first(session: Session, what: str) -> bool:
    row = {"digest": f"once {_digest(what)}", "day": clock.today()}
    return session.execute(_TRACE, row).first() is not None


def _digest(what: str) -> str:
    return hmac.new(f"unmet {current_app.config['SECRET_KEY']}".encode(), what.encode(), "sha256").hexdigest()[:48]


def forget_old() -> None:
    """Erase who-was-counted the next day, the days of unknown words after eight weeks, and needs after a year."""
    with transaction() as session:
        today = clock.today()
        once = UnmetTrace.digest.like("once %")
        session.execute(sa.delete(UnmetTrace).where(once, UnmetTrace.day < today))
        session.execute(sa.delete(UnmetTrace).where(UnmetTrace.day < today - REMEMBERED))
        session.execute(sa.delete(UnmetNeed).where(UnmetNeed.week < today - KEPT))
