"""A client without a browser that keeps a ledger of every write the portal acknowledged."""

from __future__ import annotations

import html
import http.cookiejar
import re
import urllib.error
import urllib.parse
import urllib.request

from portal.demo.sign_ins import PASSWORD

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
SECONDS = 20


class Client:
    """Someone signed in over plain HTTP."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.acknowledged: list[str] = []
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)

    def get(self, path: str) -> str:
        """The page at an address. Raises `OSError` when nobody answers."""
        with self.opener.open(self.url + path, timeout=SECONDS) as answer:
            return str(answer.read().decode())

    def send(self, page: str, action: str, fields: dict[str, str]) -> str:
        """Send the form of `page` that posts to `action`, and return the page it leads to."""
        form = next(form for form in re.findall(r"<form.*?</form>", page, re.S) if f'action="{action}"' in form)
        values = {name: value for field in HIDDEN.findall(form) for name, value in [_name_and_value(field)]}
        body = urllib.parse.urlencode({**values, **fields}).encode()
        request = urllib.request.Request(self.url + action, body, {"Referer": self.url + action})
        with self.opener.open(request, timeout=SECONDS) as answer:
            return str(answer.read().decode())

    def sign_in(self, email: str) -> None:
        """Come in by the form."""
        page = self.send(self.get("/sign-in"), "/sign-in", {"email": email, "password": PASSWORD})
        assert 'action="/sign-out"' in page

    def write(self, entry: str) -> None:
        """Add an experience named `entry`; it is in the ledger once the portal has said that it is kept."""
        path = "/profile/experience/new"
        page = self.send(self.get(path), path, {"title_fr": entry, "started_on": "2021-09", "organization": "Ledger"})
        assert entry in page
        self.acknowledged.append(entry)

    def kept(self) -> list[str]:
        """Which entries of the ledger stand on the profile."""
        profile = html.unescape(self.get("/profile"))
        return [entry for entry in self.acknowledged if re.search(rf"\b{re.escape(entry)}\b", profile)]


def _name_and_value(field: str) -> tuple[str, str]:
    name, value = (re.search(rf'{key}="([^"]*)"', field) for key in ("name", "value"))
    return (name[1] if name else "", html.unescape(value[1]) if value else "")
