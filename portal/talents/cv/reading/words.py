"""How files say levels, languages and dates, in the two languages of the portal and a few habits."""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError

from portal.skills.folding import fold
from portal.talents.labels import LANGUAGES
from portal.talents.models import SpokenLevel

EARLIEST, LATEST = 1930, 2100
BULLET = "• "

_LEVELS = {
    4: "teaches teach transmet transmettre expert experte expertise specialist specialiste 4",
    3: "masters master maitrise maitriser advanced avance avancee proficient confirme confirmee fluent senior 3",
    2: "practises practices practice pratique intermediate intermediaire competent autonome working 2",
    1: "notions notion beginner debutant debutante basic basics base bases novice elementary awareness junior 1",
}
_LEVEL_OF = {word: level for level, words in _LEVELS.items() for word in words.split()}

_SPOKEN = {
    SpokenLevel.NATIVE: "native mother maternelle natif bilingual bilingue",
    SpokenLevel.C1: "fluent courant courante full advanced avance",
    SpokenLevel.B2: "professional professionnel professionnelle",
    SpokenLevel.B1: "intermediate intermediaire limited conversational",
    SpokenLevel.A2: "elementary elementaire scolaire",
    SpokenLevel.A1: "beginner debutant basic notions",
}
_SPOKEN_OF = {word: level for level, words in _SPOKEN.items() for word in words.split()}

# ISO 639-2 codes, both where there are two, as Europass writes them; Norwegian under its two written forms.
_THREE_LETTERS = (
    "ara:ar bel:be bul:bg ben:bn bos:bs cat:ca ces:cs cze:cs cym:cy wel:cy dan:da deu:de ger:de ell:el gre:el eng:en "
    "spa:es est:et eus:eu baq:eu fas:fa per:fa fin:fi fra:fr fre:fr gle:ga glg:gl heb:he hin:hi hrv:hr hun:hu hye:hy "
    "arm:hy ind:id isl:is ice:is ita:it jpn:ja kat:ka geo:ka kor:ko ltz:lb lit:lt lav:lv mkd:mk mac:mk msa:ms may:ms "
    "mlt:mt nld:nl dut:nl nor:no nob:no nno:no nb:no nn:no pol:pl por:pt ron:ro rum:ro rus:ru slk:sk slo:sk slv:sl "
    "sqi:sq alb:sq srp:sr swe:sv swa:sw tha:th tur:tr ukr:uk urd:ur vie:vi wol:wo zho:zh chi:zh"
)


def level_of(text: str) -> int | None:
    """The level, from 1 to 4, that a word or a sentence names; None when it names none."""
    found = (_LEVEL_OF.get(word) for word in re.findall(r"[a-z0-9]+", fold(text)))
    return next((level for level in found if level), None)


def spoken_level(text: str) -> str | None:
    """The level of a language that a file writes: a letter and a figure, or words for it."""
    cefr = re.search(r"\b([ABC][12])\b", text.upper())
    if cefr:
        return SpokenLevel(cefr[1]).value
    words = re.findall(r"[a-z]+", fold(text))
    return next((_SPOKEN_OF[word].value for word in words if word in _SPOKEN_OF), None)


def language_code(text: str) -> str | None:
    """The ISO 639-1 code of a language by its code, or its name in French, English or itself."""
    name = fold(re.sub(r"[(\[,/].*", "", text))
    return _codes().get(name) or _codes().get(re.split(r"[-_]", name)[0])


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    known = dict(pair.split(":") for pair in _THREE_LETTERS.split())
    for code in LANGUAGES:
        known[code] = code
        for spoken_in in ("fr", "en", code):
            try:
                named = Locale(spoken_in).languages.get(code)
            except UnknownLocaleError:
                continue
            if named:
                known.setdefault(fold(str(named)), code)
    return known


def first_day(text: str) -> date | None:
    """The day on which something began: a year or a month stands for its first day. None when it is no date."""
    return _day(text, is_end=False)


def last_day(text: str) -> date | None:
    """The day on which something ended: a year or a month stands for its last day. None when it is no date."""
    return _day(text, is_end=True)


def _day(text: str, *, is_end: bool) -> date | None:
    found = re.fullmatch(r"(\d{4})(?:[-/](\d{1,2})(?:[-/](\d{1,2})(?:[T ].{0,40})?)?)?", text.strip(), re.ASCII)
    if found is None or not EARLIEST <= int(found[1]) <= LATEST:
        return None
    year, month = int(found[1]), int(found[2] or (12 if is_end else 1))
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    day = int(found[3] or (last if is_end else 1))
    return date(year, month, day) if 1 <= day <= last else None


def is_ongoing(text: str) -> bool:
    """Whether what stands for an end says that there is none."""
    return fold(text) in ("", "present", "now", "today", "current", "aujourd'hui", "en cours", "a ce jour", "null")
