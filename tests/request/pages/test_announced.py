"""What the header announces: to each reader their own, counted once for a page."""

from __future__ import annotations

from dataclasses import asdict, fields

from sqlalchemy import event

from portal.applications.models import ApplicationState
from portal.extensions import db
from portal.waiting import Announced, Waiting, announced_to, waiting_for


def with_an_offer_and_a_candidate(world, cast):
    mission = world.mission()
    world.application(mission, cast.ines, state=ApplicationState.OFFERED)
    world.application(world.mission(), cast.tom)


def test_each_reader_is_announced_what_waits_for_them(app, world, cast):
    with_an_offer_and_a_candidate(world, cast)
    with app.app_context():
        ines, karim = cast.ines.person(), cast.karim.person()
        for _again in range(2):  # one after the other in the same request, and neither is told of the other
            assert (announced_to(ines).offers, announced_to(ines).candidates) == (1, 0)
            assert (announced_to(karim).offers, announced_to(karim).candidates) == (0, 1)


def test_the_header_says_the_same_as_the_page(app, world, cast):
    with_an_offer_and_a_candidate(world, cast)
    for person in (cast.ines, cast.karim, cast.nadia):
        with app.app_context():
            alone = asdict(announced_to(person.person()))
        with app.app_context():
            whole = asdict(waiting_for(person.person()))
        assert alone == {field.name: whole[field.name] for field in fields(Announced)}


def test_the_header_takes_what_was_counted_for_the_page(app, world, cast):
    with_an_offer_and_a_candidate(world, cast)
    with app.app_context():
        ines = cast.ines.person()
        assert type(announced_to(ines)) is Announced
        whole = waiting_for(ines)
        assert type(whole) is Waiting
        asked: list[str] = []

        def note(connection, cursor, statement, *rest):
            asked.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            assert announced_to(ines) is whole
            assert waiting_for(ines) is whole
        finally:
            event.remove(db.engine, "before_cursor_execute", note)
        assert asked == []
