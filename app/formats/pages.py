"""Marks on the pages of a document: whether they can be drawn at all. A page's size is not known
here; whether it has the place is for the stage's check to say.
"""

from collections.abc import Mapping
from typing import Any

from app.formats.judges import JUDGES, Fault, is_number


def page_fault(one: Mapping[str, Any], _: int | None, __: int | None) -> Fault:
    """Why a box cannot lie on any page."""
    if not isinstance(one.get("part"), str):
        return "unknown_page", "The mark names no page; mend or remove it."
    return JUDGES["box"](one, None, None)


def table_fault(one: Mapping[str, Any], width: int | None, height: int | None) -> Fault:
    """Why a table cannot lie on any page."""
    for lines in (one.get("rows") or (), one.get("columns") or ()):
        if not isinstance(lines, list | tuple) or not all(map(is_number, lines)):
            return "not_a_number", "The lines of a table are numbers; mend or remove it."
    return page_fault(one, width, height)
