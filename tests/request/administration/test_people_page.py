"""Bringing people in from the browser: send, read, write or put aside."""

from __future__ import annotations

import io
import os
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import stream_encode_multipart

from portal.core.audit import Event
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Person
from tests.cast import Cast
from tests.request.administration.exports import as_csv, cast_rows, digests, new_row
from tests.visitor import Page, Visitor

START = "/administration/people"


@pytest.fixture(autouse=True)
def no_upload_kept(app: Flask) -> None:
    """Uploads are files: they outlive the emptying of the tables."""
    shutil.rmtree(Path(app.config["INSTANCE"]) / "imports", ignore_errors=True)


def csv_file(data: bytes) -> FileStorage:
    """A file as a form sends it."""
    return FileStorage(io.BytesIO(data), filename="export.csv", content_type="text/csv")


def send(browser: Visitor, data: bytes, *, status: int = 303, **fields: Any) -> Page:
    """Send a file as the form does (encoded in memory: the client would leave a large file open)."""
    values = {**browser.get(START).form(START), "people": csv_file(data), **fields}
    body, _length, boundary = stream_encode_multipart(values, use_tempfile=False)
    return browser.post(START, body.read(), status=status, content_type=f"multipart/form-data; boundary={boundary}")


def folder_of(app: Flask) -> list[Path]:
    return sorted((Path(app.config["INSTANCE"]) / "imports").glob("*"))


def in_french(browser: Visitor) -> Visitor:
    browser.submit(browser.get(START), "/language", {"locale": "fr"})
    return browser


def test_a_file_is_read_then_written(app: Flask, visit, cast: Cast) -> None:
    browser = visit(cast.adele)
    rows = cast_rows()
    rows[3].update(job_title="Analyste", manager="T002")
    preview = browser.get(send(browser, as_csv([*rows, new_row(1, unit="LAB")])).location)
    assert browser.query_count <= 15
    for words in ("N00001", "Nour Nouveau 1", "new unit LAB", "job title nothing → Analyste", "manager T003 → T002"):
        assert words in preview.text
    assert [path.stat().st_mode & 0o777 for path in folder_of(app)] == [0o700]
    assert {path.stat().st_mode & 0o777 for path in folder_of(app)[0].iterdir()} == {0o600}
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 17
    done = browser.submit(preview, "/confirm")
    page = browser.get(done.location)
    assert "The file is written. People created: 1, changed: 3, marked as having left: 0." in page.text
    assert folder_of(app) == []
    with app.app_context():
        ines = cast.ines.person()
        assert (ines.job_title, ines.manager_id) == ("Analyste", cast.marc.id)
        event = db.session.scalars(sa.select(Event).where(Event.subject_id == ines.id, Event.action == "update")).one()
        assert event.actor_id == cast.adele.id
        assert not db.session.scalars(sa.select(OutboxItem).where(OutboxItem.kind == "mail")).all()


def test_confirming_twice_is_harmless(app: Flask, visit, cast: Cast) -> None:
    browser = visit(cast.helene)
    preview = browser.get(send(browser, as_csv([*cast_rows(), new_row(1)])).location)
    browser.submit(preview, "/confirm")
    with app.app_context():
        before = digests()
    again = browser.submit(preview, "/confirm")
    assert "This file was already written, or put aside." in browser.get(again.location).text
    with app.app_context():
        after = digests()
        assert {name for name in before if before[name] != after[name]} <= {"sign_in_session"}
    browser.get(again.location + "/" + "x" * 22, status=404)


def test_a_bad_file_is_not_kept_and_every_problem_is_shown(app: Flask, visit, cast: Cast) -> None:
    rows = [*cast_rows(), new_row(1, kind="robot"), new_row(2, manager="T999", given_name="<b>")]
    page = send(visit(cast.helene), as_csv(rows), status=422, leavers="y")
    assert "Nothing was written: 2 problems in the file" in page.text
    assert "Line 19: “robot” is not a kind" in page.text
    assert "Line 20: the manager T999 is unknown" in page.text
    assert page.form(START)["leavers"] == "y", "what was ticked stays ticked"
    assert folder_of(app) == []


def test_the_reasons_are_in_french_too(visit, cast: Cast) -> None:
    browser = in_french(visit(cast.helene))
    page = send(browser, as_csv([*cast_rows(), new_row(1, kind="robot")]), status=422)
    assert "Rien n’a été écrit : 1 problème dans le fichier" in page.text.replace("\u00a0", " ")
    assert "Ligne 19 : « robot » n’est pas un type connu" in page.text.replace("\u00a0", " ")
    preview = browser.get(send(browser, as_csv([*cast_rows(), new_row(1)])).location)
    assert "Ce que le fichier changerait" in preview.text


def test_a_file_must_be_chosen_and_be_of_a_workable_size(visit, cast: Cast) -> None:
    browser = visit(cast.adele)
    page = browser.submit(browser.get(START), START, {"invite": "y"}, status=422, content_type="multipart/form-data")
    assert "Choose a file." in page.field_error("people")
    assert page.form(START)["invite"] == "y"
    page = send(browser, b"x" * (10 * 1024 * 1024 + 1), status=422)
    assert "larger than 10 MB" in page.field_error("people")
    send(browser, b"x" * (13 * 1024 * 1024), status=413)


