"""Pauses in words."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from portal.core import clock
from portal.core.i18n import gettext as _
from portal.web.jinja import day


class Days(NamedTuple):
    """A pause as people read it."""

    public_id: str
    starts_on: date
    ends_on: date
    note: str

    @property
    def is_now(self) -> bool:
        """Whether it has begun, and is not over."""
        return self.starts_on <= clock.today() <= self.ends_on

    def in_words(self) -> str:
        """Until when it goes on, or when it will be."""
        if self.is_now:
            return on_pause(self.ends_on)
        if self.starts_on == self.ends_on:
            return _("On pause on %(day)s", day=day(self.starts_on))
        return _("On pause from %(first)s to %(last)s", first=day(self.starts_on), last=day(self.ends_on))


def on_pause(until: date) -> str:
    """That someone is on pause now."""
    return _("On pause until %(day)s", day=day(until))
