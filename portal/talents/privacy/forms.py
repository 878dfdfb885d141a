"""One choice for each section."""

from __future__ import annotations

from typing import Any

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from portal.core.i18n import lazy_gettext as _l
from portal.organization.models import Person
from portal.talents.models import Circle, Section
from portal.talents.privacy.wording import SECTIONS, sentences
from portal.web.forms import VersionedForm


def _choice(section: Section) -> RadioField:
    return RadioField(SECTIONS[section], [InputRequired(_l("Choose who sees this."))])


class ReadersForm(VersionedForm):
    """Who reads each section, all saved at once."""

    summary = _choice(Section.SUMMARY)
    skills = _choice(Section.SKILLS)
    experience = _choice(Section.EXPERIENCE)
    languages = _choice(Section.LANGUAGES)
    availability = _choice(Section.AVAILABILITY)
    photo = _choice(Section.PHOTO)

    def offer(self, person: Person) -> ReadersForm:
        """Give each field its sentences, as they read for this person, from everyone to oneself alone."""
        for section in Section:
            said = sentences(person, section)
            self[section.value].choices = [SelectChoice(one.value, said[one]) for one in reversed(Circle)]
        return self

    @property
    def circles(self) -> dict[Section, Circle]:
        """What was chosen."""
        return {section: Circle(self[section.value].data) for section in Section}


def as_typed(circles: dict[Section, Circle]) -> dict[str, Any]:
    """What the form starts from."""
    return {section.value: circle.value for section, circle in circles.items()}
