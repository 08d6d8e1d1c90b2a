"""`dure migrate`: bring the database's tables to what this version expects, as their owner."""

from collections.abc import Callable

import typer
from alembic import command as alembic
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, pool

from app.core.settings import ROOT


def configuration() -> Config:
    """Alembic's, without a file: the migrations beside the program."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations").replace("%", "%%"))
    return config


def pending(url: str) -> list[str]:
    """The revisions that the database at `url` lacks, oldest first; empty where it is up to date.
    Raises LookupError where it knows a revision that this program does not: it is newer."""
    scripts = ScriptDirectory.from_config(configuration())
    engine = create_engine(url, poolclass=pool.NullPool)
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_heads()
    for revision in current:
        if revision not in {known.revision for known in scripts.walk_revisions()}:
            raise LookupError(
                f"The database is at {revision}, which this version of Dure does not know: "
                "run the newer version."
            )
    left = []
    for script in scripts.iterate_revisions(tuple(scripts.get_heads()), current or "base"):
        left.append(script.revision)
    return left[::-1]


def upgrade(url: str, said: Callable[[str], None] | None = None) -> list[str]:
    """Run what is pending on the database at `url`, as the role in it, in one transaction.
    Answers the revisions that were run."""
    todo = pending(url)
    if todo:
        if said is not None:
            said(f"Migrating ({len(todo)}) …")
        config = configuration()
        engine = create_engine(url, poolclass=pool.NullPool)
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            alembic.upgrade(config, "head")
            connection.commit()
    return todo


def command() -> None:
    """Bring the database's tables to what this version expects."""
    from app.commands.servers import connected

    with connected("dure migrate", migrate=False) as configured:
        done = upgrade(configured.owner_url(), typer.echo)
    typer.echo("\n".join(done) if done else "Nothing to do: the database is up to date.")
