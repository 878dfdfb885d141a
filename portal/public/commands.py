"""`portal freeze`: the public catalogue as a folder of files."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import click
from flask import current_app

from portal.core.schema import with_database
from portal.public.freezing import NotOurs, freeze
from portal.public.queries import standing


@click.command("freeze")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option(
    "--address",
    default="",
    metavar="URL",
    help="Where DIR will be found, for search engines and news readers. By default the address of the portal.",
)
@with_database
def command(folder: Path, address: str) -> None:
    """Write the public catalogue in DIR, as pages that any file server can host.

    What was written there before is replaced; a folder that holds anything else is left as it is. Run it again, by cron
    for instance, for the pages to follow the portal: a mission that is taken off stays in DIR until then.
    """
    address = address or current_app.config["BASE_URL"]
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc:
        raise click.BadParameter("give a whole address, such as https://missions.example/", param_hint="--address")
    is_on = standing().is_on
    if not is_on and not folder.exists():
        raise click.ClickException("There is no public catalogue: human resources or an administrator turn it on.")
    folder = folder.resolve()
    with current_app.test_request_context(base_url=current_app.config["BASE_URL"]):
        try:
            missions, files = freeze(folder, address)
        except NotOurs:
            raise click.ClickException(f"{folder} holds something else: it is left as it is.") from None
        except OSError as error:
            raise click.ClickException(f"{folder} cannot be written: {error.strerror}.") from error
    if not is_on:
        click.echo("The public catalogue is off: the pages say that no mission is open to everyone.")
    click.echo(f"{missions} missions, {files} files in {folder}")
