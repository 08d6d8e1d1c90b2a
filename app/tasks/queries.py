"""What the engine asks the database: the facts of one assignment, seats, drafts."""

from dataclasses import fields
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from app.core.policy import quality_of
from app.core.risk import order_of
from app.core.states import AssignmentState, ItemState, StageState, TaskState
from app.labels import AssetFacts, CaptureFacts, facts_from
from app.models.project import Inspect, StageKind, Unit
from app.models.task import Verdict
from app.models.units import ROOT_UNITS
from app.tasks.facts import (
    UNKNOWN,
    Card,
    Claim,
    Facts,
    GoldNow,
    LastVerdict,
    StagePolicy,
    TaskNow,
    TrustNow,
)

_CLAIM = """
  {a}.id AS {a}_id, {a}.level AS {a}_level, {a}.worker_id AS {a}_worker_id, {a}.state AS {a}_state,
  {a}.price AS {a}_price, {a}.units AS {a}_units, {a}.attempt AS {a}_attempt,
  {a}.returns AS {a}_returns,
  {a}.recheck AS {a}_recheck, {a}.judged AS {a}_judged, {a}.surplus AS {a}_surplus,
  {a}.upheld AS {a}_upheld, {a}.answer_id AS {a}_answer_id, {a}.extended AS {a}_extended,
  (SELECT m.account_id FROM project_member m WHERE m.project_id = {a}.project_id
     AND m.person_id = {a}.worker_id) AS {a}_account_id
"""
_CLAIM_COLUMNS = tuple(field.name for field in fields(Claim))

# Whether nothing is to come of a task any more because all that it is about was taken out.
EXCLUDED = """CASE WHEN t.item_ids IS NULL THEN i.state = 'excluded'
  ELSE NOT EXISTS (SELECT FROM item m WHERE m.project_id = t.project_id
    AND m.id = ANY (t.item_ids) AND m.state <> 'excluded') END"""

# What is done with what a stage accepts (`app/workflow/flow.py`): flows take it on, and what is
# marked in a refine stage is made first.
_ONWARD = """(s.kind = 'refine' AND s.effects IS NOT NULL OR EXISTS (
    SELECT FROM flow w WHERE w.project_id = s.project_id AND w.from_id = s.id))"""

# The takes of a prompt's answer, which is the root's; other answers have none, and look for none.
_CAPTURES = """CASE WHEN s.kind = 'collect' THEN coalesce((
    SELECT jsonb_agg(jsonb_build_array(c.id, c.label, c.state, CASE
        WHEN k.document IS NOT NULL THEN 'text' WHEN k.facts IS NOT NULL THEN k.facts ->> 'modality'
        WHEN k.width IS NOT NULL THEN 'picture' END,
      coalesce(c.measured -> 'length', k.facts -> 'length')))
    FROM capture c LEFT JOIN asset k ON k.project_id = c.project_id AND k.id = c.asset_id
    WHERE c.project_id = a.project_id AND c.assignment_id = a.root_id), '[]') END"""

# Of a collect stage: who speaks on one recording. The host's assignment, and, where the root is the
# host's, the others that stand as it does.
_PARTY = f"""CASE WHEN s.kind = 'collect' THEN (
    SELECT jsonb_build_object('host', g.host_id,
      'follows', h.assignment_id <> g.host_id AND EXISTS (SELECT FROM assignment k
        WHERE k.project_id = g.project_id AND k.id = g.host_id AND k.state = r.state),
      'mates', CASE WHEN h.assignment_id = g.host_id THEN (
        SELECT jsonb_agg(to_jsonb(x) ORDER BY x.y_id) FROM (
          SELECT {_CLAIM.format(a="y")}, nextval('submission_id_seq') AS y_submission_id
          FROM group_member o JOIN assignment y
            ON y.project_id = o.project_id AND y.id = o.assignment_id
          WHERE o.project_id = g.project_id AND o.group_id = g.id AND y.id <> g.host_id
            AND y.state = r.state) x) END)
    FROM group_member h JOIN group_session g ON g.project_id = h.project_id AND g.id = h.group_id
    WHERE h.project_id = a.project_id AND h.assignment_id = a.root_id) END"""

