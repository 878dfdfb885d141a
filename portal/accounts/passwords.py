"""What makes a password acceptable: length, and not being one that everyone tries first (OWASP ASVS 5.0, 6.2)."""

from __future__ import annotations

from portal.accounts.models import Account
from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l

SHORTEST = 12
LONGEST = 256
SHORTEST_NAME = 4  # a shorter one is part of too many words

COMMON = frozenset(
    """
    123456789012 1234567890123 password1234 passwordpassword motdepasse motdepasse123 motdepasse1234 azertyuiop12
    azertyuiopqs qwertyuiop12 qwertyuiopas transverse123 transverse1234 bienvenue123 bienvenue1234 welcome12345
    administrateur administrator aaaaaaaaaaaa 111111111111 000000000000 iloveyou1234 jetaime12345 soleil123456
    letmein12345 changeme1234 changezmoi123 doudou123456 loulou123456 marseille1234 football1234 azerty123456
    qwerty123456 abcdefghijkl abcd12345678 abc123456789 987654321098 secret123456 trustno1trust monmotdepasse
    """.split()
)


def check_password_strength(password: str, account: Account) -> None:
    """Raise `Invalid` with a sentence at the `password` field when a password is too easy."""
    if len(password) < SHORTEST:
        raise Invalid(fields={"password": _l("Use at least 12 characters: a short sentence is easy to remember.")})
    if len(password) > LONGEST:
        raise Invalid(fields={"password": _l("Use at most 256 characters.")})
    folded = password.casefold().replace(" ", "")
    own = account.email_key.partition("@")[0]
    is_own_name = len(own) >= SHORTEST_NAME and own in folded
    if folded in COMMON or len(set(folded)) < 5 or is_own_name:
        raise Invalid(
            fields={"password": _l("This password is among the first that anyone would try. Choose another.")}
        )
