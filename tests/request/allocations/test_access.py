"""Accounts that close and open, roles that come and go: who decides follows at once, in the same transaction."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.accounts import services
from portal.accounts.models import Account, Role
from portal.core.transaction import transaction


@pytest.fixture
def account(app, cast):
    """Have Adele, the administrator, do something with someone's account."""

    def do(verb, someone, *more):
        with app.app_context():
            verb(cast.adele.person(), someone.person().account, *more)

    return do


def test_a_closed_account_decides_no_more(cast, world, account, stand, mails, event_of, visit):
    request = world.authorization(world.mission(), cast.ines)
    account(services.disable_account, cast.nadia)
    assert stand(request) == ("requested", cast.marc.id)
    assert event_of(request, "redirect").data == {"former": cast.nadia.public_id, "decider": cast.marc.public_id}
    assert mails() == [
        ("ines", "allocations/redirected"),
        ("karim", "allocations/redirected"),
        ("marc", "allocations/requested"),
    ]
    assert "Inès Carvalho" in visit(cast.marc).get("/desk").text


def test_the_page_of_accounts_does_it_too(cast, world, stand, visit):
    request = world.authorization(world.mission(), cast.ines)
    adele = visit(cast.adele)
    page = adele.get(f"/administration/accounts/{cast.nadia.public_id}")
    adele.submit(page, f"/administration/accounts/{cast.nadia.public_id}/close")
    assert stand(request) == ("requested", cast.marc.id)


def test_other_terms_fall_with_the_account(cast, counter, account, stand):
    request = counter()
    account(services.disable_account, cast.nadia)
    assert stand(request) == ("requested", cast.marc.id)


def test_an_account_opened_again_decides_again(cast, world, account, stand):
    request = world.authorization(world.mission(), cast.ines)
    account(services.disable_account, cast.nadia)
    account(services.enable_account, cast.nadia)
    assert stand(request) == ("requested", cast.nadia.id)


def test_an_account_that_decides_nothing_changes_nothing(cast, world, account, stand, mails):
    request = world.authorization(world.mission(), cast.ines)
    account(services.disable_account, cast.jade)
    assert (stand(request), mails()) == (("requested", cast.nadia.id), [])


def test_who_joins_or_leaves_human_resources_is_followed(cast, world, account, stand):
    request = world.authorization(world.mission(), cast.dora, decider=cast.helene)
    account(services.take_role, cast.helene, Role.HR)
    assert stand(request) == ("requested", None)
    account(services.give_role, cast.claire, Role.HR)
    assert stand(request) == ("requested", cast.claire.id)


@pytest.mark.parametrize(
    ("locale", "reason"),
    [("en", "those who may decide changed"), ("fr", "les personnes qui peuvent en décider ont changé")],
)
def test_the_reason_told_is_true_of_a_role_that_goes(app, cast, world, account, bodies, visit, locale, reason):
    with app.app_context(), transaction() as session:
        session.execute(sa.update(Account).values(locale=locale))
    request = world.authorization(world.mission(), cast.dora, decider=cast.helene)
    account(services.take_role, cast.helene, Role.HR)
    told = bodies("allocations/passed_on") + bodies("allocations/redirected")
    assert [reason in body.casefold() for body in told] == [True] * 3
    assert reason in visit(cast.dora, locale=locale).get(f"/authorizations/{request.public_id}").text


def test_the_reason_told_is_true_of_an_account_that_closes(cast, counter, account, bodies, visit):
    request = counter()
    account(services.disable_account, cast.nadia)
    told = bodies("allocations/redirected")
    assert ["Those who may decide changed, so the request" in body for body in told] == [True] * 2
    page = visit(cast.ines).get(f"/authorizations/{request.public_id}").text
    assert "The other terms no longer stand, since those who may decide changed" in page
