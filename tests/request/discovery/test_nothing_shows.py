"""What someone may not read changes no byte of what they are answered, wherever the portal searches.

Everything hidden is written twice, with other words and other amounts; a stranger, an external and whoever has only the
address of a feed ask the same each time, for those very words too. Whoever may read them sees the difference.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from threading import Event

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from portal.allocations.models import Authorization, TimeEntry
from portal.allocations.relieving.models import ReliefNote
from portal.applications.models import Application, ApplicationState, Invitation, Offer
from portal.applications.notes.models import Note
from portal.applications.thread.models import Message
from portal.core import clock
from portal.core.transaction import transaction
from portal.core.worker import drain
from portal.discovery import index
from portal.discovery.asking import Ask
from portal.discovery.documents import every_document
from portal.discovery.feeds.services import make_address
from portal.discovery.readers import readers_of
from portal.discovery.recent.models import RecentSearch
from portal.discovery.saved.models import Alert, Find, SavedSearch
from portal.discovery.saved.services import Wish, save_search
from portal.engagements.models import Engagement, ExternalTerms, Tier
from portal.extensions import db
from portal.missions.models import Audience, Mission, MissionState
from portal.missions.notifications import mark_for_index
from portal.missions.pausing.models import MissionPause
from portal.missions.questions.models import Question
from portal.missions.reporting.models import MissionReport
from portal.organization.models import Person
from portal.recognition.models import Recognition, RecognitionState
from portal.search import Document
from portal.search.postgres_engine import PostgresEngine
from portal.talents.availability.models import Pause
from portal.talents.models import Experience, Profile
from portal.talents.notifications import mark_for_index as mark_person
from tests.cast import Cast, Someone
from tests.factories import World
from tests.html_of_search import titles_of
from tests.mailbox import mails_written
from tests.visitor import Visitor

WORD, AMOUNT = "zorglubx", 424_200
OTHER, OTHER_AMOUNT = "quaxomel", 171_700
INSIDE, OTHER_INSIDE = "brindezx", "calfutre"

HIDDEN_STATES = (MissionState.DRAFT, MissionState.SUBMITTED, MissionState.CANCELLED)
RANDOM = re.compile(r'(<input[^>]* name="(?:csrf_token|submission_key)"[^>]* value=")[^"]*|(nonce[-=]"?)[\w-]+')


@dataclass(frozen=True)
class Reader:
    """Someone who asks; of an external, what stays among employees is hidden as well. `feeds` are their addresses."""

    name: str
    visitor: Visitor
    words: tuple[str, ...]
    feeds: tuple[str, ...]


@pytest.fixture
def readers(world: World, cast: Cast, visit: Callable[..., Visitor]) -> list[Reader]:
    """An employee without any part in it, a temp, and a browser where nobody is signed in."""
    write(world, cast)
    tell(world.app, WORD, INSIDE, AMOUNT)
    with world.app.app_context():
        index.rebuild()
    stranger = Reader("oscar", visit(cast.oscar), (WORD,), feeds_of(world.app, cast.oscar))
    external = Reader("lila", visit(cast.lila), (WORD, INSIDE), feeds_of(world.app, cast.lila))
    return [stranger, external, Reader("nobody", visit(), (WORD,), external.feeds)]


def feeds_of(app: Flask, person: Someone) -> tuple[str, ...]:
    """The addresses of a feed of the open missions and of one of a search for the hidden word."""
    with app.app_context():
        search = save_search(person.person(), Ask(text=WORD), Wish("Mine", Alert.AT_ONCE))
        tokens = (make_address(person.person(), which) for which in (None, search.public_id))
        return tuple(f"/feeds/{token}.atom" for token in tokens)


def write(world: World, cast: Cast) -> None:
    """One row at least of all that keeps something from someone; `tell` says what."""
    owned = {"owner": cast.karim, "co_owner": cast.claire}
    for state in HIDDEN_STATES:
        world.mission(**owned, state=state, published_at=None)
    world.mission(**owned, audience=Audience.EMPLOYEES, place="Inside")
    open_to_all = world.mission(**owned)
    offered = world.application(open_to_all, cast.tom, state=ApplicationState.OFFERED)
    invited = world.application(open_to_all, cast.ines, state=ApplicationState.INVITED)
    asked = world.authorization(world.mission(**owned), cast.lea)
    seated = world.seated(world.mission(**owned), cast.marc)
    world.time_entry(seated)
    world.recognition(world.seated(world.mission(**owned), cast.nadia), state=RecognitionState.ATTESTED)
    world.firm(cast.sofia, Tier.AD_HOC)
    placed = world.application(open_to_all, cast.sofia, state=ApplicationState.PENDING_CLEARANCE)
    world.pause(cast.tom, 20, 30)
    world.experience(cast.tom, title_en="Analyst")
    for one in (cast.tom, cast.jade, cast.theo):
        world.profile(one, headline_en="Analyst")
    with world.app.app_context(), transaction() as session:
        session.add_all(
            (
                Note(application_id=offered.id, by_id=cast.karim.id, text="-"),
                Message(application_id=offered.id, by_id=cast.karim.id, text="-"),
                Invitation(application_id=invited.id, by_id=cast.karim.id, message="-"),
                ReliefNote(authorization_id=asked.id),
                Question(mission_id=open_to_all.id, asked_by_id=cast.tom.id, text="-"),
                MissionReport(mission_id=open_to_all.id, reporter_id=cast.tom.id, reason="duplicate", text="-"),
                MissionPause(
                    mission_id=open_to_all.id,
                    paused_at=clock.now(),
                    ended_at=clock.now(),
                    reason="-",
                    by_id=cast.karim.id,
                ),
                Engagement(
                    application_id=placed.id,
                    person_id=cast.sofia.id,
                    mission_id=open_to_all.id,
                    starts_on=clock.today(),
                    ends_on=clock.today(),
                    answer_due_on=clock.today(),
                ),
                SavedSearch(person_id=cast.claire.id, name="-", params={"q": "-"}),
                RecentSearch(person_id=cast.claire.id, text="-", folded="-", searched_at=clock.now()),
            )
        )
        cast.jade.person().left_on = date(2024, 1, 1)


def tell(app: Flask, word: str, inside: str, cents: int) -> None:
    """Write what is hidden with this word, what stays among employees with that one, and the rates."""
    said = f"The {word} plan"
    with app.app_context(), transaction() as session:
        for mission in session.scalars(sa.select(Mission)):
            if mission.state in HIDDEN_STATES:
                reword(mission, word)
            elif mission.audience is Audience.EMPLOYEES:
                reword(mission, inside)
        for model, names in HIDDEN.items():
            rows = session.scalars(sa.select(model)).all()
            assert rows, f"nothing is hidden in {model.__name__}"
            for row in rows:
                for name in names:
                    setattr(row, name, said)
        for model in (ExternalTerms, Engagement):
            for row in session.scalars(sa.select(model)):
                row.daily_rate_cents = cents
        for profile in session.scalars(sa.select(Profile)):
            profile.summary_fr = profile.summary_en = f"About {inside}"
        for person in session.scalars(sa.select(Person)):
            person.identifier = f"{word}{person.id}"
            if person.left_on is not None:
                session.get_one(Profile, person.id).headline_en = said
            if person.given_name == "Claire":
                session.execute(sa.update(SavedSearch).where(SavedSearch.person_id == person.id).values(name=said))
                mine = sa.update(RecentSearch).where(RecentSearch.person_id == person.id)
                session.execute(mine.values(text=said, folded=said.lower()))


def reword(mission: Mission, word: str) -> None:
    """Put a word into every text of a mission."""
    for thing in (mission, mission.brief, *mission.seats):
        for column in sa.inspect(type(thing)).columns:
            if column.name.endswith(("_fr", "_en")) or column.name == "place":
                setattr(thing, column.name, f"The {word} plan")


# Where words lie that no search reads, for anyone.
HIDDEN: dict[type, tuple[str, ...]] = {
    Application: ("message",),
    Offer: ("message", "why"),
    Note: ("text",),
    Message: ("text",),
    Invitation: ("message", "reason"),
    Question: ("text",),
    MissionReport: ("text",),
    MissionPause: ("reason",),
    Authorization: ("note", "override_reason"),
    ReliefNote: ("paused", "shared", "replaced", "checked"),
    TimeEntry: ("note",),
    Engagement: ("note",),
    Recognition: ("outcome", "words"),
    Pause: ("note",),
    Experience: ("summary_fr", "summary_en", "organization"),
}


def addresses(reader: Reader) -> Iterator[str]:
    """Wherever a search answers."""
    for word in reader.words:
        for asked in (word, word[:4], f"{word[1]}{word[0]}{word[2:]}", f'"the {word} plan"', f"{word} analyst"):
            yield f"/search?q={asked}"
            yield f"/search/suggest?q={asked}"
        yield f"/search?q={word}&kind=mission&remote=fully&share=20&sort=fit"
        yield f"/search?q={word}&kind=talent&free=20&contract=freelance&page=9"
        yield f"/missions?q={word}"
        yield f"/talents?q={word}"
    yield f"/search?q={AMOUNT // 100}"
    yield "/search?q=plan&kind=mission&sort=newest"
    yield "/search?q=analyst&kind=talent&sort=newest"
    yield "/search?kind=mission&share=20&sort=fit"
    yield "/search?kind=talent&free=20"
    yield "/searches"
    yield from reader.feeds


def answers(reader: Reader) -> dict[str, tuple[int, str | None, str]]:
    """What they are answered at each address, without what is drawn by chance."""
    found = {}
    for address in addresses(reader):
        response = reader.visitor.client.get(address)
        body = response.get_data(as_text=True)
        found[address] = (response.status_code, response.headers.get("Location"), RANDOM.sub(r"\1\2", body))
    return found


def indexed(app: Flask) -> None:
    with app.app_context():
        index.rebuild()


def without_index(app: Flask) -> None:
    with app.app_context():
        engine = index.engine()
        engine.close()
        if isinstance(engine, PostgresEngine):
            engine.drop()
        else:
            shutil.rmtree(app.config["SEARCH_INDEX"], ignore_errors=True)


def stale(app: Flask) -> None:
    """The index stands as it was, and does not know what changed."""


@pytest.mark.parametrize("state", [indexed, without_index, stale], ids=["index", "database", "stale"])
def test_no_byte_of_an_answer_depends_on_what_is_hidden(app, cast, visit, readers, state):
    state(app)
    for reader in readers:
        answers(reader)  # their recent searches are the same from now on
    before = {reader.name: answers(reader) for reader in readers}
    assert len(titles_of(visit(cast.karim).get(f"/search?q={WORD}&kind=mission"))) >= 1
    for inside, those in ((INSIDE, readers), (OTHER_INSIDE, readers[1:])):
        tell(app, OTHER, inside, OTHER_AMOUNT)
        state(app)
        for reader in those:
            for address, answer in answers(reader).items():
                assert answer == before[reader.name][address], (reader.name, address)
    if state is not stale:
        assert not titles_of(visit(cast.karim).get(f"/search?q={WORD}&kind=mission"))


def test_nor_while_the_index_is_being_rebuilt(app, readers):
    for reader in readers:
        answers(reader)
    before = {reader.name: answers(reader) for reader in readers}
    tell(app, OTHER, INSIDE, OTHER_AMOUNT)
    half_way, asked = Event(), Event()

    def one_by_one() -> Iterator[Document]:
        with Session(db.engine) as session:
            for number, document in enumerate(every_document(session)):
                yield document
                if number == 10:
                    half_way.set()
                    assert asked.wait(60)

    def rebuild() -> None:
        with app.app_context():
            index.engine().rebuild(one_by_one())

    with ThreadPoolExecutor(1) as pool:
        rebuilt = pool.submit(rebuild)
        assert half_way.wait(60)
        try:
            seen = {reader.name: answers(reader) for reader in readers}
        finally:
            asked.set()
        rebuilt.result()
    for name, found in seen.items():
        for address, answer in found.items():
            assert answer == before[name][address], (name, address)


def test_nobody_is_told_of_it(app, cast, readers):
    app.config["DEMO"] = True  # mails are written and stay here
    with app.app_context():
        wanted = ((cast.oscar, OTHER_INSIDE), (cast.oscar, OTHER), (cast.lila, OTHER), (cast.lila, OTHER_INSIDE))
        searches = [save_search(who.person(), Ask(text=word), Wish(word, Alert.AT_ONCE)).id for who, word in wanted]
    tell(app, OTHER, OTHER_INSIDE, OTHER_AMOUNT)
    with app.app_context():
        with transaction():
            for mission in db.session.scalars(sa.select(Mission)):
                mark_for_index(mission)
            for person in db.session.scalars(sa.select(Person)):
                mark_person(person)
        drain()
        assert set(db.session.scalars(sa.select(Find.saved_search_id))) == {searches[0]}
        told = [mail for mail in mails_written() if mail.get("to") in (cast.oscar.email, cast.lila.email)]
        assert {mail["to"] for mail in told} == {cast.oscar.email}
        assert OTHER_INSIDE in str(told)
        assert OTHER not in str(told)


def test_no_document_that_they_may_read_holds_it(app, cast, readers):
    with app.app_context(), Session(db.engine) as session:
        documents = [*every_document(session)]
        for name, words in (("oscar", (WORD,)), ("lila", (WORD, INSIDE))):
            tokens = readers_of(getattr(cast, name).person())
            readable = [repr(document) for document in documents if document.readers & tokens]
            assert readable
            assert not [text for text in readable if any(word in text.lower() for word in words)]
        assert not [text for text in map(repr, documents) if str(AMOUNT // 100) in text]
        karim = readers_of(cast.karim.person())
        assert [1 for document in documents if document.readers & karim and WORD in repr(document).lower()]
