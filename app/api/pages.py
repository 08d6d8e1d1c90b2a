"""Lists are paged by key: `?after=<the last key you have>&limit=`, never by offset."""

from typing import Annotated, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel

MAX_KEY = 2**63 - 1
Row = TypeVar("Row")

After = Annotated[int, Query(ge=0, le=MAX_KEY, description="The `next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=200, description="Rows a page.")]


class Page(BaseModel, Generic[Row]):
    """Rows, and the key to ask for the following ones with; none on the last page."""

    items: list[Row]
    next: int | None = None


def page(rows: list[Row], limit: int, key: str = "id", edge: int | None = None) -> Page[Row]:
    """A page of `rows`, which were read with `limit` + 1; `edge` is the key to go on from where
    the reading ended before the page was full."""
    more = len(rows) > limit
    shown = rows[:limit]
    return Page(items=shown, next=getattr(shown[-1], key) if more else edge)
