"""`portal import skills`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from portal.core.errors import Invalid
from portal.core.i18n import speaking
from portal.core.schema import naming_database
from portal.skills import services
from portal.skills.occupations.reading import has_occupations
from portal.skills.occupations.services import import_esco_occupations, load_starter_occupations
from portal.skills.vocabulary import onet
from portal.skills.vocabulary.merge import Outcome

SHOWN = 20
ESCO = "This service uses the ESCO classification of the European Commission (modified: see /about/data)."
ONET = (
    "This service includes information from the O*NET 29.2 Database by the U.S. Department of Labor, Employment and "
    "Training Administration (USDOL/ETA), used under CC BY 4.0 (modified: see /about/data)."
)


@click.command("skills")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
@naming_database
def command(folder: Path | None, dry_run: bool) -> None:
    """Bring skills into the library: the starter vocabulary, or ESCO or O*NET's technologies from FOLDER.

    The starter vocabulary and ESCO also bring occupations, with the skills that each takes: from these, people are
    shown what profiles like theirs often have.

    Run it again after the vocabulary changed: what is new or changed there comes in. A skill that someone changed here
    since its import is left as it is, a retired one stays retired, and nothing is ever removed. Bring ESCO in before
    O*NET: a technology that ESCO already names is not doubled.
    """
    if dry_run:
        click.echo("Dry run: nothing is written.")
    if folder is None:
        click.echo(_told("starter vocabulary", services.load_starter(dry_run=dry_run)))
        click.echo(_told("starter occupations", load_starter_occupations(dry_run=dry_run)))
        return
    is_onet = (folder / onet.FILE).is_file()
    name, bring, thanks = ("O*NET", services.import_onet, ONET) if is_onet else ("ESCO", services.import_esco, ESCO)
    try:
        with click.progressbar(length=0, label=f"Importing {name}") as bar:
            outcome = bring(folder, count=partial(setattr, bar, "length"), progress=bar.update, dry_run=dry_run)
        occupations = None
        if not is_onet and has_occupations(folder):
            occupations = import_esco_occupations(folder, dry_run=dry_run)
    except Invalid as error:
        with speaking("en"):
            raise click.ClickException(str(error.message)) from error
    click.echo(_told(name, outcome))
    for label, fields in outcome.differing[:SHOWN]:
        click.echo(f"  left as changed here: {label} ({', '.join(fields)})")
    if len(outcome.differing) > SHOWN:
        click.echo(f"  and {len(outcome.differing) - SHOWN} more")
    if occupations is not None:
        click.echo(_told(f"{name} occupations", occupations))
    click.echo(thanks)


def _told(name: str, outcome: Outcome) -> str:
    parts = [f"{outcome.created} created", f"{outcome.changed} changed", f"{outcome.unchanged} unchanged"]
    if outcome.kept:
        parts.append(f"{outcome.kept} left as they were changed here")
    if outcome.absent:
        parts.append(f"{outcome.absent} no longer there, kept")
    if outcome.joined:
        parts.append(f"{outcome.joined} left to a skill that already has the name")
    return f"{name}: {', '.join(parts)}."
