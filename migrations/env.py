"""How alembic reaches the database: as the owner, one process at a time, all or nothing."""

from alembic import context
from sqlalchemy import Connection, create_engine, pool, text

from app.core.settings import settings
from app.models import Base  # the package, which registers every table

# Two processes that migrate at once: the second waits for the first and then finds it done.
MIGRATING = 0x64757265


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_server_default=True,
        transactional_ddl=True,
    )
    with context.begin_transaction():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATING})
        context.run_migrations()


def main() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        run(given)
        return
    engine = create_engine(settings().owner_url(), poolclass=pool.NullPool)
    with engine.connect() as connection:
        run(connection)


main()
