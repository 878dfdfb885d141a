"""Filling the library."""

from __future__ import annotations

from pathlib import Path

from portal.skills.vocabulary.esco import read_esco
from portal.skills.vocabulary.merge import Outcome, Progress, merge
from portal.skills.vocabulary.starter import read_starter


def load_starter() -> Outcome:
    """Bring in the vocabulary that comes with the portal, or what is new in it since the last time."""
    return merge(*read_starter())


def import_esco(folder: Path, *, progress: Progress | None = None) -> Outcome:
    """Bring in ESCO from a folder, or what is new in it. Raises `Invalid` when the folder cannot be read."""
    families, entries = read_esco(folder)
    return merge(families, entries, progress=progress)