# What is known of a person at a level of the stage, where the stage wants to know.
_TRUST = """CASE WHEN s.quality IS NOT NULL THEN (
    SELECT jsonb_build_object('answers', z.answers, 'gold', z.gold, 'gold_right', z.gold_right,
      'verdicts', z.verdicts, 'verdicts_right', z.verdicts_right, 'mean', z.mean::float8,
      'below', coalesce(z.below, 0)::float8, 'paused', z.paused_at IS NOT NULL,
      'watched', z.watched_by IS NOT NULL)
    FROM trust z WHERE z.project_id = a.project_id AND z.stage_id = a.stage_id
      AND z.level = {level} AND z.person_id = {who}) END"""
_GOLD = """CASE WHEN a.gold_id IS NOT NULL THEN (
    SELECT jsonb_build_object('id', g.id, 'level', g.level, 'answer', g.answer, 'shown', g.shown,
      'verdict', g.verdict, 'note', g.note, 'retired', g.retired_at IS NOT NULL)
    FROM gold g WHERE g.project_id = a.project_id AND g.id = a.gold_id) END"""

# The task is locked first, then the root, then the assignment: everybody who decides about one
# task waits at the same door, so no two decisions cross.
FACTS = f"""
SELECT {_CLAIM.format(a="a")}, {_CLAIM.format(a="r")},
  t.id AS task_id, t.item_id, t.queue_id, t.priority, t.state AS task_state, t.overlap, t.accepted,
  t.places, t.wanted, t.reserved, t.spent, t.held, t.units, t.item_ids,
  s.kind, {_ONWARD} AS onward, {_CAPTURES} AS captures, {_PARTY} AS party,
  s.quality, {_GOLD} AS gold, {_TRUST.format(level="0", who="r.worker_id")} AS trust,
  CASE WHEN a.level > 0 THEN {_TRUST.format(level="a.level", who="a.worker_id")} END AS own_trust,
  CASE WHEN 'risk' IN (s.inspect1, s.inspect2) THEN (SELECT m.risk FROM quality_model m
    WHERE m.project_id = s.project_id AND m.stage_id = s.id) END AS risk_order,
  CASE WHEN a.level > 0 AND s.quality IS NOT NULL THEN (SELECT d.risk FROM drawn d
    WHERE d.project_id = a.project_id AND d.root_id = r.id AND d.attempt = r.attempt
      AND d.level = a.level)::float8 END AS risk,
  s.id AS stage_id, s.state AS stage_state, s.inspect1, s.rate1, s.inspect2, s.rate2, s.salt,
  s.lease_seconds, s.rework_seconds, s.recheck_seconds, s.auto_accept_seconds,
  s.budget_account_id, s.reserve_account_id,
  (SELECT jsonb_agg(jsonb_build_array(q.level, q.held, q.gold, q.id)) FROM queue q
     WHERE q.project_id = s.project_id AND q.stage_id = s.id) AS queues,
  p.currency, CASE WHEN {EXCLUDED} THEN 'excluded' WHEN i.state = 'excluded' THEN 'in_work'
    ELSE i.state END AS item_state, f.width, f.height,
  (SELECT jsonb_agg(jsonb_build_array(part ->> 'id', part ->> 'role', length(part ->> 'text'))
     ORDER BY nth) FROM jsonb_array_elements(f.document -> 'parts') WITH ORDINALITY
     parts (part, nth)) AS parts, f.facts AS media,
  a.schema_version, l.definition::text AS schema_text,
  nextval('submission_id_seq') AS submission_id,
  EXISTS (SELECT FROM draft d WHERE d.project_id = a.project_id AND d.assignment_id = a.id
    AND NOT EXISTS (SELECT FROM submission v WHERE v.project_id = a.project_id
      AND v.assignment_id = a.id AND v.at >= d.saved_at)) AS draft,
  CASE WHEN w.most IS NOT NULL THEN (SELECT d.body FROM draft d WHERE d.project_id = a.project_id
    AND d.assignment_id = a.id) END AS draft_answer,
  CASE WHEN w.unit IS NOT NULL THEN jsonb_build_object('unit', w.unit, 'per', w.per,
    'most', w.most, 'prices', jsonb_build_array(w.level0, w.level1, w.level2)) END AS card,
  CASE WHEN a.level > 0 AND w.unit IS NOT NULL THEN (
    SELECT {ROOT_UNITS.format(unit="w.unit")} FROM (SELECT) one LEFT JOIN price_card k
      ON k.project_id = r.project_id AND k.stage_id = r.stage_id AND k.version = r.price_version
    ) END AS units_now,
  extract(epoch FROM now() - a.decided_at)::float8 AS ended_seconds,
  ceil(extract(epoch FROM now() - CASE WHEN a.attempt > 0 THEN coalesce(a.decided_at, a.reserved_at)
    ELSE a.reserved_at END))::bigint AS had_seconds,
  coalesce(a.due_at < now(), false) AS overdue, a.due_at IS NOT NULL AS limited,
  CASE WHEN a.level = 2 OR a.returns > 0 THEN (
    SELECT jsonb_build_object('assignment_id', x.id, 'level', x.level, 'verdict', v.verdict,
      'inspector_id', x.worker_id)
    FROM assignment x JOIN submission v ON v.project_id = x.project_id AND v.assignment_id = x.id
    WHERE x.project_id = a.project_id AND x.root_id = a.root_id AND x.level > 0
      AND x.gold_id IS NULL
    ORDER BY v.id DESC LIMIT 1) END AS last, a.dry,
  CASE WHEN a.level = 0 AND a.state = 'submitted' THEN EXISTS (SELECT FROM held_rejection w
    WHERE w.project_id = a.project_id AND w.root_id = a.id AND w.settled_at IS NULL)
    ELSE false END AS rejection_held,
  (SELECT jsonb_build_object('id', v.id, 'hash', v.body_hash, 'attempt', v.attempt,
      'outcome', v.outcome, 'verdict', v.verdict, 'known', (
        SELECT jsonb_build_object('score', y.score, 'right', y."right", 'marks', y.marks)
        FROM gold_given y WHERE y.project_id = a.project_id AND y.gold_id = a.gold_id
          AND y.assignment_id = a.id))
   FROM submission v WHERE v.project_id = a.project_id AND v.assignment_id = a.id
     AND v.client_key = %(key)s LIMIT 1) AS stored
FROM assignment a
JOIN assignment r ON r.project_id = a.project_id AND r.id = a.root_id
JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
JOIN item i ON i.project_id = t.project_id AND i.id = t.item_id
LEFT JOIN asset f ON f.project_id = i.project_id AND f.id = coalesce(t.asset_id, i.asset_id)
JOIN stage s ON s.project_id = a.project_id AND s.id = a.stage_id
JOIN project p ON p.id = a.project_id
JOIN label_schema l ON l.project_id = s.project_id AND l.stage_id = s.id
  AND l.version = a.schema_version
LEFT JOIN price_card w ON w.project_id = a.project_id AND w.stage_id = a.stage_id
  AND w.version = a.price_version AND w.unit <> 'task'
WHERE a.project_id = %(project)s AND a.id = %(id)s
FOR NO KEY UPDATE OF t, r, a
"""


