"""The pages of proposals."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

from flask import Blueprint, Response, request, url_for

from portal import policies
from portal.core import clock
from portal.core.errors import Invalid, NotFound
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.missions.drafting.typed import employee_meant, employees_named, person_label
from portal.missions.proposing import queries, services
from portal.missions.proposing.forms import AnswerForm, ProposalForm
from portal.missions.proposing.labels import STATES, TONES
from portal.missions.proposing.models import WAITS, MissionProposal
from portal.missions.proposing.services import Idea
from portal.missions.proposing.workflow import PROPOSAL
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.forms import VersionedForm
from portal.web.htmx import render
from portal.web.steps import any_step, step_in

bp = Blueprint("proposals", __name__)

ANSWERS = ("sponsor", "decline", "withdraw")
FRAGMENTS = ("people_labels",)
SOON, LONG = timedelta(weeks=4), timedelta(weeks=7)
_KEPT = ("title", "objective", "deliverables", "percent")


@bp.get("/proposals")
@audience(Entry.TALENTS)
def list_proposals() -> Response:
    """What one proposes, and what one is asked to sponsor."""
    reader = actor()
    return render(
        "proposals/list.html",
        written=queries.list_written(reader) if policies.mission_propose(reader) else [],
        received=queries.list_received(reader),
        may_propose=policies.mission_propose(reader),
        state_words=STATES,
        tones=TONES,
        days=WAITS.days,
    )


@bp.get("/proposals/new")
@audience(Entry.TALENTS)
def show_proposal_form() -> Response:
    """The form; with `from`, in the words of a proposal of one's own that was not taken up."""
    services.check_may_propose(actor())
    first = clock.this_week() + SOON
    return _form_page(ProposalForm(prefix="idea", formdata=None, data=_words_of_former(first)))


def _words_of_former(first: Any) -> dict[str, Any]:
    values: dict[str, Any] = {"first_week": first, "last_week": first + LONG}
    if "from" not in request.args:
        return values
    former = queries.get_visible(actor(), request.args["from"])
    if former.author_id != actor().id:
        raise NotFound
    values |= {name: getattr(former, name) for name in _KEPT}
    if former.first_week >= clock.this_week():
        values |= {"first_week": former.first_week, "last_week": former.last_week}
    return values


@bp.post("/proposals/new")
@audience(Entry.TALENTS)
def propose() -> Response:
    """Put it to an employee."""
    form = ProposalForm(prefix="idea")
    made: list[MissionProposal] = []

    def act() -> None:
        sponsor_id, sentence = employee_meant(form.sponsor.data or "")
        if sentence is not None:
            raise Invalid(fields={"sponsor": sentence})
        made.append(services.propose(actor(), _idea(form), sponsor_id=sponsor_id, key=form.sending))

    return carry_out(
        form,
        act,
        may=partial(services.check_may_propose, actor()),
        again=partial(_form_page, form),
        said=lambda: _("%(name)s was told, and you are told of the answer.", name=made[0].sponsor.full_name),
        then=lambda: url_for("proposals.show_proposal", public_id=made[0].public_id),
    )


def _idea(form: ProposalForm) -> Idea:
    names = ("title", "objective", "deliverables", "percent", "first_week", "last_week")
    values: dict[str, Any] = {name: form[name].data for name in names}
    return Idea(language=language(), **values)


def _form_page(form: ProposalForm, *, status: int = 200, conflict: Overtaken | None = None) -> Response:
    typed = request.args.get("idea-sponsor", "")
    return render(
        "proposals/form.html",
        fragments=FRAGMENTS,
        status=status,
        form=form,
        conflict=conflict,
        people_names=[person_label(person) for person in employees_named(typed)],
        until=clock.today() + WAITS,
    )


@bp.get("/proposals/<public_id>")
@audience(Entry.TALENTS)
def show_proposal(public_id: str) -> Response:
    """One proposal, what became of it, and the answer."""
    return _page(public_id)


@bp.post(f"/proposals/<public_id>/{any_step(ANSWERS)}")
@audience(Entry.TALENTS)
def answer(public_id: str, step: str) -> Response:
    """Sponsor it, decline it, or take it back."""
    name = step_in(step)
    proposal = queries.get_visible(actor(), public_id)
    form: Any = AnswerForm(prefix=name) if name == "decline" else VersionedForm(prefix=name)
    verbs = {
        "sponsor": lambda: services.sponsor_proposal(actor(), proposal, version=form.read_version),
        "decline": lambda: services.decline_proposal(
            actor(), proposal, text=form.text.data or "", version=form.read_version
        ),
        "withdraw": lambda: services.withdraw_proposal(actor(), proposal, version=form.read_version),
    }
    said = {
        "sponsor": _("The mission is yours to write. %(name)s was told.", name=proposal.author.full_name),
        "decline": _("Your answer was sent to %(name)s.", name=proposal.author.full_name),
        "withdraw": _("It is taken back, and %(name)s was told.", name=proposal.sponsor.full_name),
    }
    return carry_out(
        form,
        verbs[name],
        may=partial(PROPOSAL.permit, actor(), proposal, name),
        again=partial(_page, public_id, sent=(name, form)),
        said=lambda: said[name],
        then=lambda: _then(proposal, name),
    )


def _then(proposal: MissionProposal, name: str) -> str:
    if name == "sponsor" and proposal.mission is not None:
        return url_for("missions.show_mission", public_id=proposal.mission.public_id)
    return url_for("proposals.show_proposal", public_id=proposal.public_id)


def _page(
    public_id: str,
    *,
    sent: tuple[str, VersionedForm] | None = None,
    status: int = 200,
    conflict: Overtaken | None = None,
) -> Response:
    reader = actor()
    proposal = queries.get_visible(reader, public_id)
    version = str(proposal.version)
    steps = PROPOSAL.available(reader, proposal)
    forms = {
        step.name: (AnswerForm if step.name == "decline" else VersionedForm).fresh(step.name, version=version)
        for step in steps
    }
    refused = sent if conflict is None else None
    return render(
        "proposals/proposal.html",
        status=status,
        proposal=proposal,
        is_author=reader.id == proposal.author_id,
        steps={step.name: step for step in steps},
        forms=forms | dict([refused] if refused else []),
        opened=refused[0] if refused else "",
        conflict=conflict,
        why=queries.why_not(proposal),
        stage=queries.stage_of(proposal.mission) if proposal.mission is not None else "",
        reads=queries.may_read_mission(reader, proposal),
        state_words=STATES,
        tones=TONES,
    )
