"""`portal import skills`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from portal.core.errors import Invalid
from portal.core.i18n import speaking
from portal.core.schema import with_database
from portal.skills import services
from portal.skills.vocabulary.merge import Outcome


@click.command("skills")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@with_database
def command(folder: Path | None) -> None:
    """Bring skills into the library: the starter vocabulary, or ESCO from FOLDER.

    Run it again after the vocabulary changed: what is new or changed there comes in. A skill that someone changed here
    since its import is left as it is, a retired one stays retired, and nothing is ever removed.
    """
    if folder is None:
        click.echo(_told("starter vocabulary", services.load_starter()))
        return
    try:
        with click.progressbar(length=0, label="Importing ESCO") as bar:
            outcome = services.import_esco(folder, count=partial(setattr, bar, "length"), progress=bar.update)
    except Invalid as error:
        with speaking("en"):
            raise click.ClickException(str(error.message)) from error
    click.echo(_told("ESCO", outcome))
    click.echo("This service uses the ESCO classification of the European Commission (modified: see /about/data).")


def _told(name: str, outcome: Outcome) -> str:
    parts = [f"{outcome.created} created", f"{outcome.changed} changed", f"{outcome.unchanged} unchanged"]
    if outcome.kept:
        parts.append(f"{outcome.kept} left as they were changed here")
    if outcome.absent:
        parts.append(f"{outcome.absent} no longer there, kept")
    return f"{name}: {', '.join(parts)}."
