"""Reading the technology names of O*NET, the occupational network of the U.S. Department of Labor.

O*NET lists, occupation by occupation, the software that people use: one row for a name, an occupation and a category.
What is modified: a name stands once; spellings of web pages are undone; a closing “software” is left out where the
rest names a product; an acronym that closes a name becomes another name. Two sorts of rows are left out:

- kinds of software (“Cost accounting software”): lower case after the first word, acronyms apart, with a head that
  says what sort of thing it is. They are kept when O*NET follows them in job advertisements (its “hot” technologies),
  or when the first word is a maker's: never in lower case anywhere, and beginning another name (“Teradata software”);
- parts of a product (“Goldenseal (accounting feature)”), whose product is a name of its own or is not followed.
"""

from __future__ import annotations

import csv
import gzip
import html
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from pathlib import Path

from portal.core.errors import Invalid
from portal.core.i18n import lazy_gettext as _l
from portal.skills.folding import fold
from portal.skills.vocabulary.entry import LONGEST_LABEL, Entry, Family, alternatives, tidy

SOURCE = "onet"
FILE = "technology_skills.csv.gz"
OCCUPATIONS = "occupation_data.csv.gz"
FAMILY = Family(f"{SOURCE}:technologies", "Technologies et logiciels", "Technologies and software")
CATEGORIES = Path(__file__).resolve().parent / "onet_categories.csv"
LONGEST_KEY = 150

_HEADS = frozenset(
    "application applications code codes collections compiler compilers database databases editor editors equipment "
    "libraries platforms program programs scanners sites software spreadsheets system systems tool tools".split()
)
_ORDINARY = re.compile(r"[A-Z][a-z,'/-]*[a-z,]")
_LOWER = re.compile(r"\b[a-z]{2,}\b")
_ACRONYM = re.compile(r"\(?([A-Z][A-Za-z/-]*[A-Z])s?\)?")

Row = dict[str, str]


def read_onet(folder: Path) -> tuple[list[Family], list[Entry]]:
    """The family of technologies, and one entry for each. Raises `Invalid` when the file is missing or unreadable."""
    if not (folder / FILE).is_file():
        raise Invalid(_l("These files are missing: %(names)s.", names=FILE), code="onet.files")
    try:
        with gzip.open(folder / FILE, "rt", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        return [FAMILY], _entries(rows, _descriptions(folder))
    except (KeyError, ValueError, OSError, EOFError, csv.Error) as error:
        raise Invalid(
            _l("This folder cannot be read: %(error)s.", error=repr(error)), code="onet.unreadable"
        ) from error


def _descriptions(folder: Path) -> list[str]:
    """What O*NET says of each occupation, when the file is there: English that tells words from makers' names."""
    if not (folder / OCCUPATIONS).is_file():
        return []
    with gzip.open(folder / OCCUPATIONS, "rt", encoding="utf-8", newline="") as file:
        return [row["Description"] for row in csv.DictReader(file)]


def _entries(rows: list[Row], descriptions: Iterable[str]) -> list[Entry]:
    categories: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    hot: set[str] = set()
    for row in rows:
        name = tidy(html.unescape(row["Example"]))
        categories[name][row["Commodity Title"]] += 1
        if row["Hot Technology"] == "Y":
            hot.add(name)
    names = technologies(categories, hot, (*descriptions, *{row["Commodity Title"] for row in rows}))
    french = _french_categories()
    kept: dict[str, Entry] = {}
    for name in names:
        usual = min(categories[name], key=lambda title: (-categories[name][title], title))
        entry = _entry(name, usual, french)
        kept.setdefault(entry.key, entry)
    return list(kept.values())


def technologies(names: Iterable[str], hot: Set[str] = frozenset(), texts: Iterable[str] = ()) -> list[str]:
    """The names that name a technology, in alphabetical order: neither a kind of software nor a part of a product.

    `texts` is running English, read for its words in lower case beside those of the names.
    """
    whole = sorted(name for name in set(names) if name and not name.endswith("feature)"))
    lower = {word.capitalize() for text in (*whole, *texts) for word in _LOWER.findall(text)}
    proper = [name for name in whole if not _is_kind(name)]
    makers = {name.split()[0] for name in proper if len(name.split()) > 1} - lower
    return [name for name in whole if name in hot or not _is_kind(name) or name.split()[0] in makers]


def _is_kind(name: str) -> bool:
    first, *rest = name.split()
    words = [word for word in rest if not _ACRONYM.fullmatch(word)]
    if not words or not _ORDINARY.fullmatch(first):
        return False
    return words[-1] in _HEADS and all(word == word.lower() for word in words)


def _entry(name: str, category: str, french: Mapping[str, str]) -> Entry:
    label = _label(name)
    others = alternatives([name, *_acronym(label)], label)
    return Entry(
        key=f"{SOURCE}:{fold(name)}"[:LONGEST_KEY],
        source=SOURCE,
        family=FAMILY.key,
        label_fr=label,
        label_en=label,
        description_fr=f"Technologie de la catégorie « {french.get(category, category)} »." if category else "",
        description_en=f"A technology in the category “{category}”." if category else "",
        alternatives_fr=others,
        alternatives_en=others,
    )


def _label(name: str) -> str:
    """The name of a product, without “software” after it."""
    short = name.removesuffix(" software")
    return (short if short != name and not short.endswith((" and", " of", "-")) else name)[:LONGEST_LABEL]


def _acronym(label: str) -> list[str]:
    """“Amazon Web Services AWS” is also “AWS” and “Amazon Web Services”: only when the letters are the words' own."""
    *words, last = label.split()
    found = _ACRONYM.fullmatch(last)
    if not found or len(words) < 2:
        return []
    letters = "".join(filter(str.isalnum, found[1])).casefold()
    initials = "".join(word[0] for word in re.split(r"[\s/-]+", " ".join(words)) if word).casefold()
    if not initials.endswith(letters):
        return []
    long = " ".join(words)
    return [found[1], long] if len(initials) == len(letters) else [found[1]]


def _french_categories() -> dict[str, str]:
    with CATEGORIES.open(encoding="utf-8", newline="") as file:
        return {row["title_en"]: row["title_fr"] for row in csv.DictReader(file)}
