"""What one's own profile may lack: the page, and the two answers to a suggestion besides adding it."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, get_template_attribute, request, url_for

from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.skills.queries import label_of
from portal.talents.hidden_skills import queries, services
from portal.talents.profile.forms import PressForm
from portal.talents.wording import words
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.htmx import render

bp = Blueprint("hidden_skills", __name__, url_prefix="/profile")
bp.context_processor(words)

SOME = 3


@bp.get("/suggestions")
@audience(Entry.TALENTS)
def list_hidden_skills() -> Response:
    """What profiles like one's own often have, with what says so, and what was set aside."""
    return _page()


@bp.get("/suggestions/some")
@audience(Entry.TALENTS)
def show_some_hidden_skills() -> Response:
    """The first of them, which one's own profile asks for once it is scrolled to: it waits for nothing of this."""
    found = queries.hidden_skills(actor(), language(), SOME)
    return render("talents/_hidden_skills.html", hidden_skills=found)


@bp.post("/suggestions/set-aside")
@audience(Entry.TALENTS)
def set_aside_skill() -> Response:
    """Not me: the answer offers to take it back."""
    person, public_id = actor(), request.form.get("skill", "")
    names: list[str] = []

    def said() -> str:
        undo = get_template_attribute("talents/_macros.html", "undo_setting_aside")
        sentence: str = undo(_("“%(skill)s” will not be suggested again.", skill=names[0]), public_id)
        return sentence

    return carry_out(
        PressForm(),
        lambda: names.append(label_of(services.set_aside(person, person, public_id), language())),
        again=_page,
        said=said,
        then=_where_from,
    )


@bp.post("/suggestions/restore")
@audience(Entry.TALENTS)
def restore_hidden_skill() -> Response:
    """A skill that was set aside may be suggested again."""
    person = actor()
    names: list[str] = []
    return carry_out(
        PressForm(),
        lambda: names.append(
            label_of(services.consider_again(person, person, request.form.get("skill", "")), language())
        ),
        again=_page,
        said=lambda: _("“%(skill)s” may be suggested again.", skill=names[0]),
        then=partial(url_for, "hidden_skills.list_hidden_skills"),
    )


def _where_from() -> str:
    if "profile" in request.form:
        return url_for("profile.show_profile", _anchor="hidden-skills")
    return url_for("hidden_skills.list_hidden_skills")


def _page(*, status: int = 200, conflict: Overtaken | None = None) -> Response:
    person = actor()
    return render(
        "talents/hidden_skills.html",
        groups=queries.by_source(queries.hidden_skills(person, language())),
        aside=queries.set_aside(person, language()),
        conflict=conflict,
        status=status,
    )
