"""The portal as it is really served: `portal serve` in a process of its own, with its web processes and its worker."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from portal.config import ROOT

LOADING_SECONDS = 420
STARTING_SECONDS = 120
STOPPING_SECONDS = 30


def free_port() -> int:
    """A port nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Served:
    """The portal on one instance folder and one port, started and stopped as someone would at a terminal."""

    def __init__(self, instance: Path, port: int | None = None) -> None:
        self.instance = instance
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = instance.parent / f"{instance.name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, seconds: float = STARTING_SECONDS) -> None:
        """Serve, and return once it answers that it is ready. Raises `AssertionError` with the log otherwise."""
        settings = {name: value for name, value in os.environ.items() if not name.startswith("TRANSVERSE_")}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "app.py", "--demo", "--port", str(self.port)],
                cwd=ROOT,
                env={**settings, "TRANSVERSE_INSTANCE": str(self.instance)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + seconds
        while not self.is_ready():
            assert self.process.poll() is None, f"it did not start:\n{self.tail()}"
            assert time.monotonic() < deadline, f"it is not ready after {seconds} s:\n{self.tail()}"
            time.sleep(0.1)

    def is_ready(self) -> bool:
        """Whether a monitor would be told that all is well."""
        try:
            with urllib.request.urlopen(f"{self.url}/health/ready", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def tail(self) -> str:
        """The last words of its log."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-3000:]

    def children(self, words: str) -> list[int]:
        """The processes below it whose command holds `words`."""
        assert self.process is not None
        return [pid for pid in _below(self.process.pid) if words in _command(pid)]

    def end(self) -> int:
        """Wait until it is over, however that came. Returns its exit status."""
        assert self.process is not None
        return self.process.wait(timeout=STOPPING_SECONDS)

    def stop(self) -> None:
        """Stop it as Ctrl+C would, with everything below it."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.end()


def _below(pid: int) -> list[int]:
    """The children of a process and theirs, from /proc."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                after_name = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(after_name[1]), []).append(int(entry.name))
    found = list(parents.get(pid, []))
    for child in found:
        found.extend(parents.get(child, []))
    return found


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    except OSError:
        return ""


def is_running(pid: int) -> bool:
    """Whether a process still does something: not one that ended and waits for its parent to hear of it."""
    return bool(_command(pid))
