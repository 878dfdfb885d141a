"""What is said of saved searches."""

from __future__ import annotations

from typing import Any

from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.core.i18n import ngettext
from portal.discovery.asking import Ask
from portal.discovery.documents import MISSION, TALENT
from portal.discovery.saved.models import LONGEST_NAME, Alert

ALERTS: dict[Alert, Any] = {
    Alert.NONE: _l("No alert"),
    Alert.HERE: _l("In the portal"),
    Alert.AT_ONCE: _l("By mail, at once"),
    Alert.DAILY: _l("By mail, once a day"),
    Alert.WEEKLY: _l("By mail, once a week"),
}
HINTS: dict[str, Any] = {
    Alert.NONE.value: _l("Nothing is looked for between your visits."),
    Alert.HERE.value: _l("What is new waits on your home page and in your list."),
    Alert.AT_ONCE.value: _l("Within a minute, whenever something new can be read."),
    Alert.DAILY.value: _l("In the morning, on the days that bring something new."),
    Alert.WEEKLY.value: _l("On Monday morning, when the week brought something new."),
}
PLACES: dict[str, Any] = {
    "": _l("Missions and people"),
    MISSION: _l("Missions"),
    TALENT: _l("People"),
}


def described(ask: Ask) -> str:
    """What a search asks, in a line."""
    said = str(PLACES[ask.kind])
    if ask.text:
        said = _("%(place)s · “%(text)s”", place=said, text=ask.text)
    count = sum(1 for _value in ask.chosen())
    if count:
        said = f"{said} · " + ngettext("%(num)d filter", "%(num)d filters", count)
    return said


def suggested_name(ask: Ask) -> str:
    """A name to begin with: the words asked."""
    return (ask.text or described(ask))[:LONGEST_NAME]
