"""The library: its families, its skills, what is suggested while someone types, where the words come from."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, request, url_for

from portal import policies
from portal.core.i18n import language
from portal.core.pagination import paginate
from portal.skills import queries
from portal.skills.extensions import figures_for
from portal.skills.models import SkillState
from portal.skills.occupations import queries as occupations
from portal.skills.queries import label_of
from portal.skills.suggestions.index import LONGEST_QUESTION
from portal.web.access import Entry, actor, audience
from portal.web.htmx import render

bp = Blueprint("skills", __name__)

PER_PAGE = 30


@bp.get("/skills")
@audience(Entry.TALENTS)
def list_skills() -> Response:
    """The families, or the skills found in one of them or under some words."""
    text = request.args.get("q", "").strip()[:LONGEST_QUESTION]
    key = request.args.get("family", "")
    families = queries.families(language())
    family = next((row.family for row in families if row.family.key == key), None)
    page = None
    if text or family is not None:
        select = queries.library(text, family.key if family else "", language())
        page = paginate(select, request.args.get("page", 1, type=int), per_page=PER_PAGE)
    return render(
        "skills/library.html",
        fragments=("results",),
        text=text,
        family=family,
        families=families,
        page=page,
        governs=policies.library_govern(actor()),
    )


@bp.get("/skills/suggest")
@audience(Entry.TALENTS)
def suggest_skills() -> Response:
    """The options of a field that names a skill."""
    found = queries.suggest(request.args.get("q", ""), language())
    return render("skills/_suggestions.html", suggestions=found)


@bp.get("/skills/<public_id>")
@audience(Entry.TALENTS)
def show_skill(public_id: str) -> Response:
    """One skill: its names in both languages, and how many hold it or ask for it."""
    skill = queries.get_visible(public_id)
    if skill.state is SkillState.MERGED and skill.successor is not None:
        return redirect(url_for("skills.show_skill", public_id=skill.successor.public_id))  # type: ignore[return-value]
    figures = figures_for(actor(), skill, label_of(skill, language()))
    return render(
        "skills/skill.html",
        skill=skill,
        names=queries.names_of(skill),
        figures=figures,
        governs=policies.library_govern(actor()),
    )


@bp.get("/about/data")
@audience(Entry.PUBLIC)
def show_sources() -> Response:
    """Where the library's words come from, and under which licence."""
    return render("skills/sources.html", counts=queries.count_by_source(), occupations=occupations.count_by_source())
