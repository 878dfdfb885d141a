"""Days as they are written in each language."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portal.core.i18n import speaking
from portal.web.jinja import day, long_day, moment


@pytest.fixture
def written(app):
    def write(locale, form, value, **options):
        with app.test_request_context(), speaking(locale):
            return form(value, **options)

    return write


@pytest.mark.parametrize(
    ("locale", "value", "words"),
    [
        ("fr", date(2027, 1, 1), "1er janv. 2027"),
        ("fr", date(2027, 6, 1), "1er juin 2027"),
        ("fr", date(2027, 6, 11), "11 juin 2027"),
        ("fr", date(2027, 6, 21), "21 juin 2027"),
        ("en", date(2027, 6, 1), "Jun 1, 2027"),
    ],
)
def test_only_the_first_of_a_month_is_an_ordinal_and_only_in_french(written, locale, value, words):
    assert written(locale, day, value, year=True) == words


def test_a_day_without_its_year(written):
    assert written("fr", day, date(2027, 6, 1), year=False) == "1er juin"
    assert written("en", day, date(2027, 6, 1), year=False) == "Jun 1"


def test_the_first_with_its_weekday(written):
    assert written("fr", long_day, date(2027, 6, 1)) == "mardi 1er juin"
    assert written("fr", long_day, date(2027, 6, 2)) == "mercredi 2 juin"
    assert written("en", long_day, date(2027, 6, 1)) == "Tuesday, June 1"


def test_the_first_at_an_hour_of_the_organization_s_zone(written):
    late = datetime(2027, 5, 31, 23, 1, tzinfo=UTC)
    assert written("fr", moment, late) == "1er juin 2027 01:01"
    assert written("en", moment, late) == "Jun 1, 2027 01:01"
