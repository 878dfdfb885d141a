"""Reading the demo's content: plain CSV and TOML, written by people, with days and weeks counted from today."""

from __future__ import annotations

import csv
import tomllib
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file of the demo."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tables(name: str) -> dict[str, Any]:
    """One TOML file of the demo."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


def profiles() -> dict[str, dict[str, Any]]:
    """Everyone's profile, by identifier."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted((FOLDER / "profiles").glob("*.toml")):
        found.update(tomllib.loads(path.read_text(encoding="utf-8")))
    return found


def missions() -> list[dict[str, Any]]:
    """Every mission, unit by unit."""
    return [
        mission
        for path in sorted((FOLDER / "missions").glob("*.toml"))
        for mission in tomllib.loads(path.read_text(encoding="utf-8"))["mission"]
    ]
