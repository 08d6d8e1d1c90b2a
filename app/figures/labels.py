"""What accepted items' answers say, class by class, kept behind the figures' mark.

An item whose state has moved is looked at as it stands now, and what it says is put in the place of
what was counted of it before (`item_label`): so nothing is ever counted twice, whatever was
reopened, corrected or destroyed between two looks.
"""

from typing import Any

from sqlalchemy.orm import Session

from app.core.database import transaction

STRETCH = 10_000
"""Events that one transaction looks through."""
LONGEST = 200
"""Characters of what an item's meta says that are told apart."""

_MARK = """
SELECT m.label_id, m.event_id, m.metas, ARRAY(SELECT DISTINCT t.what FROM target t
  WHERE t.project_id = m.project_id AND t.what LIKE 'meta:%%' ORDER BY 1) AS wanted
FROM figure_mark m WHERE m.project_id = %(project)s FOR UPDATE SKIP LOCKED
"""
_KEEP = """
UPDATE figure_mark SET label_id = %(upto)s, metas = %(metas)s WHERE project_id = %(project)s
"""
_UPTO = """
SELECT coalesce(max(id), %(event)s) FROM (SELECT id FROM event
  WHERE project_id = %(project)s AND id > %(after)s AND id <= %(event)s
  ORDER BY id LIMIT %(stretch)s) x
"""
_MOVED = """
moved AS MATERIALIZED (
  SELECT DISTINCT subject_id AS id FROM event WHERE project_id = %(project)s AND id > %(after)s
    AND id <= %(upto)s AND subject = 'item' AND target IS NOT NULL
    AND (target IN ('accepted', 'released') OR source IN ('accepted', 'released')))"""
