"""One record, one line: nothing that someone typed can forge a second one or colour a terminal."""

from __future__ import annotations

import logging
import time
import unicodedata
from typing import Any

FORMAT = "%(asctime)sZ %(levelname)s %(name)s %(message)s"
# Control, format (bidirectional marks), surrogate; line and paragraph separators.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def escaped(text: str) -> str:
    """`text` with every control character written out (`\\n`, `\\x1b`, `\\u202e`)."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if unicodedata.category(c) not in _HIDDEN else ascii(c)[1:-1] for c in text)


class OneLine(logging.Formatter):
    """Escapes the message; a traceback follows it on indented lines, which no record starts with."""

    converter = staticmethod(time.gmtime)

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 (the library’s name)
        return escaped(super().formatMessage(record))

    def formatException(self, exc_info: Any) -> str:  # noqa: N802
        return _indented(super().formatException(exc_info))

    def formatStack(self, stack_info: str) -> str:  # noqa: N802
        return _indented(super().formatStack(stack_info))


def _indented(text: str) -> str:
    return "\n".join(f"    {escaped(line)}" for line in text.split("\n"))


def install() -> None:
    """Write the root logger's records that way, once per process."""
    root = logging.getLogger()
    if any(isinstance(handler.formatter, OneLine) for handler in root.handlers):
        return
    handler = logging.StreamHandler()
    handler.setFormatter(OneLine(FORMAT))
    root.addHandler(handler)
    root.setLevel(logging.INFO)
