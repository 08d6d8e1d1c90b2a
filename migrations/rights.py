"""What every migration that makes tables does besides: who may write in them, and what is only ever
added to."""

import sqlalchemy as sa
from alembic import op


def who_may_write() -> list[str]:
    """The application's role, where it is not the owner."""
    found = op.get_bind().execute(
        sa.text(
            "SELECT DISTINCT quote_ident(grantee) FROM information_schema.role_table_grants"
            " WHERE table_name = 'item' AND privilege_type = 'INSERT' AND grantee <> current_user"
        )
    )
    return list(found.scalars())


def written_once(*tables: str) -> None:
    """Rows of these tables are added, and never changed or taken out."""
    for name in tables:
        op.execute(
            f"CREATE TRIGGER written_once BEFORE UPDATE OR DELETE ON {name}"
            " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER never_emptied BEFORE TRUNCATE ON {name}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
