"""What the people of the demo have read, and how a few of them chose to be told."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from portal.core import clock
from portal.core.transaction import transaction
from portal.extensions import db
from portal.notices import services
from portal.notices.models import Notice, Rhythm
from portal.notices.quiet import Choices
from portal.organization.models import Person

# A mission owner written to once a day about most things, an employee with quiet evenings, a freelance far away.
CHOICES = {
    "M0031": Choices(
        {"candidates": Rhythm.DAILY, "missions": Rhythm.DAILY, "recognition": Rhythm.DAILY, "profile": Rhythm.DAILY},
        quiet_from=20, quiet_until=7, quiet_weekends=True,
    ),
    "M0042": Choices({"profile": Rhythm.DAILY}, quiet_from=19, quiet_until=8, quiet_weekends=True),
    "X0001": Choices({"profile": Rhythm.NEVER}, zone="Indian/Reunion", digest_hour=9),
}  # fmt: skip
LATELY = timedelta(days=6)


def load_choices(people: dict[str, int]) -> None:
    """How a few are told, before anything is."""
    for identifier, wish in CHOICES.items():
        services.choose(db.session.get_one(Person, people[identifier]), wish)


def read_what_is_old() -> None:
    """What was told before the last days was read within the hour: the bell counts what is new."""
    with transaction() as session:
        session.execute(
            sa.update(Notice).where(Notice.at < clock.now() - LATELY).values(read_at=Notice.at),
            execution_options={"synchronize_session": False},
        )
