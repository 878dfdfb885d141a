"""One's own time, week by week; and the time of others to confirm."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from flask import Blueprint, Response, abort, request, url_for

from portal import policies
from portal.allocations import time_queries as queries
from portal.allocations import time_services as services
from portal.allocations.time_forms import AskForm, ConfirmForm, WeekForm, blank_form, entry_value, fill_asked, sent_form
from portal.allocations.time_rules import OLDEST_WEEKS, parse_week, week_name
from portal.allocations.time_tables import PersonTime, to_confirm
from portal.allocations.time_weeks import my_time
from portal.core import clock
from portal.core.errors import Forbidden
from portal.core.i18n import gettext as _
from portal.core.i18n import language, ngettext
from portal.core.i18n import lazy_gettext as _l
from portal.web.access import Entry, actor, audience
from portal.web.answers import Overtaken, carry_out
from portal.web.htmx import render
from portal.web.jinja import hours, week

bp = Blueprint("time", __name__)


@bp.get("/time")
@audience(Entry.TALENTS)
def show_time() -> Response:
    """My weeks, what they hold and what waits for confirmation."""
    return _time_page(asked=parse_week(request.args.get("week", "")))


@bp.post("/time/<name>")
@audience(Entry.TALENTS)
def declare_week(name: str) -> Response:
    """Keep one week for all missions."""
    monday = parse_week(name)
    if monday is None:
        abort(404)
    form = sent_form(monday)
    fill = fill_asked(request.form.get("fill"))
    if fill is not None:
        form.leave_out_unreadable()
    total: list[int] = []
    return carry_out(
        form,
        lambda: total.append(services.declare_week(actor(), monday, form.declared(), fill=fill, key=form.sending)),
        again=partial(_time_page, asked=monday, sent=form),
        said=lambda: _(
            "%(week)s: %(hours)s h declared. You can correct them until they are confirmed.",
            week=week(monday),
            hours=hours(total[0]),
        ),
        then=partial(url_for, "time.show_time"),
    )


@bp.get("/time/to-confirm")
@audience(Entry.EMPLOYEES)
def list_to_confirm() -> Response:
    """The time of others that waits for me."""
    return _confirm_page(ConfirmForm())


@bp.post("/time/to-confirm")
@audience(Entry.EMPLOYEES)
def confirm_time() -> Response:
    """Confirm what is checked, or the one line whose button was pressed."""
    form = ConfirmForm()
    done: list[services.Confirmation] = []
    return carry_out(
        form,
        lambda: done.append(services.confirm_time(actor(), form.chosen(request.form.get("only")), key=form.sending)),
        again=partial(_confirm_page, form),
        said=lambda: ngettext(
            "%(hours)s h of one person are confirmed.",
            "%(hours)s h of %(num)d people are confirmed.",
            done[0].people,
            hours=hours(done[0].minutes),
        ),
        then=partial(url_for, "time.list_to_confirm"),
    )


@bp.route("/time/entries/<public_id>/ask", methods=["GET", "POST"])
@audience(Entry.EMPLOYEES)
def ask_about(public_id: str) -> Response:
    """Send a question back before confirming."""
    entry = queries.get_visible(actor(), [public_id])[0]
    if not policies.time_confirm(actor(), entry):
        raise Forbidden(_l("This is not yours to decide."))
    form = AskForm()
    if request.method == "GET":
        return _ask_page(public_id, form)
    return carry_out(
        form,
        lambda: services.ask_about(actor(), entry, text=form.text.data or "", key=form.sending),
        again=partial(_ask_page, public_id, form),
        said=lambda: _(
            "Your question was sent to %(name)s by mail. The time waits here meanwhile.", name=entry.person.full_name
        ),
        then=partial(url_for, "time.list_to_confirm"),
    )


def _ask_page(public_id: str, form: AskForm, *, status: int = 200, conflict: Overtaken | None = None) -> Response:
    entry = queries.get_visible(actor(), [public_id])[0]
    return render("time/ask.html", status=status, entry=entry, form=form, conflict=conflict)


def _time_page(
    *, asked: date | None = None, sent: WeekForm | None = None, conflict: Overtaken | None = None, status: int = 200
) -> Response:
    person = actor()
    mine = my_time(person, asked)
    sent = sent if conflict is None else None
    forms = {
        shown.week: sent if sent is not None and shown.week == asked else blank_form(shown) for shown in mine.weeks
    }
    page = request.args.get("page", 1, type=int)
    return render(
        "time/my_time.html",
        status=status,
        mine=mine,
        forms=forms,
        history=queries.history_of(person, page, language()),
        conflict=conflict,
        tabs=_tabs("time.show_time"),
        week_name=week_name,
        oldest=clock.this_week() - timedelta(weeks=OLDEST_WEEKS),
    )


def _confirm_page(form: ConfirmForm, *, conflict: Overtaken | None = None, status: int = 200) -> Response:
    if conflict is not None:
        form = ConfirmForm(formdata=None)
        sentence = _("Nothing was confirmed: one of these lines changed in the meantime. Here is how they stand now.")
        conflict = Overtaken(sentence, [])
    entries = queries.entries_to_confirm(actor())
    people = to_confirm(entries)
    return render(
        "time/to_confirm.html",
        status=status,
        people=people,
        is_cut=len(entries) == queries.LONGEST_LIST,
        form=form,
        unchecked=_unchecked(form, people),
        entry_value=entry_value,
        conflict=conflict,
        tabs=_tabs("time.list_to_confirm", len(entries) if len(entries) < queries.LONGEST_LIST else None),
    )


def _unchecked(form: ConfirmForm, people: Sequence[PersonTime]) -> set[str]:
    """Lines left out of a form that was refused; on a fresh page, those far above what was planned."""
    rows = [row for one in people for _, of_week in one.weeks for row in of_week]
    if form.is_submitted() and form.errors:
        return {entry_value(row.entry) for row in rows} - set(form.entries.data or [])
    return {entry_value(row.entry) for row in rows if row.is_far_above}


def _tabs(current: str, waiting: int | None = None) -> list[dict[str, object]]:
    """The two sides of time; none for who confirms for nobody: an external, or someone without a team or a mission.

    `waiting` is how many entries wait for them, when that is known.
    """
    if actor().is_external:
        return []
    if waiting is None:
        waiting, confirms = queries.confirming(actor())
        if not confirms and current == "time.show_time":
            return []
    tabs = [("time.show_time", _("My time"), None), ("time.list_to_confirm", _("To confirm"), waiting or None)]
    return [
        {"label": label, "href": url_for(endpoint), "current": endpoint == current, "count": count}
        for endpoint, label, count in tabs
    ]
