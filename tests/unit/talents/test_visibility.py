"""Circles hold one another, and no role but human resources stands in one."""

from __future__ import annotations

from itertools import product

import pytest

from portal import policies
from portal.accounts.models import Role
from portal.organization.models import Kind
from portal.talents.models import Circle, Section
from portal.talents.visibility import Known, Quality, StandIn, sight_of

SOMEONE = Known(7, Kind.EMPLOYEE, 3)
FREELANCER = Known(8, Kind.FREELANCE, 3)
OPEN = dict.fromkeys(Section, Circle.INSIDE)


@pytest.mark.parametrize(("outer", "inner"), [*product(Circle, Circle)])
def test_each_circle_holds_those_before_it(outer, inner):
    order = [Circle.SELF, Circle.RESPONSIBLE, Circle.OWNERS, Circle.INSIDE]
    assert outer.holds(inner) is (order.index(inner) <= order.index(outer))


@pytest.mark.parametrize(("section", "chosen", "stands_in", "kind"), [*product(Section, Circle, Circle, Kind)])
def test_a_choice_narrows_and_never_widens(section, chosen, stands_in, kind):
    reads = policies.section_read(StandIn(kind=kind), SOMEONE, section, chosen=chosen, stands_in=stands_in)
    today = kind is Kind.EMPLOYEE or section is Section.SKILLS
    assert reads is (today and chosen.holds(stands_in))


@pytest.mark.parametrize("role", Role)
def test_no_role_opens_anything_but_human_resources(role):
    reader = StandIn(roles=frozenset({role}))
    sight = sight_of(reader, SOMEONE, dict.fromkeys(Section, Circle.SELF))
    assert not sight.sections
    opened = policies.section_read(
        reader, SOMEONE, Section.SUMMARY, chosen=Circle.RESPONSIBLE, stands_in=sight.tie.circle
    )
    assert opened is (role is Role.HR)


def test_who_stands_where_without_asking_anyone():
    """What is open to everyone, or to nobody, costs no query."""
    assert sight_of(StandIn(id=7), SOMEONE, OPEN).tie.circle is Circle.SELF
    assert sight_of(StandIn(id=3), SOMEONE, OPEN).tie.quality is Quality.MANAGER
    assert sight_of(StandIn(id=3), FREELANCER, OPEN).tie.quality is None
    assert sight_of(StandIn(id=9), SOMEONE, OPEN).sections == set(Section)
    assert sight_of(StandIn(id=9, kind=Kind.TEMP), SOMEONE, OPEN).sections == {Section.SKILLS}


def test_what_is_private_is_what_not_everyone_reads():
    circles = {**OPEN, Section.SUMMARY: Circle.RESPONSIBLE, Section.PHOTO: Circle.SELF}
    assert sight_of(StandIn(id=3), SOMEONE, circles).private == {Section.SUMMARY}
    assert sight_of(StandIn(id=7), SOMEONE, circles).private == set()
