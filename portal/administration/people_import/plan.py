"""What importing a file would do: pure, from the file's lines and the portal's present state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from portal.administration.people_import.lines import Line, UnitLine
from portal.core.tables import Problem
from portal.organization.models import Kind

# The share of the people still here that may be marked as having left in one import, unless forced.
LEAVERS_CAP = 0.05


@dataclass(frozen=True, slots=True)
class Known:
    """A person the portal knows. `unit` and `manager` are a code and an identifier; amounts are cents.

    One who was made outside any import (`is_imported` is false) is not expected in a file, so never leaves by one.
    """

    id: int
    account_id: int
    identifier: str
    given_name: str
    family_name: str
    email: str
    email_key: str
    kind: Kind
    unit: str
    manager: str = ""
    job_title: str = ""
    place: str = ""
    firm: str = ""
    firm_key: str = ""
    rate_cents: int | None = None
    is_here: bool = True
    has_role: bool = False
    is_administrator: bool = False
    is_imported: bool = True

    @property
    def full_name(self) -> str:
        """Given then family name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def is_expected(self) -> bool:
        """Whether a complete file names this person."""
        return self.is_here and self.is_imported


@dataclass(frozen=True, slots=True)
class KnownUnit:
    """A unit the portal knows; `parent` is a code or empty."""

    id: int
    name_fr: str
    name_en: str
    parent: str


@dataclass
class State:
    """The portal before the import. `emails` gives whose a taken address is ('' for an account without a person)."""

    people: dict[str, Known] = field(default_factory=dict)
    emails: dict[str, str] = field(default_factory=dict)
    units: dict[str, KnownUnit] = field(default_factory=dict)
    firms: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Options:
    """How to import. `may_touch_roles`: whether whoever imports may change the address of someone who holds a role, or
    mark them as having left (human resources could otherwise take an administrator's account)."""

    leavers: bool = False
    force: bool = False
    invite: bool = False
    may_touch_roles: bool = True
    own_identifier: str = ""


@dataclass(frozen=True)
class Export:
    """A file read: its people, which columns it has, its units when it came with a file of units, what is wrong."""

    lines: list[Line]
    columns: frozenset[str]
    units: list[UnitLine] | None = None
    problems: list[Problem] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    is_windows_1252: bool = False


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that changes, as text."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A person who changes."""

    known: Known
    line: Line
    fields: tuple[FieldChange, ...]

    def of(self, name: str) -> FieldChange | None:
        """The change of one field, if it changes."""
        return next((change for change in self.fields if change.name == name), None)


@dataclass
class Plan:
    """What an import would write. When it has problems, nothing is written."""

    units_created: list[UnitLine] = field(default_factory=list)
    units_changed: list[UnitLine] = field(default_factory=list)
    firms_created: dict[str, str] = field(default_factory=dict)
    created: list[Line] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    absent: list[Known] = field(default_factory=list)
    leavers: list[Known] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to write."""
        return not (self.units_created or self.units_changed or self.created or self.changed or self.leavers)

    @property
    def units_only_named(self) -> list[str]:
        """The codes of new units that a line of the people file names and no file of units describes."""
        return [unit.code for unit in self.units_created if not unit.number]


def build(export: Export, state: State, options: Options) -> Plan:
    """Compare a file with the portal. The problems are those of the comparison: add them to the file's own."""
    plan = Plan()
    for line in export.lines:
        known = state.people.get(line.identifier)
        if known is None:
            plan.created.append(line)
            continue
        fields = compare(line, known, export.columns)
        if fields:
            plan.changed.append(Change(known, line, fields))
        else:
            plan.unchanged += 1
    named = {line.identifier for line in export.lines}
    plan.absent = [known for known in state.people.values() if known.is_expected and known.identifier not in named]
    if options.leavers:
        plan.leavers = plan.absent
    _plan_units(export, state, plan)
    _plan_firms(export, state, plan)
    return plan


def compare(line: Line, known: Known, columns: frozenset[str]) -> tuple[FieldChange, ...]:
    """What differs between a line and the person the portal knows. A column the file does not have is left alone.

    The language is given once, when the account is created: it then belongs to the person. An employee has no terms.
    """
    kind = line.kind.value if line.kind else ""
    pairs: list[tuple[str, Any, Any]] = [
        ("given_name", known.given_name, line.given_name),
        ("family_name", known.family_name, line.family_name),
        ("email", known.email, line.email),
        ("kind", known.kind.value, kind),
        ("unit", known.unit, line.unit),
        ("manager", known.manager, line.manager),
    ]
    if "job_title" in columns:
        pairs.append(("job_title", known.job_title, line.job_title))
    if "place" in columns:
        pairs.append(("place", known.place, line.place))
    becomes_employee = line.kind is Kind.EMPLOYEE
    if ("firm" in columns or becomes_employee) and known.firm_key != line.firm_key:
        pairs.append(("firm", known.firm, line.firm))
    if "daily_rate" in columns or becomes_employee:
        pairs.append(("daily_rate", amount(known.rate_cents), amount(line.rate_cents)))
    if not known.is_here:
        pairs.append(("presence", "left", "here"))
    return tuple(FieldChange(name, before, after) for name, before, after in pairs if before != after)


def amount(cents: int | None) -> str:
    """Cents as plain figures: 620.50; empty when there is none."""
    return "" if cents is None else f"{cents // 100}.{cents % 100:02}"


def _plan_units(export: Export, state: State, plan: Plan) -> None:
    for unit in export.units or ():
        known = state.units.get(unit.code)
        if known is None:
            plan.units_created.append(unit)
        elif (known.name_fr, known.name_en, known.parent) != (unit.name_fr, unit.name_en, unit.parent):
            plan.units_changed.append(unit)
    if export.units is None:
        codes = dict.fromkeys(line.unit for line in export.lines if line.unit and line.unit not in state.units)
        plan.units_created = [UnitLine(0, code, code, code, "") for code in codes]


def _plan_firms(export: Export, state: State, plan: Plan) -> None:
    for line in export.lines:
        if line.firm and line.firm_key not in state.firms:
            plan.firms_created.setdefault(line.firm_key, line.firm)


def manager_after(export: Export, state: State, options: Options) -> dict[str, str]:
    """Who would report to whom after the import, by identifiers; people who left are not in it."""
    staying = (k for k in state.people.values() if k.is_here and not (options.leavers and k.is_expected))
    managers = {known.identifier: known.manager for known in staying}
    managers.update((line.identifier, line.manager) for line in export.lines)
    return managers


def find_cycles(managers: dict[str, str]) -> list[list[str]]:
    """The rings of people who would each report to the next. Someone who reports to themselves is a ring of one."""
    settled: set[str] = set()
    rings = []
    for start in managers:
        walked: dict[str, int] = {}
        person = start
        while person and person not in settled and person not in walked:
            walked[person] = len(walked)
            person = managers.get(person, "")
        if person in walked:
            rings.append(list(walked)[walked[person] :])
        settled.update(walked)
    return rings
