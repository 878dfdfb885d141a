"""The photo of a profile: chosen, removed, and sent to those who may see it."""

from __future__ import annotations

from functools import partial

from flask import Blueprint, Response, flash, request, url_for

from portal.core.i18n import gettext as _
from portal.talents.looks.noting import note_when_answered
from portal.talents.photo import queries, services
from portal.talents.photo.forms import PhotoForm
from portal.talents.photo.picture import LARGEST, small_photo
from portal.talents.queries import get_visible
from portal.talents.wording import who_reads
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.htmx import render, see_other

bp = Blueprint("photo", __name__)

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Content-Disposition": "attachment; filename=photo.jpg",
}


@bp.teardown_request
def close_file(error: BaseException | None) -> None:
    """A large file is a temporary one: let go of it with the request."""
    request.close()


@bp.get("/profile/photo")
@audience(Entry.TALENTS)
def show_form() -> Response:
    """One's photo, and the form that takes another one."""
    return _show(None)


@bp.post("/profile/photo")
@audience(Entry.TALENTS)
def choose_photo() -> Response:
    """Draw a small picture of what was sent, and keep that alone."""
    person, form = actor(), PhotoForm()

    def keep() -> None:
        sent = form.photo.data.stream.read(LARGEST + 1)
        services.choose_photo(person, person, small_photo(sent), key=form.sending)

    return carry_out(
        form,
        keep,
        again=partial(_show, form),
        said=lambda: _("This is your photo from now on."),
        then=partial(url_for, "profile.show_profile"),
    )


@bp.post("/profile/photo/remove")
@audience(Entry.TALENTS)
def remove_photo() -> Response:
    """Erase it."""
    person = actor()
    if services.remove_photo(person, person):
        flash(_("Your photo is erased. Your initials stand in its place."), "good")
    return see_other(url_for("photo.show_form"))


@bp.get("/talents/<public_id>/photo")
@audience(Entry.TALENTS)
def send_photo(public_id: str) -> Response:
    """The picture, to those who may see it; to others, as if there were none."""
    reader = actor()
    person = get_visible(reader, public_id)
    sight = queries.sight_of_photo(reader, person)
    note_when_answered(reader, {person.id: sight})
    response = Response(queries.read_photo(person), mimetype="image/jpeg", headers=_HEADERS)
    response.set_etag(person.photo_key or "")
    # Asked again each time, so that a choice holds at once; one's own, which stands on every page, once an hour.
    response.headers["Cache-Control"] = "private, max-age=3600" if person.id == reader.id else "private, no-cache"
    response.make_conditional(request)
    return response


def _show(form: PhotoForm | None, *, status: int = 200, conflict: Overtaken | None = None) -> Response:
    person = actor()
    return render(
        "privacy/photo.html", form=form or PhotoForm(), person=person, readers=who_reads("photo"), status=status
    )
