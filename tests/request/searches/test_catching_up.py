"""What became new to someone though no mission changed: their access did, or the index was built again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from portal.accounts.models import Role
from portal.accounts.services.administering import disable_account, enable_account, give_role
from portal.accounts.workflow import access_changed
from portal.core import clock
from portal.core.transaction import transaction
from portal.core.worker import drain
from portal.discovery import index
from portal.discovery.saved.models import Alert
from portal.missions.models import Audience, MissionState
from portal.organization.models import Kind
from tests.request.administration.exports import as_csv, cast_rows


@pytest.fixture(autouse=True)
def demo_mail(app):
    """Mails are written and stay here, as in the demo."""
    app.config["DEMO"] = True


@pytest.fixture
def rebuild(app) -> Callable[[], None]:
    """The whole index is built again, and the worker does what follows."""

    def build() -> None:
        with app.app_context():
            index.rebuild()
            drain()

    return build


@pytest.fixture
def becomes(app) -> Callable[..., None]:
    """`becomes(cast.sofia, Kind.EMPLOYEE)`, as an import writes it."""

    def change(person: Any, kind: Kind) -> None:
        with app.app_context():
            with transaction() as session:
                found = person.person()
                found.kind = kind
                session.flush()
                access_changed(found)
            drain()

    return change


def ago(days):
    return clock.now() - timedelta(days=days)


def test_what_was_published_and_never_compared_is_told_once_after_a_rebuild(world, cast, save, rebuild, mails, finds):
    search = save(cast.ines, "timetable")
    mission = world.mission(title_en="Draw the timetable", published_at=clock.now())
    rebuild()
    rebuild()
    assert finds(search) == [("mission", mission.id)]
    assert len(mails(cast.ines)) == 1


def test_what_the_renewed_index_finds_is_told_too(app, world, cast, save, mails, monkeypatch):
    """An index that lost a part is built again by the hour: what it did not hold meanwhile was never compared."""
    save(cast.ines, "timetable")
    world.mission(title_en="Draw the timetable", published_at=clock.now())
    with app.app_context():
        monkeypatch.setattr(index, "MOST_STALE", -1.0)
        index.renew_index()
    assert len(mails(cast.ines)) == 1


def test_a_rebuild_tells_again_nothing_that_was_told_or_known(cast, publish, save, rebuild, mails, finds):
    publish("Print the timetable")
    search = save(cast.ines, "timetable")
    mission = publish("Draw the timetable")
    rebuild()
    assert finds(search) == [("mission", mission.id)]
    assert len(mails(cast.ines)) == 1


def test_a_rebuild_that_finds_more_of_what_is_old_floods_nobody(app, world, cast, save, rebuild, touch, mails, finds):
    """Thirty missions come to answer at once, as when a vocabulary is imported: noted, and not news on a later edit."""
    save(cast.ines, "timetable")
    old = [world.mission(title_en="Draw the timetable", published_at=ago(9)) for _ in range(30)]
    rebuild()
    with app.app_context(), transaction():
        old[0].load().summary_en = "Another summary"
    touch(old[0])
    assert mails(cast.ines) == []


def test_a_rebuild_leaves_an_open_form_as_it_is(world, cast, save, rebuild, visit):
    search = save(cast.ines, "timetable")
    ines = visit(cast.ines)
    form = ines.get(f"/searches/{search.public_id}/edit")
    world.mission(title_en="Draw the timetable", published_at=ago(9))
    rebuild()
    ines.submit(form, "/edit", {"name": "Mine"})


def test_who_may_read_more_is_told_of_it_once(cast, save, publish, becomes, touch, mails, finds):
    """Old or new: an employees' mission is new to who was an external until now."""
    search = save(cast.sofia, "timetable")
    mission = publish("Draw the timetable", audience=Audience.EMPLOYEES, published_at=ago(9))
    assert mails(cast.sofia) == []
    becomes(cast.sofia, Kind.EMPLOYEE)
    assert finds(search) == [("mission", mission.id)]
    becomes(cast.sofia, Kind.FREELANCE)
    becomes(cast.sofia, Kind.EMPLOYEE)
    touch(mission)
    (mail,) = mails(cast.sofia)
    assert "Draw the timetable" in mail["body"]


