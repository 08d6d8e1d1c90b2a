"""An import's report as a table for a spreadsheet."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from sqlalchemy.orm import Session

from app.assets import queries
from app.models.item import Refusal
from app.papers import tables
from app.papers.tables import Column, Table

HEADINGS = ("row", "place", "name", "grade", "code", "detail")
_CHUNK = 1_000


def csv(
    open_: Callable[[], AbstractContextManager[Session]], project_id: int, batch_id: int
) -> Iterator[str]:
    """The report, some hundred rows at a time; no transaction is open while they are sent."""

    def rows() -> Iterator[list[str | int]]:
        after, found = 0, _CHUNK
        while found == _CHUNK:
            with open_() as s:
                some: list[Refusal] = queries.refusals(
                    s, project_id, batch_id, grade=None, after=after, limit=_CHUNK
                )
            found = len(some)
            for one in some:
                after = one.row
                yield [getattr(one, name) for name in HEADINGS]

    yield from tables.csv(Table("report", [Column(name) for name in HEADINGS], rows()))
