"""Figures in columns, for who reads a terminal."""

from rich.console import Console
from rich.table import Table


def table(console: Console, title: str, columns: list[str], rows: list[list[str]]) -> None:
    """Print rows under a title; all columns but the first are numbers."""
    shown = Table(*columns, title=title, title_justify="left")
    for column in shown.columns[1:]:
        column.justify = "right"
    for row in rows:
        shown.add_row(*row)
    console.print(shown)
