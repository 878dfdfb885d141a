"""The demo's outbox: every mail the portal wrote, instead of a mail box for each person."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request, url_for

from portal.core.pagination import paginate
from portal.mail.queries import mails
from portal.web.access import Entry, audience
from portal.web.htmx import render

bp = Blueprint("mail", __name__)

LONGEST_FILTER = 254


@bp.get("/outbox")
@audience(Entry.DEMO)
def list_mails() -> Response:
    """The mails written so far, newest first, for everyone or for one person."""
    recipient = request.args.get("to", "").strip()[:LONGEST_FILTER]
    page = paginate(mails(recipient), request.args.get("page", 1, type=int))

    def address(number: int) -> str | None:
        return url_for("mail.list_mails", to=recipient or None, page=number) if 1 <= number <= page.pages else None

    return render(
        "mail/outbox.html",
        fragments=("results",),
        page=page,
        recipient=recipient,
        sends=bool(current_app.config["MAIL_URL"]),
        previous=address(page.number - 1),
        following=address(page.number + 1),
    )
