"""Say which stage feeds which, and see how that goes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.assets.queries import current_schema
from app.labels import parse_schema
from app.labels.conditions import condition_json, parse_condition
from app.models.project import Stage
from app.models.transition import record
from app.projects.flows import Lead, WhyWaiting, counts, flows, pending, replace_flows
from app.queue.service import enqueue
from app.workflow.feed import why_waiting
from app.workflow.ring import FLOW

AGAIN = timedelta(minutes=2)
"""After which nobody is left who decided without knowing of a new flow."""


@dataclass(frozen=True, slots=True)
class FlowNow:
    """A flow and how it goes."""

    id: int
    from_id: int
    to_id: int
    condition: dict[str, Any] | None
    made: int
    waiting: int
    pending: int
    why: WhyWaiting | None


def pipeline(s: Session, project_id: int) -> list[FlowNow]:
    """The project's flows: what each has made, what waits, and why."""
    counted, behind = counts(s, project_id), pending(s, project_id)
    reasons: dict[int, WhyWaiting | None] = {}
    found = []
    for flow in flows(s, project_id):
        made, waits = counted[flow.id]
        rows = behind.get(flow.from_id, 0)
        if flow.to_id not in reasons and (waits or rows):
            reasons[flow.to_id] = why_waiting(s, s.get_one(Stage, (project_id, flow.to_id)))
        why = reasons.get(flow.to_id) if waits or rows else None
        found.append(
            FlowNow(flow.id, flow.from_id, flow.to_id, flow.condition, made, waits, rows, why)
        )
    return found


def set_flows(s: Session, *, by: int, project_id: int, leads: Sequence[Lead]) -> None:
    """Make these the project's flows. What their stages have accepted already flows as well.
    Raises what `replace_flows` raises, and `ConditionRefused`."""
    leads = [replace(lead, condition=_condition(s, project_id, lead)) for lead in leads]
    touched, new = replace_flows(s, project_id, leads)
    for stage_id in sorted(touched):
        record(s, project_id=project_id, subject="stage", subject_id=stage_id, by=by, why="flows")
    if new:
        args = {"project_id": project_id, "sweep": sorted(new)}
        enqueue(s, FLOW, args, project_id=project_id, created_by=by)
        enqueue(s, FLOW, args, project_id=project_id, created_by=by, run_after=AGAIN)


def _condition(s: Session, project_id: int, lead: Lead) -> dict[str, Any] | None:
    """The flow's condition as it is stored; held to what its stage asks, where it asks already."""
    asked = current_schema(s, project_id, lead.from_id)
    schema = None if asked is None else parse_schema(asked)
    return condition_json(parse_condition(lead.condition, schema))
