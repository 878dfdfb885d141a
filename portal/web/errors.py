"""How refusals and failures are told."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import Flask, Response, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError

from portal.core.database import is_busy
from portal.core.errors import DomainError, TooManyRequests
from portal.core.i18n import gettext as _
from portal.extensions import db

log = logging.getLogger(__name__)

PAGES = (400, 403, 404, 409, 413, 422, 429, 500, 503)
MOST_REFUSED = 20
_refused: set[str] = set()


def error_page(status: int, message: Any = "", *, retry_after: int | None = None) -> Response:
    """The page of a status, with a sentence when we have a better one than the general one."""
    page = status if status in PAGES else (400 if status < 500 else 500)
    body = render_template(
        f"errors/{page}.html", error={"title": None, "message": message}, fresh_url=fresh_url() if page == 409 else None
    )
    response = make_response(body, status)
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


def fresh_url() -> str | None:
    """Where a refused form came from, on this site: what it was about stands there as it is now."""
    origin = urlsplit(request.referrer or "")
    if origin.netloc != request.host or not origin.path.startswith("/") or origin.path.startswith("//"):
        return None
    return origin.path + (f"?{origin.query}" if origin.query else "")


def _say_refused(host: str) -> None:
    """Name the setting in the log, once for each host and for twenty of them: whoever tries names must not fill it."""
    host = host[:100]
    if host not in _refused and len(_refused) < MOST_REFUSED:
        _refused.add(host)
        log.warning("the host %s is refused; if it is the portal's, list it in TRANSVERSE_TRUSTED_HOSTS", host)


def _unknown_host() -> str:
    return _(
        "This portal does not answer for the address that was asked. Its own is in TRANSVERSE_BASE_URL; others can be "
        "listed in TRANSVERSE_TRUSTED_HOSTS."
    )


def install(app: Flask) -> None:
    """Register the handlers."""

    @app.errorhandler(DomainError)
    def domain_error(error: DomainError) -> Response:
        retry_after = error.retry_after if isinstance(error, TooManyRequests) else None
        return error_page(error.status, error.message, retry_after=retry_after)

    @app.errorhandler(CSRFError)
    def csrf_error(error: CSRFError) -> Response:
        return error_page(
            400, _("This form was open for too long, or came from elsewhere. Go back, reload and send it again.")
        )

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Any:
        if error.code is None or error.code < 400:
            return error
        if isinstance(error, SecurityError):  # a host that is not ours: no page can be built, no link either
            _say_refused(request.environ.get("HTTP_HOST", ""))
            return Response(_unknown_host(), 400, mimetype="text/plain")
        return error_page(error.code)

    @app.errorhandler(sa.exc.OperationalError)
    def database_error(error: sa.exc.OperationalError) -> Response:
        db.session.rollback()
        if is_busy(error):
            return error_page(
                503, _("Many people are writing at once. Nothing was changed: try again in a moment."), retry_after=3
            )
        log.exception("database failure")
        return error_page(500)

    @app.errorhandler(Exception)
    def last_resort(error: Exception) -> Response:
        db.session.rollback()
        if app.testing:
            raise error
        log.exception("unexpected failure")
        return error_page(500)
