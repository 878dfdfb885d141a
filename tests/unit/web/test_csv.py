"""Cells that a spreadsheet must not compute."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest

from portal.web.csv import csv_text, safe_cell


@pytest.mark.parametrize(
    "typed",
    ["=1+1", "+33 6", "-2", "@SUM(A1)", " =1", "\t=1", "\n=1", "\r=1", "\u00a0=1", "\ufeff=1", "\x00=1", "＝1", "＠x"],
)
def test_what_looks_like_a_formula_stays_text(typed):
    assert safe_cell(typed) == f"'{typed}"


@pytest.mark.parametrize("typed", ["", "Inès", "a=b", "1-2", "x@y.example", "'quoted"])
def test_other_text_is_untouched(typed):
    assert safe_cell(typed) == typed


@pytest.mark.parametrize(
    ("value", "written"),
    [(None, ""), (-3, "-3"), (2.5, "2.5"), (True, "1"), (False, "0"), (date(2026, 3, 2), "2026-03-02")],
)
def test_values_that_nobody_typed(value, written):
    assert safe_cell(value) == written


def test_separators_by_language():
    rows = [["Nom", 'Mot; avec\nsauts, et “guillemets"'], ["=x", 1]]
    for locale, separator in (("fr", ";"), ("en", ",")):
        text = csv_text(rows, locale)
        assert list(csv.reader(io.StringIO(text, newline=""), delimiter=separator)) == [rows[0], ["'=x", "1"]]
