"""`python -m tests.bench.suggestions`: how well and how fast skills are found from what people type.

Quality: alternative labels of ESCO, 2,000 in each language, taken out of the index, asked for, and looked for among the
preferred labels; then preferred labels with one or two typing errors. Beside them, names that contain the text, as a
database alone finds them. Latency: the whole of ESCO and O*NET in a database, prefixes of real names, both ways in turn
in one process; process time, and how many times the plain `LIKE` it is.
"""

from __future__ import annotations

import argparse
import gc
import logging
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from time import process_time

from portal.extensions import db
from portal.skills import queries
from portal.skills.folding import fold
from portal.skills.services import import_esco, import_onet, load_starter
from portal.skills.suggestions import kept
from portal.skills.suggestions.index import Index, Name, build
from portal.skills.vocabulary.entry import Entry
from portal.skills.vocabulary.esco import read_esco
from tests.bench.database import portal_on

HELD_OUT = 2_000
TOP = 10
MOST_MILLISECONDS = 20
LETTERS = "abcdefghijklmnopqrstuvwxyz"

Question = tuple[int, str, str]  # the skill meant, the language, what is typed


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201


def hold_out(entries: Sequence[Entry], size: int = HELD_OUT, seed: int = 7) -> list[Question]:
    """At most `size` alternative labels in each language, drawn alike each time."""
    drawn: list[Question] = []
    for lang in ("en", "fr"):
        pool = [
            (number, lang, text) for number, one in enumerate(entries) for text in getattr(one, f"alternatives_{lang}")
        ]
        drawn += random.Random(seed).sample(pool, min(size, len(pool)))
    return drawn


def index_without(entries: Sequence[Entry], questions: Sequence[Question]) -> Index:
    """Every name but those asked for."""
    hidden = {(number, lang, fold(text)) for number, lang, text in questions}
    names = [
        Name(number, lang, is_preferred, text, folded)
        for number, entry in enumerate(entries)
        for lang, text, folded, is_preferred in entry.labels()
        if is_preferred or (number, lang, folded) not in hidden
    ]
    return build(names, [0] * len(entries))


def misspelled(entries: Sequence[Entry], size: int = 500, seed: int = 11) -> list[Question]:
    """Preferred labels with one or two letters swapped, lost, doubled or struck beside."""
    chance = random.Random(seed)
    asked: list[Question] = []
    for lang in ("en", "fr"):
        for number in chance.sample(range(len(entries)), min(size, len(entries))):
            text = getattr(entries[number], f"label_{lang}")
            for _ in range(chance.choice((1, 2))):
                text = _with_error(text, chance)
            asked.append((number, lang, text))
    return asked


def _with_error(text: str, chance: random.Random) -> str:
    place = chance.randrange(max(len(text) - 1, 1))
    before, letter, after = text[:place], text[place : place + 1], text[place + 1 :]
    swapped = before + after[:1] + letter + after[1:]
    beside = before + chance.choice(LETTERS) + after
    return chance.choice((swapped, before + after, before + letter * 2 + after, beside))


def quality(questions: Sequence[Question], find: Callable[[str, str], Sequence[int]], lang: str) -> tuple[float, float]:
    """The shares found first, and among the first ten."""
    first = ten = 0
    asked = [one for one in questions if one[1] == lang]
    for number, _, text in asked:
        answer = list(find(text, lang))
        first += answer[:1] == [number]
        ten += number in answer[:TOP]
    return first / len(asked), ten / len(asked)


def containing(index: Index) -> Callable[[str, str], Sequence[int]]:
    """Skills one of whose names contains the text, the shortest first: what a plain database search finds."""

    def find(text: str, lang: str) -> Sequence[int]:
        folded = fold(text)
        hits = sorted((len(name.folded), name.skill) for name in index.names if folded in name.folded)
        return list(dict.fromkeys(skill for _, skill in hits))[:TOP]

    return find


def show_quality(entries: Sequence[Entry], size: int) -> None:
    """Print the table of quality."""
    questions = hold_out(entries, size)
    started = process_time()
    index = index_without(entries, questions)
    say(f"index: {len(entries):,} skills, {len(index.names):,} names, built in {process_time() - started:.1f} s")

    def engine(text: str, lang: str) -> Sequence[int]:
        return [one.skill for one in index.find(text, lang, TOP)]

    def whole(text: str, lang: str) -> Sequence[int]:
        return [one.skill for one in index.find(text, lang, TOP, is_typing=False)]

    plain = containing(index)
    say(f"{'':<34}{'EN':>16}{'FR':>16}   (top 1 / top {TOP})")
    for title, asked, find in (
        ("names that contain the text", questions[::10], plain),
        ("held-out names, while typing", questions, engine),
        ("held-out names, sent", questions, whole),
        ("labels with typing errors", misspelled(entries), engine),
    ):
        found = [quality(asked, find, lang) for lang in ("en", "fr")]
        say(f"{title:<34}" + "".join(f"{first:>9.3f} /{ten:.3f}" for first, ten in found))


def prefixes(entries: Sequence[Entry], size: int = 150, seed: int = 5) -> list[tuple[str, str]]:
    """What is on the keyboard while names are typed: beginnings of one letter and more."""
    chance = random.Random(seed)
    typed = []
    for entry in chance.sample(list(entries), size):
        lang = chance.choice(("en", "fr"))
        text = getattr(entry, f"label_{lang}")
        typed.append((text[: chance.randint(1, len(text))], lang))
    return typed


def show_latency(data: Path, *, postgresql: bool) -> bool:
    """Print the table of latency. Returns whether it is within budget."""
    with portal_on(postgresql=postgresql, kept_in=None) as app, app.app_context():
        load_starter()
        for title, import_it, folder in (("ESCO", import_esco, "esco"), ("O*NET", import_onet, "onet")):
            started = process_time()
            came = import_it(data / folder)
            say(f"{title}: {came.created:,} skills brought in, {process_time() - started:.1f} s")
        started = process_time()
        index = kept.read_now()
        say(f"library: {len(index.ids):,} skills, {len(index.index.names):,} names, {process_time() - started:.1f} s")
        engine, plain = [], []
        for text, lang in prefixes(read_esco(data / "esco")[1]):
            db.session.rollback()
            gc.collect(0)
            plain.append(_timed(lambda text=text, lang=lang: queries.name_contains(text, lang, 48)))
            engine.append(_timed(lambda text=text, lang=lang: queries.suggest(text, lang)))
    for title, times in (("suggestions", engine), ("LIKE", plain)):
        say(f"{title:<14}median {median(times):6.1f} ms   p95 {quantiles(times, n=20)[-1]:6.1f} ms   of process time")
    say(f"ratio to LIKE: {median(engine) / median(plain):.2f}")
    return quantiles(engine, n=20)[-1] < MOST_MILLISECONDS


def _timed(do: Callable[[], object]) -> float:
    started = process_time()
    do()
    return (process_time() - started) * 1000


def main() -> int:
    """Returns 1 when a suggestion passes the budget."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.suggestions", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder that holds esco/ and onet/")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--held-out", type=int, default=HELD_OUT)
    parser.add_argument("--only", choices=("quality", "latency"))
    options = parser.parse_args()
    logging.disable(logging.INFO)
    if options.only != "latency":
        show_quality(read_esco(options.data / "esco")[1], options.held_out)
    return 0 if options.only == "quality" or show_latency(options.data, postgresql=options.postgresql) else 1


if __name__ == "__main__":
    sys.exit(main())
