"""The three answers of every editing page: the form, the form with what to correct, the form as things now stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Response, flash, request, url_for

from portal.core.errors import Conflict, Invalid
from portal.web.forms import Form, typed_in
from portal.web.htmx import render, see_other

F = TypeVar("F", bound=Form)


@dataclass(frozen=True)
class Page:
    """Where a form is shown, what is said once it is saved, and the part of the profile to come back to."""

    template: str
    done: str
    anchor: str | None = None


def edit(
    kind: type[F],
    page: Page,
    *,
    start: Callable[[], Mapping[str, Any]],
    save: Callable[[F], Any],
    **context: Any,
) -> Response:
    """Show the form with what `start` says, or `save` it and go back to the profile.

    422 keeps everything typed. 409 shows how things stand now, with what was typed beside it.
    """
    if request.method == "GET":
        return render(page.template, form=kind(data=start()), typed=[], **context)
    form = kind()
    if form.validate_on_submit():
        try:
            save(form)
        except Invalid as error:
            form.show_errors(error.fields)
        except Conflict:
            fresh = kind(formdata=None, data=start())
            return render(page.template, form=fresh, typed=typed_in(form), status=409, **context)
        else:
            flash(page.done, "good")
            return see_other(url_for("profile.show_profile", _anchor=page.anchor))
    return render(page.template, form=form, typed=[], status=422, **context)
