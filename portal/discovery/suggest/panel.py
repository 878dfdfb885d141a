"""The list below the box, drawn."""

from __future__ import annotations

from flask import Response

from portal.core.i18n import language
from portal.discovery.asking import Ask
from portal.discovery.suggest.suggestions import suggestions
from portal.missions.labels import STATES
from portal.organization.models import Person
from portal.skills.levels import AtLeast
from portal.web.htmx import render

TARGET = "find_list"


def show(person: Person, text: str) -> Response:
    """What is proposed to `person` for what they have typed so far."""
    found = suggestions(person, text, language())
    searches = {one.label: Ask().with_skill(AtLeast(one.skill.public_id, 1)).params for one in found.skills}
    return render("discovery/_suggestions.html", found=found, states=STATES, by_skill=searches)
