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


def chips_of(page: Page) -> dict[str, str]:
    """The filters that can be removed, with the address of the search without each."""
    remove = "Remove the filter:"
    found = {text_of(link): link.attrib["href"] for link in page.find("a", class_="chip")}
    return {text.removeprefix(remove).strip(): href for text, href in found.items() if text.startswith(remove)}


def boxes_of(page: Page, name: str) -> dict[str, int]:
    """How many answers each box of a facet would show."""
    found = {}
    for label in page.find("label"):
        if any(box.attrib.get("name") == name for box in label.iter("input")):
            words = [text_of(one) for one in label.iter("span")]
            found[words[0]] = int(words[1]) if len(words) > 1 else -1
    return found
