"""Who may read which section of whose profile: how a reader stands to someone, and what that opens.

A page about one person reads what its reader's circle opens (`Sight`). What finds or lists people by what they wrote
(directory, search, counts, tables) knows only what everyone inside may read (`is_open`, `narrowed`), whoever asks: a
list would otherwise tell of a private section without a trace in `looks`, and every count would differ by reader.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

import sqlalchemy as sa

from portal import policies
from portal.core.prepared import Prepared
from portal.organization.models import Kind
from portal.talents.models import Circle, Profile, Section


class Quality(enum.StrEnum):
    """In what quality someone reads what is not open to everyone inside."""

    MANAGER = "manager"
    DECIDER = "decider"
    HR = "hr"
    OWNER = "owner"


class Reader(Protocol):
    """What the rules ask of someone who reads."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def roles(self) -> frozenset[Any]: ...
    @property
    def is_external(self) -> bool: ...


class Known(NamedTuple):
    """Someone of a list, as far as the rules ask."""

    id: int
    kind: Kind
    manager_id: int | None


class Subject(Protocol):
    """What the rules ask of someone who is read about: a `Person`, or `Known`."""

    @property
    def id(self) -> int: ...
    @property
    def kind(self) -> Kind: ...
    @property
    def manager_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class StandIn:
    """Anyone of a kind and roles who has nothing to do with the person: nobody has this id."""

    kind: Kind = Kind.EMPLOYEE
    roles: frozenset[str] = frozenset()
    id: int = 0
    in_panel: bool = False

    @property
    def is_external(self) -> bool:
        """As `Person.is_external`."""
        return self.kind is not Kind.EMPLOYEE


@dataclass(frozen=True, slots=True)
class Tie:
    """The innermost circle of someone in which a reader stands, in what quality, and for which mission."""

    circle: Circle
    quality: Quality | None = None
    mission_id: int | None = None


STRANGER = Tie(Circle.INSIDE)

Circles = Mapping[Section, Circle]

# Called with (reader, ids of people): the ties that a higher feature makes, by person.
Ties = Callable[[Reader, Collection[int]], Mapping[int, Tie]]
further_ties: list[Ties] = []


@dataclass(frozen=True, slots=True)
class Sight:
    """The sections that a reader may read of someone, and of these the ones that are not for everyone inside."""

    sections: frozenset[Section]
    private: frozenset[Section] = frozenset()
    tie: Tie = STRANGER

    def __contains__(self, section: Section) -> bool:
        return section in self.sections


def sight_of(reader: Reader, person: Subject, circles: Circles) -> Sight:
    """What `reader` may read of a person who chose these circles."""
    return sights_of(reader, [(person, circles)])[person.id]


def sight_into(reader: Reader, person: Subject, section: Section) -> Sight:
    """The same of one section, as the person chose: for what shows nothing else of the profile. One query more."""
    row = _CHOSEN[section].row(person_id=person.id)
    return sight_of(reader, person, {section: Circle.INSIDE if row is None else row.circle})


def sights_of(reader: Reader, people: Iterable[tuple[Subject, Circles]]) -> dict[int, Sight]:
    """The same of several people, by id. At most one query for each feature that makes ties, and none when nothing is
    kept from the reader."""
    chosen = [*people]
    ties = _ties(reader, chosen)
    return {person.id: _sight(reader, person, circles, ties[person.id]) for person, circles in chosen}


def _sight(reader: Reader, person: Subject, circles: Circles, tie: Tie) -> Sight:
    read = frozenset(
        section
        for section, circle in circles.items()
        if policies.section_read(reader, person, section, chosen=circle, stands_in=tie.circle)
    )
    if tie.circle is Circle.SELF:
        return Sight(read, tie=tie)
    return Sight(read, frozenset(one for one in read if circles[one] is not Circle.INSIDE), tie)


def _ties(reader: Reader, people: Iterable[tuple[Subject, Circles]]) -> dict[int, Tie]:
    """How `reader` stands to people. Other features are only asked about those whom a closer tie would open."""
    found: dict[int, Tie] = {}
    asked = []
    for person, circles in people:
        tie = found[person.id] = _own_tie(reader, person)
        if tie is STRANGER and any(circle in (Circle.RESPONSIBLE, Circle.OWNERS) for circle in circles.values()):
            asked.append(person.id)
    if asked:
        for further in further_ties:
            for person_id, tie in further(reader, asked).items():
                if found[person_id].circle.holds(tie.circle):
                    found[person_id] = tie
    return found


def _own_tie(reader: Reader, person: Subject) -> Tie:
    """Oneself, the line manager of an employee or a temp, or human resources. Externals have no manager."""
    if reader.id == person.id:
        return Tie(Circle.SELF)
    if person.kind.needs_authorization and person.manager_id == reader.id:
        return Tie(Circle.RESPONSIBLE, Quality.MANAGER)
    if policies.is_hr(reader):
        return Tie(Circle.RESPONSIBLE, Quality.HR)
    return STRANGER


# Written out, not a parameter: SQLite reads a partial index only for the very words it was made for.
_INSIDE: sa.ColumnElement[str] = sa.literal_column(f"'{Circle.INSIDE.value}'")


def circle_column(section: Section) -> Any:
    """The column of `Profile` that says who may read a section."""
    return getattr(Profile, f"{section.value}_circle")


def is_open(section: Section) -> sa.ColumnElement[bool]:
    """The condition on `Profile` that a section is for everyone inside."""
    condition: sa.ColumnElement[bool] = circle_column(section) == _INSIDE
    return condition


def if_open(section: Section, column: Any) -> Any:
    """A column of `Profile` where its section is for everyone inside, else NULL."""
    return sa.case((is_open(section), column)).label(column.key)


def narrowed(section: Section) -> sa.Select[int]:
    """The ids of the people whose section is not for everyone inside: few, read by an index of their own."""
    return sa.select(Profile.person_id).where(circle_column(section) != _INSIDE)


def kept_to_oneself(section: Section) -> sa.Select[int]:
    """The ids of the people who keep a section to themselves: not even their manager reads it."""
    return narrowed(section).where(circle_column(section) == sa.literal_column(f"'{Circle.SELF.value}'"))


_CHOSEN = {
    section: Prepared(
        sa.select(circle_column(section).label("circle")).where(Profile.person_id == sa.bindparam("person_id"))
    )
    for section in Section
}
