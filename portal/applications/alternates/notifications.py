"""Who is told what about who comes next. Queued in the present transaction, sent after it."""

from __future__ import annotations

from portal.applications.models import Application
from portal.applications.notifications import owners
from portal.notices.telling import tell


def tell_named(application: Application) -> None:
    """The talent: they come next, which is no promise."""
    tell(application.person, "alternates/named", application=application)


def tell_unnamed(application: Application) -> None:
    """The talent who knew: they do not come next any more, and their application goes on."""
    tell(application.person, "alternates/unnamed", application=application)


def tell_next(application: Application, following: Application) -> None:
    """Those who own the mission: who comes next for the place of `application`, one press away."""
    for owner in owners(application):
        tell(owner, "alternates/next", application=following, before=application)


def tell_filled(application: Application) -> None:
    """The talent: every place is taken, honestly and in time."""
    tell(application.person, "alternates/filled", application=application)
