"""From a won to its picture: what an entry of the ledger was for."""

from typing import Any

from sqlalchemy.orm import Session

from app.assets import serving
from app.assets.queries import item as item_row
from app.assets.queries import media_of_item
from app.assets.schemas import MediaOut
from app.core.errors import NotFound
from app.oversight import queries
from app.oversight.accounts import behind, line


def trace(s: Session, entry_id: int, organisation_id: int | None = None) -> dict[str, Any]:
    """An entry with the work it pays, what was handed in about it, and the item, as
    `schemas.Traced`; of the organisation's projects alone, where one is given. Raises
    `NotFound`."""
    entry = queries.entry(s, entry_id, organisation_id)
    if entry is None:
        raise NotFound("There is no such entry.")
    project_id = entry["project_id"]
    subject, _, number = str(entry["cause"]).partition(":")
    work: dict[str, Any] | None = None
    item_id: int | None = None
    paid = line(s, int(number)) if subject == "payout" and number.isdigit() else None
    if number.isdigit():
        assignment_id = (
            int(number)
            if subject == "assignment"
            else queries.assignment_of(s, project_id, int(number))
            if subject == "submission"
            else None
        )
        if assignment_id is not None:
            work = queries.assignment(s, project_id, assignment_id)
        if work is not None:
            item_id = work["item_id"]
        elif subject == "task":
            item_id = queries.item_of_task(s, project_id, int(number))
    return {
        "entry": entry,
        "assignment": work,
        "turns": [] if work is None else queries.turns(s, project_id, work["root_id"]),
        "item": None if item_id is None else _item(s, project_id, item_id),
        "label_schema": None if work is None else work["label_schema"],
        "reversed_by": queries.reversed_by(s, entry_id, entry["credit"]),
        "line": paid,
        "behind": behind(project_id, str(entry["cause"]))
        if paid is None
        else {name: paid[name] for name in ("person_id", "since", "until")}
        | {"project_id": project_id},
    }


def _item(s: Session, project_id: int, item_id: int) -> dict[str, Any] | None:
    row = item_row(s, project_id, item_id)
    if row is None:
        return None
    return {
        "id": row.id,
        "name": row.name,
        "state": row.state,
        "media": picture(s, project_id, item_id),
        "document": row.document,
        "facts": row.facts,
    }


def picture(s: Session, project_id: int, item_id: int) -> MediaOut | None:
    """Short-lived links to an item's picture; None where only its hash is known."""
    asset = media_of_item(s, project_id, item_id)
    try:
        return None if asset is None else serving.links(asset)
    except NotFound:
        return None
