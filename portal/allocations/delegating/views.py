"""The page where a manager says who decides while they are away."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, request, url_for

from portal.allocations.delegating import queries, services
from portal.allocations.delegating.forms import DelegationForm
from portal.allocations.delegating.workflow import DELEGATION
from portal.core.errors import Invalid
from portal.core.i18n import gettext as _
from portal.missions.drafting.typed import colleagues_of, employee_meant, employees_named, person_label
from portal.organization.delegations import Delegation
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.forms import VersionedForm
from portal.web.htmx import render
from portal.web.steps import Step, any_step, step_in

bp = Blueprint("delegations", __name__)

FRAGMENTS = ("people_labels",)
STEPS: dict[str, Step[Delegation]] = {
    "take_back": Step(
        VersionedForm,
        lambda who, delegation, form: services.take_back(who, delegation, version=form.read_version),
        lambda delegation: _("You decide again. %(name)s was told.", name=delegation.delegate.full_name),
    ),
    "hand_back": Step(
        VersionedForm,
        lambda who, delegation, form: services.hand_back(who, delegation, version=form.read_version),
        lambda delegation: _("%(name)s decides again, and was told.", name=delegation.manager.full_name),
    ),
}


@bp.get("/delegations")
@audience(Entry.EMPLOYEES)
def list_delegations() -> Response:
    """Who decides in my place and when, and in whose place I decide."""
    return _page()


@bp.post("/delegations")
@audience(Entry.EMPLOYEES)
def give_delegation() -> Response:
    """Have someone decide in my place."""
    form = DelegationForm(prefix="give")
    made: list[Delegation] = []

    def act() -> None:
        person_id, sentence = employee_meant(form.person.data or "")
        if sentence is not None:
            raise Invalid(fields={"person": sentence})
        made.append(
            services.give_delegation(
                actor(),
                delegate_id=person_id,
                first_day=form.first_day.data,
                last_day=form.last_day.data,
                text=form.text.data or "",
                key=form.sending,
            )
        )

    return carry_out(
        form,
        act,
        may=partial(services.check_may_give, actor()),
        again=partial(_page, form),
        said=lambda: _("%(name)s was told.", name=made[0].delegate.full_name),
        then=partial(url_for, "delegations.list_delegations"),
    )


@bp.post(f"/delegations/<public_id>/{any_step(STEPS)}")
@audience(Entry.EMPLOYEES)
def end_delegation(public_id: str, step: str) -> Response:
    """Take my decisions back, or hand back those of someone."""
    name = step_in(step)
    delegation = queries.get_visible(actor(), public_id)
    form = VersionedForm(prefix=name)
    return STEPS[name].take(
        delegation,
        form,
        may=partial(DELEGATION.permit, actor(), delegation, name),
        again=partial(_page, None),
        then=partial(url_for, "delegations.list_delegations"),
    )


def _page(form: DelegationForm | None = None, *, status: int = 200, conflict: Overtaken | None = None) -> Response:
    typed = request.args.get("give-person", "")
    found = queries.list_delegations(actor())
    manages = queries.manages(actor())
    people = employees_named(typed) if typed else colleagues_of(actor())
    return render(
        "delegations/list.html",
        fragments=FRAGMENTS,
        status=status,
        found=found,
        form=(form if conflict is None and form is not None else DelegationForm(prefix="give", formdata=None))
        if manages
        else None,
        fresh=lambda name, one: STEPS[name].fresh_form(name, one.version),
        people_names=[person_label(person) for person in people],
        conflict=conflict,
    )
