"""What somebody gave to a project, and all that came of it."""

from dataclasses import dataclass

from sqlalchemy import text

from app.assets.attempt import Attempt


@dataclass(frozen=True, slots=True)
class Given:
    """What a withdrawal is about, and the attempt that destroys it."""

    attempt: Attempt
    project_id: int
    withdrawal_id: int
    person_id: int
    roots: list[int]  # his assignments, and those of who spoke with him on one recording
    items: list[int]  # what came of them, in all further stages
    tasks: list[int]  # on these items; of a bundle that holds one of them, too
    answers: list[int]  # all that was handed in about any of these


def given(attempt: Attempt, project_id: int, withdrawal_id: int, person_id: int) -> Given:
    """What this person gave, as far as it has come by now."""
    with attempt.transaction() as s:
        here = {"project": project_id, "person": person_id}
        roots = list(s.scalars(text(_ROOTS), here))
        items = list(s.scalars(text(_ITEMS), here | {"roots": roots}))
        tasks = list(s.scalars(text(_TASKS), here | {"items": items}))
        answers = list(s.scalars(text(_ANSWERS), here | {"roots": roots, "tasks": tasks}))
        return Given(attempt, project_id, withdrawal_id, person_id, roots, items, tasks, answers)


_ROOTS = """
WITH mine AS (
  SELECT a.id FROM assignment a JOIN stage g ON g.project_id = a.project_id AND g.id = a.stage_id
  WHERE a.worker_id = :person AND a.project_id = :project AND a.level = 0 AND g.kind = 'collect')
SELECT id FROM mine
UNION
SELECT o.assignment_id FROM mine
JOIN group_member h ON h.project_id = :project AND h.assignment_id = mine.id
JOIN group_member o ON o.project_id = h.project_id AND o.group_id = h.group_id
ORDER BY 1
"""
_ITEMS = """
WITH RECURSIVE made AS (
  SELECT i.id FROM item i
  JOIN submission v ON v.project_id = i.project_id AND v.id = i.source_answer_id
  JOIN assignment x ON x.project_id = v.project_id AND x.id = v.assignment_id
  WHERE i.project_id = :project AND x.root_id = ANY (:roots)
    AND i.source_id IN (SELECT t.item_id FROM assignment r JOIN task t
      ON t.project_id = r.project_id AND t.id = r.task_id
      WHERE r.project_id = :project AND r.id = ANY (:roots))
  UNION
  SELECT i.id FROM made JOIN item i ON i.project_id = :project AND i.source_id = made.id)
SELECT id FROM made ORDER BY id
"""
_TASKS = """
SELECT id FROM task WHERE project_id = :project AND item_id = ANY (:items)
UNION
SELECT id FROM task WHERE project_id = :project AND item_ids && CAST(:items AS bigint[])
ORDER BY 1
"""
_ANSWERS = """
SELECT v.id FROM submission v JOIN assignment a
  ON a.project_id = v.project_id AND a.id = v.assignment_id
WHERE a.project_id = :project AND a.root_id = ANY (:roots)
UNION
SELECT v.id FROM submission v JOIN assignment a
  ON a.project_id = v.project_id AND a.id = v.assignment_id
WHERE a.project_id = :project AND a.task_id = ANY (:tasks)
ORDER BY 1
"""
