"""From named values to people and units, and what can be wrong in a line by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.accounts.models import email_key
from portal.core.i18n import lazy_gettext as _l
from portal.core.tables import Columns, Problem, Row, Table
from portal.engagements.models import firm_key
from portal.organization.models import Kind
from portal.skills.folding import fold

PEOPLE = Columns(
    {
        "identifier": "identifier",
        "identifiant": "identifier",
        "matricule": "identifier",
        "given name": "given_name",
        "first name": "given_name",
        "prenom": "given_name",
        "family name": "family_name",
        "last name": "family_name",
        "nom": "family_name",
        "nom de famille": "family_name",
        "email": "email",
        "e mail": "email",
        "courriel": "email",
        "kind": "kind",
        "type": "kind",
        "unit": "unit",
        "entite": "unit",
        "manager": "manager",
        "job title": "job_title",
        "poste": "job_title",
        "place": "place",
        "lieu": "place",
        "language": "language",
        "langue": "language",
        "firm": "firm",
        "societe": "firm",
        "daily rate": "daily_rate",
        "tjm": "daily_rate",
    },
    ("identifier", "given_name", "family_name", "email", "kind", "unit", "manager"),
)
UNITS = Columns(
    {
        "code": "code",
        "name en": "name_en",
        "nom en": "name_en",
        "name fr": "name_fr",
        "nom fr": "name_fr",
        "parent": "parent",
    },
    ("code", "name_en", "name_fr"),
)
# How long each value may be: the columns of the database.
LENGTHS = {
    "identifier": 32,
    "given_name": 80,
    "family_name": 80,
    "email": 254,
    "unit": 32,
    "manager": 32,
    "job_title": 120,
    "place": 80,
    "firm": 120,
    "code": 32,
    "name_en": 120,
    "name_fr": 120,
    "parent": 32,
}
KINDS = {
    "employee": Kind.EMPLOYEE,
    "salarie": Kind.EMPLOYEE,
    "salariee": Kind.EMPLOYEE,
    "freelance": Kind.FREELANCE,
    "freelancer": Kind.FREELANCE,
    "independant": Kind.FREELANCE,
    "independante": Kind.FREELANCE,
    "consultant": Kind.CONSULTANT,
    "consultante": Kind.CONSULTANT,
    "temp": Kind.TEMP,
    "interimaire": Kind.TEMP,
}
LANGUAGES = {"": "fr", "fr": "fr", "francais": "fr", "french": "fr", "en": "en", "anglais": "en", "english": "en"}
HIGHEST_RATE_CENTS = 10_000_000
# What mail can be sent to without extensions (RFC 5321 and 5322, without quoted forms nor comments).
_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
_RATE = re.compile(r"(\d{1,3}(?:[ \u00a0\u202f]\d{3}){1,3}|\d{1,12})(?:[.,](\d{1,2}))?(?:[ \u00a0\u202f]?€)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Line:
    """A person as the file has them. `kind` is None when it is not one we know; amounts are cents."""

    number: int
    identifier: str
    given_name: str
    family_name: str
    email: str
    kind: Kind | None
    unit: str
    manager: str
    job_title: str = ""
    place: str = ""
    locale: str = "fr"
    firm: str = ""
    rate_cents: int | None = None

    @property
    def full_name(self) -> str:
        """Given then family name."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def email_key(self) -> str:
        """The form under which the address is unique."""
        return email_key(self.email)

    @property
    def firm_key(self) -> str:
        """The form under which the firm's name is unique."""
        return firm_key(self.firm)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit as the file has it."""

    number: int
    code: str
    name_fr: str
    name_en: str
    parent: str


def shown(value: str) -> str:
    """A value as it can be quoted in a message: short, nothing that would disturb a terminal."""
    plain = "".join(c if c.isprintable() else "\ufffd" for c in value)
    return plain if len(plain) <= 60 else plain[:59] + "…"


def is_email(text: str) -> bool:
    """Whether mail can be addressed to `text`."""
    return len(text) <= 254 and len(text.partition("@")[0]) <= 64 and _EMAIL.fullmatch(text) is not None


def parse_rate(text: str) -> int | None:
    """A daily rate in cents: 620, 620.50, 1 250,00 €. None when it is not one, is nothing, or is beyond reason."""
    match = _RATE.fullmatch(text)
    if match is None:
        return None
    whole = int(re.sub(r"\D", "", match[1]))
    cents = whole * 100 + int((match[2] or "0").ljust(2, "0"))
    return cents if 0 < cents <= HIGHEST_RATE_CENTS else None


def read_people(table: Table) -> list[Line]:
    """The people of a table; what is wrong in a line is added to the table's problems."""
    return [_person(row, table) for row in table.rows]


