"""One's saved searches, and the end of the mails about one of them."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, flash, get_template_attribute, redirect, request, url_for

from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.core.pagination import Page
from portal.core.reindex import MISSION
from portal.discovery.answers import Answer, Found
from portal.discovery.asking import Ask
from portal.discovery.excerpts import cards
from portal.discovery.feeds.queries import feeds_of
from portal.discovery.rows import mission_rows, talent_rows
from portal.discovery.saved import queries, services
from portal.discovery.saved.forms import SearchForm, form_of
from portal.discovery.saved.models import MAILED, MOST, SavedSearch
from portal.discovery.saved.notifications import read_ending_token
from portal.discovery.saved.wording import ALERTS, HINTS, all_described, changed, described, suggested_name
from portal.extensions import csrf
from portal.organization.models import Person
from portal.web.access import Entry, actor, audience, current_person
from portal.web.answers import Overtaken, carry_out
from portal.web.forms import Form, read_number
from portal.web.htmx import render, see_other

bp = Blueprint("searches", __name__)


@bp.get("/searches")
@audience(Entry.TALENTS)
def list_searches() -> Response:
    """The searches that one keeps, with how much is new for each, and one's feeds."""
    person = actor()
    searches = queries.searches_of(person)
    return render(
        "searches/list.html",
        searches=searches,
        news={row.public_id: row.count for row in queries.news_of(person)},
        feeds=feeds_of(person),
        described=all_described(searches),
        alerts={alert: str(word) for alert, word in ALERTS.items()},
        most=MOST,
        form=Form(),
    )


@bp.route("/searches/new", methods=["GET", "POST"])
@audience(Entry.TALENTS)
def save_search() -> Response:
    """Keep the search that the address says, under a name."""
    person, ask = actor(), _asked()
    if request.method == "GET":
        if ask.is_blank:
            return redirect(url_for("discovery.search"))  # type: ignore[return-value]
        return _form_page(SearchForm(data={"name": suggested_name(ask)}), ask, None)
    form = SearchForm()
    saved: list[SavedSearch] = []
    return carry_out(
        form,
        lambda: saved.append(services.save_search(person, ask, form.wish, key=form.sending)),
        again=lambda status, conflict=None: _form_page(form, ask, None, status=status, conflict=conflict),
        said=lambda: _("“%(name)s” is saved.", name=saved[0].name),
        then=partial(url_for, "searches.list_searches"),
    )


@bp.get("/searches/<public_id>")
@audience(Entry.TALENTS)
def show_search(public_id: str) -> Response:
    """What was found for a search since it is kept, the latest first, as one may read it now."""
    person = actor()
    search = queries.get_search(person, public_id)
    page = queries.finds_of(person, search, request.args.get("page", 1, type=int))
    return render(
        "searches/show.html",
        search=search,
        ask=search.ask,
        said=described(search.ask),
        alert=ALERTS[search.alert],
        page=page,
        fresh=sum(sight.is_new for sight in page.items),
        cards=_cards(person, page),
        feed=feeds_of(person).get(search.id),
        form=Form(),
    )


@bp.route("/searches/<public_id>/edit", methods=["GET", "POST"])
@audience(Entry.TALENTS)
def edit_search(public_id: str) -> Response:
    """Another name, another alert, and other words or filters when the address says them: see the search page."""
    person, asked = actor(), _asked()
    search = queries.get_search(person, public_id)

    if request.method == "GET":
        return _form_page(form_of(search), search.ask if asked.is_blank else asked, search)
    form = SearchForm()

    def again(*, status: int, conflict: Overtaken | None = None) -> Response:
        found = queries.get_search(person, public_id)
        shown = form if conflict is None else form_of(found)
        return _form_page(shown, found.ask if asked.is_blank else asked, found, status=status, conflict=conflict)

    return carry_out(
        form,
        lambda: services.change_search(
            person,
            public_id,
            form.wish,
            None if asked.is_blank else asked,
            version=form.read_version,
            key=form.sending,
        ),
        again=again,
        said=lambda: changed(form.wish.name, form.wish.alert, None if asked.is_blank else asked),
        then=partial(url_for, "searches.list_searches"),
    )


@bp.post("/searches/<public_id>/seen")
@audience(Entry.TALENTS)
def mark_seen(public_id: str) -> Response:
    """What the page showed was looked at."""
    services.mark_seen(actor(), public_id, read_number(request.form.get("last")) or 0)
    return see_other(url_for("searches.show_search", public_id=public_id))


@bp.post("/searches/<public_id>/delete")
@audience(Entry.TALENTS)
def delete_search(public_id: str) -> Response:
    """Stop keeping it; the answer offers to put it back."""
    search = services.delete_search(actor(), public_id, key=Form().sending)
    if search is not None:
        undo = get_template_attribute("searches/_macros.html", "undo_delete")
        flash(undo(_("“%(name)s” is deleted, with its alert and its feed.", name=search.name), public_id), "good")
    return see_other(url_for("searches.list_searches"))


@bp.post("/searches/restore")
@audience(Entry.TALENTS)
def restore_search() -> Response:
    """Put a deleted one back."""
    search = services.restore_search(actor(), request.form.get("search", "")[:22])
    flash(_("“%(name)s” is back, with its alert.", name=search.name), "good")
    return see_other(url_for("searches.list_searches"))


@bp.route("/searches/end/<token>", methods=["GET", "POST"])
@audience(Entry.PUBLIC)
@csrf.exempt
def end_mails(token: str) -> Response:
    """Where the link of a mail leads: it asks first, and a press ends the mails.

    A mail program may press for its reader (RFC 8058): it has no page of ours, hence no token of a form. What it sends
    says so, and the link itself is what allows it. The name of the search is its owner's alone: a link travels.
    """
    presses = request.method == "POST"
    if presses and request.form.get("List-Unsubscribe") != "One-Click":
        csrf.protect()
    public_id = read_ending_token(token)
    if public_id is None:
        abort(404)
    search = services.end_mails(public_id) if presses else queries.search_named(public_id)
    still_sent = search is not None and search.alert in MAILED
    reader = current_person()
    name = search.name if search is not None and reader is not None and reader.id == search.person_id else ""
    return render("searches/end.html", search=search, name=name, still_sent=still_sent, token=token)


def _asked() -> Ask:
    return Ask.read(request.args, is_external=actor().is_external).alone()


def _form_page(
    form: SearchForm, ask: Ask, search: SavedSearch | None, *, status: int = 200, conflict: Overtaken | None = None
) -> Response:
    return render(
        "searches/form.html",
        form=form,
        ask=ask,
        search=search,
        said=described(ask),
        hints=HINTS,
        conflict=conflict,
        status=status,
    )


def _cards(person: Person, page: Page) -> list[Any]:
    """What to draw for the finds of a page: nothing that the reader may not read."""
    missions = mission_rows(person, [sight.row_id for sight in page.items if sight.kind == MISSION])
    people = talent_rows([sight.row_id for sight in page.items if sight.kind != MISSION])
    rows: list[Any] = [(missions if one.kind == MISSION else people).get(one.row_id) for one in page.items]
    found = [Found(one.kind, row) for one, row in zip(page.items, rows, strict=True) if row is not None]
    return cards(person, Answer(found, len(found), 1), language())
