"""How often one may try."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.accounts import known_browser, throttle
from portal.accounts.models import Throttle
from portal.core import clock
from portal.core.errors import TooManyRequests
from portal.extensions import db
from tests.request.accounts.conftest import PASSWORD, path_in
from tests.request.accounts.test_links import NEW, ask, use
from tests.request.accounts.test_sign_in import sign_in
from tests.threads import in_threads


@pytest.fixture
def tight(app):
    app.config["SIGN_IN_LIMITS"] = {
        "pair": "3 per 15 minutes",
        "network": "6 per 15 minutes",
        "address": "7 per hour",
        "known": "5 per hour",
    }
    app.config["LINK_LIMITS"] = {"pair": "2 per hour", "network": "3 per hour", "address": "4 per hour"}


def fail(browser, email, times, status=422):
    for _ in range(times):
        page = sign_in(browser, email, "not this one at all", status=status)
    return page


@pytest.mark.usefixtures("tight")
def test_an_account_is_spared_after_some_failures(visit, cast, with_password):
    browser = visit()
    fail(browser, with_password(cast.ines).email, 3)
    page = sign_in(browser, cast.ines.email, PASSWORD, status=429)
    assert 0 < int(page.response.headers["Retry-After"]) <= 900
    assert "Try again in 15 minutes" in page.text
    assert page.form("/sign-in")["email"] == cast.ines.email


@pytest.mark.usefixtures("tight")
def test_an_unknown_address_is_limited_the_same(visit, cast):
    browser = visit()
    fail(browser, "nobody@merane.example", 3)
    fail(browser, "NOBODY@merane.example", 1, status=429)


@pytest.mark.usefixtures("tight")
def test_the_limit_ends_by_itself(visit, cast, with_password):
    browser = visit()
    fail(browser, with_password(cast.ines).email, 3)
    with clock.at(clock.now() + timedelta(minutes=16)):
        assert sign_in(browser, cast.ines.email, PASSWORD).location == "/"


@pytest.mark.usefixtures("tight")
def test_attempts_during_the_limit_do_not_extend_it(visit, cast, with_password):
    start = clock.now()
    with clock.at(start):
        fail(visit(), with_password(cast.ines).email, 3)
    with clock.at(start + timedelta(minutes=14)):
        fail(visit(), cast.ines.email, 2, status=429)
    with clock.at(start + timedelta(minutes=15, seconds=1)):
        assert sign_in(visit(), cast.ines.email, PASSWORD).location == "/"


@pytest.mark.usefixtures("tight")
def test_success_gives_the_account_its_attempts_back(visit, cast, with_password):
    with_password(cast.ines)
    fail(visit(), cast.ines.email, 2)
    sign_in(visit(), cast.ines.email)
    fail(visit(), cast.ines.email, 2)
    sign_in(visit(), cast.ines.email)


@pytest.mark.usefixtures("tight")
def test_a_network_that_succeeds_is_never_limited(visit, cast, with_password):
    with_password(cast.ines)
    for _ in range(8):
        sign_in(visit(), cast.ines.email)


@pytest.mark.usefixtures("tight")
def test_a_network_that_tries_many_addresses_is_limited(visit, cast, with_password):
    with_password(cast.ines)
    for number in range(6):
        fail(visit(), f"person{number}@merane.example", 1)
    sign_in(visit(), cast.ines.email, PASSWORD, status=429)
    elsewhere = visit()
    elsewhere.client.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert sign_in(elsewhere, cast.ines.email, PASSWORD).location == "/"


@pytest.mark.usefixtures("tight")
def test_a_network_used_up_keeps_out_no_browser_that_signed_in(visit, cast, with_password):
    browser = visit()
    sign_in(browser, with_password(cast.ines).email)
    browser.post("/sign-out", {"csrf_token": browser.token()})
    for number in range(6):
        fail(visit(), f"person{number}@merane.example", 1)
    sign_in(visit(), cast.ines.email, PASSWORD, status=429)
    fail(browser, cast.ines.email, 2)
    assert sign_in(browser, cast.ines.email, PASSWORD).location == "/"


@pytest.mark.usefixtures("tight")
def test_a_browser_that_signed_in_is_limited_on_its_own(visit, cast, with_password):
    browser = visit()
    sign_in(browser, with_password(cast.ines).email)
    browser.post("/sign-out", {"csrf_token": browser.token()})
    fail(browser, cast.ines.email, 3)
    fail(browser, cast.ines.email, 1, status=429)
    assert sign_in(visit(), cast.ines.email, PASSWORD).location == "/"


@pytest.mark.usefixtures("tight")
def test_a_browser_is_known_for_its_own_address_only(visit, cast, with_password):
    browser = visit()
    sign_in(browser, with_password(cast.ines).email)
    browser.post("/sign-out", {"csrf_token": browser.token()})
    for number in range(6):
        fail(browser, f"person{number}@merane.example", 1)
    fail(browser, cast.tom.email, 1, status=429)


@pytest.mark.usefixtures("tight")
@pytest.mark.parametrize("forged", ["", "nothing", "WyJhIiwiYiIsOTk5OTk5OTk5OTld.AAAA"])
def test_a_forged_mark_makes_no_browser_known(app, visit, cast, with_password, forged):
    browser = visit()
    with_password(cast.ines)
    with app.app_context():
        browser.client.set_cookie(known_browser.cookie_name(), forged)
    fail(browser, cast.ines.email, 3)
    sign_in(browser, cast.ines.email, PASSWORD, status=429)


@pytest.mark.usefixtures("tight")
def test_a_browser_is_forgotten_after_half_a_year(visit, cast, with_password):
    browser, now = visit(), clock.now()
    sign_in(browser, with_password(cast.ines).email)
    browser.post("/sign-out", {"csrf_token": browser.token()})
    with clock.at(now + timedelta(days=181)):
        for number in range(6):
            fail(visit(), f"person{number}@merane.example", 1)
        sign_in(browser, cast.ines.email, PASSWORD, status=429)


def elsewhere(visit, number):
    browser = visit()
    browser.client.environ_base["REMOTE_ADDR"] = f"192.0.2.{number}"
    return browser


@pytest.mark.usefixtures("tight")
def test_a_stranger_does_not_keep_anyone_out(visit, cast, with_password):
    with_password(cast.ines)
    stranger = elsewhere(visit, 7)
    fail(stranger, cast.ines.email, 3)
    fail(stranger, cast.ines.email, 3, status=429)
    assert sign_in(visit(), cast.ines.email, PASSWORD).location == "/"


@pytest.mark.usefixtures("tight")
def test_many_networks_reach_the_ceiling_of_an_address(visit, cast, with_password):
    with_password(cast.ines)
    for number in range(2):
        fail(elsewhere(visit, number), cast.ines.email, 3)
    fail(elsewhere(visit, 3), cast.ines.email, 1)
    sign_in(visit(), cast.ines.email, PASSWORD, status=429)
    sign_in(elsewhere(visit, 4), cast.tom.email, "not this one at all", status=422)


@pytest.mark.usefixtures("tight")
def test_a_link_from_ones_mail_starts_afresh(visit, cast, with_password, mails):
    with_password(cast.ines)
    for number in range(3):
        fail(elsewhere(visit, number), cast.ines.email, 2)
    browser = visit()
    fail(browser, cast.ines.email, 1)
    fail(browser, cast.ines.email, 1, status=429)
    ask(browser, cast.ines.email)
    use(browser, path_in(mails()[-1]))
    assert sign_in(browser, cast.ines.email, NEW).location == "/"


@pytest.mark.usefixtures("tight")
def test_a_link_from_ones_mail_frees_a_known_browser_too(visit, cast, with_password, mails):
    browser = visit()
    sign_in(browser, with_password(cast.ines).email)
    browser.post("/sign-out", {"csrf_token": browser.token()})
    fail(browser, cast.ines.email, 3)
    fail(browser, cast.ines.email, 1, status=429)
    ask(browser, cast.ines.email)
    use(browser, path_in(mails()[-1]))
    assert sign_in(browser, cast.ines.email, NEW).location == "/"


def signed_out(visit, email, number=1, password=PASSWORD):
    """A browser that knows the address, on a network of its own."""
    browser = elsewhere(visit, number)
    sign_in(browser, email, password)
    browser.post("/sign-out", {"csrf_token": browser.token()})
    return browser


@pytest.mark.usefixtures("tight")
def test_a_changed_password_makes_every_other_browser_unknown(visit, cast, with_password):
    with_password(cast.ines)
    before = [signed_out(visit, cast.ines.email) for _ in range(3)]
    browser = elsewhere(visit, 2)
    sign_in(browser, cast.ines.email)
    browser.submit(browser.get("/account"), "/account/password", {"current": PASSWORD, "password": NEW})
    browser.post("/sign-out", {"csrf_token": browser.token()})
    fail(before[0], cast.ines.email, 3)
    for old in before:
        fail(old, cast.ines.email, 1, status=429)
    fail(elsewhere(visit, 2), cast.ines.email, 3)
    fail(elsewhere(visit, 2), cast.ines.email, 1, status=429)
    fail(browser, cast.ines.email, 1)
    assert sign_in(browser, cast.ines.email, NEW).location == "/"


@pytest.mark.usefixtures("tight")
def test_a_link_from_ones_mail_keeps_known_the_browser_where_it_is_used(visit, cast, with_password, mails):
    with_password(cast.ines)
    here, other = signed_out(visit, cast.ines.email), signed_out(visit, cast.ines.email)
    ask(here, cast.ines.email)
    use(here, path_in(mails()[-1]))
    for number in range(6):
        fail(elsewhere(visit, 1), f"person{number}@merane.example", 1)
    fail(other, cast.ines.email, 1, status=429)
    assert sign_in(here, cast.ines.email, NEW).location == "/"


@pytest.mark.usefixtures("tight")
def test_the_known_browsers_of_an_address_count_together_too(visit, cast, with_password):
    with_password(cast.ines)
    known = [signed_out(visit, cast.ines.email, number) for number in range(4)]
    fail(known[0], cast.ines.email, 3)
    fail(known[1], cast.ines.email, 2)
    fail(known[2], cast.ines.email, 1, status=429)
    sign_in(known[3], cast.ines.email, PASSWORD, status=429)
    assert sign_in(elsewhere(visit, 5), cast.ines.email, PASSWORD).location == "/"


@pytest.mark.usefixtures("tight")
def test_the_attempts_of_strangers_do_not_count_with_those_of_known_browsers(visit, cast, with_password):
    with_password(cast.ines)
    known = signed_out(visit, cast.ines.email)
    for number in range(2, 4):
        fail(elsewhere(visit, number), cast.ines.email, 3)
    fail(elsewhere(visit, 4), cast.ines.email, 1)
    fail(elsewhere(visit, 5), cast.ines.email, 1, status=429)
    fail(known, cast.ines.email, 2)
    assert sign_in(known, cast.ines.email, PASSWORD).location == "/"


@pytest.mark.usefixtures("tight")
def test_a_link_from_ones_mail_frees_the_known_browsers_together(visit, cast, with_password, mails):
    with_password(cast.ines)
    known = [signed_out(visit, cast.ines.email, number) for number in range(2)]
    fail(known[0], cast.ines.email, 3)
    fail(known[1], cast.ines.email, 2)
    stranger = elsewhere(visit, 7)
    ask(stranger, cast.ines.email)
    use(stranger, path_in(mails()[-1]))
    again = signed_out(visit, cast.ines.email, 3, NEW)
    fail(again, cast.ines.email, 3)


@pytest.mark.usefixtures("tight")
def test_success_gives_the_address_one_attempt_back(visit, cast, with_password):
    with_password(cast.ines)
    for number in range(2):
        fail(elsewhere(visit, number), cast.ines.email, 3)
    for _ in range(3):
        sign_in(visit(), cast.ines.email)
    fail(visit(), cast.ines.email, 1)
    fail(visit(), cast.ines.email, 1, status=429)


@pytest.mark.usefixtures("tight")
def test_the_sentence_is_in_the_readers_language(visit, cast):
    browser = visit(locale="fr")
    fail(browser, cast.ines.email, 3)
    assert "Il y a eu trop d’essais. Réessayez dans 15 minutes." in fail(browser, cast.ines.email, 1, status=429).text


def test_simultaneous_counts_are_all_counted(app, cast):
    storage = throttle.ThrottleStorage()

    def count():
        with app.app_context():
            storage.incr("race", 60)

    in_threads([count] * 12)
    with app.app_context():
        assert storage.get("race") == 12


def test_windows_that_are_over_are_forgotten(app):
    with app.app_context():
        throttle.limiter.storage.incr("old", 60)
        with clock.at(clock.now() + timedelta(minutes=2)):
            throttle.limiter.storage.incr("new", 60)
            assert throttle.limiter.storage.get("old") == 0
            throttle.forget_ended_windows()
        assert db.session.scalars(sa.select(Throttle.key)).all() == ["new"]


def test_nothing_typed_is_stored(app):
    with app.app_context():
        throttle.count_attempt("SIGN_IN", account="ines@merane.example", network="192.0.2.7")
        assert not [key for key in db.session.scalars(sa.select(Throttle.key)) if "ines" in key]


def test_the_wait_is_at_least_a_second(app):
    app.config["SIGN_IN_LIMITS"] = {"pair": "1 per second", "network": "9 per second", "address": "9 per second"}
    with app.app_context(), clock.at(clock.now()):
        throttle.count_attempt("SIGN_IN", account="a", network="b")
        with pytest.raises(TooManyRequests) as caught:
            throttle.count_attempt("SIGN_IN", account="a", network="b")
    assert caught.value.retry_after == 1
