"""What one decision changes, gathered by pure rules and written by one statement.

`Changes` follows the facts that it was made from: `move` checks each step against the lifecycle,
and `settle` writes everything at once: assignments, submission, task, item, seats, ledger, history,
notices. The facts were read under the task's lock, so their values are the rows' values.
"""

from dataclasses import asdict, dataclass, field, replace
from typing import Any

import orjson
from sqlalchemy.orm import Session

from app.confidence.weighing import freshen
from app.core.errors import WrongState
from app.core.policy import NOTHING, newcomers
from app.core.states import TASK, AssignmentState, TaskState, allowed, assignment_moves
from app.ledger.rules import Entry
from app.models.project import StageKind
from app.models.quality import Why
from app.people.notifications import Told
from app.queue import news
from app.tasks.facts import Claim, Facts, TrustNow
from app.workflow.ring import ring

_UNSETTLED = (AssignmentState.REJECTED, AssignmentState.APPEALED)
"""From which a rejection comes to stand, or falls: only then it counts for somebody's trust."""


@dataclass(frozen=True, slots=True)
class Seats:
    """Places to be put on offer."""

    queue_id: int
    priority: int
    task_id: int
    root_id: int
    slots: int = 1
    opens_in: int | None = None  # seconds until a held seat is offered to everybody