_TAKE_AWAY = f"""
WITH {_MOVED},
gone AS (
  DELETE FROM item_label l USING moved m WHERE l.project_id = %(project)s AND l.item_id = m.id
  RETURNING l.stage_id, l.what, l.value, l.n)
UPDATE label_figure f SET items = f.items - g.items, marks = f.marks - g.marks
FROM (SELECT stage_id, what, value, count(*) AS items, sum(n) AS marks FROM gone
  GROUP BY stage_id, what, value) g
WHERE f.project_id = %(project)s AND f.stage_id = g.stage_id AND f.what = g.what
  AND f.value = g.value
"""
# Of a task that several answered, what they come to counts, else the first answer.
_ADD = f"""
WITH {_MOVED},
standing AS MATERIALIZED (
  SELECT i.id, i.stage_id, i.meta FROM moved m
  CROSS JOIN LATERAL (SELECT * FROM item i WHERE i.project_id = %(project)s AND i.id = m.id
    AND i.state IN ('accepted', 'released') LIMIT 1) i),
tasks AS MATERIALIZED (
  SELECT i.id AS item_id, i.stage_id, t.id FROM standing i
  CROSS JOIN LATERAL (SELECT t.id FROM task t WHERE t.project_id = %(project)s
    AND t.item_id = i.id AND t.item_ids IS NULL AND t.gold_id IS NULL OFFSET 0) t
  UNION ALL
  SELECT i.id, i.stage_id, t.id FROM standing i
  JOIN task t ON t.project_id = %(project)s AND t.item_ids @> ARRAY[i.id] AND t.gold_id IS NULL
  WHERE EXISTS (SELECT FROM task b WHERE b.project_id = %(project)s AND b.item_ids IS NOT NULL)),
answers AS (
  SELECT t.item_id, t.stage_id, coalesce(c.answer, v.answer) AS answer FROM tasks t
  CROSS JOIN LATERAL (SELECT min(a.answer_id) AS id FROM assignment a
    WHERE a.project_id = %(project)s AND a.task_id = t.id AND a.level = 0
      AND a.state = 'accepted' AND NOT a.surplus) a
  CROSS JOIN LATERAL (SELECT v.answer FROM submission v
    WHERE v.project_id = %(project)s AND v.id = a.id LIMIT 1) v
  LEFT JOIN LATERAL (SELECT c.answer FROM consensus c WHERE c.project_id = %(project)s
    AND c.task_id = t.id AND c.state IN ('agreed', 'decided') LIMIT 1) c ON true),
said AS (
  SELECT a.item_id, a.stage_id, 'class:' || (m.mark ->> 'name') AS what, k.value, count(*) AS n
  FROM answers a
  CROSS JOIN LATERAL jsonb_array_elements(a.answer -> 'annotations') m (mark)
  CROSS JOIN LATERAL (
    SELECT m.mark ->> 'class' AS value WHERE m.mark ->> 'class' IS NOT NULL
    UNION ALL
    SELECT jsonb_array_elements_text(m.mark -> 'classes')
      WHERE jsonb_typeof(m.mark -> 'classes') = 'array') k
  WHERE m.mark ->> 'name' IS NOT NULL
  GROUP BY 1, 2, 3, 4
  UNION ALL
  SELECT i.id, i.stage_id, k.what, left(i.meta ->> substr(k.what, 6), {LONGEST}), 1
  FROM standing i CROSS JOIN unnest(%(metas)s::text[]) k (what)
  WHERE i.meta ->> substr(k.what, 6) IS NOT NULL),
kept AS (
  INSERT INTO item_label (project_id, item_id, what, value, stage_id, n)
  SELECT %(project)s, item_id, what, value, stage_id, n FROM said)
INSERT INTO label_figure (project_id, stage_id, what, value, items, marks)
SELECT %(project)s, stage_id, what, value, count(*), sum(n) FROM said
GROUP BY stage_id, what, value
ON CONFLICT (project_id, stage_id, what, value) DO UPDATE
  SET items = label_figure.items + excluded.items, marks = label_figure.marks + excluded.marks
"""
_BALANCE = """
SELECT coalesce(f.stage_id, t.stage_id) AS stage_id, coalesce(f.what, t.what) AS what,
  coalesce(f.value, t.value) AS value, coalesce(f.items, 0) AS items,
  coalesce(f.marks, 0) AS marks, t.share AS target
FROM (SELECT * FROM label_figure WHERE project_id = %(project)s AND items > 0
  ORDER BY marks DESC LIMIT 2000) f
FULL JOIN (SELECT * FROM target WHERE project_id = %(project)s) t
  ON t.stage_id = f.stage_id AND t.what = f.what AND t.value = f.value
WHERE %(stage)s::bigint IS NULL OR coalesce(f.stage_id, t.stage_id) = %(stage)s
ORDER BY 1, 2, marks DESC, 3
"""


def advance(project_id: int) -> bool:
    """Count the labels of items that moved in one more stretch of what the figures have; whether
    there is more. A target for a key of items' meta that was not counted so far begins anew."""
    with transaction() as s:
        run = s.connection().exec_driver_sql
        found = run(_MARK, {"project": project_id}).first()
        if found is None:
            return False
        after, metas = found.label_id, found.metas
        if not set(found.wanted) <= set(metas):
            after, metas = 0, sorted({*metas, *found.wanted})
        values: dict[str, Any] = {
            "project": project_id,
            "after": after,
            "event": found.event_id,
            "stretch": STRETCH,
            "metas": metas,
        }
        upto = int(run(_UPTO, values).scalar_one())
        values["upto"] = upto
        run(_TAKE_AWAY, values)
        run(_ADD, values)
        run(_KEEP, values)
        return bool(upto < found.event_id)


def balance(s: Session, project_id: int, stage_id: int | None) -> list[dict[str, Any]]:
    """What accepted items say, value by value, the most frequent first, each with its target in
    percent where it has one; a few seconds old."""
    values = {"project": project_id, "stage": stage_id}
    return [dict(row) for row in s.connection().exec_driver_sql(_BALANCE, values).mappings()]
