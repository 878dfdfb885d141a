"""One's own profile: the page, and its texts, experience, languages and availability. Skills are in `skills_views`."""

from __future__ import annotations

from flask import Response, flash, url_for

from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.organization.models import Person
from portal.talents import queries, services
from portal.talents.availability.queries import pauses_of
from portal.talents.extensions import panels_for
from portal.talents.models import Circle
from portal.talents.privacy.previews import previews_of
from portal.talents.privacy.wording import readers_told
from portal.talents.profile import skills_views, story
from portal.talents.profile.blueprint import bp
from portal.talents.profile.editing import Page, edit
from portal.talents.profile.forms import (
    AvailabilityForm,
    ExperienceForm,
    IdentityForm,
    LanguagesForm,
    PressForm,
    rows_of,
)
from portal.web.access import Entry, actor, audience
from portal.web.htmx import render, see_other

# Importing the views of skills is what gives them their addresses.
__all__ = ["bp", "skills_views"]


@bp.get("")
@audience(Entry.TALENTS)
def show_profile() -> Response:
    """One's own page: what others see, with what is for oneself alone and the ways to change it."""
    person = actor()
    page = queries.read_profile(person, person, language())
    return render(
        "talents/profile.html",
        page=page,
        readers=readers_told(person, page.profile.circles),
        editing=True,
        endorsing=False,
        preview=None,
        told="",
        # Owners see what any colleague does unless a section says otherwise.
        previews=previews_of(person, with_owners=Circle.OWNERS in page.profile.circles.values()),
        history=story.tell(queries.history_of(person)),
        panels=panels_for(person, person),
    )


@bp.route("/identity", methods=["GET", "POST"])
@audience(Entry.TALENTS)
def edit_identity() -> Response:
    """The headline and the summary."""
    person = actor()
    return edit(
        IdentityForm,
        Page("talents/edit_identity.html", _("Your headline and summary are saved.")),
        start=lambda: _columns(person, "headline_fr", "headline_en", "summary_fr", "summary_en"),
        save=lambda form: services.edit_identity(
            person, person, form.texts, version=form.read_version, key=form.sending
        ),
    )


@bp.route("/availability", methods=["GET", "POST"])
@audience(Entry.TALENTS)
def edit_availability() -> Response:
    """What share of the week is free, and when."""
    person = actor()

    def start() -> dict[str, object]:
        columns = _columns(person, "availability_share", "available_from", "available_until", "notice_weeks")
        return {**columns, "share": columns["availability_share"]}

    return edit(
        AvailabilityForm,
        Page("talents/edit_availability.html", _("Your availability is saved.")),
        start=start,
        save=lambda form: services.set_availability(
            person, person, form.availability, version=form.read_version, key=form.sending
        ),
        pauses=pauses_of(person.id),
    )


@bp.route("/languages", methods=["GET", "POST"])
@audience(Entry.TALENTS)
def edit_languages() -> Response:
    """The languages spoken."""
    person = actor()

    def start() -> dict[str, object]:
        spoken = queries.languages_of(person.id)
        return {**_columns(person), "languages": rows_of((row.code, row.level.value) for row in spoken)}

    return edit(
        LanguagesForm,
        Page("talents/edit_languages.html", _("Your languages are saved."), anchor="languages"),
        start=start,
        save=lambda form: services.set_languages(
            person, person, form.levels, version=form.read_version, key=form.sending
        ),
    )


@bp.route("/experience/new", methods=["GET", "POST"])
@audience(Entry.TALENTS)
def add_experience() -> Response:
    """One more occupation."""
    person = actor()
    return edit(
        ExperienceForm,
        Page("talents/edit_experience.html", _("This experience is on your profile."), anchor="experience"),
        start=dict,
        save=lambda form: services.add_experience(person, person, form.occupation, key=form.sending),
        experience=None,
    )


@bp.route("/experience/<public_id>", methods=["GET", "POST"])
@audience(Entry.TALENTS)
def edit_experience(public_id: str) -> Response:
    """An occupation, corrected."""
    person = actor()

    def start() -> dict[str, object]:
        found = queries.get_experience(person, public_id)
        return {column.key: getattr(found, column.key) for column in found.__table__.columns}

    return edit(
        ExperienceForm,
        Page("talents/edit_experience.html", _("This experience is saved."), anchor="experience"),
        start=start,
        save=lambda form: services.change_experience(
            person,
            person,
            public_id,
            form.occupation,
            version=form.read_version,
            key=form.sending,
        ),
        experience=queries.get_experience(person, public_id),
    )


@bp.post("/experience/<public_id>/remove")
@audience(Entry.TALENTS)
def remove_experience(public_id: str) -> Response:
    """Take an occupation off the profile."""
    person = actor()
    services.remove_experience(person, person, public_id, key=PressForm().sending)
    flash(_("This experience is off your profile."), "good")
    return see_other(url_for("profile.show_profile", _anchor="experience"))


def _columns(person: Person, *names: str) -> dict[str, object]:
    profile = queries.profile_of(person)
    return {"version": profile.version, **{name: getattr(profile, name) for name in names}}
