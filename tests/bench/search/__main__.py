"""`python -m tests.bench.search relevance`: how good the order of answers is, beside what one would otherwise use."""

from __future__ import annotations

import argparse
import logging
import sys

from tests.bench.search import relevance
from tests.bench.search.judged import TUNING


def say(text: str = "") -> None:
    """One line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.search", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    judged = commands.add_parser("relevance", help="nDCG@10 over the judged searches")
    judged.add_argument("--worst", action="store_true", help="show the tuning searches that are answered worst")
    return parser.parse_args()


def main() -> int:
    """Returns the exit status."""
    options = arguments()
    logging.disable(logging.INFO)
    searches, scores = relevance.measure()
    say(relevance.table(searches, scores))
    if options.worst:
        say(relevance.worst(searches, scores, TUNING))
    return 0


if __name__ == "__main__":
    sys.exit(main())
