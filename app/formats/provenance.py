"""Who did what, as columns of a table: people by their pseudonyms in the project, days in Seoul.

Told of the answer that is written: its author, who looked at it at each level and how they judged
in the end, how often it was handed in, by which versions of the guideline and the schema, when it
was accepted, how many seconds were spent on it, and whether a model had suggested something.
"""

from collections.abc import Mapping
from typing import Any

TEXTS = ("worker", "inspector_1", "verdict_1", "inspector_2", "verdict_2", "accepted_on")
NUMBERS = ("attempts", "guideline_version", "schema_version", "active_seconds")
COLUMNS = (
    "worker",
    "inspector_1",
    "verdict_1",
    "inspector_2",
    "verdict_2",
    "attempts",
    "guideline_version",
    "schema_version",
    "accepted_on",
    "active_seconds",
    "suggested",
)


def columns(provenance: Mapping[str, Any] | None) -> dict[str, Any]:
    """A cell for each of `COLUMNS`; None for what is not known."""
    told = provenance or {}
    first: Mapping[str, Any] = (told.get("answers") or ({},))[0]
    cells: dict[str, Any] = dict.fromkeys(COLUMNS)
    cells |= {key: first.get(key) for key in (*NUMBERS, "accepted_on")}
    cells["worker"] = first.get("by")
    cells["suggested"] = told.get("suggested")
    for one in first.get("inspections") or ():  # in order: the last one stands
        cells[f"inspector_{one['level']}"] = one["by"]
        cells[f"verdict_{one['level']}"] = one["verdict"]
    return cells
