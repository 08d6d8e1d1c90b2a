"""A project's past, made by the database: hand-ins and verdicts of many people over 60 days."""

import json
from typing import Any

from sqlalchemy import insert, text

from app.bench.ground import ANSWER, Ground
from app.core.database import owner_engine, transaction
from app.figures import labels, marks
from app.models import Person, ProjectRoleName
from app.people.team import join_project

PEOPLE = 200
DAYS = 60

# One row a piece of work: of which item, by whom, looked at by whom, when, and what was said.
# Working hours rise to eleven and fall to midnight; one in nine first looks returns the work.
_WORK = """
CREATE TEMP TABLE past ON COMMIT DROP AS
WITH people AS (SELECT array_agg(person_id ORDER BY person_id) AS ids FROM project_member
  WHERE project_id = :project)
SELECT i.id AS item, i.n, :task + i.n AS task, :assignment + 2 * i.n AS work,
  :assignment + 2 * i.n + 1 AS look, :submission + 2 * i.n AS answer,
  :submission + 2 * i.n + 1 AS said, p.ids[1 + (i.n * 7919) % :people] AS author,
  p.ids[1 + (i.n * 7919 + 1 + (i.n / :people) % (:people - 1)) % :people] AS inspector,
  now() - make_interval(days => ((:count - i.n) * :days / :count)::int,
    hours => (2 + (i.n * 31) % 7 + (i.n * 17) % 6)::int, mins => (i.n % 60)::int) AS at,
  8 + (i.n * 13) % 40 AS seconds,
  CASE WHEN i.n % 9 = 0 THEN 'return' WHEN i.n % 7 = 0 THEN 'fix' ELSE 'approve' END AS verdict
FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM item WHERE project_id = :project
  AND stage_id = :stage AND state = 'ready' ORDER BY id LIMIT :count) i, people p
"""
_MADE = (
    """INSERT INTO task (project_id, id, stage_id, item_id, queue_id, state, overlap, accepted,
       places, reserved, created_at)
     SELECT :project, task, :stage, item, (SELECT id FROM queue WHERE project_id = :project
         AND level = 0 AND NOT held AND NOT gold LIMIT 1),
       CASE WHEN verdict = 'return' THEN 'open' ELSE 'done' END, 1,
       (verdict <> 'return')::int, 1, 0, at - interval '1 day' FROM past""",
    """INSERT INTO task_role (project_id, task_id, worker_id, side)
     SELECT :project, task, author, 'author' FROM past
     UNION ALL SELECT :project, task, inspector, 'inspector' FROM past""",
    """INSERT INTO assignment (project_id, id, stage_id, task_id, root_id, level, worker_id, state,
       claim_key, schema_version, price_version, price, reserved_at, attempt, judged, answer_id,
       decided_at)
     SELECT :project, work, :stage, task, work, 0, author,
       CASE WHEN verdict = 'return' THEN 'rework' ELSE 'accepted' END, gen_random_uuid(), 1, 1,
       130, at - make_interval(secs => seconds), 1, verdict <> 'return', answer,
       at + interval '2 hours' FROM past
     UNION ALL SELECT :project, look, :stage, task, work, 1, inspector, 'accepted',
       gen_random_uuid(), 1, 1, 40, at + interval '1 hour', 1, true, NULL, at + interval '2 hours'
       FROM past""",
    """INSERT INTO submission (project_id, id, assignment_id, worker_id, stage_id, level, attempt,
       active_seconds, client_key, body_hash, answer, schema_version, subject_id, verdict, reason,
       comment, outcome, at)
     SELECT :project, answer, work, author, :stage, 0, 1, seconds, 'k' || work, '',
       CAST(:given AS jsonb), 1, NULL, NULL, NULL, NULL, 'submitted', at FROM past
     UNION ALL SELECT :project, said, look, inspector, :stage, 1, 1, 5, 'k' || look, '', NULL, 1,
       answer, verdict, CASE WHEN verdict = 'return' THEN
         (ARRAY['position', 'missing', 'class', 'extra', 'shape', 'other'])
         [1 + sqrt(n / 9 % 36)::int % 6] END,
       CASE WHEN verdict = 'return' THEN 'x' END, 'accepted', at + interval '2 hours' FROM past""",
    """INSERT INTO event (project_id, at, subject, subject_id, actor_id, source, target)
     SELECT :project, p.at + e.after, e.subject, CASE e.subject WHEN 'item' THEN item
         WHEN 'task' THEN task ELSE work END, CASE WHEN e.own THEN author ELSE inspector END,
       e.source, e.target
     FROM past p CROSS JOIN (VALUES
       ('item', 'ready', 'in_work', interval '-1 day', true, NULL::text),
       ('task', NULL, 'open', interval '-1 day', true, NULL),
       ('assignment', NULL, 'reserved', interval '-1 min', true, NULL),
       ('assignment', 'reserved', 'submitted', interval '0', true, NULL),
       ('assignment', 'submitted', 'rework', interval '2 hours', false, 'return'),
       ('assignment', 'submitted', 'accepted', interval '2 hours', false, 'fine'),
       ('task', 'open', 'done', interval '2 hours', false, 'fine'),
       ('item', 'in_work', 'accepted', interval '2 hours', false, 'fine'))
       e (subject, source, target, after, own, verdict)
     WHERE e.verdict IS NULL OR (e.verdict = 'return') = (p.verdict = 'return')
     ORDER BY p.n""",
    """INSERT INTO ledger_entry (project_id, debit, credit, currency, amount, kind, cause, at)
     SELECT :project, t.reserve_account_id, m.account_id, 'KRW', w.amount, 'earn', w.cause,
       p.at + interval '2 hours'
     FROM past p JOIN stage t ON t.project_id = :project AND t.id = :stage
     CROSS JOIN LATERAL (VALUES (p.author, 130, 'assignment:' || p.work),
       (p.inspector, 40, 'submission:' || p.said)) w (person, amount, cause)
     JOIN project_member m ON m.project_id = :project AND m.person_id = w.person
     WHERE p.verdict <> 'return' OR w.amount = 40""",
    """UPDATE item i SET state = CASE WHEN p.verdict = 'return' THEN 'in_work' ELSE 'accepted' END
     FROM past p WHERE i.project_id = :project AND i.id = p.item""",
)
# What is on offer: work that nobody has begun, and hand-ins that nobody has looked at.
_OFFERED = (
    """CREATE TEMP TABLE offered ON COMMIT DROP AS
     SELECT id AS item, :task + row_number() OVER (ORDER BY id) AS task FROM item
     WHERE project_id = :project AND stage_id = :stage AND state = 'ready' ORDER BY id
     LIMIT :offered""",
    """INSERT INTO task (project_id, id, stage_id, item_id, queue_id, state, overlap, places,
       reserved) SELECT :project, task, :stage, item, (SELECT id FROM queue
       WHERE project_id = :project AND level = 0 AND NOT held AND NOT gold LIMIT 1), 'open', 1, 1, 0
     FROM offered""",
    """INSERT INTO seat (project_id, queue_id, priority, task_id, root_id, slots_left, seen)
     SELECT t.project_id, t.queue_id, 0, t.id, 0, 1, '{}' FROM offered o
     JOIN task t ON t.project_id = :project AND t.id = o.task""",
    """INSERT INTO seat (project_id, queue_id, priority, task_id, root_id, slots_left, seen)
     SELECT a.project_id, q.id, 0, a.task_id, a.id, 1, '{}' FROM (
       SELECT * FROM assignment WHERE project_id = :project AND level = 0 AND state = 'accepted'
       ORDER BY id DESC LIMIT :looks) a
     JOIN queue q ON q.project_id = a.project_id AND q.level = 1 AND NOT q.held AND NOT q.gold""",
)