def _claim(row: RowMapping | dict[str, Any], prefix: str) -> Claim:
    values = {name: row[f"{prefix}_{name}"] for name in _CLAIM_COLUMNS}
    values["state"] = AssignmentState(values["state"])
    return Claim(**values)


def _asset(row: RowMapping) -> AssetFacts | None:
    takes = row["captures"]
    return facts_from(
        width=row["width"],
        height=row["height"],
        parts=row["parts"],
        media=row["media"],
        captures=None if takes is None else {id: CaptureFacts(*rest) for id, *rest in takes},
    )


def facts_of(s: Session, project_id: int, assignment_id: int, *, key: str = "") -> Facts | None:
    """What stands about this assignment, its task and its root? Locks the three until commit.

    `key` is the client's idempotency key: a hand-in that already carries it comes as `stored`.
    """
    row = (
        s.connection()
        .exec_driver_sql(FACTS, {"project": project_id, "id": assignment_id, "key": key})
        .mappings()
        .first()
    )
    if row is None:
        return None
    own = _claim(row, "a")
    last = row["last"]
    party = row["party"] or {}
    return Facts(
        project_id=project_id,
        currency=row["currency"],
        own=own,
        root=own if own.level == 0 else _claim(row, "r"),
        task=TaskNow(
            id=row["task_id"],
            item_id=row["item_id"],
            queue_id=row["queue_id"],
            priority=row["priority"],
            state=TaskState(row["task_state"]),
            overlap=row["overlap"],
            accepted=row["accepted"],
            places=row["places"],
            wanted=row["wanted"],
            reserved=row["reserved"],
            spent=row["spent"],
            held=row["held"],
            units=row["units"],
            item_ids=row["item_ids"],
        ),
        stage=StagePolicy(
            id=row["stage_id"],
            state=StageState(row["stage_state"]),
            inspect={
                1: (Inspect(row["inspect1"]), row["rate1"]),
                2: (Inspect(row["inspect2"]), row["rate2"]),
            },
            salt=row["salt"],
            lease_seconds=row["lease_seconds"],
            rework_seconds=row["rework_seconds"],
            recheck_seconds=row["recheck_seconds"],
            auto_accept_seconds=row["auto_accept_seconds"],
            budget_account_id=row["budget_account_id"],
            reserve_account_id=row["reserve_account_id"],
            queues={(level, held): queue for level, held, gold, queue in row["queues"] if not gold},
            known_queues={level: queue for level, _, gold, queue in row["queues"] if gold},
            kind=StageKind(row["kind"]),
            onward=row["onward"],
            quality=quality_of(row["quality"]),
            order=order_of(row["risk_order"]),
        ),
        item_state=ItemState(row["item_state"]),
        asset=_asset(row),
        schema_version=row["schema_version"],
        schema_text=row["schema_text"],
        submission_id=row["submission_id"],
        draft=row["draft"],
        draft_answer=row["draft_answer"],
        card=None if row["card"] is None else _card(row["card"]),
        units_now=row["units_now"],
        last=None
        if last is None
        else LastVerdict(
            assignment_id=last["assignment_id"],
            level=last["level"],
            verdict=Verdict(last["verdict"]),
            inspector_id=last["inspector_id"],
        ),
        ended_seconds=row["ended_seconds"],
        had_seconds=row["had_seconds"],
        overdue=row["overdue"],
        limited=row["limited"],
        stored=row["stored"],
        mates=[(_claim(one, "y"), one["y_submission_id"]) for one in party.get("mates") or ()],
        follows=party["host"] if party.get("follows") else None,
        gold=None if row["gold"] is None else _gold(row["gold"]),
        trust=UNKNOWN if row["trust"] is None else TrustNow(**row["trust"]),
        risk=row["risk"],
        dry=row["dry"],
        held=row["rejection_held"],
        own_trust=UNKNOWN if row["own_trust"] is None else TrustNow(**row["own_trust"]),
    )


