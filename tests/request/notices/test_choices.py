"""The page where one chooses how one is told, and the link that ends mails with one press."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from portal.core import clock
from portal.core.transaction import transaction
from portal.notices.choices import choices_of
from portal.notices.ending import ending_token
from portal.notices.kinds import CHOSEN
from portal.notices.models import Rhythm
from tests.request.security.conftest import digest

PAGE = "/notices/choices"


@pytest.fixture
def chosen(app):
    """What someone chose."""

    def read(person):
        with app.app_context():
            return choices_of(person.id)

    return read


@pytest.mark.parametrize(
    ("locale", "words"),
    [
        ("en", ("How I am told", "Quiet hours", "Candidates of my missions", "Always", "Choose for each")),
        ("fr", ("Comment l’on me prévient", "Heures calmes", "Candidats de mes missions", "Toujours")),
    ],
)
def test_the_page_says_everything(cast, visit, locale, words):
    ines = visit(cast.ines, locale=locale)
    page = ines.get(PAGE)
    assert all(word in page.text for word in words)
    assert ines.query_count <= 5


def test_choices_are_kept_and_shown(cast, visit, chosen):
    ines = visit(cast.ines)
    data = {
        "rhythm_applications": "daily",
        "rhythm_profile": "never",
        "quiet_from": "20",
        "quiet_until": "7",
        "quiet_weekends": "y",
        "zone": "Indian/Reunion",
        "digest_hour": "18",
    }
    ines.submit(ines.get(PAGE), PAGE, data)
    page = ines.get(PAGE)
    assert "Your choices are kept" in page.text
    assert {name: page.form(PAGE)[name] for name in data} == data
    got = chosen(cast.ines)
    assert (got.rhythms["applications"], got.rhythms["profile"]) == (Rhythm.DAILY, Rhythm.NEVER)
    assert (got.quiet_from, got.quiet_until, got.quiet_weekends) == (20, 7, True)
    assert (got.zone, got.digest_hour) == ("Indian/Reunion", 18)
    account = ines.get("/account").text
    assert "told in one mail a day, at 18:00" in account
    assert "No mail between 20:00 and 7:00" in account


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"quiet_from": "20", "quiet_until": ""}, "quiet_until"),
        ({"quiet_from": "", "quiet_until": "7"}, "quiet_from"),
        ({"quiet_from": "7", "quiet_until": "7"}, "quiet_until"),
        ({"quiet_from": "24"}, "quiet_from"),
        ({"quiet_from": "-1"}, "quiet_from"),
        ({"digest_hour": "x"}, "digest_hour"),
        ({"zone": "Mars/Olympus"}, "zone"),
        ({"rhythm_applications": "hourly"}, "rhythm_applications"),
        ({"rhythm_applications": None}, "rhythm_applications"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast, visit, chosen, data, field):
    ines = visit(cast.ines)
    page = ines.submit(ines.get(PAGE), PAGE, data, status=422)
    assert page.field_error(field)
    assert chosen(cast.ines).rhythms == {}


def test_a_kind_that_is_not_chosen_here_cannot_be_silenced(cast, visit, chosen):
    ines = visit(cast.ines)
    ines.submit(ines.get(PAGE), PAGE, {"rhythm_safety": "never", "rhythm_searches": "never"})
    assert set(chosen(cast.ines).rhythms) == {kind.key for kind in CHOSEN}


def ending(item):
    """The path of the link that ends the mails of this kind."""
    return re.fullmatch(r"<http://localhost(/notices/end/\S+)>", item.payload["headers"]["List-Unsubscribe"]).group(1)


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_the_link_asks_and_a_press_ends(app, cast, visit, told, outbox, chosen, locale):
    told(cast.ines)
    path, stranger = ending(outbox()[0]), visit(locale=locale)
    stranger.get(path)
    before = digest(app)
    page = stranger.get(path)
    assert digest(app) == before
    page = stranger.submit(page, path, status=200)
    assert ("Ces courriels ne seront plus envoyés." if locale == "fr" else "These mails are ended.") in page.text
    assert chosen(cast.ines).rhythms == {"applications": Rhythm.NEVER}
    assert not list(stranger.get(path).find("form", action=path))
    told(cast.ines)
    assert len(outbox()) == 1


def test_a_mail_program_presses_without_a_page(app, cast, told, outbox, chosen):
    told(cast.ines)
    path = ending(outbox()[0])
    for _ in range(2):
        assert app.test_client().post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    assert chosen(cast.ines).rhythms == {"applications": Rhythm.NEVER}


def test_a_form_of_another_site_ends_nothing(app, cast, told, outbox, chosen):
    told(cast.ines)
    path, client = ending(outbox()[0]), app.test_client()
    assert client.post(path).status_code == 400
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client.post(path, data={"List-Unsubscribe": "One-Click"}, headers=headers).status_code == 403
    assert chosen(cast.ines).rhythms == {}


def test_links_that_are_not_ours_or_too_old_are_not_found(app, cast):
    with app.app_context():
        ines = cast.ines.person()
        safety = ending_token(ines, "safety")
        with clock.at(clock.now() - timedelta(days=366)):
            old = ending_token(ines, "applications")
    for token in (safety, old, "x", "a.b.c", "."):
        client = app.test_client()
        assert client.get(f"/notices/end/{token}").status_code == 404
        assert client.post(f"/notices/end/{token}", data={"List-Unsubscribe": "One-Click"}).status_code == 404


def test_someone_gone_has_no_mails_to_end(app, cast, told, outbox):
    told(cast.ines)
    path = ending(outbox()[0])
    with app.app_context(), transaction() as session:
        session.get_one(type(cast.ines.person()), cast.ines.id).public_id = "y" * 22
    assert app.test_client().get(path).status_code == 404
