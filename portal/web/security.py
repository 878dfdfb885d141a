"""What each answer tells the browser to refuse, and the limits on what is asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit
from wsgiref.headers import Headers

from flask import Flask, Response, abort, current_app, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from portal.core.errors import Forbidden
from portal.core.i18n import lazy_gettext as _l

CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
    )
)


ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

# A path of ours: one slash, then printable ASCII without a backslash or a fragment.
_PATH = re.compile(r"/(?!/)[\x21\x22\x24-\x5b\x5d-\x7e]*")
_LONGEST_PATH = 1000
MONITORED = frozenset({"/health/live", "/health/ready"})


def required_headers(config: Mapping[str, Any]) -> dict[str, str]:
    """What every answer carries, errors and static files included."""
    if config["SESSION_COOKIE_SECURE"]:
        return ALWAYS | {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}
    return ALWAYS


def set_headers(response: Response) -> Response:
    """Add the security headers to an answer of the application; pages about people are never stored."""
    response.headers.setdefault("Content-Security-Policy", CONTENT_POLICY)
    response.headers.update(required_headers(current_app.config))
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def static_headers(app: Flask) -> Callable[[Headers, str, str], None]:
    """The function with which WhiteNoise adds the same headers to static files."""
    required = required_headers(app.config) | {"Content-Security-Policy": CONTENT_POLICY}

    def add(headers: Headers, path: str, url: str) -> None:
        for name, value in required.items():
            headers[name] = value

    return add


def local_path(target: str | None) -> str | None:
    """`target` when it is the path of a page of ours that a browser may open, else None.

    Nothing is guessed from a host name: the path must be one that the routes answer, so `//evil.example`,
    `/\\evil.example` and `javascript:` have no meaning here.
    """
    if not target or len(target) > _LONGEST_PATH or not _PATH.fullmatch(target):
        return None
    path = unquote(target.partition("?")[0])
    try:
        current_app.url_map.bind("localhost").match(path, method="GET")
    except HTTPException:
        return None
    return target


def split_address(address: str) -> SplitResult:
    """The parts of an address that someone sent; all empty when it is not one."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def refuse_foreign_forms() -> None:
    """A browser that says a write comes from another site is refused, whatever token it carries."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        foreign = site not in ("same-origin", "none")
    else:  # browsers from before 2023 say only where the form was
        origin = request.headers.get("Origin")
        foreign = origin is not None and split_address(origin).netloc != request.host
    if foreign:
        raise Forbidden(_l("This form was sent from another site. Nothing was changed."))


def limit_body() -> None:
    """Only an upload may be large: the parser of ordinary forms reads them whole."""
    if request.mimetype != "multipart/form-data":
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]


def drop_nul() -> None:
    """Take U+0000 out of what was typed: no text holds one, and PostgreSQL fails on a query that does."""
    if "\x00" in request.path:
        abort(404)
    for name in ("args", "form"):
        typed: MultiDict[str, str] = getattr(request, name)
        if any("\x00" in key or "\x00" in value for key, value in typed.items(multi=True)):
            pairs = [(key.replace("\x00", ""), value.replace("\x00", "")) for key, value in typed.items(multi=True)]
            setattr(request, name, ImmutableMultiDict(pairs))


def answer_monitors(app: Flask) -> None:
    """Answer `/health/…` by whatever name or address a monitor knows this machine.

    These two say the same to everyone and build no address, so the name they were asked by has no meaning there.
    """
    inner = app.wsgi_app
    own = urlsplit(app.config["BASE_URL"]).netloc.rpartition("@")[2]

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        if environ.get("PATH_INFO") in MONITORED:
            environ["HTTP_HOST"] = own
        return inner(environ, start_response)

    app.wsgi_app = answer  # type: ignore[method-assign]


def mount(app: Flask) -> None:
    """Serve under the path of the base URL, whatever a request says of it.

    Addresses are kept by this path: one that a request could choose would let anyone fill the memory.
    """
    inner = app.wsgi_app
    path = urlsplit(app.config["BASE_URL"]).path

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        environ["SCRIPT_NAME"] = path
        return inner(environ, start_response)

    app.wsgi_app = answer  # type: ignore[method-assign]


def install(app: Flask) -> None:
    """Trust as many proxies as configured, no more; then check and mark every exchange."""
    answer_monitors(app)
    mount(app)
    hops = app.config["PROXY_HOPS"]
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.before_request(limit_body)
    app.before_request(refuse_foreign_forms)
    app.before_request(drop_nul)
    app.after_request(set_headers)
