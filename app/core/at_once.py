"""Many rows by one call that does not ask for the interpreter until it has them all."""

from collections.abc import Sequence
from typing import Any, cast

import psycopg
from psycopg.adapt import Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus
from sqlalchemy.orm import Session


def rows_at_once(
    s: Session, statement: str, values: Sequence[int], *, binary: bool = False
) -> list[tuple[Any, ...]]:
    """The rows of a SELECT with `$1`, `$2`, … for `values`; `binary`: sent as the server has them,
    which is shorter where they are bytes.

    The driver's own reading asks for the interpreter after every packet, and beside a thread that
    counts without a pause waits for it each time; libpq's blocking call, which nothing can
    interrupt, leaves it alone. For stretches of a few megabytes. Raises psycopg.Error.
    """
    connection = cast("psycopg.Connection[Any]", s.connection().connection.driver_connection)
    answer = connection.pgconn.exec_params(
        statement.encode(), [str(value).encode() for value in values], result_format=int(binary)
    )
    if answer.status != ExecStatus.TUPLES_OK:
        raise error_from_result(answer)
    loading = Transformer(connection)
    loading.set_pgresult(answer)
    return loading.load_rows(0, answer.ntuples, tuple)
