"""Sessions: opened, listed, ended, expired."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from portal.accounts import services
from portal.accounts.models import AccountRole, Role, SignInSession, SingleUseLink
from portal.core import clock
from portal.core.errors import Conflict, Forbidden
from portal.core.transaction import transaction
from portal.extensions import db
from tests.request.accounts.test_links import link
from tests.request.accounts.test_sign_in import sign_in

SHORT = ("helene", "paul", "adele")
LONG = ("ines", "sofia", "simone", "nadia")


def is_in(browser) -> bool:
    return browser.client.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("name", "idle", "longest"),
    [(name, timedelta(minutes=30), timedelta(hours=8)) for name in SHORT]
    + [(name, timedelta(hours=8), timedelta(days=7)) for name in LONG],
)
def test_limits(visit, cast, name, idle, longest):
    start = clock.now()
    with clock.at(start):
        idler, worker = visit(getattr(cast, name)), visit(getattr(cast, name))
    with clock.at(start + idle - timedelta(seconds=1)):
        assert is_in(idler)
    moment = start
    while moment + idle / 2 < start + longest:
        moment += idle / 2
        with clock.at(moment):
            assert is_in(worker), moment - start
    with clock.at(start + longest):
        assert not is_in(worker)
    with clock.at(start + 2 * idle):
        assert not is_in(idler)


def test_use_is_noted_now_and_then(app, visit, cast):
    start = clock.now()

    def seen():
        with app.app_context():
            return db.session.scalar(sa.select(SignInSession.seen_at))

    with clock.at(start):
        browser = visit(cast.ines)
    with clock.at(start + timedelta(seconds=100)):
        browser.get("/account")
        assert seen() == start
    with clock.at(start + timedelta(minutes=3)):
        browser.get("/account")
        assert seen() == start + timedelta(minutes=3)
        browser.get("/health/live")


def test_public_pages_do_not_keep_a_session_alive(visit, cast):
    start = clock.now()
    with clock.at(start):
        browser = visit(cast.helene)
    with clock.at(start + timedelta(minutes=20)):
        browser.get("/health/live")
    with clock.at(start + timedelta(minutes=31)):
        assert not is_in(browser)


def test_a_role_given_since_shortens_the_session(app, visit, cast):
    start = clock.now()
    with clock.at(start):
        browser = visit(cast.ines)
        with app.app_context():
            account = cast.ines.person().account
            with transaction():
                account.role_rows.append(AccountRole(role=Role.HR))
    with clock.at(start + timedelta(minutes=31)):
        assert not is_in(browser)


def test_the_identifier_changes_at_the_door(visit, cast, with_password):
    browser = visit()
    browser.get("/sign-in")
    before = browser.client.get_cookie("transverse").value
    sign_in(browser, with_password(cast.ines).email)
    after = browser.client.get_cookie("transverse").value
    assert before != after
    other = visit()
    other.client.set_cookie("transverse", before)
    assert not is_in(other)


def test_a_copied_cookie_is_worth_nothing_after_signing_out(visit, cast, with_password):
    browser = visit()
    sign_in(browser, with_password(cast.ines).email)
    stolen = browser.client.get_cookie("transverse").value
    browser.submit(browser.get("/account"), "/sign-out")
    thief = visit()
    thief.client.set_cookie("transverse", stolen)
    assert not is_in(thief)
    assert not is_in(browser)


def test_signing_out_keeps_the_language(visit, cast):
    browser = visit(cast.ines, locale="fr")
    assert browser.submit(browser.get("/account"), "/sign-out").location == "/sign-in"
    page = browser.get("/sign-in")
    assert page.root.attrib["lang"] == "fr"
    assert "Votre session est fermée" in page.text


def test_signing_out_twice_is_harmless(visit, cast):
    browser = visit(cast.ines)
    page = browser.get("/account")
    browser.submit(page, "/sign-out")
    browser.post("/sign-out", {"csrf_token": browser.token("/sign-in")})


def test_my_sessions_are_listed(app, visit, cast):
    with app.app_context():
        account = cast.ines.person().account
        services.open_session(account, browser="Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0")
    browser = visit(cast.ines)
    page = browser.get("/account")
    assert "Firefox on Windows" in page.text
    assert browser.query_count <= 15
    assert len([form for form in page.find("form") if form.attrib["action"].endswith("/end")]) == 1


def test_one_session_is_ended(visit, cast):
    lost, browser = visit(cast.ines), visit(cast.ines)
    assert browser.submit(browser.get("/account"), "/end").location == "/account"
    assert not is_in(lost)
    assert is_in(browser)


def test_all_the_others_are_ended(visit, cast):
    others = [visit(cast.ines) for _ in range(3)]
    stranger, browser = visit(cast.tom), visit(cast.ines)
    browser.submit(browser.get("/account"), "/end-others")
    assert "3 other sessions are ended" in browser.get("/account").text
    assert not any(is_in(other) for other in others)
    assert is_in(browser)
    assert is_in(stranger)


def test_someone_elses_session_is_not_there(app, visit, cast):
    victim, browser = visit(cast.tom), visit(cast.ines)
    with app.app_context():
        theirs = db.session.scalar(
            sa.select(SignInSession.id).where(SignInSession.account_id == cast.tom.person().account_id)
        )
    token = browser.token("/account")
    for session_id in (theirs, 10**6):
        browser.post(f"/account/sessions/{session_id}/end", {"csrf_token": token}, status=404)
    assert is_in(victim)


def test_closing_an_account_ends_its_sessions_at_once(app, visit, cast):
    browser = visit(cast.ines)
    link(app, cast.ines)
    with app.app_context():
        services.disable_account(cast.adele.person(), cast.ines.person().account)
        assert db.session.scalar(sa.select(SingleUseLink.used_at)) is not None
    assert not is_in(browser)
    with app.app_context():
        services.enable_account(cast.adele.person(), cast.ines.person().account)
    assert not is_in(browser)


@pytest.mark.parametrize("name", ["helene", "paul", "simone", "nadia", "sofia"])
def test_only_administrators_close_accounts(app, cast, name):
    with app.app_context():
        for verb in (services.disable_account, services.enable_account):
            with pytest.raises(Forbidden):
                verb(getattr(cast, name).person(), cast.ines.person().account)


def test_nobody_closes_their_own_account(app, cast):
    with app.app_context(), pytest.raises(Conflict):
        services.disable_account(cast.adele.person(), cast.adele.person().account)


def test_old_sessions_and_links_are_forgotten(app, visit, cast):
    with clock.at(clock.now() - timedelta(days=200)):
        visit(cast.ines)
        link(app, cast.ines)
    visit(cast.ines)
    with app.app_context():
        services.forget_old_sessions()
        services.forget_old_links()
        assert db.session.scalar(sa.select(sa.func.count()).select_from(SignInSession)) == 1
        assert db.session.scalar(sa.select(sa.func.count()).select_from(SingleUseLink)) == 0
