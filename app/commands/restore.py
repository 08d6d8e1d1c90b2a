"""`dure restore`: bring a backup back into an empty place."""

from typing import Annotated

import typer

from app.backup.place import place_at
from app.commands.backup import Keys, Named, say
from app.commands.migrate import upgrade
from app.commands.servers import connected


def command(
    source: Annotated[str, typer.Argument(metavar="FROM", help="A folder, or s3://bucket/prefix.")],
    name: Named = None,
    keys: Keys = True,
) -> None:
    """Bring database, files and keys back, where there are none; then migrate."""
    from app.backup.bring_back import bring_back

    with connected("dure restore", migrate=False) as config:
        back = bring_back(config, place_at(source, config), name, keys=keys, say=say)
        upgrade(config.owner_url(), say)
    say(f"{back.name} is back: {back.ledger.entries:,} entries, ledger {back.ledger.sha256}.")
