"""The worked numbers, as the document has them."""

from __future__ import annotations

from app.core.settings import ROOT

_MONEY = ROOT / "docs" / "money.md"


def table(first: str) -> list[list[str]]:
    """The rows of the table of `docs/money.md` whose head begins so."""
    lines = iter(_MONEY.read_text().splitlines())
    for line in lines:
        if line.startswith(f"| {first}"):
            break
    next(lines)
    found = []
    for line in lines:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def won(said: str) -> int:
    return int(said.replace(",", ""))


WITHHELD = [(row[0], *map(won, row[1:])) for row in table("kind | gross")]
"""Kind of income, gross, tax, local tax, net."""
