"""A claim that waits for others' rows while the database goes away says that, and nothing else."""

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.core.database import transaction
from app.workflow.claim import _patience
from tests.conftest import Database


def test_a_database_that_goes_away_while_one_waits_is_said_to_be_away(database: Database) -> None:
    def wait() -> None:
        with transaction() as s, _patience(s):
            number = s.execute(text("SELECT pg_backend_pid()")).scalar_one()
            url = database.superuser_url.replace("+psycopg", "")
            with psycopg.connect(url, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s, 5000)", (number,))
            s.execute(text("SELECT 1"))

    with pytest.raises(OperationalError) as refused:
        wait()
    assert refused.value.connection_invalidated, "which is answered by 503, to be sent again"
