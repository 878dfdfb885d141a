"""`python -m tests.bench.hidden_skills DATA`: how well skills that people did not write are guessed, and how fast.

People are drawn from ESCO's occupations: 65 % of the essential skills of one and 20 % of the optional ones; for half of
them 35 % of the essential skills of an earlier one, in the same sub-major group (two digits of ISCO); two to six more
skills, drawn as often as occupations take them; about 26 in all. Half of the skills are hidden, and ten are guessed
from the other half: recall@10 is the share found of the hidden ones, of ten when more are hidden. Once with every
occupation known, once on people of a fifth of the occupations, which the guesses never saw.

Beside the score of the portal: the most frequent skills; the cosine of rare skills over ten occupations, to the power 4
(the first prototype); and the ceiling, a guess that is told both occupations and the shares above. Then what each
number of the score is worth, by changing it. Latency: the guess alone, then all that a page asks, with the whole of
ESCO in a database.
"""

from __future__ import annotations

import argparse
import logging
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from time import process_time

import numpy as np

from portal.extensions import db
from portal.matching.patterns import SCORING, Link, Patterns, Scoring
from portal.skills.models import Skill
from portal.skills.occupations import kept
from portal.skills.occupations.entry import OccupationEntry
from portal.skills.occupations.reading import OCCUPATION_URI, OCCUPATIONS, read_esco
from portal.skills.occupations.services import import_esco_occupations, load_starter_occupations
from portal.skills.services import import_esco, load_starter
from portal.skills.vocabulary.esco import rows
from portal.talents.hidden_skills.queries import hidden_skills
from tests.bench.database import portal_on
from tests.cast import PEOPLE, Cast
from tests.factories import Ref, World

PEOPLE_DRAWN = 5_000
TOP = 10
ESSENTIAL, OPTIONAL, EARLIER = 0.65, 0.20, 0.35
FEWEST = 10  # skills of an occupation that people are drawn from
MOST_MILLISECONDS = 5
CHANGES = (
    ("essential", 0.5), ("optional", 0.2), ("stray", 3), ("common", 0.5), ("nearest", 5), ("nearest", 40), ("calm", 1),
    ("calm", 4), ("usual", 0.2), ("usual", 1),
)  # fmt: skip

Guess = Callable[["Drawn"], Sequence[int]]


@dataclass(frozen=True)
class Drawn:
    """Someone: their occupation and their earlier one, the skills that they wrote, and those that they did not."""

    occupation: int
    earlier: int | None
    visible: frozenset[int]
    hidden: frozenset[int]


@dataclass(frozen=True)
class Field:
    """Occupations by number: their skills, also by number, and the group of each."""

    essential: list[list[int]]
    optional: list[list[int]]
    groups: list[str]

    @classmethod
    def of(cls, entries: Sequence[OccupationEntry], groups: Sequence[str]) -> Field:
        """From what a vocabulary says."""
        numbers: dict[str, int] = {}
        skills = [
            [[numbers.setdefault(key, len(numbers)) for key in keys] for keys in (one.essential, one.optional)]
            for one in entries
        ]
        return cls([always for always, _ in skills], [often for _, often in skills], list(groups))

    @property
    def size(self) -> int:
        """How many skills there are."""
        return 1 + max(skill for skills in (*self.essential, *self.optional) for skill in skills)

    @property
    def frequencies(self) -> Counter[int]:
        """How many occupations take each skill."""
        return Counter(skill for skills in (*self.essential, *self.optional) for skill in skills)

    def links(self, unseen: frozenset[int] = frozenset()) -> Iterator[Link]:
        """Every skill of every occupation, some occupations apart."""
        for number, skills in enumerate(self.essential):
            if number not in unseen:
                yield from (Link(number, skill, True) for skill in skills)
                yield from (Link(number, skill, False) for skill in self.optional[number])


