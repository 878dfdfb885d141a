"""The skills of one's own profile, one at a time."""

from __future__ import annotations

from flask import Response, flash, get_template_attribute, request, url_for

from portal.core.errors import Invalid
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.core.i18n import lazy_gettext as _l
from portal.skills.models import Skill
from portal.skills.queries import label_of, resolve_label, suggest
from portal.talents import queries, services
from portal.talents.profile.blueprint import bp
from portal.talents.profile.editing import Page, edit
from portal.talents.profile.forms import NewSkillForm, PressForm, SkillForm
from portal.web.access import Entry, actor, audience
from portal.web.forms import read_number
from portal.web.htmx import render, see_other


@bp.get("/skills/new")
@audience(Entry.TALENTS)
def start_skill() -> Response:
    """The form for one more skill; as letters are typed, the names of the library that may be meant."""
    label = request.args.get("label", "")
    form = NewSkillForm(data={"label": label[:300]})
    return render(
        "talents/new_skill.html",
        fragments=("skill_labels",),
        form=form,
        suggestions=suggest(label, language()) if label.strip() else [],
        unknown=False,
    )


@bp.post("/skills")
@audience(Entry.TALENTS)
def add_skill() -> Response:
    """Declare a skill, as named or as picked among those proposed."""
    person = actor()
    form = NewSkillForm()
    unknown = False
    if form.validate_on_submit():
        try:
            held = services.add_skill(
                person,
                person,
                _named(form),
                level=form.chosen_level,
                appetite=form.chosen_appetite,
                key=form.submission_key.data,
            )
        except Invalid as error:
            form.show_errors(error.fields)
            unknown = error.code == "unknown"
        else:
            flash(_("“%(skill)s” is on your profile.", skill=label_of(held.skill, language())), "good")
            return see_other(url_for("profile.show_profile", _anchor="skills"))
    near = suggest(form.label.data or "", language())
    return render("talents/new_skill.html", form=form, suggestions=near, unknown=unknown, status=422)


def _named(form: NewSkillForm) -> Skill:
    picked = request.form.get("pick")
    skill = queries.active_skill(picked) if picked else resolve_label(form.label.data or "", language())
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
        ),
        start=start,
        save=lambda form: services.change_skill(
            person,
            person,
            public_id,
            level=form.chosen_level,
            appetite=form.chosen_appetite,
            version=form.read_version,
            key=form.submission_key.data,
        ),
        held=held,
    )


@bp.post("/skills/<public_id>/confirm")
@audience(Entry.TALENTS)
def confirm_skill(public_id: str) -> Response:
    """Still true."""
    person = actor()
    held = services.confirm_skill(person, person, public_id)
    flash(_("“%(skill)s” is confirmed today.", skill=label_of(held.skill, language())), "good")
    return see_other(url_for("profile.show_profile", _anchor="skills"))


@bp.post("/skills/<public_id>/remove")
@audience(Entry.TALENTS)
def remove_skill(public_id: str) -> Response:
    """Take a skill off the profile; the answer offers to put it back."""
    person = actor()
    event = services.remove_skill(person, person, public_id, key=PressForm().submission_key.data)
    if event is not None:
        name = queries.skill_names([event.data["skill_id"]], language())[event.data["skill_id"]]
        undo = get_template_attribute("talents/_macros.html", "undo_removal")
        flash(undo(_("“%(skill)s” is off your profile.", skill=name), event.id), "good")
    return see_other(url_for("profile.show_profile", _anchor="skills"))


@bp.post("/skills/restore")
@audience(Entry.TALENTS)
def restore_skill() -> Response:
    """Undo a removal."""
    person = actor()
    held = services.restore_skill(person, person, read_number(request.form.get("event")) or 0)
    flash(_("“%(skill)s” is back on your profile.", skill=label_of(held.skill, language())), "good")
    return see_other(url_for("profile.show_profile", _anchor="skills"))
