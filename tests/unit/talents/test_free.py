"""When and how much someone is free, as it can be searched for."""

from __future__ import annotations

from datetime import date

from portal.talents.availability.free import MONTHS, Away, Said, free_values

TODAY = date(2026, 11, 22)


def months(said: Said, *pauses: Away) -> list[str]:
    return [value for name, value in free_values(said, pauses, TODAY) if name == "month"]


def shares(said: Said) -> list[str]:
    return [value for name, value in free_values(said, (), TODAY) if name == "free"]


def test_without_an_end_every_month_that_is_told() -> None:
    assert len(months(Said(20, None, None))) == MONTHS
    assert months(Said(20, None, None))[0] == "2026-11"


def test_from_a_day_to_another_both_included() -> None:
    assert months(Said(20, date(2026, 12, 31), date(2027, 2, 1))) == ["2026-12", "2027-01", "2027-02"]
    assert months(Said(20, None, TODAY)) == ["2026-11"]


def test_a_share_is_enough_for_those_below() -> None:
    assert shares(Said(45, None, None)) == ["10", "20", "40"]
    assert shares(Said(5, None, None)) == []


def test_what_ended_or_was_never_said_is_found_by_nothing() -> None:
    assert free_values(Said(80, None, date(2026, 11, 21)), (), TODAY) == []
    assert free_values(Said(None, None, None), (), TODAY) == []
    assert free_values(Said(0, None, None), (), TODAY) == []


def test_a_month_wholly_in_pauses_is_left_out() -> None:
    said = Said(20, None, date(2027, 1, 31))
    rest_of_november = Away(date(2026, 11, 1), date(2026, 11, 30))
    assert months(said, rest_of_november) == ["2026-12", "2027-01"]
    assert months(said, Away(date(2026, 12, 16), date(2027, 1, 31)), Away(date(2026, 12, 1), date(2026, 12, 15))) == [
        "2026-11"
    ]
    assert months(said, Away(date(2026, 12, 1), date(2026, 12, 30))) == ["2026-11", "2026-12", "2027-01"]
