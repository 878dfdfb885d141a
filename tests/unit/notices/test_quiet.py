"""When mails leave, by the clock of whoever reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.notices.kinds import CHOSEN, KINDS
from portal.notices.models import Rhythm
from portal.notices.quiet import ZONES, Choices

NIGHT = Choices(quiet_from=20, quiet_until=7)


def paris(*moment):
    return datetime(*moment, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("choices", "moment", "ends"),
    [
        (Choices(), paris(2027, 1, 12, 3, 0), None),
        (NIGHT, paris(2027, 1, 12, 19, 59), None),
        (NIGHT, paris(2027, 1, 12, 20, 0), paris(2027, 1, 13, 7, 0)),
        (NIGHT, paris(2027, 1, 12, 23, 59), paris(2027, 1, 13, 7, 0)),
        (NIGHT, paris(2027, 1, 13, 6, 59), paris(2027, 1, 13, 7, 0)),
        (NIGHT, paris(2027, 1, 13, 7, 0), None),
        (Choices(quiet_from=12, quiet_until=14), paris(2027, 1, 12, 13, 30), paris(2027, 1, 12, 14, 0)),
        (Choices(quiet_from=12, quiet_until=14), paris(2027, 1, 12, 11, 59), None),
        (Choices(quiet_weekends=True), paris(2027, 1, 15, 23, 59), None),
        (Choices(quiet_weekends=True), paris(2027, 1, 16, 0, 0), paris(2027, 1, 18, 0, 0)),
        (
            Choices(quiet_from=20, quiet_until=7, quiet_weekends=True),
            paris(2027, 1, 15, 21, 0),
            paris(2027, 1, 18, 7, 0),
        ),
        # The night in which clocks go forward lasts an hour less, and the one in which they go back an hour more.
        (NIGHT, paris(2027, 3, 27, 22, 30), paris(2027, 3, 28, 7, 0)),
        (NIGHT, paris(2027, 10, 30, 22, 30), paris(2027, 10, 31, 7, 0)),
        (Choices(quiet_from=1, quiet_until=2), paris(2027, 3, 28, 1, 30), paris(2027, 3, 28, 3, 0)),
        # Half past five behind: whole hours by the clock there.
        (
            Choices(quiet_from=20, quiet_until=7, zone="Asia/Kolkata"),
            datetime(2027, 1, 12, 20, 10, tzinfo=UTC),
            datetime(2027, 1, 13, 1, 30, tzinfo=UTC),
        ),
    ],
)
def test_quiet_ends(choices, moment, ends):
    assert choices.quiet_ends(moment) == ends


@given(
    st.integers(0, 366 * 24 * 60).map(lambda minutes: datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)),
    st.integers(0, 23),
    st.integers(1, 23),
    st.booleans(),
    st.sampled_from(ZONES),
)
def test_quiet_always_ends_and_a_mail_then_leaves(moment, start, length, weekends, zone):
    choices = Choices(quiet_from=start, quiet_until=(start + length) % 24, quiet_weekends=weekends, zone=zone)
    ends = choices.quiet_ends(moment)
    if ends is None:
        assert not choices.is_quiet(moment)
    else:
        assert moment < ends <= moment + timedelta(days=4)
        assert not choices.is_quiet(ends)
        assert choices.is_quiet(ends - timedelta(minutes=1))


@pytest.mark.parametrize(
    ("moment", "day", "due"),
    [
        (paris(2027, 1, 12, 7, 59), date(2027, 1, 12), paris(2027, 1, 12, 8, 0)),
        (paris(2027, 1, 12, 8, 0), date(2027, 1, 13), paris(2027, 1, 13, 8, 0)),
        (paris(2027, 3, 27, 12, 0), date(2027, 3, 28), paris(2027, 3, 28, 8, 0)),
    ],
)
def test_the_next_digest(moment, day, due):
    assert Choices().next_digest(moment) == (day, due.astimezone(UTC))


@pytest.mark.parametrize(
    ("choices", "moment", "leaves"),
    [
        (Choices(quiet_weekends=True), paris(2027, 1, 15, 8, 0), None),
        (Choices(quiet_weekends=True), paris(2027, 1, 16, 8, 0), paris(2027, 1, 18, 8, 0)),
        (Choices(quiet_from=20, quiet_until=9), paris(2027, 1, 12, 8, 0), paris(2027, 1, 12, 9, 0)),
        (Choices(quiet_from=7, quiet_until=8), paris(2027, 1, 12, 7, 30), paris(2027, 1, 12, 8, 0)),
    ],
)
def test_a_digest_waits_for_its_own_hour(choices, moment, leaves):
    assert choices.digest_after_quiet(moment) == leaves


def test_a_kind_comes_as_chosen_unless_it_keeps_an_account_safe():
    never = Choices({kind.key: Rhythm.NEVER for kind in KINDS})
    assert {kind.key for kind in KINDS if never.rhythm(kind) is not Rhythm.NEVER} == {"safety"}
    assert all(Choices().rhythm(kind) is kind.rhythm for kind in CHOSEN)


def test_every_zone_on_offer_exists_and_fits_its_column():
    assert len(ZONES) == len(set(ZONES))
    assert all(ZoneInfo(zone) and len(zone) <= 40 for zone in ZONES)
    assert "Europe/Paris" in ZONES
