"""`portal index`: build, compare, describe."""

from __future__ import annotations

import click

from portal.core import outbox, reindex
from portal.core.schema import with_database
from portal.discovery import index
from portal.search import SearchError

# As many documents as a screen shows; the others are counted.
LISTED = 20


@click.group("index")
def command() -> None:
    """The search index: it can always be built again from the database."""


@command.command("rebuild")
@with_database
def rebuild_command() -> None:
    """Build it anew; searches go on being answered meanwhile."""
    try:
        click.echo(f"{index.rebuild(_tell)} documents")
    except SearchError as error:
        raise click.ClickException(str(error)) from error


def _tell(done: int, total: int) -> None:
    click.echo(f"{done} of {total} documents read", err=True)


@command.command("verify")
@with_database
def verify_command() -> None:
    """Compare it with the database, and read every byte of it. Fails when they differ."""
    try:
        difference = index.verify()
    except SearchError as error:
        raise click.ClickException(str(error)) from error
    state = index.engine().health(thorough=True)
    for name, ids in (("missing", difference.missing), ("unexpected", difference.unexpected)):
        for document_id in sorted(ids)[:LISTED]:
            click.echo(f"{name}: {document_id}")
        if len(ids) > LISTED:
            click.echo(f"{name}: and {len(ids) - LISTED} more")
    if difference or not state.ok:
        counted = f"{len(difference.missing)} missing, {len(difference.unexpected)} unexpected."
        reasons = [state.reason] if state.reason else []
        raise click.ClickException(" ".join([*reasons, counted, "Run: portal index rebuild"]))
    click.echo(f"{state.documents} documents, as in the database.")


@command.command("status")
@with_database
def status_command() -> None:
    """Say how it stands."""
    state = index.engine().health()
    if state.ok:
        click.echo(f"{state.generation}: {state.documents} documents, {state.stale_share:.0%} of it replaced since")
    else:
        click.echo(f"not usable: {state.reason}")
    waiting = outbox.oldest_due(reindex.KIND)
    click.echo(f"changes waiting since {waiting:%Y-%m-%d %H:%M:%S} UTC" if waiting else "no change is waiting")