def _card(row: dict[str, Any]) -> Card:
    return Card(Unit(row["unit"]), row["per"], row["most"], tuple(row["prices"]))


def _gold(row: dict[str, Any]) -> GoldNow:
    verdict = row.pop("verdict")
    return GoldNow(**row, verdict=None if verdict is None else Verdict(verdict))


_TAKE_SEAT = """
WITH found AS (
  SELECT * FROM seat WHERE project_id = %(project)s AND task_id = %(task)s
    AND root_id = %(root)s AND (root_id <> 0 OR priority = %(priority)s)
    AND queue_id = ANY (%(queues)s)
  FOR UPDATE),
kept AS (
  UPDATE seat x SET slots_left = f.slots_left - 1 FROM found f
  WHERE f.slots_left > 1 AND x.project_id = f.project_id AND x.queue_id = f.queue_id
    AND x.priority = f.priority AND x.task_id = f.task_id AND x.root_id = f.root_id),
gone AS (
  DELETE FROM seat x USING found f
  WHERE f.slots_left = 1 AND x.project_id = f.project_id AND x.queue_id = f.queue_id
    AND x.priority = f.priority AND x.task_id = f.task_id AND x.root_id = f.root_id)
SELECT count(*) FROM found
"""


def take_seat(
    s: Session, project_id: int, queues: list[int], priority: int, task_id: int, root_id: int
) -> bool:
    """Is a place on this very task still free? Takes it if so."""
    found = s.connection().exec_driver_sql(
        _TAKE_SEAT,
        {
            "project": project_id,
            "queues": queues,
            "priority": priority,
            "task": task_id,
            "root": root_id,
        },
    )
    return int(found.scalar_one()) > 0


