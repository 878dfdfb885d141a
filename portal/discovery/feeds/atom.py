"""An Atom document (RFC 4287): plain values in, bytes out."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree

NAMESPACE = "http://www.w3.org/2005/Atom"
MEDIA_TYPE = "application/atom+xml"
# What XML 1.0 has no way to write.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IDS = uuid.UUID("6b0d8a0e-4d0c-4a5e-9d6b-0f4b9f7a5d21")

ElementTree.register_namespace("", NAMESPACE)


@dataclass(frozen=True)
class Entry:
    """One thing of a feed. `name` is what identifies it for good, whatever its address becomes; `author` who answers
    for it, empty for the feed's own."""

    name: str
    title: str
    link: str
    updated: datetime
    published: datetime | None = None
    summary: str = ""
    author: str = ""
    categories: Sequence[str] = ()


@dataclass(frozen=True)
class Feed:
    """A feed, its latest entry first. `address` is its own, `link` that of the page it follows."""

    name: str
    title: str
    author: str
    address: str
    link: str
    lang: str
    updated: datetime
    entries: Sequence[Entry]


def write(feed: Feed) -> bytes:
    """The document, in UTF-8."""
    root = ElementTree.Element(_tag("feed"), {"xml:lang": feed.lang})
    _text(root, "id", identity(feed.name))
    _text(root, "title", feed.title)
    _text(root, "updated", _instant(feed.updated))
    _author(root, feed.author)
    _link(root, "self", feed.address, MEDIA_TYPE)
    _link(root, "alternate", feed.link, "text/html")
    for entry in feed.entries:
        _add(root, entry)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def identity(name: str) -> str:
    """The identifier that goes with a name for good (RFC 4122, 4.3): no address of ours stands in it."""
    return uuid.uuid5(_IDS, name).urn


def _add(root: ElementTree.Element, entry: Entry) -> None:
    element = ElementTree.SubElement(root, _tag("entry"))
    _text(element, "id", identity(entry.name))
    _text(element, "title", entry.title)
    _text(element, "updated", _instant(entry.updated))
    if entry.published is not None:
        _text(element, "published", _instant(entry.published))
    if entry.author:
        _author(element, entry.author)
    _link(element, "alternate", entry.link, "text/html")
    for category in entry.categories:
        ElementTree.SubElement(element, _tag("category"), {"term": _clean(category)})
    if entry.summary:
        _text(element, "summary", entry.summary)


def _author(parent: ElementTree.Element, name: str) -> None:
    _text(ElementTree.SubElement(parent, _tag("author")), "name", name)


def _link(parent: ElementTree.Element, relation: str, address: str, media_type: str) -> None:
    ElementTree.SubElement(parent, _tag("link"), {"rel": relation, "href": address, "type": media_type})


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, _tag(name)).text = _clean(text)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _clean(text: str) -> str:
    return _UNWRITABLE.sub(" ", text)


def _instant(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
