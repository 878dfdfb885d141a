"""The feeds themselves, and the secret addresses that their readers make and end."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, request, url_for

from portal.core.i18n import gettext as _
from portal.core.i18n import speaking
from portal.discovery.feeds import atom, services
from portal.discovery.feeds.entries import feed_of
from portal.discovery.feeds.queries import opened_by
from portal.discovery.saved.queries import get_search
from portal.mail.outbox import link_to
from portal.web.access import Entry, actor, audience
from portal.web.forms import Form
from portal.web.htmx import render, see_other

bp = Blueprint("feeds", __name__)

# A news reader keeps what it read for its one reader, and asks each time whether there is more.
_HEADERS = {
    "Cache-Control": "private, no-cache",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}


@bp.get("/feeds/<token>.atom")
@audience(Entry.PUBLIC)
def send_feed(token: str) -> Response:
    """A feed, for whoever holds its address: a news reader does not sign in. Unknown and ended ones are not found."""
    address = opened_by(token)
    if address is None:
        abort(404)
    with speaking(address.person.locale):
        document = atom.write(feed_of(address, link_to("feeds.send_feed", token=token)))
    response = Response(document, content_type=f"{atom.MEDIA_TYPE}; charset=utf-8", headers=_HEADERS)
    response.headers["Content-Language"] = address.person.locale
    response.add_etag()
    response.make_conditional(request)
    return response


@bp.post("/searches/feed")
@audience(Entry.TALENTS)
def open_missions_feed() -> Response:
    """A new address for the feed of the open missions."""
    return _open(None)


@bp.post("/searches/feed/end")
@audience(Entry.TALENTS)
def end_missions_feed() -> Response:
    """No more feed of the open missions."""
    return _end(None)


@bp.post("/searches/<public_id>/feed")
@audience(Entry.TALENTS)
def open_search_feed(public_id: str) -> Response:
    """A new address for the feed of a saved search."""
    return _open(public_id)


@bp.post("/searches/<public_id>/feed/end")
@audience(Entry.TALENTS)
def end_search_feed(public_id: str) -> Response:
    """No more feed of a saved search."""
    return _end(public_id)


def _open(public_id: str | None) -> Response:
    """The address is shown in the answer itself, once: nothing keeps it, and no cookie carries it."""
    person = actor()
    token = services.make_address(person, public_id, key=Form().sending)
    search = None if public_id is None else get_search(person, public_id)
    address = None if token is None else link_to("feeds.send_feed", token=token)
    return render("searches/feed.html", search=search, address=address, form=Form(formdata=None))


def _end(public_id: str | None) -> Response:
    services.end_address(actor(), public_id)
    flash(_("The feed is ended: its address opens nothing any more."), "good")
    if public_id is None:
        return see_other(url_for("searches.list_searches"))
    return see_other(url_for("searches.show_search", public_id=public_id))
