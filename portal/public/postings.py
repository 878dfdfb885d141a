"""A mission as a `JobPosting` of schema.org: what search engines read of its page.

Everything that Google requires is there, and nothing that the page itself does not say:
https://developers.google.com/search/docs/appearance/structured-data/job-posting
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from flask import current_app
from markupsafe import Markup, escape

from portal.core import clock
from portal.core.bilingual import pick
from portal.missions.models import Remote
from portal.public.sheets import PublicSheet

TOLD = ("objective", "deliverables", "context")
_LAST_MOMENT = time(23, 59, 59)
_DASHES = ("- ", "• ", "* ")


def posting_of(sheet: PublicSheet, organization: str, address: str, lang: str) -> dict[str, Any]:
    """The posting, in a language; `organization` is who hires, `address` that of the page. Its places are contracts: an
    external has no other here.
    """
    posting: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": pick(sheet, "title", lang).text,
        "description": "".join(_paragraphs(sheet, lang)),
        "url": address,
        "identifier": {"@type": "PropertyValue", "name": organization, "value": sheet.public_id},
        "datePosted": clock.local_day(sheet.since).isoformat(),
        "hiringOrganization": {"@type": "Organization", "name": organization},
        "employmentType": "CONTRACTOR",
        "directApply": False,
    }
    if sheet.closes_on is not None:
        posting["validThrough"] = datetime.combine(sheet.closes_on, _LAST_MOMENT, clock.ZONE).isoformat()
    if sheet.skills:
        posting["skills"] = ", ".join(pick(skill, "label", lang).text for skill in sheet.skills)
    return posting | _where(sheet)


def _where(sheet: PublicSheet) -> dict[str, Any]:
    country = current_app.config["COUNTRY"]
    if sheet.remote is Remote.FULLY:
        required = {"@type": "Country", "name": country}
        return {"jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": required}
    address = {"@type": "PostalAddress", "addressCountry": country}
    if sheet.place:
        address["addressLocality"] = sheet.place
    return {"jobLocation": {"@type": "Place", "address": address}}


def _paragraphs(sheet: PublicSheet, lang: str) -> Iterator[str]:
    for name in TOLD:
        items: list[Markup] = []
        for line in pick(sheet, name, lang).text.splitlines():
            text = line.strip()
            if text.startswith(_DASHES):
                items.append(Markup("<li>{}</li>").format(text[2:].strip()))
                continue
            yield from _list(items)
            items = []
            if text:
                yield Markup("<p>{}</p>").format(escape(text))
        yield from _list(items)


def _list(items: list[Markup]) -> Iterator[str]:
    if items:
        yield Markup("<ul>{}</ul>").format(Markup().join(items))
