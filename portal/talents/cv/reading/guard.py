"""What stands between a file from anywhere and its readers: how deep, how many, which characters."""

from __future__ import annotations

import json
import re
import unicodedata
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l

DEEPEST = 40
MOST_ELEMENTS = 50_000
MOST_ENTRIES = 300
LONGEST_READ = 20_000
# What turns the direction of the text that follows: a title could be made to read as another.
_TURNS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# A string, ended or not, or a bracket outside of one: read once from left to right, whatever is in it.
_MARKS = re.compile(r'"(?:[^"\\]++|\\.?)*+(?:"|\Z)|[\[\]{}]', re.DOTALL)


def refuse(sentence: Any) -> Invalid:
    """The error that shows a sentence at the field of the file."""
    return Invalid(fields={"file": sentence})


def decode(data: bytes) -> str:
    """A JSON text in UTF-8, with or without its mark. Raises `Invalid`."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refuse(_l("This file is not in UTF-8. Save it again in UTF-8.")) from None


def load_json(text: str) -> Any:
    """A JSON document at most `DEEPEST` deep, without NaN. Raises `Invalid`."""
    depth = 0
    for found in _MARKS.finditer(text):
        mark = found[0][0]
        depth += (mark in "[{") - (mark in "]}")
        if depth > DEEPEST:
            raise refuse(_l("This file is nested too deep to be a CV."))
    try:
        return json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise refuse(_l("This file is not valid JSON.")) from None


def _no_constant(name: str) -> Any:
    raise ValueError(name)


class _Counting(TreeBuilder):
    """Builds a tree of a size that a CV may have."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.count = 0

    def start(self, tag: Any, attrs: Any, /) -> Element:
        self.depth += 1
        self.count += 1
        if self.depth > DEEPEST:
            raise refuse(_l("This file is nested too deep to be a CV."))
        if self.count > MOST_ELEMENTS:
            raise refuse(_l("This file has too many elements to be a CV."))
        return super().start(tag, attrs)

    def end(self, tag: Any, /) -> Element:
        self.depth -= 1
        return super().end(tag)


def load_xml(data: bytes) -> Element:
    """The root of an XML document without DTD, hence without entities of its own. Raises `Invalid`."""
    parser = DefusedXMLParser(target=_Counting(), forbid_dtd=True, forbid_entities=True, forbid_external=True)
    try:
        parser.feed(data)
        root: Element = parser.close()
    except DefusedXmlException:
        raise refuse(_l("This file declares a document type or entities. Such files are refused.")) from None
    except (ParseError, ValueError, LookupError):
        raise refuse(_l("This file is not valid XML.")) from None
    return root


def clean(value: Any) -> str:
    """A text of a file, without what no text holds; empty when it is no text, or data in the place of one."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value)[:LONGEST_READ]
    if text.lstrip()[:5].lower() == "data:":
        return ""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    kept = (c for c in text if c in "\n\t" or (unicodedata.category(c) not in ("Cc", "Cs", "Cn") and c not in _TURNS))
    return "".join(kept).strip()


def one_line(value: Any) -> str:
    """The same, on one line."""
    return " ".join(clean(value).split())


def paragraphs(value: Any) -> str:
    """The same, each line trimmed, with at most one empty line between paragraphs."""
    lines = [line.strip() for line in clean(value).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


class _Plain(HTMLParser):
    """The words of a fragment of HTML, its blocks as paragraphs and its list items as lines with a bullet."""

    BLOCKS = frozenset({"p", "div", "ul", "ol", "br", "h1", "h2", "h3", "h4"})
    SILENT = frozenset({"script", "style"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.silence = 0

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        self.silence += tag in self.SILENT
        if tag == "li":
            self.parts.append("\n\n• ")
        elif tag in self.BLOCKS:
            self.parts.append("\n\n")

    def handle_endtag(self, tag: str) -> None:
        self.silence -= tag in self.SILENT and self.silence > 0
        if tag in self.BLOCKS:
            self.parts.append("\n\n")

    def handle_data(self, data: str) -> None:
        if not self.silence:
            self.parts.append(data)


def plain(value: Any) -> str:
    """The paragraphs of a text that may be HTML, as Europass writes descriptions."""
    text = clean(value)
    if "<" not in text and "&" not in text:
        return paragraphs(text)
    parser = _Plain()
    parser.feed(text)
    parser.close()
    return re.sub(r"•\s+", "• ", paragraphs("".join(parser.parts)))


def entries(value: Any) -> list[dict[str, Any]]:
    """The objects of a list, at most `MOST_ENTRIES`; nothing when it is no list."""
    return [one for one in value if isinstance(one, dict)][:MOST_ENTRIES] if isinstance(value, list) else []


def strings(value: Any) -> list[str]:
    """The texts of a list on one line each, empty ones apart."""
    found = (one_line(one) for one in value[:MOST_ENTRIES]) if isinstance(value, list) else ()
    return [one for one in found if one]


def part(value: Any, *names: str) -> Any:
    """What stands under these names one after the other; None where an object is missing."""
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value
