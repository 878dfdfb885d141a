"""Who can be tried in the demo, with one password for all."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app

from portal.accounts.extensions import Hint, sign_in_hints

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
