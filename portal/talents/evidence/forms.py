"""What a colleague says of a skill."""

from __future__ import annotations

from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.core.i18n import language
from portal.core.i18n import lazy_gettext as _l
from portal.talents.evidence.endorsing import CONTEXT_LENGTH, Word
from portal.talents.labels import LEVEL_SEEN
from portal.web.forms import VersionedForm, one_line


class EndorseForm(VersionedForm):
    """The level one has seen someone at, and where."""

    level = RadioField(
        _l("At which level have you seen it?"),
        [InputRequired(_l("Choose the sentence that is closest."))],
        choices=[SelectChoice(str(level), sentence) for level, sentence in LEVEL_SEEN.items()],
    )
    context = StringField(
        _l("In what context"),
        [Length(max=CONTEXT_LENGTH, message=_l("Keep it to 200 characters."))],
        filters=[one_line],
    )

    @property
    def word(self) -> Word:
        """What was said, in the language of the page."""
        return Word(int(self.level.data), self.context.data or "", language())


class WithdrawForm(VersionedForm):
    """Taking it back: a button."""
