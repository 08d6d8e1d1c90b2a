"""Known answers: made, put on offer, retired.

At level 0 a known answer is a task of its own about an accepted item, hidden among the others; at
levels 1 and 2 an answer that was judged, shown with an error in it, or as it is. Its places stand
in the queue of known answers of its level, with the money for them set aside on the task like for
any work on offer. Whoever has had a part in the item is given none of them.
"""

from typing import Any, NamedTuple

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.confidence import golds
from app.confidence.golds import Candidate, Place
from app.core.errors import Conflict, Invalid, NotFound
from app.core.states import ItemState, TaskState
from app.labels import Answer, Schema, parse_answer
from app.labels.feedback import RIGHT_FROM, feedback
from app.labels.pieces import Bundle, parse_split
from app.ledger.queries import balance, lock_budget
from app.ledger.rules import Entry, give_back
from app.ledger.service import post
from app.models.item import Item
from app.models.ledger import EntryKind
from app.models.project import PriceCard, Project, Stage, StageKind
from app.models.quality import Gold, GoldSource
from app.models.task import Queue, Task, Verdict
from app.models.transition import move, record
from app.tasks.units import units_of_asset, units_of_work
from app.workflow.asking import schema_from
from app.workflow.fund import amounts
from app.workflow.opening import BudgetShort, complete
from app.workflow.submit import must_fit

FREE = 5
"""Places of one known answer that are on offer at a time."""


class NotAccepted(Conflict):
    """The item has no answer yet that could be known."""

    code, title = "item_not_accepted", "The item is not accepted"


class GoldThere(Conflict):
    """The item has a known answer at this level."""

    code, title = "gold_there", "Known already"


class GoldUnfit(Invalid):
    """What was sent makes no known answer of this level."""

    code, title = "gold_unfit", "No known answer"


class GoldNotWrong(Invalid):
    """What is shown is not wrong, or is, and the verdict says otherwise."""

    code, title = "gold_not_wrong", "The verdict does not go with it"


def gild(
    s: Session,
    *,
    by: int | None,
    project_id: int,
    stage_id: int,
    level: int,
    item_id: int,
    answer: dict[str, Any] | None = None,
    root_id: int | None = None,
    shown: dict[str, Any] | None = None,
    verdict: Verdict | None = None,
    note: str = "",
    source: GoldSource = GoldSource.HAND,
    people: int = FREE,
) -> Gold:
    """A known answer, on offer to up to `people` of those who may get it.

    At level 0 `answer`, or the one that stands for the item. Above it what is `shown` of the answer
    `root_id` (else of the item's own), which deserves `verdict`; as it is where nothing else is
    said. One that was retired is made anew. Raises `NotFound`, `NotReady`, `NotAccepted`,
    `GoldThere`, `GoldUnfit`, `GoldNotWrong`, `AnswerRefused`, `AnswerFaulty`, `BudgetShort`.
    """
    lock_budget(s, project_id)
    stage, card = complete(s, project_id, stage_id)
    known = _free_item(s, stage, level, item_id)
    found = golds.standing(s, project_id, stage_id, item_id, root_id)
    if found is None and (root_id is not None or level > 0):
        raise GoldUnfit("No answer to this item stands by itself; choose another item.")
    if answer is None:
        if found is None:
            raise GoldUnfit("Send the right answer, or choose an item whose answer stands.")
        answer = found.answer
    about = golds.place(s, project_id, item_id, None if found is None else found.task_id)
    assert stage.schema_version is not None
    schema = schema_from(golds.definition(s, project_id, stage_id, stage.schema_version))
    right = parse_answer(answer)
    must_fit(schema, about.facts, right)
    if level > 0:
        shown = answer if shown is None else shown
        verdict = Verdict.APPROVE if verdict is None else verdict
        _deserves(schema, about, right, parse_answer(shown), verdict)
    elif shown is not None or verdict is not None:
        raise GoldUnfit("A known answer to the work itself shows nothing and has no verdict.")
    judged = found if level > 0 else None
    gold = known or Gold(project_id=project_id, stage_id=stage_id, level=level, item_id=item_id)
    gold.task_id = _kept(s, known, about, judged) or _task(s, stage, card, item_id, about, judged)
    gold.root_id = None if judged is None else judged.root_id
    gold.source, gold.created_by, gold.retired_at = source, by, None
    gold.schema_version = stage.schema_version
    gold.answer, gold.shown, gold.note = answer, shown, note
    gold.verdict = None if verdict is None else verdict.value
    s.add(gold)
    s.flush()
    if level == 0:
        s.get_one(Task, (project_id, gold.task_id)).gold_id = gold.id
    _tell(s, gold, by, "open", "gilded")
    places(s, gold, golds.people_left(s, project_id, gold.id, level, people))
    return gold


