"""The flows of a project: which stage feeds which, on what condition."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.errors import Invalid, NotFound
from app.models.learn import UNASKED
from app.models.project import Flow, Stage


class FlowCircle(Invalid):
    """What a stage accepts would come back to it."""

    code, title = "flow_circle", "The flows make a circle"


class FlowDoubled(Invalid):
    """Two flows lead from the same stage to the same other one."""

    code, title = "flow_doubled", "The same flow twice"


class WhyWaiting(StrEnum):
    """Why items that have flowed into a stage are not on offer."""

    INCOMPLETE = "stage_incomplete"  # it lacks a label schema or a price card
    CLOSED = "stage_closed"  # it hands out no work
    OVER = "stage_over"  # it was cancelled
    BUDGET = "budget_short"  # the budget does not cover one of them
    CUTTING = "cutting"  # they are being cut into pieces


@dataclass(frozen=True, slots=True)
class Lead:
    """A flow as it is asked for."""

    from_id: int
    to_id: int
    condition: dict[str, Any] | None = None


def in_circle(leads: Iterable[tuple[int, int]]) -> list[int]:
    """The stages of a circle that the flows make, in its order; none where they make none."""
    onward: Mapping[int, list[int]] = defaultdict(list)
    for source, target in leads:
        onward[source].append(target)
    over: set[int] = set()

    def walk(stage: int, path: list[int]) -> list[int]:
        if stage in path:
            return path[path.index(stage) :]
        if stage in over:
            return []
        for following in onward.get(stage, ()):
            if found := walk(following, [*path, stage]):
                return found
        over.add(stage)
        return []

    for stage in list(onward):
        if found := walk(stage, []):
            return found
    return []


def flows(s: Session, project_id: int) -> list[Flow]:
    """The project's flows, by the stages that they lead from and to."""
    return list(
        s.scalars(
            select(Flow).where(Flow.project_id == project_id).order_by(Flow.from_id, Flow.to_id)
        )
    )


def replace_flows(s: Session, project_id: int, leads: Sequence[Lead]) -> tuple[set[int], set[int]]:
    """Make these the project's flows: (all stages that anything of changed, those from which a flow
    is new or lets through something else). Raises `NotFound`, `FlowCircle`, `FlowDoubled`."""
    pairs = [(lead.from_id, lead.to_id) for lead in leads]
    if len(set(pairs)) < len(pairs):
        twice = next(pair for pair in pairs if pairs.count(pair) > 1)
        raise FlowDoubled(
            "Two flows lead from one stage to the same other one; give it one condition.",
            from_id=twice[0],
            to_id=twice[1],
        )
    # Who changes flows waits for who does: a circle could be made by two halves.
    stages = {
        stage.id: stage
        for stage in s.scalars(
            select(Stage)
            .where(Stage.project_id == project_id)
            .order_by(Stage.id)
            .with_for_update(key_share=True)
        )
    }
    if missing := {stage for pair in pairs for stage in pair} - stages.keys():
        raise NotFound(f"There is no stage {min(missing)} in this project.")
    if circle := in_circle(pairs):
        names = " → ".join(stages[stage].name for stage in [*circle, circle[0]])
        raise FlowCircle(f"{names}: what is accepted would come back.", stages=circle)
    before = {(flow.from_id, flow.to_id): flow.condition for flow in flows(s, project_id)}
    after = {(lead.from_id, lead.to_id): lead.condition for lead in leads}
    gone = before.keys() - after.keys()
    for source, target in gone:
        s.execute(
            delete(Flow).where(
                Flow.project_id == project_id, Flow.from_id == source, Flow.to_id == target
            )
        )
    new = {pair for pair in after if pair not in before or before[pair] != after[pair]}
    for source, target in sorted(new):
        values = {"condition": after[source, target]}
        s.execute(
            insert(Flow)
            .values(project_id=project_id, from_id=source, to_id=target, **values)
            .on_conflict_do_update(index_elements=["project_id", "from_id", "to_id"], set_=values)
        )
    touched = {stage for pair in gone | new for stage in pair}
    return touched, {source for source, _ in new}


_COUNTS = f"""
SELECT w.id, coalesce(b.taken, 0) AS made, (
  SELECT count(*) FROM item i WHERE i.project_id = w.project_id AND i.stage_id = w.to_id
    AND i.state = 'ready' AND i.id BETWEEN b.first_item_id AND b.last_item_id
    AND i.batch_id = b.id AND {UNASKED}) AS waiting
FROM flow w
LEFT JOIN batch b ON b.project_id = w.project_id AND b.stage_id = w.to_id AND b.format = 'flow'
  AND b.source = 'flow:' || w.from_id
WHERE w.project_id = :project
"""


def counts(s: Session, project_id: int) -> dict[int, tuple[int, int]]:
    """By flow: how many items it has made, and how many of them lie ready and are not on offer."""
    return {
        row.id: (row.made, row.waiting) for row in s.execute(text(_COUNTS), {"project": project_id})
    }


def pending(s: Session, project_id: int) -> dict[int, int]:
    """By stage: how much of what it accepted has not flowed on yet."""
    found = s.execute(
        text("SELECT stage_id, count(*) AS rows FROM flowing WHERE project_id = :p GROUP BY 1"),
        {"p": project_id},
    )
    return {row.stage_id: row.rows for row in found}
