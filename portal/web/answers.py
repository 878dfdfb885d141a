"""What a form that changes something answers, everywhere the same: done, wrong at a field, or overtaken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from flask import Response, flash

from portal.core.errors import Conflict, Invalid
from portal.web.forms import Form, typed_in
from portal.web.htmx import see_other


@dataclass(frozen=True)
class Overtaken:
    """A form that came too late: why, and what was `typed` in it as labels and words, so that nothing is lost."""

    message: Any
    typed: list[tuple[str, str]]


class Again(Protocol):
    """Shows the page as things stand now: with the refused form (422), or with what overtook it (409)."""

    def __call__(self, *, status: int, conflict: Overtaken | None = None) -> Response: ...


def carry_out(
    form: Form,
    act: Callable[[], Any],
    *,
    again: Again,
    said: Callable[[], str],
    then: Callable[[], str],
    may: Callable[[], Any] | None = None,
) -> Response:
    """Validate `form` and `act`; say what was `said` and go where `then` shows it, or show the page `again`.

    `may` raises what forbids it to this person before anything is said of the form: nobody corrects a form that they
    could never send. 422 when the form or the service finds a field wrong (on a page of its own when the service names
    none), 409 when `may` or the service raises `Conflict`: `act` checks the version itself, inside its transaction.
    `again` reads its object anew, since nothing of it survives a rollback.
    """
    try:
        if may is not None:
            may()
        is_done = form.validate()
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
