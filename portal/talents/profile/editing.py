"""The three answers of every editing page: the form, the form with what to correct, the form as things now stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Response, request, url_for

from portal.web.answers import Overtaken, carry_out
from portal.web.forms import Form
from portal.web.htmx import render

F = TypeVar("F", bound=Form)


@dataclass(frozen=True)
class Page:
    """Where a form is shown, what is said once it is saved, and the part of the profile to come back to, or another
    page."""

    template: str
    done: str
    anchor: str | None = None
    back: str | None = None


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
        return render(page.template, form=kind(data=start()), conflict=None, **context)
    form = kind()

    def again(*, status: int, conflict: Overtaken | None = None) -> Response:
        shown = form if conflict is None else kind(formdata=None, data=start())
        return render(page.template, form=shown, conflict=conflict, status=status, **context)

    return carry_out(
        form,
        lambda: save(form),
        again=again,
        said=lambda: page.done,
        then=lambda: page.back or url_for("profile.show_profile", _anchor=page.anchor),
    )
