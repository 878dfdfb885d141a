"""What is told of what moved: where an application came to, once, and what several people did as one thing."""

from __future__ import annotations

from datetime import UTC, datetime

from portal.pages.home.news import Happened, gathered


def happened(about: str, action: str, public_id: str = "one") -> Happened:
    return Happened(about, action, datetime(2027, 1, 7, tzinfo=UTC), public_id, "Karim Haddad", "A mission")


def told(*events: Happened) -> list[tuple[str, int]]:
    return [(one.action, one.number) for one in gathered(events)]


def test_the_latest_of_an_application_is_told() -> None:
    assert told(happened("mine", "offer"), happened("mine", "review")) == [("offer", 1)]
    assert told(happened("mine", "offer"), happened("mine", "review", "other")) == [("offer", 1), ("review", 1)]


def test_a_refusal_is_told_rather_than_the_place_it_releases() -> None:
    assert told(happened("mine", "release"), happened("time", "refuse")) == [("refuse", 1)]
    assert told(happened("time", "refuse"), happened("mine", "release")) == [("refuse", 1)]


def test_what_one_answered_is_not_told_nor_what_it_answered() -> None:
    assert told(happened("mine", "accept"), happened("mine", "offer")) == []
    assert told(happened("mine", "confirm"), happened("mine", "accept")) == [("confirm", 1)]


def test_the_same_thing_on_a_mission_is_counted() -> None:
    events = [happened("theirs", "apply"), happened("theirs", "apply"), happened("theirs", "withdraw")]
    assert told(*events) == [("apply", 2), ("withdraw", 1)]
