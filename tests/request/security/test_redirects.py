"""Where one is sent stays in the house."""

from __future__ import annotations

import pytest

from portal.web.security import local_path
from tests.request.accounts.conftest import PASSWORD, with_password  # noqa: F401 (a fixture)

# The addresses that Django's `url_has_allowed_host_and_scheme` must refuse, and some more.
BAD = [
    "http://example.com",
    "http:///example.com",
    "https://example.com",
    "ftp://example.com",
    r"\\example.com",
    r"\\\example.com",
    r"/\\/example.com",
    r"\\//example.com",
    r"/\/example.com",
    r"\/example.com",
    r"/\example.com",
    r"http:/\//example.com",
    r"http:\/example.com",
    r"http:/\example.com",
    'javascript:alert("XSS")',
    "\njavascript:alert(x)",
    "java\nscript:alert(x)",
    "\x08//example.com",
    r"http://otherserver\@example.com",
    r"http:\\testserver\@example.com",
    r"http://testserver\me:pass@example.com",
    r"http://testserver\@example.com",
    r"http:\\testserver\confirm\me@example.com",
    "http:999999999",
    "ftp:9999999999",
    "\n",
    "http://[2001:cdba:0000:0000:0000:0000:3257:9652/",
    "http://2001:cdba:0000:0000:0000:0000:3257:9652]/",
    "//example.com",
    "///example.com",
    "////example.com",
    "/\t/example.com",
    "/\n/example.com",
    "/%09/example.com",
    "/%5cexample.com",
    "/%2f%2fexample.com",
    "/.//example.com",
    "/account\r\nSet-Cookie: a=b",
    "account",
    "@example.com",
    ".example.com",
    "/account#//example.com",
    "data:text/html,x",
    "/nothing/here",
    "/sign-out",
    "/account" + "/" * 2000,
    "/é",
    "",
]
GOOD = ["/", "/account", "/account?a=1&b=%2F%2Fexample.com", "/missions?q=data", "/sign-in?next=/account"]


@pytest.mark.parametrize("target", BAD)
def test_refused(app, target):
    with app.app_context():
        assert local_path(target) is None


@pytest.mark.parametrize("target", GOOD)
def test_accepted(app, target):
    with app.app_context():
        assert local_path(target) == target


@pytest.mark.parametrize("htmx", [False, True], ids=["page", "htmx"])
def test_no_door_opens_elsewhere(visit, cast, with_password, htmx):  # noqa: F811
    with_password(cast.ines)
    headers = {"HX-Request": "true"} if htmx else {}
    name, status = ("HX-Redirect", 204) if htmx else ("Location", 303)
    door, inside = visit(), visit(cast.ines)
    for target in BAD:
        page = door.get("/sign-in", query_string={"next": target})
        data = {**page.form("/sign-in"), "email": cast.ines.email, "password": PASSWORD, "next": target}
        assert door.post("/sign-in", data, headers=headers, status=status).response.headers[name] == "/", target
        door.submit(door.get("/account"), "/sign-out")
        language = {"csrf_token": inside.token("/account"), "locale": "en", "next": target}
        assert inside.post("/language", language, headers=headers, status=status).response.headers[name] == "/", target


def test_the_page_htmx_says_it_is_on_is_not_believed(visit):
    for shown in ("https://evil.example//evil.example", "javascript:alert(1)", "http://[", "//evil.example/account"):
        headers = {"HX-Request": "true", "HX-Current-URL": shown}
        response = visit().client.get("/account", headers=headers)
        assert response.headers["HX-Redirect"] in ("/sign-in", "/sign-in?next=/account")
