"""Giving and taking roles, from the command line and when two do it at once."""

from __future__ import annotations

import threading
from functools import partial

import pytest
import sqlalchemy as sa

from portal.accounts import services
from portal.accounts.models import Account, AccountRole, Role
from portal.administration.commands import role_group
from portal.core.audit import Event
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.extensions import db
from tests.request.accounts.conftest import PASSWORD
from tests.request.accounts.test_sign_in import sign_in
from tests.threads import in_threads


def run(app, *arguments):
    return app.test_cli_runner().invoke(role_group, arguments)


def roles_of(app, someone):
    with app.app_context():
        return someone.person().roles


def test_a_role_is_added(app, cast, mails):
    result = run(app, "add", cast.ines.email.upper(), "hr")
    assert result.stdout == f"Inès Carvalho ({cast.ines.email}): human resources\n"
    assert roles_of(app, cast.ines) == {Role.HR}
    assert [(mail["to"], mail["event"]) for mail in mails()] == [(cast.ines.email, "accounts/role_given")]
    with app.app_context():
        event = db.session.scalars(sa.select(Event)).one()
        assert (event.actor_id, event.action, event.data) == (None, "give_role", {"role": "hr"})


def test_the_mail_is_in_the_language_of_its_reader(app, cast, change_account, mails):
    change_account(cast.ines, locale="fr")
    run(app, "add", cast.ines.email, "procurement")
    run(app, "remove", cast.ines.email, "procurement")
    given, taken = mails()
    assert given["subject"] == "Un rôle vous est confié sur Transverse\u00a0: Achats"
    assert "Confirme la place des externes avec un tarif et des dates" in given["body"]
    assert taken["subject"] == "Vous ne tenez plus ce rôle sur Transverse\u00a0: Achats"


def test_a_role_is_removed(app, cast):
    result = run(app, "remove", cast.helene.email, "hr")
    assert result.stdout == f"Hélène Roy ({cast.helene.email}): no longer human resources\n"
    assert roles_of(app, cast.helene) == set()


def test_who_holds_what_is_listed(app, cast):
    run(app, "remove", cast.paul.email, "procurement")
    with app.app_context():
        services.disable_account(cast.adele.person(), cast.simone.person().account)
    assert run(app, "list").stdout.splitlines() == [
        "hr:",
        "  helene@merane.example  Hélène Roy",
        "procurement:",
        "  nobody",
        "pilot_sponsor:",
        "  simone@merane.example  Simone Faure (closed account)",
        "administrator:",
        "  adele@merane.example  Adèle Moreau",
    ]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("add", "nobody@merane.example", "hr"), "has no account"),
        (("add", "sofia@merane.example", "hr"), "Roles are for employees"),
        (("remove", "adele@merane.example", "administrator"), "the last administrator"),
        (("add", "ines@merane.example", "emperor"), "Invalid value"),
    ],
)
def test_what_cannot_be_is_said(app, cast, arguments, sentence):
    result = run(app, *arguments)
    assert result.exit_code != 0
    assert sentence in result.output


def test_an_administrator_whose_account_is_closed_does_not_count(app, cast):
    with app.app_context():
        services.give_role(None, cast.ines.person().account, Role.ADMINISTRATOR)
        services.disable_account(cast.adele.person(), cast.ines.person().account)
        with pytest.raises(Conflict):
            services.take_role(None, cast.adele.person().account, Role.ADMINISTRATOR)
        services.take_role(None, cast.ines.person().account, Role.ADMINISTRATOR)


@pytest.mark.parametrize("name", ["helene", "paul", "simone", "nadia", "sofia"])
def test_only_administrators_give_and_take(app, cast, name):
    with app.app_context():
        for verb in (services.give_role, services.take_role):
            with pytest.raises(Forbidden):
                verb(getattr(cast, name).person(), cast.ines.person().account, Role.HR)
        with pytest.raises(Forbidden):
            services.send_link(getattr(cast, name).person(), cast.ines.person().account)


def test_a_role_taken_closes_what_it_opened_at_once(app, visit, cast, with_password):
    browser = visit()
    sign_in(browser, with_password(cast.helene).email, PASSWORD)
    browser.get("/administration/people")
    run(app, "remove", cast.helene.email, "hr")
    browser.get("/administration/people", status=403)


@pytest.mark.parametrize("verb", [services.take_role, services.disable_account])
def test_two_administrators_never_remove_each_other(app, cast, verb):
    with app.app_context():
        services.give_role(None, cast.ines.person().account, Role.ADMINISTRATOR)
    start = threading.Barrier(2)
    outcomes = []

    def remove(actor, other):
        with app.app_context():
            person, account = actor.person(), other.person().account
            start.wait(10)
            try:
                verb(person, account, *([Role.ADMINISTRATOR] if verb is services.take_role else []))
                outcomes.append("done")
            except DomainError as error:
                outcomes.append(type(error).__name__)

    pairs = [(cast.adele, cast.ines), (cast.ines, cast.adele)]
    in_threads(partial(remove, *pair) for pair in pairs)
    assert sorted(outcomes) == ["Forbidden", "done"]
    with app.app_context():
        left = sa.select(sa.func.count()).select_from(AccountRole).join(Account)
        left = left.where(AccountRole.role == Role.ADMINISTRATOR, Account.is_enabled)
        assert db.session.scalar(left) == 1