def places(s: Session, gold: Gold, people: int) -> None:
    """Put `people` more places of it on offer, with their money: nobody looks at what comes of
    them again. Whoever has had a part in the item
    by now gets none of them. Takes the budget's lock. Raises `BudgetShort`."""
    if people <= 0:
        return
    lock_budget(s, gold.project_id)
    stage, card = complete(s, gold.project_id, gold.stage_id)
    units = units_of_work(s, card, gold.project_id, gold.task_id, gold.root_id)
    amount = amounts(card, units)[gold.level] * people
    left = balance(s, stage.budget_account_id)
    if amount > left:
        raise BudgetShort(
            f"{people} places of a known answer set {amount} aside and the budget has {left}; "
            f"fund the project with {amount - left} more.",
            needed=amount,
            budget=left,
        )
    task = s.get_one(Task, (gold.project_id, gold.task_id), with_for_update={"key_share": True})
    gold.reserved += amount
    task.reserved += amount
    if gold.level == 0:
        task.overlap += people
        task.places += people
    s.flush()
    queue = _queue(s, stage, gold.level)
    values = {
        "p": gold.project_id,
        "queue": queue,
        "priority": task.priority,
        "task": task.id,
        "root": gold.root_id or 0,
        "item": gold.item_id,
        "slots": people,
    }
    s.execute(text(_OFFER), values)
    if gold.level == 0:
        s.execute(text(_HAD_A_PART), values)
    if amount:
        budget, reserve = stage.budget_account_id, stage.reserve_account_id
        _post(s, gold, [Entry(budget, reserve, amount, EntryKind.RESERVE, _cause(gold))])


def retire(s: Session, *, by: int | None, project_id: int, gold_id: int, why: str = "") -> Gold:
    """Hand it out no more: what is not taken goes off, and its money back. Who has it at this
    moment is paid as for any; it tells nothing of him any more. Raises `NotFound`."""
    lock_budget(s, project_id)
    gold = s.get(Gold, (project_id, gold_id))
    if gold is None:
        raise NotFound("There is no such known answer in this project.")
    # The task first, as who hands in has it.
    s.get_one(Task, (project_id, gold.task_id), with_for_update={"key_share": True})
    s.refresh(gold, with_for_update=True)
    if gold.retired_at is None:
        gold.retired_at = func.now()
        _tell(s, gold, by, "retired", why or "retired")
        clear(s, gold)
    return gold


def clear(s: Session, gold: Gold) -> int:
    """Take what is free of a retired one off, and give back what nobody can earn any more; how
    much. What was taken and comes back later is cleared the next time. The caller has the budget's
    lock."""
    task = s.get_one(Task, (gold.project_id, gold.task_id), with_for_update={"key_share": True})
    stage = s.get_one(Stage, (gold.project_id, gold.stage_id))
    freed = s.execute(
        text(_TAKE_OFF),
        {
            "p": gold.project_id,
            "queue": _queue(s, stage, gold.level),
            "task": gold.task_id,
            "root": gold.root_id or 0,
        },
    ).scalar_one()
    used = _used(s, gold)
    rest: int = task.reserved - task.spent - task.held - used.live
    if gold.level > 0:  # the task's own money is not touched
        rest = min(rest, gold.reserved - used.earned - used.live)
    rest = max(rest, 0)
    gold.reserved = max(gold.reserved - rest, 0)
    task.reserved -= rest
    if gold.level == 0:
        task.overlap -= freed
        task.places -= freed
    s.flush()
    if rest:
        budget, reserve = stage.budget_account_id, stage.reserve_account_id
        _post(s, gold, give_back(reserve, budget, rest, _cause(gold)))
    if gold.level == 0 and used.held == 0 and task.state is TaskState.OPEN:
        key = (gold.project_id, task.id)
        move(s, Task, key, TaskState.CANCELLED, by=None, why="known answer retired")
    return rest


