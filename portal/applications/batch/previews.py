"""What each candidate would read of an answer, in their language. Nothing is queued."""

from __future__ import annotations

from typing import Any, NamedTuple

from portal.applications import notifications
from portal.applications.batch.services import Answer, Decision
from portal.applications.labels import NOT_SELECTED_REASONS
from portal.applications.models import Application, ApplicationState, NotSelectedReason


class Mail(NamedTuple):
    """The subject and the body of a mail, and its language."""

    subject: str
    body: str
    lang: str


class _HeldUntil:
    """An application as it will be once it is on hold until a day."""

    def __init__(self, application: Application, until: Any) -> None:
        self._application = application
        self.hold_until = until

    def __getattr__(self, name: str) -> Any:
        return getattr(self._application, name)


def mail_of(application: Application, answer: Answer) -> Mail | None:
    """What this candidate would read; None when they would read nothing, since nobody is told of a shortlist."""
    if answer.decision is Decision.NOT_SELECT:
        reason = NOT_SELECTED_REASONS[NotSelectedReason(answer.reason)]
        written = notifications.preview(application, "not_selected", reason=reason, text=answer.text)
    elif answer.decision is Decision.HOLD:
        written = notifications.preview(_HeldUntil(application, answer.until), "on_hold")
    elif application.state in (ApplicationState.SUBMITTED, ApplicationState.ON_HOLD):
        written = notifications.preview(application, "under_review")
    else:
        return None
    return Mail(**written)
