"""Money as people write it, and whole cents inside."""

from __future__ import annotations

from decimal import Decimal

import pytest

from portal.engagements.amounts import money, parse_cents, working_days, written


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("450", 45000),
        ("450.5", 45050),
        ("450,50", 45050),
        ("1 200,00 €", 120000),
        ("1\u202f200\u00a0€", 120000),
        ("0.01", 1),
        ("19,99", 1999),
    ],
)
def test_amounts_that_people_write(text, cents):
    assert parse_cents(text) == cents


@pytest.mark.parametrize("text", ["", "abc", "-5", "1.234,56", "4.505", "1e3", "٤٥٠", "12345678", "nan"])
def test_what_is_not_an_amount(text):
    with pytest.raises(ValueError, match="not an amount"):
        parse_cents(text)


@pytest.mark.parametrize("cents", [1, 99, 45000, 45050, 999999])
@pytest.mark.parametrize("locale", ["fr", "en"])
def test_what_is_shown_in_a_field_reads_back(cents, locale):
    assert parse_cents(written(cents, locale)) == cents


def test_money_in_words():
    assert money(45050, "EUR", "en") == "€450.50"
    assert money(45050, "EUR", "fr") == "450,50\u00a0€"


def test_days_of_a_share():
    assert working_days(20, 6) == 6
    assert working_days(5, 1) == Decimal("0.25")