def unclear(s: Session, limit: int = 100) -> list[tuple[int, int]]:
    """Which retired ones have something on offer again, or are over and still open? (project,
    gold)"""
    return [(row[0], row[1]) for row in s.execute(text(_UNCLEAR), {"limit": limit})]


def _free_item(s: Session, stage: Stage, level: int, item_id: int) -> Gold | None:
    """Lets an accepted item through that has no known answer here; one that was retired comes."""
    project_id = stage.project_id
    item = s.get(Item, (project_id, item_id), with_for_update={"key_share": True})
    if item is None or item.stage_id != stage.id:
        raise NotFound("There is no such item in this stage.")
    if stage.kind is StageKind.COLLECT:
        raise GoldUnfit("What people make themselves has no answer that is known.")
    if isinstance(parse_split(stage.split), Bundle):
        raise GoldUnfit("Items that are asked together have no known answer by themselves.")
    if item.state not in (ItemState.ACCEPTED, ItemState.RELEASED):
        raise NotAccepted("Choose an item whose answer was accepted.", state=item.state.value)
    if golds.asked(s, project_id, item_id):
        raise GoldUnfit("A course asks this item, and shows what is right; choose another one.")
    known = s.execute(
        select(Gold)
        .where(
            Gold.project_id == project_id,
            Gold.stage_id == stage.id,
            Gold.level == level,
            Gold.item_id == item_id,
        )
        .with_for_update()
    ).scalar_one_or_none()
    if known is not None and known.retired_at is None:
        raise GoldThere("This item has a known answer at this level; retire that one first.")
    return known


def _deserves(schema: Schema, about: Place, right: Answer, shown: Answer, verdict: Verdict) -> None:
    """Raises `GoldNotWrong` where the verdict does not go with what is shown."""
    must_fit(schema, about.facts, shown)
    score = feedback(schema, right, shown).score
    if verdict is Verdict.APPROVE and score < 1 - 1e-9:
        raise GoldNotWrong("What is shown differs from what is right, and would be approved.")
    if verdict is not Verdict.APPROVE and score >= RIGHT_FROM:
        raise GoldNotWrong(
            "What is shown is too near to what is right to be told from it; put a clearer error "
            "in, or say that it is to be approved.",
            score=round(score, 3),
        )


def _kept(s: Session, known: Gold | None, about: Place, judged: Candidate | None) -> int | None:
    """Of one that is made anew while somebody has it, the task that he has it of. Raises
    `GoldThere` where it would be about something else."""
    if known is None:
        return None
    clear(s, known)
    if _used(s, known).held == 0:
        return None
    task = s.get_one(Task, (known.project_id, known.task_id))
    same = (
        (task.part, task.asset_id) == (about.part, about.asset_id)
        if judged is None
        else known.root_id == judged.root_id
    )
    if not same:
        raise GoldThere("Somebody has this known answer just now; make it anew when he is done.")
    return task.id


def _task(
    s: Session,
    stage: Stage,
    card: PriceCard,
    item_id: int,
    about: Place,
    judged: Candidate | None,
) -> int:
    """Above level 0 the task whose answer is shown; at level 0 one of its own, about the same."""
    if judged is not None:
        return judged.task_id
    shown = about.asset_id or s.get_one(Item, (stage.project_id, item_id)).asset_id
    task = Task(
        project_id=stage.project_id,
        stage_id=stage.id,
        item_id=item_id,
        queue_id=_queue(s, stage, 0),
        state=TaskState.OPEN,
        overlap=0,
        places=0,
        reserved=0,
        units=units_of_asset(s, card, stage.project_id, shown),
        part=about.part,
        asset_id=about.asset_id,
    )
    s.add(task)
    s.flush()
    return task.id


def _queue(s: Session, stage: Stage, level: int) -> int:
    return s.execute(
        select(Queue.id).where(
            Queue.project_id == stage.project_id,
            Queue.stage_id == stage.id,
            Queue.level == level,
            Queue.gold,
        )
    ).scalar_one()


