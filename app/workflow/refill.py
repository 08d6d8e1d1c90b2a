"""Known answers are kept on offer, a few places of each at a time, as the budget allows; who
manages a stage hears where it has none to give. Those of items that leave the data end."""

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.confidence import golds
from app.core.policy import quality_of
from app.labels import AnswerRefused, parse_answer
from app.ledger.queries import lock_budget
from app.models.project import Stage
from app.models.quality import Gold
from app.people.notifications import Told, notify
from app.workflow import gild
from app.workflow.asking import schema_from
from app.workflow.opening import BudgetShort
from app.workflow.submit import AnswerFaulty, must_fit


def stages(s: Session) -> list[tuple[int, int]]:
    """Which open stages want known answers hidden among their work? (project, stage)"""
    return [(row[0], row[1]) for row in s.execute(text(_STAGES))]


def refill(s: Session, project_id: int, stage_id: int) -> int:
    """Offer what is taken of a stage's known answers anew, to who may still get it; how many
    places. Its managers hear, once a day, of each level that has nothing to give."""
    lock_budget(s, project_id)
    stage = s.get_one(Stage, (project_id, stage_id))
    wants = quality_of(stage.quality).gold is not None
    here = {"p": project_id, "stage": stage_id}
    offered = 0
    short: set[int] = set()
    for gold_id, free in s.execute(text(_OPEN), here | {"most": gild.FREE}).all():
        gold = s.get_one(Gold, (project_id, gold_id))
        if not _fits(s, stage, gold) or not wants or gold.level in short:
            continue
        places = min(gild.FREE, golds.people_left(s, project_id, gold_id, gold.level)) - free
        try:
            gild.places(s, gold, places)
        except BudgetShort:
            short.add(gold.level)
            continue
        offered += max(places, 0)
    _tell_of_dry(s, stage, short)
    return offered


def tidy(s: Session, project_id: int, gold_id: int) -> int:
    """Take off what came back of a retired one, with its money; how much that was."""
    lock_budget(s, project_id)
    return gild.clear(s, s.get_one(Gold, (project_id, gold_id)))


def end_known(
    s: Session,
    project_id: int,
    *,
    why: str,
    item_id: int | None = None,
    stage_id: int | None = None,
) -> None:
    """What is known of an item, or in a stage, is handed out no more: its places go, their money
    goes back."""
    found = s.scalars(text(_KNOWN), {"p": project_id, "item": item_id, "stage": stage_id}).all()
    for gold_id in found:
        gild.retire(s, by=None, project_id=project_id, gold_id=gold_id, why=why)


def _fits(s: Session, stage: Stage, gold: Gold) -> bool:
    """Whether it goes with the schema that a claim would pin now; one that does not is retired."""
    if gold.schema_version == stage.schema_version:
        return True
    assert stage.schema_version is not None
    schema = schema_from(golds.definition(s, stage.project_id, stage.id, stage.schema_version))
    about = golds.place(s, stage.project_id, gold.item_id, gold.task_id)
    try:
        for answer in (gold.answer, gold.shown):
            if answer is not None:
                must_fit(schema, about.facts, parse_answer(answer))
    except (AnswerFaulty, AnswerRefused):
        here = {"project_id": stage.project_id, "gold_id": gold.id}
        gild.retire(s, by=None, **here, why="does not fit the label schema")
        return False
    gold.schema_version = stage.schema_version
    return True


def _tell_of_dry(s: Session, stage: Stage, short: set[int]) -> None:
    """Note which levels have no known answer to give to anybody, and since when."""
    here = {"p": stage.project_id, "stage": stage.id}
    wants = quality_of(stage.quality).gold is not None
    pools = golds.pool(s, stage.project_id, stage.id, stage.quality) if wants else []
    none_left = [one.level for one in pools if not one.people_left]
    values = here | {"none_left": none_left, "short": sorted(short)}
    for level in s.scalars(text(_DRY), values).all():
        about = {"stage_id": stage.id, "stage": stage.name, "level": level}
        kind = Told.GOLD_DRY if level in none_left else Told.GOLD_SHORT
        for manager in s.scalars(text(_MANAGERS), here).all():
            notify(s, manager, kind, about, stage.project_id)


_STAGES = """
SELECT g.project_id, g.id FROM stage g JOIN project p ON p.id = g.project_id
WHERE g.state = 'open' AND p.state = 'open' AND g.schema_version IS NOT NULL
  AND (g.quality ? 'gold' OR EXISTS (SELECT FROM queue q WHERE q.project_id = g.project_id
    AND q.stage_id = g.id AND q.dry_since IS NOT NULL))
ORDER BY g.project_id, g.id
"""

# Those first of which the least is there.
_OPEN = """
SELECT g.id, coalesce(x.slots_left, 0) AS free FROM gold g
JOIN stage w ON w.project_id = g.project_id AND w.id = g.stage_id
JOIN task t ON t.project_id = g.project_id AND t.id = g.task_id
JOIN queue q ON q.project_id = g.project_id AND q.stage_id = g.stage_id AND q.level = g.level
  AND q.gold
LEFT JOIN seat x ON x.project_id = g.project_id AND x.queue_id = q.id
  AND x.priority = t.priority AND x.task_id = g.task_id AND x.root_id = coalesce(g.root_id, 0)
WHERE g.project_id = :p AND g.stage_id = :stage AND g.retired_at IS NULL
  AND (coalesce(x.slots_left, 0) < :most OR g.schema_version <> w.schema_version)
ORDER BY coalesce(x.slots_left, 0), g.given, g.id
"""

_KNOWN = """
SELECT id FROM gold WHERE project_id = :p AND retired_at IS NULL
  AND (CAST(:item AS bigint) IS NULL OR item_id = :item)
  AND (CAST(:stage AS bigint) IS NULL OR stage_id = :stage)
ORDER BY id
"""

# A level is dry that people work at, where nobody of them can be given any more, or where nothing
# is on offer and there is no money for it. Answers of which its managers are to hear now.
_DRY = """
WITH n AS (
  SELECT q.id, (q.level = ANY (:none_left) OR q.level = ANY (:short) AND NOT EXISTS (
      SELECT FROM seat x WHERE x.project_id = q.project_id AND x.queue_id = q.id))
    AND CASE q.level WHEN 0 THEN 'all' WHEN 1 THEN g.inspect1 ELSE g.inspect2 END <> 'none'
    AND EXISTS (SELECT FROM project_role r WHERE r.project_id = q.project_id
      AND r.role = CASE q.level WHEN 0 THEN 'worker' WHEN 1 THEN 'primary_inspector'
        ELSE 'secondary_inspector' END) AS dry
  FROM queue q JOIN stage g ON g.project_id = q.project_id AND g.id = q.stage_id
  WHERE q.project_id = :p AND q.stage_id = :stage AND q.gold),
told AS (
  UPDATE queue q SET dry_since = CASE WHEN n.dry THEN coalesce(q.dry_since, now()) END,
    warned_at = CASE WHEN n.dry AND coalesce(q.warned_at < now() - interval '1 day', true)
      THEN now() ELSE q.warned_at END
  FROM n WHERE q.project_id = :p AND q.id = n.id AND (n.dry OR q.dry_since IS NOT NULL)
  RETURNING q.level, n.dry AND q.warned_at = now() AS warned)
SELECT level FROM told WHERE warned ORDER BY level
"""

_MANAGERS = """
SELECT person_id FROM project_role WHERE project_id = :p AND role = 'manager' ORDER BY person_id
"""
