"""Extracting sentences from the code, keeping both catalogues complete, compiling them when they changed."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from portal.config import ROOT

FOLDER = Path(__file__).parent
METHODS = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
JINJA = {"silent": "false", "extensions": "jinja2.ext.do"}
OPTIONS = {"**.html": {**JINJA, "trimmed": "true"}, "**.txt": JINJA}
KEYWORDS = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "_n": (1, 2),
}


def path_of(locale: str) -> Path:
    """The catalogue of a language."""
    return FOLDER / locale / "LC_MESSAGES" / "messages.po"


def extract() -> Catalog:
    """Every sentence of the code and the templates."""
    found = Catalog(project="Transverse", charset="utf-8")
    for folder in ("portal", "templates"):
        rows = extract_from_dir(str(ROOT / folder), METHODS, OPTIONS, keywords=KEYWORDS)
        for name, _line, message, _comments, _context in rows:
            found.add(message, locations=[(f"{folder}/{name}", 0)])
    return found


def read(locale: str) -> Catalog:
    """The catalogue of a language as it is stored (empty if there is none)."""
    path = path_of(locale)
    if not path.exists():
        return Catalog(locale=locale, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def update(locale: str) -> Catalog:
    """The stored catalogue brought up to date with the code: new sentences added, gone ones dropped, none guessed."""
    catalogue = read(locale)
    catalogue.update(extract(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    for message in sentences(catalogue):
        message.locations = sorted({(name, 0) for name, _ in message.locations})
        if locale == "en" and not is_complete(message):
            message.string = message.id
    return catalogue


def write(catalogue: Catalog) -> None:
    """Store a catalogue, sorted, without line numbers or dates so that its changes read well."""
    path = path_of(str(catalogue.locale))
    path.parent.mkdir(parents=True, exist_ok=True)
    buffer = io.BytesIO()
    write_po(buffer, catalogue, sort_output=True, omit_header=False, include_lineno=False, width=110)
    lines = buffer.getvalue().decode().splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By'))]
    path.write_text("".join(kept), encoding="utf-8")


def sentences(catalogue: Catalog) -> Iterator[Message]:
    """Every message but the header."""
    return (message for message in catalogue if message.id)


def is_complete(message: Message) -> bool:
    """Whether every form of a sentence is translated and none is marked as doubtful."""
    forms = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return all(forms) and not message.fuzzy


def compile_changed() -> None:
    """Write each .mo that is older than its .po; several processes may do it at once."""
    for locale in ("fr", "en"):
        source = path_of(locale)
        target = source.with_suffix(".mo")
        if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
            continue
        buffer = io.BytesIO()
        write_mo(buffer, read(locale))
        temporary = target.with_suffix(f".{os.getpid()}.tmp")
        temporary.write_bytes(buffer.getvalue())
        temporary.replace(target)
