"""Every main page as each of its readers meets it: nothing for axe to say, nothing cut, one title, a silent console."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import axe_playwright_python
import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Door
from tests.browser.screen import Screen

pytestmark = pytest.mark.browser

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
# Neither what is in order nor where each element stands is asked for, nor style sheets fetched for rules that are off.
RUN_AXE = """() => axe.run(document, {resultTypes: ['violations'], selectors: false, preload: {assets: ['media']}})
    .then(results => results.violations)"""
UNFOLD = "() => document.querySelectorAll('details').forEach(details => { details.open = true; })"
TOO_WIDE = """() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return null;
    const wide = [...document.querySelectorAll('body *')].filter(
        item => item.getBoundingClientRect().right > width + 1 && !item.closest('.scroll'));
    return wide.slice(0, 4).map(item => item.outerHTML.slice(0, 120));
}"""
NARROW = 320
PUBLIC_ID = re.compile(r"[A-Za-z0-9_-]{22}")

# Who reads, and what they meet besides what the header and the pages themselves lead to.
READERS = {
    "ines.carvalho@merane.example": (
        *("/search?q=données", "/search?q=xyzzy", "/no-such-page", "/search?kind=talent&free=20&contract=freelance"),
        "/search?q=données&kind=mission&remote=fully&share=20&sort=fit",
    ),
    "nadia.benali@merane.example": ("/missions?state=ended",),
    "karim.haddad@merane.example": ("/missions?state=mine", "/applications/received", "/talents?share=20"),
    "camille.roussel@merane.example": ("/missions?state=to_validate", "/library/proposals", "/library/pairs"),
    "mathilde.oberle@merane.example": (),
    "yannick.leguen@merane.example": (),
    "alban.verschueren@merane.example": (),
    "sofia@marchetti-accessibilite.example": ("/search?q=données",),
}
EXTERNAL = "sofia@marchetti-accessibilite.example"
# What stands on these depends on who reads.
PERSONAL = re.compile(r"^/$|^/(missions|applications|authorizations|recognitions)/\*$")
SAME_FOR_ALL = re.compile(r"^/(outbox|skills|account|profile/.*|time|recognitions)$|^/skills")
OMITTED = re.compile(r"\.(csv|pdf|json|ics)(\?|$)|[?&](page|sort)=")
LINKS = """() => [...document.querySelectorAll('main a[href^="/"]')].map(link => link.getAttribute('href'))"""


@dataclass(frozen=True)
class Look:
    """A language, a width and a colour scheme."""

    locale: str
    width: int
    scheme: str


@pytest.mark.parametrize(
    "look", [Look("fr", 1280, "light"), Look("en", 390, "dark")], ids=["fr-wide", "en-narrow-dark"]
)
def test_every_page_is_in_order(door: Door, look: Look) -> None:
    options = {"viewport": {"width": look.width, "height": 900}, "color_scheme": look.scheme}
    found: list[str] = []
    seen: set[str] = set()
    public = door.window(look.locale, **options)
    for path in ("/sign-in", "/sign-in/link", "/about/data"):
        found += faults(public, path)
    for email, more in READERS.items():
        screen = door.enter(email, look.locale, **options)
        for path in pages_of(screen, more, seen, email):
            found += [f"{email.partition('@')[0]} {fault}" for fault in faults(screen, path)]
    assert not found, "\n".join(found)
    assert len(seen) > 55, sorted(seen)


def pages_of(screen: Screen, more: tuple[str, ...], seen: set[str], reader: str) -> Iterator[str]:
    """The header's pages, those asked for, then what they lead to: one page of each kind."""
    screen.open("/")
    header = screen.page.locator("header .nav a, header .menu a").evaluate_all(
        "links => links.map(link => link.getAttribute('href'))"
    )
    asked = set(more)
    waiting = ["/", *header, *more]
    while waiting:
        path = waiting.pop(0).partition("#")[0]
        kind = kind_of(path, reader)
        if (kind in seen and path not in asked) or OMITTED.search(path):
            continue
        asked.discard(path)
        seen.add(kind)
        yield path
        waiting += screen.page.evaluate(LINKS)


def kind_of(path: str, reader: str) -> str:
    """Which template a page is likely to come from, and for whom."""
    place, _, query = path.partition("?")
    place = PUBLIC_ID.sub("*", place)
    names = "&".join(sorted({name for name, _ in parse_qsl(query)}))
    is_own = PERSONAL.match(place) or (reader == EXTERNAL and not SAME_FOR_ALL.match(place))
    who = reader if is_own else ""
    return f"{place}?{names} {who}"


def faults(screen: Screen, path: str) -> list[str]:
    """What is wrong with the page at an address, its status first."""
    answer = screen.page.goto(path)
    wanted = 404 if path == "/no-such-page" else 200
    found = [] if answer and answer.status == wanted else [f"answers {answer and answer.status}"]
    return [f"{path}: {fault}" for fault in found + faults_here(screen)]


def faults_here(screen: Screen) -> list[str]:
    """What is wrong with the page it shows: see `faults_of_page`."""
    return faults_of_page(screen.page)


def faults_of_page(page: Page) -> list[str]:
    """What is wrong with a page: its title, what axe says, what does not fit in 320 pixels."""
    found = [] if page.locator("h1").count() == 1 else [f"has {page.locator('h1').count()} h1"]
    page.evaluate(UNFOLD)
    page.evaluate(AXE)
    found += [said(violation) for violation in page.evaluate(RUN_AXE)]
    size = page.viewport_size
    page.set_viewport_size({"width": NARROW, "height": 800})
    if wide := page.evaluate(TOO_WIDE):
        found.append(f"is too wide for {NARROW} px: {wide}")
    if size:
        page.set_viewport_size(size)
    return found


def test_refused_forms_are_in_order(door: Door) -> None:
    screen = door.enter("karim.haddad@merane.example", "en", viewport={"width": 390, "height": 900})
    screen.open("/missions/new")
    screen.write({"seats-0-percent": "7", "co_owner": "Nobody", "seats-0-skills-0-label": "No such skill"})
    screen.press("Save and submit for validation")
    assert faults_here(screen) == []
    screen.open("/profile/experience/new")
    screen.write({"started_on": "2021-09", "ended_on": "2020-01"})
    screen.press("Add it to my profile")
    assert faults_here(screen) == []


def said(violation: dict[str, Any]) -> str:
    """What axe has against a page, in a line."""
    nodes = [node["html"][:160] for node in violation["nodes"][:3]]
    return f"{violation['id']} ({len(violation['nodes'])}): {nodes}"