_OPEN_HELD = """
WITH moved AS (
  DELETE FROM seat x USING queue q
  WHERE q.held AND q.project_id = x.project_id AND q.id = x.queue_id AND x.opens_at < now()
  RETURNING x.*, q.stage_id, q.level)
INSERT INTO seat (project_id, queue_id, priority, task_id, root_id, slots_left, seen)
SELECT m.project_id, q.id, m.priority, m.task_id, m.root_id, m.slots_left, m.seen
FROM moved m JOIN queue q ON q.project_id = m.project_id AND q.stage_id = m.stage_id
  AND q.level = m.level AND NOT q.held AND NOT q.gold
ON CONFLICT (project_id, queue_id, priority, task_id, root_id) DO NOTHING
"""


def open_held_seats(s: Session) -> int:
    """Which re-checks has their inspector left too long? Offers them to everybody."""
    return s.connection().exec_driver_sql(_OPEN_HELD).rowcount


def drop_seat(s: Session, project_id: int, task_id: int, queues: list[int]) -> None:
    """Take every free place of this task off the queues given."""
    s.connection().exec_driver_sql(
        "DELETE FROM seat WHERE project_id = %(project)s AND task_id = %(task)s"
        " AND queue_id = ANY (%(queues)s)",
        {"project": project_id, "task": task_id, "queues": queues},
    )


def others_live(s: Session, facts: Facts) -> int:
    """How many claims on this task, other than the one that is decided about and those of who speak
    with its root, may still be handed in or decided?"""
    return int(
        s.connection()
        .exec_driver_sql(
            """SELECT count(*) FROM assignment r JOIN assignment a
                 ON a.project_id = r.project_id AND a.root_id = r.id
               WHERE r.project_id = %(project)s AND r.task_id = %(task)s AND r.level = 0
                 AND a.id <> ALL (%(but)s)
                 AND a.state IN ('reserved', 'submitted', 'rework', 'appealed')""",
            {
                "project": facts.project_id,
                "task": facts.task.id,
                "but": [facts.own.id, *(mate.id for mate, _ in facts.mates)],
            },
        )
        .scalar_one()
    )


def due_assignments(
    s: Session, states: list[AssignmentState], limit: int, *, closing: bool = False
) -> list[tuple[int, int]]:
    """Whose term in one of these states is over? (project, id), the oldest first."""
    winding = (
        f"""AND EXISTS (SELECT FROM task t JOIN stage s
             ON s.project_id = t.project_id AND s.id = t.stage_id
             JOIN item i ON i.project_id = t.project_id AND i.id = t.item_id
           WHERE t.project_id = a.project_id AND t.id = a.task_id
             AND (s.state = 'cancelled' OR t.state <> 'open' OR {EXCLUDED}))"""
        if closing
        else ""
    )
    rows = s.connection().exec_driver_sql(
        f"SELECT a.project_id, a.id FROM assignment a WHERE a.due_at < now()"
        f" AND a.state = ANY (%(states)s) {winding} ORDER BY a.due_at LIMIT %(limit)s",
        {"states": [state.value for state in states], "limit": limit},
    )
    return [(row[0], row[1]) for row in rows]
