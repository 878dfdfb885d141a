"""The public catalogue as a folder of files that any file server can host, under any path.

    DIR/index.html             the choice of a language
    DIR/fr/index.html          the list; fr/missions/….html a mission; fr/atom.xml the feed; fr/words.json its words
    DIR/en/…                   the same in English
    DIR/static/…               what the pages are drawn with, and nothing else of the portal
    DIR/sitemap.xml            every page; DIR/robots.txt what robots may read
    DIR/transverse-site.json   the files that are ours, so that no other folder is ever replaced

Pages link to each other by relative addresses, and to the portal by its own, to apply. What is written depends on what
the public reads and on nothing else: the same twice gives the same bytes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from flask import current_app, render_template, url_for

from portal.core.bilingual import pick
from portal.core.folding import fold_text
from portal.core.i18n import LOCALES, other_locale, speaking
from portal.mail.outbox import link_to
from portal.public import announcing, pages, queries
from portal.public.postings import TOLD
from portal.public.sheets import PublicSheet

MARK = "transverse-site.json"
# As the portal's own, save what a page cannot say of itself (who may frame it).
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self';"
    " form-action 'none'; base-uri 'none'"
)
_NAMED = re.compile(r'(?:href|src)="[^"]*?static/([^"?#]+)')
_DRAWN_WITH = re.compile(r'url\("?\.\./([^")?#]+)')
_WORD = re.compile(r"[\w+#.]+")


class NotOurs(Exception):
    """The folder holds something that was not written here."""


@dataclass(frozen=True)
class InFolder:
    """Where pages are for one that lies `up` folders below the root, the whole being found at `address`."""

    up: int
    address: str
    words: str = "words.json"

    def home(self, lang: str, page: int = 1) -> str:
        """The list: all of it."""
        return f"{self._root}{lang}/index.html"

    def mission(self, public_id: str, lang: str) -> str:
        """One mission."""
        return f"{self._root}{lang}/missions/{public_id}.html"

    def feed(self, lang: str) -> str:
        """The feed."""
        return f"{self._root}{lang}/atom.xml"

    def portal(self) -> str:
        """The first page of the portal, for those who have an account."""
        return link_to("pages.show_home")

    def apply(self, public_id: str) -> str:
        """Where someone who has an account applies: in the portal."""
        return link_to("missions.show_mission", public_id=public_id)

    def whole_home(self, lang: str, page: int = 1) -> str:
        """The list, from anywhere."""
        return f"{self.address}{lang}/"

    def whole_mission(self, public_id: str, lang: str) -> str:
        """One mission, from anywhere."""
        return f"{self.address}{lang}/missions/{public_id}.html"

    def whole_feed(self, lang: str) -> str:
        """The feed, from anywhere."""
        return f"{self.address}{lang}/atom.xml"

    @property
    def _root(self) -> str:
        return "../" * self.up


def freeze(folder: Path, address: str) -> tuple[int, int]:
    """Write the catalogue in `folder`, which is found at `address`, in the place of the one written there before.
    Returns how many missions and how many files.

    It is written aside and takes its place whole. While there is no catalogue, one without any mission takes the place
    of the former. Raises `NotOurs` when the folder holds anything else.
    """
    _check(folder)
    standing = queries.standing()
    sheets = queries.every_mission() if standing.is_on else []
    files = dict(_files(sheets, standing.organization, address if address.endswith("/") else f"{address}/"))
    files[MARK] = json.dumps({"files": sorted(files)}, indent=1).encode()
    aside = folder.with_name(f".{folder.name}.{os.getpid()}.new")
    try:
        for name, content in files.items():
            path = aside / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        _take_its_place(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return len(sheets), len(files)


def _check(folder: Path) -> None:
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        return
    if not folder.is_dir():
        raise NotOurs
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    try:
        ours = set(json.loads((folder / MARK).read_text("utf-8"))["files"]) | {MARK}
    except (OSError, ValueError, KeyError, TypeError):
        ours = set()
    if not found <= ours:
        raise NotOurs


def _take_its_place(aside: Path, folder: Path) -> None:
    former = folder.with_name(f".{folder.name}.{os.getpid()}.old")
    if folder.exists():
        folder.rename(former)
    aside.rename(folder)
    shutil.rmtree(former, ignore_errors=True)


def _files(sheets: list[PublicSheet], organization: str, address: str) -> Iterator[tuple[str, bytes]]:
    """Every file by its path."""
    drawn: set[str] = set()
    for name, page in _pages(sheets, organization, address):
        drawn.update(_NAMED.findall(page))
        yield name, page.encode()
    site = InFolder(0, address)
    for lang in LOCALES:
        with speaking(lang):
            yield f"{lang}/atom.xml", announcing.write_feed(sheets, site, organization, lang)
        yield f"{lang}/words.json", _words(sheets).encode()
    yield "sitemap.xml", announcing.write_map(sheets, site)
    path = urlsplit(address).path
    yield "robots.txt", announcing.write_robots([path], f"{address}sitemap.xml").encode()
    yield from _statics(drawn)


def _pages(sheets: list[PublicSheet], organization: str, address: str) -> Iterator[tuple[str, str]]:
    top, below, deep = (InFolder(up, address) for up in range(3))
    yield "index.html", _placed(_door(top, organization), "")
    for lang in LOCALES:
        home = pages.list_page(sheets, None, below, organization, lang, policy=POLICY)
        yield f"{lang}/index.html", _placed(home, "../")
        for sheet in sheets:
            page = pages.mission_page(sheet, deep, organization, lang, policy=POLICY)
            yield f"{lang}/missions/{sheet.public_id}.html", _placed(page, "../../")


def _door(site: InFolder, organization: str) -> str:
    """The first page says both languages: nobody is sent anywhere."""
    lang = LOCALES[0]
    with speaking(lang):
        return render_template(
            "public/door.html",
            site=site,
            locale=lang,
            other_locale=other_locale(lang),
            organization=organization,
            here={one: site.home(one) for one in LOCALES},
            whole={one: site.whole_home(one) for one in LOCALES},
            policy=POLICY,
        )


def _placed(page: str, root: str) -> str:
    """A page whose static files lie beside it."""
    return page.replace(f'"{url_for("static", filename="")}', f'"{root}static/')


def _words(sheets: Iterable[PublicSheet]) -> str:
    """The folded words of each mission, in both languages: what is typed is looked for in all of them."""
    found = {}
    for sheet in sheets:
        texts = [sheet.place]
        for lang in LOCALES:
            texts += [pick(sheet, name, lang).text for name in ("title", *TOLD)]
            texts += [pick(skill, "label", lang).text for skill in sheet.skills]
        words = _WORD.findall(fold_text("\n".join(texts)) or "")
        found[sheet.public_id] = " ".join(sorted({word.strip(".") or word for word in words}))
    return json.dumps(found, ensure_ascii=False, sort_keys=True)


def _statics(names: set[str]) -> Iterator[tuple[str, bytes]]:
    """The static files of these names, and what they are drawn with themselves."""
    root = Path(current_app.static_folder or "")
    left, done = sorted(names), set()
    while left:
        name = left.pop()
        if name in done:
            continue
        done.add(name)
        content = (root / name).read_bytes()
        if PurePosixPath(name).suffix == ".css":
            left += _DRAWN_WITH.findall(content.decode())
        yield f"static/{name}", content
