"""What a form that changes something answers, everywhere the same: done, wrong at a field, or overtaken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from flask import Response, flash, request

from portal.core.errors import Conflict, Invalid
from portal.web.forms import Form, typed_in
from portal.web.htmx import see_other


@dataclass(frozen=True)
class Overtaken:
    """A form that came too late: why, and what was `typed` in it as labels and words, so that nothing is lost."""

    message: Any
    typed: list[tuple[str, str]]


# Carries an act out for what it would tell, writing nothing: whoever knows what people are told adds it.
foretellers: list[Callable[[Callable[[], Any]], None]] = []
FORETELL = "foretell"


class Again(Protocol):
    """Shows the page as things stand now: with the refused form (422), with what overtook it (409), or with what the
    form would have people told (200)."""

    def __call__(self, *, status: int, conflict: Overtaken | None = None) -> Response: ...


def carry_out(
    form: Form,
    act: Callable[[], Any],
    *,
    again: Again,
    said: Callable[[], str],
    then: Callable[[], str],
    may: Callable[[], Any] | None = None,
    foretells: bool = False,
) -> Response:
    """Validate `form` and `act`; say what was `said` and go where `then` shows it, or show the page `again`.

    `may` raises what forbids it to this person before anything is said of the form: nobody corrects a form that they
    could never send. 422 when the form or the service finds a field wrong (on a page of its own when the service names
    none), 409 when `may` or the service raises `Conflict`: `act` checks the version itself, inside its transaction.
    `again` reads its object anew, since nothing of it survives a rollback.

    A form that `foretells` has a button that shows what it would have people told: `act` is then rehearsed, with every
    check, and the page shown again. Only for forms whose sender may read all that they make others read.
    """
    try:
        if may is not None:
            may()
        is_done = form.validate()
        if is_done and foretells and FORETELL in request.form:
            for foretell in foretellers:
                foretell(act)
            return again(status=200)
        if is_done:
            act()
    except Invalid as error:
        if not error.fields:
            raise
        form.show_errors(error.fields)
        is_done = False
    except Conflict as error:
        return again(status=409, conflict=Overtaken(error.message, typed_in(form)))
    if not is_done:
        return again(status=422)
    flash(said(), "good")
    return see_other(then())
