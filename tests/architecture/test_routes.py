"""Every address, who may call it and how, frozen in `routes.json` so that a change is seen and meant.

After adding or changing a view, read the difference that this writes:

    python -m tests.architecture.test_routes
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

from flask import Flask

from portal import create_app
from portal.web.access import Entry, declared_audience

FROZEN = Path(__file__).with_name("routes.json")
UNDECLARED = {"static"}  # files of the browser's, the same for everyone


def routes(app: Flask) -> dict[str, dict[str, Any]]:
    """Endpoint to its rules, its methods and its audience, as they are."""
    found: dict[str, dict[str, Any]] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.endpoint, rule.rule)):
        if rule.endpoint in UNDECLARED:
            continue
        audience = sorted(entry.value for entry in declared_audience(app, rule.endpoint))
        entry = found.setdefault(rule.endpoint, {"audience": audience, "rules": {}})
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        entry["rules"][rule.rule] = sorted({*entry["rules"].get(rule.rule, []), *methods})
    return found


def written(found: dict[str, dict[str, Any]]) -> str:
    """One endpoint a line, so that a difference reads well."""
    lines = [f"{json.dumps(endpoint)}: {json.dumps(entry)}" for endpoint, entry in found.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def make_app() -> Flask:
    """The portal on an empty folder."""
    return create_app({"INSTANCE": tempfile.mkdtemp(prefix="routes-"), "SECRET_KEY": "routes"})


def test_every_view_declares_its_audience():
    undeclared = [endpoint for endpoint, entry in routes(make_app()).items() if not entry["audience"]]
    assert not undeclared


def test_the_frozen_list_is_up_to_date():
    assert written(routes(make_app())) == FROZEN.read_text(encoding="utf-8"), __doc__


def test_what_is_public_is_short():
    public = {endpoint for endpoint, entry in routes(make_app()).items() if Entry.PUBLIC.value in entry["audience"]}
    assert public == {
        "accounts.accept_invitation",
        "accounts.ask_for_link",
        "accounts.reset_password",
        "accounts.sign_in",
        "accounts.sign_out",
        "accounts.switch_language",
        "calendars.send_calendar",
        "feeds.send_feed",
        "notices.end_mails",
        "pages.show_liveness",
        "pages.show_readiness",
        "public.list_missions",
        "public.send_feed",
        "public.send_map",
        "public.send_robots",
        "public.show_mission",
        "searches.end_mails",
        "skills.show_sources",
    }


def test_one_address_is_one_rule():
    rules = [(rule, method) for e in routes(make_app()).values() for rule, ms in e["rules"].items() for method in ms]
    assert len(rules) == len(set(rules))


if __name__ == "__main__":
    FROZEN.write_text(written(routes(make_app())), encoding="utf-8")
