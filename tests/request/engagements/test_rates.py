"""A rate stands on procurement's pages and nowhere else: change it, and no other page changes by one byte."""

from __future__ import annotations

import html
import re
from collections import Counter

import pytest
import sqlalchemy as sa
import time_machine

from portal.core import clock
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.discovery.index import ensure_index
from portal.engagements.models import Engagement
from portal.extensions import db
from tests.request.security.test_links import endpoint_of

# What is random on each page: the proof that a form is ours, the key of a form.
_RANDOM = re.compile(r'(name="(?:csrf_token|[a-z_-]*submission_key)"[^>]*value=)"[^"]*"')


def bytes_of(visitor, address):
    response = visitor.client.get(address, headers={"Sec-Fetch-Site": "same-origin"})
    return response.status_code, _RANDOM.sub(r'\1""', response.get_data().decode("utf-8", "replace"))


def addresses(app, waiting, cast):
    application = waiting.application.public_id
    mission = waiting.mission.public_id
    return [
        "/applications",
        "/applications/received",
        f"/applications/{application}",
        f"/missions/{mission}",
        f"/missions/{mission}/apply",
        f"/missions/{mission}/applications",
        "/missions",
        f"/talents/{cast.theo.public_id}",
        "/talents",
        "/desk",
        "/engagements",
        f"/engagements/{waiting.public_id}",
        "/",
    ]


@pytest.mark.parametrize("decided", [False, True], ids=["drafted", "confirmed"])
def test_only_procurements_pages_know_a_rate(app, visit, cast, waiting, terms, decided):
    paul = visit(cast.paul)
    if decided:
        paul.submit(paul.get(f"/engagements/{waiting.public_id}"), "/approve", {"approve-daily_rate": "400"})
    terms(cast.theo, 40000)
    readers = {
        name: visit(getattr(cast, name)) for name in ("theo", "karim", "oscar", "helene", "nadia", "adele", "ines")
    }

    def snapshot():
        return {
            (name, address): bytes_of(visitor, address)
            for name, visitor in readers.items()
            for address in addresses(app, waiting, cast)
        }

    before = snapshot()
    desk_before = bytes_of(paul, f"/engagements/{waiting.public_id}")
    terms(cast.theo, 90000)
    if decided:
        _change_decided_rate(app, waiting, 90000)
    assert snapshot() == before
    assert bytes_of(paul, f"/engagements/{waiting.public_id}") != desk_before
    assert sum(status == 200 for status, _body in before.values()) > len(readers) * 3


def _change_decided_rate(app, waiting, cents):
    with app.app_context(), transaction() as session:
        session.execute(sa.update(Engagement).where(Engagement.id == waiting.id).values(daily_rate_cents=cents))


def test_no_mail_states_a_rate(app, visit, cast, waiting):
    paul = visit(cast.paul)
    paul.submit(paul.get(f"/engagements/{waiting.public_id}"), "/approve", {"approve-daily_rate": "731.19"})
    with app.app_context():
        mails = db.session.scalars(sa.select(OutboxItem).where(OutboxItem.kind == "mail")).all()
        assert mails
        for mail in mails:
            assert "731" not in mail.payload["body"] + mail.payload["subject"]
            assert "620" not in mail.payload["body"] + mail.payload["subject"]


def walk(app, visitor, starts):
    """Every page that someone reaches by following links, five of a kind at most, with what it says."""
    seen, waiting, opened = {}, list(starts), Counter()
    while waiting:
        address = waiting.pop(0)
        endpoint = endpoint_of(app, address)
        if address in seen or endpoint in (None, "static") or opened[endpoint] >= 5:
            continue
        opened[endpoint] += 1
        status, body = seen[address] = bytes_of(visitor, address)
        if status == 200 and body.lstrip().startswith("<!doctype html>"):
            waiting += [html.unescape(href) for href in re.findall(r'(?:href|src|action)="(/[^"#]*)', body)]
    return seen


@pytest.mark.parametrize("name", ["karim", "oscar", "ines", "nadia", "helene", "adele", "simone", "sofia", "lila"])
def test_no_page_that_another_talent_reaches_changes_with_a_rate(app, world, visit, cast, waiting, terms, name):
    """Not even by following every link: profiles, search, directory, candidates, looks, photos."""
    world.profile(cast.theo, headline_en="Rateless", summary_en="Nothing of money")
    world.holds(cast.theo, world.skill("Data analysis"), 3)
    with app.app_context():
        ensure_index()
    visitor = visit(getattr(cast, name))
    starts = ["/", f"/talents/{cast.theo.public_id}", "/search?q=rateless", *addresses(app, waiting, cast)]
    with time_machine.travel(clock.now(), tick=False):  # a file says when it was made
        before = walk(app, visitor, starts)
        terms(cast.theo, 99999)
        _change_decided_rate(app, waiting, 88888)
        after = walk(app, visitor, starts)
    assert {address for address in before if before[address] != after.get(address)} == set()
    assert sum(status == 200 for status, _body in before.values()) > 15
