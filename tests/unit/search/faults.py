"""Writers in processes of their own, to be killed or starved; what they write is known beforehand."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path

from portal.search import Document

PROJECT = Path(__file__).parents[3]
BATCH = 5
TURNS = 40


def of_turn(turn: int) -> list[Document]:
    """What the index holds after a turn: always the same ids, each with the words of that turn."""
    return [
        Document(
            f"d{number}",
            "mission",
            frozenset({"everyone"}),
            title_fr=f"Robot tour{turn}",
            body_fr=f"soudure numéro {number} " * 20,
            skills=(f"Outil {turn}",),
            facets={"turn": frozenset({str(turn)})},
            sort_at=turn,
        )
        for number in range(BATCH)
    ]


PRELUDE = """
    import os, resource, signal, sys
    import sqlalchemy as sa
    from portal.search.postgres_engine import PostgresEngine
    from portal.search.whoosh_engine import WhooshEngine
    from tests.unit.search.faults import TURNS, of_turn

    def die(*_, **__):
        os.kill(os.getpid(), signal.SIGKILL)

    kind, where = sys.argv[1:3]
    engine = WhooshEngine(where) if kind == "whoosh" else PostgresEngine(sa.create_engine(where))
"""

WRITES = """
    for turn in range(1, TURNS):
        engine.apply(of_turn(turn)) if turn % 8 else engine.rebuild(of_turn(turn))
        print(turn, flush=True)
"""


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    """Run a script, after the prelude, in another process; its arguments begin with the engine and its place."""
    environment: Mapping[str, str] = {
        "PYTHONPATH": str(PROJECT),
        "PATH": os.environ["PATH"],
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(PRELUDE) + textwrap.dedent(script), *arguments],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(script: str, *arguments: str) -> tuple[int, str]:
    """The same until it ends. Returns its code, below 0 when a signal killed it, and what it wrote."""
    process = start(script, *arguments)
    said, complaint = process.communicate(timeout=120)
    return process.returncode, said + complaint
