"""Fields that no page of ours writes that way: numbers that are none, keys of other forms, lines in a title."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.core.outbox import OutboxItem
from portal.extensions import db
from portal.missions.models import Mission
from portal.web.forms import NO_VERSION, one_line, read_number, version_in
from tests.factories import week

# What `str.isdigit` takes for a number and `int` refuses, and more digits than `int` reads.
ODD_NUMBERS = ["²", "9" * 5000, "-1", "1e3", "1.5", " ", "٣"]
NEW = "/missions/new"
WHOLE = {
    "do": "submit",
    "objective_en": "One record for each customer",
    "deliverables_en": "An inventory",
    "success_sign_en": "A month without a double",
    "context_en": "Two teams write the same things",
    "tools_en": "Excel, and the CRM",
    "co_owner": "Jade Petit",
    "seats-0-title_en": "Analyst",
    "seats-0-first_week": week(3).isoformat(),
    "seats-0-last_week": week(6).isoformat(),
}


@pytest.mark.parametrize("text", ODD_NUMBERS)
def test_only_plain_digits_are_a_number(text):
    assert read_number(text) is None
    assert version_in(text) == NO_VERSION


def test_a_number_and_a_version_are_read():
    assert (read_number("42"), version_in("42")) == (42, 42)
    assert (read_number(""), version_in(""), version_in(None)) == (None, None, None)


def test_what_stands_on_one_line_stays_there():
    assert one_line(" Data\r\nBcc: x\u2028y\x00 \u202etitle\u2069 👩‍💻 ") == "Data Bcc: x y  title 👩‍💻"
    assert one_line(None) is None


@pytest.mark.parametrize("version", ODD_NUMBERS)
def test_an_unreadable_version_is_a_stale_one(visit, cast, version):
    ines = visit(cast.ines)
    data = ines.get("/profile/identity").form("/profile/identity")
    ines.post("/profile/identity", {**data, "version": version, "headline_en": "Analyst"}, status=409)


@pytest.mark.parametrize("row", ODD_NUMBERS)
def test_a_row_without_a_number_is_no_row(visit, cast, row):
    ines = visit(cast.ines)
    data = ines.get("/profile/languages").form("/profile/languages")
    ines.post("/profile/languages", {**data, f"languages-{row}-code": "fr"}, status=303)
    data = ines.get(NEW).form(NEW)
    ines.post(NEW, {**data, f"seats-{row}-percent": "20", f"seats-0-skills-{row}-label": "x", "do": "save"}, status=303)


@pytest.mark.parametrize("number", [2**31, 2**63, 10**30])
def test_a_number_beyond_every_key_names_nothing(visit, cast, number):
    ines = visit(cast.ines)
    token = ines.token("/account")
    ines.post(f"/account/sessions/{number}/end", {"csrf_token": token}, status=404)
    ines.post("/profile/skills/restore", {"csrf_token": token, "event": number}, status=404)


def test_the_key_of_another_form_means_nothing_here(app, visit, cast):
    ines = visit(cast.ines)
    page = ines.get("/profile/experience/new")
    typed = {"title_en": "Baker", "started_on": "2020-01"}
    key = page.form("/profile/experience/new")["submission_key"]
    ines.submit(page, "/profile/experience/new", typed)
    ines.submit(ines.get(NEW), NEW, {"submission_key": key, "do": "save"})
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Mission.id))) == 1


def test_a_title_of_two_lines_leaves_the_subject_of_a_mail_whole(app, visit, cast):
    ines = visit(cast.ines)
    ines.submit(ines.get(NEW), NEW, {**WHOLE, "title_en": "Data\r\nYour account was closed"})
    with app.app_context():
        mails = [item.payload for item in db.session.scalars(sa.select(OutboxItem).where(OutboxItem.kind == "mail"))]
        assert mails
        assert all("Data Your account was closed" in mail["subject"] for mail in mails)


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [
        ("0001-01-01", "9999-12-31", "last_week"),
        ("0001-01-01", "0001-01-08", "first_week"),
        ("9999-12-27", "9999-12-31", "first_week"),
    ],
)
def test_weeks_beyond_any_plan_are_refused_at_their_field(visit, cast, first, last, field):
    ines = visit(cast.ines)
    weeks = {"seats-0-first_week": first, "seats-0-last_week": last}
    page = ines.submit(ines.get(NEW), NEW, {**WHOLE, "title_en": "Data", "do": "save", **weeks}, status=422)
    assert page.field_error(f"seats-0-{field}")