def draw(field: Field, size: int, seed: int, among: frozenset[int] | None = None) -> list[Drawn]:
    """`size` people of the occupations that are large enough, of some of them when told which."""
    chance = random.Random(seed)
    frequencies = field.frequencies
    usual, weights = [*frequencies], [*frequencies.values()]
    large = [n for n, skills in enumerate(field.essential) if len(skills) + len(field.optional[n]) >= FEWEST]
    near: defaultdict[str, list[int]] = defaultdict(list)
    for number in large:
        near[field.groups[number]].append(number)
    chosen = [number for number in large if among is None or number in among]
    people = []
    for _ in range(size):
        number = chance.choice(chosen)
        earlier = chance.choice(near[field.groups[number]]) if chance.random() < 0.5 else None
        skills = _some(field.essential[number], ESSENTIAL, chance) | _some(field.optional[number], OPTIONAL, chance)
        skills |= _some(field.essential[earlier], EARLIER, chance) if earlier is not None else set()
        skills |= set(chance.choices(usual, weights, k=chance.randint(2, 6)))
        mixed = sorted(skills)
        chance.shuffle(mixed)
        half = len(mixed) // 2
        people.append(Drawn(number, earlier, frozenset(mixed[half:]), frozenset(mixed[:half])))
    return people


def _some(skills: Sequence[int], share: float, chance: random.Random) -> set[int]:
    return {skill for skill in skills if chance.random() < share}


def recall(people: Sequence[Drawn], guess: Guess) -> float:
    """The mean share of hidden skills among the ten guessed."""
    found = [len(one.hidden.intersection(guess(one)[:TOP])) / min(TOP, len(one.hidden)) for one in people if one.hidden]
    return sum(found) / len(found)


def most_frequent(field: Field) -> Guess:
    """The same skills for everyone, but those that they wrote."""
    ranked = [skill for skill, _ in field.frequencies.most_common(200)]
    return lambda one: [skill for skill in ranked if skill not in one.visible][:TOP]


def by_patterns(patterns: Patterns) -> Guess:
    """The guess of the portal."""
    return lambda one: [missing.skill for missing in patterns.missing(patterns.nearest(one.visible), one.visible, TOP)]


class Cosine:
    """The prototype: the occupations that are most alike by the cosine of their skills, weighed by rarity, and what
    they take that was not written.
    """

    def __init__(
        self, field: Field, links: Iterator[Link], *, optional: float, power: float = 4, most: int = 10
    ) -> None:
        self.power, self.most = power, most
        self.taken = np.zeros((len(field.groups), field.size), np.float32)
        for link in links:
            self.taken[link.pattern, link.skill] = 1 if link.is_essential else optional
        held = (self.taken > 0).sum(0)
        self.rarity = np.log((1 + len(field.groups)) / (1 + held))
        weights = self.taken * self.rarity
        self.alike = weights / np.maximum(np.linalg.norm(weights, axis=1, keepdims=True), 1e-9)

    def __call__(self, one: Drawn) -> list[int]:
        """A guess; the length of what was written is the same for every occupation."""
        written = list(one.visible)
        likeness = self.alike[:, written] @ self.rarity[written]
        near = np.argsort(-likeness)[: self.most]
        usual = likeness[near] ** self.power @ self.taken[near]
        usual[written] = 0
        return [int(skill) for skill in np.argsort(-usual)[:TOP]]


def omniscient(field: Field) -> Guess:
    """The best guess of whoever knows the occupations and how people were drawn."""

    def guess(one: Drawn) -> list[int]:
        odds: Counter[int] = Counter()
        odds.update(dict.fromkeys(field.essential[one.occupation], ESSENTIAL))
        odds.update(dict.fromkeys(field.optional[one.occupation], OPTIONAL))
        if one.earlier is not None:
            odds.update(dict.fromkeys(field.essential[one.earlier], EARLIER))
        return [skill for skill, _ in odds.most_common() if skill not in one.visible][:TOP]

    return guess


