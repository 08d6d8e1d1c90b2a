"""A project of several stages, and what flows between them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import app.workers
from app.core.database import transaction
from app.models import Project, Stage, StageKind
from app.projects.flows import Lead
from app.queue.run import do
from app.workers.flow import offer_what_flowed, watch_flows
from app.workflow.design import change_stage, open_stage, set_prices, write_schema
from app.workflow.found import add_stage
from app.workflow.pipeline import FlowNow, pipeline, set_flows
from tests.factories import SCHEMA, Place
from tests.priced import PRICED


def further(
    place: Place,
    name: str,
    *,
    schema: dict[str, Any] | None = SCHEMA,
    prices: tuple[int, int, int] | None = (100, 30, 20),
    opened: bool = True,
    change: dict[str, Any] | None = None,
    **values: Any,
) -> Place:
    """Another stage of the project, without items: the same place, seen from there."""
    with transaction() as s:
        stage_id = add_stage(
            s,
            by=place.manager,
            project=s.get_one(Project, place.project_id),
            values={"name": name, "kind": StageKind.LABEL, "holds": 20, "inspect1": "none"}
            | values,
        )
        here = {"by": place.manager, "project_id": place.project_id, "stage_id": stage_id}
        if schema is not None:
            write_schema(s, definition=schema, **here)
        if prices is not None:
            set_prices(s, level0=prices[0], level1=prices[1], level2=prices[2], **PRICED, **here)
        if change:
            change_stage(s, values=change, **here)
        if opened:
            open_stage(s, **here)
    return replace(place, stage_id=stage_id)


def lead(place: Place, *flows: tuple[Place, Place] | tuple[Place, Place, dict[str, Any]]) -> None:
    """Make these the project's flows."""
    with transaction() as s:
        leads = [
            Lead(source.stage_id, target.stage_id, rest[0] if rest else None)
            for source, target, *rest in flows
        ]
        set_flows(s, by=place.manager, project_id=place.project_id, leads=leads)


def run_chores() -> None:
    """Everything that waits in the background, as a worker would do it."""
    app.workers.load()
    while do():
        pass


def settle(place: Place) -> None:
    """Until nothing flows any more."""
    while True:
        run_chores()
        if not watch_flows():
            break
    offer_what_flowed()
    run_chores()


def flows(place: Place) -> list[FlowNow]:
    with transaction() as s:
        return pipeline(s, place.project_id)


def items(place: Place) -> list[Any]:
    """The stage's items: name, state, source, the answer it came from, meta, excluded_for."""
    return place.rows(
        f"""SELECT name, state, source_id, source_answer_id, meta, excluded_for, id
            FROM item WHERE project_id = :p AND stage_id = {place.stage_id} ORDER BY id"""
    )


def work(place: Place, who: int, count: int = 1, answer: dict[str, Any] | None = None) -> list[int]:
    """Claim so many, and hand them in."""
    leases = place.claim(who, count=count)
    for lease in leases:
        place.submit(who, lease, answer)
    return leases


def stage_of(place: Place) -> Stage:
    with transaction() as s:
        return s.get_one(Stage, (place.project_id, place.stage_id))
