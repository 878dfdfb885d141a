"""What is remembered from one word, label or document to the next changes nothing of what they are found under."""

import random
from collections.abc import Iterator

from portal.search import Document
from portal.search.analysis import tokenise, words
from portal.search.layout import Layout

from .documents import LIBRARY, document
from .plain import plain_forms, plain_terms, plain_words

SIGNS = "aabcCdejlLmnstqu'’ʼéÉœİßﬁ\u0301\u0327\u00ad+#.&_ -9²٣한\n"
PIECES = ("c++", ".net", "node.js", "r&d", "l’été", "qu'il", "team's", "données", "gestion", "le", "the", "C#")


def texts(seed: int, count: int) -> Iterator[str]:
    """Strings where everything that the grammar knows of meets."""
    chance = random.Random(seed)
    for _ in range(count):
        yield "".join(chance.choice(SIGNS) for _ in range(chance.randint(1, 14)))
        yield "".join(chance.choice(PIECES) + chance.choice(" -’.+&") for _ in range(chance.randint(1, 6)))


def terms(layout: Layout, one: Document) -> dict[str, dict[str, list[int]]]:
    found = layout.terms_of(one)
    unplaced = {field: {term: [] for term in held} for field, held in found.unplaced.items()}
    placed = {field: dict(held) for field, held in found.placed.items()}
    return {field: held for field, held in {**placed, **unplaced}.items() if held}


def test_words_and_forms_are_the_plain_ones() -> None:
    for text in texts(seed=1, count=3_000):
        assert [tuple(word) for word in words(text)] == list(plain_words(text)), text
        for locale in ("fr", "en"):
            plain = ((word, plain_forms(word, locale)) for word in plain_words(text))
            assert [(tuple(word), forms) for word, forms in tokenise(text, locale)] == [p for p in plain if p[1]], text


def test_terms_are_the_plain_ones_whatever_was_laid_out_before() -> None:
    layout = Layout()
    chance = random.Random(2)
    labels = list(texts(seed=3, count=30))
    others = [
        document(
            f"d{number}",
            *chance.sample(labels, 2),
            body_fr=" ".join(chance.choices(labels, k=9)),
            body_en=" ".join(chance.choices(labels, k=9)),
            skills=tuple(chance.choices(labels, k=chance.randint(0, 12))),
            facets={"unit": {str(number % 3)}},
        )
        for number in range(60)
    ]
    for one in (*LIBRARY, *others, *others[::-1], *LIBRARY):
        assert terms(layout, one) == plain_terms(one), one.id
