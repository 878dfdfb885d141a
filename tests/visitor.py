"""A browser without a screen: follows links, fills the forms it finds, and checks every page it is shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event
from werkzeug.test import TestResponse

from portal.accounts import services
from portal.accounts.models import Account
from portal.core.transaction import transaction
from portal.extensions import db
from tests.markup import parse

Data = Mapping[str, Any]
BROWSER = {"Sec-Fetch-Site": "same-origin"}


def text_of(element: Element) -> str:
    """The text an element shows, with single blanks."""
    return " ".join("".join(element.itertext()).split())


class Page:
    """An answer. HTML is parsed and checked: one h1, unique ids, labels that point somewhere, nothing inline."""

    def __init__(self, response: TestResponse, *, fragment: bool = False) -> None:
        self.response = response
        self.status = response.status_code
        self.html = response.get_data(as_text=True) if response.mimetype.startswith("text/") else ""
        if response.mimetype == "text/html" and self.html:
            self.root: Element = parse(self.html)
            self._check(fragment)

    def _check(self, fragment: bool) -> None:
        ids = Counter(element.attrib["id"] for element in self.root.iter() if "id" in element.attrib)
        assert not [name for name, count in ids.items() if count > 1], f"ids twice: {ids.most_common(3)}"
        for element in self.root.iter():
            inline = [name for name in element.attrib if name == "style" or name.startswith("on")]
            assert not inline, f"inline {inline} on <{element.tag}>"
            for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
                for target in element.attrib.get(name, "").split():
                    assert fragment or target in ids, f"{name}={target} points nowhere"
            if element.tag == "form" and element.attrib.get("method", "get").lower() == "post":
                assert "action" in element.attrib
                assert any(i.attrib.get("name") == "csrf_token" for i in element.iter("input")), "form without token"
        if not fragment:
            assert len(list(self.root.iter("h1"))) == 1, "a page has one h1"
            title = next(self.root.iter("title"), None)
            assert title is not None and text_of(title)
            assert self.root.attrib.get("lang") in ("fr", "en")

    @property
    def text(self) -> str:
        """Everything the page says."""
        body = next(self.root.iter("body"))
        return text_of(body)

    @property
    def location(self) -> str:
        """Where a redirect leads."""
        return self.response.headers["Location"]

    def find(self, tag: str, **attributes: str) -> Iterator[Element]:
        """Elements by tag and attributes (`class_` matches one class)."""
        wanted_class = attributes.pop("class_", None)
        for element in self.root.iter(tag):
            classes = element.attrib.get("class", "").split()
            if wanted_class is not None and wanted_class not in classes:
                continue
            if all(element.attrib.get(name) == value for name, value in attributes.items()):
                yield element

    def by_id(self, name: str) -> Element | None:
        """The element with an id."""
        return next((e for e in self.root.iter() if e.attrib.get("id") == name), None)

    def links(self) -> dict[str, str]:
        """Text to address of every link."""
        return {text_of(a): a.attrib["href"] for a in self.root.iter("a") if "href" in a.attrib}

    def form(self, action: str) -> dict[str, Any]:
        """What a browser would send of the form whose action ends with `action`, before anyone types."""
        for form in self.root.iter("form"):
            if form.attrib.get("action", "").split("?")[0].endswith(action):
                return _values(form)
        actions = [form.attrib.get("action") for form in self.root.iter("form")]
        raise AssertionError(f"no form posts to {action}; there are {actions}")

    def field_error(self, name: str) -> str:
        """The error shown at a field (`<id>-error`), or an empty string."""
        element = self.by_id(f"{name}-error")
        return text_of(element) if element is not None else ""


def _values(form: Element) -> dict[str, Any]:
    values: dict[str, Any] = {}

    def put(name: str, value: str) -> None:
        if name in values:
            values[name] = [*(values[name] if isinstance(values[name], list) else [values[name]]), value]
        else:
            values[name] = value

    for element in form.iter():
        name = element.attrib.get("name")
        if not name or "disabled" in element.attrib:
            continue
        if element.tag == "textarea":
            put(name, "".join(element.itertext()).removeprefix("\n"))
        elif element.tag == "select":
            options = list(element.iter("option"))
            chosen = [o for o in options if "selected" in o.attrib]
            if not chosen and options and "multiple" not in element.attrib:
                chosen = options[:1]
            for option in chosen:
                put(name, option.attrib.get("value", text_of(option)))
        elif element.tag == "input":
            kind = element.attrib.get("type", "text")
            if kind in ("checkbox", "radio"):
                if "checked" in element.attrib:
                    put(name, element.attrib.get("value", "on"))
            elif kind not in ("submit", "button", "image", "file", "reset"):
                put(name, element.attrib.get("value", ""))
    return values


class Visitor:
    """One browser. `get` and `submit` return checked pages; `queries` holds what the last request asked for."""

    def __init__(self, app: Flask, person: Any = None, *, locale: str = "en") -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()
        self.queries: list[str] = []
        with app.app_context():
            if person is not None:
                account = db.session.get_one(Account, person.person().account_id)
                if account.locale != locale:
                    with transaction():
                        account.locale = locale
                token = services.open_session(account)
                with self.client.session_transaction() as session:
                    session["_user_id"] = token
                    session["_fresh"] = True
            else:
                with self.client.session_transaction() as session:
                    session["locale"] = locale

    def get(self, path: str, *, status: int = 200, **options: Any) -> Page:
        """Open a page, expecting `status`."""
        return self._open("GET", path, status, **options)

    def post(self, path: str, data: Data | None = None, *, status: int = 303, **options: Any) -> Page:
        """Send a form as given (use `submit` for one that a page shows)."""
        return self._open("POST", path, status, data=data or {}, **options)

    def submit(self, page: Page, action: str, data: Data | None = None, *, status: int = 303, **options: Any) -> Page:
        """Fill the form of `page` that posts to `action` (its end is enough) and send it."""
        values = {**page.form(action), **(data or {})}
        target = next(
            form.attrib["action"]
            for form in page.root.iter("form")
            if form.attrib.get("action", "").split("?")[0].endswith(action)
        )
        return self.post(target, {k: v for k, v in values.items() if v is not None}, status=status, **options)

    def token(self, page: str = "/") -> str:
        """A valid CSRF token, for posts that no visible form makes."""
        return str(next(self.get(page).find("input", name="csrf_token")).attrib["value"])

    def fragment(self, path: str, target: str, *, status: int = 200) -> Page:
        """What htmx would be given for the element `target`."""
        headers = {"HX-Request": "true", "HX-Target": target}
        return self._open("GET", path, status, headers=headers, fragment=True)

    def _open(self, method: str, path: str, status: int, *, fragment: bool = False, **options: Any) -> Page:
        headers = {**BROWSER, **options.pop("headers", {})}
        self.queries = []

        def note(connection: Any, cursor: Any, statement: str, *rest: Any) -> None:
            self.queries.append(statement)

        with self.app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            response = self.client.open(path, method=method, headers=headers, **options)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        body = response.get_data(as_text=True)[:3000] if response.status_code != status else ""
        assert response.status_code == status, f"{method} {path}: {response.status}\n{body}"
        assert "Content-Security-Policy" in response.headers
        return Page(response, fragment=fragment)

    @property
    def query_count(self) -> int:
        """How many statements the last request sent, transactions' own words apart."""
        return len([q for q in self.queries if not q.startswith(("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT"))])
