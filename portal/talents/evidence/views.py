"""Endorsing a colleague's skill, hiding an endorsement, and saying that one's skills are still true."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, flash, request, url_for

from portal.core.errors import Conflict, Forbidden, NotFound
from portal.core.i18n import gettext as _
from portal.core.i18n import language, ngettext
from portal.organization.models import Person
from portal.skills.queries import label_of
from portal.talents.evidence import confirming, endorsing
from portal.talents.evidence.forms import EndorseForm, WithdrawForm
from portal.talents.labels import LEVEL_WORD
from portal.talents.limits import MOST_SKILLS
from portal.talents.looks.noting import note_when_answered
from portal.talents.models import HeldSkill, Section, SkillEvidence
from portal.talents.visibility import sight_into
from portal.talents.wording import words
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.forms import typed_in
from portal.web.htmx import render, see_other, wants_fragment

bp = Blueprint("evidence", __name__)
bp.context_processor(words)

MOST_CONFIRMED = MOST_SKILLS


@bp.route("/talents/skills/<public_id>/endorsement", methods=["GET", "POST"])
@audience(Entry.TALENTS)
def endorse_skill(public_id: str) -> Response:
    """Say that one has seen a colleague at work with a skill: in one press from the profile, or with a word here."""
    reader = actor()
    held, person = endorsing.get_subject(reader, public_id)
    if request.method == "GET":
        return _show(reader, held, person)
    form = EndorseForm()

    def again(*, status: int, conflict: Overtaken | None = None) -> Response:
        held, person = endorsing.get_subject(reader, public_id)
        return _show(reader, held, person, form=form if conflict is None else None, conflict=conflict, status=status)

    def told() -> str:
        (said,) = done
        words = {"skill": label_of(held.skill, language()), "name": person.full_name}
        if said.endorsement.hidden_at is not None:
            return _("What you say of “%(skill)s” is kept. %(name)s does not show it on their profile.", **words)
        words["level"] = str(LEVEL_WORD[said.endorsement.level])
        if said.is_mailed:
            return _("You endorsed “%(skill)s” of %(name)s at the level “%(level)s”. They were told.", **words)
        return _("You endorsed “%(skill)s” of %(name)s at the level “%(level)s”. Their profile says it.", **words)

    done: list[endorsing.Said] = []
    return carry_out(
        form,
        lambda: done.append(
            endorsing.endorse_skill(reader, public_id, form.word, version=form.read_version, key=form.sending)
        ),
        again=again,
        said=told,
        then=lambda: url_for("talents.show_talent", public_id=person.public_id, _anchor="skills"),
    )


@bp.post("/talents/endorsements/<public_id>/withdraw")
@audience(Entry.TALENTS)
def withdraw_endorsement(public_id: str) -> Response:
    """Take one's endorsement back, from the page of the skill while it is shown, from the profile afterwards."""
    reader, form = actor(), WithdrawForm()
    try:
        own = endorsing.withdraw_endorsement(reader, public_id, version=form.read_version)
    except Conflict as error:
        try:
            held, person = endorsing.held_behind(reader, endorsing.get_own(reader, public_id))
        except (NotFound, Forbidden):
            raise error from None
        return _show(reader, held, person, conflict=Overtaken(error.message, typed_in(form)), status=409)
    flash(_("Nobody reads your endorsement of “%(skill)s” any more.", skill=label_of(own.skill, language())), "good")
    return see_other(url_for("talents.show_talent", public_id=own.person.public_id, _anchor="skills"))


def _show(
    reader: Person,
    held: HeldSkill,
    person: Person,
    *,
    form: EndorseForm | None = None,
    conflict: Overtaken | None = None,
    status: int = 200,
) -> Response:
    standing = endorsing.endorsement_by(reader, held)
    version = endorsing.version_of(standing)
    note_when_answered(reader, {person.id: sight_into(reader, person, Section.SKILLS)})
    return render(
        "evidence/endorse.html",
        form=form or EndorseForm(formdata=None, data=_start(held, standing if version else None, version)),
        held=held,
        person=person,
        standing=standing if version else None,
        version=version,
        conflict=conflict,
        status=status,
    )


def _start(held: HeldSkill, standing: SkillEvidence | None, version: int) -> dict[str, Any]:
    """What stands; else the level that the person declares."""
    level = held.level if standing is None else standing.level
    return {"level": str(level), "context": "" if standing is None else standing.context, "version": version}


@bp.post("/profile/endorsements/<public_id>/<any(hide, show):step>")
@audience(Entry.TALENTS)
def show_endorsement(public_id: str, step: str) -> Response:
    """Hide from one's profile what a colleague said, or show it again."""
    endorsement = endorsing.show_endorsement(actor(), public_id, hidden=step == "hide")
    name = endorsement.by.full_name
    if step == "hide":
        flash(_("What %(name)s said is hidden. Only the two of you still read it.", name=name), "good")
    else:
        flash(_("What %(name)s said is on your profile again.", name=name), "good")
    return see_other(url_for("profile.show_profile", _anchor="skills"))


@bp.get("/profile/still-true")
@audience(Entry.TALENTS)
def show_doubts() -> Response:
    """The skills that were not confirmed for six months."""
    return _doubts()


@bp.post("/profile/still-true")
@audience(Entry.TALENTS)
def confirm_doubts() -> Response:
    """Still true: one of the skills shown, or all of them. Whoever has a script stays on the page, a row shorter."""
    person = actor()
    shown = request.form.getlist("skill")[:MOST_CONFIRMED]
    count = confirming.confirm_skills(person, person, [public_id[:22] for public_id in shown])
    told = ngettext("%(num)d skill is confirmed today.", "%(num)d skills are confirmed today.", count)
    if wants_fragment(("doubts",)):
        return _doubts(told=told)
    flash(told, "good")
    return see_other(url_for("evidence.show_doubts"))


@bp.post("/profile/still-true/reminders")
@audience(Entry.TALENTS)
def set_reminders() -> Response:
    """Stop being reminded, or be reminded again."""
    person = actor()
    wanted = request.form.get("wanted") == "yes"
    confirming.set_reminders(person, person, wanted=wanted)
    if wanted:
        flash(_("A mail reminds you again, at most once in six months."), "good")
    else:
        flash(_("No mail reminds you of this page any more."), "good")
    return see_other(url_for("evidence.show_doubts"))


def _doubts(*, told: str = "") -> Response:
    person = actor()
    return render(
        "evidence/still_true.html",
        fragments=("doubts",),
        doubts=confirming.doubts_of(person, language()),
        stopped_at=confirming.stopped_at(person),
        told=told,
    )