@dataclass(frozen=True, slots=True)
class Notice:
    """A word to a person."""

    person_id: int
    kind: Told
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Draw:
    """That a level looks at the root's hand-in, why, and with what chance that was drawn; with
    what chance it would have been for another reason; the guess that the hand-in is wrong."""

    root_id: int
    attempt: int
    level: int
    why: Why
    chance: float
    besides: float = 0.0
    risk: float | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What a person answered where the answer is known: how near it came, 0 to 1."""

    gold_id: int
    person_id: int
    assignment_id: int
    score: float
    right: bool
    marks: list[dict[str, Any]]


@dataclass
class Changes:
    """Everything that one decision does, for one task."""

    facts: Facts
    by: int | None  # the person who decides; None: the clock
    why: str = ""
    submission: dict[str, Any] | None = None
    further: list[dict[str, Any]] = field(default_factory=list)  # of who speak with him
    seats: list[Seats] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    review: tuple[int, bool] | None = None  # the primary's assignment, and whether it is upheld
    recheck_by: int | None = None  # the inspection whose inspector checks the rework
    task_done: bool = False
    flows: int | None = None  # the answer that goes on to other stages, of a collect stage
    draws: list[Draw] = field(default_factory=list)
    given: Given | None = None  # an answer to a task whose answer is known
    held: bool = False  # a rejection that waits for an administrator
    trust: TrustNow | None = None  # once it is written: of who handed in, where the stage has it
    _claims: dict[int, dict[str, Any]] = field(default_factory=dict)
    _task_from: TaskState | None = None
    _events: list[dict[str, Any]] = field(default_factory=list)

    def offer(self, seats: Seats) -> None:
        """Put places on offer; those of one task and root are one row."""
        for at, known in enumerate(self.seats):
            if replace(known, slots=seats.slots) == seats:
                self.seats[at] = replace(known, slots=known.slots + seats.slots)
                return
        self.seats.append(seats)

    def touch(self, claim: Claim) -> dict[str, Any]:
        """Mark `claim` as changed; its values are read when it is written."""
        return self._claims.setdefault(
            claim.id,
            {
                "claim": claim,
                "source": claim.state.value,
                "due_in": None,
                "keep_due": True,
                "decided": False,
            },
        )

    def move(self, claim: Claim, to: AssignmentState, *, due_in: int | None = None) -> None:
        """Move an assignment; its term is then `due_in` seconds from now, or none.

        Raises `WrongState` where the lifecycle has no such move.
        """
        if not allowed(assignment_moves(claim.level), claim.state, to):
            raise WrongState(
                f"This work is “{claim.state}” and cannot become “{to}”; "
                "load it again to see where it stands.",
                state=claim.state.value,
            )
        row = self.touch(claim)
        row["due_in"], row["keep_due"] = due_in, False
        row["decided"] = to not in (
            AssignmentState.RESERVED,
            AssignmentState.SUBMITTED,
            AssignmentState.APPEALED,
        )
        self._tell("assignment", claim.id, claim.state.value, to.value)
        claim.state = to

    def end_term(self, claim: Claim) -> None:
        """The state stays; its term is over and done with."""
        self.touch(claim)["keep_due"] = False

    def move_task(self, to: TaskState) -> None:
        """Move the task. Raises `WrongState` where the lifecycle has no such move."""
        task = self.facts.task
        if not allowed(TASK, task.state, to):
            raise WrongState(f"The task is “{task.state}” and cannot become “{to}”.")
        if self._task_from is None:
            self._task_from = task.state
        self._tell("task", task.id, task.state.value, to.value)
        task.state = to

    def _tell(self, subject: str, subject_id: int, source: str, target: str) -> None:
        self._events.append(
            {
                "subject": subject,
                "subject_id": subject_id,
                "source": source,
                "target": target,
                "why": self.why,
            }
        )

    def settle(self, s: Session) -> None:
        """Write it all in one statement. Raises `WrongState` if an assignment is not, after all,
        in the state that the facts said: nothing is written then."""
        facts = self.facts
        task = facts.task
        claims = [self._row(row) for row in self._claims.values()]
        quality = facts.stage.quality
        written, trust = (
            s.connection()
            .exec_driver_sql(
                SETTLE,
                {
                    "project": facts.project_id,
                    "by": self.by,
                    "claims": orjson.dumps(claims).decode(),
                    "submissions": orjson.dumps(
                        [] if self.submission is None else [self.submission, *self.further]
                    ).decode(),
                    "task": task.id,
                    "task_from": (self._task_from or task.state).value,
                    "task_state": task.state.value,
                    "overlap": task.overlap,
                    "accepted": task.accepted,
                    "places": task.places,
                    "wanted": task.wanted,
                    "reserved": task.reserved,
                    "spent": task.spent,
                    "held": task.held,
                    "item": task.item_id,
                    "items": task.items,
                    # The item of a known answer was done before.
                    "task_done": self.task_done and not facts.hidden,
                    "cancelled": task.state is TaskState.CANCELLED,
                    "closing": facts.closing,
                    "stage": facts.stage.id,
                    "flows": self.flows,
                    "onward": facts.stage.onward and facts.stage.kind is not StageKind.COLLECT,
                    "seats": orjson.dumps([asdict(seat) for seat in self.seats]).decode(),
                    "currency": facts.currency,
                    "entries": orjson.dumps([asdict(entry) for entry in self.entries]).decode(),
                    "events": orjson.dumps(self._events).decode(),
                    "notices": orjson.dumps([asdict(word) for word in self.notices]).decode(),
                    "draws": orjson.dumps([asdict(draw) for draw in self.draws]).decode(),
                    "given": orjson.dumps(
                        [] if self.given is None else [asdict(self.given)]
                    ).decode(),
                    "newcomer": None if quality == NOTHING else newcomers(quality),
                    "judged_id": self.review[0] if self.review else None,
                    "upheld": self.review[1] if self.review else None,
                    "recheck_id": self.recheck_by,
                },
            )
            .one()
        )
        if written != len(claims):
            raise WrongState("Somebody else has just decided this; load it again.")
        self.trust = None if trust is None else TrustNow(**trust)
        if quality != NOTHING and any(
            row["source"] in _UNSETTLED or facts.held for row in self._claims.values()
        ):
            freshen(s, facts.project_id, facts.root.id)
        if facts.stage.onward and (self.flows is not None or self.task_done):
            ring(s, facts.project_id)
        if self.notices:
            news.tell(s, *(news.person(word.person_id) for word in self.notices))

    @staticmethod
    def _row(row: dict[str, Any]) -> dict[str, Any]:
        claim: Claim = row["claim"]
        return {
            "id": claim.id,
            "source": row["source"],
            "target": claim.state.value,
            "due_in": row["due_in"],
            "keep_due": row["keep_due"],
            "decided": row["decided"],
            "price": claim.price,
            "units": claim.units,
            "attempt": claim.attempt,
            "returns": claim.returns,
            "recheck": claim.recheck,
            "judged": claim.judged,
            "surplus": claim.surplus,
            "answer_id": claim.answer_id,
            "extended": claim.extended,
        }


SETTLE = """
WITH a AS (
  UPDATE assignment x SET state = m.target, price = m.price, units = m.units,
    attempt = m.attempt, returns = m.returns, recheck = m.recheck, judged = m.judged,
    surplus = m.surplus, answer_id = m.answer_id, extended = m.extended,
    due_at = CASE WHEN m.keep_due THEN x.due_at ELSE now() + make_interval(secs => m.due_in) END,
    decided_at = CASE WHEN m.decided THEN now() ELSE x.decided_at END
  FROM jsonb_to_recordset(%(claims)s::jsonb) AS m (id bigint, source text, target text, due_in int,
    keep_due boolean, decided boolean, price bigint, units bigint, attempt smallint,
    returns smallint, recheck boolean, judged boolean, surplus boolean, answer_id bigint,
    extended boolean)
  WHERE x.project_id = %(project)s AND x.id = m.id AND x.state = m.source
  RETURNING x.id),
