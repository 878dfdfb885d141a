"""One address, one view, one template: the page, or the block that htmx asked for.

Block name = element id = HX-Target. Boosted and history requests always get the whole page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Response, current_app, make_response, redirect, request

from portal.extensions import htmx


def wants_fragment(fragments: Sequence[str]) -> str | None:
    """The declared fragment this request asks for, if any."""
    if not htmx or htmx.boosted or htmx.history_restore_request:
        return None
    return htmx.target if htmx.target in fragments else None


def render(
    template: str, *, fragments: Sequence[str] = (), oob: Sequence[str] = (), status: int = 200, **context: Any
) -> Response:
    """Answer with the page, or with the block asked for and its out-of-band blocks."""
    page = current_app.jinja_env.get_template(template)
    current_app.update_template_context(context)
    fragment = wants_fragment(fragments)
    if fragment is None:
        body = page.render(context)
    else:
        scope = page.new_context(context)
        body = "".join(piece for name in (fragment, *oob) for piece in page.blocks[name](scope))
    response = make_response(body, status)
    if fragments:
        response.headers["Vary"] = "HX-Request, HX-Target"
    return response


def see_other(location: str) -> Response:
    """After a write: 303 to where its result shows."""
    response = redirect(location, 303)
    if request.headers.get("HX-Request") == "true":
        response = make_response("", 204)
        response.headers["HX-Redirect"] = location
    return response  # type: ignore[return-value]
