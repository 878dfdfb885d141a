"""Who reads what, in sentences that suit the person: only employees and temps have a manager."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.core.i18n import lazy_gettext as _l
from portal.organization.models import Person
from portal.talents.models import Circle, Section
from portal.talents.visibility import Quality

SECTIONS: Mapping[Section, Any] = {
    Section.SUMMARY: _l("Summary"),
    Section.SKILLS: _l("Skills"),
    Section.EXPERIENCE: _l("Experience"),
    Section.LANGUAGES: _l("Languages"),
    Section.AVAILABILITY: _l("Availability"),
    Section.PHOTO: _l("Photo"),
}

_LENT: Mapping[Circle, Any] = {
    Circle.SELF: _l("Only you see this."),
    Circle.RESPONSIBLE: _l("Your manager and human resources see this."),
    Circle.OWNERS: _l("Your manager, human resources and the owners of missions you applied to see this."),
    Circle.INSIDE: _l("Every employee sees this. Externals do not."),
}
_CONTRACTED: Mapping[Circle, Any] = {
    Circle.SELF: _l("Only you see this."),
    Circle.RESPONSIBLE: _l("Human resources see this."),
    Circle.OWNERS: _l("Human resources and your referents, the owners of missions you applied to, see this."),
    Circle.INSIDE: _l("Every employee sees this. Externals do not."),
}
_EVERYONE = _l("Everyone here sees this, externals too.")

QUALITIES: Mapping[Quality, Any] = {
    Quality.MANAGER: _l("as your manager"),
    Quality.DECIDER: _l("to decide on time for “%(mission)s”"),
    Quality.HR: _l("for human resources"),
    Quality.OWNER: _l("as an owner of “%(mission)s”"),
}


def sentences(person: Person, section: Section) -> dict[Circle, Any]:
    """What each choice means for a section of this person's profile."""
    said = {**(_LENT if person.needs_authorization else _CONTRACTED)}
    if section is Section.SKILLS:
        said[Circle.INSIDE] = _EVERYONE
    return said


def readers_told(person: Person, circles: Mapping[Section, Circle]) -> dict[str, tuple[str, str, str]]:
    """Who sees each section of one's own profile, by its name: what `talents/_macros.html` draws beside it."""
    return {
        section.value: (section.value, str(sentences(person, section)[circle]), str(SECTIONS[section]))
        for section, circle in circles.items()
    }
