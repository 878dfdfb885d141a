"""Reading the list below the search box as a person would."""

from __future__ import annotations

from urllib.parse import quote

from tests.visitor import Page, Visitor, text_of

Groups = dict[str, list[tuple[str, str]]]


def typed(visitor: Visitor, text: str) -> Page:
    """What the box is given for what is typed in it."""
    return visitor.fragment(f"/search/suggest?q={quote(text)}", "find_list")


def groups_of(page: Page) -> Groups:
    """The name and the address of each suggestion, by the title of its group."""
    groups: Groups = {}
    for group in page.find("div", role="group"):
        title = text_of(page.by_id(group.attrib["aria-labelledby"]))
        groups[title] = [
            (_name_of(option), option.attrib["href"]) for option in group.iter("a") if option.attrib["role"] == "option"
        ]
    return groups


def names_of(page: Page, group: str) -> list[str]:
    """The names in one group."""
    return [name for name, _href in groups_of(page).get(group, [])]


def said_of(page: Page) -> str:
    """What is said aloud of the list."""
    return next(div.attrib["data-said"] for div in page.root.iter("div") if "data-said" in div.attrib)


def _name_of(option: object) -> str:
    return next(text_of(span) for span in option.iter("span") if span.attrib["class"] == "found-name")
