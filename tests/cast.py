"""The cast: a small organization that every test knows by name.

Nadia manages Inès, Tom and Léa in Marketing; Marc is above Nadia, Dora above everyone. Karim (Sales) and Claire
(Procurement) own missions. Oscar manages another team. Sofia is a freelance, Theo a consultant, Lila a temp whose work
Nadia directs. Helene is HR, Paul procurement, Simone sponsors pilots, Adele administers.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask

from portal.accounts.models import Account, AccountRole, Role, email_key
from portal.core.transaction import transaction
from portal.extensions import db
from portal.organization.models import Kind, Person, Unit

UNITS = {
    "DG": ("Direction générale", "Executive Office"),
    "MKT": ("Marketing et marque", "Marketing and Brand"),
    "COM": ("Direction commerciale", "Sales"),
    "ACH": ("Achats", "Procurement"),
    "RH": ("Ressources humaines", "Human Resources"),
}

# name: (given, family, kind, unit, manager, roles)
PEOPLE: dict[str, tuple[str, str, Kind, str, str | None, tuple[Role, ...]]] = {
    "dora": ("Dora", "Keller", Kind.EMPLOYEE, "DG", None, ()),
    "marc": ("Marc", "Ollivier", Kind.EMPLOYEE, "MKT", "dora", ()),
    "nadia": ("Nadia", "Benali", Kind.EMPLOYEE, "MKT", "marc", ()),
    "ines": ("Inès", "Carvalho", Kind.EMPLOYEE, "MKT", "nadia", ()),
    "tom": ("Tom", "Lefèvre", Kind.EMPLOYEE, "MKT", "nadia", ()),
    "lea": ("Léa", "Nguyen", Kind.EMPLOYEE, "MKT", "nadia", ()),
    "karim": ("Karim", "Haddad", Kind.EMPLOYEE, "COM", "dora", ()),
    "oscar": ("Oscar", "Weiss", Kind.EMPLOYEE, "COM", "karim", ()),
    "jade": ("Jade", "Petit", Kind.EMPLOYEE, "COM", "oscar", ()),
    "claire": ("Claire", "Dubreuil", Kind.EMPLOYEE, "ACH", "dora", ()),
    "helene": ("Hélène", "Roy", Kind.EMPLOYEE, "RH", "dora", (Role.HR,)),
    "paul": ("Paul", "Girard", Kind.EMPLOYEE, "ACH", "claire", (Role.PROCUREMENT,)),
    "simone": ("Simone", "Faure", Kind.EMPLOYEE, "DG", "dora", (Role.PILOT_SPONSOR,)),
    "adele": ("Adèle", "Moreau", Kind.EMPLOYEE, "DG", "dora", (Role.ADMINISTRATOR,)),
    "sofia": ("Sofia", "Marchetti", Kind.FREELANCE, "MKT", None, ()),
    "theo": ("Théo", "Lambert", Kind.CONSULTANT, "COM", None, ()),
    "lila": ("Lila", "Diallo", Kind.TEMP, "MKT", "nadia", ()),
}


@dataclass(frozen=True)
class Someone:
    """A member of the cast, outside any database session."""

    id: int
    public_id: str
    email: str
    full_name: str

    def person(self) -> Person:
        """The mapped person; inside an application context."""
        return db.session.get_one(Person, self.id)


class Cast:
    """Writes everyone to the database; `cast.ines` and the others are `Someone`."""

    dora: Someone
    marc: Someone
    nadia: Someone
    ines: Someone
    tom: Someone
    lea: Someone
    karim: Someone
    oscar: Someone
    jade: Someone
    claire: Someone
    helene: Someone
    paul: Someone
    simone: Someone
    adele: Someone
    sofia: Someone
    theo: Someone
    lila: Someone

    def __init__(self, app: Flask) -> None:
        with app.app_context(), transaction() as session:
            units = {code: Unit(code=code, name_fr=fr, name_en=en) for code, (fr, en) in UNITS.items()}
            session.add_all(units.values())
            session.flush()
            self.unit_ids = {code: unit.id for code, unit in units.items()}
            people: dict[str, Person] = {}
            for number, (name, row) in enumerate(PEOPLE.items(), start=1):
                given, family, kind, unit, manager, roles = row
                email = f"{name}@merane.example"
                account = Account(email=email, email_key=email_key(email), locale="en", password_hash="!")
                account.role_rows = [AccountRole(role=role) for role in roles]
                people[name] = Person(
                    identifier=f"T{number:03}",
                    given_name=given,
                    family_name=family,
                    kind=kind,
                    unit=units[unit],
                    manager=people[manager] if manager else None,
                    account=account,
                    job_title="",
                )
                session.add(people[name])
                session.flush()
            for name, person in people.items():
                setattr(self, name, Someone(person.id, person.public_id, person.email, person.full_name))
