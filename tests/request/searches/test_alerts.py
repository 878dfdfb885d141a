"""What is new for a search is told once, to who may read it at that moment, and is never lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Thread

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from portal.core import clock, outbox
from portal.core.outbox import OutboxItem
from portal.core.transaction import transaction
from portal.core.worker import do_chores, drain
from portal.discovery import index
from portal.discovery.asking import Ask
from portal.discovery.saved import alerts, services, telling
from portal.discovery.saved.matching import Watched, all_answers
from portal.discovery.saved.models import Alert, SavedSearch
from portal.extensions import db
from portal.missions.models import Audience, Mission, MissionState, Stage
from portal.missions.notifications import mark_for_index
from portal.organization.workflow import person_left
from tests.threads import in_threads


@pytest.fixture(autouse=True)
def demo_mail(app):
    """Mails are written and stay here, as in the demo."""
    app.config["DEMO"] = True


def test_a_new_mission_is_told_at_once_and_once(cast, save, publish, touch, mails, finds):
    search = save(cast.ines, "timetable")
    mission = publish("Draw the timetable")
    publish("Paint the depot")
    touch(mission)
    touch(mission)
    assert finds(search) == [("mission", mission.id)]
    (mail,) = mails(cast.ines)
    assert mail["subject"] == "One new answer for “timetable”"
    assert "Draw the timetable" in mail["body"]
    assert f"/missions/{mission.public_id}" in mail["body"]
    assert mail["lang"] == "en"


def test_in_french(app, cast, save, publish, mails):
    with app.app_context(), transaction():
        cast.ines.person().account.locale = "fr"
    save(cast.ines, "horaires")
    publish("", title_fr="Dessiner les horaires")
    (mail,) = mails(cast.ines)
    assert mail["subject"] == "Une nouvelle réponse pour «\u00a0horaires\u00a0»"
    assert "Bonjour Inès" in mail["body"]


def test_what_answered_when_it_was_saved_is_no_news(world, cast, app, touch, save, mails, built):
    known = world.mission(title_en="Draw the timetable")
    touch(known)
    search = save(cast.ines, "timetable")
    with app.app_context(), transaction():
        known.load().summary_en = "Another summary"
    touch(known)
    assert mails(cast.ines) == []
    assert search


def test_a_mission_that_comes_to_answer_is_told(app, cast, save, publish, touch, mails):
    mission = publish("Draw a map")
    save(cast.ines, "timetable")
    with app.app_context(), transaction():
        mission.load().title_en = "Draw the timetable"
    touch(mission)
    assert len(mails(cast.ines)) == 1


def test_people_are_told_of_too_and_never_oneself(world, cast, save, touch, mails, finds):
    search = save(cast.ines, Ask(text="sql", kind="talent"))
    sql = world.skill("SQL")
    for person in (cast.tom, cast.ines):
        world.holds(person, sql, 3)
        touch(person)
    assert finds(search) == [("talent", cast.tom.id)]
    (mail,) = mails(cast.ines)
    assert "Tom Lefèvre" in mail["body"]


def test_one_s_own_mission_is_no_news(cast, save, publish, mails):
    save(cast.karim, "timetable")
    publish("Draw the timetable", owner=cast.karim)
    assert mails(cast.karim) == []


def test_a_draft_is_told_to_nobody_until_it_is_published(app, cast, save, publish, touch, mails):
    save(cast.ines, "timetable")
    save(cast.helene, "timetable")
    mission = publish("Draw the timetable", state=MissionState.SUBMITTED, published_at=None)
    assert mails(cast.ines) == mails(cast.helene) == []
    with app.app_context(), transaction():
        mission.load().state, mission.load().published_at = MissionState.PUBLISHED, clock.now()
    touch(mission)
    assert len(mails(cast.ines)) == len(mails(cast.helene)) == 1


def test_externals_are_told_of_what_is_open_to_them(cast, save, publish, mails):
    save(cast.sofia, "timetable")
    publish("Inner timetable", audience=Audience.EMPLOYEES)
    publish("Outer timetable", audience=Audience.BOTH)
    (mail,) = mails(cast.sofia)
    assert "Outer timetable" in mail["body"]
    assert "Inner" not in mail["body"]


def test_what_became_readable_is_told(app, cast, save, publish, touch, mails):
    save(cast.sofia, "timetable")
    mission = publish("Draw the timetable", audience=Audience.EMPLOYEES)
    with app.app_context(), transaction():
        mission.load().audience = Audience.BOTH
        mission.load().stage = Stage.OPEN
    touch(mission)
    assert len(mails(cast.sofia)) == 1


def test_nothing_is_told_that_may_not_be_read_when_the_mail_leaves(app, cast, save, publish, touch, mails, finds):
    """The mail waits for a server; meanwhile the mission is closed to externals, then opened again."""
    app.config["DEMO"] = False
    search = save(cast.sofia, "timetable")
    mission = publish("Draw the timetable", audience=Audience.BOTH)
    assert finds(search)
    with app.app_context():
        assert "timetable" not in str(db.session.scalars(sa.select(OutboxItem.payload)).all())
        with transaction():
            mission.load().stage = Stage.INTERNAL
    app.config["DEMO"] = True
    later = clock.now() + timedelta(hours=1)
    with app.app_context(), clock.at(later):
        drain()
    assert mails(cast.sofia) == []
    assert finds(search) == []
    with app.app_context(), transaction():
        mission.load().stage = Stage.OPEN
    touch(mission)
    assert len(mails(cast.sofia)) == 1


def test_words_with_a_part_of_what_is_asked_are_no_answer(cast, save, publish, mails):
    save(cast.ines, "timetable origami")
    publish("Draw the timetable")
    assert mails(cast.ines) == []


def test_filters_hold(cast, save, publish, mails):
    save(cast.ines, Ask(text="map", kind="mission", filters={"share": frozenset({"10"})}))
    publish("Large map", percent=60)
    assert mails(cast.ines) == []
    publish("Small map", percent=10)
    assert len(mails(cast.ines)) == 1


def test_much_is_counted_and_the_first_ten_are_shown(app, world, cast, save, mails):
    save(cast.ines, "map")
    made = [world.mission(title_en=f"Map number {number}") for number in range(13)]
    with app.app_context():
        with transaction():
            for mission in made:
                mark_for_index(mission.load())
        drain()
    (mail,) = mails(cast.ines)
    assert mail["subject"] == "13 new answers for “map”"
    assert mail["body"].count("- Map number") == 10
    assert "See the 3 others" in mail["body"]


def test_two_searches_of_one_person_tell_of_a_thing_once(cast, save, publish, mails, finds):
    first, second = save(cast.ines, "timetable"), save(cast.ines, "draw")
    publish("Draw the timetable")
    assert len(mails(cast.ines)) == 1
    assert len(finds(first)) == len(finds(second)) == 1


@pytest.mark.parametrize(("alert", "hours"), [(Alert.NONE, 0), (Alert.HERE, 0), (Alert.DAILY, 24), (Alert.WEEKLY, 168)])
def test_each_rhythm(app, cast, save, publish, mails, finds, alert, hours):
    monday = datetime(2025, 11, 17, 9, tzinfo=UTC)
    with clock.at(monday):
        search = save(cast.ines, "timetable", alert=alert)
        publish("Draw the timetable")
        publish("Print the timetable")
    assert len(finds(search)) == (0 if alert is Alert.NONE else 2)
    told = []
    for hour in range(0, 15 * 24, 6):
        with app.app_context(), clock.at(monday + timedelta(hours=hour)):
            do_chores()
        if mails(cast.ines):
            told.append(hour)
            break
    if not hours:
        assert told == []
        return
    (mail,) = mails(cast.ines)
    assert mail["subject"].startswith("2 new answers")
    assert hours - 6 <= told[0] <= hours
    with app.app_context(), clock.at(monday + timedelta(days=20)):
        do_chores()
    assert len(mails(cast.ines)) == 1


@pytest.mark.parametrize(
    ("now", "daily", "weekly"),
    [
        (datetime(2026, 11, 16, 5, 59, tzinfo=UTC), date(2026, 11, 15), date(2026, 11, 9)),
        (datetime(2026, 11, 16, 6, 0, tzinfo=UTC), date(2026, 11, 16), date(2026, 11, 16)),
        (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), date(2026, 11, 22), date(2026, 11, 16)),
    ],
)
def test_the_hours_of_mails(now, daily, weekly):
    with clock.at(now):
        for alert, day in ((Alert.DAILY, daily), (Alert.WEEKLY, weekly)):
            slot = telling.last_slot(alert)
            assert (clock.local_day(slot), slot.hour) == (day, 7)
            assert slot <= now


def test_who_left_or_is_closed_is_told_nothing(app, cast, save, publish, mails):
    save(cast.ines, "timetable")
    save(cast.tom, "timetable")
    with app.app_context(), transaction():
        ines = cast.ines.person()
        ines.left_on = date(2024, 1, 1)
        person_left(ines)
        cast.tom.person().account.is_enabled = False
    publish("Draw the timetable")
    assert mails(cast.ines) == mails(cast.tom) == []
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(SavedSearch.id))) == 1


def test_nothing_is_lost_while_the_worker_is_stopped(app, world, cast, save, mails):
    save(cast.ines, "timetable")
    mission = world.mission(title_en="Draw the timetable")
    with app.app_context():
        with transaction():
            mark_for_index(mission.load())
        outbox.deliver_due("index")
    assert len(mails(cast.ines)) == 1


def test_several_workers_tell_once(app, cast, save, publish, mails, finds):
    search = save(cast.ines, "timetable")
    mission = publish("Draw the timetable")
    failures = []

    def work():
        with app.app_context():
            try:
                alerts._write_finds(Watched.of(search.load()), [("mission", mission.id)])
                drain()
            except Exception as error:
                failures.append(error)

    in_threads([work] * 3)
    assert not failures
    assert len(finds(search)) == 1
    assert len(mails(cast.ines)) == 1


@pytest.mark.parametrize("verb", ["save", "change", "restore"])
def test_what_is_indexed_while_a_search_is_being_written_is_told(app, world, cast, save, mails, monkeypatch, verb):
    """Compared before the search is written and after it has noted its answers, it would be told to nobody."""
    kept = None if verb == "save" else save(cast.ines, "depot")
    mission = world.mission(title_en="Draw the timetable of the depot")
    other = Thread(target=lambda: work(app))

    def note_and_be_overtaken(*args):
        noted = all_answers(*args)
        if other.ident is None:
            other.start()
            other.join(2)
        return noted

    with app.app_context():
        ines, wish = cast.ines.person(), services.Wish("Mine", Alert.AT_ONCE)
        if verb == "restore":
            services.delete_search(ines, kept.public_id)
        with transaction():
            mark_for_index(mission.load())
        monkeypatch.setattr(services, "all_answers", note_and_be_overtaken)
        if verb == "save":
            services.save_search(ines, Ask(text="timetable"), wish)
        elif verb == "change":
            services.change_search(ines, kept.public_id, wish, Ask(text="timetable"))
        else:
            services.restore_search(ines, kept.public_id)
    other.join(60)
    assert len(mails(cast.ines)) == 1


def work(app) -> None:
    with app.app_context():
        drain()


def test_without_an_index_only_what_is_published_from_then_on_is_news(app, world, cast, touch, publish, mails):
    old = world.mission(title_en="Draw the timetable", published_at=clock.now() - timedelta(days=3))
    with app.app_context():
        services.save_search(cast.ines.person(), Ask(text="timetable"), services.Wish("Mine", Alert.AT_ONCE))
        assert not db.session.scalar(sa.select(SavedSearch.is_known_in_full))
    touch(old)
    assert mails(cast.ines) == []
    publish("Print the timetable", published_at=clock.now())
    assert len(mails(cast.ines)) == 1


def test_nothing_is_asked_of_an_index_when_nothing_changed(app, cast, save, monkeypatch):
    for number in range(5):
        save(cast.ines, f"map {number}")
    asked = []
    with app.app_context():
        monkeypatch.setattr(type(index.engine()), "search", lambda self, query: asked.append(query))
        drain()
        do_chores()
    assert asked == []


def test_the_same_search_of_many_is_put_once(app, cast, save, publish, monkeypatch):
    for person in (cast.ines, cast.tom, cast.lea, cast.nadia):
        save(person, "timetable", alert=Alert.HERE)
    asked = []
    with app.app_context():
        kind = type(index.engine())
    search = kind.search
    monkeypatch.setattr(kind, "search", lambda self, query: asked.append(query) or search(self, query))
    publish("Draw the timetable")
    assert len(asked) == 1


def test_a_rhythm_that_changes_mails_nothing_of_before(app, cast, save, publish, mails):
    search = save(cast.ines, "timetable", alert=Alert.HERE)
    publish("Draw the timetable")
    with app.app_context():
        services.change_search(cast.ines.person(), search.public_id, services.Wish("Mine", Alert.AT_ONCE))
    publish("Print the timetable")
    (mail,) = mails(cast.ines)
    assert "Print" in mail["body"]
    assert "Draw" not in mail["body"]


def test_nothing_told_before_a_change_is_told_after_it(app, cast, save, publish, touch, mails):
    search = save(cast.ines, "timetable")
    mission = publish("Draw the timetable")
    with app.app_context():
        wish = services.Wish("Mine", Alert.AT_ONCE)
        services.change_search(cast.ines.person(), search.public_id, wish, Ask(text="depot"))
        with transaction():
            mission.load().title_en = "Draw the depot"
    touch(mission)
    assert len(mails(cast.ines)) == 1


def test_many_searches_cost_few_statements(app, cast, save, publish):
    """One more search that finds nothing costs no statement."""
    counts = []
    for rounds in (1, 8):
        for number in range(rounds):
            save(cast.ines, f"origami {rounds} {number}")
        asked = []
        with app.app_context():
            engine = db.engine
        listen = partial(_note, asked)
        event.listen(engine, "before_cursor_execute", listen)
        try:
            publish("Draw the timetable")
        finally:
            event.remove(engine, "before_cursor_execute", listen)
        counts.append(len(asked))
    assert abs(counts[1] - counts[0]) <= 2, counts


def _note(asked, connection, cursor, statement, *rest):
    asked.append(statement)


def test_the_state_of_a_mission_that_ended_is_no_news(app, cast, save, publish, touch, mails):
    save(cast.ines, "timetable")
    publish("Draw the timetable", state=MissionState.CANCELLED)
    assert mails(cast.ines) == []
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Mission.id))) == 1


def test_a_filter_that_is_not_offered_to_externals_does_not_count(app, cast, save):
    """An address written by hand, or kept since its owner was an employee."""
    search = save(cast.sofia, Ask(text="sql", kind="talent"))
    with app.app_context():
        with transaction():
            search.load().params = {"q": "sql", "kind": "talent", "contract": ["employee"], "free": ["20"]}
        assert set(search.load().ask.filters) == {"contract"}
