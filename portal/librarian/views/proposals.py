"""The queue of proposals: take them as they are or edited, or refuse them. Merging is in `merging`."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, request, url_for

from portal.accounts.models import Role
from portal.core.errors import NotFound
from portal.core.i18n import language
from portal.core.pagination import paginate
from portal.librarian import queries
from portal.librarian.forms import PressForm, RefuseForm, WordsForm, start_of
from portal.librarian.views.answers import done
from portal.librarian.views.blueprint import bp, page
from portal.skills.library import proposals
from portal.skills.models import Skill, SkillState
from portal.skills.queries import proposed_skills, suggest
from portal.web.access import actor, audience
from portal.web.answers import Overtaken

RESEMBLING = 4


@bp.get("/proposals")
@audience(Role.HR)
def list_proposals() -> Response:
    """What waits for an answer, the oldest first."""
    shown = paginate(proposed_skills(), request.args.get("page", 1, type=int))
    ids = [skill.id for skill in shown.items]
    return page(
        "librarian/proposals.html", "proposals", page=shown, by=queries.proposals_of(ids), uses=queries.uses(ids)
    )


@bp.get("/proposals/<public_id>")
@audience(Role.HR)
def show_proposal(public_id: str) -> Response:
    """One proposal, what resembles it, and the ways to answer."""
    return _page(public_id)


def _proposed(public_id: str) -> Skill:
    skill = queries.get_skill(public_id)
    if skill.source != "proposed":
        raise NotFound
    return skill


def _page(
    public_id: str,
    *,
    words: WordsForm | None = None,
    refusal: RefuseForm | None = None,
    status: int = 200,
    conflict: Overtaken | None = None,
) -> Response:
    skill = _proposed(public_id)
    if conflict:
        words = refusal = None
    if words is None:
        words = WordsForm(formdata=None, **start_of(proposals.as_it_is(skill), skill.version))
        words.offer(queries.family_choices(), language())
    text = skill.label_fr or skill.label_en
    found = suggest(text, language(), RESEMBLING, is_typing=False) if skill.state is SkillState.PROPOSED else []
    return page(
        "librarian/proposal.html",
        "proposals",
        skill=skill,
        text=text,
        by=queries.proposals_of([skill.id])[skill.id],
        uses=queries.uses([skill.id, *(one.skill.id for one in found)]),
        resembling=found,
        form=words,
        refusal=refusal or RefuseForm(formdata=None, version=str(skill.version)),
        as_is=PressForm(formdata=None, version=str(skill.version)),
        conflict=conflict,
        status=status,
    )


def _next() -> str:
    return url_for("librarian.list_proposals")


@bp.post("/proposals/<public_id>/accept")
@audience(Role.HR)
def accept_proposal(public_id: str) -> Response:
    """Take it in, in the words of the form."""
    skill = _proposed(public_id)
    form = WordsForm()
    form.offer(queries.family_choices(), language())
    return done(
        form,
        lambda: proposals.accept(actor(), skill, form.wording(), version=form.read_version, key=form.sending),
        again=partial(_page, public_id, words=form),
        then=_next,
    )


@bp.post("/proposals/<public_id>/accept-as-it-is")
@audience(Role.HR)
def accept_as_it_is(public_id: str) -> Response:
    """Take it in as it was written, in both languages."""
    skill = _proposed(public_id)
    form = PressForm()
    words = proposals.as_it_is(skill)
    typed: dict[str, Any] = start_of(words, skill.version)

    def again(*, status: int, conflict: Overtaken | None = None) -> Response:
        shown = WordsForm(formdata=None, **typed)
        shown.offer(queries.family_choices(), language())
        shown.show_errors({name: " ".join(map(str, errors)) for name, errors in form.errors.items()})
        shown.form_errors.extend(form.form_errors)
        return _page(public_id, words=shown, status=status, conflict=conflict)

    return done(
        form,
        lambda: proposals.accept(actor(), skill, words, version=form.read_version, key=form.sending),
        again=again,
        then=_next,
    )


@bp.post("/proposals/<public_id>/refuse")
@audience(Role.HR)
def refuse_proposal(public_id: str) -> Response:
    """Leave it out, with a sentence to whoever proposed it."""
    skill = _proposed(public_id)
    form = RefuseForm()
    return done(
        form,
        lambda: proposals.refuse(actor(), skill, form.words.data or "", version=form.read_version, key=form.sending),
        again=partial(_page, public_id, refusal=form),
        then=_next,
    )
