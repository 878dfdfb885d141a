"""What every answer tells the browser to refuse."""

from __future__ import annotations

from io import BytesIO

import pytest

from portal.config import MIB, settings
from portal.web import errors
from tests.request.accounts.conftest import PASSWORD, with_password  # noqa: F401 (a fixture)

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}


def check(response):
    for name, value in EXPECTED.items():
        assert response.headers.get_all(name) == [value], name
    policy = dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
    assert {name: policy[name] for name in POLICY} == POLICY
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in response.headers
    assert "Server" not in response.headers or "Werkzeug" not in response.headers["Server"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/account", 200),
        ("/nothing/here", 404),
        ("/engagements", 403),
        ("/sign-out", 405),
        ("/health/ready", 200),
        ("/static/css/foundation.css", 200),
        ("/static/icons.svg", 200),
        ("/static/nothing.css", 404),
        ("/static/../app.py", 404),
    ],
)
def test_every_answer(visit, cast, path, status):
    response = visit(cast.ines).client.get(path, buffered=True)
    assert response.status_code == status
    check(response)


def test_strangers_and_foreign_forms(visit):
    client = visit().client
    check(client.get("/account"))
    check(client.post("/sign-in", headers={"Sec-Fetch-Site": "cross-site"}))
    check(client.post("/sign-in", data={}))


def test_fragments(visit, cast):
    response = visit(cast.ines).client.get("/missions", headers={"HX-Request": "true", "HX-Target": "results"})
    assert response.status_code == 200
    assert "HX-Target" in response.headers["Vary"]
    check(response)


def test_a_failure(app, visit, cast, monkeypatch):
    def fail(**context):
        raise RuntimeError("secret of the machine room")

    monkeypatch.setitem(app.view_functions, "accounts.show_account", fail)
    fail.audience = app.view_functions["pages.show_home"].audience
    monkeypatch.setitem(app.config, "TESTING", False)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    response = visit(cast.ines).client.get("/account")
    assert response.status_code == 500
    assert "machine room" not in response.text
    assert "Traceback" not in response.text
    check(response)


def test_pages_are_never_stored_and_files_are(visit, cast):
    client = visit(cast.ines).client
    for path in ("/", "/account", "/nothing/here"):
        assert client.get(path).headers["Cache-Control"] == "no-store"
    assert "max-age=31536000" in client.get("/static/css/foundation.css", buffered=True).headers["Cache-Control"]


def test_strict_transport_only_behind_https(app, visit):
    assert "Strict-Transport-Security" not in visit().client.get("/sign-in").headers
    app.config["SESSION_COOKIE_SECURE"] = True
    assert visit().client.get("/sign-in").headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_the_cookie(app, visit, cast, with_password):  # noqa: F811
    https = settings({}, {"BASE_URL": "https://transverse.example", "INSTANCE": app.config["INSTANCE"]})
    app.config.update({name: https[name] for name in ("SESSION_COOKIE_NAME", "SESSION_COOKIE_SECURE")})
    app.config["WTF_CSRF_SSL_STRICT"] = False
    client = app.test_client()
    page = client.get("/sign-in", base_url="https://localhost")
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = client.post(
        "/sign-in",
        data={"csrf_token": token, "email": with_password(cast.ines).email, "password": PASSWORD},
        base_url="https://localhost",
    )
    assert answer.status_code == 303
    for response in (page, answer):
        cookies = response.headers.get_all("Set-Cookie")
        assert cookies[-1].startswith("__Host-transverse=")
        for cookie in cookies:
            assert cookie.startswith("__Host-transverse")
            assert {part.strip() for part in cookie.split(";")[1:]} >= {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"}
            assert "Domain" not in cookie


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "evil.example:80", "a@evil.example"])
def test_another_host_is_refused(visit, host):
    response = visit().client.get("/sign-in", headers={"Host": host})
    assert response.status_code == 400
    assert "evil" not in response.text
    check(response)


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_a_monitor_may_ask_by_an_address(visit, path):
    response = visit().client.get(path, headers={"Host": "10.0.0.7:8000"})
    assert (response.status_code, response.json) == (200, {"status": "ok"})
    assert "Set-Cookie" not in response.headers
    check(response)


@pytest.mark.parametrize("path", ["/", "/health", "/health/", "/health/live/", "/health/ready/..", "//health/live"])
def test_nothing_else_is_answered_to_another_host(visit, path):
    response = visit().client.get(path, headers={"Host": "10.0.0.7"})
    assert (response.status_code, response.mimetype) == (400, "text/plain")
    assert "TRANSVERSE_BASE_URL" in response.text
    assert "10.0.0.7" not in response.text


def test_a_refused_host_is_told_once_with_the_setting(visit, caplog, monkeypatch):
    monkeypatch.setattr(errors, "_refused", set())
    client = visit().client
    for host in ["people.example", "people.example", *(f"{number}.example" for number in range(30))]:
        client.get("/sign-in", headers={"Host": host})
    told = [record.getMessage() for record in caplog.records if "TRANSVERSE_TRUSTED_HOSTS" in record.getMessage()]
    assert len(told) == errors.MOST_REFUSED
    assert len([line for line in told if "people.example" in line]) == 1


def test_what_a_proxy_would_say_is_not_believed(visit):
    headers = {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/evil"}
    response = visit().client.get("/account", headers=headers)
    assert response.headers["Location"] == "/sign-in?next=/account"
    assert "evil" not in visit().client.get("/sign-in", headers=headers).text


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"password=" + b"x" * (2 * MIB), "application/x-www-form-urlencoded"),
        (b"x" * (13 * MIB), "application/x-www-form-urlencoded"),
        (b"x" * (13 * MIB), "multipart/form-data; boundary=b"),
    ],
)
def test_too_much_is_refused(visit, body, kind):
    response = visit().client.post("/sign-in", input_stream=BytesIO(body), content_length=len(body), content_type=kind)
    assert response.status_code == 413
    check(response)


def test_too_many_parts_are_refused(visit):
    data = {f"field{number}": "x" for number in range(600)}
    response = visit().client.post("/sign-in", data=data, content_type="multipart/form-data")
    assert response.status_code == 413
