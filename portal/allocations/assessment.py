"""A request seen with everything a manager weighs: the team's weeks before and after, and what each rule says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from portal.allocations import queries, rules
from portal.allocations.models import AuthorizationState
from portal.allocations.rows import AnyRequest, Talent
from portal.core import clock
from portal.core.among import among
from portal.core.prepared import Prepared
from portal.organization.models import Person
from portal.organization.queries import teams_where
from portal.pilots.rules import broken_rules

# Percents of weeks given to missions, by person and Monday.
Loads = dict[int, dict[date, int]]
CONTEXT_WEEKS = 2
SHOWN_WEEKS = 16


class Member(NamedTuple):
    """Someone of the team, by name."""

    id: int
    given_name: str
    family_name: str

    @property
    def full_name(self) -> str:
        """Given then family name."""
        return f"{self.given_name} {self.family_name}".strip()


@dataclass(frozen=True)
class Assessment:
    """What a decision would do. `loads` is by person and Monday, in percent of a week, without the request."""

    authorization: AnyRequest
    terms: rules.Terms
    team: Sequence[Member]
    loads: Loads
    ceiling: int
    findings: Sequence[rules.Finding]

    @cached_property
    def weeks(self) -> Sequence[date]:
        """The Mondays to show: those of the terms, and a few around them."""
        first = self.terms.weeks[0] - timedelta(weeks=CONTEXT_WEEKS)
        last = self.terms.weeks[-1] + timedelta(weeks=CONTEXT_WEEKS)
        return clock.weeks_between(first, last)[:SHOWN_WEEKS]

    @property
    def blocked(self) -> bool:
        """Whether something broken cannot be overridden here."""
        return rules.is_blocked(self.findings)

    @property
    def needs_reason(self) -> bool:
        """Whether authorizing takes a written reason."""
        return rules.needs_reason(self.findings)

    @property
    def broken(self) -> list[rules.Finding]:
        """What is broken, in the order of the rules."""
        return [finding for finding in self.findings if not finding.kept and not finding.told]

    @property
    def limit(self) -> int:
        """The most of a week that a decision on these terms may fill: a whole one only where the ceiling is broken."""
        over = any(finding.rule is rules.Rule.CEILING for finding in self.broken)
        return rules.HARD_LIMIT if over else self.ceiling

    @property
    def engaged_now(self) -> int:
        """The person's largest share already given during the weeks asked for."""
        own = self.loads.get(self.authorization.person_id, {})
        return max((own.get(week, 0) for week in self.terms.weeks), default=0)


def assess(authorization: AnyRequest, *, terms: rules.Terms | None = None) -> Assessment:
    """Hold one request, or other terms for it, against the rules."""
    return assess_all([authorization], terms={authorization.id: terms} if terms is not None else {})[0]


def assess_all(
    authorizations: Sequence[AnyRequest],
    *,
    terms: Mapping[int, rules.Terms] | None = None,
    together: Sequence[int] = (),
) -> list[Assessment]:
    """Hold several requests against the rules, with one query for their weeks and ceilings and one for the teams.

    `terms` are other terms than those asked for, by the key of the authorization. `together` are the keys of those that
    would be granted in this order: each is held against the rules as if those before it were, all others as if these
    were.
    """
    if not authorizations:
        return []
    asked = {a.id: (terms or {}).get(a.id) or terms_of(a) for a in authorizations}
    teams = _teams([authorization.person for authorization in authorizations])
    people = {member.id for team in teams.values() for member in team} | {a.person_id for a in authorizations}
    first = min(t.weeks[0] for t in asked.values()) - timedelta(weeks=CONTEXT_WEEKS)
    last = max(t.weeks[-1] for t in asked.values()) + timedelta(weeks=CONTEXT_WEEKS)
    loads, ceilings, pauses = queries.weeks_of(people, first, last)
    pilots = _given_to_pilots(authorizations)
    by_id = {authorization.id: authorization for authorization in authorizations}
    granted = [by_id[key] for key in together]
    found: dict[int, Assessment] = {}
    given: Loads = loads
    for one in [*granted, *(one for one in authorizations if one.id not in together)]:
        held = _assess(one, asked[one.id], teams[one.person_id], given, ceilings[one.person_id], pilots[one.id])
        found[one.id] = _told(held, pauses.get(one.person_id, ()))
        if one.id in together:
            given = {**given, one.person_id: _added(given.get(one.person_id, {}), asked[one.id])}
            for other in authorizations:
                if other.id != one.id and _same_pilot(one, other):
                    pilots[other.id] = _added(pilots[other.id], asked[one.id])
    return [found[authorization.id] for authorization in authorizations]


