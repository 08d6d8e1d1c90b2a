"""Acts as a manager does them, with what the worker process does of them."""

from __future__ import annotations

from typing import Any

import app.workers
from app.core.database import transaction
from app.desk import traits
from app.desk.schemas import ItemFilter, Scope
from app.models.desk import Act, ActKind
from app.queue.run import do
from app.workflow import act, undo
from tests.factories import Place

app.workers.load()


def settle(place: Place) -> None:
    """All that has happened can be found by."""
    traits.advance(place.project_id)  # notes up to where it may look
    while traits.advance(place.project_id):
        pass


def prepare(place: Place, kind: str, scope: dict[str, Any], **params: Any) -> int:
    with transaction() as s:
        return act.make(
            s,
            by=place.manager,
            project_id=place.project_id,
            kind=ActKind(kind),
            scope=Scope.model_validate(scope),
            params=params,
        )


def start(place: Place, act_id: int) -> Act:
    with transaction() as s:
        act.start(s, by=place.manager, project_id=place.project_id, act_id=act_id)
    return finished(place, act_id)


def go(place: Place, kind: str, scope: dict[str, Any], **params: Any) -> Act:
    """Prepare an act and have it done."""
    return start(place, prepare(place, kind, scope, **params))


def back(place: Place, act_id: int) -> Act:
    """Have it undone."""
    with transaction() as s:
        undo.undo(s, by=place.manager, project_id=place.project_id, act_id=act_id)
    return finished(place, act_id)


def finished(place: Place, act_id: int) -> Act:
    while do():
        pass
    with transaction() as s:
        return s.get_one(Act, (place.project_id, act_id))


def outcomes(place: Place, act_id: int) -> dict[int, tuple[str, str | None]]:
    """What became of each."""
    rows = place.rows(
        f"SELECT target_id, outcome, code FROM act_row WHERE project_id = :p AND act_id = {act_id}"
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def found(place: Place, **asked: Any) -> list[int]:
    with transaction() as s:
        shape = ItemFilter.model_validate(asked)
        return act.find(s, place.project_id, shape, after=0, limit=100)[0]


def states(place: Place) -> dict[int, str]:
    rows = place.rows("SELECT id, state FROM item WHERE project_id = :p ORDER BY id")
    return {row[0]: row[1] for row in rows}


def money(place: Place) -> list[Any]:
    """What each account of the project has."""
    return place.rows(
        """SELECT a.kind, a.stage_id, a.person_id,
             coalesce(sum(e.amount) FILTER (WHERE e.credit = a.id), 0)
             - coalesce(sum(e.amount) FILTER (WHERE e.debit = a.id), 0) AS has
           FROM account a LEFT JOIN ledger_entry e
             ON e.project_id = :p AND a.id IN (e.credit, e.debit)
           WHERE a.id IN (SELECT credit FROM ledger_entry WHERE project_id = :p
             UNION SELECT debit FROM ledger_entry WHERE project_id = :p)
           GROUP BY a.id, a.kind, a.stage_id, a.person_id ORDER BY 1, 2, 3"""
    )
