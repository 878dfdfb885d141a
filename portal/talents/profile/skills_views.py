"""The skills of one's own profile, one at a time."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import Any

from flask import Response, flash, get_template_attribute, request, url_for

from portal.core.errors import Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.core.i18n import lazy_gettext as _l
from portal.skills.folding import fold
from portal.skills.models import Skill, SkillState
from portal.skills.proposals import Proposal
from portal.skills.queries import label_of, resolve_label, suggest
from portal.skills.vocabulary.entry import LONGEST_LABEL
from portal.talents import queries, services
from portal.talents.evidence import counting
from portal.talents.models import HeldSkill
from portal.talents.profile.blueprint import bp
from portal.talents.profile.editing import Page, edit
from portal.talents.profile.forms import NewSkillForm, PressForm, SkillForm
from portal.web.access import Entry, actor, audience
from portal.web.forms import read_number
from portal.web.htmx import render, see_other

ALIKE = 0.8
# Where a form says it was opened from, when not from the profile.
STILL_TRUE = "still-true"


@bp.get("/skills/new")
@audience(Entry.TALENTS)
def start_skill() -> Response:
    """The form for one more skill, or for one that was chosen before (`skill`); as letters are typed, the skills of the
    library that may be meant.
    """
    picked = queries.active_skill(request.args["skill"]) if "skill" in request.args else None
    label = (
        label_of(picked, language()) if picked is not None else request.args.get("label", "").strip()[:LONGEST_LABEL]
    )
    form = NewSkillForm(data={"label": label})
    choice = _choice(form, label, is_typing=True)
    return render(
        "talents/new_skill.html", fragments=("skill_options",), **choice | ({"chosen": picked} if picked else {})
    )


@bp.post("/skills")
@audience(Entry.TALENTS)
def add_skill() -> Response:
    """Declare a skill, as named or picked among those found, or propose it."""
    form = NewSkillForm()
    unknown = False
    if form.validate_on_submit():
        try:
            held = _declare(form)
        except Invalid as error:
            form.show_errors(error.fields)
            unknown = error.code == "unknown"
        else:
            flash(_told(held), "good")
            return see_other(url_for("profile.show_profile", _anchor="skills"))
    context = _choice(form, (form.label.data or "").strip()[:LONGEST_LABEL], is_typing=False)
    return render("talents/new_skill.html", **{**context, "unknown": unknown}, status=422)


def _choice(form: NewSkillForm, typed: str, *, is_typing: bool) -> dict[str, Any]:
    found = suggest(typed, language(), is_typing=is_typing) if typed else []
    chosen = next((one.skill for one in found if one.skill.public_id == request.form.get("chosen")), None)
    names = {fold(name) for one in found for name in (one.skill.label_fr, one.skill.label_en, one.found_as) if name}
    return {
        "form": form,
        "typed": typed,
        "suggestions": found,
        "is_known": fold(typed) in names,
        "is_near": any(_resembles(fold(typed), name) for name in names),
        "unknown": False,
        "chosen": chosen,
    }


def _resembles(typed: str, name: str) -> bool:
    """Whether what was typed may be the beginning of a name, or a slip in it: else to propose it comes first."""
    begun = all(any(word.startswith(part) for word in name.split()) for part in typed.split())
    return begun or SequenceMatcher(None, typed, name).ratio() >= ALIKE


def _declare(form: NewSkillForm) -> HeldSkill:
    person = actor()
    skill = Proposal(form.label.data or "", language()) if "propose" in request.form else _named(form)
    return services.add_skill(
        person,
        person,
        skill,
        level=form.chosen_level,
        appetite=form.chosen_appetite,
        key=form.sending,
    )


def _told(held: HeldSkill) -> str:
    name = label_of(held.skill, language())
    if held.skill.state is SkillState.PROPOSED:
        return _(
            "“%(skill)s” is on your profile. It is proposed to the library too: human resources will look at it.",
            skill=name,
        )
    return _("“%(skill)s” is on your profile.", skill=name)


def _named(form: NewSkillForm) -> Skill:
    """Pressed among those found, else chosen in the list and left as it reads there, else named exactly."""
    typed = form.label.data or ""
    picked = request.form.get("pick")
    if picked:
        skill = queries.active_skill(picked)
    else:
        skill = queries.active_skill(request.form.get("chosen", ""))
        if skill is None or fold(typed) not in (fold(skill.label_fr), fold(skill.label_en)):
            skill = resolve_label(typed, language())
    if skill is None:
        raise Invalid(
            code="unknown",
            fields={"label": _l("The library has no skill of exactly this name. Choose the nearest one.")},
        )
    return skill


@bp.route("/skills/<public_id>", methods=["GET", "POST"])
@audience(Entry.TALENTS)
def edit_skill(public_id: str) -> Response:
    """Another level, another appetite."""
    person = actor()

    def start() -> dict[str, object]:
        held = queries.get_held_skill(person, public_id)
        return {
            "version": held.version,
            "level": str(held.level),
            "appetite": held.appetite.value if held.appetite else "",
        }

    held = queries.get_held_skill(person, public_id)
    return edit(
        SkillForm,
        Page(
            "talents/edit_skill.html",
            _("“%(skill)s” is saved, confirmed today.", skill=label_of(held.skill, language())),
            anchor="skills",
            back=_back(),
        ),
        start=start,
        save=lambda form: services.change_skill(
            person,
            person,
            public_id,
            level=form.chosen_level,
            appetite=form.chosen_appetite,
            version=form.read_version,
            key=form.sending,
        ),
        held=held,
        origin=STILL_TRUE if request.args.get("from") == STILL_TRUE else None,
        highest=counting.highest_attested(held),
    )


@bp.post("/skills/<public_id>/confirm")
@audience(Entry.TALENTS)
def confirm_skill(public_id: str) -> Response:
    """Still true."""
    person = actor()
    held = services.confirm_skill(person, person, public_id)
    flash(_("“%(skill)s” is confirmed today.", skill=label_of(held.skill, language())), "good")
    return see_other(url_for("profile.show_profile", _anchor="skills"))


def _back() -> str:
    """The page the press came from: the skills of one's profile, or those to confirm."""
    if request.values.get("from") == STILL_TRUE:
        return url_for("evidence.show_doubts")
    return url_for("profile.show_profile", _anchor="skills")


@bp.post("/skills/<public_id>/remove")
@audience(Entry.TALENTS)
def remove_skill(public_id: str) -> Response:
    """Take a skill off the profile; the answer offers to put it back."""
    person = actor()
    event = services.remove_skill(person, person, public_id, key=PressForm().sending)
    if event is not None:
        name = queries.skill_names([event.data["skill_id"]], language())[event.data["skill_id"]]
        undo = get_template_attribute("talents/_macros.html", "undo_removal")
        flash(undo(_("“%(skill)s” is off your profile.", skill=name), event.id), "good")
    return see_other(_back())


@bp.post("/skills/restore")
@audience(Entry.TALENTS)
def restore_skill() -> Response:
    """Undo a removal."""
    person = actor()
    held = services.restore_skill(person, person, read_number(request.form.get("event")) or 0)
    flash(_("“%(skill)s” is back on your profile.", skill=label_of(held.skill, language())), "good")
    return see_other(_back())
