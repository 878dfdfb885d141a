"""What people are told: each mail belongs to one kind, and leads to a page that changes nothing by being opened."""

from __future__ import annotations

import ast
import re
from collections import Counter

import pytest

from portal.config import ROOT
from portal.notices.kinds import DIGEST, KINDS, MAIL_ONLY
from portal.notices.matters import asking_events
from tests.architecture.test_routes import make_app

MAILS = ROOT / "templates" / "mail"
EVENTS = {str(path.relative_to(MAILS)).partition(".")[0] for path in MAILS.rglob("*.txt")} - {DIGEST}
# Addresses that no template names: what the code passes them, besides `link_to("…")` itself.
NAMED = re.compile(r"link_to\(\s*\"([a-z_]+\.[a-z_]+)\"|\"([a-z_]+\.[a-z_]+)\"")


def test_each_mail_belongs_to_exactly_one_kind():
    counted = Counter(event for kind in KINDS for event in kind.events)
    assert not EVENTS - set(counted), "add these to portal/notices/kinds.py"
    assert not set(counted) - EVENTS, "no template for these"
    assert [event for event, count in counted.items() if count > 1] == []
    assert EVENTS | {DIGEST} >= MAIL_ONLY


def test_a_key_names_one_kind_and_fits_its_column():
    keys = [kind.key for kind in KINDS]
    assert len(keys) == len(set(keys))
    assert max(map(len, keys)) <= 32
    assert max(map(len, EVENTS)) <= 48


def test_what_asks_something_is_an_event_of_ours():
    make_app()
    assert asking_events() <= EVENTS
    assert len(asking_events()) >= 12


def test_features_tell_and_nothing_else():
    """A mail queued beside `tell` would know no preference, and leave no notice."""
    wrong = []
    for path in sorted((ROOT / "portal").rglob("*.py")):
        if path.parts[-2] in ("mail", "notices"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "portal.mail.outbox":
                wrong += [f"{path.name}: {alias.name}" for alias in node.names if alias.name in ("queue", "payload_of")]
    assert not wrong


def linked_endpoints() -> set[str]:
    """Every endpoint that a mail can lead to: those its template names, and those that the code hands it."""
    texts = [path.read_text(encoding="utf-8") for path in MAILS.rglob("*.txt")]
    texts += [path.read_text(encoding="utf-8") for path in (ROOT / "portal").rglob("*.py")]
    named = {name for text in texts for name in re.findall(r"link_to\(\s*\"([a-z_]+\.[a-z_]+)\"", text)}
    for path in (ROOT / "portal").rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        if "link_to(" in text:  # endpoints kept in a name before they are linked to
            named |= set(re.findall(r"\"([a-z_]+\.[a-z_]+)\"", text))
            named |= {f"recognition.{view}" for view in re.findall(r"_link\(\"([a-z_]+)\"", text)}
    return named


@pytest.fixture(scope="module")
def app():
    return make_app()


def test_every_page_that_a_mail_leads_to_is_opened_by_a_get(app):
    """The rest is the shell's: while a GET is answered, nothing is written (`tests/request/security`)."""
    methods: dict[str, set[str]] = {}
    for rule in app.url_map.iter_rules():
        methods.setdefault(rule.endpoint, set()).update(rule.methods or ())
    linked = {name for name in linked_endpoints() if name in methods}
    assert {"applications.show_application", "desk.show_request", "notices.end_mails", "searches.end_mails"} <= linked
    assert {name for name in linked if "GET" not in methods[name]} == set()
