"""Reading changes nothing."""

from __future__ import annotations

import pytest

from portal.core.transaction import WriteOutsideTransaction, transaction
from portal.extensions import db
from portal.organization.models import Person
from tests.request.security.conftest import ROLES, address, digest, rules


@pytest.mark.parametrize("demo", [False, True], ids=["own", "demo"])
def test_no_get_changes_anything(app, visit, cast, furnished, demo):
    app.config["DEMO"] = demo
    before = digest(app)
    seen = set()
    for name in (None, *ROLES) if not demo else (None, "ines"):
        client = visit(getattr(cast, name) if name else None).client
        for rule in rules(app, "GET"):
            if not rule.arguments:
                for method in ("GET", "HEAD", "OPTIONS"):
                    status = client.open(address(app, rule), method=method).status_code
                    assert status < 500, (name, method, rule)
                    seen.add((rule.endpoint, status))
        assert digest(app) == before, name
    assert ("accounts.show_account", 200) in seen


@pytest.mark.parametrize("name", ["ines", "nadia", "karim", "paul"])
def test_no_get_of_one_thing_changes_anything(app, visit, cast, furnished, name):
    before = digest(app)
    client = visit(getattr(cast, name)).client
    values = [thing.public_id for thing in furnished.values() if thing.public_id] + [cast.ines.public_id, "none"]
    for rule in rules(app, "GET"):
        if rule.arguments:
            for value in values:
                assert client.get(address(app, rule, value)).status_code < 500, rule
    assert digest(app) == before


def test_a_view_that_writes_while_reading_is_stopped(app, visit, cast, monkeypatch):
    def write():
        with transaction():
            pass

    def change():
        db.session.get_one(Person, cast.ines.id).job_title = "Queen"
        db.session.flush()

    for view in (write, change):
        view.audience = app.view_functions["accounts.show_account"].audience
        monkeypatch.setitem(app.view_functions, "accounts.show_account", view)
        with pytest.raises(WriteOutsideTransaction):
            visit(cast.ines).client.get("/account")


def test_a_view_without_an_audience_is_closed(app, visit, cast, monkeypatch):
    monkeypatch.setitem(app.view_functions, "accounts.show_account", lambda: "open")
    assert visit(cast.adele).client.get("/account").status_code == 404
