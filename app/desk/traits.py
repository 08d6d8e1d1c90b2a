"""What is said of items, kept so that they are found by it.

Items to which something has happened since the project's mark, and those that were imported, are
looked at as they stand now, and what is said of them is put in the place of what was before: of a
class that was corrected away, or set aside, nothing is left. The mark moves as that of the figures
does (`app/core/settled.py`).
"""

from typing import Any

from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.settled import SETTLED

STRETCH = 5_000
"""Events, and new items, that one transaction looks at."""
KEYS = 12
"""Of an item's meta, how many keys it is found by."""
LONGEST = 200
"""Characters of a value that an item is found by."""

_BEGIN = """
INSERT INTO trait_mark (project_id, event_id, item_id, next_event_id, next_item_id, noted_at)
SELECT id, 0, 0, 0, 0, clock_timestamp() FROM project p
WHERE NOT EXISTS (SELECT FROM trait_mark m WHERE m.project_id = p.id) ORDER BY id
ON CONFLICT DO NOTHING
"""
_LOCK = f"""
SELECT m.event_id, m.item_id, m.next_event_id, m.next_item_id, {SETTLED} AS settled
FROM trait_mark m WHERE m.project_id = %(project)s FOR UPDATE SKIP LOCKED
"""
_NOTE = """
UPDATE trait_mark SET noted_at = clock_timestamp(),
  next_event_id = greatest(next_event_id, (SELECT coalesce(max(id), 0) FROM event
    WHERE project_id = %(project)s)),
  next_item_id = greatest(next_item_id, (SELECT coalesce(max(id), 0) FROM item
    WHERE project_id = %(project)s))
WHERE project_id = %(project)s
"""
_MOVE = """
UPDATE trait_mark SET event_id = %(event)s, item_id = %(item)s WHERE project_id = %(project)s
"""
_UPTO = """
SELECT coalesce(max(id), %(upto)s) FROM (
  SELECT id FROM {table} WHERE project_id = %(project)s AND id > %(after)s AND id <= %(upto)s
  ORDER BY id LIMIT {stretch}) x
"""
_LAGGING = """
SELECT p.id FROM project p LEFT JOIN trait_mark m ON m.project_id = p.id
WHERE p.id > %(after)s AND (m.project_id IS NULL
  OR m.event_id < coalesce((SELECT max(e.id) FROM event e WHERE e.project_id = p.id), 0)
  OR m.item_id < coalesce((SELECT max(i.id) FROM item i WHERE i.project_id = p.id), 0))
ORDER BY p.id LIMIT 500
"""

# An inspection stands with its root; a bundle's answer is about each of its items.
_KEEP = f"""
WITH happened AS MATERIALIZED (
  SELECT e.subject, e.subject_id FROM event e WHERE e.project_id = %(project)s
    AND e.id > %(event_after)s AND e.id <= %(event)s AND e.subject IN ('item', 'task', 'assignment')
  GROUP BY e.subject, e.subject_id),
touched AS MATERIALIZED (
  SELECT h.subject_id AS id FROM happened h WHERE h.subject = 'item'
  UNION
  SELECT unnest(coalesce(t.item_ids, ARRAY[t.item_id])) FROM (
    SELECT h.subject_id AS id FROM happened h WHERE h.subject = 'task'
    UNION
    SELECT a.task_id FROM happened h JOIN assignment a ON a.project_id = %(project)s
      AND a.id = h.subject_id WHERE h.subject = 'assignment') k
  JOIN task t ON t.project_id = %(project)s AND t.id = k.id AND t.gold_id IS NULL
  UNION
  SELECT i.id FROM item i WHERE i.project_id = %(project)s AND i.id > %(item_after)s
    AND i.id <= %(item)s AND i.meta IS NOT NULL),
tasks AS MATERIALIZED (
  SELECT i.id AS item_id, t.id FROM touched i
  CROSS JOIN LATERAL (SELECT t.id FROM task t WHERE t.project_id = %(project)s
    AND t.item_id = i.id AND t.item_ids IS NULL AND t.gold_id IS NULL OFFSET 0) t
  UNION ALL
  SELECT i.id, t.id FROM touched i
  JOIN task t ON t.project_id = %(project)s AND t.item_ids @> ARRAY[i.id] AND t.gold_id IS NULL
  WHERE EXISTS (SELECT FROM task b WHERE b.project_id = %(project)s AND b.item_ids IS NOT NULL)),
work AS MATERIALIZED (
  SELECT t.item_id, a.id, a.level, a.worker_id,
    CASE WHEN a.level = 0 AND a.state IN ('submitted', 'accepted') AND NOT a.surplus
      THEN a.answer_id END AS answer_id
  FROM tasks t
  CROSS JOIN LATERAL (SELECT r.id FROM assignment r WHERE r.project_id = %(project)s
    AND r.task_id = t.id AND r.level = 0 AND r.gold_id IS NULL OFFSET 0) r
  CROSS JOIN LATERAL (SELECT a.* FROM assignment a WHERE a.project_id = %(project)s
    AND a.root_id = r.id AND a.gold_id IS NULL OFFSET 0) a),
said AS MATERIALIZED (
  SELECT w.item_id, v.verdict, v.reason, v.at FROM work w
  CROSS JOIN LATERAL (SELECT v.verdict, v.reason, v.at FROM submission v
    WHERE v.project_id = %(project)s AND v.assignment_id = w.id OFFSET 0) v),
fresh AS MATERIALIZED (
  SELECT item_id, 'person' AS what, worker_id::text AS value FROM work
  UNION
  SELECT item_id, 'day', to_char(at AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD') FROM said
  UNION
  SELECT item_id, 'verdict', verdict FROM said WHERE verdict IS NOT NULL
  UNION
  SELECT item_id, 'reason', reason FROM said WHERE reason IS NOT NULL
  UNION
  SELECT w.item_id, 'class', k.value FROM work w
  CROSS JOIN LATERAL (SELECT v.answer FROM submission v WHERE v.project_id = %(project)s
    AND v.id = w.answer_id OFFSET 0) v
  CROSS JOIN LATERAL jsonb_array_elements(v.answer -> 'annotations') m (mark)
  CROSS JOIN LATERAL (
    SELECT m.mark ->> 'class' AS value WHERE m.mark ->> 'class' IS NOT NULL
    UNION ALL
    SELECT jsonb_array_elements_text(m.mark -> 'classes')
      WHERE jsonb_typeof(m.mark -> 'classes') = 'array') k
  UNION
  SELECT x.id, 'meta:' || k.key, k.value FROM touched x
  JOIN item i ON i.project_id = %(project)s AND i.id = x.id
    AND jsonb_typeof(i.meta) = 'object'
  CROSS JOIN LATERAL (SELECT n.key, i.meta ->> n.key AS value
    FROM jsonb_object_keys(i.meta) n (key)
    WHERE jsonb_typeof(i.meta -> n.key) IN ('string', 'number', 'boolean')
      AND length(n.key) <= {LONGEST} AND length(i.meta ->> n.key) <= {LONGEST}
    ORDER BY n.key LIMIT {KEYS}) k),
gone AS (
  DELETE FROM trait t USING touched x WHERE t.project_id = %(project)s AND t.item_id = x.id
    AND NOT EXISTS (SELECT FROM fresh f WHERE f.item_id = t.item_id AND f.what = t.what
      AND f.value = t.value))
INSERT INTO trait (project_id, what, value, item_id)
SELECT %(project)s, what, value, item_id FROM fresh ORDER BY what, value, item_id
ON CONFLICT DO NOTHING
"""


