"""The mails that did not leave, for administrators: to whom and why, never what they say."""

from __future__ import annotations

from flask import Response, flash, request, url_for

from portal.accounts.models import Role
from portal.administration import mails
from portal.administration.views.blueprint import bp
from portal.core.i18n import gettext as _
from portal.core.i18n import ngettext
from portal.mail import queries
from portal.notices.kinds import DIGEST, KINDS
from portal.web.access import actor, audience
from portal.web.forms import read_number
from portal.web.htmx import render, see_other


@bp.get("/administration/mails")
@audience(Role.ADMINISTRATOR)
def list_stuck_mails() -> Response:
    """What was given up, and whether others wait."""
    page = queries.parked_mails(request.args.get("page", 1, type=int))

    def address(number: int) -> str | None:
        return url_for("administration.list_stuck_mails", page=number) if 1 <= number <= page.pages else None

    return render(
        "administration/mails.html",
        page=page,
        queue=queries.queue_of_mails(parked=page.total),
        kinds={event: kind.name for kind in KINDS for event in kind.events} | {DIGEST: _("The mail of the day")},
        previous=address(page.number - 1),
        following=address(page.number + 1),
    )


@bp.post("/administration/mails/retry")
@audience(Role.ADMINISTRATOR)
def retry_mails() -> Response:
    """Try one again, or all of them."""
    named = request.form.get("mail", "")
    count = mails.retry_mails(actor(), (read_number(named) or 0) if named else None)
    said = ngettext("%(num)d mail is tried again.", "%(num)d mails are tried again.", count)
    flash(said if count else _("Nothing was left to try again."), "good")
    return see_other(url_for("administration.list_stuck_mails"))
