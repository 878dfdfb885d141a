"""The pages of the catalogue as text, the same in the portal and in a folder of files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import render_template

from portal.core.bilingual import pick
from portal.core.i18n import LOCALES, other_locale, speaking
from portal.core.pagination import Page
from portal.missions import wording
from portal.missions.labels import BRIEF_TITLES, LANGUAGES
from portal.public.postings import TOLD, posting_of
from portal.public.sheets import PublicSheet
from portal.public.site import Site


def words_for(sheet: PublicSheet, lang: str) -> dict[str, Any]:
    """What the part of a page that shows a mission is given: `public/_mission.html`."""
    return {
        "sheet": sheet,
        "title": pick(sheet, "title", lang),
        "parts": [(BRIEF_TITLES[name], pick(sheet, name, lang)) for name in TOLD if pick(sheet, name, lang)],
        "languages": LANGUAGES,
        "say": wording,
    }


def mission_page(sheet: PublicSheet, site: Site, organization: str, lang: str, **more: Any) -> str:
    """The page of one mission, in a language."""
    whole = {one: site.whole_mission(sheet.public_id, one) for one in LOCALES}
    with speaking(lang):
        return render_template(
            "public/mission.html",
            **words_for(sheet, lang),
            **_around(site, lang, organization, {one: site.mission(sheet.public_id, one) for one in LOCALES}, whole),
            posting=posting_of(sheet, organization, whole[lang], lang),
            **more,
        )


def list_page(
    sheets: Sequence[PublicSheet], page: Page | None, site: Site, organization: str, lang: str, **more: Any
) -> str:
    """The list, in a language: all of it, or one page."""
    number = page.number if page else 1
    with speaking(lang):
        return render_template(
            "public/list.html",
            missions=sheets,
            page=page,
            say=wording,
            total=page.total if page else len(sheets),
            **_around(
                site,
                lang,
                organization,
                {one: site.home(one, number) for one in LOCALES},
                {one: site.whole_home(one, number) for one in LOCALES},
            ),
            **more,
        )


def _around(site: Site, lang: str, organization: str, here: dict[str, str], whole: dict[str, str]) -> dict[str, Any]:
    """What the frame of a public page is given: `here` and `whole` are its addresses by language."""
    return {
        "site": site,
        "locale": lang,
        "other_locale": other_locale(lang),
        "organization": organization,
        "here": here,
        "whole": whole,
    }
