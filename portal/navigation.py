"""The header's links: what each person can open, and how many things wait for them there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, request, url_for

from portal.core.i18n import lazy_gettext as _l
from portal.organization.models import Person
from portal.policies import account_administer, is_employee, is_procurement, people_import
from portal.waiting import Waiting, waiting_for
from portal.web.access import current_person


@dataclass(frozen=True)
class Link:
    """An entry of the header. `shown` says for whom, `count` how many things wait, `rooms` where one is."""

    label: Any
    endpoint: str
    rooms: tuple[str, ...]
    shown: Callable[[Person, Waiting], bool] = lambda person, waiting: True
    count: Callable[[Waiting], int] = lambda waiting: 0


LINKS: tuple[Link, ...] = (
    Link(_l("Home"), "pages.show_home", ("pages",)),
    Link(_l("Missions"), "missions.list_missions", ("missions",), count=lambda waiting: waiting.validations),
    Link(_l("Talents"), "talents.list_talents", ("talents",)),
    Link(
        _l("Applications"),
        "applications.list_applications",
        ("applications", "allocations"),
        count=lambda waiting: waiting.applications,
    ),
    Link(_l("My time"), "time.show_time", ("time",)),
    Link(
        _l("Decisions"),
        "desk.show_desk",
        ("desk",),
        shown=lambda person, waiting: is_employee(person) and bool(waiting.team or waiting.decisions),
        count=lambda waiting: waiting.desk,
    ),
    Link(_l("Pilots"), "pilots.list_pilots", ("pilots",), shown=lambda person, waiting: is_employee(person)),
    Link(
        _l("Engagements"),
        "engagements.list_engagements",
        ("engagements",),
        shown=lambda person, waiting: is_procurement(person),
        count=lambda waiting: waiting.engagements,
    ),
)

ACCOUNT_LINKS: tuple[tuple[Any, str, str], ...] = (
    (_l("My profile"), "profile.show_profile", "user"),
    (_l("Recognitions"), "recognition.list_recognitions", "award"),
    (_l("Skills library"), "skills.list_skills", "file-text"),
    (_l("My account"), "accounts.show_account", "settings"),
)
IMPORT_LINKS: tuple[tuple[Any, str, str], ...] = (
    (_l("Bring people in"), "administration.show_people_import", "upload"),
)
ADMINISTRATOR_LINKS: tuple[tuple[Any, str, str], ...] = ((_l("Accounts"), "administration.list_accounts", "lock"),)
FOOT_LINKS: tuple[tuple[Any, str], ...] = ((_l("About the data"), "skills.show_sources"),)
DEMO_LINKS: tuple[tuple[Any, str, str], ...] = ((_l("Outbox"), "mail.list_mails", "mail"),)


def navigation() -> list[dict[str, Any]]:
    """The links for the person signed in, with `label`, `href`, `current` and `count` (None when nothing waits)."""
    person = current_person()
    if person is None:
        return []
    waiting = waiting_for(person)
    room = (request.endpoint or "").partition(".")[0]
    return [
        {
            "label": link.label,
            "href": url_for(link.endpoint),
            "current": room in link.rooms,
            "count": link.count(waiting) or None,
        }
        for link in LINKS
        if link.endpoint in current_app.view_functions and link.shown(person, waiting)
    ]


def account_links() -> list[dict[str, Any]]:
    """The links of the menu under the person's initials, with `label`, `href` and `icon`."""
    person = current_person()
    links = ACCOUNT_LINKS + (IMPORT_LINKS if person is not None and people_import(person) else ())
    links += ADMINISTRATOR_LINKS if person is not None and account_administer(person) else ()
    links += DEMO_LINKS if current_app.config["DEMO"] else ()
    return [
        {"label": label, "href": url_for(endpoint), "icon": icon}
        for label, endpoint, icon in links
        if endpoint in current_app.view_functions
    ]


def footer_links() -> list[dict[str, Any]]:
    """The links under every page, public ones too, with `label` and `href`."""
    return [{"label": label, "href": url_for(endpoint)} for label, endpoint in FOOT_LINKS]


def install(app: Flask) -> None:
    """Offer the links to templates."""
    app.jinja_env.globals.update(navigation=navigation, account_links=account_links, footer_links=footer_links)
