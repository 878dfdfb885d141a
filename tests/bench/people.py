"""Units, the hierarchy, externals, accounts and roles."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import date, timedelta

from portal.accounts.models import Account, AccountRole, Role, email_key
from portal.core import clock
from portal.engagements.models import ExternalTerms, Firm, Tier, firm_key
from portal.organization.models import Kind, Person, Unit
from tests.bench import names
from tests.bench.chance import Chance
from tests.bench.phrases import Pair
from tests.bench.sizes import Sizes
from tests.bench.writer import Writer

TEAM = (4, 12)
DEEPEST = 6
YEARS = 104  # weeks that the history covers
ROLES = ((Role.HR, 800), (Role.PROCUREMENT, 1200), (Role.PILOT_SPONSOR, 500), (Role.ADMINISTRATOR, 3000))
KINDS = {Kind.FREELANCE: 45, Kind.CONSULTANT: 35, Kind.TEMP: 20}


@dataclass(slots=True)
class Home:
    """A unit of the organization."""

    id: int
    directorate: str
    name: Pair


@dataclass(slots=True)
class Talent:
    """What the later phases need to know of a person. `depth` is 1 at the top; externals have 0."""

    id: int
    kind: Kind
    place: Home
    depth: int = 0
    manager: Talent | None = None
    team: list[Talent] = field(default_factory=list)
    locale: str = "fr"
    job: Pair = ("", "")
    city: str = ""
    full_name: str = ""
    left: bool = False
    firm_id: int | None = None
    daily_rate_cents: int | None = None
    skills: dict[int, int] = field(default_factory=dict)

    @property
    def needs_authorization(self) -> bool:
        """Employees and temps."""
        return self.kind in (Kind.EMPLOYEE, Kind.TEMP)


@dataclass
class Staff:
    """Everyone, by what they are asked for."""

    employees: list[Talent]
    externals: list[Talent]
    holders: dict[Role, list[Talent]]

    @property
    def everyone(self) -> list[Talent]:
        """Employees, then externals."""
        return [*self.employees, *self.externals]


def build_units(writer: Writer, chance: Chance) -> list[list[Home]]:
    """The root alone, then for each directorate itself and the units below it: sixty in all."""
    code, *root_name = names.ROOT_UNIT
    root = _unit(writer, chance, code, code, (root_name[0], root_name[1]), None)
    groups = [[root]]
    for code, fr, en, below in names.DIRECTORATES:
        head = _unit(writer, chance, code, code, (fr, en), root.id)
        units = [
            _unit(writer, chance, code, f"{code}-{number}", pair, head.id) for number, pair in enumerate(below, start=1)
        ]
        groups.append([head, *units])
    return groups


def _unit(writer: Writer, chance: Chance, directorate: str, code: str, name: Pair, parent_id: int | None) -> Home:
    place = Home(writer.key(Unit), directorate, name)
    writer.add(
        Unit,
        id=place.id,
        public_id=chance.public_id(),
        code=code,
        name_fr=name[0],
        name_en=name[1],
        parent_id=parent_id,
    )
    return place


def build_hierarchy(chance: Chance, groups: list[list[Home]], count: int) -> list[Talent]:
    """Employees in teams of 4 to 12 over 4 to 6 levels, managers before their teams."""
    top = Talent(0, Kind.EMPLOYEE, groups[0][0], depth=1)
    people, waiting, spared = [top], deque([top]), deque[Talent]()
    while len(people) < count:
        if not waiting:
            waiting, spared = spared, deque()
        manager = waiting.popleft()
        if manager.depth > 2 and not manager.team and chance.happens(0.25):
            spared.append(manager)
            continue
        for number in range(_team_size(chance, count - len(people), manager.depth)):
            member = Talent(0, Kind.EMPLOYEE, _place(groups, manager, number), manager.depth + 1, manager)
            manager.team.append(member)
            people.append(member)
            if member.depth < DEEPEST:
                waiting.append(member)
    return people


def _team_size(chance: Chance, left: int, depth: int) -> int:
    smallest, largest = TEAM
    size = min(left, largest if depth == 1 else chance.randint(*TEAM))
    rest = left - size
    if 0 < rest < smallest:
        size = left if left <= largest else left - smallest
    return size


def _place(groups: list[list[Home]], manager: Talent, number: int) -> Home:
    if manager.depth == 1:
        return groups[1 + number % (len(groups) - 1)][0]
    if manager.depth == 2:
        below = next(group for group in groups if group[0] is manager.place)[1:]
        return below[number % len(below)]
    return manager.place


def build_people(writer: Writer, chance: Chance, sizes: Sizes, groups: list[list[Home]]) -> Staff:
    """Write everyone, with accounts, roles, firms and terms."""
    employees = build_hierarchy(chance, groups, sizes.employees)
    managers = [person for person in employees if person.team]
    externals = [_external(chance, groups, managers) for _ in range(sizes.externals)]
    for number, talent in enumerate([*employees, *externals], start=1):
        _describe(chance, talent)
        _write(writer, chance, talent, number)
    _write_terms(writer, chance, externals, _firms(writer, chance, sizes.firms))
    return Staff(employees, externals, _give_roles(writer, chance, employees))


def _external(chance: Chance, groups: list[list[Home]], managers: list[Talent]) -> Talent:
    kind = chance.weighted(KINDS)
    if kind is Kind.TEMP:
        manager = chance.choice(managers)
        return Talent(0, kind, manager.place, manager=manager)
    return Talent(0, kind, chance.choice(chance.choice(groups[1:])))


def _describe(chance: Chance, talent: Talent) -> None:
    talent.job = chance.choice(names.JOBS[talent.place.directorate])
    talent.city = chance.choice(names.PLACES)
    talent.locale = "fr" if chance.happens(0.8) else "en"
    talent.left = not talent.team and talent.depth != 1 and chance.happens(0.02 if talent.depth else 0.08)


def _write(writer: Writer, chance: Chance, talent: Talent, number: int) -> None:
    given, family = chance.choice(names.GIVEN), chance.choice(names.FAMILY)
    talent.id, account_id = writer.key(Person), writer.key(Account)
    talent.full_name = f"{given} {family}"
    email = f"{given}.{family}.{number}@bench.example".lower()
    joined = clock.today() - timedelta(weeks=YEARS, days=chance.randrange(3000))
    created_at = chance.moment(joined)
    writer.add(
        Account,
        id=account_id,
        email=email,
        email_key=email_key(email),
        password_hash="!",
        password_changed_at=created_at,
        locale=talent.locale,
        is_enabled=not talent.left,
        seen_at=clock.now() - timedelta(days=5),
        left_at=None,
        created_at=created_at,
    )
    writer.add(
        Person,
        id=talent.id,
        public_id=chance.public_id(),
        identifier=f"B{number:06}",
        given_name=given,
        family_name=family,
        kind=talent.kind,
        job_title=talent.job[0 if talent.locale == "fr" else 1],
        place=talent.city,
        unit_id=talent.place.id,
        manager_id=talent.manager.id if talent.manager else None,
        account_id=account_id,
        left_on=_left_on(chance) if talent.left else None,
        created_at=created_at,
    )


def _left_on(chance: Chance) -> date:
    return clock.today() - timedelta(days=chance.randrange(7, YEARS * 7))


def _firms(writer: Writer, chance: Chance, count: int) -> list[int]:
    ids = []
    for number in range(count):
        stem = names.FIRM_STEMS[number % len(names.FIRM_STEMS)]
        tail = names.FIRM_TAILS[number // len(names.FIRM_STEMS) % len(names.FIRM_TAILS)]
        series = number // (len(names.FIRM_STEMS) * len(names.FIRM_TAILS))
        name = f"{stem} {tail} {series + 1}" if series else f"{stem} {tail}"
        ids.append(writer.key(Firm))
        writer.add(
            Firm,
            id=ids[-1],
            public_id=chance.public_id(),
            name=name,
            name_key=firm_key(name),
            siren=f"{900000000 + number}",
            tier=chance.weighted({Tier.STRATEGIC: 1, Tier.PANEL: 3, Tier.AD_HOC: 6}),
            created_at=chance.moment(clock.today() - timedelta(weeks=YEARS)),
        )
    return ids


def _write_terms(writer: Writer, chance: Chance, externals: list[Talent], firms: list[int]) -> None:
    for talent in externals:
        own_business = talent.kind is Kind.FREELANCE and chance.happens(0.5)
        talent.firm_id = None if own_business else chance.choice(firms)
        talent.daily_rate_cents = chance.randrange(250, 900, 10) * 100
        writer.add(
            ExternalTerms,
            person_id=talent.id,
            firm_id=talent.firm_id,
            daily_rate_cents=talent.daily_rate_cents,
            currency="EUR",
        )


def _give_roles(writer: Writer, chance: Chance, employees: list[Talent]) -> dict[Role, list[Talent]]:
    """A few holders of each role, among those who manage nobody; accounts have the keys of their people."""
    free = [person for person in employees if not person.team and not person.left]
    chance.shuffle(free)
    holders: dict[Role, list[Talent]] = {}
    for role, one_in in ROLES:
        holders[role] = [free.pop() for _ in range(max(2, len(employees) // one_in))]
        for talent in holders[role]:
            writer.add(AccountRole, account_id=talent.id, role=role)
    return holders
