"""Where higher features add to the sign-in page without accounts knowing them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


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


def hints() -> list[Hint]:
    """Everyone the visitor can sign in as, in the order to show."""
    return [hint for offer in sign_in_hints for hint in offer()]
