"""The header's links: what each person can open, and how many things wait for them there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, request, url_for

from portal.allocations.time_queries import weeks_to_fill
from portal.applications.queries import count_waiting as applications_waiting
from portal.core.i18n import lazy_gettext as _l
from portal.engagements.queries import count_waiting as engagements_waiting
from portal.organization.models import Person
from portal.policies import is_procurement
from portal.recognition.queries import count_waiting
from portal.web.access import current_person


@dataclass(frozen=True)
class Link:
    """An entry of the header. `shown` says for whom, `count` how many things wait."""

    label: Any
    endpoint: str
    shown: Callable[[Person], bool] = lambda person: True
    count: Callable[[Person], int] = lambda person: 0
    rooms: tuple[str, ...] = ()


LINKS: tuple[Link, ...] = (
    Link(_l("Home"), "pages.show_home", rooms=("pages",)),
    Link(_l("Talents"), "talents.list_talents", rooms=("talents",)),
    Link(_l("My profile"), "profile.show_profile", rooms=("profile",)),
    Link(
        _l("Applications"),
        "applications.list_applications",
        count=applications_waiting,
        rooms=("applications",),
    ),
    Link(_l("My time"), "time.show_time", count=weeks_to_fill, rooms=("time",)),
    Link(_l("Recognitions"), "recognition.list_recognitions", count=count_waiting, rooms=("recognition",)),
    Link(
        _l("Engagements"),
        "engagements.list_engagements",
        shown=is_procurement,
        count=engagements_waiting,
        rooms=("engagements",),
    ),
)


ACCOUNT_LINKS = ((_l("My account"), "accounts.show_account", "settings"),)


def account_links() -> list[dict[str, Any]]:
    """The links of the menu under the person's initials, with `label`, `href` and `icon`."""
    return [{"label": label, "href": url_for(endpoint), "icon": icon} for label, endpoint, icon in ACCOUNT_LINKS]


def navigation() -> list[dict[str, Any]]:
    """The links for the person signed in, with `label`, `href`, `current` and `count` (None when nothing waits)."""
    person = current_person()
    if person is None:
        return []
    room = (request.endpoint or "").partition(".")[0]
    return [
        {
            "label": link.label,
            "href": url_for(link.endpoint),
            "current": room in link.rooms,
            "count": link.count(person) or None,
        }
        for link in LINKS
        if link.shown(person)
    ]


def install(app: Flask) -> None:
    """Offer `navigation()` and `account_links()` to templates."""
    app.jinja_env.globals["account_links"] = account_links
    app.jinja_env.globals["navigation"] = navigation
