"""What is said of saved searches."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from portal.core.i18n import gettext as _
from portal.core.i18n import lazy_gettext as _l
from portal.discovery.asking import Ask
from portal.discovery.naming import PLACES, Names, filters_in_words, names_of
from portal.discovery.saved.models import LONGEST_NAME, Alert, SavedSearch

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


def described(ask: Ask, names: Names | None = None) -> str:
    """What a search asks, in a line: its words, and every filter as the search page says it.

    `names` are those of the filters, when those of many searches were read together.
    """
    said = str(PLACES[ask.kind])
    if ask.text:
        said = _("%(place)s · “%(text)s”", place=said, text=ask.text)
    filters = [words for *_value, words in filters_in_words(ask, names_of([ask]) if names is None else names)]
    if ask.asks_any_skill:
        filters.append(_("Any of these skills"))
    return " · ".join([said, *filters])


def all_described(searches: Sequence[SavedSearch]) -> dict[str, str]:
    """What each of some searches asks, by public id."""
    asks = {search.public_id: search.ask for search in searches}
    names = names_of(asks.values())
    return {public_id: described(ask, names) for public_id, ask in asks.items()}


def suggested_name(ask: Ask) -> str:
    """A name to begin with: the words asked."""
    return (ask.text or described(ask))[:LONGEST_NAME]


def changed(name: str, alert: Alert, ask: Ask | None) -> str:
    """What is said to who changed a search; with `ask`, what it looks for from now on."""
    if ask is None:
        return _("“%(name)s” is changed. Alert: %(alert)s.", name=name, alert=ALERTS[alert])
    said = [_("“%(name)s” is changed. It now looks for: %(said)s.", name=name, said=described(ask))]
    if alert is not Alert.NONE:
        said.append(_("What answers it today is no news: you will hear of what comes from now on."))
    return " ".join(said)
