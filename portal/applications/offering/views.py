"""The pages of those who offer themselves, and the list for those who look for people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Blueprint, Response, flash, request, url_for

from portal.applications.labels import STATES as APPLICATION_STATES
from portal.applications.offering import queries, services
from portal.applications.offering.forms import SelfOfferForm
from portal.applications.offering.labels import STATES, TONES
from portal.applications.offering.lines import line_of
from portal.applications.offering.models import MOST_SKILLS, STANDS, SelfOffer, SelfOfferState
from portal.applications.offering.queries import Filters
from portal.applications.offering.services import Said
from portal.applications.offering.workflow import SELF_OFFER
from portal.core import clock
from portal.core.errors import Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.organization.models import Kind
from portal.skills.models import Skill
from portal.skills.queries import label_of, resolve_label, suggest
from portal.talents.labels import KINDS
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.forms import VersionedForm
from portal.web.htmx import render, see_other
from portal.web.steps import any_step, step_in

bp = Blueprint("selfoffers", __name__)

STEPS = ("renew", "withdraw")
FRAGMENTS = ("skill_labels",)
SOON, LONG = timedelta(weeks=3), timedelta(weeks=11)
SHARES = (10, 20, 40)
LONGEST_WORDS = 100


@bp.get("/self-offers")
@audience(Entry.TALENTS)
def list_shown() -> Response:
    """What people offer to do, for those who look for people; the others are led to what they offer themselves."""
    reader = actor()
    if not queries.may_look(reader):
        flash(_("Those who own a mission read what others offer, and human resources. Here is what you offer."), "info")
        return see_other(url_for("selfoffers.list_mine"))
    filters = _filters()
    page = queries.list_shown(reader, filters, request.args.get("page", 1, type=int))
    return render(
        "selfoffers/list.html",
        page=page,
        lines=[line_of(offer, language()) for offer in page.items],
        filters=filters,
        kind_boxes=[
            {"value": kind.value, "checked": kind in filters.kinds, "label": word, "tally": None}
            for kind, word in KINDS.items()
        ],
        shares=SHARES,
        invitable=queries.who_can_be_invited(reader, [offer.person for offer in page.items]),
        address=partial(url_for, "selfoffers.list_shown", **_asked()),
    )


def _filters() -> Filters:
    share = request.args.get("share", type=int)
    return Filters(
        text=request.args.get("q", "").strip()[:LONGEST_WORDS],
        kinds=tuple(kind for kind in Kind if kind.value in request.args.getlist("kind")),
        share=share if share in SHARES else None,
        fits=request.args.get("fits") == "1",
    )


def _asked() -> dict[str, Any]:
    return {name: request.args.getlist(name) for name in ("q", "kind", "share", "fits") if request.args.get(name)}


@bp.get("/self-offers/mine")
@audience(Entry.TALENTS)
def list_mine() -> Response:
    """What one offers."""
    offers = queries.list_own(actor())
    return render(
        "selfoffers/mine.html",
        offers=offers,
        state_words=STATES,
        tones=TONES,
        days=STANDS.days,
        may_look=queries.may_look(actor()),
    )


@bp.get("/self-offers/new")
@audience(Entry.TALENTS)
def show_form() -> Response:
    """The form, for weeks that begin soon."""
    services.check_may_post(actor())
    first = clock.this_week() + SOON
    return _form_page(SelfOfferForm(prefix="offer", formdata=None, first_week=first, last_week=first + LONG))


@bp.post("/self-offers/new")
@audience(Entry.TALENTS)
def post_offer() -> Response:
    """Show it to those who look for people."""
    return _save(
        SelfOfferForm(prefix="offer"),
        lambda said, form: services.post_self_offer(actor(), said, key=form.sending),
        may=partial(services.check_may_post, actor()),
        then=_("Those who look for people can read it now. You are told when someone invites you."),
    )


@bp.get("/self-offers/<public_id>/edit")
@audience(Entry.TALENTS)
def show_edit_form(public_id: str) -> Response:
    """The form in the words of what one offers."""
    offer = queries.get_visible(actor(), public_id)
    services.check_may_edit(actor(), offer)
    values = {name: getattr(offer, name) for name in ("title", "text", "percent", "first_week", "last_week")}
    names = [label_of(skill, language()) for skill in offer.skills]
    names += [""] * (MOST_SKILLS - len(names))
    return _form_page(
        SelfOfferForm(prefix="offer", formdata=None, version=str(offer.version), skills=names, **values), offer
    )


@bp.post("/self-offers/<public_id>/edit")
@audience(Entry.TALENTS)
def edit_offer(public_id: str) -> Response:
    """Say it otherwise."""
    offer = queries.get_visible(actor(), public_id)
    return _save(
        SelfOfferForm(prefix="offer"),
        lambda said, form: services.edit_self_offer(actor(), offer, said, version=form.read_version),
        may=partial(services.check_may_edit, actor(), offer),
        then=_("Your changes are saved."),
        offer=offer,
    )


def _save(
    form: SelfOfferForm,
    write: Callable[[Said, SelfOfferForm], SelfOffer],
    *,
    may: Callable[[], Any],
    then: str,
    offer: SelfOffer | None = None,
) -> Response:
    made: list[SelfOffer] = []
    return carry_out(
        form,
        lambda: made.append(write(_said(form, offer), form)),
        may=may,
        again=partial(_form_page, form, offer),
        said=lambda: then,
        then=lambda: url_for("selfoffers.show_offer", public_id=made[0].public_id),
    )


def _said(form: SelfOfferForm, offer: SelfOffer | None) -> Said:
    """What the form says; what is edited keeps the language in which it was written."""
    found: list[Skill] = []
    unknown = {}
    for number, row in enumerate(form.skills):
        skill = resolve_label(row.data, language()) if row.data else None
        if skill is not None:
            found.append(skill)
        elif row.data:
            unknown[f"skills-{number}"] = _("The library has no skill of this name: choose one that it suggests.")
    if unknown:
        raise Invalid(fields=unknown)
    names = ("title", "text", "percent", "first_week", "last_week")
    values: dict[str, Any] = {name: form[name].data for name in names}
    return Said(language=offer.language if offer else language(), skills=found, **values)


def _form_page(
    form: SelfOfferForm, offer: SelfOffer | None = None, *, status: int = 200, conflict: Overtaken | None = None
) -> Response:
    if conflict is not None and offer is not None:
        fresh = queries.get_visible(actor(), offer.public_id)
        if fresh.state is not SelfOfferState.OPEN:
            return _page(offer.public_id, status=status, conflict=conflict)
        form.version.data = str(fresh.version)
    typed = next((text for name, text in request.args.items() if name.startswith("offer-skills")), "")
    return render(
        "selfoffers/form.html",
        fragments=FRAGMENTS,
        status=status,
        form=form,
        offer=offer,
        conflict=conflict,
        days=STANDS.days,
        skill_names=[one.label for one in suggest(typed, language())] if typed else [],
    )


@bp.get("/self-offers/<public_id>")
@audience(Entry.TALENTS)
def show_offer(public_id: str) -> Response:
    """One of them: to its author, with what came of it; to those who look for people, with the way to invite."""
    return _page(public_id)


@bp.post(f"/self-offers/<public_id>/{any_step(STEPS)}")
@audience(Entry.TALENTS)
def take_step(public_id: str, step: str) -> Response:
    """Let it stand, or take it off."""
    name = step_in(step)
    offer = queries.get_visible(actor(), public_id)
    form = VersionedForm(prefix=name)
    verb = {"renew": services.renew_self_offer, "withdraw": services.withdraw_self_offer}[name]
    said = {
        "renew": _("It is shown for %(days)s days from today.", days=STANDS.days),
        "withdraw": _("It is taken off. Invitations that you received stay."),
    }
    return carry_out(
        form,
        lambda: verb(actor(), offer, version=form.read_version),
        may=partial(SELF_OFFER.permit, actor(), offer, name),
        again=partial(_page, public_id),
        said=lambda: said[name],
        then=lambda: url_for("selfoffers.show_offer", public_id=public_id),
    )


def _page(public_id: str, *, status: int = 200, conflict: Overtaken | None = None) -> Response:
    reader = actor()
    offer = queries.get_visible(reader, public_id)
    is_mine = offer.person_id == reader.id
    steps = {step.name: step for step in SELF_OFFER.available(reader, offer)}
    return render(
        "selfoffers/offer.html",
        status=status,
        conflict=conflict,
        offer=offer,
        is_mine=is_mine,
        is_open=offer.state is SelfOfferState.OPEN,
        steps=steps,
        forms={name: VersionedForm.fresh(name, version=str(offer.version)) for name in steps},
        may_edit=is_mine and offer.state is SelfOfferState.OPEN,
        invitations=queries.invitations_since(offer) if is_mine else [],
        can_invite=not is_mine and bool(queries.who_can_be_invited(reader, [offer.person])),
        state_words=STATES,
        tones=TONES,
        application_states=APPLICATION_STATES,
    )
