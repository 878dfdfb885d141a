"""Keeping, clearing and not keeping one's own searches."""

from __future__ import annotations

from flask import Blueprint, Response, flash, request, url_for

from portal.core.i18n import gettext as _
from portal.discovery.recent import services
from portal.discovery.suggest.panel import TARGET, show
from portal.web.access import Entry, actor, audience
from portal.web.htmx import see_other, wants_fragment

bp = Blueprint("recent", __name__, url_prefix="/search/recent")


@bp.post("")
@audience(Entry.TALENTS)
def keep_search() -> Response:
    """Keep a search that was just sent; the page says so while it leaves, and waits for no answer."""
    services.keep_search(actor(), request.form.get("text", ""))
    return Response(status=204)


@bp.post("/clear")
@audience(Entry.TALENTS)
def clear_searches() -> Response:
    """Clear one search, or all of them: below the box, what is left; else the search page."""
    person, one = actor(), request.form.get("one", "")
    if one:
        services.forget_search(person, one)
    else:
        services.forget_searches(person)
    if wants_fragment((TARGET,)):
        return show(person, "")
    gone = _("“%(text)s” is no longer among your recent searches.", text=one) if one else ""
    flash(gone or _("Your recent searches are cleared."), "good")
    return see_other(url_for("discovery.search"))


@bp.post("/keeping")
@audience(Entry.TALENTS)
def choose_keeping() -> Response:
    """Have one's searches kept, or not."""
    keeps = request.form.get("keep") == "yes"
    services.choose_keeping(actor(), keeps)
    said = (
        _("Your searches are kept from now on, for you alone.")
        if keeps
        else _("Your searches are no longer kept, and those that were are cleared.")
    )
    flash(said, "good")
    return see_other(url_for("accounts.show_account", _anchor="searches-title"))
