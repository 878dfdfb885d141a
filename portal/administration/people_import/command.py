"""`portal import people`."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from portal.administration import services
from portal.administration.people_import.lines import shown
from portal.administration.people_import.plan import Export, Options, Plan
from portal.core.i18n import speaking
from portal.core.schema import naming_database
from portal.core.tables import Problem
from portal.organization.extensions import is_made_up

LONG = 500
SHOWN_UNITS = 20
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("people")
@click.argument("file", type=_FILE)
@click.option("--units", "units", type=_FILE, help="A file of units: code, name_en, name_fr, parent.")
@click.option("--dry-run", is_flag=True, help="Say what would be written, and write nothing.")
@click.option("--invite", is_flag=True, help="Send those who are created a link to choose a password.")
@click.option("--leavers", is_flag=True, help="Mark those who are not in the file as having left.")
@click.option("--force", is_flag=True, help="With --leavers: even when that is more than one in twenty.")
@click.option("--into-demo", is_flag=True, help="Even where the demo organization is.")
@naming_database
def command(
    file: Path, units: Path | None, dry_run: bool, invite: bool, leavers: bool, force: bool, into_demo: bool
) -> None:
    """Bring people in from an HR export, a CSV file.

    Its columns, in any order, in English or French: identifier, given_name, family_name, email, kind, unit, manager,
    and if wanted job_title, place, language, firm, daily_rate. A file with one bad line writes nothing at all; every
    bad line is named. The same file a second time changes nothing.
    """
    if not into_demo:
        _refuse_demo()
    with speaking("en"):
        export = services.read_export(file.read_bytes(), units.read_bytes() if units else None)
        _say_notes(export)
        options = Options(leavers=leavers, force=force, invite=invite)
        plan = services.preview_people(None, export, options)
        if not plan.problems and dry_run:
            _say_details(plan, export)
        elif not plan.problems and not plan.is_empty:
            plan = _write(export, options, plan)
        if plan.problems:
            _say_problems(plan.problems)
            sys.exit(1)
        _say_counts(plan, dry_run)


def _refuse_demo() -> None:
    """Whoever forgot their settings is told so, before their people are compared with those of the demo."""
    if is_made_up():
        raise click.ClickException(
            "This database holds the demo organization: your people would be mixed with its own. "
            "Set TRANSVERSE_INSTANCE (or TRANSVERSE_DATABASE_URL) to name your own portal; "
            "--into-demo imports here all the same."
        )


def _write(export: Export, options: Options, plan: Plan) -> Plan:
    count = len(plan.created) + len(plan.changed) + len(plan.leavers)
    if count < LONG:
        return services.import_people(None, export, options)
    with click.progressbar(length=count, label="Writing") as bar:
        return services.import_people(None, export, options, progress=bar.update)


def _say_notes(export: Export) -> None:
    if export.is_windows_1252:
        click.echo("The file is not in UTF-8: it was read as Windows-1252.")
    if export.ignored:
        click.echo(f"These columns mean nothing here and are ignored: {_listed(export.ignored)}.")


def _say_problems(problems: list[Problem]) -> None:
    for problem in problems:
        click.echo(_plain(problem), err=True)
    click.echo(f"{len(problems)} problem{'s' if len(problems) > 1 else ''}. Nothing was written.", err=True)


def _say_details(plan: Plan, export: Export) -> None:
    for unit in plan.units_created:
        click.echo(f"+ unit {_plain(unit.code)}: {_plain(unit.name_en)} / {_plain(unit.name_fr)}")
    for unit in plan.units_changed:
        click.echo(f"~ unit {_plain(unit.code)}: {_plain(unit.name_en)} / {_plain(unit.name_fr)}")
    for name in plan.firms_created.values():
        click.echo(f"+ firm {_plain(name)}")
    for line in plan.created:
        kind = line.kind.value if line.kind else ""
        click.echo(f"+ {line.identifier} {line.full_name}, {kind}, {line.unit}")
    for change in plan.changed:
        fields = "; ".join(f"{c.name} “{_plain(c.before)}” → “{_plain(c.after)}”" for c in change.fields)
        click.echo(f"~ {change.known.identifier} {change.line.full_name}: {fields}")
    for known in plan.leavers:
        click.echo(f"- {known.identifier} {known.full_name}: has left")


def _say_counts(plan: Plan, dry_run: bool) -> None:
    would = "would be " if dry_run else ""
    counts = [
        f"{len(plan.created)} {would}created",
        f"{len(plan.changed)} {would}changed",
        f"{plan.unchanged} unchanged",
    ]
    if plan.leavers:
        counts.append(f"{len(plan.leavers)} {would}marked as having left")
    click.echo(f"People: {', '.join(counts)}.")
    if plan.units_created or plan.units_changed:
        click.echo(f"Units: {len(plan.units_created)} {would}created, {len(plan.units_changed)} {would}changed.")
    if plan.units_only_named:
        click.echo(f"New units: {_first(plan.units_only_named)}. No file of units describes them: is one misspelt?")
    if plan.absent and not plan.leavers:
        click.echo(f"{len(plan.absent)} of the people in the portal are not in the file: they were left alone.")
    if dry_run:
        click.echo("Dry run: nothing was written.")


def _plain(text: Any) -> str:
    return "".join(c if c.isprintable() else "\ufffd" for c in str(text))


def _first(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN_UNITS} more" if len(names) > SHOWN_UNITS else ""
    return _listed(names[:SHOWN_UNITS]) + more


def _listed(names: Iterable[str]) -> str:
    return ", ".join(shown(name) for name in names)
