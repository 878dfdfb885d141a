"""Indexes of a size, built once: kept in the temporary folder under the version of the code that wrote them."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter, process_time

ROOT = Path(__file__).parents[3]
VERSION_LETTERS = 12


def version_of(sources: Sequence[str]) -> str:
    """A name for the present state of some files or folders of the checkout."""
    found = hashlib.sha256()
    for source in sources:
        path = ROOT / source
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            found.update(file.read_bytes())
    return found.hexdigest()[:VERSION_LETTERS]


def built(
    name: str, size: int, sources: Sequence[str], build: Callable[[Path], object], say: Callable[[str], None]
) -> Path:
    """The folder that `build` filled, now or in an earlier run; say how long it took. One half built is left aside."""
    folder = Path(tempfile.gettempdir()) / "transverse-search-bench"
    folder.mkdir(mode=0o700, exist_ok=True)
    kept = folder / f"{name}-{size}-{version_of(sources)}"
    if kept.is_dir():
        say(f"  {name}: the one built before, {kept.name}")
        return kept
    for old in folder.glob(f"{name}-{size}-*"):
        shutil.rmtree(old, ignore_errors=True)
    making = folder / f"{name}-{size}-{os.getpid()}.part"
    making.mkdir(mode=0o700)
    clock, started = process_time(), perf_counter()
    build(making)
    spent, elapsed = process_time() - clock, perf_counter() - started
    making.rename(kept)
    each = spent / size * 1000
    say(f"  {name}: {size:,} documents in {elapsed:.1f} s, {spent:.1f} s of this process ({each:.2f} ms each)")
    return kept
