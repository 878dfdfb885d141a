"""Procurement's desk: what waits for a contract, and the confirmation of each. The only pages that state an amount."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, request, url_for

from portal.accounts.models import Role
from portal.applications.path import path_of
from portal.core import clock
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.engagements import amounts, queries, services
from portal.engagements.forms import ApproveForm, RejectForm
from portal.engagements.labels import STATES, TIERS, TONES
from portal.engagements.models import Engagement, ExternalTerms
from portal.engagements.workflow import ENGAGEMENT
from portal.web.access import actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.forms import VersionedForm
from portal.web.htmx import render

bp = Blueprint("engagements", __name__)


@bp.get("/engagements")
@audience(Role.PROCUREMENT)
def list_engagements() -> Response:
    """What waits for procurement, by urgency; or what is settled."""
    settled = request.args.get("show") == "settled"
    number = request.args.get("page", 1, type=int)
    page = queries.list_by_urgency(actor(), number, language(), drafted=not settled)
    return render("engagements/list.html", page=page, settled=settled, states=STATES, tones=TONES)


@bp.get("/engagements/<public_id>")
@audience(Role.PROCUREMENT)
def show_engagement(public_id: str) -> Response:
    """One engagement, with its terms."""
    return _page(public_id)


@bp.post("/engagements/<public_id>/approve")
@audience(Role.PROCUREMENT)
def approve_engagement(public_id: str) -> Response:
    """Confirm a rate and dates."""
    engagement = queries.get_visible(actor(), public_id)
    form = ApproveForm(prefix="approve")
    return carry_out(
        form,
        lambda: services.approve_engagement(actor(), engagement, **form.terms, version=form.read_version),
        may=partial(ENGAGEMENT.permit, actor(), engagement, "approve"),
        again=partial(_page, public_id, sent=("approve", form)),
        said=lambda: _(
            "The engagement is confirmed: the talent and those who own the mission were told, without the rate."
        ),
        then=partial(url_for, "engagements.show_engagement", public_id=public_id),
    )


@bp.post("/engagements/<public_id>/reject")
@audience(Role.PROCUREMENT)
def reject_engagement(public_id: str) -> Response:
    """Say why it cannot be confirmed."""
    engagement = queries.get_visible(actor(), public_id)
    form = RejectForm(prefix="reject")

    def act() -> None:
        services.reject_engagement(
            actor(), engagement, reason=form.reason.data, text=form.text.data or "", version=form.read_version
        )

    return carry_out(
        form,
        act,
        may=partial(ENGAGEMENT.permit, actor(), engagement, "reject"),
        again=partial(_page, public_id, sent=("reject", form)),
        said=lambda: _("The place is free again: the talent and those who own the mission were told why."),
        then=partial(url_for, "engagements.show_engagement", public_id=public_id),
    )


def _page(
    public_id: str,
    *,
    sent: tuple[str, VersionedForm] | None = None,
    conflict: Overtaken | None = None,
    status: int = 200,
) -> Response:
    engagement = queries.read_sheet(actor(), public_id)
    terms = queries.terms_of(engagement.person)
    refused = sent if conflict is None else None
    forms = {
        "approve": ApproveForm.about(engagement, terms, language()),
        "reject": RejectForm.fresh("reject", version=str(engagement.version)),
    }
    return render(
        "engagements/show.html",
        status=status,
        engagement=engagement,
        available={move.name: move for move in ENGAGEMENT.available(actor(), engagement)},
        forms=forms | dict([refused] if refused else []),
        refused=refused[1] if refused else None,
        conflict=conflict,
        path=path_of(engagement.application, actor()),
        state_words=STATES[engagement.state],
        tone=TONES.get(engagement.state, ""),
        tier=TIERS[engagement.firm.tier] if engagement.firm is not None else "",
        cost=_cost(engagement, terms),
    )


def _cost(engagement: Engagement, terms: ExternalTerms | None) -> dict[str, str] | None:
    """The rate in words and what the whole engagement comes to, from the rate decided or else the one we know."""
    cents = engagement.daily_rate_cents or (terms.daily_rate_cents if terms is not None else None)
    if cents is None:
        return None
    weeks = len(clock.weeks_between(engagement.starts_on, engagement.ends_on))
    days = amounts.working_days(engagement.application.terms.percent, weeks)
    return {
        "rate": amounts.money(cents, engagement.currency, language()),
        "days": f"{days.normalize():f}",
        "total": amounts.money(int(days * cents), engagement.currency, language()),
    }