class Used(NamedTuple):
    """What those who got a known answer have earned by it, what those who have it now may earn, in
    minor units, and how many these are."""

    earned: int
    live: int
    held: int


def _used(s: Session, gold: Gold) -> Used:
    values = {"p": gold.project_id, "task": gold.task_id, "gold": gold.id}
    return Used(*s.execute(text(_USED), values).one())


def _cause(gold: Gold) -> str:
    """What its next movement of money is for: there is one of a kind per cause."""
    gold.entries += 1
    return f"gold:{gold.id}:{gold.entries}"


def _post(s: Session, gold: Gold, entries: list[Entry]) -> None:
    s.flush()
    currency = s.execute(select(Project.currency).where(Project.id == gold.project_id)).scalar_one()
    post(s, gold.project_id, currency, entries)


def _tell(s: Session, gold: Gold, by: int | None, target: str, why: str) -> None:
    record(
        s,
        project_id=gold.project_id,
        subject="gold",
        subject_id=gold.id,
        by=by,
        target=target,
        why=why,
        data={"level": gold.level, "item": gold.item_id},
    )


# Whoever is on any side of a task about the item, and who had this very one.
_PART = """
SELECT DISTINCT r.worker_id FROM task t
JOIN task_role r ON r.project_id = t.project_id AND r.task_id = t.id
WHERE t.project_id = :p
  AND (t.item_id = :item OR t.item_ids @> ARRAY[CAST(:item AS bigint)])
"""

_OFFER = f"""
INSERT INTO seat (project_id, queue_id, priority, task_id, root_id, slots_left, seen)
VALUES (:p, :queue, :priority, :task, :root, :slots, ARRAY({_PART}))
ON CONFLICT (project_id, queue_id, priority, task_id, root_id) DO UPDATE
  SET slots_left = seat.slots_left + excluded.slots_left,
    seen = ARRAY(SELECT DISTINCT unnest(seat.seen || excluded.seen))
"""

# So that a place which comes back keeps them away, too.
_HAD_A_PART = f"""
INSERT INTO task_role (project_id, task_id, worker_id, side)
SELECT :p, :task, w.worker_id, 'author' FROM ({_PART}) w
ON CONFLICT DO NOTHING
"""

_TAKE_OFF = """
WITH gone AS (
  DELETE FROM seat WHERE project_id = :p AND queue_id = :queue AND task_id = :task
    AND root_id = :root RETURNING slots_left)
SELECT coalesce(sum(slots_left), 0)::int FROM gone
"""

_USED = """
SELECT coalesce(sum(price) FILTER (WHERE state = 'accepted'), 0)::bigint,
  coalesce(sum(price) FILTER (WHERE state <> 'accepted'), 0)::bigint,
  count(*) FILTER (WHERE state <> 'accepted')
FROM assignment WHERE project_id = :p AND task_id = :task AND gold_id = :gold
  AND state IN ('accepted', 'reserved', 'submitted', 'rework')
"""

_UNCLEAR = """
SELECT g.project_id, g.id FROM gold g
JOIN task t ON t.project_id = g.project_id AND t.id = g.task_id
WHERE g.retired_at IS NOT NULL AND (
  EXISTS (SELECT FROM seat x
    JOIN queue q ON q.project_id = x.project_id AND q.id = x.queue_id AND q.gold
    WHERE x.project_id = g.project_id AND q.stage_id = g.stage_id AND q.level = g.level
      AND x.priority = t.priority AND x.task_id = g.task_id
      AND x.root_id = coalesce(g.root_id, 0))
  OR g.level = 0 AND t.state = 'open' AND NOT EXISTS (
    SELECT FROM assignment a WHERE a.project_id = t.project_id AND a.task_id = t.id
      AND a.state IN ('reserved', 'submitted', 'rework'))
  OR g.level > 0 AND g.reserved > (
    SELECT coalesce(sum(a.price), 0) FROM assignment a
    WHERE a.project_id = g.project_id AND a.root_id = g.root_id AND a.gold_id = g.id
      AND a.state IN ('reserved', 'accepted')))
LIMIT :limit
"""
