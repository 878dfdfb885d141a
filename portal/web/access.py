"""Who may enter a view. Every view declares its audience; one that forgot is closed to everyone."""

from __future__ import annotations

import enum
from collections.abc import Callable
from typing import Any, TypeVar, cast

import sqlalchemy as sa
from flask import Flask, abort, current_app, has_request_context, redirect, request, url_for
from flask_login import current_user

from portal.accounts.models import Role
from portal.accounts.services import touch_session
from portal.core.database import is_busy
from portal.core.transaction import forbid_writes
from portal.organization.models import Person
from portal.web.htmx import see_other
from portal.web.security import local_path, split_address

View = TypeVar("View", bound=Callable[..., Any])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Entry(enum.Enum):
    """Audiences that are not a role."""

    PUBLIC = "public"
    TALENTS = "talents"
    EMPLOYEES = "employees"
    DEMO = "demo"


def audience(*allowed: Entry | Role) -> Callable[[View], View]:
    """Declare who may call a view: `Entry.PUBLIC`, everyone signed in, employees, or holders of one of these roles."""
    if not allowed:
        raise ValueError("a view needs an audience")

    def mark(view: View) -> View:
        view.audience = frozenset(allowed)  # type: ignore[attr-defined]
        return view

    return mark


def declared_audience(app: Flask, endpoint: str) -> frozenset[Entry | Role]:
    """The audience of an endpoint; empty when its view declared none."""
    return getattr(app.view_functions[endpoint], "audience", frozenset())


def current_person() -> Person | None:
    """The person who is signed in, if any; nobody when no request is being answered (a mail is written)."""
    if not has_request_context():
        return None
    user: Any = current_user._get_current_object()
    return cast(Person, user.person) if user.is_authenticated else None


def actor() -> Person:
    """The person who is signed in; only for views that are not public."""
    person = current_person()
    if person is None:
        abort(401)
    return person


def may_enter(person: Person | None, allowed: frozenset[Entry | Role]) -> bool:
    """Whether `person` (None when signed out) belongs to an audience."""
    if Entry.PUBLIC in allowed or (Entry.DEMO in allowed and current_app.config["DEMO"]):
        return True
    if person is None:
        return False
    if Entry.TALENTS in allowed or (Entry.EMPLOYEES in allowed and not person.is_external):
        return True
    return bool(person.roles & {entry for entry in allowed if isinstance(entry, Role)})


def check_entry() -> Any:
    """Before each request: refuse what is not declared, send strangers to sign in, keep reads from writing."""
    try:
        return _refusal()
    finally:
        forbid_writes(request.method in SAFE_METHODS)


def _refusal() -> Any:
    if request.endpoint is None or request.endpoint == "static":
        return None
    allowed = declared_audience(current_app, request.endpoint)
    if not allowed or (allowed == {Entry.DEMO} and not current_app.config["DEMO"]):
        abort(404)
    person = None if Entry.PUBLIC in allowed else current_person()
    if person is not None:
        _note_use()
    if may_enter(person, allowed):
        return None
    if person is None:
        return _send_to_sign_in()
    return abort(403)


def _note_use() -> None:
    """Remember now and then that the session is in use: the one write that a GET makes, before it is answered."""
    if not current_user.session_is_stale:
        return
    try:
        touch_session(current_user.get_id())
    except sa.exc.OperationalError as error:
        if not is_busy(error):
            raise  # a busy database may forget this use, never refuse the page for it


def _send_to_sign_in() -> Any:
    """To the sign-in page, and back here afterwards when this page can be asked for again."""
    shown = split_address(request.headers.get("HX-Current-URL", "")) if "HX-Request" in request.headers else None
    if shown is not None:
        here = f"{shown.path}?{shown.query}" if shown.query else shown.path
    else:
        here = request.full_path.rstrip("?") if request.method in SAFE_METHODS else ""
    known = local_path(here)
    sign_in = url_for("accounts.sign_in", next=known if known != "/" else None)
    return redirect(sign_in) if shown is None else see_other(sign_in)
