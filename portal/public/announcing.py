"""What tells machines of the missions read outside: the feed, the site map, what robots may read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.etree import ElementTree

from flask import current_app

from portal.core import clock
from portal.core.bilingual import pick
from portal.core.i18n import LOCALES
from portal.core.i18n import gettext as _
from portal.discovery.feeds import atom
from portal.missions.wording import where
from portal.public.sheets import PublicSheet
from portal.public.site import Site

MOST = 40
# What a feed without any entry says that it was last changed: always the same.
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
_MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"

ElementTree.register_namespace("xhtml", _XHTML)


def write_feed(sheets: Sequence[PublicSheet], site: Site, organization: str, lang: str) -> bytes:
    """The latest missions as an Atom document, in the present language, which is `lang`."""
    latest = sheets[:MOST]
    return atom.write(
        atom.Feed(
            name=f"public:{current_app.config['BASE_URL']}:{lang}",
            title=_("Open missions · %(organization)s", organization=organization),
            author=organization,
            address=site.whole_feed(lang),
            link=site.whole_home(lang),
            lang=lang,
            updated=max((sheet.agreed_at for sheet in latest), default=_NEVER),
            entries=[_entry(sheet, site, lang) for sheet in latest],
        )
    )


def _entry(sheet: PublicSheet, site: Site, lang: str) -> atom.Entry:
    return atom.Entry(
        name=f"public:{sheet.public_id}:{lang}",
        title=pick(sheet, "title", lang).text,
        link=site.whole_mission(sheet.public_id, lang),
        updated=sheet.agreed_at,
        published=sheet.since,
        summary=" · ".join(filter(None, (pick(sheet, "objective", lang).text, where(sheet)))),
        categories=[pick(skill, "label", lang).text for skill in sheet.skills],
    )


def write_map(sheets: Sequence[PublicSheet], site: Site) -> bytes:
    """Every page in both languages, each naming the other, as https://www.sitemaps.org/protocol.html has it."""
    root = ElementTree.Element("urlset", {"xmlns": _MAP})
    _add(root, {lang: site.whole_home(lang) for lang in LOCALES}, max((one.agreed_at for one in sheets), default=None))
    for sheet in sheets:
        _add(root, {lang: site.whole_mission(sheet.public_id, lang) for lang in LOCALES}, sheet.agreed_at)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _add(root: ElementTree.Element, addresses: dict[str, str], changed: datetime | None) -> None:
    for address in addresses.values():
        url = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(url, "loc").text = address
        if changed is not None:
            ElementTree.SubElement(url, "lastmod").text = clock.local_day(changed).isoformat()
        for lang, other in addresses.items():
            ElementTree.SubElement(url, f"{{{_XHTML}}}link", {"rel": "alternate", "hreflang": lang, "href": other})


def write_robots(allowed: Sequence[str], address_of_map: str) -> str:
    """What robots may read (RFC 9309): these paths, and nothing else."""
    lines = ["User-agent: *", *(f"Allow: {path}" for path in allowed), "Disallow: /", "", f"Sitemap: {address_of_map}"]
    return "\n".join(lines) + "\n"
