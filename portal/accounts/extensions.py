"""Where higher features add to the sign-in page and to one's account without accounts knowing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.core.panels import Panel

if TYPE_CHECKING:
    from portal.organization.models import Person


@dataclass(frozen=True)
class Hint:
    """Someone the visitor can sign in as with one press, and what they are here."""

    name: str
    email: str
    role_fr: str
    role_en: str
    password: str


# Each gives who can be tried; nothing where the portal is not a demo.
sign_in_hints: list[Callable[[], Sequence[Hint]]] = []
# Each gives what the page of one's own account says besides, before the sessions.
account_panels: list[Callable[[Person], Panel]] = []


def hints() -> list[Hint]:
    """Everyone the visitor can sign in as, in the order to show."""
    return [hint for offer in sign_in_hints for hint in offer()]


def panels_for(person: Person) -> list[Panel]:
    """What other features show a person on the page of their account."""
    return [build(person) for build in account_panels]
