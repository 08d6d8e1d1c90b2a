"""`dure backup`: keep everything, while it goes on, and look through what was kept."""

from typing import Annotated

import typer

from app.backup.place import place_at
from app.commands.servers import connected
from app.core.settings import settings

To = Annotated[str, typer.Argument(help="A folder, or s3://bucket/prefix.")]
Named = Annotated[str | None, typer.Option(help="A backup by its name; the newest without.")]
Keys = Annotated[
    bool,
    typer.Option("--keys/--no-keys", help="The keys too, under DURE_BACKUP_PASSPHRASE."),
]


def command(
    to: To,
    verify: Annotated[
        bool, typer.Option("--verify", help="Make none: read the newest one whole.")
    ] = False,
    name: Named = None,
    keep: Annotated[int | None, typer.Option(min=1, help="Keep the newest so many alone.")] = None,
    keys: Keys = True,
) -> None:
    """Keep everything in a folder or bucket; files that are there already are not sent again."""
    from app.backup import make as making

    if verify:
        found = making.verify(settings(), place_at(to, settings()), name, say)
        say(f"{found.name}: whole; {found.object_count:,} files, ledger {found.ledger.sha256}.")
        return
    with connected("dure backup", migrate=False) as config:
        made = making.make(config, place_at(to, config, make=True), keys=keys, keep=keep, say=say)
    say(f"{made.name}: {made.ledger.entries:,} entries, ledger {made.ledger.sha256}.")


def say(line: str) -> None:
    """A line for who waits."""
    typer.echo(line, err=True)