def test_an_import_that_makes_an_employee_of_an_external_brings_what_is_new(app, cast, save, publish, mails, tmp_path):
    save(cast.sofia, "timetable")
    publish("Draw the timetable", audience=Audience.EMPLOYEES, published_at=ago(9))
    rows = cast_rows()
    for row in rows:
        if row["email"] == cast.sofia.email:
            row["kind"] = "employee"
    file = tmp_path / "people.csv"
    file.write_bytes(as_csv(rows))
    result = app.test_cli_runner().invoke(args=["import", "people", str(file)])
    assert result.exit_code == 0, result.output
    assert len(mails(cast.sofia)) == 1


def test_others_hear_nothing_of_it(cast, save, publish, becomes, mails):
    publish("Draw the timetable", audience=Audience.EMPLOYEES)
    save(cast.sofia, "timetable")
    save(cast.tom, "timetable")
    becomes(cast.sofia, Kind.EMPLOYEE)
    assert mails(cast.tom) == []
    assert len(mails(cast.sofia)) == 1


def test_much_at_once_is_one_mail_for_each_search(cast, save, publish, becomes, mails):
    save(cast.sofia, "timetable")
    for number in range(12):
        publish(f"Timetable {number}", audience=Audience.EMPLOYEES)
    becomes(cast.sofia, Kind.EMPLOYEE)
    (mail,) = mails(cast.sofia)
    assert mail["subject"] == "12 new answers for “timetable”"


def test_a_role_gained_brings_what_is_open_and_no_more(app, cast, save, publish, mails):
    """Human resources read what was submitted; it is no news before it is open, nor told twice once it is."""
    save(cast.tom, "timetable")
    told = publish("Draw the timetable")
    publish("Print the timetable", state=MissionState.SUBMITTED, published_at=None)
    with app.app_context():
        give_role(cast.adele.person(), cast.tom.person().account, Role.HR)
        drain()
    (mail,) = mails(cast.tom)
    assert "Print" not in mail["body"]
    assert told


def test_an_account_opened_again_hears_of_what_came_meanwhile(app, cast, save, publish, mails):
    save(cast.tom, "timetable")
    with app.app_context():
        disable_account(cast.adele.person(), cast.tom.person().account)
    publish("Draw the timetable")
    assert mails(cast.tom) == []
    with app.app_context():
        enable_account(cast.adele.person(), cast.tom.person().account)
        drain()
    assert len(mails(cast.tom)) == 1


def test_without_an_alert_nothing_is_compared(app, cast, save, world, rebuild, finds):
    search = save(cast.ines, "timetable", alert=Alert.NONE)
    world.mission(title_en="Draw the timetable", published_at=clock.now())
    rebuild()
    assert finds(search) == []


def test_nothing_is_lost_while_the_index_cannot_be_asked(app, cast, save, publish, mails, monkeypatch):
    """The comparison waits, and is done when the index answers again."""
    from portal.discovery.saved import matching
    from portal.search import IndexUnavailable

    save(cast.sofia, "timetable")
    publish("Draw the timetable", audience=Audience.EMPLOYEES)

    def broken(*_args):
        raise IndexUnavailable("torn")

    with monkeypatch.context() as torn, app.app_context():
        torn.setattr(matching, "all_answers", broken)
        with transaction() as session:
            sofia = cast.sofia.person()
            sofia.kind = Kind.EMPLOYEE
            session.flush()
            access_changed(sofia)
        drain()
    assert mails(cast.sofia) == []
    with app.app_context(), clock.at(clock.now() + timedelta(hours=1)):
        drain()
    assert len(mails(cast.sofia)) == 1
