"""Who can be tried in the demo, with one password for all."""

from __future__ import annotations

from dataclasses import dataclass

import sqlalchemy as sa
from flask import current_app

from portal.accounts.extensions import Hint, sign_in_hints
from portal.accounts.models import Account
from portal.extensions import db
from portal.organization.extensions import made_up_signs

PASSWORD = "tramway-des-quais-2027"  # noqa: S105 (the demo's, printed at its start and on its sign-in page)


@dataclass(frozen=True)
class SignIn:
    """A person of the demo and what there is to try as them."""

    name: str
    email: str
    role_fr: str
    role_en: str


SIGN_INS = (
    SignIn("Inès Carvalho", "ines.carvalho@merane.example", "Salariée", "Employee"),
    SignIn("Sofia Marchetti", "sofia@marchetti-accessibilite.example", "Freelance", "Freelancer"),
    SignIn("Nadia Benali", "nadia.benali@merane.example", "Manager", "Manager"),
)
BEHIND = (
    SignIn("Alban Verschueren", "alban.verschueren@merane.example", "Nouvelle arrivée", "Newcomer"),
    SignIn("Karim Haddad", "karim.haddad@merane.example", "Porteur de mission", "Mission owner"),
    SignIn("Camille Roussel", "camille.roussel@merane.example", "Ressources humaines", "Human resources"),
    SignIn("Mathilde Oberlé", "mathilde.oberle@merane.example", "Achats", "Procurement"),
    SignIn("Yannick Le Guen", "yannick.leguen@merane.example", "Administration", "Administrator"),
)


@sign_in_hints.append
def offer_sign_ins() -> list[Hint]:
    """Everyone of the demo who can be tried from the sign-in page; nobody where the portal is not a demo."""
    if not current_app.config["DEMO"]:
        return []
    return [Hint(who.name, who.email, who.role_fr, who.role_en, PASSWORD) for who in (*SIGN_INS, *BEHIND)]


@made_up_signs.append
def is_loaded() -> bool:
    """Whether the demo organization is in this database, whatever the settings: their addresses can be no one else's,
    since `.example` is reserved."""
    addresses = [who.email for who in (*SIGN_INS, *BEHIND)]
    return db.session.scalar(sa.select(Account.id).where(Account.email_key.in_(addresses)).limit(1)) is not None
