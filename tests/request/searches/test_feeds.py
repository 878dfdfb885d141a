"""Feeds hold to RFC 4287, and to what their owner may read at the moment they are asked for."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import urlsplit

import feedparser
import pytest
import sqlalchemy as sa
from defusedxml import ElementTree

from portal.accounts.models import Role, token_hash
from portal.accounts.services.administering import take_role
from portal.core import clock, reindex
from portal.core.transaction import transaction
from portal.discovery.asking import Ask
from portal.discovery.feeds import atom
from portal.discovery.feeds.models import FeedAddress
from portal.discovery.saved.models import Alert
from portal.discovery.saved.services import Wish, change_search
from portal.extensions import db
from portal.missions.models import Audience, MissionState, Stage
from portal.organization.workflow import person_left
from portal.talents.services import edit_identity

ATOM = "{http://www.w3.org/2005/Atom}"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)")
SEARCHES = "/searches"


@pytest.fixture
def address(visit):
    """`address(cast.ines)` makes the address of a feed, by the page; of a saved search with one."""

    def make(person, search=None):
        page = visit(person).get(f"/searches/{search.public_id}" if search else SEARCHES)
        browser = visit(person)
        shown = browser.submit(page, "/feed", {"csrf_token": browser.token("/account")}, status=200)
        return urlsplit(next(shown.find("input", id="address")).attrib["value"]).path

    return make


@pytest.fixture
def read(app):
    """A feed as a news reader gets it, checked against the rules of the RFC."""

    def get(path, **headers):
        response = app.test_client().get(path, headers=headers)
        assert response.status_code == 200
        check(response.data)
        parsed = feedparser.parse(response.data)
        assert not parsed.bozo, parsed.get("bozo_exception")
        assert parsed.version == "atom10"
        return parsed, response

    return get


def one(parent, name):
    """The only child of a name."""
    (found,) = parent.findall(f"{ATOM}{name}")
    return found


def check(document: bytes) -> None:
    """The rules of RFC 4287, 4.1 and 4.2, that hold for what these feeds are made of."""
    root = ElementTree.fromstring(document)
    assert root.tag == f"{ATOM}feed"
    known = {"id", "title", "updated", "author", "link", "entry"}
    assert {child.tag.removeprefix(ATOM) for child in root} <= known
    assert one(one(root, "author"), "name").text
    ids = [one(root, "id").text]
    for part in (root, *root.findall(f"{ATOM}entry")):
        assert one(part, "title").text
        assert INSTANT.fullmatch(one(part, "updated").text)
        assert len(part.findall(f"{ATOM}published")) <= 1
        assert len(part.findall(f"{ATOM}summary")) <= 1
        alternates = [link for link in part.findall(f"{ATOM}link") if link.attrib["rel"] == "alternate"]
        assert len(alternates) == 1
        for link in part.findall(f"{ATOM}link"):
            assert urlsplit(link.attrib["href"]).scheme in ("http", "https")
            assert link.attrib["type"]
    assert len([link for link in root.findall(f"{ATOM}link") if link.attrib["rel"] == "self"]) == 1
    ids += [one(entry, "id").text for entry in root.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", name) for name in ids)


def titles(parsed):
    return [entry.title for entry in parsed.entries]


def test_the_open_missions(world, cast, address, read, built):
    world.mission(title_en="Draw the timetable", summary_en="With <b> & accents é")
    world.mission(title_en="Ended", state=MissionState.CANCELLED)
    world.mission(title_en="Quiet", state=MissionState.DRAFT, published_at=None)
    parsed, response = read(address(cast.ines))
    assert titles(parsed) == ["Draw the timetable"]
    assert "With <b> & accents é" in response.get_data(as_text=True).replace("&lt;", "<").replace("&gt;", ">").replace(
        "&amp;", "&"
    )
    assert parsed.feed.title == "Open missions · Transverse"
    assert response.mimetype == "application/atom+xml"
    assert response.headers["Cache-Control"] == "private, no-cache"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert not response.headers.getlist("Set-Cookie")


def test_in_its_owner_s_language(app, world, cast, address, read, built):
    world.mission(title_en="Draw the timetable", title_fr="Dessiner les horaires")
    path = address(cast.ines)
    with app.app_context(), transaction():
        cast.ines.person().account.locale = "fr"
    parsed, response = read(path, **{"Accept-Language": "en"})
    assert titles(parsed) == ["Dessiner les horaires"]
    assert parsed.feed.title == "Missions ouvertes · Transverse"
    assert parsed.feed.language == "fr"
    assert response.headers["Content-Language"] == "fr"


def test_ids_stay_and_updated_moves(app, world, cast, address, read, built):
    mission = world.mission(title_en="Draw the timetable")
    path = address(cast.ines)
    before, _ = read(path)
    with app.app_context():
        from portal.core import audit

        with clock.at(clock.now() + timedelta(minutes=1)), transaction():
            mission.load().title_en = "Draw the timetables"
            audit.record(cast.karim.person(), mission.load(), "edited")
    after, _ = read(path)
    assert (after.feed.id, after.entries[0].id) == (before.feed.id, before.entries[0].id)
    assert after.entries[0].published == before.entries[0].published
    assert after.entries[0].updated > before.entries[0].updated
    assert after.feed.updated == after.entries[0].updated
    again = address(cast.ines)
    assert again != path
    assert read(again)[0].feed.id == before.feed.id
    assert app.test_client().get(path).status_code == 404


def test_nothing_is_sent_twice(app, world, cast, address, read, built):
    world.mission(title_en="Draw the timetable")
    path = address(cast.ines)
    _, response = read(path)
    known = {"If-None-Match": response.headers["ETag"]}
    unchanged = app.test_client().get(path, headers=known)
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    assert unchanged.headers["ETag"] == response.headers["ETag"]
    world.mission(title_en="Print the timetable")
    assert app.test_client().get(path, headers=known).status_code == 200


@pytest.mark.parametrize("index_state", ["index", "database"])
def test_the_feed_of_a_search(app, cast, save, publish, address, read, index_state):
    search = save(cast.sofia, "timetable", alert=Alert.NONE)
    publish("Outer timetable", audience=Audience.BOTH)
    publish("Inner timetable", audience=Audience.EMPLOYEES)
    publish("Depot")
    if index_state == "database":
        with app.app_context(), transaction():
            reindex.read_again(reindex.TALENT, cast.tom.id, hides=True)
    parsed, _ = read(address(cast.sofia, search))
    assert titles(parsed) == ["Outer timetable"]
    assert parsed.feed.title == "Search: timetable · Transverse"


def test_what_may_not_be_read_any_more_is_gone(app, cast, save, publish, address, read):
    search = save(cast.sofia, "timetable")
    mission = publish("Outer timetable", audience=Audience.BOTH)
    path = address(cast.sofia, search)
    with app.app_context(), transaction():
        mission.load().stage = Stage.INTERNAL
    parsed, response = read(path)
    assert titles(parsed) == []
    assert "Outer" not in response.text


def test_a_role_that_is_lost_takes_what_it_opened_out_of_the_feed(app, cast, save, publish, address, read):
    """Human resources read what was submitted. At the next reading after the role is gone, nothing of it is left."""
    search = save(cast.helene, "timetable")
    publish("Draw the timetable")
    publish("Submitted timetable", state=MissionState.SUBMITTED, published_at=None)
    path = address(cast.helene, search)
    parsed, response = read(path)
    assert sorted(titles(parsed)) == ["Draw the timetable", "Submitted timetable"]
    with app.app_context():
        take_role(cast.adele.person(), cast.helene.person().account, Role.HR)
    parsed, after = read(path, **{"If-None-Match": response.headers["ETag"]})
    assert titles(parsed) == ["Draw the timetable"]
    assert "Submitted" not in after.text


def test_a_feed_follows_its_search_when_it_is_changed(app, cast, save, publish, address, read):
    search = save(cast.ines, "timetable")
    publish("Draw the timetable")
    publish("Paint the depot")
    path = address(cast.ines, search)
    before, _ = read(path)
    with app.app_context():
        change_search(cast.ines.person(), search.public_id, Wish("Depots", Alert.AT_ONCE), Ask(text="depot"))
    parsed, _ = read(path)
    assert (titles(parsed), parsed.feed.title) == (["Paint the depot"], "Search: Depots · Transverse")
    assert parsed.feed.id == before.feed.id


def test_the_latest_come_first_and_few_words_are_no_answer(world, cast, save, publish, address, read):
    search = save(cast.ines, Ask(text="timetable", kind="mission"))
    for number in range(3):
        publish(f"Timetable {number}")
    assert titles(read(address(cast.ines, search))[0]) == ["Timetable 2", "Timetable 1", "Timetable 0"]
    other = save(cast.ines, "timetable origami")
    assert titles(read(address(cast.ines, other))[0]) == []


def test_people_are_in_it(app, cast, save, address, read, touch):
    with app.app_context():
        tom = cast.tom.person()
        words = {"headline_fr": "", "headline_en": "Timetable designer", "summary_fr": "", "summary_en": ""}
        edit_identity(tom, tom, words)
    touch(cast.tom)
    search = save(cast.ines, "timetable")
    assert titles(read(address(cast.ines, search))[0]) == ["Tom Lefèvre, Timetable designer"]


def test_only_a_digest_of_the_secret_is_kept_and_it_is_shown_once(app, visit, cast, built):
    ines = visit(cast.ines)
    page = ines.get(SEARCHES)
    shown = ines.submit(page, "/searches/feed", status=200)
    address = next(shown.find("input", id="address")).attrib["value"]
    token = address.rpartition("/")[2].removesuffix(".atom")
    with app.app_context():
        row = db.session.execute(sa.select(FeedAddress.__table__)).one()
        assert row.token_hash == token_hash(token)
        for table in db.metadata.tables.values():
            assert token not in repr(db.session.execute(sa.select(table)).all()), table.name
    again = ines.submit(page, "/searches/feed", status=200)
    assert "shown once" in again.text
    assert token not in again.text
    assert token not in ines.get(SEARCHES).text
    assert app.test_client().get(f"/feeds/{token}.atom").status_code == 200


@pytest.mark.parametrize("how", ["ended", "left", "closed", "deleted"])
def test_a_feed_ends(app, cast, visit, save, address, how):
    search = save(cast.ines, "timetable")
    path = address(cast.ines, search)
    assert app.test_client().get(path).status_code == 200
    ines = visit(cast.ines)
    if how == "ended":
        ines.submit(ines.get(f"/searches/{search.public_id}"), "/feed/end")
    elif how == "deleted":
        ines.submit(ines.get(SEARCHES), "/delete")
    elif how == "left":
        with app.app_context(), transaction():
            person = cast.ines.person()
            person.left_on = date(2024, 1, 1)
            person_left(person)
    else:
        adele = visit(cast.adele)
        adele.submit(adele.get(f"/administration/accounts/{cast.ines.public_id}"), "/close")
    assert app.test_client().get(path).status_code == 404
    if how == "closed":
        adele.submit(adele.get(f"/administration/accounts/{cast.ines.public_id}"), "/open")
        assert app.test_client().get(path).status_code == 404


@pytest.mark.parametrize("token", ["x", "é", "a" * 43, "..%2Fx"])
def test_an_address_that_was_never_made_is_not_found(app, token):
    response = app.test_client().get(f"/feeds/{token}.atom")
    assert response.status_code == 404


def test_an_address_of_one_s_own_is_no_key_to_another(app, cast, visit, save, address):
    search = save(cast.ines, "timetable")
    tom = visit(cast.tom)
    token = tom.token("/account")
    for path in ("/feed", "/feed/end"):
        tom.post(f"/searches/{search.public_id}{path}", {"csrf_token": token}, status=404)
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(FeedAddress.id))) == 0


def test_few_queries(cast, visit, world, address, built):
    for number in range(30):
        world.mission(title_en=f"Timetable {number}")
    path = address(cast.ines)
    reader = visit()
    page = reader.get(path)
    assert page.response.text.count("<entry>") == 30
    assert reader.query_count <= 15, reader.queries


HOSTILE = "<script>]]>&amp;\x0b\x00\ufffe\u202e</title>"


def test_hostile_titles_stay_text(world, cast, address, read, built):
    world.mission(title_en=HOSTILE.replace("\x00", ""))
    parsed, response = read(address(cast.ines))
    assert len(parsed.entries) == 1
    assert "<script>" not in response.text


def test_a_document_by_itself():
    from datetime import UTC, datetime

    moment = datetime(2026, 1, 2, 3, 4, 5, 600, tzinfo=UTC)
    feed = atom.Feed("f", "Title", "Us", "https://a.example/f", "https://a.example", "en", moment, [])
    document = atom.write(feed)
    check(document)
    assert b"2026-01-02T03:04:05Z" in document
    assert document == atom.write(feed)
