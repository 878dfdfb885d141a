"""What makes a password acceptable: length, and not being one that everyone tries first (OWASP ASVS 5.0, 6.2)."""

from __future__ import annotations

from portal.accounts.models import Account
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l

SHORTEST = 12
LONGEST = 256
SHORTEST_NAME = 4  # a shorter one is part of too many words

# What people make passwords of, in French or in English, on a keyboard or a calendar; the rest must be long enough.
EASY_WORDS = (
    "motdepasse passeport password passwort azertyuiop azerty qwertyuiop qwerty qsdfghjkl wxcvbn asdfghjkl zxcvbn "
    "bienvenue welcome bonjour iloveyou jetaime letmein trustno changezmoi changeme secret administrateur "
    "administrator admin soleil doudou loulou marseille football transverse abcdefgh abcd abc monmot mon"
).split()
SHORTEST_REST = 6


def without_crutches(folded: str) -> str:
    """What is left of a password once the words and the digits that everyone tries first are taken out."""
    for crutch in EASY_WORDS:
        folded = folded.replace(crutch, "")
    return "".join(character for character in folded if not character.isdigit())


def check_password_strength(password: str, account: Account) -> None:
    """Raise `Invalid` with a sentence at the `password` field when a password is too easy."""
    if len(password) < SHORTEST:
        raise Invalid(fields={"password": _l("Use at least 12 characters: a short sentence is easy to remember.")})
    if len(password) > LONGEST:
        raise Invalid(fields={"password": _l("Use at most 256 characters.")})
    folded = password.casefold().replace(" ", "")
    own = account.email_key.partition("@")[0]
    is_own_name = len(own) >= SHORTEST_NAME and own in folded
    if len(without_crutches(folded)) < SHORTEST_REST or len(set(folded)) < 5 or is_own_name:
        raise Invalid(
            fields={"password": _l("This password is among the first that anyone would try. Choose another.")}
        )
