"""What was found by words that its reader may not read any more is in no mail, list or number from then on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from portal.accounts.workflow import access_changed
from portal.core import clock, outbox
from portal.core.transaction import transaction
from portal.core.worker import do_chores, drain
from portal.discovery.asking import Ask
from portal.discovery.saved import alerts, services
from portal.discovery.saved.models import Alert
from portal.discovery.saved.services import Wish
from portal.extensions import db
from portal.organization.models import Kind
from portal.talents.models import Circle, Section
from portal.talents.notifications import mark_for_index
from portal.talents.privacy.services import choose_readers

WORD = "zorglubx"


@pytest.fixture(autouse=True)
def demo_mail(app):
    """Mails are written and stay here, as in the demo."""
    app.config["DEMO"] = True


@pytest.fixture
def shows(visit):
    """Whether someone reads of Tom, or of something new, at home or among their searches."""

    def read(person, search):
        reader = visit(person)
        pages = [reader.get(path).text for path in ("/", "/searches", f"/searches/{search.public_id}")]
        return [("Tom Lefèvre" in text or "1 new" in text) for text in pages]

    return read


def narrow(app, cast, circle=Circle.SELF):
    with app.app_context():
        tom = cast.tom.person()
        choose_readers(tom, tom, {Section.SUMMARY: circle, Section.SKILLS: circle})


def leave_the_house(app, cast):
    with app.app_context(), transaction() as session:
        ines = cast.ines.person()
        ines.kind = Kind.FREELANCE
        session.flush()
        access_changed(ines)


def pass_a_night(app):
    with app.app_context():
        drain()
        with clock.at(clock.now() + timedelta(hours=25)):
            do_chores()
            drain()


@pytest.mark.parametrize("hide", [narrow, leave_the_house])
@pytest.mark.parametrize("alert", [Alert.DAILY, Alert.HERE])
def test_a_find_by_hidden_words_is_gone_at_once(app, world, cast, save, touch, finds, mails, shows, hide, alert):
    search = save(cast.ines, WORD, alert=alert)
    world.profile(cast.tom, summary_en=f"About {WORD}")
    touch(cast.tom)
    assert finds(search) == [("talent", cast.tom.id)]
    assert shows(cast.ines, search) == [True, True, True]
    hide(app, cast)
    assert shows(cast.ines, search) == [False, False, False]
    pass_a_night(app)
    assert mails(cast.ines) == []
    assert shows(cast.ines, search) == [False, False, False]


@pytest.mark.parametrize("hide", [narrow, leave_the_house])
def test_a_mail_that_waits_for_a_server_tells_nothing_of_it(app, world, cast, save, touch, mails, hide):
    app.config["DEMO"] = False
    save(cast.ines, WORD)
    world.profile(cast.tom, summary_en=f"About {WORD}")
    touch(cast.tom)
    hide(app, cast)
    app.config["DEMO"] = True
    pass_a_night(app)
    assert mails(cast.ines) == []


def test_what_is_opened_again_is_listed_again(app, world, cast, save, touch, finds, mails, shows):
    search = save(cast.ines, WORD, alert=Alert.DAILY)
    world.profile(cast.tom, summary_en=f"About {WORD}")
    touch(cast.tom)
    narrow(app, cast)
    narrow(app, cast, Circle.INSIDE)
    pass_a_night(app)
    assert len(mails(cast.ines)) == 1
    narrow(app, cast)
    assert shows(cast.ines, search) == [False, False, False]
    narrow(app, cast, Circle.INSIDE)
    pass_a_night(app)
    assert shows(cast.ines, search)[2]
    assert len(mails(cast.ines)) == 1


def test_what_is_found_otherwise_stays(app, world, cast, save, touch, shows):
    """The name of the skill is open still: only the summary was closed."""
    skill = world.skill("SQL")
    search = save(cast.ines, Ask(kind="talent", filters={"skill": frozenset({f"{skill.public_id}:1"})}), name="SQL")
    world.holds(cast.tom, skill, 3)
    touch(cast.tom)
    with app.app_context():
        tom = cast.tom.person()
        choose_readers(tom, tom, {Section.SUMMARY: Circle.SELF})
        drain()
    assert shows(cast.ines, search) == [True, True, True]


def index_alone(app, cast):
    """Tom's words are in the index, and are to be compared."""
    with app.app_context():
        with transaction():
            mark_for_index(cast.tom.person())
        outbox.deliver_due("index")


@pytest.mark.parametrize("hide", [narrow, leave_the_house])
@pytest.mark.parametrize("alert", [Alert.AT_ONCE, Alert.DAILY, Alert.HERE])
def test_what_is_hidden_before_it_was_compared_is_never_found(app, world, cast, save, mails, shows, hide, alert):
    search = save(cast.ines, WORD, alert=alert)
    world.profile(cast.tom, summary_en=f"About {WORD}")
    index_alone(app, cast)
    hide(app, cast)
    with app.app_context():
        outbox.deliver_due("alerts")
    assert shows(cast.ines, search) == [False, False, False]
    pass_a_night(app)
    assert mails(cast.ines) == []
    assert shows(cast.ines, search) == [False, False, False]


def test_what_is_hidden_while_it_is_compared_is_never_found(app, world, cast, save, mails, shows, finds, monkeypatch):
    """The index answered, and Tom closes his profile before the answer is written."""
    search = save(cast.ines, WORD)
    world.profile(cast.tom, summary_en=f"About {WORD}")
    index_alone(app, cast)
    compare = alerts._answering_changes

    def compare_then_narrow(*asked):
        found = compare(*asked)
        monkeypatch.setattr(alerts, "_answering_changes", compare)
        db.session.rollback()
        narrow(app, cast)
        return found

    monkeypatch.setattr(alerts, "_answering_changes", compare_then_narrow)
    with app.app_context():
        outbox.deliver_due("alerts")
    assert finds(search)
    assert shows(cast.ines, search) == [False, False, False]
    pass_a_night(app)
    assert mails(cast.ines) == []
    assert finds(search) == []


def test_the_answers_to_what_a_search_asked_before_are_not_news(app, world, cast, save, mails, finds, monkeypatch):
    """Its owner asks something else while it is compared."""
    search = save(cast.ines, WORD)
    world.profile(cast.tom, summary_en=f"About {WORD}")
    index_alone(app, cast)
    compare = alerts._answering_changes

    def compare_then_change(*asked):
        found = compare(*asked)
        monkeypatch.setattr(alerts, "_answering_changes", compare)
        db.session.rollback()
        with app.app_context():
            services.change_search(
                cast.ines.person(), search.public_id, Wish("t", Alert.AT_ONCE), Ask(text="timetable")
            )
        return found

    monkeypatch.setattr(alerts, "_answering_changes", compare_then_change)
    with app.app_context():
        outbox.deliver_due("alerts")
    assert finds(search) == []
    assert mails(cast.ines) == []
