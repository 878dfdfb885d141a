"""Naming who comes next, offering them the place, and telling everyone else that it is filled."""

from __future__ import annotations

from portal.applications import services
from portal.applications.alternates import notifications, queries
from portal.applications.alternates.models import Alternate
from portal.applications.models import Application, NotSelectedReason
from portal.applications.steps import advance, hold_mission
from portal.applications.workflow import APPLICATION
from portal.core import audit, clock
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import checked_text
from portal.core.transaction import transaction
from portal.organization.models import Person


def check_may_name(actor: Person, application: Application) -> None:
    """Raise `Forbidden` unless `actor` owns the mission: who may offer a place says who comes next."""
    APPLICATION.permit(actor, application, "offer")


def name_alternate(
    actor: Person, application: Application, *, why: str, is_told: bool, version: int | None = None
) -> Alternate:
    """Keep someone shortlisted as the next for their seat, after those already named; told only if `is_told`.

    Raises `Conflict` when they are no longer shortlisted, or named already; `Invalid` without a `why`.
    """
    check_may_name(actor, application)
    why = checked_text(why, "why", required=_l("Say why this person: whoever confirms the place will read it."))
    with transaction() as session:
        hold_mission(application.mission)
        session.refresh(application)
        application.expect(version)
        APPLICATION.check(actor, application, "offer")
        if queries.alternate_of(application) is not None:
            raise Conflict(_l("This person is an alternate already."), code="alternate.named")
        session.query(Alternate).filter_by(application_id=application.id).delete()
        alternate = Alternate(
            application_id=application.id,
            seat_id=application.seat_id,
            rank=queries.last_rank(application.seat) + 1,
            why=why,
            is_told=is_told,
            by_id=actor.id,
        )
        session.add(alternate)
        audit.record(actor, application, "name_alternate", data={"told": is_told})
        if is_told:
            notifications.tell_named(application)
    return alternate


def unname_alternate(actor: Person, application: Application) -> None:
    """Keep them no longer as an alternate; who knew that they came next is told. They stay shortlisted.

    Raises `Conflict` when they are none.
    """
    check_may_name(actor, application)
    with transaction() as session:
        hold_mission(application.mission)
        alternate = _alternate(application)
        session.delete(alternate)
        audit.record(actor, application, "unname_alternate")
        if alternate.is_told:
            notifications.tell_unnamed(application)


def offer_to_alternate(actor: Person, application: Application) -> Application:
    """Offer the place to an alternate, on the terms of the seat and for the reason given when they were named.

    Raises `Conflict` when they are none any more, and what `offer_place` raises.
    """
    check_may_name(actor, application)
    alternate, seat = _alternate(application), application.seat
    return services.offer_place(
        actor,
        application,
        percent=seat.percent,
        first_week=max(seat.first_week, clock.this_week()),
        last_week=max(seat.last_week, clock.this_week()),
        message="",
        why=alternate.why,
        version=None,
    )


def _alternate(application: Application) -> Alternate:
    found = queries.alternate_of(application)
    if found is None:
        raise Conflict(_l("This person is not an alternate any more."), code="alternate.gone")
    return found


def close_as_filled(application: Application) -> bool:
    """Tell someone who still waits that every place is taken, since their mission is staffed and nobody told them.

    Returns False when it is no longer so.
    """
    with transaction() as session:
        hold_mission(application.mission)
        session.refresh(application, with_for_update={"of": Application})
        if not queries.waiting_in_vain(Application.id == application.id):
            return False
        advance(None, application, "close", reason=NotSelectedReason.SEAT_FILLED)
        notifications.tell_filled(application)
    return True


def tell_who_is_next(application: Application) -> None:
    """Those who own the mission, inside the caller's transaction: the place may be free again, and who comes next."""
    if application.mission.state.value not in ("published", "staffed"):
        return
    alternate = queries.next_for(application.seat)
    if alternate is not None and alternate.application_id != application.id:
        notifications.tell_next(application, alternate.application)
