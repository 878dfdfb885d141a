"""Single-use links: a first password, or a forgotten one."""

from __future__ import annotations

import threading
from datetime import timedelta
from functools import partial

import pytest
import sqlalchemy as sa

from portal.accounts import services
from portal.accounts.models import LinkPurpose, SingleUseLink
from portal.core import clock
from portal.core.audit import Event
from portal.core.errors import NotFound
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.extensions import db
from tests.request.accounts.conftest import PASSWORD, path_in
from tests.request.accounts.test_sign_in import sign_in
from tests.threads import in_threads

NEW = "another river in spring"


def ask(browser, email, status=303):
    return browser.submit(browser.get("/sign-in/link"), "/sign-in/link", {"email": email}, status=status)


def use(browser, path, password=NEW, status=303):
    return browser.submit(browser.get(path), path, {"password": password}, status=status)


def link(app, someone, purpose=LinkPurpose.RESET):
    with app.app_context():
        account = someone.person().account
        with transaction():
            return services.add_link(account, purpose, ends_earlier=True)


def test_a_forgotten_password_is_replaced(app, visit, cast, with_password, mails):
    with_password(cast.ines)
    browser = visit()
    ask(browser, "INES@merane.example")
    mail = mails()[-1]
    assert (mail["to"], mail["lang"], mail["event"]) == (cast.ines.email, "en", "accounts/reset")
    assert use(browser, path_in(mail)).location == "/sign-in"
    sign_in(visit(), cast.ines.email, PASSWORD, status=422)
    assert sign_in(visit(), cast.ines.email, NEW).location == "/"
    assert mails()[-1]["event"] == "accounts/password_changed"


def test_a_first_password_is_chosen(app, visit, cast, with_password, mails):
    with_password(cast.ines, None)
    ask(visit(), cast.ines.email)
    mail = mails()[-1]
    assert mail["event"] == "accounts/invitation"
    assert "Welcome, Inès" in visit().get(path_in(mail)).text
    use(visit(), path_in(mail))
    assert sign_in(visit(), cast.ines.email, NEW).location == "/"
    assert [m["event"] for m in mails()] == ["accounts/invitation"]
    with app.app_context():
        event = db.session.scalars(sa.select(Event)).one()
        assert (event.actor_id, event.subject_type, event.action) == (cast.ines.id, "account", "choose_password")


def test_the_mail_is_in_the_language_of_its_reader(visit, cast, with_password, change_account, mails):
    change_account(cast.ines, locale="fr")
    with_password(cast.ines)
    ask(visit(), cast.ines.email)
    assert mails()[-1]["subject"] == "Choisissez un nouveau mot de passe pour Transverse"
    assert "Bonjour Inès" in mails()[-1]["body"]


def test_the_answer_is_the_same_for_every_address(app, visit, cast, with_password, change_account, mails):
    with_password(cast.ines)
    change_account(cast.tom, is_enabled=False)
    shown, statements = set(), set()
    for email in (cast.ines.email, "nobody@merane.example", cast.tom.email):
        browser = visit()
        ask(browser, email)
        statements.add(browser.query_count)
        shown.add(browser.get("/sign-in").text)
    assert len(shown) == len(statements) == 1
    assert "If this address has an account" in shown.pop()
    assert [mail["to"] for mail in mails()] == [cast.ines.email]


def test_someone_who_left_gets_no_link(app, visit, cast, with_password, mails):
    with_password(cast.ines)
    with app.app_context():
        person = cast.ines.person()
        with transaction():
            person.left_on = clock.today()
    ask(visit(), cast.ines.email)
    assert mails() == []


def test_an_address_that_folds_to_another_is_written_to_on_file_only(visit, cast, with_password, mails):
    with_password(cast.ines)
    ask(visit(), "ｉnes@merane.example")
    assert mails()[-1]["to"] == "ines@merane.example"


def test_asking_is_limited(app, visit, cast):
    app.config["LINK_LIMITS"] = {"pair": "2 per hour", "network": "9 per hour", "address": "9 per hour"}
    for _ in range(2):
        ask(visit(), cast.ines.email)
    page = ask(visit(), cast.ines.email, status=429)
    assert int(page.response.headers["Retry-After"]) > 3000
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(OutboxItem)) == 2


def test_an_empty_address_is_asked_for(visit):
    assert ask(visit(), "", status=422).field_error("email")


def test_links_are_built_from_our_own_address(app, visit, cast, with_password, mails):
    app.config["BASE_URL"] = "https://transverse.merane.example"
    with_password(cast.ines)
    browser = visit()
    page = browser.get("/sign-in/link", headers={"X-Forwarded-Host": "evil.example"})
    data = {**page.form("/sign-in/link"), "email": cast.ines.email}
    browser.post("/sign-in/link", data, headers={"X-Forwarded-Host": "evil.example"})
    assert "https://transverse.merane.example/reset/" in mails()[-1]["body"]


def test_looking_at_a_link_does_not_use_it(app, visit, cast):
    token = link(app, cast.ines)
    for _ in range(3):
        visit().get(f"/reset/{token}")
    use(visit(), f"/reset/{token}")


def test_a_link_works_once(app, visit, cast):
    token = link(app, cast.ines)
    browser = visit()
    page = browser.get(f"/reset/{token}")
    browser.submit(page, f"/reset/{token}", {"password": NEW})
    second = browser.submit(page, f"/reset/{token}", {"password": "a third river, frozen"}, status=404)
    assert "already used" in second.text
    sign_in(visit(), cast.ines.email, NEW)