def test_the_portal_may_have_moved_between_reading_and_writing(app: Flask, visit, cast: Cast) -> None:
    browser = visit(cast.adele)
    preview = browser.get(send(browser, as_csv([*cast_rows(), new_row(1, manager="T002")])).location)
    with app.app_context(), transaction():
        cast.marc.person().account.email_key = cast.marc.person().account.email = "n1@merane.example"
        cast.marc.person().identifier = "OTHER"
    page = browser.submit(preview, "/confirm", status=409)
    assert "n1@merane.example is the address of Marc Ollivier" in page.text
    assert len(folder_of(app)) == 1


def test_a_file_is_put_aside(app: Flask, visit, cast: Cast) -> None:
    browser = visit(cast.helene)
    preview = browser.get(send(browser, as_csv([*cast_rows(), new_row(1)])).location)
    done = browser.submit(preview, "/discard")
    assert "Nothing was written" in browser.get(done.location).text
    assert folder_of(app) == []


def test_nothing_to_write_offers_nothing(visit, cast: Cast) -> None:
    browser = visit(cast.adele)
    preview = browser.get(send(browser, as_csv([row for row in cast_rows() if not row["firm"]])).location)
    assert "there is nothing to write" in preview.text
    with pytest.raises(AssertionError, match="no form posts"):
        preview.form("/confirm")


def test_human_resources_cannot_take_the_account_of_someone_with_a_role(visit, cast: Cast) -> None:
    rows = cast_rows()
    rows[13]["email"] = "attacker@elsewhere.example"
    page = send(visit(cast.helene), as_csv(rows), status=422)
    assert "Line 15: only an administrator can change the address of someone who holds a role" in page.text
    send(visit(cast.adele), as_csv(rows))


def test_the_cap_on_leavers_cannot_be_forced_from_the_browser(visit, cast: Cast) -> None:
    page = send(visit(cast.adele), as_csv(cast_rows()[:14]), status=422, leavers="y", force="y")
    assert "3 of the 17 people are not in the file" in page.text


def test_previous_rates_are_not_shown(app: Flask, visit, cast: Cast) -> None:
    browser = visit(cast.adele)
    first = [*cast_rows(), new_row(1, kind="freelance", manager="", daily_rate="731")]
    browser.submit(browser.get(send(browser, as_csv(first)).location), "/confirm")
    first[-1]["daily_rate"] = "800"
    preview = browser.get(send(browser, as_csv(first)).location)
    assert "daily rate changes" in preview.text
    assert "731" not in preview.html


def test_units_and_invitations(app: Flask, visit, cast: Cast) -> None:
    browser = visit(cast.adele)
    units = b"code,name_en,name_fr,parent\nLAB,Laboratory,Laboratoire,DG\n"
    answer = send(
        browser,
        as_csv([*cast_rows(), new_row(1, unit="LAB")]),
        units=csv_file(units),
        invite="y",
    )
    preview = browser.get(answer.location)
    assert "LAB · Laboratory" in preview.text
    assert "typing error" not in preview.text
    assert "each with a link to choose a password" in preview.text
    browser.submit(preview, "/confirm")
    with app.app_context():
        mails = db.session.scalars(sa.select(OutboxItem).where(OutboxItem.kind == "mail")).all()
        assert [mail.payload["to"] for mail in mails] == ["n1@merane.example"]


@pytest.mark.parametrize(
    ("locale", "sentence"),
    [("en", "check that none of them is a typing error"), ("fr", "vérifiez qu’aucune ne vient d’une faute de frappe")],
)
def test_a_unit_that_only_a_line_names_is_told(visit, cast: Cast, locale: str, sentence: str) -> None:
    browser = visit(cast.adele)
    if locale == "fr":
        in_french(browser)
    assert sentence in browser.get(send(browser, as_csv([*cast_rows(), new_row(1, unit="MTK")])).location).text
    assert sentence not in browser.get(send(browser, as_csv([*cast_rows(), new_row(1)])).location).text


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_the_example_can_be_sent_as_it_is(visit, cast: Cast, locale: str) -> None:
    browser = visit(cast.adele)
    if locale == "fr":
        in_french(browser)
    example = browser.get(START + "/example.csv").response.data
    assert example.decode("utf-8-sig").startswith("identifiant;" if locale == "fr" else "identifier,")
    preview = browser.get(send(browser, example).location)
    assert "Ana Duval" in preview.text


def test_an_upload_is_its_senders_only_and_for_a_day(app: Flask, visit, cast: Cast) -> None:
    adele, helene = visit(cast.adele), visit(cast.helene)
    path = send(adele, as_csv([*cast_rows(), new_row(1)])).location
    helene.get(path, status=404)
    for name in ("..", "%2e%2e", "a" * 21, "a" * 22):
        adele.get(f"{START}/{name}", status=404)
    adele.get(path)
    old = time.time() - 25 * 3600
    os.utime(folder_of(app)[0], (old, old))
    send(helene, as_csv([*cast_rows(), new_row(2)]))
    adele.get(path, status=404)
    assert len(folder_of(app)) == 1


@pytest.mark.parametrize("who", ["ines", "nadia", "paul", "sofia"])
def test_others_may_not(visit, cast: Cast, who: str) -> None:
    browser = visit(getattr(cast, who))
    for path in (START, START + "/example.csv", START + "/" + "a" * 22):
        browser.get(path, status=403)
    assert "/sign-in" in visit().get(START, status=302).location


def test_only_those_who_may_have_the_link(visit, cast: Cast) -> None:
    assert visit(cast.helene).get(START).links()["Bring people in"] == START
    assert "Bring people in" not in visit(cast.ines).get("/skills").links()
