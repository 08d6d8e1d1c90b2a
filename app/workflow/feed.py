"""Put what has flowed into a stage on offer at once, where the stage is open and can pay for it."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.states import ItemState, StageState
from app.models.learn import UNASKED
from app.models.project import Stage
from app.projects.flows import WhyWaiting
from app.queue.service import enqueue
from app.workflow.opening import CHUNK, BudgetShort, NotReady, open_chunk, quote

LARGE = 1_000  # items opened at once after which plans need fresh statistics


@dataclass(frozen=True, slots=True)
class Waiting:
    """Items that flowed into a stage, and are not on offer."""

    project_id: int
    stage_id: int
    batch_id: int


def waiting(s: Session, project_id: int | None = None) -> list[Waiting]:
    """Where do items that flowed in lie ready, in stages that hand out work?"""
    return [Waiting(*row) for row in s.execute(text(_WAITING), {"project": project_id})]


def cut_reopened(s: Session) -> int:
    """Have cut what was reopened in stages that split their items, and waits for it: its chore
    died, or money was short. Answers in how many stages."""
    found = s.execute(text(_REOPENED)).all()
    for project_id, stage_id in found:
        args = {"project_id": project_id, "stage_id": stage_id, "source": ItemState.REOPENED.value}
        enqueue(s, "open_items", args, project_id=project_id)
    return len(found)


def offer(found: Waiting) -> int:
    """Put as many on offer as the budget affords; how many. Items that are worked on in pieces are
    left to the chore that makes these."""
    project_id, stage_id = found.project_id, found.stage_id
    with transaction() as s:
        stage = s.get_one(Stage, (project_id, stage_id))
        if stage.split is not None:
            _have_cut(s, found)
            return 0
        try:
            asked = quote(s, project_id, stage_id, found.batch_id)
        except NotReady:
            return 0
    affords = min(asked.items, asked.budget // asked.each, CHUNK)
    if affords <= 0:
        return 0
    try:
        return open_chunk(project_id, stage_id, found.batch_id, priority=0, by=None, limit=affords)
    except BudgetShort:  # others were quicker
        return 0


def why_waiting(s: Session, stage: Stage) -> WhyWaiting | None:
    """Why items that flowed into a stage are not on offer; None: they will be at once."""
    if stage.state is StageState.CANCELLED:
        return WhyWaiting.OVER
    if stage.schema_version is None or stage.price_version is None:
        return WhyWaiting.INCOMPLETE
    if stage.state is not StageState.OPEN:
        return WhyWaiting.CLOSED
    asked = quote(s, stage.project_id, stage.id, None)
    if asked.each > asked.budget:
        return WhyWaiting.BUDGET
    return None if stage.split is None else WhyWaiting.CUTTING


def _have_cut(s: Session, found: Waiting) -> None:
    values = {"p": found.project_id, "b": found.batch_id}
    if s.execute(text(_CUTTING), values).first() is None:
        args = {
            "project_id": found.project_id,
            "stage_id": found.stage_id,
            "batch_id": found.batch_id,
            "priority": 0,
        }
        enqueue(s, "open_items", args, project_id=found.project_id)


_WAITING = f"""
SELECT b.project_id, b.stage_id, b.id FROM batch b
JOIN stage g ON g.project_id = b.project_id AND g.id = b.stage_id AND g.state = 'open'
  AND g.schema_version IS NOT NULL AND g.price_version IS NOT NULL
WHERE b.format = 'flow' AND (CAST(:project AS bigint) IS NULL OR b.project_id = :project)
  AND EXISTS (SELECT FROM item i WHERE i.project_id = b.project_id AND i.stage_id = b.stage_id
    AND i.state = 'ready' AND i.id BETWEEN b.first_item_id AND b.last_item_id
    AND i.batch_id = b.id AND {UNASKED})
ORDER BY b.id LIMIT 200
"""

_REOPENED = """
SELECT g.project_id, g.id FROM stage g
WHERE g.split IS NOT NULL AND g.state = 'open' AND EXISTS (
  SELECT FROM item i WHERE i.project_id = g.project_id AND i.stage_id = g.id
    AND i.state = 'reopened')
AND NOT EXISTS (SELECT FROM (
    SELECT * FROM chore WHERE project_id = g.project_id AND state IN ('queued', 'failed', 'running')
    UNION ALL
    (SELECT * FROM chore WHERE project_id = g.project_id ORDER BY id DESC LIMIT 100)) c
  WHERE c.kind = 'open_items' AND CAST(c.args ->> 'stage_id' AS bigint) = g.id
    AND c.args ->> 'source' = 'reopened'
    AND (c.state IN ('queued', 'failed', 'running')
      OR c.finished_at > now() - interval '1 minute'))
LIMIT 200
"""

# A chore that failed, or did what it could while money was short, has its time before the next; one
# that did all that there was is followed at once.
_CUTTING = """SELECT FROM (
    SELECT * FROM chore WHERE project_id = :p AND state IN ('queued', 'failed', 'running')
    UNION ALL
    (SELECT * FROM chore WHERE project_id = :p ORDER BY id DESC LIMIT 100)) c
  WHERE c.kind = 'open_items' AND CAST(c.args ->> 'batch_id' AS bigint) = :b
    AND (c.state IN ('queued', 'failed', 'running')
      OR c.finished_at > now() - interval '1 minute'
        AND (c.state <> 'done' OR c.result ->> 'short' IS NOT NULL)) LIMIT 1"""
