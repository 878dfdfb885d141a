"""Words about skills that a profile says on each of its lines: written once for each level, day and language."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from portal.core import clock
from portal.core.i18n import gettext as _
from portal.core.i18n import language
from portal.talents.evidence.age import Age, age_of
from portal.talents.labels import LEVEL_WORD
from portal.web.jinja import day, month


def age_in_words(confirmed_on: date) -> str:
    """When a level was last confirmed. What is older than six months, then than two years, says so."""
    return _age(confirmed_on.replace(day=1), age_of(confirmed_on), language())


@lru_cache(maxsize=1024)
def _age(first: date, age: Age, lang: str) -> str:
    if age is Age.RECENT:
        return _("confirmed in %(month)s", month=month(first))
    if age is Age.OLDER:
        return _("last confirmed in %(month)s", month=month(first))
    return _("not confirmed since %(month)s", month=month(first))


def declared_in_words(level: int, at: datetime | None) -> str:
    """Which level is declared, and since when if that is known."""
    return _declared(level, None if at is None else clock.local_day(at), language())


@lru_cache(maxsize=4096)
def _declared(level: int, on: date | None, lang: str) -> str:
    if on is None:
        return _("Declared “%(level)s”", level=LEVEL_WORD[level])
    return _("Declared “%(level)s” on %(day)s", level=LEVEL_WORD[level], day=day(on, year=True))
