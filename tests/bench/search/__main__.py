"""How well and how fast the search answers, beside what one would otherwise use.

    python -m tests.bench.search                      at 1,000 and 10,000 synthetic bilingual documents
    python -m tests.bench.search speed 1000 100000    at these sizes; the first time, 100,000 take minutes to index
    python -m tests.bench.search relevance            nDCG@10 over the judged searches (--worst: where ours does worst)
    python -m tests.bench.search speed --strict       fail when a target for 100,000 documents is missed

Indexes are kept in the temporary folder, under the version of the code that wrote them.
"""

from __future__ import annotations

import argparse
import logging
import sys

from tests.bench.search import relevance, speed
from tests.bench.search.asked import Drawn
from tests.bench.search.contest import contest
from tests.bench.search.judged import TUNING
from tests.bench.search.synthetic import Corpus

SIZES = (1_000, 10_000)


def say(text: str = "") -> None:
    """One line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.search", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.set_defaults(command="speed", sizes=list(SIZES), strict=False, rounds=speed.ROUNDS)
    commands = parser.add_subparsers()
    judged = commands.add_parser("relevance")
    judged.set_defaults(command="relevance")
    judged.add_argument("--worst", action="store_true")
    timed = commands.add_parser("speed")
    timed.add_argument("sizes", type=int, nargs="*", default=list(SIZES), metavar="DOCUMENTS")
    timed.add_argument("--rounds", type=int, default=speed.ROUNDS)
    timed.add_argument("--strict", action="store_true")
    return parser.parse_args()


def show_relevance(*, with_worst: bool) -> None:
    """The table of relevance."""
    searches, scores = relevance.measure()
    say(relevance.table(searches, scores))
    if with_worst:
        say(relevance.worst(searches, scores, TUNING))


def show_speed(size: int, rounds: int) -> bool:
    """The table of one size. Returns whether the targets are met."""
    say(f"{size:,} documents")
    with contest(size, say) as contestants:
        table = speed.measure(contestants, Drawn(Corpus(size)), rounds=rounds)
        say(speed.show(table, contestants))
        missed = speed.misses(table, [one for one in contestants if one.name.endswith("ours")])
    for line in missed:
        say(f"  {line}")
    say()
    return not missed


def main() -> int:
    """Returns the exit status."""
    options = arguments()
    logging.disable(logging.INFO)
    if options.command == "relevance":
        show_relevance(with_worst=options.worst)
        return 0
    met = [show_speed(size, options.rounds) for size in options.sizes]
    return int(options.strict and not all(met))


if __name__ == "__main__":
    sys.exit(main())
