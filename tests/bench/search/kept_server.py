"""A PostgreSQL whose data stays between runs: a copy of it serves, so that what is measured may write."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from tests.postgres import Server

NANOSECONDS = 1_000_000_000


class KeptServer(Server):
    """Started from what `keep` left in a folder."""

    def resume(self, kept: Path) -> None:
        """Serve from a copy of the data kept there."""
        shutil.copytree(kept / "data", self.data)
        if self.owner:
            for path in (self.folder, self.data, *self.data.rglob("*")):
                shutil.chown(path, self.owner.pw_uid, self.owner.pw_gid)
        self.data.chmod(0o700)
        self._serve()

    def keep(self, kept: Path) -> None:
        """Stop, all written, and leave the data there."""
        self._run("pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop")
        shutil.copytree(self.data, kept / "data")
        shutil.rmtree(self.folder, ignore_errors=True)


def connect(server: Server) -> sa.Engine:
    """One connection, always the same: the process at its other end is the one whose time counts."""
    return sa.create_engine(server.url, pool_size=1, max_overflow=0, pool_reset_on_return="rollback")


def time_of_its_process(database: sa.Engine) -> Callable[[], float]:
    """What tells the seconds of processor that the server's end of the connection has spent."""
    with database.connect() as connection:
        process = connection.scalar(sa.text("SELECT pg_backend_pid()"))
    told = Path(f"/proc/{process}/schedstat")
    return lambda: int(told.read_text().split()[0]) / NANOSECONDS
