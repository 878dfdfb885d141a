"""One's notices, one's choices about mails, and the end of the mails of a kind."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from flask import Blueprint, Response, abort, flash, get_template_attribute, request, url_for

from portal.core.i18n import gettext as _
from portal.core.i18n import language, ngettext
from portal.extensions import csrf
from portal.notices import queries, services, wording
from portal.notices.choices import choices_of
from portal.notices.ending import DIGEST, read_ending_token
from portal.notices.foretelling import Foretelling, foretold
from portal.notices.forms import ChoicesForm
from portal.notices.kinds import KINDS, kind_named
from portal.web.access import Entry, actor, audience
from portal.web.addresses import prefix
from portal.web.answers import Overtaken, carry_out
from portal.web.forms import read_number
from portal.web.htmx import render, see_other
from portal.web.security import local_path

bp = Blueprint("notices", __name__, url_prefix="/notices")


@bp.app_template_global("foretold")
def show_foretold(step: str) -> Foretelling | None:
    """What the form of a step would have people told, when that was just asked: see `notices/_foretold.html`."""
    return foretold(step)


@bp.get("")
@audience(Entry.TALENTS)
def list_notices() -> Response:
    """What waits for my answer, then what I was told, day by day."""
    only_unread = request.args.get("show") == "unread"
    number = request.args.get("page", 1, type=int)
    told = queries.told_to(actor(), number, language(), only_unread=only_unread)

    def address(number: int) -> str | None:
        show = "unread" if only_unread else None
        return url_for("notices.list_notices", show=show, page=number) if 1 <= number <= told.page.pages else None

    return render(
        "notices/list.html",
        told=told,
        only_unread=only_unread,
        root=prefix() or "",
        previous=address(told.page.number - 1),
        following=address(told.page.number + 1),
    )


@bp.post("/<public_id>/open")
@audience(Entry.TALENTS)
def open_notice(public_id: str) -> Response:
    """Read a notice, and go where it leads."""
    notice = services.mark_read(actor(), public_id)
    return see_other(f"{prefix() or ''}{notice.link}" if notice.link else url_for("notices.list_notices"))


@bp.post("/<public_id>/read")
@audience(Entry.TALENTS)
def mark_read(public_id: str) -> Response:
    """This one is read."""
    services.mark_read(actor(), public_id)
    return see_other(_back())


@bp.post("/<public_id>/unread")
@audience(Entry.TALENTS)
def mark_unread(public_id: str) -> Response:
    """This one is to be read again."""
    services.mark_unread(actor(), public_id)
    return see_other(_back())


@bp.post("/read")
@audience(Entry.TALENTS)
def mark_all_read() -> Response:
    """All that the page knew of is read; the answer offers to undo it."""
    count, at = services.mark_all_read(actor(), last=read_number(request.form.get("last")) or 0)
    if count:
        undo = get_template_attribute("notices/_macros.html", "undo_read")
        said = ngettext("%(num)d notification is marked as read.", "%(num)d notifications are marked as read.", count)
        flash(undo(said, at.isoformat()), "good")
    return see_other(url_for("notices.list_notices"))


@bp.post("/read/undo")
@audience(Entry.TALENTS)
def undo_read() -> Response:
    """What was marked together is unread again."""
    try:
        at = datetime.fromisoformat(request.form.get("at", ""))
    except ValueError:
        abort(400)
    if at.tzinfo is None:
        abort(400)
    services.undo_read(actor(), at)
    return see_other(url_for("notices.list_notices"))


def _back() -> str:
    return local_path(request.form.get("next")) or url_for("notices.list_notices")


@bp.route("/choices", methods=["GET", "POST"])
@audience(Entry.TALENTS)
def edit_choices() -> Response:
    """How each kind of mail comes, when none does, and when the mail of the day leaves."""
    person = actor()
    if request.method == "GET":
        return _choices_page(ChoicesForm.starting(choices_of(person.id)))
    form = ChoicesForm()
    return carry_out(
        form,
        lambda: services.choose(person, form.wish),
        again=partial(_choices_page, form),
        said=lambda: _("Your choices are kept: they hold from the next mail on."),
        then=partial(url_for, "notices.edit_choices"),
    )


def _choices_page(form: ChoicesForm, *, status: int = 200, conflict: Overtaken | None = None) -> Response:
    always = [kind for kind in KINDS if not kind.may_silence]
    elsewhere = [(kind, kind.chosen_at) for kind in KINDS if kind.chosen_at]
    return render(
        "notices/choices.html",
        form=form,
        rhythms=wording.RHYTHMS,
        always=always,
        elsewhere=elsewhere,
        conflict=conflict,
        status=status,
    )


@bp.route("/end/<token>", methods=["GET", "POST"])
@audience(Entry.PUBLIC)
@csrf.exempt
def end_mails(token: str) -> Response:
    """Where the link of a mail leads: it asks first, and a press ends the mails of that kind.

    A mail program may press for its reader (RFC 8058): it has no page of ours, hence no token of a form. What it sends
    says so, and the link itself is what allows it.
    """
    presses = request.method == "POST"
    if presses and request.form.get("List-Unsubscribe") != "One-Click":
        csrf.protect()
    named = read_ending_token(token)
    person = services.person_named(named[0]) if named else None
    if named is None or person is None:
        abort(404)
    if presses:
        services.end_mails(*named)
    kind = kind_named(named[1])
    if kind is None and named[1] != DIGEST:
        abort(404)
    still_sent = not presses and bool(services.ended_by(person, named[1]))
    name = kind.name if kind else _("The mail of the day")
    return render("notices/end.html", name=name, still_sent=still_sent, token=token)
