"""How often one may try."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.accounts import throttle
from portal.accounts.models import Throttle
from portal.core import clock
from portal.core.errors import TooManyRequests
from portal.extensions import db
from tests.request.accounts.conftest import PASSWORD
from tests.request.accounts.test_sign_in import sign_in


@pytest.fixture
def tight(app):
    app.config["SIGN_IN_LIMITS"] = {"account": "3 per 15 minutes", "network": "6 per 15 minutes"}
    app.config["LINK_LIMITS"] = {"account": "2 per hour", "network": "3 per hour"}


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
def test_the_sentence_is_in_the_readers_language(visit, cast):
    browser = visit(locale="fr")
    fail(browser, cast.ines.email, 3)
    assert "Il y a eu trop d’essais. Réessayez dans 15 minutes." in fail(browser, cast.ines.email, 1, status=429).text


def test_simultaneous_counts_are_all_counted(app, cast):
    storage = throttle.ThrottleStorage()

    def count():
        with app.app_context():
            storage.incr("race", 60)

    threads = [threading.Thread(target=count) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
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
    app.config["SIGN_IN_LIMITS"] = {"account": "1 per second", "network": "9 per second"}
    with app.app_context(), clock.at(clock.now()):
        throttle.count_attempt("SIGN_IN", account="a", network="b")
        with pytest.raises(TooManyRequests) as caught:
            throttle.count_attempt("SIGN_IN", account="a", network="b")
    assert caught.value.retry_after == 1
