"""Who reads that a mission is put aside, and that it goes on. Queued in the present transaction, sent after it."""

from __future__ import annotations

from portal.applications.models import Application
from portal.notices.telling import tell


def tell_paused(application: Application, *, text: str) -> None:
    """Whoever applied or holds a place: why, until when, and that nothing is lost."""
    tell(application.person, "applications/paused", application=application, text=text)


def tell_resumed(application: Application) -> None:
    """Whoever applied or holds a place: it goes on, and by when they have their answer."""
    tell(application.person, "applications/resumed", application=application)
