"""Forms that are not ours, or that say more than they should."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.accounts.models import Account, AccountRole
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Person
from tests.request.accounts.conftest import PASSWORD, with_password  # noqa: F401 (a fixture)
from tests.request.security.conftest import address, digest, fitting, rules


@pytest.mark.parametrize("name", ["nadia", "karim", "helene"])
def test_a_form_without_our_token_changes_nothing(app, visit, cast, furnished, name):
    client, stranger = visit(getattr(cast, name)).client, visit(cast.theo)
    foreign = stranger.token("/account")
    before = digest(app)
    for rule in rules(app, "POST"):
        path = address(app, rule, fitting(rule, furnished))
        assert client.post(path).status_code == 400, path
        assert client.post(path, data={"csrf_token": foreign}).status_code == 400, path
        assert client.post(path, json={"csrf_token": foreign}).status_code == 400, path
        assert client.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403, path
    assert digest(app) == before


@pytest.mark.parametrize("site", ["cross-site", "same-site", "anything"])
def test_a_browser_that_says_foreign_is_refused_even_with_a_token(app, visit, cast, site):
    browser = visit(cast.ines)
    data = {"csrf_token": browser.token("/account"), "locale": "fr"}
    page = browser.post("/language", data, status=403, headers={"Sec-Fetch-Site": site})
    assert "another site" in page.text
    with app.app_context():
        assert cast.ines.person().locale == "en"


@pytest.mark.parametrize(
    ("origin", "status"),
    [("http://localhost", 303), ("https://evil.example", 403), ("null", 403), ("http://localhost.evil.example", 403)],
)
def test_an_older_browser_is_judged_by_where_its_form_was(visit, cast, origin, status):
    browser = visit(cast.ines)
    data = {"csrf_token": browser.token("/account"), "locale": "fr"}
    response = browser.client.post("/language", data=data, headers={"Origin": origin})
    assert response.status_code == status


def test_the_door_needs_a_token_too(visit, cast, with_password):  # noqa: F811
    client = visit().client
    data = {"email": with_password(cast.ines).email, "password": PASSWORD}
    assert client.post("/sign-in", data=data).status_code == 400
    assert client.get("/account").status_code == 302


def test_a_method_cannot_be_disguised(visit, cast):
    browser = visit(cast.ines)
    token = browser.token("/account")
    for method in ("PUT", "PATCH", "DELETE"):
        assert browser.client.open("/account", method=method, data={"csrf_token": token}).status_code in (400, 405)
    headers = {"X-HTTP-Method-Override": "POST"}
    assert browser.client.get("/sign-out?_method=POST", headers=headers).status_code == 405
    browser.get("/account")


EXTRA = {
    "role": "administrator",
    "roles": "administrator",
    "role_rows": "administrator",
    "is_enabled": "1",
    "account_id": "1",
    "person_id": "1",
    "email": "thief@evil.example",
    "email_key": "thief@evil.example",
    "password_hash": "x",
    "kind": "employee",
    "manager_id": "1",
    "id": "1",
    "state": "published",
}


def accounts_of(app):
    with app.app_context():
        rows = db.session.execute(
            sa.select(Account.id, Account.email, Account.email_key, Account.is_enabled, Person.kind, Person.manager_id)
            .join(Person, Person.account_id == Account.id)
            .order_by(Account.id)
        ).all()
        roles = db.session.execute(sa.select(AccountRole.account_id, AccountRole.role)).all()
        return [tuple(row) for row in rows], sorted(map(tuple, roles))


def test_fields_that_no_form_has_are_ignored(app, visit, cast, with_password):  # noqa: F811
    before = accounts_of(app)
    browser = visit(with_password(cast.sofia))
    token = browser.token("/account")
    own = {"csrf_token": token, "current": PASSWORD, "password": "another river in spring", "locale": "fr"}
    for path in ("/language", "/account/password", "/account/sessions/end-others", "/sign-out"):
        browser.post(path, EXTRA | own)
    door = visit()
    login = {**door.get("/sign-in").form("/sign-in"), "email": cast.sofia.email, "password": own["password"]}
    door.post("/sign-in", EXTRA | login)
    door.get("/engagements", status=403)
    assert accounts_of(app) == before


HOSTILE = "<script>alert(1)</script>\"'><img src=x>{{7*7}}"


def test_hostile_names_are_shown_as_typed(app, visit, cast, furnished):
    with app.app_context():
        person = cast.ines.person()
        with transaction():
            person.given_name, person.family_name = HOSTILE[:80], "</title></textarea>"
    for name in ("ines", "nadia", "helene", "karim", "paul"):
        client = visit(getattr(cast, name)).client
        for rule in rules(app, "GET"):
            if not rule.arguments or "public_id" in rule.arguments:
                value = cast.ines.public_id if rule.rule.startswith("/talents") else fitting(rule, furnished)
                response = client.get(address(app, rule, value))
                assert response.status_code < 500, rule
                if response.mimetype == "text/html":
                    assert "<script>alert" not in response.text, rule
                    assert "<img src=x" not in response.text, rule


ODD = ["'", '"', "%", "_", "\\", "\x00", "\ud7ff", "a" * 5000, "1e309", "-1", "[]", "%00", "../"]


def test_odd_parameters_never_break_a_page(app, visit, cast, furnished):
    client = visit(cast.helene).client
    names = ("q", "page", "to", "next", "sort", "kind", "skill", "unit", "state", "week", "from", "until")
    for rule in rules(app, "GET"):
        path = address(app, rule, fitting(rule, furnished))
        for odd in ODD:
            response = client.get(path, query_string=dict.fromkeys(names, odd))
            assert response.status_code < 500, (path, odd)
