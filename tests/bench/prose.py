"""Puts the sentences of `phrases` together, in both languages at once."""

from __future__ import annotations

from dataclasses import dataclass

from tests.bench import phrases
from tests.bench.chance import Chance
from tests.bench.phrases import Pair

LANGUAGES = ("fr", "en")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a mission does to what: a verb and a subject, each in French and in English."""

    verb: Pair
    subject: Pair
    scope: Pair

    @property
    def title(self) -> Pair:
        """The mission's title."""
        fr, en = (f"{self.verb[i]} {self.subject[i]}{self.scope[i]}" for i in (0, 1))
        return fr, en

    def say(self, sentence: Pair) -> Pair:
        """A sentence about it."""
        fr, en = (
            sentence[i].format(verb=self.verb[i].lower(), Verb=self.verb[i], subject=self.subject[i]) for i in (0, 1)
        )
        return _capital(fr), _capital(en)


def columns(name: str, pair: Pair) -> dict[str, str]:
    """The two columns of a bilingual text."""
    return {f"{name}_fr": pair[0], f"{name}_en": pair[1]}


def topic(chance: Chance, directorate: str) -> Topic:
    """Something to do in a directorate."""
    return Topic(
        chance.choice(phrases.ACTIONS), chance.choice(phrases.SUBJECTS[directorate]), chance.choice(phrases.SCOPES)
    )


def brief(chance: Chance, about: Topic, contact: str) -> dict[str, str]:
    """The fourteen columns of a brief."""
    items = chance.sample(phrases.DELIVERABLES, chance.randint(2, 3))
    deliverables = "\n".join(f"– {fr}" for fr, _ in items), "\n".join(f"– {en}" for _, en in items)
    contexts = [about.say(sentence) for sentence in chance.sample(phrases.CONTEXTS, 2)]
    return {
        **columns("context", (" ".join(fr for fr, _ in contexts), " ".join(en for _, en in contexts))),
        **columns("objective", about.say(chance.choice(phrases.OBJECTIVES))),
        **columns("deliverables", deliverables),
        **columns("success_sign", chance.choice(phrases.SUCCESS)),
        **columns("tools", chance.choice(phrases.TOOLS)),
        **columns("contact", (contact, contact)),
        **columns("what_next", chance.choice(phrases.NEXT)),
    }


def headline(chance: Chance, job: Pair, unit: Pair, place: str) -> Pair:
    """The line under a name."""
    pattern = chance.choice(phrases.HEADLINES)
    fr, en = (pattern[i].format(job=job[i], unit=unit[i], place=place)[:120] for i in (0, 1))
    return fr, en


def paragraph(chance: Chance, sentences: tuple[Pair, ...], most: int) -> Pair:
    """One to `most` different sentences in a row."""
    chosen = chance.sample(sentences, chance.randint(1, most))
    return " ".join(fr for fr, _ in chosen), " ".join(en for _, en in chosen)


def sentence(chance: Chance, sentences: tuple[Pair, ...], locale: str) -> str:
    """One of them, in a language."""
    return chance.choice(sentences)[LANGUAGES.index(locale)]
