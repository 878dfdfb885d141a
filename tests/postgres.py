"""A throw-away PostgreSQL: a real server in a temporary folder, reached through a Unix socket only."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

DATABASE = "portal_test"


def binaries() -> Path:
    """The folder of the newest installed server programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    raise RuntimeError("PostgreSQL is not installed: `make test` installs it, or use Debian's package postgresql")


class Server:
    """Started by `start()`, gone after `stop()`. Never synchronised to disk: its data is worth nothing."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pg-"))
        self.data = self.folder / "data"
        self.owner = pwd.getpwnam("postgres") if os.getuid() == 0 else None

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(binaries() / program), *arguments]
        if self.owner:
            ids = (f"--reuid={self.owner.pw_uid}", f"--regid={self.owner.pw_gid}", "--clear-groups")
            command = ["setpriv", *ids, *command]
        # The name of the test under way is no business of the server, and may be longer than an environment can be.
        inherited = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=self.folder, env=inherited)

    def start(self) -> None:
        """Create the cluster and its database, and start serving."""
        if self.owner:
            os.chown(self.folder, self.owner.pw_uid, self.owner.pw_gid)
        self._run(
            "initdb", "-D", str(self.data), "--no-sync", "-U", "portal", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"
        )
        self._serve()
        self._run("createdb", "-h", str(self.folder), "-U", "portal", DATABASE)

    def _serve(self) -> None:
        options = f"-c listen_addresses= -c unix_socket_directories={self.folder} -c max_connections=120 "
        options += "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c shared_buffers=64MB"
        self._run("pg_ctl", "-D", str(self.data), "-o", options, "-l", str(self.folder / "log"), "-w", "start")

    @property
    def url(self) -> str:
        """Where SQLAlchemy finds it."""
        return f"postgresql+psycopg://portal@/{DATABASE}?host={self.folder}"

    def stop(self) -> None:
        """Stop at once and remove everything."""
        try:
            self._run("pg_ctl", "-D", str(self.data), "-m", "immediate", "stop")
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
