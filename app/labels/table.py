"""Tables on the pages of a document: a frame, the lines that part its rows and columns, its cells.

All places are pixels of the page at 144 to the inch. `rows` are the heights of the lines between
rows, `columns` the places of the lines between columns: one line makes two rows. Only cells that
say something, are heads or cover several places are written down.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from app.labels.base import Asked, Fault, Json, Model, Number
from app.labels.letters import sameness
from app.labels.marks import MarkLabel, marks_type
from app.labels.pages import PLACES, OnPage, PageText, move_page, page_faults

MAX_LINES = 500
MAX_CELLS = 10_000

Lines: TypeAlias = Annotated[tuple[Number, ...], Field(max_length=MAX_LINES, strict=False)]
Place: TypeAlias = Annotated[int, Field(ge=0, le=MAX_LINES)]
Reach: TypeAlias = Annotated[int, Field(ge=1, le=MAX_LINES + 1)]


class TableLabel(MarkLabel):
    """A question answered with tables."""

    kind: Literal["table"]


class Cell(Model):
    """A cell: its first row and column (from 0), how many of each it covers, what stands in it."""

    row: Place
    column: Place
    rows: Reach = 1
    columns: Reach = 1
    text: PageText | None = None
    header: bool = False

    def places(self) -> Iterator[tuple[int, int]]:
        """All (row, column) that it covers."""
        for row in range(self.row, self.row + self.rows):
            for column in range(self.column, self.column + self.columns):
                yield row, column


class Table(OnPage):
    """One table of one page."""

    kind: Literal["table"]
    rows: Lines = ()
    columns: Lines = ()
    cells: Annotated[tuple[Cell, ...], Field(max_length=MAX_CELLS, strict=False)] = ()


def _check(_: TableLabel, asked: Asked, table: Table) -> Sequence[Fault]:
    if faults := page_faults(asked, table, "table"):
        return faults
    if not (
        _ascend(table.rows, table.y, table.y + table.height)
        and _ascend(table.columns, table.x, table.x + table.width)
    ):
        sentence = (
            "A line of the table lies outside it, or on another one; move the line or remove it."
        )
        return [Fault("table_lines", table.id, sentence)]
    down, across = len(table.rows) + 1, len(table.columns) + 1
    if down * across > MAX_CELLS:
        sentence = f"The table has more than {MAX_CELLS} cells; draw it as several tables."
        return [Fault("too_many_cells", table.id, sentence)]
    taken: set[tuple[int, int]] = set()
    for cell in table.cells:
        if cell.row + cell.rows > down or cell.column + cell.columns > across:
            sentence = f"The cell {_at(cell)} is not in the table's grid; split or remove it."
            return [Fault("cell_outside", table.id, sentence)]
        places = set(cell.places())
        if not places.isdisjoint(taken):
            sentence = f"The cell {_at(cell)} lies on another one; split one of them."
            return [Fault("cells_overlap", table.id, sentence)]
        taken |= places
    return []


def _ascend(lines: Sequence[float], low: float, high: float) -> bool:
    """Whether lines lie one after the other, between two edges."""
    edges = (low, *lines, high)
    return all(edges[at] < edges[at + 1] for at in range(len(edges) - 1))


def _at(cell: Cell) -> str:
    return f"in row {cell.row + 1}, column {cell.column + 1}"


def _grid(table: Table) -> dict[tuple[int, int], Cell]:
    """What stands at each place of the grid; cells that are not written down are plain."""
    grid = {
        (row, column): Cell(row=row, column=column)
        for row in range(len(table.rows) + 1)
        for column in range(len(table.columns) + 1)
    }
    for cell in table.cells:
        grid.update(dict.fromkeys(cell.places(), cell))
    return grid


def _alike(_: TableLabel, one: Table, other: Table) -> float:
    """The share of places of both grids whose cells cover the same, are heads alike, and read the
    same.
    """
    ours, theirs = _grid(one), _grid(other)
    total = sum(_same(cell, theirs[at]) for at, cell in ours.items() if at in theirs)
    return total / len(ours.keys() | theirs.keys())


def _same(one: Cell, other: Cell) -> float:
    shape = (one.row, one.column, one.rows, one.columns, one.header)
    if shape != (other.row, other.column, other.rows, other.columns, other.header):
        return 0.0
    return sameness(one.text or "", other.text or "")


def _statistics(_: TableLabel, given: Sequence[Table]) -> Json:
    return {
        "classes": dict(Counter(table.class_ for table in given)),
        "cells": sum((len(table.rows) + 1) * (len(table.columns) + 1) for table in given),
    }


TABLE = replace(
    marks_type(
        "table",
        TableLabel,
        Table,
        _check,
        PLACES,
        many="tables",
        move=move_page,
        alike=_alike,
    ),
    statistics=_statistics,
)