judged AS (
  UPDATE assignment x SET upheld = %(upheld)s::boolean
  WHERE x.project_id = %(project)s AND x.id = %(judged_id)s::bigint),
waits AS (
  UPDATE assignment x SET recheck = true
  WHERE x.project_id = %(project)s AND x.id = %(recheck_id)s::bigint),
answered AS (
  INSERT INTO submission (project_id, id, assignment_id, worker_id, stage_id, level, attempt,
    active_seconds, client_key, body_hash, answer, schema_version, subject_id, verdict, reason,
    comment, pins, difference, outcome)
  SELECT %(project)s, m.id, m.assignment_id, m.worker_id, m.stage_id, m.level, m.attempt,
    m.active_seconds, m.client_key, m.body_hash, m.answer, m.schema_version, m.subject_id,
    m.verdict, m.reason, m.comment, m.pins, m.difference, m.outcome
  FROM jsonb_to_recordset(%(submissions)s::jsonb) AS m (id bigint, assignment_id bigint,
    worker_id bigint, stage_id bigint, level smallint, attempt smallint, active_seconds bigint,
    client_key text, body_hash text, answer jsonb, schema_version bigint,
    subject_id bigint, verdict text, reason text, comment text, pins jsonb, difference jsonb,
    outcome text)),
t AS (
  UPDATE task SET state = %(task_state)s, overlap = %(overlap)s, accepted = %(accepted)s,
    places = %(places)s, wanted = %(wanted)s, reserved = %(reserved)s, spent = %(spent)s,
    held = %(held)s
  WHERE project_id = %(project)s AND id = %(task)s AND state = %(task_from)s
    AND (state, overlap, accepted, places, wanted, reserved, spent, held) IS DISTINCT FROM
      (%(task_state)s, %(overlap)s, %(accepted)s, %(places)s, %(wanted)s, %(reserved)s, %(spent)s,
       %(held)s)),
i AS (
  UPDATE item x SET tasks_left = x.tasks_left - 1,
    state = CASE WHEN x.state <> 'in_work' OR x.tasks_left > 1 THEN x.state
      WHEN %(cancelled)s::boolean OR %(closing)s::boolean AND EXISTS (
        SELECT FROM task k WHERE k.project_id = x.project_id AND k.item_id = x.id
          AND k.part IS NOT NULL AND k.state = 'cancelled') THEN 'ready'
      ELSE 'accepted' END
  WHERE x.project_id = %(project)s AND x.id = ANY (%(items)s) AND %(task_done)s::boolean
  RETURNING x.id, x.state, x.tasks_left),
flowed AS (
  INSERT INTO flowing (project_id, stage_id, item_id, answer_id)
  SELECT %(project)s, %(stage)s, i.id, NULL FROM i WHERE %(onward)s::boolean
    AND i.state = 'accepted' AND i.tasks_left = 0
  UNION ALL
  SELECT %(project)s, %(stage)s, %(item)s, %(flows)s::bigint WHERE %(flows)s::bigint IS NOT NULL),
offered AS (
  INSERT INTO seat (project_id, queue_id, priority, task_id, root_id, slots_left, opens_at, seen)
  SELECT %(project)s, m.queue_id, m.priority, m.task_id, m.root_id, m.slots,
    now() + make_interval(secs => m.opens_in),
    ARRAY(SELECT r.worker_id FROM task_role r
          WHERE r.project_id = %(project)s AND r.task_id = m.task_id
            AND (m.root_id = 0 OR r.side <> 'inspector'))
    || ARRAY(SELECT b.worker_id FROM assignment b
             WHERE b.project_id = %(project)s AND b.root_id = m.root_id AND b.level > 0)
  FROM jsonb_to_recordset(%(seats)s::jsonb) AS m (queue_id bigint, priority int, task_id bigint,
    root_id bigint, slots smallint, opens_in int)
  ON CONFLICT (project_id, queue_id, priority, task_id, root_id)
    DO UPDATE SET slots_left = seat.slots_left + excluded.slots_left),
