"""Near-duplicates side by side, and merging two skills."""

from __future__ import annotations

from functools import partial

from flask import Response, flash, get_template_attribute, request, url_for

from portal.accounts.models import Role
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.core.pagination import paginate
from portal.librarian import queries
from portal.librarian.forms import PressForm
from portal.librarian.views.answers import done
from portal.librarian.views.blueprint import bp, page
from portal.skills.library import merging, pairs
from portal.skills.library.moving import foresee
from portal.skills.models import Skill, SkillState
from portal.skills.queries import label_of, resolve_label, suggest
from portal.web.access import actor, audience
from portal.web.answers import Overtaken
from portal.web.forms import version_in
from portal.web.htmx import see_other

PER_PAGE = 10


@bp.get("/pairs")
@audience(Role.HR)
def list_pairs() -> Response:
    """Skills whose names are nearly the same, two by two."""
    shown = paginate(queries.pairs(), request.args.get("page", 1, type=int), per_page=PER_PAGE)
    ids = {skill.id for pair in shown.items for skill in (pair.first, pair.second)}
    return page(
        "librarian/pairs.html",
        "pairs",
        page=shown,
        uses=queries.uses(ids),
        names=queries.other_names(ids),
        form=PressForm(formdata=None),
    )


@bp.post("/pairs/look")
@audience(Role.HR)
def look_for_pairs() -> Response:
    """Look now, instead of within the hour."""
    count = pairs.look_for_pairs()
    flash(
        _("No two skills are nearly the same.") if not count else _("Pairs to look at: %(count)s.", count=count), "good"
    )
    return see_other(url_for("librarian.list_pairs"))


@bp.post("/pairs/<public_id>/<any(part, rejoin):step>")
@audience(Role.HR)
def part_pair(public_id: str, step: str) -> Response:
    """Say that two skills are not one, or take that back."""
    pair = queries.get_pair(public_id)
    if step == "part":
        pairs.part(actor(), pair)
        words = get_template_attribute("librarian/_macros.html", "parted")
        flash(words(_("They are two skills: you will not be shown them together again."), public_id), "good")
    else:
        pairs.rejoin(actor(), pair)
        flash(_("They are shown together again."), "good")
    return see_other(url_for("librarian.list_pairs"))


@bp.get("/skills/<public_id>/merge")
@audience(Role.HR)
def compare(public_id: str) -> Response:
    """A skill beside another, and what merging each into the other would move."""
    return _page(public_id, request.args.get("second", ""), request.args.get("into", ""))


def _page(one: str, other: str, into: str = "", *, status: int = 200, conflict: Overtaken | None = None) -> Response:
    first = queries.get_skill(one)
    second = queries.get_skill(other) if other else resolve_label(into, language()) if into else None
    found = suggest(into or label_of(first, language()), language(), 6, is_typing=False) if second is None else []
    both = [skill for skill in (first, second) if skill is not None]
    ids = [skill.id for skill in (*both, *(one.skill for one in found))]
    return page(
        "librarian/merge.html",
        "skills" if first.state is not SkillState.PROPOSED else "proposals",
        skills=both,
        typed=into,
        resembling=[found_one for found_one in found if found_one.skill.id != first.id],
        uses=queries.uses(ids),
        names=queries.other_names(ids),
        foreseen={} if second is None else _foreseen(first, second),
        room="pairs" if request.values.get("room") == "pairs" else "",
        is_same=second is not None and second.id == first.id,
        form=PressForm(formdata=None),
        conflict=conflict,
        status=status,
    )


def _foreseen(first: Skill, second: Skill) -> dict[int, list[str]]:
    """What would move to each of two skills if it is the one that stays."""
    return {kept.id: foresee(lost.id, kept.id) for lost, kept in ((first, second), (second, first))}


@bp.post("/skills/<public_id>/merge")
@audience(Role.HR)
def merge(public_id: str) -> Response:
    """Merge a skill into the one that the form names."""
    lost, kept_id = queries.get_skill(public_id), request.form.get("kept", "")
    if not kept_id:
        return _page(public_id, "", status=422)
    kept = queries.get_skill(kept_id)
    versions = version_in(request.form.get("lost_version")), version_in(request.form.get("kept_version"))
    form = PressForm()
    was_proposed = lost.state is SkillState.PROPOSED
    room = request.form.get("room", "")
    return done(
        form,
        lambda: merging.merge(actor(), lost, kept, versions=versions, key=form.sending),
        again=partial(_page, public_id, kept_id),
        then=lambda: _back(kept_id, room, was_proposed=was_proposed),
    )


def _back(kept_id: str, room: str, *, was_proposed: bool) -> str:
    if was_proposed:
        return url_for("librarian.list_proposals")
    if room == "pairs":
        return url_for("librarian.list_pairs")
    return url_for("librarian.show_skill", public_id=kept_id)
