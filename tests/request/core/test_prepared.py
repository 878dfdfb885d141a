"""Statements written out once answer as the statements themselves, on both engines."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy import event

from portal.accounts.models import Account, SignInSession
from portal.accounts.services import open_session
from portal.core import clock
from portal.core.among import among
from portal.core.prepared import Prepared
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Kind, Person


@pytest.fixture
def asked(app, cast):
    with app.app_context():
        open_session(cast.ines.person().account)
        yield cast


def test_it_answers_as_the_statement_does_with_the_types_of_its_columns(asked):
    statement = (
        sa.select(Person.id, Person.kind, Person.left_on, SignInSession.expires_at)
        .join(Account, Account.id == Person.account_id)
        .join(SignInSession, SignInSession.account_id == Account.id)
        .where(Person.kind.in_((Kind.EMPLOYEE, Kind.TEMP)), SignInSession.expires_at > sa.bindparam("since"))
    )
    now = clock.now()
    expected = [tuple(row) for row in db.session.execute(statement, {"since": now})]
    prepared = Prepared(statement)
    assert [tuple(row) for row in prepared.rows(since=now)] == expected
    (row,) = prepared.rows(since=now)
    assert row.kind is Kind.EMPLOYEE
    assert row.left_on is None
    assert row.expires_at.tzinfo is not None
    assert prepared.rows(since=now + timedelta(days=400)) == []
    assert prepared.row(since=now + timedelta(days=400)) is None


def test_each_asking_gives_its_own_values(asked):
    prepared = Prepared(sa.select(Person.given_name).where(Person.id == sa.bindparam("me")))
    people = (asked.ines, asked.karim, asked.ines)
    assert [prepared.row(me=one.person().id).given_name for one in people] == [
        one.person().given_name for one in people
    ]


def test_what_is_worked_out_at_each_asking_is_not_kept(asked):
    days = {"now": clock.today()}
    day = sa.bindparam("day", callable_=lambda: days["now"], type_=sa.Date())
    prepared = Prepared(sa.select(day.label("day")))
    assert prepared.row().day == clock.today()
    days["now"] += timedelta(days=1)
    assert prepared.row().day == clock.today() + timedelta(days=1)


def test_columns_of_the_same_name_are_told_apart(asked):
    manager = sa.orm.aliased(Person)
    statement = (
        sa.select(Person.id, manager.id.label("manager_id"), Person.given_name.label("name"))
        .join(manager, manager.id == Person.manager_id)
        .where(Person.id == sa.bindparam("me"))
    )
    person = asked.ines.person()
    row = Prepared(statement).row(me=person.id)
    assert (row.id, row.manager_id, row.name) == (person.id, person.manager_id, person.given_name)


def test_a_percent_sign_is_one(asked):
    prepared = Prepared(sa.select(sa.literal("20 %").label("share"), Person.id).where(Person.given_name.like("In%")))
    assert {row.share for row in prepared.rows()} == {"20 %"}


def test_it_reads_what_the_service_has_just_changed(asked):
    prepared = Prepared(sa.select(Person.place).where(Person.id == sa.bindparam("me")))
    person = asked.ines.person()
    with transaction() as session:
        session.get_one(Person, person.id).place = "Ailleurs"
        assert prepared.row(me=person.id).place == "Ailleurs"


def test_a_list_is_one_parameter_whatever_its_length_and_type(asked):
    people = Prepared(
        sa.select(Person.id).where(among(Person.id, "ids"), among(Person.kind, "kinds")).order_by(Person.id)
    )
    kinds = (Kind.EMPLOYEE, Kind.TEMP)
    every = [
        row.id for row in people.rows(ids=[key for (key,) in db.session.execute(sa.select(Person.id))], kinds=kinds)
    ]
    assert every == list(db.session.scalars(sa.select(Person.id).where(Person.kind.in_(kinds)).order_by(Person.id)))
    assert [row.id for row in people.rows(ids=every[:2], kinds=kinds)] == every[:2]
    assert people.rows(ids=every, kinds=[]) == people.rows(ids=[], kinds=kinds) == []


def test_days_and_instants_are_sent_as_their_columns_hold_them(asked):
    (expires_at,) = db.session.scalars(sa.select(SignInSession.expires_at))
    exactly = Prepared(sa.select(SignInSession.id).where(SignInSession.expires_at == sa.bindparam("at")))
    listed = Prepared(sa.select(SignInSession.id).where(among(SignInSession.expires_at, "instants")))
    assert len(exactly.rows(at=expires_at)) == len(listed.rows(instants=[expires_at])) == 1
    assert exactly.rows(at=expires_at + timedelta(microseconds=1)) == []


def test_a_limit_holds_whether_it_is_written_or_given(asked):
    two = sa.select(Person.id).order_by(Person.id).limit(2)
    (first, second) = [row.id for row in Prepared(two).rows()]
    inside = Prepared(sa.select(Person.id).where(Person.id.in_(sa.select(two.subquery().c.id))).order_by(Person.id))
    assert [row.id for row in inside.rows()] == [first, second]
    given = Prepared(sa.select(Person.id).order_by(Person.id).limit(sa.bindparam("most", type_=sa.Integer)))
    assert [[row.id for row in given.rows(most=most)] for most in (1, 2)] == [[first], [first, second]]


def test_what_the_engine_refuses_is_raised_alike_whether_or_not_statements_are_counted(asked):
    wrong = Prepared(sa.select(sa.literal_column("no_such_column").label("it")))

    def refusal():
        with pytest.raises(sa.exc.DBAPIError) as caught:
            wrong.rows()
        db.session.rollback()
        return type(caught.value), "no_such_column" in str(caught.value.orig)

    alone = refusal()
    counted = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: counted.append(given[2]))
    assert refusal() == alone
    assert alone[1]
    assert counted
