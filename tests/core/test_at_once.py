"""Many rows by one call."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.at_once import rows_at_once


def test_rows_come_in_the_types_of_the_driver(s: Session) -> None:
    statement = "SELECT n, n::text, NULL, '가'::text FROM generate_series($1::int, $2::int) n"
    assert rows_at_once(s, statement, (1, 3)) == [
        (1, "1", None, "가"),
        (2, "2", None, "가"),
        (3, "3", None, "가"),
    ]
    assert rows_at_once(s, statement, (3, 1)) == []


def test_what_the_database_refuses_is_raised(s: Session) -> None:
    with pytest.raises(psycopg.errors.UndefinedTable):
        rows_at_once(s, "SELECT 1 FROM nowhere WHERE $1 = 1", (1,))
    s.rollback()
    assert s.execute(text("SELECT 1")).scalar_one() == 1
