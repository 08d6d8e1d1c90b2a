"""The history written out, row by row, while it is read."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any

from sqlalchemy.orm import Session

from app.oversight import searching
from app.papers import tables
from app.papers.tables import Column, Table

MOST = 1_000_000
"""Rows of one writing."""
COLUMNS = (
    "id",
    "at",
    "project_id",
    "project",
    "subject",
    "subject_id",
    "about",
    "actor_id",
    "actor",
    "pseudonym",
    "source",
    "target",
    "why",
    "data",
)

Opened = Callable[[], AbstractContextManager[Session]]


def csv(opened: Opened, asked: searching.Asked) -> Iterator[str]:
    """What is asked for, the newest first, with a head line; `MOST` rows at most."""
    rows = (_cells(row) for row in searching.everything(opened, asked, MOST))
    return tables.csv(Table("history", [Column(name) for name in COLUMNS], rows))


def jsonl(opened: Opened, asked: searching.Asked) -> Iterator[str]:
    """The same, a JSON object a line."""
    for row in searching.everything(opened, asked, MOST):
        told = {name: row[name] for name in COLUMNS} | {"at": row["at"].isoformat()}
        yield json.dumps(told, ensure_ascii=False) + "\n"


def _cells(row: dict[str, Any]) -> list[Any]:
    data = "" if row["data"] is None else json.dumps(row["data"], ensure_ascii=False)
    said = row | {"at": row["at"].isoformat(), "data": data}
    return [said[name] for name in COLUMNS]