def _person(row: Row, table: Table) -> Line:
    values = row.values
    kind = KINDS.get(fold(values["kind"]))
    problems = [*_lengths(row, table.titles), *_missing(values), *_unreadable(values), *_about_kind(kind, values)]
    table.problems.extend(Problem(row.line, reason) for reason in problems)
    return Line(
        number=row.line,
        identifier=values["identifier"],
        given_name=values["given_name"],
        family_name=values["family_name"],
        email=values["email"],
        kind=kind,
        unit=values["unit"],
        manager=values["manager"],
        job_title=values.get("job_title", ""),
        place=values.get("place", ""),
        locale=LANGUAGES.get(fold(values.get("language", "")), "fr"),
        firm=values.get("firm", ""),
        rate_cents=parse_rate(values.get("daily_rate", "")),
    )


def _missing(values: Mapping[str, str]) -> list[Any]:
    problems = []
    if not values["identifier"]:
        problems.append(_l("the identifier is missing"))
    if not values["family_name"]:
        problems.append(_l("the family name is missing"))
    if not values["email"]:
        problems.append(_l("the e-mail address is missing"))
    if not values["unit"]:
        problems.append(_l("the unit is missing"))
    return problems


def _unreadable(values: Mapping[str, str]) -> list[Any]:
    email, kind = values["email"], values["kind"]
    language, rate = values.get("language", ""), values.get("daily_rate", "")
    problems = []
    if email and not is_email(email):
        problems.append(_l("“%(value)s” is not an e-mail address", value=shown(email)))
    if fold(kind) not in KINDS:
        problems.append(_l("“%(value)s” is not a kind: employee, freelance, consultant or temp", value=shown(kind)))
    if fold(language) not in LANGUAGES:
        problems.append(_l("“%(value)s” is not a language: fr or en", value=shown(language)))
    if rate and parse_rate(rate) is None:
        problems.append(_l("“%(value)s” is not a daily rate", value=shown(rate)))
    return problems


def _about_kind(kind: Kind | None, values: Mapping[str, str]) -> list[Any]:
    problems = []
    if kind in (Kind.FREELANCE, Kind.CONSULTANT) and values["manager"]:
        problems.append(_l("a freelance or a consultant has no manager"))
    if kind in (Kind.CONSULTANT, Kind.TEMP) and not values.get("firm", "") and "firm" in values:
        problems.append(_l("the firm of a consultant or a temp is missing"))
    if kind is Kind.EMPLOYEE and (values.get("firm") or values.get("daily_rate")):
        problems.append(_l("an employee has neither firm nor daily rate"))
    return problems


def _lengths(row: Row, titles: Mapping[str, str]) -> list[Any]:
    return [
        _l("%(column)s is longer than %(most)s characters", column=titles[name], most=LENGTHS[name])
        for name, value in row.values.items()
        if name in LENGTHS and (len(value) > LENGTHS[name] or (name == "firm" and len(firm_key(value)) > LENGTHS[name]))
    ]


def read_units(table: Table) -> list[UnitLine]:
    """The units of a table; what is wrong in a line is added to the table's problems."""
    lines = []
    for row in table.rows:
        values = row.values
        problems = _lengths(row, table.titles)
        if not values["code"]:
            problems.append(_l("the code is missing"))
        table.problems.extend(Problem(row.line, reason) for reason in problems)
        code = values["code"]
        names = (values["name_fr"] or values["name_en"] or code, values["name_en"] or values["name_fr"] or code)
        lines.append(UnitLine(row.line, code, *names, values.get("parent", "")))
    return lines
