"""Profiles of others, and the directory."""

from __future__ import annotations

from typing import cast

from flask import Blueprint, Response, request

from portal.accounts.models import Role
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.organization.models import Person
from portal.talents import directory, queries
from portal.talents.evidence.endorsing import may_endorse, said_of
from portal.talents.extensions import panels_for
from portal.talents.labels import KINDS
from portal.talents.looks.noting import note_when_answered
from portal.talents.models import Section
from portal.talents.privacy.previews import preview_named, previews_of, told
from portal.talents.wording import words
from portal.web.access import Entry, actor, audience
from portal.web.csv import csv_response
from portal.web.facets import boxes
from portal.web.htmx import render

bp = Blueprint("talents", __name__)
bp.context_processor(words)


@bp.get("/talents")
@audience(Entry.TALENTS)
def list_talents() -> Response:
    """The directory: everyone who is here, narrowed by filters."""
    filters = directory.Filters.read(request.args, actor(), language())
    found = directory.find(filters, language(), page=request.args.get("page", 1, type=int))
    return render(
        "talents/directory.html",
        fragments=("results",),
        found=found,
        filters=filters,
        kinds=KINDS,
        kind_boxes=boxes(KINDS, filters.kinds, found.kind_counts),
    )


@bp.get("/talents/export.csv")
@audience(Role.HR)
def export_talents() -> Response:
    """The directory as filtered, as a table for a spreadsheet."""
    filters = directory.Filters.read(request.args, actor(), language())
    return csv_response(_("talents") + ".csv", directory.table(filters, language()), language())


@bp.get("/talents/<public_id>")
@audience(Entry.TALENTS)
def show_talent(public_id: str) -> Response:
    """Someone's profile, as this reader may see it. One's own can be looked at through the eyes of others."""
    reader = actor()
    person = queries.get_visible(reader, public_id)
    preview = preview_named(person, request.args.get("as", "")) if person.id == reader.id else None
    eyes = cast(Person, preview.reader) if preview is not None else reader
    page = queries.read_profile(eyes, person, language())
    if preview is None:
        note_when_answered(reader, {person.id: page.sight})
    return render(
        "talents/profile.html",
        page=page,
        editing=False,
        endorsing=may_endorse(reader, person),
        # What the reader said stays theirs to take back when the skills are shown to them no more.
        said=said_of(reader, person) if preview is None and Section.SKILLS not in page.sight else [],
        preview=preview,
        told=told(preview, eyes) if preview is not None else "",
        previews=previews_of(person) if preview is not None else [],
        history=[],
        panels=panels_for(eyes, person) if page.in_full else {"main": [], "aside": []},
    )
