"""What every form of the desk answers: done and told with the way to undo it, wrong at a field, or overtaken."""

from __future__ import annotations

from collections.abc import Callable

from flask import Response

from portal.core.errors import Conflict, Invalid
from portal.librarian.views.blueprint import tell
from portal.skills.library.journal import require
from portal.skills.library.models import LibraryOperation
from portal.web.access import actor
from portal.web.answers import Again, Overtaken
from portal.web.forms import Form, typed_in
from portal.web.htmx import see_other


def done(form: Form, act: Callable[[], LibraryOperation], *, again: Again, then: Callable[[], str]) -> Response:
    """As `carry_out`, for what the journal notes: the message leads there."""
    require(actor())
    try:
        operation = act() if form.validate() else None
    except Invalid as error:
        form.show_errors(error.fields)
        operation = None
    except Conflict as error:
        return again(status=409, conflict=Overtaken(error.message, typed_in(form)))
    if operation is None:
        return again(status=422)
    tell(operation)
    return see_other(then())
