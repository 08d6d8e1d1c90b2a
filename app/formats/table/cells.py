"""What stands in a cell: text, numbers, JSON, and never a formula."""

import re
from typing import Any

import orjson

# What spreadsheets run (OWASP, CSV injection); behind apostrophes, so that those can be taken away.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_NUMBER = re.compile(r"-?[0-9.]+(?:[eE][-+]?[0-9]+)?")
_JSON = ('"', "[", "{")


def shown(value: object) -> str:
    """A value as a cell: text as it is, other things as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) else value
    return orjson.dumps(value).decode()


def text(cell: str) -> str:
    """The text of a cell."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def packed(value: object) -> str:
    """A value whose kind the reader cannot know: JSON where it is not plain text."""
    if isinstance(value, str) and value and not value.startswith(_JSON) and not _bare(value):
        return shown(value)
    return orjson.dumps(value).decode()


def unpacked(cell: str) -> Any:
    """What `packed` made a cell of."""
    if cell.startswith(_JSON) or _bare(cell):
        try:
            return orjson.loads(cell)
        except orjson.JSONDecodeError:
            return cell
    return text(cell)


def _bare(value: str) -> bool:
    return value in ("null", "true", "false") or _NUMBER.fullmatch(value) is not None


def number(cell: str) -> Any:
    """A number, whole where it is written so; the text where it is none."""
    try:
        return int(cell)
    except ValueError:
        pass
    try:
        return float(cell)
    except ValueError:
        return cell
