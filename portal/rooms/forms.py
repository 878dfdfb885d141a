"""What people fill in in a room."""

from __future__ import annotations

from collections.abc import Mapping

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.core.i18n import lazy_gettext as _l
from portal.core.texts import LONGEST_TEXT, TOO_LONG
from portal.organization.models import Named
from portal.recognition.labels import LANGUAGES
from portal.recognition.services import OUTCOME_LENGTH
from portal.rooms.labels import CLARITY, NOTE_LINES
from portal.rooms.models import LONGEST_ADDRESS, LONGEST_LINE, LONGEST_NOTE
from portal.web.forms import DateField, Form, VersionedForm, one_line, strip, whole_number


def _short(most: int) -> Length:
    return Length(max=most, message=_l("Keep it under %(count)s characters.", count=most))


def _language() -> RadioField:
    return RadioField(_l("Written in"), choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()])


def _line_of_note(name: str) -> TextAreaField:
    return TextAreaField(NOTE_LINES[name], validators=[_short(LONGEST_NOTE)], filters=[strip])


class NextForm(VersionedForm):
    """What comes after the mission."""

    text = TextAreaField(
        _l("What comes next"),
        validators=[
            InputRequired(_l("Say what comes next, even if it is that nothing is planned.")),
            Length(max=LONGEST_TEXT, message=TOO_LONG),
        ],
        filters=[strip],
    )
    lang = _language()


class TaskForm(VersionedForm):
    """Something to do."""

    title = StringField(_l("What is to be done"), validators=[_short(LONGEST_LINE)], filters=[one_line])
    newcomer = SelectField(_l("For whom"))
    charge = SelectField(_l("Who is in charge"))
    due_on = DateField(_l("By which day"), validators=[InputRequired(_l("Choose a day."))])

    def offer(self, people: Mapping[str, Named]) -> None:
        """Let one choose among the people of the room, by their public ids."""
        names = [SelectChoice(key, person.full_name) for key, person in people.items()]
        self.charge.choices = names
        self.newcomer.choices = [SelectChoice("", str(_l("The whole team"))), *names]


class LinkForm(Form):
    """Where something is."""

    title = StringField(
        _l("Title"), validators=[InputRequired(_l("Give it a title.")), _short(LONGEST_LINE)], filters=[one_line]
    )
    address = StringField(
        _l("Address"),
        validators=[InputRequired(_l("Give an address.")), _short(LONGEST_ADDRESS)],
        filters=[one_line],
    )
    about = StringField(_l("What it is for"), validators=[_short(LONGEST_LINE)], filters=[one_line])


class ContactForm(Form):
    """Whom the team may turn to. `person` is what was typed; `label` because the names are suggested by that."""

    label = StringField(
        _l("Employee"), validators=[InputRequired(_l("Name an employee.")), _short(LONGEST_LINE)], filters=[one_line]
    )
    about = StringField(
        _l("What the team may ask them"),
        validators=[InputRequired(_l("Say what the team may ask them.")), _short(LONGEST_LINE)],
        filters=[one_line],
    )


class MemberForm(VersionedForm):
    """What someone answers for, and who is their buddy."""

    role = StringField(_l("What they answer for"), validators=[_short(LONGEST_LINE)], filters=[one_line])
    buddy = SelectField(_l("Buddy"))

    def offer(self, people: Mapping[str, Named], member: str) -> None:
        """Let one choose among the others of the room, by their public ids."""
        others = [SelectChoice(key, one.full_name) for key, one in people.items() if key != member]
        self.buddy.choices = [SelectChoice("", str(_l("Nobody yet"))), *others]


class OutcomeForm(VersionedForm):
    """What someone's part achieved."""

    outcome = TextAreaField(
        _l("What changed thanks to this person"),
        validators=[
            Length(
                max=OUTCOME_LENGTH[1],
                message=_l("Between 20 and 400 characters: what changed thanks to this person."),
            )
        ],
        filters=[strip],
    )
    lang = _language()


class NoteForm(Form):
    """How one's week goes."""

    well, hindered, needs = (_line_of_note(name) for name in NOTE_LINES)
    is_shared = BooleanField(_l("The whole team may read it"))


class ClarityForm(Form):
    """How clear the brief was."""

    clarity = RadioField(
        _l("How clear was the brief?"),
        coerce=whole_number,
        choices=[SelectChoice(value, word) for value, word in CLARITY.items()],
        validators=[InputRequired(_l("Choose one of the five answers."))],
    )
    text = StringField(_l("What would have helped"), validators=[_short(LONGEST_NOTE)], filters=[one_line])
