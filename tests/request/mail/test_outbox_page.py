"""The demo's outbox."""

from __future__ import annotations

import pytest

from portal.core import clock
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from tests.visitor import text_of


@pytest.fixture
def demo(app):
    app.config["DEMO"] = True


def test_only_the_demo_has_it(visit, cast):
    for browser in (visit(), visit(cast.adele)):
        browser.get("/outbox", status=404)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("locale", "title"), [("fr", "Courrier de la démonstration"), ("en", "Outbox of the demo")])
def test_in_both_languages(visit, write_mail, locale, title):
    write_mail()
    page = visit(locale=locale).get("/outbox")
    assert title in page.text
    assert "Subject 1" in page.text


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("server", "words"), [("", "kept here, not sent"), ("smtp://mail.example", "sent")])
def test_a_mail_is_said_to_be_sent_only_when_it_is(app, visit, write_mail, server, words):
    item = write_mail()
    with app.app_context(), transaction() as session:
        session.get_one(OutboxItem, item).done_at = clock.now()
    app.config["MAIL_URL"] = server
    assert [text_of(tag) for tag in visit().get("/outbox").find("span", class_="tag")] == [words]


@pytest.mark.usefixtures("demo")
def test_newest_first_in_few_queries(visit, cast, write_mail):
    for number in range(25):
        write_mail(number)
    browser = visit(cast.ines)
    page = browser.get("/outbox")
    assert browser.query_count <= 10
    assert page.text.index("Subject 24") < page.text.index("Subject 5")
    assert "Subject 0" not in page.text
    assert "Subject 0" in browser.get(page.links()["Next"]).text


@pytest.mark.usefixtures("demo")
def test_filtered_by_recipient(visit, write_mail):
    write_mail(1, name="Inès Carvalho")
    write_mail(2, name="Tom Lefèvre")
    browser = visit()
    for wanted in ("carvalho", "person1@merane.example"):
        text = browser.get("/outbox", query_string={"to": wanted}).text
        assert "Subject 1" in text
        assert "Subject 2" not in text
    for nothing in ("%", "_", "nobody", "\x00'", "\\"):
        assert "No mail for this person" in browser.get("/outbox", query_string={"to": nothing}).text, nothing


@pytest.mark.usefixtures("demo")
def test_the_piece_is_the_page(visit, write_mail):
    write_mail()
    browser = visit()
    piece = browser.fragment("/outbox?to=person", "results").by_id("results")
    page = browser.get("/outbox?to=person").by_id("results")
    assert "".join(piece.itertext()) == "".join(page.itertext())


@pytest.mark.usefixtures("demo")
def test_links_can_be_followed_and_markup_cannot(visit, write_mail):
    write_mail(1, subject="<script>alert(1)</script>", body="See http://localhost/missions\n\n<img src=x onerror=y>\n")
    page = visit().get("/outbox")
    assert page.links()["http://localhost/missions"] == "http://localhost/missions"
    assert "<img src=x onerror=y>" in page.text
    assert not list(page.find("img"))


@pytest.mark.usefixtures("demo")
def test_nothing_yet(visit):
    assert "No mail yet" in visit().get("/outbox").text
    for odd in ("0", "-3", "999999", "x"):
        visit().get("/outbox", query_string={"page": odd})


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("locale", "server", "words", "others"),
    [
        ("en", "", "The demo sends nothing", "A mail server is set"),
        ("en", "smtp://mail.example", "A mail server is set: every mail is sent", "The demo sends nothing"),
        ("fr", "smtp://mail.example", "Un serveur de courrier est réglé", "n’envoie rien"),
    ],
)
def test_the_page_says_whether_mails_leave(app, visit, locale, server, words, others):
    app.config["MAIL_URL"] = server
    page = visit(locale=locale).get("/outbox")
    assert words in page.text
    assert others not in page.text
