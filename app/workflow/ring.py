"""Have what was accepted taken on to the stages that it feeds: a chore, one that waits for each
project."""

from sqlalchemy.orm import Session

from app.queue.service import enqueue

FLOW = "flow"
"""The chore's kind."""

_WAITS = """SELECT EXISTS (SELECT FROM chore
  WHERE kind = 'flow' AND project_id = %(project)s AND state IN ('queued', 'failed')
    AND (state = 'failed' OR run_after <= now()))"""


def ring(s: Session, project_id: int) -> None:
    """Something has come into `flowing`: unless a chore waits already, one is written with it.

    One that began before this commit may pass it over; the duty `watch_flows` finds it then."""
    waits = s.connection().exec_driver_sql(_WAITS, {"project": project_id}).scalar_one()
    if not waits:
        enqueue(s, FLOW, {"project_id": project_id}, project_id=project_id)
