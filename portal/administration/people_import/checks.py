"""What is wrong in a file taken as a whole, and against what the portal knows. Pure; every problem, not the first."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from portal.administration.people_import.lines import Line
from portal.administration.people_import.plan import (
    LEAVERS_CAP,
    Export,
    Options,
    Plan,
    State,
    find_cycles,
    manager_after,
)
from portal.core.i18n import lazy_gettext as _l
from portal.core.tables import Problem
from portal.organization.models import Kind


def check(export: Export, state: State, options: Options, plan: Plan) -> list[Problem]:
    """Every problem of a file, its own ones first read, in the order of its lines."""
    problems = [
        *export.problems,
        *_units(export, state),
        *_doubles(export.lines),
        *_addresses(export, state, options),
        *_managers(export, state, options),
        *_firms(export, state),
        *_rings(export, state, options),
        *_leavers(state, options, plan),
    ]
    return sorted(problems, key=lambda problem: (not problem.is_about_units, problem.line))


def _doubles(lines: Iterable[Line]) -> Iterable[Problem]:
    identifiers: dict[str, int] = {}
    addresses: dict[str, int] = {}
    for line in lines:
        first = identifiers.setdefault(line.identifier, line.number)
        if line.identifier and first != line.number:
            yield Problem(line.number, _l("%(value)s is already on line %(line)s", value=line.identifier, line=first))
        first = addresses.setdefault(line.email_key, line.number)
        if line.email and first != line.number:
            yield Problem(line.number, _l("%(value)s is already on line %(line)s", value=line.email, line=first))


def _addresses(export: Export, state: State, options: Options) -> Iterable[Problem]:
    named = {line.identifier for line in export.lines}
    for line in export.lines:
        holder = state.emails.get(line.email_key, line.identifier)
        if holder != line.identifier and holder not in named:
            who = state.people[holder].full_name if holder else _l("another account")
            yield Problem(line.number, _l("%(email)s is the address of %(who)s", email=line.email, who=who))
        known = state.people.get(line.identifier)
        touched = known is not None and known.has_role and known.email_key != line.email_key
        if touched and not options.may_touch_roles:
            reason = _l("only an administrator can change the address of someone who holds a role")
            yield Problem(line.number, reason)


def _managers(export: Export, state: State, options: Options) -> Iterable[Problem]:
    kinds = {line.identifier: line.kind for line in export.lines}
    for line in export.lines:
        if not line.manager or line.manager == line.identifier:
            continue
        known = state.people.get(line.manager)
        reason: Any = None
        if line.manager not in kinds:
            if known is None:
                reason = _l("the manager %(value)s is unknown", value=line.manager)
            elif not known.is_here:
                reason = _l("the manager %(who)s has left", who=known.full_name)
            elif options.leavers and known.is_expected:
                reason = _l("the manager %(who)s is not in the file, so has left", who=known.full_name)
        kind = kinds.get(line.manager, known.kind if known else None)
        if reason is None and kind is not None and kind is not Kind.EMPLOYEE:
            reason = _l("the manager %(value)s is not an employee", value=line.manager)
        if reason is not None:
            yield Problem(line.number, reason)


def _firms(export: Export, state: State) -> Iterable[Problem]:
    if "firm" in export.columns:
        return
    for line in export.lines:
        known = state.people.get(line.identifier)
        if line.kind in (Kind.CONSULTANT, Kind.TEMP) and not (known and known.firm):
            yield Problem(line.number, _l("the firm of a consultant or a temp is missing"))


def _rings(export: Export, state: State, options: Options) -> Iterable[Problem]:
    numbers = {line.identifier: line.number for line in export.lines}
    names = {known.identifier: known.full_name for known in state.people.values()}
    names.update((line.identifier, line.full_name) for line in export.lines)
    for ring in find_cycles(manager_after(export, state, options)):
        found = [numbers[identifier] for identifier in ring if identifier in numbers]
        if not found:
            continue
        first = min(range(len(ring)), key=lambda place: numbers.get(ring[place], len(numbers) + 2**31))
        turned = [*ring[first:], *ring[:first], ring[first]]
        people = " → ".join(f"{names[identifier]} ({identifier})" for identifier in turned)
        if len(ring) == 1:
            reason = _l("%(who)s cannot be their own manager", who=names[ring[0]])
        else:
            reason = _l("the hierarchy turns in a circle: %(people)s", people=people)
        yield Problem(min(found), reason)


def _leavers(state: State, options: Options, plan: Plan) -> Iterable[Problem]:
    if not plan.leavers:
        return
    here = sum(known.is_expected for known in state.people.values())
    if len(plan.leavers) > here * LEAVERS_CAP and not options.force:
        yield Problem(
            0,
            _l(
                "%(count)s of the %(total)s people are not in the file: more than one in twenty. Is the file complete?",
                count=len(plan.leavers),
                total=here,
            ),
        )
    if any(known.identifier == options.own_identifier for known in plan.leavers):
        yield Problem(0, _l("you are not in the file: you would lose your own access"))
    elif any(known.has_role for known in plan.leavers) and not options.may_touch_roles:
        names = ", ".join(known.full_name for known in plan.leavers if known.has_role)
        yield Problem(
            0, _l("only an administrator can end the access of those who hold a role: %(names)s", names=names)
        )
    administrators = {known.identifier for known in state.people.values() if known.is_here and known.is_administrator}
    if administrators and administrators <= {known.identifier for known in plan.leavers}:
        yield Problem(0, _l("no administrator would be left"))


def _units(export: Export, state: State) -> Iterable[Problem]:
    if export.units is None:
        return
    numbers: dict[str, int] = {}
    for unit in export.units:
        first = numbers.setdefault(unit.code, unit.number)
        if unit.code and first != unit.number:
            yield Problem(unit.number, _l("%(value)s is already on line %(line)s", value=unit.code, line=first), True)
    known = {*numbers, *state.units}
    for unit in export.units:
        if unit.parent and unit.parent not in known:
            yield Problem(unit.number, _l("the parent unit %(value)s is unknown", value=unit.parent), True)
    parents = {code: unit.parent for code, unit in state.units.items()}
    parents.update((unit.code, unit.parent) for unit in export.units)
    for ring in find_cycles(parents):
        found = [numbers[code] for code in ring if code in numbers]
        if found:
            yield Problem(min(found), _l("these units are above one another: %(codes)s", codes=", ".join(ring)), True)
    for line in export.lines:
        if line.unit and line.unit not in known:
            yield Problem(line.number, _l("the unit %(value)s is unknown", value=line.unit))
