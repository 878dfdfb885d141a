"""What the portal costs in a large organization.

`make bench` generates 10,000 employees, 5,000 externals, 20,000 missions and 100,000 applications over two years in a
throw-away SQLite database, checks that what must hold does, then opens every main page as the person for whom it holds
the most and prints the median process time, the same for a bare Flask view that returns the same bytes, the ratio of
the two, the queries and the bytes. No page may send more than 15 queries or cost more than 30 bare views.

    python -m tests.bench --small                         an organization fifty times smaller, in seconds
    python -m tests.bench --postgresql                    on a PostgreSQL started for the occasion
    python -m tests.bench --keep DIR                      keep the SQLite database, or use the one kept there
    python -m tests.bench --keep DIR --profile missions   where that page spends its time (--explain: query plans)
    python -m tests.bench --keep DIR --slow               the slow and the repeated statements of all pages
    python -m tests.bench --keep DIR --only desk my-time  those pages and no other
    python -m tests.bench --strict                        fail when a page is missing or over its budget

The skills come from the starter library; `--esco DIR` (or TRANSVERSE_DATA, the folder that holds `esco`) takes ESCO's.
The same `--seed` on the same day gives the same organization.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from pathlib import Path

from flask import Flask

from tests.bench.consistency import violations
from tests.bench.database import is_filled, portal_on
from tests.bench.index import ensure_index
from tests.bench.measure import ROUNDS, measure, sound, table, unwrap
from tests.bench.organization import SEED, generate
from tests.bench.pages import PAGES, Program, named, prepare
from tests.bench.profile import profile, slow_statements
from tests.bench.sizes import FULL, Sizes


def say(text: str = "") -> None:
    """One line, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, number in vars(FULL).items():
        parser.add_argument(f"--{name}", type=int, default=number, metavar="N")
    parser.add_argument("--small", action="store_true", help="divide every size by fifty")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="where the SQLite database stays between runs")
    parser.add_argument("--esco", type=Path, metavar="DIR", default=_esco(), help="take the skills of ESCO")
    parser.add_argument("--without-index", action="store_true", help="leave the search index out (the longest part)")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--only", nargs="+", choices=[page.name for page in PAGES], metavar="PAGE")
    parser.add_argument("--profile", choices=[page.name for page in PAGES], metavar="PAGE")
    parser.add_argument("--explain", action="store_true", help="with --profile: the plan of each query")
    parser.add_argument("--slow", action="store_true", help="show the slow and the repeated statements of the pages")
    parser.add_argument("--strict", action="store_true")
    return parser.parse_args()


def _esco() -> Path | None:
    data = os.environ.get("TRANSVERSE_DATA")
    folder = Path(data) / "esco" if data else None
    return folder if folder is not None and folder.is_dir() else None


def fill(app: Flask, options: argparse.Namespace) -> bool:
    """Generate the organization unless it is there. Returns whether everything that must hold does."""
    if is_filled(app):
        say("Using the organization that is there.")
        return True
    sizes = Sizes(options.employees, options.externals, options.missions, options.applications)
    sizes = sizes.divided(50) if options.small else sizes
    say(f"Generating {sizes.talents:,} talents, {sizes.missions:,} missions, {sizes.applications:,} applications…")
    with app.app_context():
        counts = generate(sizes, seed=options.seed, esco=options.esco, say=say)
        broken = violations()
    say("  " + " · ".join(f"{name} {count:,}" for name, count in sorted(counts.items())))
    for sentence, count in broken:
        say(f"  BROKEN {count:,} times: {sentence}")
    say("  Everything that must hold does." if not broken else "")
    return not broken


def show_missing(program: Program) -> None:
    """Say what is not measured."""
    for page, why in program.missing:
        say(f"  left out: {page.name} ({why})")


def main() -> int:
    """Generate, then profile one page or measure them all. Returns the exit status."""
    options = arguments()
    logging.disable(logging.INFO)
    with portal_on(postgresql=options.postgresql, kept_in=options.keep) as app:
        holds = fill(app, options)
        if not options.without_index:
            ensure_index(app, say)
        unwrap(app)
        program = prepare(app, named([options.profile] if options.profile else options.only))
        show_missing(program)
        if options.profile:
            for visit in program.visits:
                say(profile(app, visit, with_plans=options.explain))
            return 0
        visits, broken = sound(program.visits)
        for visit, why in broken:
            say(f"  BROKEN: {visit.page.name} ({why})")
        if options.slow:
            say(slow_statements(app, visits))
            return 0
        measures = measure(app, visits, rounds=options.rounds)
    say(table(measures))
    over = [one for one in measures if one.faults]
    say(f"{len(measures)} pages, {len(over)} over budget, {len(program.missing)} missing, {len(broken)} broken.")
    return int(not holds or (options.strict and bool(over or program.missing or broken)))


if __name__ == "__main__":
    sys.exit(main())
