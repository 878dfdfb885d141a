"""Filling the occupations."""

from __future__ import annotations

from pathlib import Path

from portal.skills.occupations.merge import merge
from portal.skills.occupations.reading import read_esco, read_starter
from portal.skills.vocabulary.merge import Outcome


def load_starter_occupations(*, dry_run: bool = False) -> Outcome:
    """Bring in the occupations that come with the portal, after their skills (see `portal.skills.services`)."""
    return merge(read_starter(), dry_run=dry_run)


def import_esco_occupations(folder: Path, *, dry_run: bool = False) -> Outcome:
    """Bring in ESCO's occupations from a folder, after its skills. Raises `Invalid` when it cannot be read."""
    return merge(read_esco(folder), dry_run=dry_run)
