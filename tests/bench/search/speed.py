"""What an answer costs: the same questions put to each contestant in turn, in interleaved rounds of one process.

Processor time, with that of the PostgreSQL process that answers; a ratio stays the same when the machine slows down.
No question is put twice, so that what is remembered of an answer serves only what a portal that runs would keep too.
"""

from __future__ import annotations

import gc
import random
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median, quantiles
from time import perf_counter
from typing import Any

from portal.search import Document
from tests.bench.search.asked import Ask, Drawn, Question, fresh_document
from tests.bench.search.contestants import Contestant
from tests.unit.search.hostile import HOSTILE

ROUNDS = 30
WARM_UP = 3
SECONDS_AN_OPERATION = 12  # a contestant that took so long in all sits the other rounds out
UPDATES = 12
HOSTILE_SECONDS = 1
MILLISECOND = 1000
UPDATE, HOSTILITY = "one update, found", "hostile, the worst"
SECONDS_TO_BE_FOUND = 1
PLAIN, PAGE, LEAST_GAIN = "Whoosh, naive", "whole page", 5

Work = Callable[[Contestant, Question], int]


@dataclass(frozen=True)
class Operation:
    """Something asked of every contestant: its name here, the questions, and the call that answers."""

    name: str
    asks: Ask
    work: Work
    target: float | None = None  # milliseconds, at 100,000 documents


OPERATIONS = (
    Operation("one word", Drawn.one_word, lambda who, asked: who.find(asked)),
    Operation("three words", Drawn.three_words, lambda who, asked: who.find(asked)),
    Operation("beginning of a word", Drawn.beginning, lambda who, asked: who.begin(asked)),
    Operation("one word, filtered", Drawn.filtered, lambda who, asked: who.find(asked)),
    Operation("five facets", Drawn.one_word, lambda who, asked: who.count(asked)),
    Operation("20 excerpts", Drawn.one_word, lambda who, asked: who.mark(asked)),
    Operation("whole page, one word", Drawn.one_word, lambda who, asked: who.page(asked), target=60),
    Operation("whole page, three words", Drawn.three_words, lambda who, asked: who.page(asked), target=60),
    Operation("suggest, did you mean", Drawn.slip, lambda who, asked: who.correct(asked), target=5),
)


@dataclass
class Costs:
    """What the rounds of an operation cost one contestant."""

    spent: list[float] = field(default_factory=list)
    elapsed: list[float] = field(default_factory=list)
    note: str = ""

    @property
    def milliseconds(self) -> float:
        """Median processor time."""
        return median(self.spent) * MILLISECOND

    @property
    def slow_milliseconds(self) -> float:
        """What one in twenty passes."""
        return quantiles(self.spent, n=20)[-1] * MILLISECOND if len(self.spent) > 1 else self.milliseconds


Table = dict[str, dict[str, Costs]]
"""Costs by operation and contestant."""


class TooLong(Exception):
    """A question that a contestant could not answer in the time it was given."""


def measure(contestants: Sequence[Contestant], drawn: Drawn, *, rounds: int = ROUNDS) -> Table:
    """Put every operation's questions to every contestant."""
    with _settled():
        table = {operation.name: _rounds(operation, contestants, drawn, rounds) for operation in OPERATIONS}
        table[UPDATE] = _updates(contestants)
        table[HOSTILITY] = {one.name: _hostile(one) for one in contestants}
    return table


@contextmanager
def _settled() -> Iterator[None]:
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def _rounds(operation: Operation, contestants: Sequence[Contestant], drawn: Drawn, rounds: int) -> dict[str, Costs]:
    questions = [operation.asks(drawn) for _ in range(WARM_UP + rounds)]
    costs = {one.name: Costs() for one in contestants}
    order, shuffler = list(contestants), random.Random(1)
    for place, asked in enumerate(questions):
        shuffler.shuffle(order)
        for one in order:
            found = costs[one.name]
            if sum(found.elapsed) > SECONDS_AN_OPERATION:
                continue
            spent, elapsed = _timed(one, lambda one=one, asked=asked: operation.work(one, asked))
            if place >= WARM_UP or elapsed > SECONDS_AN_OPERATION:
                found.spent.append(spent)
                found.elapsed.append(elapsed)
    return costs


