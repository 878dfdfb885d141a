"""The folders of a Whoosh index: one generation each, and a pointer to the one in use.

    root/            0700
      CURRENT        the name of the generation in use, replaced in one step
      LOCK           held by whoever writes
      gen-0007/      files of the generation, with its MANIFEST.json, and the CHANGES.json of those added since

Whoosh files hold pickles: reading one runs whatever it says. Whoever can write here can run code as the portal, so the
root is closed to everybody else, is never restored from an archive and never lies under a folder of uploads. The index
can always be rebuilt from the database: rebuild it rather than back it up.
"""

import fcntl
import json
import os
import re
import shutil
import time
import zlib
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager, suppress
from pathlib import Path

from portal.search.engine import IndexBusy, IndexMissing, IndexUnavailable
from portal.search.whoosh_schema import SCHEMA_VERSION

_CURRENT = "CURRENT"
_LOCK = "LOCK"
_MANIFEST = "MANIFEST.json"
_CHANGES = "CHANGES.json"
_LOST = "The search index has lost its list of files."
_GENERATION = re.compile(r"gen-([0-9]{4,9})")
_POLL_SECONDS = 0.02


def prepare_root(root: Path) -> None:
    """Create the root, closed to everybody else. Raises IndexUnavailable if it is open to somebody."""
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise IndexUnavailable(f"The search index cannot be created: {error.strerror}.") from error
    require_private(root)


def require_private(root: Path) -> None:
    """Refuse a root that another account could have written to. Raises IndexUnavailable."""
    try:
        state = root.stat()
    except FileNotFoundError as error:
        raise IndexMissing("There is no search index yet.") from error
    except OSError as error:
        raise IndexUnavailable(f"The search index cannot be reached: {error.strerror}.") from error
    if state.st_mode & 0o077 or state.st_uid not in (0, os.geteuid()):
        raise IndexUnavailable("The folder of the search index must belong to the portal alone (mode 0700).")


def current_generation(root: Path) -> Path:
    """Return the folder in use. Raises IndexUnavailable when there is none."""
    try:
        name = (root / _CURRENT).read_text("ascii").strip()
    except FileNotFoundError as error:
        raise IndexMissing("There is no search index yet.") from error
    except (OSError, ValueError) as error:
        raise IndexUnavailable("The search index does not say which generation is in use.") from error
    if not _GENERATION.fullmatch(name) or not (root / name).is_dir():
        raise IndexUnavailable("The search index points to a generation that does not exist.")
    return root / name


def create_generation(root: Path) -> Path:
    """Create the empty folder of the next generation, numbered after every one ever left here."""
    numbers = [int(match.group(1)) for path in root.iterdir() if (match := _GENERATION.fullmatch(path.name))]
    folder = root / f"gen-{max(numbers, default=0) + 1:04d}"
    folder.mkdir(mode=0o700)
    return folder


def publish(folder: Path) -> None:
    """Put a finished generation in use. Everything is on disk before the pointer moves, and after it has."""
    sync_files(folder)
    root = folder.parent
    pointer = root / f"{_CURRENT}.new"
    pointer.write_text(folder.name, "ascii")
    _sync(pointer)
    _sync(root)
    os.replace(pointer, root / _CURRENT)
    _sync(root)


def sweep(root: Path, *, keep: set[str]) -> None:
    """Remove the generations that are not named: the abandoned ones, and those no reader can still be using."""
    for path in root.iterdir():
        if _GENERATION.fullmatch(path.name) and path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def write_lock(root: Path, timeout: float) -> Iterator[None]:
    """Hold the right to write, waiting for it at most ``timeout`` seconds. Raises IndexBusy.

    The system lets go of the lock when the process dies, however it dies. Raises IndexUnavailable without a folder.
    """
    with _locked(root / _LOCK, timeout):
        yield


