"""Text compared without case and accents inside the database: « Inès » is found by « ines » on both engines."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

_ACCENTED = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿ’"
_PLAIN = "aaaaaaceeeeiiiinoooooouuuuyy'"
_SINGLE = str.maketrans(_ACCENTED, _PLAIN)
_LIGATURES = (("œ", "oe"), ("æ", "ae"))


class Folded(FunctionElement[str]):
    """`Folded(Person.family_name)`: the SQL expression of a text without case, accents or ligatures."""

    type = sa.Text()
    inherit_cache = True
    name = "folded"


@compiles(Folded, "sqlite")
def _for_sqlite(element: Any, compiler: Any, **kw: Any) -> str:
    return f"fold_text({compiler.process(element.clauses, **kw)})"


@compiles(Folded, "postgresql")
def _for_postgresql(element: Any, compiler: Any, **kw: Any) -> str:
    text = f"lower({compiler.process(element.clauses, **kw)})"
    for ligature, letters in _LIGATURES:
        text = f"replace({text}, '{ligature}', '{letters}')"
    plain = _PLAIN.replace("'", "''")
    return f"translate({text}, '{_ACCENTED}', '{plain}')"


def fold_text(text: str | None) -> str | None:
    """The same in Python: what SQLite calls, and what a pattern goes through before it is compared."""
    if text is None:
        return None
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFC", text).lower()
    for ligature, letters in _LIGATURES:
        text = text.replace(ligature, letters)
    return text.translate(_SINGLE)


def holds(expression: Any, words: str) -> sa.ColumnElement[bool]:
    """The condition that a text contains every one of the words, in any order. Any string is safe."""
    haystack = Folded(expression)
    return sa.and_(sa.true(), *(haystack.contains(part, autoescape=True) for part in _parts(words)))


def hold(folded: Sequence[Any], words: str) -> sa.ColumnElement[bool]:
    """The condition that columns which are stored folded contain every one of the words, each in any of them."""
    return sa.and_(
        sa.true(),
        *(sa.or_(*(column.contains(part, autoescape=True) for column in folded)) for part in _parts(words)),
    )


def _parts(words: str) -> list[str]:
    return (fold_text(words) or "").replace("\x00", " ").split()[:12]
