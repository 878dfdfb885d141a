"""`portal serve`: the whole portal on one machine, from an empty folder to an address to open.

A small parent prepares the database, then keeps two children: the web server and the worker beside it. Killed at any
moment, nothing it acknowledged is lost and the next start needs no manual step: every write is one transaction, and
what follows it waits in the outbox.
"""

from __future__ import annotations

import ctypes
import logging
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import click
from flask import current_app

from portal.config import ROOT
from portal.core.schema import bring_up_to_date, describe_database
from portal.extensions import db

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG, <linux/prctl.h>
# Seconds: the pauses before a dead worker starts again, how long one lives to count as sound, how long one may stop.
SHORTEST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
LIVELY = 60.0
PATIENCE = 15.0


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, envvar="PORT")
@click.option("--workers", default=2, show_default=True, help="Web processes: as many as there are cores.")
@click.option("--demo", is_flag=True, help="With the demo organization, loaded into an empty database.")
def serve_command(host: str, port: int, workers: int, demo: bool) -> None:
    """Prepare the database and serve the portal with its worker."""
    check_port(host, port)
    os.environ.setdefault("TRANSVERSE_BASE_URL", f"http://{host}:{port}")
    current_app.config["BASE_URL"] = os.environ["TRANSVERSE_BASE_URL"]
    if demo:
        os.environ["TRANSVERSE_DEMO"] = "1"
        current_app.config["DEMO"] = True
    prepare(demo=demo)
    click.echo(describe_database())
    db.session.remove()
    db.engine.dispose()
    sys.exit(supervise(host, port, workers, announce=lambda: _announce(demo)))


def check_port(host: str, port: int) -> None:
    """Say it plainly when the address is taken. Raises `click.ClickException`."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"{host}:{port} is taken ({error.strerror}). Stop what uses it, or choose another: PORT=8001 make run"
            ) from error


def prepare(*, demo: bool) -> None:
    """Bring the tables up to date, and load the demo organization into an empty database.

    What it says is for whoever watches the start: the log keeps quiet, but for warnings.
    """
    logging.disable(logging.INFO)
    try:
        bring_up_to_date()
        if demo:
            from portal.demo.load import load_demo

            load_demo(echo=click.echo)
    finally:
        logging.disable(logging.NOTSET)


def supervise(host: str, port: int, workers: int, *, announce: Callable[[], Any]) -> int:
    """Run the web server and the worker until a signal. A worker that dies is started again. Returns an exit status."""
    web = _start(
        "-m",
        "gunicorn",
        "app:app",
        f"--bind={host}:{port}",
        "--worker-class=gthread",
        f"--workers={workers}",
        "--threads=2",
        "--reuse-port",
        "--graceful-timeout=10",
        "--log-level=warning",
        "--no-control-socket",
    )
    worker = Worker()
    stopping = False

    def stop(*_: Any) -> None:
        nonlocal stopping
        stopping = True
        for child in (web, worker.process):
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    announced = False
    health = f"http://[{host}]:{port}/health/ready" if ":" in host else f"http://{host}:{port}/health/ready"
    known_as = urlsplit(current_app.config["BASE_URL"]).netloc
    while web.poll() is None:
        if not announced and is_ready(health, known_as):
            announced = True
            announce()
        if not stopping:
            worker.keep()
        time.sleep(0.2)
    worker.stop()
    return 0 if stopping else 1


class Worker:
    """The worker beside the web server. One that dies is started again after a pause.

    The pause is half a second, and doubles up to half a minute while workers die within a minute of their start: a
    broken database then costs two starts a minute, and says so, instead of five a second.
    """

    def __init__(self) -> None:
        self.pause = SHORTEST_PAUSE
        self.resume_at: float | None = None
        self._begin()

    def _begin(self) -> None:
        self.process = _start("-m", "flask", "--app", "app", "worker")
        self.started_at = time.monotonic()

    def keep(self) -> None:
        """Start it again if it died and its pause is over."""
        if self.process.poll() is None:
            return
        now = time.monotonic()
        if self.resume_at is None:
            lived = now - self.started_at
            self.pause = SHORTEST_PAUSE if lived >= LIVELY else min(self.pause * 2, LONGEST_PAUSE)
            self.resume_at = now + self.pause
            click.echo(
                f"The worker stopped ({self.process.returncode}). It starts again in {self.pause:g} s.", err=True
            )
        elif now >= self.resume_at:
            self.resume_at = None
            self._begin()

    def stop(self) -> None:
        """Stop it, by force when it takes longer than fifteen seconds: what it held is taken up again later."""
        self.process.terminate()
        try:
            self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def is_ready(url: str, host: str) -> bool:
    """Whether the portal answers at `url` that it is ready, asked by the name (`host`) that its visitors use."""
    request = urllib.request.Request(url, headers={"Host": host})  # noqa: S310 (our own address)
    try:
        with urllib.request.urlopen(request, timeout=2):  # noqa: S310
            return True
    except (urllib.error.URLError, OSError):
        return False


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    """A child that stops when its parent dies, however it dies."""
    libc = ctypes.CDLL(None)

    def die_with_parent() -> None:
        libc.prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)

    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        preexec_fn=die_with_parent if sys.platform == "linux" else None,
        start_new_session=True,
    )


def _announce(demo: bool) -> None:
    click.echo(f"\nTransverse is at {current_app.config['BASE_URL']}")
    if demo:
        from portal.demo import sign_ins

        click.echo("Sign in as:")
        widest = max(len(entry.email) for entry in sign_ins.SIGN_INS)
        for entry in sign_ins.SIGN_INS:
            click.echo(f"  {entry.email:<{widest}}   {sign_ins.PASSWORD}   {entry.role_en}")
    click.echo("Ctrl+C stops it; the data stays.\n")