def lagging(s: Session, after: int = 0) -> list[int]:
    """In which projects has something happened that no trait tells yet? 500 at most."""
    return list(s.connection().exec_driver_sql(_LAGGING, {"after": after}).scalars())


def advance(project_id: int) -> bool:
    """Look at a stretch of what has happened in the project, and note a new mark once there is
    nothing left to look at. Answers whether there is more that may be looked at at once."""
    with transaction() as s:
        run = s.connection().exec_driver_sql
        here: dict[str, Any] = {"project": project_id}
        row = run(_LOCK, here).first()
        if row is None:
            run(_BEGIN)
            row = run(_LOCK, here).first()
        if row is None or not row.settled:
            return False
        if (row.event_id, row.item_id) == (row.next_event_id, row.next_item_id):
            run(_NOTE, here)
            return False
        event = _upto(s, here, "event", row.event_id, row.next_event_id)
        item = _upto(s, here, "item", row.item_id, row.next_item_id)
        after = {"event_after": row.event_id, "item_after": row.item_id}
        run(_KEEP, here | after | {"event": event, "item": item})
        run(_MOVE, here | {"event": event, "item": item})
        more = (event, item) != (row.next_event_id, row.next_item_id)
        if not more:
            run(_NOTE, here)
        return more


def _upto(s: Session, here: dict[str, Any], table: str, after: int, upto: int) -> int:
    """The last id of at most `STRETCH` rows after `after`, `upto` where fewer are left."""
    statement = _UPTO.format(table=table, stretch=STRETCH)
    found = s.connection().exec_driver_sql(statement, here | {"after": after, "upto": upto})
    return int(found.scalar_one())


# From one key to the next: as many steps as there are keys, however many items have them.
_META_KEYS = """
WITH RECURSIVE keys AS (
  (SELECT what FROM trait WHERE project_id = %(project)s AND what > 'meta:' AND what < 'meta;'
    ORDER BY what LIMIT 1)
  UNION ALL
  SELECT (SELECT t.what FROM trait t WHERE t.project_id = %(project)s AND t.what > k.what
    AND t.what < 'meta;' ORDER BY t.what LIMIT 1)
  FROM keys k WHERE k.what IS NOT NULL)
SELECT substr(what, 6) FROM keys WHERE what IS NOT NULL LIMIT 200
"""
_VALUES = """
WITH RECURSIVE found AS (
  (SELECT value FROM trait WHERE project_id = %(project)s AND what = %(what)s
    ORDER BY value LIMIT 1)
  UNION ALL
  SELECT (SELECT t.value FROM trait t WHERE t.project_id = %(project)s AND t.what = %(what)s
    AND t.value > f.value ORDER BY t.value LIMIT 1)
  FROM found f WHERE f.value IS NOT NULL)
SELECT value FROM found WHERE value IS NOT NULL LIMIT %(limit)s
"""


def meta_keys(s: Session, project_id: int) -> list[str]:
    """By which keys of their meta are items found? 200 at most."""
    return list(s.connection().exec_driver_sql(_META_KEYS, {"project": project_id}).scalars())


def values(s: Session, project_id: int, what: str, limit: int) -> list[str]:
    """What is said of items in this regard? At most `limit`, in order."""
    bound = {"project": project_id, "what": what, "limit": limit}
    return list(s.connection().exec_driver_sql(_VALUES, bound).scalars())