def _added(weeks: Mapping[date, int], terms: rules.Terms) -> dict[date, int]:
    return {**weeks, **{week: weeks.get(week, 0) + terms.percent for week in terms.weeks}}


def _same_pilot(one: AnyRequest, other: AnyRequest) -> bool:
    return (
        one.person_id == other.person_id
        and one.rules is not None
        and other.rules is not None
        and one.rules.pilot_id == other.rules.pilot_id
    )


def terms_of(authorization: AnyRequest) -> rules.Terms:
    """The terms asked for."""
    return rules.Terms(authorization.percent, clock.weeks_between(authorization.first_week, authorization.last_week))


def terms_proposed(authorization: AnyRequest) -> rules.Terms | None:
    """The other terms that wait for both sides; None when there are none."""
    counter = authorization.counter
    if counter is None or authorization.state is not AuthorizationState.COUNTERED:
        return None
    return rules.Terms(counter.percent, clock.weeks_between(counter.first_week, counter.last_week))


_TEAMS = Prepared(
    teams_where(among(Person.manager_id, "managers")).with_only_columns(
        Person.manager_id, Person.id, Person.given_name, Person.family_name
    )
)


def _teams(people: Sequence[Person | Talent]) -> dict[int, Sequence[Member]]:
    """The team of each of these people, by their keys: those who have the same manager, or themselves alone."""
    managers = {person.manager_id for person in people if person.manager_id is not None}
    members: dict[int, list[Member]] = {manager_id: [] for manager_id in managers}
    for manager_id, *member in _TEAMS.rows(managers=list(managers)) if managers else ():
        members[manager_id].append(Member(*member))
    teams: dict[int, Sequence[Member]] = {}
    for person in people:
        own = Member(person.id, person.given_name, person.family_name)
        team = members[person.manager_id] if person.manager_id is not None else []
        teams[person.id] = team if own in team else [own, *team]
    return teams


def _given_to_pilots(authorizations: Sequence[AnyRequest]) -> dict[int, dict[date, int]]:
    """Percent of each week that each request's person gives to the same pilot, the request itself apart."""
    given: dict[int, dict[date, int]] = {authorization.id: {} for authorization in authorizations}
    asked = [(a.id, a.person_id, a.rules.pilot_id) for a in authorizations if a.rules is not None]
    if not asked:
        return given
    rows = queries.pilot_weeks({person_id for _, person_id, _ in asked}, {pilot_id for _, _, pilot_id in asked})
    for key, person_id, pilot_id in asked:
        weeks = given[key]
        for person, pilot, authorization_id, monday, percent in rows:
            if (person, pilot) == (person_id, pilot_id) and authorization_id != key:
                weeks[monday] = weeks.get(monday, 0) + percent
    return given


def _assess(
    authorization: AnyRequest,
    terms: rules.Terms,
    team: Sequence[Member],
    loads: Loads,
    ceiling: int,
    given_to_pilot: dict[date, int],
) -> Assessment:
    person = authorization.person
    own: dict[date, int] = loads.get(person.id, {})
    broken: Sequence[Any] = ()
    if authorization.rules is not None:
        broken = broken_rules(authorization.rules, terms.percent, terms.weeks[0], terms.weeks[-1], given=given_to_pilot)
    findings = [
        rules.check_ceiling(person.given_name or person.full_name, terms, own, ceiling),
        *rules.pilot_findings(broken, authorization.rules is not None),
        rules.check_notice(terms, clock.today()),
    ]
    if len(team) > 1:
        findings.append(rules.check_team(terms, person.id, {member.id: loads.get(member.id, {}) for member in team}))
    return Assessment(authorization, terms, team, loads, ceiling, findings)


def _told(assessment: Assessment, pauses: Sequence[tuple[date, date]]) -> Assessment:
    """The same, with the pauses of the person that meet the weeks asked for."""
    person = assessment.authorization.person
    found = rules.pause_finding(person.given_name or person.full_name, assessment.terms, pauses)
    return assessment if found is None else replace(assessment, findings=[*assessment.findings, found])
