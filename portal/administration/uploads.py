"""The files of people, kept between their preview and their confirmation."""

from __future__ import annotations

import json
from dataclasses import dataclass

from portal.core import uploads
from portal.core.errors import NotFound
from portal.organization.models import Person

ROOM = "imports"


@dataclass(frozen=True)
class Upload:
    """What was sent: the files, and the choices made with them."""

    people: bytes
    units: bytes | None
    leavers: bool
    invite: bool


def keep(owner: Person, upload: Upload) -> str:
    """Keep an upload. Returns the token under which its sender finds it again."""
    choices = json.dumps({"leavers": upload.leavers, "invite": upload.invite}).encode()
    files = {"people": upload.people, "units": upload.units, "choices": choices}
    return uploads.keep(ROOM, owner.id, {name: data for name, data in files.items() if data is not None})


def find(owner: Person, token: str) -> Upload:
    """What was kept. Raises `NotFound` when it was written, put aside or is too old, or was sent by someone else."""
    files = uploads.find(ROOM, owner.id, token)
    if "choices" not in files or "people" not in files:
        raise NotFound
    return Upload(files["people"], files.get("units"), **json.loads(files["choices"]))


def discard(owner: Person, token: str) -> None:
    """Delete what was kept."""
    uploads.discard(ROOM, owner.id, token)
