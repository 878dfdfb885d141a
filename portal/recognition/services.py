"""What owners, managers and talents do with a recognition."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from portal.allocations import time_queries
from portal.allocations.models import TimeState
from portal.core import audit, clock
from portal.core.errors import Conflict, Invalid
from portal.core.i18n import LOCALES
from portal.core.i18n import lazy_gettext as _l
from portal.core.submission import earlier_result, remember
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Person
from portal.recognition import notifications, queries
from portal.recognition.models import Recognition, RecognitionSkill, RecognitionState, Shown
from portal.recognition.workflow import RECOGNITION
from portal.talents.evidence.counting import hold, recount
from portal.talents.models import EvidenceKind, SkillEvidence
from portal.talents.notifications import mark_for_index

OUTCOME_LENGTH = (20, 400)
WORDS_LENGTH = 600
MOST_MINUTES = 3000 * 60
BETWEEN_REMINDERS = timedelta(days=7)


def spent_minutes(recognition: Recognition) -> int:
    """The minutes confirmed for it until now."""
    ids = [recognition.application_id]
    return time_queries.minutes_by_application(ids, TimeState.CONFIRMED).get(recognition.application_id, 0)


def attest_recognition(
    actor: Person,
    recognition: Recognition,
    *,
    outcome: str,
    lang: str,
    minutes: int,
    levels: Mapping[int, int],
    version: int | None = None,
    key: str | None = None,
) -> None:
    """Say what someone's part achieved, the minutes recognised, and the skills seen at work (level 1–4 by skill id).

    Each skill becomes an attested evidence on the profile, and outweighs what is declared there.

    Raises `Forbidden`, `Conflict` or `Invalid`.
    """
    with transaction() as session:
        queries.hold(recognition)
        hold(session, recognition.person_id)
        if earlier_result(actor, key) is not None:
            return
        RECOGNITION.check(actor, recognition, "attest")
        recognition.expect(version)
        _check_attestation(recognition, outcome, lang, minutes, levels)
        recognition.outcome, recognition.outcome_lang = outcome, lang
        recognition.minutes_spent = spent_minutes(recognition)
        recognition.minutes_recognised = minutes
        recognition.attested_by, recognition.attested_at = actor, clock.now()
        recognition.skills = [RecognitionSkill(skill_id=skill, level=level) for skill, level in levels.items()]
        session.add_all(_evidence(recognition, skill, level) for skill, level in levels.items())
        RECOGNITION.apply(actor, recognition, "attest", data={"minutes": minutes, "spent": recognition.minutes_spent})
        recount(session, recognition.person_id)
        mark_for_index(recognition.person)
        notifications.tell_attested(recognition)
        remember(actor, key, recognition.public_id)


def record_recognition(
    actor: Person,
    recognition: Recognition,
    *,
    words: str = "",
    lang: str = "fr",
    version: int | None = None,
    key: str | None = None,
) -> None:
    """Say, as the line manager, that it was seen, with a few words or none. Raises `Forbidden`, `Conflict`."""
    with transaction():
        queries.hold(recognition)
        if earlier_result(actor, key) is not None:
            return
        RECOGNITION.check(actor, recognition, "record")
        recognition.expect(version)
        if len(words) > WORDS_LENGTH or lang not in LOCALES:
            raise Invalid(fields={"words": _l("600 characters at most.")})
        recognition.words, recognition.words_lang = words, lang
        recognition.recorded_by, recognition.recorded_at = actor, clock.now()
        RECOGNITION.apply(actor, recognition, "record")
        notifications.tell_recorded(recognition)
        remember(actor, key, recognition.public_id)


def publish_recognition(actor: Person, recognition: Recognition, *, shown: Shown, version: int | None = None) -> None:
    """Put it on one's own profile, or change who sees it there. Raises `Forbidden`, `Conflict`."""
    with transaction():
        queries.hold(recognition)
        RECOGNITION.check(actor, recognition, (name := _publication(actor, recognition)))
        recognition.expect(version)
        recognition.shown = shown
        RECOGNITION.apply(actor, recognition, name, data={"shown": shown.value})


def remind(actor: Person, recognition: Recognition) -> list[Person]:
    """Ask whoever it waits for, by mail, at most once a week. Returns who was told.

    Raises `Forbidden`, or `Conflict` when nothing is awaited or the last reminder is less than a week old.
    """
    with transaction():
        queries.hold(recognition)
        name = "remind_owner" if recognition.state is RecognitionState.DRAFTED else "remind_manager"
        RECOGNITION.check(actor, recognition, name)
        if reminded_at(recognition) is not None:
            raise Conflict(_l("A reminder went out less than a week ago. Leave a little time."), code="reminded")
        RECOGNITION.apply(actor, recognition, name)
        return {"remind_owner": notifications.remind_owners, "remind_manager": notifications.remind_manager}[name](
            recognition
        )


def reminded_at(recognition: Recognition) -> datetime | None:
    """When the last reminder for the present state went out, if that is less than a week ago."""
    name = "remind_owner" if recognition.state is RecognitionState.DRAFTED else "remind_manager"
    return db.session.scalar(
        sa.select(audit.Event.at)
        .where(
            audit.Event.subject_type == Recognition.__tablename__,
            audit.Event.subject_id == recognition.id,
            audit.Event.action == name,
            audit.Event.at > clock.now() - BETWEEN_REMINDERS,
        )
        .order_by(audit.Event.id.desc())
        .limit(1)
    )


def _publication(actor: Person, recognition: Recognition) -> str:
    if recognition.state is RecognitionState.PUBLISHED:
        return "show"
    return "publish_alone" if RECOGNITION.can(actor, recognition, "publish_alone") else "publish"


def _check_attestation(
    recognition: Recognition, outcome: str, lang: str, minutes: int, levels: Mapping[int, int]
) -> None:
    fields = {}
    shortest, longest = OUTCOME_LENGTH
    if not shortest <= len(outcome) <= longest:
        fields["outcome"] = _l("Between 20 and 400 characters: what changed thanks to this person.")
    if lang not in LOCALES:
        fields["lang"] = _l("Choose the language you write in.")
    if not 0 <= minutes <= MOST_MINUTES:
        fields["hours"] = _l("Between 0 and 3,000 hours.")
    asked = {row.skill_id for row in recognition.application.seat.skills}
    if not set(levels) <= asked or not all(1 <= level <= 4 for level in levels.values()):
        fields["skills"] = _l("Choose among the skills of this place, at a level from 1 to 4.")
    if fields:
        raise Invalid(fields=fields)


def _evidence(recognition: Recognition, skill_id: int, level: int) -> SkillEvidence:
    return SkillEvidence(
        person_id=recognition.person_id,
        skill_id=skill_id,
        kind=EvidenceKind.ATTESTED,
        level=level,
        by_id=recognition.attested_by.id if recognition.attested_by is not None else None,
        mission_id=recognition.mission_id,
        at=recognition.attested_at or clock.now(),
    )
