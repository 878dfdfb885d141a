"""Files kept between their preview and their confirmation: private to who sent them, for a day at most."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

from flask import current_app

from portal.core.errors import NotFound
from portal.core.i18n import lazy_gettext as _l
from portal.core.submission import new_key
from portal.organization.models import Person

KEPT_SECONDS = 24 * 3600
_TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


@dataclass(frozen=True)
class Upload:
    """What was sent: the files, and the choices made with them."""

    people: bytes
    units: bytes | None
    leavers: bool
    invite: bool


def _root() -> Path:
    return Path(current_app.config["INSTANCE"]) / "imports"


def _folder(owner: Person, token: str) -> Path:
    """The folder of an upload; a token that is not one of ours, or someone else's, leads nowhere."""
    if not _TOKEN.fullmatch(token):
        raise NotFound
    return _root() / f"{owner.id}.{token}"


def keep(owner: Person, upload: Upload) -> str:
    """Keep an upload. Returns the token under which its sender finds it again."""
    _forget_old()
    token = new_key()
    folder = _folder(owner, token)
    _root().mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700)
    choices = json.dumps({"leavers": upload.leavers, "invite": upload.invite})
    for name, data in (("people", upload.people), ("units", upload.units), ("choices", choices.encode())):
        if data is not None:
            descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
    return token


def find(owner: Person, token: str) -> Upload:
    """What was kept. Raises `NotFound` when it was written, put aside or is too old, or was sent by someone else."""
    folder = _folder(owner, token)
    try:
        choices = json.loads((folder / "choices").read_bytes())
        units = folder / "units"
        return Upload((folder / "people").read_bytes(), units.read_bytes() if units.exists() else None, **choices)
    except FileNotFoundError:
        raise NotFound(_l("This file was already written, or put aside.")) from None


def discard(owner: Person, token: str) -> None:
    """Delete what was kept."""
    shutil.rmtree(_folder(owner, token), ignore_errors=True)


def _forget_old() -> None:
    limit = time.time() - KEPT_SECONDS
    for folder in _root().glob("*.*"):
        if folder.stat().st_mtime < limit:
            shutil.rmtree(folder, ignore_errors=True)
