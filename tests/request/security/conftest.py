"""What the tests of the shell share: every rule with something in its parameters, and a digest of the database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from portal.discovery.index import ensure_index
from portal.extensions import db
from tests.cast import Cast
from tests.factories import Ref, World

# Noting that a session and its account are in use, and counting attempts, are what a GET may do.
UNCOUNTED = {"sign_in_session", "throttle"}
OF_VISITS = {"account": {"seen_at", "left_at"}}
ROLES = ("ines", "nadia", "karim", "helene", "paul", "simone", "adele", "sofia", "theo", "lila")


def digest(app: Flask) -> dict[str, str]:
    """A digest of every table, by name."""
    found = {}
    with app.app_context():
        for name, table in db.metadata.tables.items():
            if name not in UNCOUNTED:
                counted = [column for column in table.c if column.name not in OF_VISITS.get(name, ())]
                rows = sorted(repr(tuple(row)) for row in db.session.execute(sa.select(*counted)))
                found[name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return found


def rules(app: Flask, method: str) -> Iterator[Rule]:
    """The rules of the portal's views that answer a method."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static" and method in (rule.methods or ()):
            yield rule


def address(app: Flask, rule: Rule, value: str = "none") -> str:
    """An address of a rule, with `value` for its parameters where they take text."""
    values = {}
    for name in rule.arguments:
        converter = rule._converters[name]
        if converter.__class__.__name__ == "IntegerConverter":
            values[name] = 1
        elif converter.__class__.__name__ == "AnyConverter":
            values[name] = sorted(converter.items)[0]
        else:
            values[name] = value
    return app.url_map.bind("localhost").build(rule.endpoint, values, method=next(iter(rule.methods)))


ROOMS = {
    "missions": "mission",
    "applications": "application",
    "authorizations": "authorization",
    "desk": "authorization",
    "pilots": "pilot",
    "skills": "skill",
}


def fitting(rule: Rule, things: dict[str, Ref]) -> str:
    """The public id that fits a rule's first word, or one that fits nothing."""
    name = ROOMS.get(rule.rule.split("/")[1])
    return things[name].public_id if name else "none"


@pytest.fixture
def furnished(app: Flask, world: World, cast: Cast) -> dict[str, Ref]:
    """A portal where something stands on most pages, and whose index is built."""
    skill = world.skill("Data analysis")
    mission = world.mission(skills=((skill, 2),))
    things = {
        "mission": mission,
        "application": world.application(mission, cast.tom),
        "authorization": world.authorization(world.mission(), cast.ines),
        "pilot": world.pilot(),
        "skill": skill,
        "held": world.holds(cast.tom, skill),
    }
    with app.app_context():
        ensure_index()
    return things