def _updates(contestants: Sequence[Contestant]) -> dict[str, Costs]:
    """Write a document and look for its own word, which must be there."""
    costs = {one.name: Costs() for one in contestants}
    for number in range(UPDATES):
        document, asked = fresh_document(number), Question(f"zyxw{number}")
        for one in contestants:
            found = costs[one.name]
            if sum(found.elapsed) > SECONDS_AN_OPERATION:
                continue
            hits: list[int] = []

            def write(one: Contestant = one, document: Document = document, asked: Question = asked) -> None:
                one.update(document)
                hits.append(one.find(asked))  # noqa: B023 - called at once

            spent, elapsed = _timed(one, write)
            if hits != [1]:
                found.note = "not found"
            found.spent.append(spent)
            found.elapsed.append(elapsed)
    for found in costs.values():
        found.note = found.note or f"{max(found.elapsed):.2f} s"
    return costs


def _hostile(one: Contestant) -> Costs:
    """Each hostile question once. Those that raise or take too long are counted."""
    costs = Costs()
    failed = late = 0
    for text in HOSTILE:
        try:
            with _at_most(HOSTILE_SECONDS):
                spent, elapsed = _timed(one, lambda text=text: one.page(Question(text)))
        except TooLong:
            late += 1
            spent = elapsed = float(HOSTILE_SECONDS)
        except Exception:
            failed += 1
            continue
        costs.spent.append(spent)
        costs.elapsed.append(elapsed)
    costs.spent = [max(costs.spent)]
    notes = [f"{failed} raise" * bool(failed), f"{late} over {HOSTILE_SECONDS} s" * bool(late)]
    costs.note = ", ".join(note for note in notes if note)
    return costs


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def stop(*_: Any) -> None:
        raise TooLong

    former = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)


def _timed(one: Contestant, do: Callable[[], Any]) -> tuple[float, float]:
    gc.collect(0)
    started, clock = perf_counter(), one.spent()
    do()
    return one.spent() - clock, perf_counter() - started


def show(table: Table, contestants: Sequence[Contestant]) -> str:
    """Medians and, beside the first contestant, how many times as long each other takes."""
    first, *others = [one.name for one in contestants]
    lines = [f"{'ms of processor time':<26}{first:>15}{'slowest 5 %':>13}" + "".join(f"{n:>24}" for n in others)]
    for name, costs in table.items():
        mine = costs[first]
        line = f"{name:<26}{mine.milliseconds:>15.2f}{mine.slow_milliseconds:>13.2f}"
        for other in others:
            theirs = costs[other]
            line += f"{theirs.milliseconds:>14.2f}{_ratio(theirs, mine):>10}" if theirs.spent else f"{'—':>24}"
        times = max(len(found.spent) for found in costs.values())
        notes = [f"{who}: {found.note}" for who, found in costs.items() if found.note]
        notes += [
            f"{who}: {len(found.spent)} times of {times}" for who, found in costs.items() if len(found.spent) < times
        ]
        lines.append(f"{line}  {'; '.join(notes)}".rstrip())
    return "\n".join(lines)


def _ratio(theirs: Costs, mine: Costs) -> str:
    times = theirs.milliseconds / mine.milliseconds
    return f"× {times:.1f}" if times < 10 else f"× {times:,.0f}"


def misses(table: Table, contestants: Sequence[Contestant]) -> list[str]:
    """What passes its target, of those that are ours."""
    targets = {operation.name: operation.target for operation in OPERATIONS if operation.target}
    targets |= {HOSTILITY: 50}
    found = []
    for one in contestants:
        if max(table[UPDATE][one.name].elapsed) > SECONDS_TO_BE_FOUND:
            found.append(f"{one.name}: an update takes more than {SECONDS_TO_BE_FOUND} s to be found")
        for name, target in targets.items():
            cost = table[name].get(one.name)
            if cost is not None and cost.milliseconds > target:
                found.append(f"{one.name}: {name} takes {cost.milliseconds:.1f} ms, over {target:.0f}")
        for name in (name for name in table if name.startswith(PAGE)):
            gain = table[name][PLAIN].milliseconds / table[name][one.name].milliseconds
            if gain < LEAST_GAIN:
                found.append(f"{one.name}: {name} is only {gain:.1f} times as fast as {PLAIN}")
    return found