paid AS (
  INSERT INTO ledger_entry (project_id, debit, credit, currency, amount, kind, cause)
  SELECT %(project)s, m.debit, m.credit, %(currency)s, m.amount, m.kind, m.cause
  FROM jsonb_to_recordset(%(entries)s::jsonb) AS m (debit bigint, credit bigint, amount bigint,
    kind text, cause text)),
drew AS (
  INSERT INTO drawn (project_id, root_id, attempt, level, stage_id, why, chance,
    besides, risk)
  SELECT %(project)s, m.root_id, m.attempt, m.level, %(stage)s, m.why, m.chance, m.besides, m.risk
  FROM jsonb_to_recordset(%(draws)s::jsonb) AS m (root_id bigint, attempt smallint, level smallint,
    why text, chance numeric, besides numeric, risk numeric)
  ON CONFLICT DO NOTHING),
known AS (
  INSERT INTO gold_given (project_id, gold_id, person_id, assignment_id, score, "right", marks)
  SELECT %(project)s, m.gold_id, m.person_id, m.assignment_id, m.score, m."right", m.marks
  FROM jsonb_to_recordset(%(given)s::jsonb) AS m (gold_id bigint, person_id bigint,
    assignment_id bigint, score numeric, "right" boolean, marks jsonb)
  ON CONFLICT DO NOTHING
  RETURNING gold_id, person_id, "right"),
tallied AS (
  UPDATE gold x SET given = x.given + 1, "right" = x."right" + k."right"::int
  FROM known k WHERE x.project_id = %(project)s AND x.id = k.gold_id),
trusted AS (
  INSERT INTO trust AS x (project_id, stage_id, level, person_id, answers, gold, gold_right, holds)
  SELECT %(project)s, %(stage)s, m.level, m.worker_id, 1, (k.person_id IS NOT NULL)::int,
    coalesce(k."right", false)::int, %(newcomer)s::int
  FROM jsonb_to_recordset(%(submissions)s::jsonb) AS m (worker_id bigint, level smallint)
  LEFT JOIN known k ON k.person_id = m.worker_id
  WHERE %(newcomer)s::int IS NOT NULL ORDER BY m.worker_id
  ON CONFLICT (project_id, stage_id, level, person_id) DO UPDATE
    SET answers = x.answers + 1, fresh = true, gold = x.gold + excluded.gold,
      gold_right = x.gold_right + excluded.gold_right
  RETURNING x.*),
told AS (
  INSERT INTO event (project_id, subject, subject_id, actor_id, source, target, why)
  SELECT %(project)s, m.subject, m.subject_id, %(by)s::bigint, m.source, m.target, m.why
  FROM jsonb_to_recordset(%(events)s::jsonb) AS m (subject text, subject_id bigint, source text,
    target text, why text)
  UNION ALL
  SELECT %(project)s, 'item', i.id, %(by)s::bigint, 'in_work', i.state, 'tasks done'
  FROM i WHERE i.state IN ('accepted', 'ready')),
noticed AS (
  INSERT INTO notification (person_id, project_id, kind, params)
  SELECT m.person_id, %(project)s, m.kind, m.params
  FROM jsonb_to_recordset(%(notices)s::jsonb) AS m (person_id bigint, kind text, params jsonb))
SELECT (SELECT count(*) FROM a), (
  SELECT jsonb_build_object('answers', x.answers, 'gold', x.gold, 'gold_right', x.gold_right,
    'verdicts', x.verdicts, 'verdicts_right', x.verdicts_right, 'peers', x.peers,
    'peers_right', x.peers_right::float8, 'paused', x.paused_at IS NOT NULL,
    'cleared', x.cleared_at IS NOT NULL, 'bar', (SELECT (q.bars ->> x.level::text)::float8
      FROM quality_model q WHERE q.project_id = x.project_id AND q.stage_id = x.stage_id))
  FROM trusted x WHERE x.person_id = %(by)s::bigint)
"""
