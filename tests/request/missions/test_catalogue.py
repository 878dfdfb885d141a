"""What the list counts with: it says the same as the database for everyone, and never less than the last write."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from portal.core.bits import members
from portal.core.edition import mark_of
from portal.core.transaction import transaction
from portal.engagements.models import Tier
from portal.extensions import db
from portal.missions.catalogue import Catalogue
from portal.missions.filters import Filters
from portal.missions.models import Audience, Mission, MissionState, Seat, Stage
from portal.missions.queries import to_validate_by, visible_to
from portal.missions.reading import read
from portal.missions.rows import missions_of
from portal.organization.models import Person, Unit
from portal.pilots.models import Pilot
from tests.cast import PEOPLE
from tests.visitor import text_of

UNPUBLISHED = (MissionState.DRAFT, MissionState.SUBMITTED, MissionState.CHANGES_REQUESTED, MissionState.CANCELLED)


def kept() -> Catalogue:
    """The catalogue that the next reader of the list is answered from."""
    return read(db.session.scalars(sa.select(Person)).first(), (), "en").catalogue


def ids_of(select) -> set[int]:
    return set(db.session.scalars(select.with_only_columns(Mission.id)))


def mark() -> str:
    """The present mark of what is counted."""
    return db.session.scalars(mark_of("missions")).one()


def counts(page) -> dict[str, int]:
    """The numbers beside the values, by the id of their box."""
    labels = [(label.find(".//input"), label.find(".//span[@class='tally']")) for label in page.find("label")]
    return {box.attrib["id"]: int(tally.text) for box, tally in labels if box is not None and tally is not None}


def test_everyone_reads_there_what_the_database_lets_them_read(app, cast, world):
    pilot = world.pilot()
    world.firm(cast.theo, Tier.PANEL)
    for audience in Audience:
        for state in MissionState:
            world.mission(state=state, audience=audience, pilot=pilot, co_owner=cast.theo)
            world.mission(state=state, audience=audience, owner=cast.helene)
            for stage in Stage if audience is not Audience.EMPLOYEES else ():
                world.mission(state=state, audience=audience, stage=stage)
        for owner in (cast.karim, cast.simone):
            world.mission(state=MissionState.CANCELLED, audience=audience, owner=owner, pilot=pilot, published_at=None)
    with app.app_context():
        for name in PEOPLE:
            person = getattr(cast, name).person()
            reading = read(person, (), "en")
            ids = reading.catalogue.ids
            assert {ids[place] for place in members(reading.visible)} == ids_of(visible_to(person)), name
            waiting = ids_of(to_validate_by(person)) if reading.to_validate else set()
            assert {ids[place] for place in members(reading.to_validate)} == waiting, name
            owned = {
                one.id for one in db.session.scalars(sa.select(Mission)) if person.id in (one.owner_id, one.co_owner_id)
            }
            assert {ids[place] for place in members(reading.mine)} == owned, name


def test_a_row_is_read_again_as_its_reader_may_see_it(app, cast, world):
    draft, internal = world.mission(state=MissionState.DRAFT), world.mission(audience=Audience.EMPLOYEES)
    with app.app_context():
        ids = [draft.id, internal.id]
        assert [one.id for one in missions_of(cast.karim.person(), ids)] == ids
        assert [one.id for one in missions_of(cast.ines.person(), ids)] == [internal.id]
        assert missions_of(cast.sofia.person(), ids) == []


def change_state(session, mission):
    session.get_one(Mission, mission.id).state = MissionState.STAFFED


def change_share(session, mission):
    session.get_one(Mission, mission.id).seats[0].percent = 60


def add_seat(session, mission):
    first = session.get_one(Mission, mission.id).seats[0]
    weeks = {"first_week": first.first_week, "last_week": first.last_week}
    session.add(Seat(mission_id=mission.id, percent=60, audience=Audience.BOTH, **weeks))


def remove_seat(session, mission):
    session.delete(session.get_one(Mission, mission.id).seats[0])


def change_in_one_statement(session, mission):
    session.execute(sa.update(Seat).where(Seat.mission_id == mission.id).values(percent=60))


@pytest.mark.parametrize(
    ("change", "box", "count"),
    [
        (change_state, "state-open", 0),
        (change_state, "state-running", 1),
        (change_share, "share-more", 1),
        (change_share, "share-20", 0),
        (add_seat, "share-more", 1),
        (remove_seat, "share-20", 0),
        (change_in_one_statement, "share-more", 1),
    ],
)
def test_every_write_shows_at_once(app, visit, cast, world, change, box, count):
    mission = world.mission(percent=20)
    ines = visit(cast.ines)
    before = counts(ines.get("/missions"))
    assert before["state-open"] == before["share-20"] == 1
    with app.app_context(), transaction() as session:
        change(session, mission)
    assert counts(ines.get("/missions"))[box] == count


@pytest.mark.parametrize(("model", "name"), [(Unit, "Another unit"), (Pilot, "Another pilot")])
def test_a_new_name_shows_at_once(app, visit, cast, world, model, name):
    world.mission(pilot=world.pilot())
    ines = visit(cast.ines)
    assert name not in ines.get("/missions").text
    with app.app_context(), transaction() as session:
        for one in session.scalars(sa.select(model)):
            one.name_en = name
    assert name in ines.get("/missions").text


def test_words_are_looked_for_in_what_was_written_last(app, visit, cast, world):
    mission = world.mission(title_en="Map the data")
    ines = visit(cast.ines)
    assert "1 mission" in ines.get("/missions?q=map").text
    with app.app_context(), transaction():
        mission.load().title_en = "Éclairer les œuvres"
    assert "0 missions" in ines.get("/missions?q=map").text
    assert "1 mission" in ines.get("/missions?q=eclairer+oeuvres").text
    with app.app_context():
        assert mission.load().folded.split("\n")[:2] == ["cartographier les donnees clients", "eclairer les oeuvres"]


def test_a_title_that_holds_every_word_comes_first(visit, cast, world):
    world.mission(title_en="Plan the move")
    world.mission(title_en="Newer", summary_en="Plan a move.")
    titles = [text_of(link) for link in visit(cast.ines).get("/missions?q=move+plan").find("a", class_="cover")]
    assert titles == ["Plan the move", "Newer"]


def test_the_mark_turns_with_a_write_that_counts_and_only_then(app, cast, world):
    mission = world.mission()
    with app.app_context():
        before = mark()
        catalogue = kept()
        assert kept() is catalogue
        with transaction():
            cast.ines.person().job_title = "Something else"
        assert mark() == before
        with pytest.raises(ZeroDivisionError), transaction() as session:
            mission.load().state = MissionState.STAFFED
            session.flush()
            raise ZeroDivisionError
        assert mark() == before
        with transaction():
            cast.ines.person().job_title = "Again"
        assert mark() == before
        with transaction():
            mission.load().state = MissionState.STAFFED
        assert mark() != before
        assert kept() is not catalogue


def test_without_a_mark_nothing_is_kept(app, world):
    world.mission()
    with app.app_context():
        with db.engine.begin() as connection:
            connection.execute(sa.text("DELETE FROM edition"))
        db.session.remove()
        assert kept() is not kept()


def test_filters_join_within_a_facet_and_meet_across(app, cast, world):
    small = world.mission(percent=10, audience=Audience.EMPLOYEES)
    world.mission(percent=60, audience=Audience.EXTERNALS)
    with app.app_context():
        reading = read(cast.ines.person(), (), "en")
        both = reading.kept(Filters(share=frozenset({"10", "more"})))
        assert both.bit_count() == 2
        one = reading.kept(Filters(share=frozenset({"10", "more"}), open_to=frozenset({"employees"})))
        assert reading.ids(one, start=0, count=9) == [small.id]
