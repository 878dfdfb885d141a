"""Searches that people save, and missions that are published after them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from portal.core.transaction import transaction
from portal.core.worker import drain
from portal.discovery import index
from portal.discovery.asking import Ask
from portal.discovery.saved import services
from portal.discovery.saved.models import Alert, Find, SavedSearch
from portal.discovery.saved.services import Wish
from portal.extensions import db
from portal.missions.notifications import mark_for_index
from portal.talents.notifications import mark_for_index as mark_person
from tests.cast import Someone
from tests.factories import Ref, World, ref
from tests.mailbox import mails_written


@pytest.fixture
def built(app: Flask) -> None:
    """The index of what was written so far."""
    with app.app_context():
        index.rebuild()


@pytest.fixture
def save(app: Flask, built: None) -> Callable[..., Ref]:
    """`save(cast.ines, "sql", alert=Alert.DAILY)` saves a search, by its words or by its `Ask`."""

    def save_search(person: Someone, asked: str | Ask, *, alert: Alert = Alert.AT_ONCE, name: str = "") -> Ref:
        ask = asked if isinstance(asked, Ask) else Ask(text=asked)
        with app.app_context():
            return ref(services.save_search(person.person(), ask, Wish(name or ask.text, alert)))

    return save_search


@pytest.fixture
def publish(app: Flask, world: World) -> Callable[..., Ref]:
    """A mission that is published now, as the worker learns of it."""

    def publish_mission(title: str, **fields: Any) -> Ref:
        made = world.mission(**{"title_en": title, "title_fr": "", **fields})
        with app.app_context():
            with transaction():
                mark_for_index(made.load())
            drain()
        return made

    return publish_mission


@pytest.fixture
def touch(app: Flask) -> Callable[..., None]:
    """The worker reads a mission or a person again."""

    def read_again(thing: Ref | Someone) -> None:
        with app.app_context():
            with transaction():
                if isinstance(thing, Someone):
                    mark_person(thing.person())
                else:
                    mark_for_index(thing.load())
            drain()

    return read_again


@pytest.fixture
def mails(app: Flask) -> Callable[..., list[dict[str, Any]]]:
    """The mails about searches that were written for someone, the first first."""

    def read(person: Someone) -> list[dict[str, Any]]:
        with app.app_context():
            drain()
            about = [mail for mail in mails_written() if mail.get("event") == "searches/found"]
            return [mail for mail in about if mail["to"] == person.email]

    return read


@pytest.fixture
def finds(app: Flask) -> Callable[[Ref], list[tuple[str, int]]]:
    """What was found for a search, by kind and row."""

    def read(search: Ref) -> list[tuple[str, int]]:
        with app.app_context():
            rows = db.session.execute(
                sa.select(Find.kind, Find.row_id).where(Find.saved_search_id == search.id).order_by(Find.id)
            )
            return [(kind, row_id) for kind, row_id in rows]

    return read


@pytest.fixture
def alert_of(app: Flask) -> Callable[[Ref], Alert]:
    """The alert of a search as it is written."""

    def read(search: Ref) -> Alert:
        with app.app_context():
            return db.session.get_one(SavedSearch, search.id).alert

    return read