@contextmanager
def indexer_lock(root: Path, timeout: float) -> Iterator[None]:
    """The same for whoever decides what to write: beside the root, which may not be there yet, or be removed."""
    with suppress(OSError):
        root.parent.mkdir(parents=True, exist_ok=True)
    with _locked(root.with_name(f"{root.name}.lock"), timeout):
        yield


@contextmanager
def _locked(path: Path, timeout: float) -> Iterator[None]:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise IndexUnavailable(f"The search index cannot be locked: {error.strerror}.") from error
    try:
        _acquire(handle, time.monotonic() + timeout)
        yield
    finally:
        os.close(handle)


def _acquire(handle: int, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise IndexBusy("Another process is writing to the search index.") from None
            time.sleep(_POLL_SECONDS)


def file_names(folder: Path) -> set[str]:
    """Return the names of the files in a folder."""
    return {entry.name for entry in os.scandir(folder) if entry.is_file()}


def sync_files(folder: Path, *, known: Set[str] = frozenset()) -> None:
    """Force the files of a folder to disk, save those already known to be there. Whoosh itself never does."""
    for name in file_names(folder) - known:
        _sync(folder / name)
    _sync(folder)


def write_manifest(folder: Path) -> None:
    """Note the size and checksum of every segment file, which from now on only deletion may touch."""
    _write_list(folder / _MANIFEST, {name: _measure(folder / name) for name in file_names(folder) if _is_segment(name)})


def note_changes(folder: Path, *, known: Set[str]) -> None:
    """Note the same of the segments that a change added to those already known. Those it merged away are forgotten.

    Beside the manifest: a change cut off before this is sound, and its segment is looked at by whoever opens it.
    """
    names = {name for name in file_names(folder) if _is_segment(name)}
    noted = {name: measure for name, measure in _changes(folder).items() if name in names}
    fresh = {name: _measure(folder / name) for name in names - known}
    pointer = folder / f"{_CHANGES}.new"
    _write_list(pointer, noted | fresh)
    _sync(pointer)
    os.replace(pointer, folder / _CHANGES)


def read_manifest(folder: Path) -> dict[str, tuple[int, int]]:
    """Return (size in bytes, CRC-32) by file name. Raises IndexUnavailable when written by another version."""
    try:
        return _read_list(folder / _MANIFEST)
    except OSError as error:
        raise IndexUnavailable(_LOST) from error


def _write_list(path: Path, files: Mapping[str, tuple[int, int]]) -> None:
    path.write_text(json.dumps({"schema": SCHEMA_VERSION, "files": files}, sort_keys=True), "ascii")


def _read_list(path: Path) -> dict[str, tuple[int, int]]:
    text = path.read_bytes()
    try:
        manifest = json.loads(text)
        version, files = manifest["schema"], {name: (size, crc) for name, (size, crc) in manifest["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexUnavailable(_LOST) from error
    if version != SCHEMA_VERSION:
        raise IndexUnavailable("The search index was written by another version of the portal.")
    return files


def damaged_files(folder: Path) -> list[str]:
    """Read every byte of the listed files; return the names of those that changed, or that went although no writer may
    have taken them away."""
    base = [name for name, expected in read_manifest(folder).items() if _measure_or_none(folder / name) != expected]
    changes = _changes(folder).items()
    return base + [name for name, expected in changes if _measure_or_none(folder / name) not in (expected, None)]


def _changes(folder: Path) -> dict[str, tuple[int, int]]:
    try:
        return _read_list(folder / _CHANGES)
    except FileNotFoundError:
        return {}


def _is_segment(name: str) -> bool:
    return name.startswith("MAIN_") and not name.endswith("LOCK")


def _measure_or_none(path: Path) -> tuple[int, int] | None:
    try:
        return _measure(path)
    except OSError:
        return None


def _measure(path: Path) -> tuple[int, int]:
    size = checksum = 0
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            size += len(block)
            checksum = zlib.crc32(block, checksum)
    return size, checksum


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
