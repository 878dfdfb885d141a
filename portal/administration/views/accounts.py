"""Who can sign in, and who does what for the whole organization."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Response, flash, request, url_for

from portal.accounts import rules, services
from portal.accounts.labels import ROLE_DUTIES, ROLES
from portal.accounts.models import Account, Role
from portal.accounts.queries import administrator_ids
from portal.administration import queries
from portal.administration.history import history_of
from portal.administration.labels import STANDINGS, TONES
from portal.administration.views.blueprint import bp
from portal.core.errors import Conflict
from portal.core.i18n import lazy_gettext as _l
from portal.core.pagination import paginate
from portal.organization.models import Person
from portal.web.access import actor, audience
from portal.web.facets import boxes
from portal.web.htmx import render, see_other

PER_PAGE = 30


@dataclass(frozen=True)
class Step:
    """Something done to an account, and what is said afterwards."""

    act: Callable[[Person, Account], None]
    said: Any


STEPS = {
    "invite": Step(services.send_link, _l("A link to choose a password is on its way to %(email)s.")),
    "close": Step(
        services.disable_account,
        _l("The account of %(name)s is closed: they are signed out everywhere, and the links they had work no more."),
    ),
    "open": Step(
        services.enable_account, _l("The account of %(name)s is open: they sign in with the password they had.")
    ),
}
ROLE_STEPS = {
    "give": (services.give_role, _l("%(name)s now holds the role “%(role)s”. A mail tells them.")),
    "take": (services.take_role, _l("%(name)s no longer holds the role “%(role)s”. A mail tells them.")),
}


@bp.get("/administration/accounts")
@audience(Role.ADMINISTRATOR)
def list_accounts() -> Response:
    """Every account, narrowed by what the address says."""
    filters = queries.Filters.read(request.args)
    return render(
        "administration/accounts.html",
        fragments=("results",),
        filters=filters,
        page=paginate(queries.accounts(filters), request.args.get("page", 1, type=int), per_page=PER_PAGE),
        roles=ROLES,
        standings=STANDINGS,
        role_boxes=boxes(ROLES, filters.roles),
        standing_boxes=boxes(STANDINGS, filters.standings),
        tones=TONES,
        standing_of=queries.standing_of,
    )


@bp.get("/administration/accounts/<public_id>")
@audience(Role.ADMINISTRATOR)
def show_account(public_id: str) -> Response:
    """One account: its roles, whether it is open, what happened to it."""
    return _show(queries.get_account(public_id), 200)


@bp.post("/administration/accounts/<public_id>/<any(invite, close, open):step>")
@audience(Role.ADMINISTRATOR)
def change_access(public_id: str, step: str) -> Response:
    """Send a link, close the account or open it again."""
    person = queries.get_account(public_id)
    try:
        STEPS[step].act(actor(), person.account)
    except Conflict as refused:
        return _show(person, refused.status, refused.message)
    return _done(person, STEPS[step].said)


@bp.post(
    "/administration/accounts/<public_id>/roles"
    "/<any(hr, procurement, pilot_sponsor, administrator):role>/<any(give, take):step>"
)
@audience(Role.ADMINISTRATOR)
def change_role(public_id: str, role: str, step: str) -> Response:
    """Give a role, or take it away."""
    person = queries.get_account(public_id)
    act, said = ROLE_STEPS[step]
    try:
        act(actor(), person.account, Role(role))
    except Conflict as refused:
        return _show(person, refused.status, refused.message)
    return _done(person, said, role=ROLES[Role(role)])


def _done(person: Person, said: Any, **words: Any) -> Response:
    flash(str(said) % {"name": person.full_name, "email": person.email, **words}, "good")
    return see_other(url_for("administration.show_account", public_id=person.public_id))


def _show(person: Person, status: int, refusal: Any = None) -> Response:
    account = person.account
    standing = queries.standing_of(person)
    return render(
        "administration/account.html",
        person=person,
        account=account,
        standing=standing,
        standing_word=STANDINGS[standing],
        tone=TONES[standing],
        roles=_roles(actor(), account),
        why_not_give=rules.why_not_give(actor(), account),
        why_not_invite=rules.why_not_invite(account),
        why_not_close=rules.why_not_close(actor(), account),
        why_not_open=rules.why_not_open(account),
        events=history_of(person),
        refusal=refusal,
        status=status,
    )


def _roles(reader: Person, account: Account) -> list[dict[str, Any]]:
    """Each role: its words, whether it is held, held by nobody else, and why it cannot be taken if it cannot."""
    held_alone = queries.roles_nobody_else_holds(account)
    administrators = administrator_ids()
    return [
        {
            "value": role.value,
            "label": label,
            "duties": ROLE_DUTIES[role],
            "is_held": role in account.roles,
            "is_held_alone": role in held_alone,
            "why_not_take": rules.why_not_take(reader, account, role, administrators),
        }
        for role, label in ROLES.items()
    ]
