"""The talent chooses who sees it, and may ask when it is slow."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portal.core import clock
from portal.core.transaction import transaction
from portal.recognition.models import RecognitionState as S
from portal.recognition.models import Shown
from portal.recognition.queries import published_of
from tests.mailbox import mails_written


def page_of(recognition):
    return f"/recognitions/{recognition.public_id}"


def shown_to(app, reader, person):
    with app.app_context():
        return bool(published_of(reader.person(), person.person(), "en"))


def mails(app):
    with app.app_context():
        return [mail["to"] for mail in mails_written()]


def test_a_recorded_one_is_published_for_everyone(app, visit, world, cast, seat):
    recognition = world.recognition(seat, state=S.SEEN)
    visitor = visit(cast.ines)
    visitor.submit(visitor.get(page_of(recognition)), "/publish", {"shown": "inside"})
    assert shown_to(app, cast.jade, cast.ines)
    profile = visit(cast.jade).get(f"/talents/{cast.ines.public_id}")
    assert "Twenty flows described" in profile.text
    assert "Karim Haddad" in profile.text
    assert "20\u00a0h recognised" in profile.html
    visit(cast.jade).get(page_of(recognition), status=404)


def test_for_the_manager_only(app, visit, world, cast, seat):
    recognition = world.recognition(seat, state=S.SEEN)
    visitor = visit(cast.ines)
    visitor.submit(visitor.get(page_of(recognition)), "/publish", {"shown": "manager"})
    for reader, sees in (("jade", False), ("nadia", True), ("karim", True), ("helene", True), ("ines", True)):
        assert shown_to(app, getattr(cast, reader), cast.ines) is sees, reader


def test_the_choice_can_change(app, visit, world, cast, seat):
    recognition = world.recognition(seat, state=S.PUBLISHED, shown=Shown.INSIDE)
    visitor = visit(cast.ines)
    visitor.submit(visitor.get(page_of(recognition)), "/publish", {"shown": "manager"})
    assert not shown_to(app, cast.jade, cast.ines)


def test_nothing_shows_before_it_is_published(app, world, cast, seat):
    world.recognition(seat, state=S.SEEN, shown=Shown.INSIDE)
    assert not shown_to(app, cast.ines, cast.ines)


def test_the_manager_comes_first(visit, world, cast, seat):
    recognition = world.recognition(seat, state=S.ATTESTED)
    visitor = visit(cast.ines)
    page = visitor.get(page_of(recognition))
    assert "Nadia Benali records it" in page.text
    assert not list(page.find("section", id="publication"))
    visitor.post(
        page_of(recognition) + "/publish", {"csrf_token": visitor.token("/recognitions"), "shown": "inside"}, status=409
    )


def test_nobody_waits_for_a_manager_who_left(app, visit, world, cast, seat):
    recognition = world.recognition(seat, state=S.ATTESTED)
    with app.app_context(), transaction():
        cast.nadia.person().left_on = clock.today()
    visitor = visit(cast.ines)
    visitor.submit(visitor.get(page_of(recognition)), "/publish", {"shown": "inside"})
    assert shown_to(app, cast.jade, cast.ines)


def test_an_external_publishes_without_a_manager(app, visit, world, cast, mission):
    recognition = world.recognition(world.seated(mission, cast.sofia), state=S.ATTESTED)
    visitor = visit(cast.sofia)
    page = visitor.get(page_of(recognition))
    assert "my manager" not in page.text
    visitor.submit(page, "/publish", {"shown": "inside"})
    assert shown_to(app, cast.jade, cast.sofia)


def test_an_external_does_not_read_the_job_title_of_who_attests(app, visit, world, cast, mission):
    with app.app_context(), transaction():
        cast.karim.person().job_title = "Ownerjob"
    recognition = world.recognition(world.seated(mission, cast.sofia), state=S.ATTESTED)
    assert "Ownerjob" in visit(cast.karim).get(page_of(recognition)).text
    assert "Ownerjob" not in visit(cast.sofia).get(page_of(recognition)).html


@pytest.mark.parametrize(("name", "status"), [("jade", 404), ("karim", 403), ("nadia", 403), ("helene", 403)])
def test_others_do_not_publish(visit, world, cast, seat, name, status):
    recognition = world.recognition(seat, state=S.SEEN)
    visitor = visit(getattr(cast, name))
    data = {"csrf_token": visitor.token("/recognitions"), "shown": "inside"}
    visitor.post(page_of(recognition) + "/publish", data, status=status)
    visitor.post(page_of(recognition) + "/remind", data, status=status)


def test_a_choice_is_needed(visit, world, cast, seat):
    recognition = world.recognition(seat, state=S.SEEN)
    visitor = visit(cast.ines)
    page = visitor.submit(visitor.get(page_of(recognition)), "/publish", {"shown": None}, status=422)
    assert "Choose who sees it." in page.text


def test_a_stale_page_is_refused(app, visit, world, cast, seat):
    recognition = world.recognition(seat, state=S.SEEN)
    visitor = visit(cast.ines)
    page = visitor.get(page_of(recognition))
    visitor.submit(page, "/publish", {"shown": "inside"})
    visitor.submit(page, "/publish", {"shown": "manager"}, status=409)
    assert shown_to(app, cast.jade, cast.ines)


def test_the_owner_is_reminded_once_a_week(app, visit, cast, drafted):
    now = datetime.now(UTC)
    visitor = visit(cast.ines)
    page = visitor.get(page_of(drafted))
    visitor.submit(page, "/remind")
    assert mails(app) == [cast.karim.email, cast.claire.email]
    visitor.submit(page, "/remind", status=409)
    assert "You sent a reminder on" in visitor.get(page_of(drafted)).text
    with clock.at(now + timedelta(days=8)):
        later = visit(cast.ines)
        later.submit(later.get(page_of(drafted)), "/remind")
    assert len(mails(app)) == 4


def test_the_manager_is_reminded_in_turn(app, visit, world, cast, seat):
    recognition = world.recognition(seat, state=S.ATTESTED)
    visitor = visit(cast.ines)
    answer = visitor.submit(visitor.get(page_of(recognition)), "/remind")
    assert "A reminder was sent by mail to Nadia Benali." in visitor.get(answer.location).text
    assert mails(app) == [cast.nadia.email]


def test_there_is_nothing_to_remind_once_recorded(visit, world, cast, seat):
    recognition = world.recognition(seat, state=S.SEEN)
    visitor = visit(cast.ines)
    visitor.post(page_of(recognition) + "/remind", {"csrf_token": visitor.token("/recognitions")}, status=409)


@pytest.mark.parametrize("name", ["ines", "karim", "claire", "nadia", "helene"])
def test_who_reads_the_sheet(visit, world, cast, seat, name):
    recognition = world.recognition(seat, state=S.SEEN)
    visitor = visit(getattr(cast, name))
    assert "Recognition of a transverse mission" in visitor.get(page_of(recognition)).text
    assert visitor.query_count <= 5, visitor.queries


@pytest.mark.parametrize("name", ["jade", "marc", "tom", "sofia", "paul", "adele"])
def test_who_does_not(visit, world, cast, seat, name):
    recognition = world.recognition(seat, state=S.PUBLISHED, shown=Shown.INSIDE)
    visit(getattr(cast, name)).get(page_of(recognition), status=404)


def test_the_list_of_the_talent_in_french(visit, world, cast, seat):
    world.recognition(seat, state=S.SEEN)
    page = visit(cast.ines, locale="fr").get("/recognitions")
    assert "Reconnaissances" in page.text
    assert "20\u00a0h reconnues" in page.html
    assert "Aucune reconnaissance" in visit(cast.jade, locale="fr").get("/recognitions").text
