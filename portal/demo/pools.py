"""Who was asked to be thought of again, and what they said."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import sqlalchemy as sa

from portal.applications.models import Application, ApplicationState
from portal.applications.pooling.services import ask_to_join, decline_pool, join_pool
from portal.core import clock
from portal.core.errors import DomainError
from portal.extensions import db

LATELY = timedelta(days=120)
MOST = 24
MESSAGES = {
    "fr": "Nous n’avions qu’une place. Votre façon d’aborder le sujet nous a plu, et d’autres missions arrivent.",
    "en": "We had a single place. We liked how you looked at the matter, and other missions are coming.",
}


def load_pools() -> None:
    """Some of those not selected lately were asked a day later: most agreed, some said no, some have not answered."""
    ended = sa.select(Application).where(
        Application.state == ApplicationState.NOT_SELECTED, Application.changed_at > clock.now() - LATELY
    )
    found = db.session.scalars(ended.order_by(Application.changed_at.desc(), Application.id).limit(MOST)).all()
    for number, application in enumerate(found):
        with suppress(DomainError):
            _ask(application, number % 4)


def _ask(application: Application, answer: int) -> None:
    owner, person = application.mission.owner, application.person
    day = min(application.changed_at + timedelta(days=1), clock.now())
    with clock.at(day):
        member = ask_to_join(owner, application, message=MESSAGES[person.locale])
    with clock.at(min(day + timedelta(days=2), clock.now())):
        if answer in (1, 3):
            join_pool(person, member)
        elif answer == 2:
            decline_pool(person, member)
