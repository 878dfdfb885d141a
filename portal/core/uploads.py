"""Files kept between their preview and their confirmation: private to who sent them, for a day at most."""

from __future__ import annotations

import os
import re
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from flask import current_app

from portal.core.errors import NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.submission import new_key

KEPT_SECONDS = 24 * 3600
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


def _root(room: str) -> Path:
    return Path(current_app.config["INSTANCE"]) / room


def _folder(room: str, owner_id: int, token: str) -> Path:
    """The folder of an upload; a token that is not one of ours, or someone else's, leads nowhere."""
    if not _TOKEN.fullmatch(token):
        raise NotFound
    return _root(room) / f"{owner_id}.{token}"


def keep(room: str, owner_id: int, files: Mapping[str, bytes]) -> str:
    """Keep named files in a room of the instance. Returns the token under which their sender finds them again."""
    _forget_old(room)
    token = new_key()
    folder = _folder(room, owner_id, token)
    _root(room).mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    for name, data in files.items():
        descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
    return token


def find(room: str, owner_id: int, token: str) -> dict[str, bytes]:
    """What was kept. Raises `NotFound` when it was written, put aside or is too old, or was sent by someone else."""
    folder = _folder(room, owner_id, token)
    try:
        return {path.name: path.read_bytes() for path in folder.iterdir()}
    except FileNotFoundError:
        raise NotFound(_l("This file was already written, or put aside.")) from None


def discard(room: str, owner_id: int, token: str) -> None:
    """Delete what was kept."""
    shutil.rmtree(_folder(room, owner_id, token), ignore_errors=True)


def _forget_old(room: str) -> None:
    limit = time.time() - KEPT_SECONDS
    for folder in _root(room).glob("*.*"):
        with suppress(FileNotFoundError):  # another upload forgets the same
            if folder.stat().st_mtime < limit:
                shutil.rmtree(folder, ignore_errors=True)
