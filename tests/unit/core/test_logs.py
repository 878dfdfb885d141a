"""What someone typed stays inside its own line of the log."""

from __future__ import annotations

import logging
import sys

import pytest

from portal.core.logs import FORMAT, OneLine, escaped, install


def written(message, *arguments, **extra):
    record = logging.LogRecord("portal.test", logging.WARNING, __file__, 1, message, arguments, extra.get("exc_info"))
    return OneLine(FORMAT).format(record)


@pytest.mark.parametrize(
    "hostile",
    [
        "x\n2026-01-01 00:00:00 INFO portal signed in as root",
        "x\r\nforged",
        "\x1b[2J\x1b[31mred",
        "\u202egnp.exe",
        "\u2028forged",
        "\x85forged",
        "\x00",
        '{"level": "INFO"}\n',
    ],
)
def test_one_line(hostile):
    for line in (written("refused %s", hostile), written(hostile)):
        assert line.isprintable()
        assert len(line.splitlines()) == 1


def test_ordinary_text_is_left_alone():
    assert escaped("Inès a dit « oui » 🦆") == "Inès a dit « oui » 🦆"
    assert escaped("a\tb\n") == "a\\tb\\n"


def test_a_traceback_cannot_forge_a_record():
    try:
        raise ValueError("x\n2026-01-01 00:00:00,000Z INFO portal forged")
    except ValueError:
        lines = written("failed", exc_info=sys.exc_info()).splitlines()
    assert lines[0].endswith("WARNING portal.test failed")
    assert all(line.startswith("    ") for line in lines[1:])


def test_installed_once():
    root = logging.getLogger()
    before = list(root.handlers)
    try:
        install()
        install()
        assert len([handler for handler in root.handlers if isinstance(handler.formatter, OneLine)]) == 1
    finally:
        root.handlers[:] = before
