"""What the templates of profiles say: words by code, and the languages as facts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from babel import Locale
from markupsafe import Markup

from portal.core.bilingual import Text
from portal.core.i18n import language
from portal.core.submission import new_key
from portal.talents.evidence.age import age_of
from portal.talents.evidence.wording import age_in_words, declared_in_words
from portal.talents.labels import APPETITE_TOLD, LEVEL_WORD, SPOKEN
from portal.talents.models import Section, SpokenLanguage
from portal.talents.privacy.wording import sentences
from portal.talents.queries import profile_of
from portal.web.access import actor


def language_name(code: str) -> str:
    """The name of a language (ISO 639-1), in the language of the page."""
    return str(Locale(language()).languages.get(code, code))


def spoken(languages: Iterable[SpokenLanguage]) -> list[tuple[str, Any]]:
    """Language and level, as `ui.facts` draws them."""
    return [(_capital(language_name(row.code)), SPOKEN[row.level]) for row in languages]


def named(texts: Iterable[Text]) -> Markup:
    """Names in a row, each saying its language when it is not that of the page."""
    here = language()
    foreign = Markup('<span lang="{}">{}</span>')
    return Markup(", ").join(text.text if text.lang == here else foreign.format(text.lang, text.text) for text in texts)


def words() -> dict[str, Any]:
    """What every template of this feature may use."""
    return {
        "appetite_words": APPETITE_TOLD,
        "level_words": LEVEL_WORD,
        "spoken": spoken,
        "named": named,
        "new_key": new_key,
        "age_of": age_of,
        "age_in_words": age_in_words,
        "declared_in_words": declared_in_words,
        "who_reads": who_reads,
    }


def who_reads(section: str) -> Any:
    """Who reads a section of one's own profile, as a sentence."""
    person, part = actor(), Section(section)
    return sentences(person, part)[profile_of(person).circles[part]]


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
