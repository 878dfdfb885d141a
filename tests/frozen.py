"""Reading a folder of files as a visitor's browser would, for the tests."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import html5lib
from selectolax.lexbor import LexborHTMLParser

ADDRESSES = (
    ("a", "href"),
    ("link", "href"),
    ("script", "src"),
    ("img", "src"),
    ("use", "href"),
    ("form", "data-words"),
)
NOT_LOADED = {"canonical", "alternate"}
CSS_ADDRESS = re.compile(r'url\("?([^")]+)')


def addresses_in(path: Path) -> set[str]:
    """Every address that a page or a style sheet leads to or loads, as it is written there."""
    text = path.read_text("utf-8")
    if path.suffix == ".css":
        return set(CSS_ADDRESS.findall(text))
    found = set()
    for tag, name in ADDRESSES:
        for node in LexborHTMLParser(text).css(f"{tag}[{name}]"):
            relations = set((node.attributes.get("rel") or "").split())
            if not (tag == "link" and relations & NOT_LOADED):
                found.add(node.attributes[name] or "")
    return found


def file_at(folder: Path, page: Path, address: str) -> Path | None:
    """The file that an address of a page of the folder means; None when it leads elsewhere."""
    here = f"http://site/{page.relative_to(folder).as_posix()}"
    parts = urlsplit(urljoin(here, address))
    if parts.netloc != "site":
        return None
    return folder / unquote(parts.path).lstrip("/")


def crawl(folder: Path) -> tuple[set[str], set[str]]:
    """The files reached from the first page, and the addresses that lead out of the folder. Each file must be there."""
    left, seen, outside = [folder / "index.html"], set(), set()
    while left:
        path = left.pop()
        name = path.relative_to(folder).as_posix()
        if name in seen:
            continue
        assert path.is_file(), name
        seen.add(name)
        if path.suffix in (".html", ".css"):
            for address in addresses_in(path):
                target = file_at(folder, path, address)
                outside.add(address) if target is None else left.append(target)
    return seen, outside


def faults_of(page: str) -> list[str]:
    """What a strict reader of HTML would complain of: errors of the parser, ids said twice, references to none."""
    parser = html5lib.HTMLParser(strict=False)
    parser.parse(page)
    found = [f"{place}: {code} {values}" for place, code, values in parser.errors]
    tree = LexborHTMLParser(page)
    ids = [node.attributes["id"] for node in tree.css("[id]")]
    found += [f"twice: {one}" for one in set(ids) if ids.count(one) > 1]
    for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
        for node in tree.css(f"[{name}]"):
            found += [f"{name}={one}" for one in (node.attributes[name] or "").split() if one not in ids]
    return found
