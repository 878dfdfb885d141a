"""Reading the search page and the directory as a person would."""

from __future__ import annotations

from tests.visitor import Page, text_of


def titles_of(page: Page) -> list[str]:
    """What the list names, in order."""
    return [text_of(link) for link in page.find("a", class_="cover")]


def counts_of(page: Page) -> dict[str, int]:
    """How many things each tab says it holds."""
    tabs = next(page.find("nav", class_="tabs"))
    return {text_of(a).rsplit(" ", 1)[0]: int(text_of(a).rsplit(" ", 1)[1]) for a in tabs.iter("a")}
