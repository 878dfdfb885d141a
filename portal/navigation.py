"""The header's links: what each person can open, and how many things wait for them there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from flask import Flask, current_app, request, url_for

from portal.core.i18n import lazy_gettext as _l
from portal.organization.models import Person
from portal.policies import (
    account_administer,
    catalogue_decide,
    is_employee,
    is_procurement,
    library_govern,
    people_import,
)
from portal.waiting import Announced, announced_to
from portal.web.access import current_person


@dataclass(frozen=True)
class Link:
    """An entry of the header. `shown` says for whom, `count` how many things wait, `rooms` where one is."""

    label: Any
    endpoint: str
    rooms: tuple[str, ...]
    shown: Callable[[Person, Announced], bool] = lambda person, waiting: True
    count: Callable[[Announced], int] = lambda waiting: 0


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
        ("desk", "delegations", "several", "team"),
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
    (_l("My searches"), "searches.list_searches", "search"),
    (_l("My calendars"), "calendars.list_calendars", "calendar"),
    (_l("Skills library"), "skills.list_skills", "file-text"),
    (_l("My account"), "accounts.show_account", "settings"),
)
IMPORT_LINKS: tuple[tuple[Any, str, str], ...] = (
    (_l("Bring people in"), "administration.show_people_import", "upload"),
)
CATALOGUE_LINKS: tuple[tuple[Any, str, str], ...] = ((_l("The public catalogue"), "public.show_setting", "globe"),)
LIBRARY_LINKS: tuple[tuple[Any, str, str], ...] = (
    (_l("The librarian’s desk"), "librarian.list_proposals", "book"),
    (_l("Looked for in vain"), "unmet.list_unmet", "search"),
    (_l("Reported missions"), "reports.list_reports", "alert-triangle"),
    (_l("Missions without an owner"), "transfers.list_ownerless", "users"),
    (_l("Ended without anyone"), "unfilled.list_unfilled", "briefcase"),
)
ADMINISTRATOR_LINKS: tuple[tuple[Any, str, str], ...] = (
    (_l("Accounts"), "administration.list_accounts", "lock"),
    (_l("Mails that did not leave"), "administration.list_stuck_mails", "mail"),
)
FOOT_LINKS: tuple[tuple[Any, str], ...] = ((_l("About the data"), "skills.show_sources"),)
DEMO_LINKS: tuple[tuple[Any, str, str], ...] = ((_l("Outbox of the demo"), "mail.list_mails", "mail"),)


class NavigationLink(NamedTuple):
    """A link of the header as it is drawn; `waiting` is how many things wait there."""

    label: str
    href: str
    current: bool
    waiting: int


def navigation() -> tuple[NavigationLink, ...]:
    """The links of the header for the person signed in; none for a stranger."""
    person = current_person()
    if person is None:
        return ()
    waiting = announced_to(person)
    room = (request.endpoint or "").partition(".")[0]
    return tuple(
        NavigationLink(str(link.label), url_for(link.endpoint), room in link.rooms, link.count(waiting))
        for link in LINKS
        if link.shown(person, waiting)
    )


def unread_notices() -> int:
    """How many notifications the person signed in has not read."""
    person = current_person()
    return announced_to(person).unread if person is not None else 0


def account_links() -> tuple[tuple[str, str, str], ...]:
    """The links of the menu under the person's initials: label, address and icon."""
    person = current_person()
    links = ACCOUNT_LINKS + (LIBRARY_LINKS if person is not None and library_govern(person) else ())
    links += CATALOGUE_LINKS if person is not None and catalogue_decide(person) else ()
    links += IMPORT_LINKS if person is not None and people_import(person) else ()
    links += ADMINISTRATOR_LINKS if person is not None and account_administer(person) else ()
    links += DEMO_LINKS if current_app.config["DEMO"] else ()
    return tuple((str(label), url_for(endpoint), icon) for label, endpoint, icon in links)


def footer_links() -> tuple[tuple[str, str], ...]:
    """The links under every page, public ones too: label and address."""
    return tuple((str(label), url_for(endpoint)) for label, endpoint in FOOT_LINKS)


def install(app: Flask) -> None:
    """Offer the links to templates."""
    app.jinja_env.globals.update(
        navigation=navigation, unread_notices=unread_notices, account_links=account_links, footer_links=footer_links
    )