@pytest.mark.parametrize(("purpose", "path"), [(LinkPurpose.RESET, "invitation"), (LinkPurpose.INVITATION, "reset")])
def test_a_link_serves_its_own_purpose_only(app, visit, cast, purpose, path):
    visit().get(f"/{path}/{link(app, cast.ines, purpose)}", status=404)


@pytest.mark.parametrize(
    ("purpose", "path", "life"),
    [
        (LinkPurpose.RESET, "reset", timedelta(hours=1)),
        (LinkPurpose.INVITATION, "invitation", timedelta(days=14)),
    ],
)
def test_a_link_dies_of_age(app, visit, cast, purpose, path, life):
    start = clock.now()
    with clock.at(start):
        token = link(app, cast.ines, purpose)
    with clock.at(start + life - timedelta(seconds=1)):
        visit().get(f"/{path}/{token}")
    with clock.at(start + life):
        assert "no longer works" in visit().get(f"/{path}/{token}", status=404).text


def test_a_link_dies_with_the_account(app, visit, cast, change_account):
    token = link(app, cast.ines)
    change_account(cast.ines, is_enabled=False)
    visit().get(f"/reset/{token}", status=404)


def test_an_unknown_link_is_a_dead_one(visit, cast):
    for token in ("x", "%00", "a" * 3000, "'"):
        visit().get(f"/reset/{token}", status=404)


def test_using_one_link_ends_the_others_and_the_sessions(app, visit, cast):
    inside = visit(cast.ines)
    first, second = link(app, cast.ines), link(app, cast.ines)
    use(visit(), f"/reset/{first}")
    visit().get(f"/reset/{second}", status=404)
    assert inside.get("/account", status=302).location.startswith("/sign-in")


@pytest.mark.parametrize("password", ["short", "motdepasse123", "aaaaaaaaaaaaaaa", "x" * 257, ""])
def test_an_easy_password_is_refused_and_the_link_kept(app, visit, cast, password):
    token = link(app, cast.ines)
    assert use(visit(), f"/reset/{token}", password, status=422).field_error("password")
    use(visit(), f"/reset/{token}")


def test_a_newer_invitation_takes_the_place_of_the_older(app, visit, cast, with_password, mails):
    with_password(cast.ines, None)
    with app.app_context():
        for _ in range(2):
            services.send_link(cast.adele.person(), cast.ines.person().account)
    first, last = mails()
    assert "a newer one was sent" in visit().get(path_in(first), status=404).text
    assert use(visit(), path_in(last)).location == "/sign-in"
    assert sign_in(visit(), cast.ines.email, NEW).location == "/"


def test_a_strangers_request_does_not_undo_an_invitation(app, visit, cast, with_password, mails):
    with_password(cast.ines, None)
    with app.app_context():
        services.send_link(cast.adele.person(), cast.ines.person().account)
    ask(visit(), cast.ines.email)
    invitation, asked = mails()
    assert use(visit(), path_in(invitation)).location == "/sign-in"
    visit().get(path_in(asked), status=404)


def test_a_strangers_request_does_not_undo_a_link_to_replace_a_password(app, visit, cast):
    first = link(app, cast.ines)
    link(app, cast.ines)
    use(visit(), f"/reset/{first}")


def test_of_invitations_sent_at_once_one_lives(app, cast, with_password):
    with_password(cast.ines, None)
    barrier = threading.Barrier(4)

    def invite() -> None:
        with app.app_context():
            barrier.wait()
            services.make_link(cast.ines.person().account)

    in_threads([invite] * 4)
    with app.app_context():
        live = sa.select(sa.func.count()).where(SingleUseLink.used_at.is_(None))
        assert db.session.scalar(live) == 1


def test_long_and_unusual_passwords_are_welcome(app, visit, cast):
    for password in ("é" * 3 + " ñandú 🦆 " + "z" * 110, "   spaces matter here   "):
        use(visit(), f"/reset/{link(app, cast.ines)}", password)
        assert sign_in(visit(), cast.ines.email, password).location == "/"


def test_of_two_uses_at_once_one_wins(app, cast):
    token = link(app, cast.ines)
    barrier = threading.Barrier(6)
    outcomes: list[str] = []

    def choose(number: int) -> None:
        with app.app_context():
            barrier.wait()
            try:
                services.set_password_by_link(token, LinkPurpose.RESET, f"river number {number} in spring")
                outcomes.append("won")
            except NotFound:
                outcomes.append("late")

    in_threads(partial(choose, number) for number in range(6))
    assert sorted(outcomes) == ["late"] * 5 + ["won"]


def test_only_a_hash_of_the_link_is_stored(app, cast):
    token = link(app, cast.ines)
    with app.app_context():
        assert token not in db.session.scalars(sa.select(SingleUseLink.token_hash)).all()


@pytest.mark.parametrize(("locale", "title"), [("fr", "Recevoir un lien"), ("en", "Receive a link")])
def test_in_both_languages(app, visit, cast, locale, title):
    assert title in visit(locale=locale).get("/sign-in/link").text
    page = visit(locale=locale).get(f"/reset/{link(app, cast.ines)}")
    assert page.root.attrib["lang"] == locale
