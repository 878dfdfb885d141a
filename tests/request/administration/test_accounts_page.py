"""The accounts, as administrators list them, open one, and change it."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from portal.accounts import services
from portal.accounts.models import Account, Role
from portal.core.audit import Event
from portal.core.transaction import transaction
from portal.core.worker import drain
from portal.extensions import db
from tests.mailbox import mails_written
from tests.visitor import text_of

LIST = "/administration/accounts"
OTHERS = ["helene", "paul", "simone", "nadia", "ines", "sofia"]


def address(someone):
    return f"{LIST}/{someone.public_id}"


def names(page):
    return [text_of(link) for link in page.find("a", class_="cover")]


def change(app, someone, **columns):
    with app.app_context():
        person = someone.person()
        with transaction():
            for name, value in columns.items():
                setattr(person.account if hasattr(Account, name) else person, name, value)


def roles_of(app, someone):
    with app.app_context():
        return someone.person().roles


def events(app):
    with app.app_context():
        return [(e.actor_id, e.subject_type, e.action, e.data) for e in db.session.scalars(sa.select(Event))]


def mails(app):
    with app.app_context():
        drain()
        return [(mail["to"], mail["event"]) for mail in mails_written()]


def do(visit, cast, someone, step, *, who="adele", status=303):
    browser = visit(getattr(cast, who))
    return browser, browser.submit(browser.get(address(someone)), f"{address(someone)}/{step}", status=status)


# The list


def test_everyone_is_listed_by_name(visit, cast):
    page = visit(cast.adele).get(LIST)
    assert "17 accounts" in page.text
    assert names(page)[:2] == ["Nadia Benali", "Inès Carvalho"]
    assert "Human Resources" in page.text


def test_the_list_is_in_the_account_menu_of_administrators_only(visit, cast):
    assert LIST in visit(cast.adele).get("/").html
    assert LIST not in visit(cast.helene).get("/").html


@pytest.mark.parametrize("name", OTHERS)
def test_only_administrators_enter(visit, cast, name):
    browser = visit(getattr(cast, name))
    browser.get(LIST, status=403)
    browser.get(address(cast.tom), status=403)
    token = browser.token("/account")
    for step in ("close", "roles/hr/give"):
        browser.post(f"{address(cast.tom)}/{step}", {"csrf_token": token}, status=403)


def test_strangers_are_sent_to_the_door(visit, cast):
    assert visit().get(LIST, status=302).location.startswith("/sign-in")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=ines", ["Inès Carvalho"]),
        ("q=LEFEVRE+tom", ["Tom Lefèvre"]),
        ("q=sofia@", ["Sofia Marchetti"]),
        ("q=t014", ["Adèle Moreau"]),
        ("q=%25", []),
        ("role=hr", ["Hélène Roy"]),
        ("role=hr&role=procurement", ["Paul Girard", "Hélène Roy"]),
        ("role=hr&q=paul", []),
        ("role=none&standing=none&q=adele", ["Adèle Moreau"]),
    ],
)
def test_the_list_is_narrowed(visit, cast, asked, found):
    assert names(visit(cast.adele).get(f"{LIST}?{asked}")) == found


def test_the_list_is_narrowed_by_access(app, visit, cast):
    change(app, cast.tom, is_enabled=False)
    change(app, cast.lea, password_hash=None)
    change(app, cast.jade, left_on=date(2026, 1, 31), is_enabled=False)
    browser = visit(cast.adele)
    expected = {"closed": cast.tom, "invited": cast.lea, "left": cast.jade}
    for standing, someone in expected.items():
        assert names(browser.get(f"{LIST}?standing={standing}")) == [someone.full_name]
    assert "14 accounts" in browser.get(f"{LIST}?standing=open").text
    assert "No password yet" in browser.get(LIST).text


def test_the_fragment_is_the_page(visit, cast):
    browser = visit(cast.adele)
    whole = browser.get(f"{LIST}?role=hr").by_id("results")
    piece = browser.fragment(f"{LIST}?role=hr", "results")
    assert piece.by_id("results").attrib == whole.attrib
    assert "<html" not in piece.html


def test_the_list_asks_as_many_questions_for_many(visit, cast):
    browser = visit(cast.adele)
    browser.get(f"{LIST}?q=ines")
    few = browser.query_count
    browser.get(LIST)
    assert browser.query_count <= few


@pytest.mark.parametrize(("locale", "words"), [("en", ("Accounts", "Give this role")), ("fr", ("Comptes", "Confier"))])
def test_in_both_languages(visit, cast, locale, words):
    browser = visit(cast.adele, locale=locale)
    assert words[0] in browser.get(LIST).text
    assert words[1] in browser.get(address(cast.ines)).text


def test_an_unknown_account_is_not_there(visit, cast):
    visit(cast.adele).get(f"{LIST}/nobody", status=404)


# Roles


def test_a_role_is_given(app, visit, cast):
    browser, answer = do(visit, cast, cast.ines, "roles/hr/give")
    assert answer.location == address(cast.ines)
    page = browser.get(answer.location)
    assert "Inès Carvalho now holds the role “Human Resources”" in page.text
    assert "Role given: Human Resources" in page.text
    assert roles_of(app, cast.ines) == {Role.HR}
    assert events(app) == [(cast.adele.id, "account", "give_role", {"role": "hr"})]
    assert mails(app) == [(cast.ines.email, "accounts/role_given")]
    visit(cast.ines).get("/administration/people")


def test_a_role_is_taken_away(app, visit, cast):
    theirs = visit(cast.helene)
    theirs.get("/administration/people")
    browser, answer = do(visit, cast, cast.helene, "roles/hr/take")
    assert "Role taken away: Human Resources" in browser.get(answer.location).text
    assert roles_of(app, cast.helene) == set()
    assert events(app) == [(cast.adele.id, "account", "take_role", {"role": "hr"})]
    assert mails(app) == [(cast.helene.email, "accounts/role_taken")]
    theirs.get("/administration/people", status=403)


def test_giving_twice_changes_nothing_more(app, visit, cast):
    browser = visit(cast.adele)
    page = browser.get(address(cast.ines))
    for _ in range(2):
        browser.submit(page, "roles/procurement/give")
    assert [action for _, _, action, _ in events(app)] == ["give_role"]
    assert len(mails(app)) == 1


def test_taking_twice_changes_nothing_more(app, visit, cast):
    browser = visit(cast.adele)
    page = browser.get(address(cast.paul))
    for _ in range(2):
        browser.submit(page, "roles/procurement/take")
    assert [action for _, _, action, _ in events(app)] == ["take_role"]


def test_one_says_when_nobody_else_holds_the_role(app, visit, cast):
    browser = visit(cast.adele)
    assert "Nobody else holds this role" in browser.get(address(cast.helene)).text
    with app.app_context():
        services.give_role(None, cast.ines.person().account, Role.HR)
    assert "Nobody else holds this role" not in browser.get(address(cast.helene)).text


def test_an_external_gets_no_role(app, visit, cast):
    browser = visit(cast.adele)
    page = browser.get(address(cast.sofia))
    assert "Roles are for employees" in page.text
    assert "roles/hr/give" not in page.html
    token = browser.token("/account")
    browser.post(f"{address(cast.sofia)}/roles/hr/give", {"csrf_token": token}, status=409)
    assert roles_of(app, cast.sofia) == set()


def test_nobody_gives_a_role_to_themselves(app, visit, cast):
    browser = visit(cast.adele)
    page = browser.get(address(cast.adele))
    assert "You cannot give a role to yourself" in page.text
    assert "roles/hr/give" not in page.html
    for role in ("hr", "procurement", "pilot_sponsor"):
        answer = browser.post(
            f"{address(cast.adele)}/roles/{role}/give", {"csrf_token": browser.token("/account")}, status=409
        )
        assert "another administrator can" in answer.text
    assert roles_of(app, cast.adele) == {Role.ADMINISTRATOR}
    with app.app_context():
        services.give_role(None, cast.adele.person().account, Role.HR)
    assert roles_of(app, cast.adele) == {Role.ADMINISTRATOR, Role.HR}


def test_a_closed_account_gets_no_role(app, visit, cast):
    browser = visit(cast.adele)
    page = browser.get(address(cast.ines))
    change(app, cast.ines, is_enabled=False)
    answer = browser.submit(page, "roles/hr/give", status=409)
    assert "open it before giving it a role" in answer.text
    assert roles_of(app, cast.ines) == set()


def test_nobody_takes_the_administration_from_themselves(app, visit, cast):
    with app.app_context():
        services.give_role(None, cast.ines.person().account, Role.ADMINISTRATOR)
    browser = visit(cast.adele)
    page = browser.get(address(cast.adele))
    assert "You cannot take this role from yourself" in page.text
    assert "roles/administrator/take" not in page.html
    token = browser.token("/account")
    browser.post(f"{address(cast.adele)}/roles/administrator/take", {"csrf_token": token}, status=409)
    assert roles_of(app, cast.adele) == {Role.ADMINISTRATOR}


def test_another_administrator_can(app, visit, cast):
    with app.app_context():
        services.give_role(None, cast.ines.person().account, Role.ADMINISTRATOR)
    do(visit, cast, cast.adele, "roles/administrator/take", who="ines")
    assert roles_of(app, cast.adele) == set()


def test_an_unknown_role_or_step_is_not_there(visit, cast):
    browser = visit(cast.adele)
    token = browser.token("/account")
    for end in ("roles/emperor/give", "roles/hr/lend", "delete"):
        browser.post(f"{address(cast.ines)}/{end}", {"csrf_token": token}, status=404)


# Access


def test_someone_is_invited(app, visit, cast):
    change(app, cast.ines, password_hash=None)
    browser, answer = do(visit, cast, cast.ines, "invite")
    assert f"on its way to {cast.ines.email}" in browser.get(answer.location).text
    assert mails(app) == [(cast.ines.email, "accounts/invitation")]
    assert events(app) == [(cast.adele.id, "account", "invite", {"link": "invitation"})]


def test_someone_who_lost_their_password_gets_another_link(app, visit, cast):
    do(visit, cast, cast.ines, "invite")
    assert mails(app) == [(cast.ines.email, "accounts/reset")]


def test_an_account_is_closed_and_opened_again(app, visit, cast):
    theirs = visit(cast.ines)
    browser, answer = do(visit, cast, cast.ines, "close")
    page = browser.get(answer.location)
    assert "they are signed out everywhere" in page.text
    assert "This account is closed" in page.text
    theirs.get("/account", status=302)
    browser.submit(page, "/open")
    assert "Account opened again" in browser.get(address(cast.ines)).text
    assert [action for _, _, action, _ in events(app)] == ["disable", "enable"]
    visit(cast.ines).get("/account")


def test_a_closed_account_is_not_invited(app, visit, cast):
    browser = visit(cast.adele)
    page = browser.get(address(cast.ines))
    change(app, cast.ines, is_enabled=False)
    assert "no link would open it" in browser.submit(page, "/invite", status=409).text
    assert mails(app) == []


def test_nobody_closes_their_own_account(app, visit, cast):
    browser = visit(cast.adele)
    assert "ask another administrator" in browser.get(address(cast.adele)).text
    browser.post(f"{address(cast.adele)}/close", {"csrf_token": browser.token("/account")}, status=409)
    browser.get(LIST)


def test_the_account_of_someone_who_left_stays_closed(app, visit, cast):
    change(app, cast.ines, left_on=date(2026, 1, 31), is_enabled=False)
    browser = visit(cast.adele)
    assert "opens again with the import" in browser.get(address(cast.ines)).text
    browser.post(f"{address(cast.ines)}/open", {"csrf_token": browser.token("/account")}, status=409)
    with app.app_context():
        assert not cast.ines.person().account.is_enabled