def show_recall(field: Field, size: int, seed: int) -> float:
    """Print the tables of recall. Returns that of the portal, every occupation known."""
    unseen = frozenset(random.Random(seed).sample(range(len(field.groups)), len(field.groups) // 5))
    people, strangers = draw(field, size, seed), draw(field, size, seed + 1, unseen)
    mean = sum(len(one.visible) + len(one.hidden) for one in people) / len(people)
    say(f"{size:,} people of {len(field.groups):,} occupations, {mean:.1f} skills each, half of them hidden")
    say(f"{'recall@10':<44}{'known':>8}{'unseen':>8}")

    def show(title: str, known: Guess, without: Guess) -> float:
        both = recall(people, known), recall(strangers, without)
        say(f"{title:<44}{both[0]:>8.3f}{both[1]:>8.3f}")
        return both[0]

    def show_scoring(title: str, scoring: Scoring) -> float:
        return show(
            title,
            by_patterns(Patterns(field.links(), scoring)),
            by_patterns(Patterns(field.links(unseen), scoring)),
        )

    frequent = most_frequent(field)
    show("the most frequent skills", frequent, frequent)
    for title, optional in (("the prototype", 0.5), ("  optional skills as essential ones", 1)):
        known, without = (Cosine(field, field.links(apart), optional=optional) for apart in (frozenset(), unseen))
        show(title, known, without)
    ours = show_scoring("the portal", SCORING)
    for name, value in CHANGES:
        show_scoring(f"  {name} {value:g} instead of {getattr(SCORING, name):g}", replace(SCORING, **{name: value}))
    told = omniscient(field)
    show("told both occupations (the ceiling)", told, told)
    return ours


def show_latency(data: Path, field: Field, *, postgresql: bool) -> bool:
    """Print the times at the size of ESCO. Returns whether they are within budget."""
    patterns = Patterns(field.links())
    guess = by_patterns(patterns)
    alone = [_timed(lambda one=one: guess(one)) for one in draw(field, 500, 3)]
    with portal_on(postgresql=postgresql, kept_in=None) as app:
        cast = Cast(app)
        with app.app_context():
            load_starter()
            load_starter_occupations()
            import_esco(data / "esco")
            started = process_time()
            came = import_esco_occupations(data / "esco")
            say(f"ESCO: {came.created:,} occupations brought in, {process_time() - started:.1f} s")
            started = process_time()
            occupations = kept.read_now()
            say(f"kept in memory: {occupations.patterns.size:,} occupations, {process_time() - started:.2f} s")
        whole = _on_pages(World(app, cast), cast, occupations.patterns)
    for title, times in (("the guess alone", alone), ("all that a page asks", whole)):
        say(f"{title:<24}median {median(times):6.2f} ms   p95 {quantiles(times, n=20)[-1]:6.2f} ms   of process time")
    return quantiles(whole, n=20)[-1] < MOST_MILLISECONDS


def _on_pages(world: World, cast: Cast, patterns: Patterns) -> list[float]:
    chance, times = random.Random(1), []
    for name in PEOPLE:
        pattern = chance.randrange(patterns.size)
        for skill in chance.sample(patterns.skills_of(pattern), min(13, len(patterns.skills_of(pattern)))):
            world.holds(getattr(cast, name), Ref(Skill, skill))
    with world.app.app_context():
        people = [getattr(cast, name).person() for name in PEOPLE]
        for person in people * 12:
            db.session.rollback()
            times.append(_timed(lambda person=person: hidden_skills(person, "fr", 3)))
    return times[len(PEOPLE) :]


def _timed(do: Callable[[], object]) -> float:
    started = process_time()
    do()
    return (process_time() - started) * 1000


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)  # noqa: T201


def main() -> int:
    """Returns 1 when a suggestion passes the budget."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.hidden_skills", description=__doc__)
    parser.add_argument("data", type=Path, help="the folder that holds esco/")
    parser.add_argument("--people", type=int, default=PEOPLE_DRAWN)
    parser.add_argument("--seed", type=int, default=2)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--only", choices=("recall", "latency"))
    options = parser.parse_args()
    logging.disable(logging.INFO)
    field = Field.of(*read_with_groups(options.data / "esco"))
    if options.only != "latency":
        show_recall(field, options.people, options.seed)
    return 0 if options.only == "recall" or show_latency(options.data, field, postgresql=options.postgresql) else 1


def read_with_groups(folder: Path) -> tuple[list[OccupationEntry], list[str]]:
    """ESCO's occupations and, for each, its sub-major group of ISCO."""
    groups = {OCCUPATION_URI + row["uuid"]: row["isco"][:2] for row in rows(folder / OCCUPATIONS)}
    entries = read_esco(folder)
    return entries, [groups[entry.key] for entry in entries]


if __name__ == "__main__":
    sys.exit(main())
