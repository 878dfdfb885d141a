"""Offer the word that was probably meant, among the words of visible titles and skills only."""

from collections.abc import Callable

from portal.search.layout import SPELLED
from portal.search.question import Clause, Question
from portal.search.snapshot import Snapshot

SHORTEST = 4
# No more hits than that, and a word may be a slip all the same, of one that is so many times as common.
FEW = 3
MANY_TIMES = 10
SPELLINGS = 20
FIELDS = ("title_words", "skill_words")


def correct(snapshot: Snapshot, question: Question, found: list[int], scope: int) -> str | None:
    """Return the text with its unknown words corrected, or nothing when no word within one slip is known.

    A word that a few documents hold is corrected too, when another is many times as common: somebody else may have made
    the same slip. ``found`` holds the documents of each clause. The first letter is taken as right; a slip is one
    letter added, missing, replaced, or swapped with the next.
    """
    held = [(bits & scope).bit_count() for bits in found]
    doubtful = [index for index, clause in enumerate(question.clauses) if held[index] <= FEW and _may_slip(clause)]
    text = question.text
    for index in reversed(doubtful):
        others = scope
        for other, bits in enumerate(found):
            if other not in doubtful and not question.clauses[other].optional:
                others &= bits
        word = question.clauses[index].words[0]
        better = _nearest(snapshot, word.folded, scope, others, at_least=MANY_TIMES * held[index])
        if better is not None:
            text = text[: word.start] + better + text[word.end :]
        elif not held[index]:
            return None
    return text if text != question.text else None


def within_one_slip(one: str, other: str) -> bool:
    """Whether two words differ by one letter added, missing, replaced, or swapped with its neighbour."""
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, letter in enumerate(one) if letter != other[i]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return swapped or one[at + 1 :] == other[at + 1 :]


def keeps_half_of(word: str) -> Callable[[str], bool]:
    """Return what tells most words more than one slip away from the others, without reading them letter by letter: a
    slip leaves one half of a word as it was."""
    start, end = halves_of(word)
    return lambda other: other.startswith(start) or other.endswith(end)


def halves_of(word: str) -> tuple[str, str]:
    """The beginning and the end of a word, one of which a slip leaves as it was."""
    middle = len(word) // 2
    return word[:middle], word[middle + 1 :]


def _may_slip(clause: Clause) -> bool:
    word = clause.words[0]
    return not (clause.is_phrase or clause.optional or word.exact) and len(word.folded) >= SHORTEST


def _nearest(snapshot: Snapshot, folded: str, scope: int, others: int, *, at_least: int) -> str | None:
    """The visible word within one slip: first one that leaves hits beside the other words, then the commonest. In at
    least so many documents, and in one.
    """
    may_be_near = keeps_half_of(folded)
    near = [
        (field, term)
        for field in FIELDS
        for term in snapshot.resembling(field, folded)
        if may_be_near(term) and SPELLED not in term and within_one_slip(folded, term)
    ]
    snapshot.fetch(near)
    best: tuple[int, int, str] | None = None
    for field, term in near:
        bits = snapshot.bits(field, term)
        worth = ((bits & others).bit_count(), (bits & scope).bit_count(), term)
        if worth[1] >= max(1, at_least) and (best is None or worth > best):
            best = worth
    return None if best is None else _accented(snapshot, best[2], scope)


def _accented(snapshot: Snapshot, folded: str, scope: int) -> str:
    """The word as visible documents mostly write it."""
    written = [
        (field, term) for field in FIELDS for term in snapshot.beginning_with(field, folded + SPELLED, SPELLINGS)
    ]
    snapshot.fetch(written)
    counts: dict[str, int] = {}
    for field, term in written:
        spelling = term.partition(SPELLED)[2]
        counts[spelling] = counts.get(spelling, 0) + (snapshot.bits(field, term) & scope).bit_count()
    if not any(counts.values()):
        return folded
    return max(sorted(counts), key=lambda spelling: counts[spelling])
