"""The accounts made from the command line."""

from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from portal.accounts.models import Role
from portal.administration.commands import create_administrator_command, invite_command, role_group
from portal.core.schema import describe_database
from portal.extensions import db
from portal.organization.models import Person, Unit
from portal.skills.commands import command as skills_command
from tests.request.accounts.test_links import NEW, use
from tests.request.accounts.test_sign_in import sign_in


def run(app, command, *arguments):
    return app.test_cli_runner().invoke(command, arguments)


def path_printed(result):
    found = re.search(r"http://localhost(/\S+)", result.output)
    assert found, result.output
    return found[1]


def create(app, email="root@merane.example"):
    return run(app, create_administrator_command, email, "--given", "Ada", "--family", "Byron")


def test_the_first_administrator_comes_in_by_a_printed_link(app, visit):
    use(visit(), path_printed(create(app)))
    browser = visit()
    sign_in(browser, "root@merane.example", NEW)
    browser.get("/account")
    with app.app_context():
        person = db.session.scalars(sa.select(Person)).one()
        assert person.roles == {Role.ADMINISTRATOR}
        assert person.unit.code == "ORG"


def test_an_administrator_joins_the_top_unit(app, cast):
    create(app)
    with app.app_context():
        person = db.session.scalar(sa.select(Person).where(Person.given_name == "Ada"))
        assert person.unit.code == "DG"
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Unit)) == 5


def test_an_address_is_taken_once(app, cast):
    result = create(app, "Ines@merane.example")
    assert result.exit_code == 1
    assert "already has an account" in result.output
    assert "use `portal role add Ines@merane.example administrator`" in result.output


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        (create_administrator_command, ("root@merane.example", "--given", "Ada", "--family", "Byron")),
        (invite_command, ("nobody@merane.example",)),
        (role_group, ("add", "nobody@merane.example", "hr")),
        (role_group, ("remove", "nobody@merane.example", "hr")),
        (role_group, ("list",)),
        (skills_command, ("--dry-run",)),
    ],
)
def test_a_command_first_says_which_database_it_is_about(app, command, arguments):
    with app.app_context():
        named = describe_database()
    assert run(app, command, *arguments).stderr.startswith(f"{named}\n")


def test_a_database_is_named_without_its_password(app, monkeypatch):
    with app.app_context():
        monkeypatch.setitem(db.engines, None, sa.create_engine("postgresql+psycopg://portal:secret@db.example/portal"))
        assert describe_database() == "PostgreSQL, postgresql+psycopg://portal:***@db.example/portal"


def test_what_is_not_an_address_is_refused(app):
    assert create(app, "not an address").exit_code == 1


def test_an_invitation_is_printed(app, visit, cast, with_password):
    with_password(cast.ines, None)
    path = path_printed(run(app, invite_command, cast.ines.email))
    assert path.startswith("/invitation/")
    use(visit(), path)


def test_someone_with_a_password_gets_a_reset(app, cast):
    assert path_printed(run(app, invite_command, cast.ines.email)).startswith("/reset/")


def test_nobody_is_not_invited(app, cast, change_account):
    change_account(cast.tom, is_enabled=False)
    for email in ("nobody@merane.example", cast.tom.email):
        assert run(app, invite_command, email).exit_code == 1


def test_the_commands_are_in_the_portal(app):
    assert {"create-administrator", "invite", "worker"} <= set(app.cli.commands)
