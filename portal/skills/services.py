"""Filling the library."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from portal.skills.vocabulary.esco import read_esco
from portal.skills.vocabulary.merge import Outcome, Progress, merge
from portal.skills.vocabulary.starter import read_starter


def load_starter() -> Outcome:
    """Bring in the vocabulary that comes with the portal, or what is new in it since the last time."""
    return merge(*read_starter())


def import_esco(
    folder: Path, *, count: Callable[[int], object] | None = None, progress: Progress | None = None
) -> Outcome:
    """Bring in ESCO from a folder, or what is new in it. Raises `Invalid` when the folder cannot be read.

    `count` is told how many skills there are, then `progress` how many were dealt with, batch after batch.
    """
    families, entries = read_esco(folder)
    if count is not None:
        count(len(entries))
    return merge(families, entries, progress=progress)
