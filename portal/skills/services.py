"""Filling the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from portal.skills.vocabulary.entry import Entry, Family
from portal.skills.vocabulary.esco import read_esco
from portal.skills.vocabulary.merge import Outcome, Progress, merge
from portal.skills.vocabulary.namesakes import without_namesakes
from portal.skills.vocabulary.onet import read_onet
from portal.skills.vocabulary.starter import read_starter

Count = Callable[[int], object]


def load_starter(*, dry_run: bool = False) -> Outcome:
    """Bring in the vocabulary that comes with the portal, or what is new in it since the last time."""
    return merge(*read_starter(), dry_run=dry_run)


def import_esco(
    folder: Path, *, count: Count | None = None, progress: Progress | None = None, dry_run: bool = False
) -> Outcome:
    """Bring in ESCO from a folder, or what is new in it. Raises `Invalid` when the folder cannot be read.

    `count` is told how many skills there are, then `progress` how many were dealt with, batch after batch.
    """
    return _merge(*read_esco(folder), count, progress, dry_run=dry_run)


def import_onet(
    folder: Path, *, count: Count | None = None, progress: Progress | None = None, dry_run: bool = False
) -> Outcome:
    """Bring in O*NET's technology names, apart from those that a skill of another source already has.

    As `import_esco` otherwise.
    """
    families, entries = read_onet(folder)
    new = without_namesakes(entries)
    return replace(_merge(families, new, count, progress, dry_run=dry_run), joined=len(entries) - len(new))


def _merge(
    families: Sequence[Family],
    entries: Sequence[Entry],
    count: Count | None,
    progress: Progress | None,
    *,
    dry_run: bool,
) -> Outcome:
    if count is not None:
        count(len(entries))
    return merge(families, entries, progress=progress, dry_run=dry_run)