def team(ground: Ground) -> None:
    """People who work there, beside those who do already."""
    with transaction() as s:
        for number in range(PEOPLE):
            values = {"email": f"past-{number}@bench.test", "name": f"{number}"}
            made = insert(Person).values(**values, birth_year=1990).returning(Person.id)
            person_id = s.execute(made).scalar_one()
            join_project(s, ground.project_id, person_id, ProjectRoleName.WORKER, by=None)


def write(ground: Ground, pieces: int, *, offered: int = 50_000) -> None:
    """Give the project `pieces` pieces of work that were done and looked at, and `offered` more
    that wait; as the owner, for no history can be written but by its own hand."""
    with owner_engine().begin() as run:
        values: dict[str, Any] = {
            "project": ground.project_id,
            "stage": ground.stage_id,
            "count": pieces,
            "people": PEOPLE,
            "days": DAYS,
            "given": json.dumps(ANSWER),
            "offered": offered,
            "looks": min(2000, pieces) if offered else 0,
        }
        for level in (0, 1):
            run.execute(
                text(
                    "INSERT INTO queue (project_id, stage_id, level) VALUES (:project, :stage, :l)"
                    " ON CONFLICT DO NOTHING"
                ),
                values | {"l": level},
            )
        for name in ("task", "assignment", "submission"):
            values[name] = _last(run, name)
        run.execute(text(_WORK), values)
        for statement in _MADE:
            run.execute(text(statement), values)
            # A key's check keeps the plan that it made when its table was empty: a walk through it.
            run.execute(text("ANALYZE past, task, assignment, submission, item"))
        values["task"] = _last(run, "task")
        for statement in _OFFERED:
            run.execute(text(statement), values)
        for name in ("task", "assignment", "submission"):
            run.execute(
                text("SELECT setval(pg_get_serial_sequence(:t, 'id'), :n)"),
                {"t": name, "n": _last(run, name)},
            )
    with owner_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as run:
        run.execute(text("ANALYZE"))


def keep(project_id: int) -> None:
    """Move the project's figures to the end of its history."""
    for _ in range(3):
        while marks.advance(project_id):
            pass
    while labels.advance(project_id):
        pass


def _last(run: Any, table: str) -> int:
    return int(run.execute(text(f"SELECT coalesce(max(id), 0) FROM {table}")).scalar_one())
