"""The `portal` command: serve, work, import, prepare."""

from __future__ import annotations

import signal
import threading
from importlib import import_module

import click
from flask import Flask, current_app
from flask.cli import FlaskGroup, with_appcontext

from portal.administration.commands import COMMANDS as ACCOUNT_COMMANDS
from portal.core import outbox
from portal.core.worker import do_chores, drain, run, start
from portal.discovery.commands import command as index_command
from portal.public.commands import command as freeze_command
from portal.registry import IMPORTS
from portal.server import serve_command


def _app() -> Flask:
    from portal import create_app

    return create_app()


@click.group(cls=FlaskGroup, create_app=_app, add_default_commands=False, add_version_option=False)
def main() -> None:
    """Transverse, from the command line."""


@click.command("worker")
@click.option("--once", is_flag=True, help="Deliver what is due, then stop (for cron).")
@click.option("--retry-parked", is_flag=True, help="First take up again what was given up after eight attempts.")
@with_appcontext
def worker_command(once: bool, retry_parked: bool) -> None:
    """Deliver mail and index updates, beside the web processes."""
    if retry_parked:
        click.echo(f"{outbox.retry_parked()} taken up again")
    if once:
        start()
        click.echo(f"{drain()} delivered")
        do_chores()
        return
    stop = threading.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: stop.set())
    run(current_app._get_current_object(), stop)  # type: ignore[attr-defined]


@click.group("import")
def import_group() -> None:
    """Bring people or skills in."""


def install(app: Flask) -> None:
    """Add the commands to `flask --app app …` too."""
    for name in IMPORTS:
        import_group.add_command(import_module(name).command)
    for command in (worker_command, import_group, serve_command, index_command, freeze_command, *ACCOUNT_COMMANDS):
        app.cli.add_command(command)
