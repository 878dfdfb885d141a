"""The pages of missions that change hands."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, request, url_for

from portal.accounts.models import Role
from portal.core import clock
from portal.core.errors import Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.missions import queries as missions
from portal.missions.drafting.typed import colleagues_of, employee_meant, employees_named, person_label
from portal.missions.labels import BRIEF_TITLES, STATES
from portal.missions.models import Mission
from portal.missions.transferring import queries, services
from portal.missions.transferring.forms import DeclineForm, TransferForm
from portal.missions.transferring.models import QUESTION, MissionTransfer
from portal.missions.transferring.workflow import TRANSFER
from portal.missions.views.page import mission_page
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.csv import csv_response
from portal.web.forms import VersionedForm
from portal.web.htmx import render
from portal.web.steps import any_step, step_in

bp = Blueprint("transfers", __name__)

ANSWERS = ("accept", "decline", "call_off")
FRAGMENTS = ("people_labels",)


@bp.get("/missions/<public_id>/transfer")
@audience(Entry.EMPLOYEES)
def show_transfer_form(public_id: str) -> Response:
    """The form that asks someone to take a mission over."""
    mission = missions.get_visible(actor(), public_id)
    services.check_may_ask(actor(), mission)
    return _form_page(mission, TransferForm(prefix="transfer", formdata=None, version=str(mission.version)))


@bp.post("/missions/<public_id>/transfer")
@audience(Entry.EMPLOYEES)
def ask_transfer(public_id: str) -> Response:
    """Ask someone to take a mission over."""
    mission = missions.get_visible(actor(), public_id)
    form = TransferForm(prefix="transfer")
    made: list[MissionTransfer] = []

    def act() -> None:
        person_id, sentence = employee_meant(form.person.data or "")
        if sentence is not None:
            raise Invalid(fields={"person": sentence})
        made.append(
            services.ask_transfer(
                actor(),
                mission,
                person_id=person_id,
                text=form.text.data or "",
                version=form.read_version,
                key=form.sending,
            )
        )

    return carry_out(
        form,
        act,
        may=partial(services.check_may_ask, actor(), mission),
        again=partial(_ask_again, public_id, form),
        said=lambda: _("%(name)s was asked. You are told of the answer.", name=made[0].to.full_name),
        then=partial(url_for, "missions.show_mission", public_id=public_id),
    )


def _ask_again(public_id: str, form: TransferForm, *, status: int, conflict: Overtaken | None = None) -> Response:
    if conflict is not None:
        return mission_page(public_id, conflict=conflict, status=status)
    return _form_page(missions.get_visible(actor(), public_id), form, status=status)


def _form_page(mission: Mission, form: TransferForm, *, status: int = 200) -> Response:
    typed = request.args.get("transfer-person", "")
    people = employees_named(typed) if typed else colleagues_of(actor())
    return render(
        "transfers/form.html",
        fragments=FRAGMENTS,
        status=status,
        mission=mission,
        form=form,
        people_names=[person_label(person) for person in people],
        until=clock.today() + QUESTION,
    )


@bp.get("/transfers")
@audience(Entry.EMPLOYEES)
def list_asked() -> Response:
    """The missions one is asked to take over."""
    return render("transfers/asked.html", questions=queries.list_asked(actor(), language()))


@bp.get("/transfers/<public_id>")
@audience(Entry.EMPLOYEES)
def show_transfer(public_id: str) -> Response:
    """One question: the mission, who asks and until when, and the answer."""
    return _page(public_id)


@bp.post(f"/transfers/<public_id>/{any_step(ANSWERS)}")
@audience(Entry.EMPLOYEES)
def answer(public_id: str, step: str) -> Response:
    """Accept, decline, or take the question back."""
    name = step_in(step)
    transfer = queries.get_visible(actor(), public_id)
    form: Any = DeclineForm(prefix=name) if name == "decline" else VersionedForm(prefix=name)
    verbs = {
        "accept": lambda: services.accept_transfer(actor(), transfer, version=form.read_version),
        "decline": lambda: services.decline_transfer(
            actor(), transfer, text=form.text.data or "", version=form.read_version
        ),
        "call_off": lambda: services.call_off_transfer(actor(), transfer, version=form.read_version),
    }
    return carry_out(
        form,
        verbs[name],
        may=partial(TRANSFER.permit, actor(), transfer, name),
        again=partial(_page, public_id, sent=(name, form)),
        said=lambda: _said(transfer)[name],
        then=lambda: _then(transfer, name),
    )


def _said(transfer: MissionTransfer) -> dict[str, str]:
    return {
        "accept": _("The mission is yours. Everyone concerned was told."),
        "decline": _("Your answer was sent. The mission stays where it was."),
        "call_off": _("The question is taken back, and %(name)s was told.", name=transfer.to.full_name),
    }


def _then(transfer: MissionTransfer, name: str) -> str:
    if name == "decline":
        return url_for("transfers.show_transfer", public_id=transfer.public_id)
    return url_for("missions.show_mission", public_id=transfer.mission.public_id)


def _page(
    public_id: str,
    *,
    sent: tuple[str, VersionedForm] | None = None,
    status: int = 200,
    conflict: Overtaken | None = None,
) -> Response:
    transfer = queries.get_visible(actor(), public_id)
    version = str(transfer.version)
    steps = TRANSFER.available(actor(), transfer)
    forms = {
        step.name: (DeclineForm if step.name == "decline" else VersionedForm).fresh(step.name, version=version)
        for step in steps
    }
    refused = sent if conflict is None else None
    return render(
        "transfers/transfer.html",
        status=status,
        transfer=transfer,
        mission=transfer.mission,
        steps={step.name: step for step in steps},
        forms=forms | dict([refused] if refused else []),
        opened=refused[0] if refused else "",
        conflict=conflict,
        brief_titles=BRIEF_TITLES,
        state_words=STATES,
        reads=transfer.mission.published_at is not None or actor().id != transfer.to_id,
    )


@bp.get("/ownerless-missions")
@audience(Role.HR)
def list_ownerless() -> Response:
    """The missions that nobody owns."""
    found = queries.list_ownerless(language())
    return render("transfers/ownerless.html", missions=found, most=queries.MOST)


@bp.get("/ownerless-missions.csv")
@audience(Role.HR)
def export_ownerless() -> Response:
    """The same for a spreadsheet."""
    name = _("missions-without-an-owner")
    rows = queries.table(queries.list_ownerless(language()))
    return csv_response(f"{name}-{clock.today().isoformat()}.csv", rows, language())
