"""The `portal` command: serve, work, import, prepare."""

from __future__ import annotations

from importlib import import_module

import click
from flask import Flask
from flask.cli import FlaskGroup

from portal.core.worker import drain, run
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
def worker_command(once: bool) -> None:
    """Deliver mail and index updates, beside the web processes."""
    from flask import current_app

    app = current_app._get_current_object()  # type: ignore[attr-defined]
    if once:
        click.echo(f"{drain()} delivered")
    else:
        run(app)


@click.group("import")
def import_group() -> None:
    """Bring people or skills in."""


def install(app: Flask) -> None:
    """Add the commands to `flask --app app …` too."""
    for name in IMPORTS:
        import_group.add_command(import_module(name).command)
    app.cli.add_command(worker_command)
    app.cli.add_command(import_group)
    app.cli.add_command(serve_command)
