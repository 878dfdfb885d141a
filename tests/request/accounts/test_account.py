"""One's own account: password and language."""

from __future__ import annotations

import pytest

from tests.request.accounts.conftest import PASSWORD
from tests.request.accounts.test_sessions import is_in
from tests.request.accounts.test_sign_in import sign_in

NEW = "another river in spring"


def change(browser, current=PASSWORD, password=NEW, status=303):
    page = browser.get("/account")
    return browser.submit(page, "/account/password", {"current": current, "password": password}, status=status)


def test_strangers_are_sent_to_the_door(visit):
    assert visit().get("/account", status=302).location == "/sign-in?next=/account"


@pytest.mark.parametrize(("locale", "title"), [("fr", "Mon compte"), ("en", "My account")])
def test_in_both_languages(visit, cast, locale, title):
    page = visit(cast.sofia, locale=locale).get("/account")
    assert title in page.text
    assert cast.sofia.email in page.text


def test_a_password_is_changed(visit, cast, with_password, mails):
    other, browser = visit(with_password(cast.ines)), visit(cast.ines)
    assert change(browser).location == "/account"
    assert is_in(browser)
    assert not is_in(other)
    assert sign_in(visit(), cast.ines.email, NEW).location == "/"
    assert [mail["event"] for mail in mails()] == ["accounts/password_changed"]


def test_the_present_password_is_asked(visit, cast, with_password):
    browser = visit(with_password(cast.ines))
    assert change(browser, "not this one at all", status=422).field_error("current")
    sign_in(visit(), cast.ines.email, PASSWORD)


def test_an_easy_password_is_refused(visit, cast, with_password):
    browser = visit(with_password(cast.ines))
    assert change(browser, password="motdepasse123", status=422).field_error("password")


def test_guessing_the_present_password_is_limited(app, visit, cast, with_password):
    app.config["CONFIRM_LIMITS"] = {"address": "2 per 15 minutes"}
    browser = visit(with_password(cast.ines))
    for _ in range(2):
        change(browser, "not this one at all", status=422)
    assert change(browser, status=429).response.headers["Retry-After"]
    assert sign_in(visit(), cast.ines.email).location == "/"


def test_a_right_password_starts_the_count_afresh(app, visit, cast, with_password):
    app.config["CONFIRM_LIMITS"] = {"address": "2 per 15 minutes"}
    browser = visit(with_password(cast.ines))
    change(browser, "not this one at all", status=422)
    change(browser)
    change(browser, "not this one at all", status=422)
    change(browser, NEW, PASSWORD)


def test_what_others_try_at_the_door_does_not_count_here(app, visit, cast, with_password):
    app.config["SIGN_IN_LIMITS"] = {"pair": "2 per 15 minutes", "network": "3 per 15 minutes", "address": "3 per hour"}
    browser, stranger = visit(with_password(cast.ines)), visit()
    for _ in range(2):
        sign_in(stranger, cast.ines.email, "not this one at all", status=422)
    sign_in(stranger, cast.tom.email, "not this one at all", status=422)
    sign_in(stranger, cast.lea.email, "not this one at all", status=429)
    assert change(browser).location == "/account"


def test_the_language_switches_on_the_same_page(visit, cast):
    browser = visit(cast.ines)
    page = browser.get("/account?part=two")
    assert browser.submit(page, "/language").location == "/account?part=two"
    assert browser.get("/account").root.attrib["lang"] == "fr"


def test_the_language_of_the_door_switches_too(visit):
    browser = visit()
    assert browser.submit(browser.get("/sign-in?next=/account"), "/language").location == "/sign-in?next=/account"
    assert browser.get("/sign-in").root.attrib["lang"] == "fr"


def test_an_unknown_language_changes_nothing(visit, cast):
    browser = visit(cast.ines)
    browser.post("/language", {"csrf_token": browser.token("/account"), "locale": "xx"})
    assert browser.get("/account").root.attrib["lang"] == "en"
