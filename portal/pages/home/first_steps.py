"""Three steps for someone whose profile is empty: nothing can suit them before the first."""

from __future__ import annotations

from typing import NamedTuple

from flask import url_for

from portal.core.i18n import gettext as _
from portal.organization.models import Person
from portal.pages.home.health import Facts


class Step(NamedTuple):
    """What to do, why, the way to it, another way to the same, and whether it is done."""

    title: str
    why: str
    action: str
    href: str
    other: str = ""
    other_href: str = ""
    is_done: bool = False


def first_steps(person: Person, facts: Facts, *, has_applied: bool) -> list[Step]:
    """What makes a profile useful, while it holds no skill; nothing afterwards."""
    if not facts.is_new:
        return []
    return [
        Step(
            _("Say what you do well"),
            _("Three or four skills that you use every week are a good start. It takes two minutes."),
            _("Add a skill"),
            url_for("profile.start_skill"),
            _("Or bring in a CV you already have"),
            url_for("cv.show_import"),
        ),
        Step(
            _("Say when you could help"),
            _("A share of your week and from when. It is a wish: the terms of each mission are agreed on their own.")
            if person.is_external
            else _(
                "A share of your week and from when. It is a wish: your manager authorizes each mission on its own."
            ),
            _("Say when"),
            url_for("profile.edit_availability"),
            is_done=facts.availability_share is not None,
        ),
        Step(
            _("Look at the missions"),
            _("Each says what it asks, how much time it takes, and who answers you by when."),
            _("Look at the missions"),
            url_for("missions.list_missions"),
            is_done=has_applied,
        ),
    ]
