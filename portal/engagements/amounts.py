"""Amounts of money: whole cents inside, euros and cents as people write them outside."""

from __future__ import annotations

import re
from decimal import Decimal

from babel.numbers import format_currency, format_decimal

_AMOUNT = re.compile(r"[0-9]{1,7}(\.[0-9]{1,2})?")
_IGNORED = dict.fromkeys(map(ord, " \u00a0\u202f€'’"))


def parse_cents(text: str) -> int:
    """The cents of an amount in euros: `450`, `450.50`, `450,50` or `1 200,00 €`. Raises `ValueError` otherwise."""
    plain = text.translate(_IGNORED).replace(",", ".")
    if not _AMOUNT.fullmatch(plain):
        raise ValueError(f"not an amount: {text!r}")
    return int(Decimal(plain) * 100)


def written(cents: int, locale: str) -> str:
    """Cents as someone would type them in a field: `450,50` in French, `450.50` in English."""
    return str(format_decimal(Decimal(cents) / 100, format="0.00", locale=locale))


def money(cents: int, currency: str, locale: str) -> str:
    """Cents as a sum of money in words: `450,50 €`, `€450.50`."""
    return str(format_currency(Decimal(cents) / 100, currency, locale=locale))


def working_days(percent: int, weeks: int) -> Decimal:
    """How many days a share (percent of a week of five days) makes over whole weeks."""
    return Decimal(percent) * weeks * 5 / 100
