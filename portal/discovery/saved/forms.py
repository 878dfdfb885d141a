"""The form of a saved search: its name, and how one hears of what is new."""

from __future__ import annotations

from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from portal.core.i18n import lazy_gettext as _l
from portal.discovery.saved.models import LONGEST_NAME, Alert, SavedSearch
from portal.discovery.saved.services import Wish
from portal.discovery.saved.wording import ALERTS
from portal.web.forms import VersionedForm, one_line


class SearchForm(VersionedForm):
    """A name and an alert."""

    name = StringField(
        _l("Name"),
        [
            InputRequired(_l("Give it a name: it stands in the list and in the mails.")),
            Length(max=LONGEST_NAME, message=_l("Keep it to 80 characters.")),
        ],
        filters=[one_line],
    )
    alert = RadioField(
        _l("How do you want to hear of what is new?"),
        [InputRequired(_l("Choose one of these."))],
        choices=[SelectChoice(alert.value, label) for alert, label in ALERTS.items()],
        default=Alert.HERE.value,
    )

    @property
    def wish(self) -> Wish:
        """What was typed and chosen."""
        return Wish(self.name.data or "", Alert(self.alert.data))


def form_of(search: SavedSearch) -> SearchForm:
    """The form as a search stands now."""
    return SearchForm(formdata=None, data={"name": search.name, "alert": search.alert.value, "version": search.version})
