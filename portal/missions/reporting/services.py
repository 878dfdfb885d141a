"""Reporting a post, and deciding what to do about it. Each verb is one transaction."""

from __future__ import annotations

import sqlalchemy as sa

from portal import policies
from portal.core import audit, clock
from portal.core.errors import Conflict, Forbidden, Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import checked_text
from portal.core.transaction import is_unique_violation, transaction
from portal.missions.models import Mission, MissionState
from portal.missions.notifications import mark_for_index
from portal.missions.reporting import notifications
from portal.missions.reporting.labels import REASONS
from portal.missions.reporting.models import MissionReport, ReportAnswer, ReportReason
from portal.missions.reporting.queries import waiting_reports
from portal.missions.services import check_may, check_step, hold
from portal.missions.workflow import MISSION
from portal.organization.models import Person


def check_may_report(actor: Person, mission: Mission) -> None:
    """Raise `Forbidden` for those who own it: they change it themselves."""
    if not policies.mission_report(actor, mission):
        raise Forbidden(_l("This mission is yours: you can change it or end it."), code="mission.report")


def report_mission(actor: Person, mission: Mission, *, reason: str | ReportReason, text: str) -> MissionReport:
    """Say that a post is not right, once; those who own it and human resources are told, without a name.

    Raises `Conflict` when it is not open, or this person said so before; `Invalid` without a reason, or without words
    for another one.
    """
    check_may_report(actor, mission)
    try:
        coded = ReportReason(reason)
    except ValueError as error:
        raise Invalid(fields={"reason": _l("Choose what is wrong.")}) from error
    words = _l("Say what is wrong, in a few words.") if coded is ReportReason.OTHER else None
    text = checked_text(text, "text", required=words)
    report = MissionReport(mission_id=mission.id, reporter_id=actor.id, reason=coded, text=text)
    try:
        with transaction() as session:
            hold(mission)
            if mission.state is not MissionState.PUBLISHED:
                raise Conflict(_l("This mission is not open any more."), code="mission.report")
            session.add(report)
            session.flush()
            audit.record(None, mission, "reported", reason_code=coded, text=text)
            notifications.tell_reported(mission, reason=REASONS[coded], text=text)
    except sa.exc.IntegrityError as error:
        if is_unique_violation(error):
            raise Conflict(_l("You reported this mission before: it is being looked at."), code="twice") from error
        raise
    return report


def send_back(actor: Person, mission: Mission, *, text: str, version: int | None = None) -> Mission:
    """Send a reported post back to those who own it; it takes no applications until it is validated again.

    Raises `Conflict` when nobody reported it, `Invalid` without what to change.
    """
    with transaction():
        check_step(actor, mission, "send_back", version)
        reports = _reports(mission)
        text = checked_text(text, "text", required=_l("Say what to change: those who own the mission will read it."))
        MISSION.apply(actor, mission, "send_back", text=text)
        _answer(actor, reports, ReportAnswer.SENT_BACK)
        notifications.tell_sent_back(actor, mission, reports, text=text)
        mark_for_index(mission)
    return mission


def dismiss_reports(actor: Person, mission: Mission, *, text: str, version: int | None = None) -> Mission:
    """Keep a reported post as it is, and thank those who reported it. Raises `Conflict` when nobody did."""
    check_may(actor, mission, "dismiss_reports")
    with transaction():
        hold(mission)
        mission.expect(version)
        reports = _reports(mission)
        text = checked_text(text, "text")
        _answer(actor, reports, ReportAnswer.DISMISSED)
        audit.record(actor, mission, "reports_dismissed", text=text)
        notifications.tell_dismissed(mission, reports, text=text)
    return mission


def _reports(mission: Mission) -> list[MissionReport]:
    reports = list(waiting_reports(mission))
    if not reports:
        raise Conflict(_l("Nothing is reported about this mission any more."), code="mission.unreported")
    return reports


def _answer(actor: Person, reports: list[MissionReport], answer: ReportAnswer) -> None:
    for report in reports:
        report.answer, report.answered_at, report.answered_by_id = answer, clock.now(), actor.id
