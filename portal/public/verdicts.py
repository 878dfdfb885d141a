"""What is said to those who own a mission of its being read outside."""

from __future__ import annotations

from dataclasses import dataclass

from portal import policies
from portal.core.i18n import gettext as _
from portal.missions.sheet import AnyMission
from portal.organization.models import Person
from portal.public.rules import is_for_everyone


@dataclass(frozen=True)
class Verdict:
    """How it stands, in a title and a sentence, and what the reader may do about it."""

    title: str
    text: str
    may_publish: bool
    is_shown: bool


def verdict_on(
    reader: Person, mission: AnyMission, *, catalogue_on: bool, is_published: bool, is_shown: bool
) -> Verdict:
    """How it stands for `reader`: whether there is a catalogue, whether someone who owns the mission published it, and
    whether the public reads it at this moment."""
    ready = catalogue_on and is_for_everyone(mission)
    may_publish = ready and not is_shown and policies.mission_publish_outside(reader, mission)
    title, text = _said(catalogue_on, is_published, is_shown, ready)
    return Verdict(title, text, may_publish, is_shown)


def _said(catalogue_on: bool, is_published: bool, is_shown: bool, ready: bool) -> tuple[str, str]:
    if not catalogue_on:
        return (
            _("There is no public catalogue for now"),
            _("Human resources and administrators decide it. Nobody reads this mission without signing in."),
        )
    if is_shown:
        return (
            _("Anyone reads it"),
            _(
                "It is on the public catalogue, in these words. It leaves at once when it is paused, filled, closed to"
                " applications, or when you change these words."
            ),
        )
    if not ready:
        return (
            _("It is not open to everyone"),
            _(
                "The public reads a mission only while it is open to every external and takes applications, with a"
                " place to take. Nobody reads this one without signing in."
            ),
        )
    if is_published:
        return (
            _("Its words have changed"),
            _("Nobody reads it outside until someone who owns it has read these words and publishes them."),
        )
    return (
        _("Nobody outside reads it yet"),
        _("Below is all that anyone would read. What is not here stays inside."),
    )
