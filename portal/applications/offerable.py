"""The seats that could be offered to a candidate, with the places left in each."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from portal.applications.models import Application, ApplicationState, Offer
from portal.core import clock
from portal.core.prepared import Prepared
from portal.missions.models import Audience, Seat


class OfferableSeat(NamedTuple):
    """A seat as the form of an offer shows it. `free` counts the places that are neither taken nor offered."""

    id: int
    public_id: str
    title_fr: str
    title_en: str
    last_week: date
    audience: Audience
    free: int


_offered = aliased(Application)
_STILL_OFFERED = (
    sa.select(sa.func.count())
    .select_from(_offered)
    .join(Offer, Offer.application_id == _offered.id)
    .where(
        _offered.seat_id == Seat.id,
        _offered.state == ApplicationState.OFFERED,
        Offer.answer_due_on >= sa.bindparam("today", type_=sa.Date()),
    )
    .scalar_subquery()
)
_OFFERABLE = Prepared(
    sa.select(
        *(Seat.id, Seat.public_id, Seat.title_fr, Seat.title_en, Seat.last_week, Seat.audience),
        (Seat.places - Seat.taken - _STILL_OFFERED).label("free"),
    )
    .where(Seat.mission_id == sa.bindparam("mission_id"))
    .order_by(Seat.id),
    row=OfferableSeat,
)


def offerable_seats(application: Application) -> list[OfferableSeat]:
    """The seats of the mission that could be offered to this person, the one they asked for first."""
    kind, asked = application.person.kind, application.seat_id
    seats = _OFFERABLE.rows(mission_id=application.mission_id, today=clock.today())
    own = [seat for seat in seats if seat.id == asked]
    return own + [seat for seat in seats if seat.id != asked and seat.audience.includes(kind)]
