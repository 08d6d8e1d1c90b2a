"""What happened after one mark and up to another, as figures are added up from."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Mark:
    """The last hand-in, event and entry of a project whose figures are kept."""

    submission: int = 0
    event: int = 0
    entry: int = 0


LAST = Mark(2**63 - 1, 2**63 - 1, 2**63 - 1)

_DAY = "(({at}) AT TIME ZONE 'Asia/Seoul')::date"
_HOUR = "extract(hour FROM v.at AT TIME ZONE 'Asia/Seoul')::smallint"

# What an entry `e` of the ledger moved: between the accounts `d` and `c`, as `w`.
MOVED = """CROSS JOIN LATERAL (SELECT * FROM account WHERE id = e.debit LIMIT 1) d
CROSS JOIN LATERAL (SELECT * FROM account WHERE id = e.credit LIMIT 1) c
CROSS JOIN LATERAL (VALUES
  (c.person_id, CASE WHEN d.kind = 'reserve' AND c.kind = 'person' THEN 'earned' END, e.amount),
  (d.person_id, CASE WHEN d.kind = 'person' AND c.kind = 'reserve' THEN 'earned' END, -e.amount),
  (c.person_id, CASE WHEN d.kind = 'budget' AND c.kind = 'person'
    THEN CASE e.kind WHEN 'top_up' THEN 'topped' ELSE 'learned' END END, e.amount),
  (d.person_id, CASE WHEN d.kind = 'person' AND c.kind = 'budget' THEN 'learned' END, -e.amount),
  (c.person_id, CASE WHEN d.kind = 'bonus' AND c.kind = 'person' THEN 'bonus' END, e.amount),
  (NULL, CASE WHEN c.kind = 'bonus' THEN 'potted' END, e.amount),
  (NULL, CASE WHEN d.kind = 'bonus' AND c.kind = 'budget' THEN 'potted' END, -e.amount),
  (NULL, CASE WHEN c.kind = 'transit' THEN 'sent' END, e.amount),
  (NULL, CASE WHEN d.kind = 'transit' AND c.kind = 'person' THEN 'sent' END, -e.amount),
  (NULL, CASE WHEN c.kind = 'bank' THEN 'arrived' END, e.amount),
  (NULL, CASE WHEN c.kind = 'tax' THEN 'withheld' END, e.amount),
  (NULL, CASE WHEN d.kind = 'budget' AND c.kind = 'reserve' THEN 'aside' END, e.amount),
  (NULL, CASE WHEN d.kind = 'reserve' AND c.kind = 'budget' THEN 'given_back' END, e.amount),
  (NULL, CASE WHEN d.kind = 'sponsor' THEN 'funded' END, e.amount),
  (NULL, CASE WHEN c.kind = 'sponsor' THEN 'funded' END, -e.amount)) w (person_id, what, n)"""

# What happened after one mark and up to another: (stage_id, day, person_id, what, n, hour), the
# hour of hand-ins alone. A state's name after `item:` or `task:` counts those that came into the
# state less those that left it. Work with a known answer is paid, and is nothing else here.
#
# `OFFSET 0` and `LIMIT 1` are fences: the stretch between the marks is read first, by its key, and
# what belongs to each of its rows is looked up, whatever the planner believes of tables that have
# just grown by a million rows.
# A hand-in itself: what it adds to whoever handed it in.
_OWN = f"""
SELECT v.stage_id, {_DAY.format(at="v.at")} AS day, w.person_id, w.what, w.n, {_HOUR} AS hour
FROM (SELECT * FROM submission WHERE project_id = %(project)s AND id > %(submission)s
  AND id <= %(last_submission)s OFFSET 0) v
JOIN LATERAL (SELECT FROM assignment z WHERE z.project_id = %(project)s AND z.id = v.assignment_id
  AND z.gold_id IS NULL LIMIT 1) z ON true
{{looked}}CROSS JOIN LATERAL (VALUES
  (v.worker_id, CASE v.level WHEN 0 THEN 'handed_in' WHEN 1 THEN 'judged' ELSE 'judged2' END,
    1::bigint),
  (v.worker_id, CASE WHEN v.active_seconds IS NOT NULL THEN 'timed' END, 1),
  (v.worker_id, CASE WHEN v.active_seconds IS NOT NULL THEN 'seconds' END,
    v.active_seconds){{said}}) w (person_id, what, n)
WHERE w.what IS NOT NULL
"""
HAND_INS = _OWN.format(looked="", said="")
# … and what it says of others: of whose work it judges.
_LOOKED = """LEFT JOIN LATERAL (
  SELECT u.id, u.worker_id FROM submission u WHERE v.level = 1 AND u.project_id = %(project)s
    AND u.id = v.subject_id AND u.level = 0 AND u.attempt = 1 LIMIT 1) u ON true
LEFT JOIN LATERAL (
  SELECT a.worker_id, a.upheld FROM assignment x
  JOIN assignment a ON a.project_id = x.project_id AND a.root_id = x.root_id AND a.level = 1
    AND a.gold_id IS NULL
  JOIN submission o ON o.project_id = a.project_id AND o.assignment_id = a.id AND o.id < v.id
  WHERE v.level = 2 AND x.project_id = %(project)s AND x.id = v.assignment_id
  ORDER BY o.id DESC LIMIT 1) y ON true
"""
_SAID = """,
  (v.worker_id, CASE WHEN v.level = 1 THEN 'said:' || v.verdict END, 1),
  (v.worker_id, CASE WHEN v.level = 1 THEN 'reason:' || v.reason END, 1),
  (u.worker_id, CASE WHEN u.id IS NOT NULL THEN 'first_judged' END, 1),
  (u.worker_id, CASE WHEN u.id IS NOT NULL AND v.verdict IN ('approve', 'fix')
    THEN 'first_passed' END, 1),
  (y.worker_id, CASE WHEN y.worker_id IS NOT NULL THEN 'reviewed' END, 1),
  (y.worker_id, CASE WHEN NOT y.upheld THEN 'overturned' END, 1)"""
FRESH = f"""
{_OWN.format(looked=_LOOKED, said=_SAID)}
UNION ALL
SELECT s.stage_id, {_DAY.format(at="e.at")}, s.person_id, w.what, w.n, NULL
FROM (SELECT * FROM event WHERE project_id = %(project)s AND id > %(event)s
  AND id <= %(last_event)s
  AND (subject IN ('item', 'task') OR target IN ('accepted', 'rework', 'rejected')) OFFSET 0) e
CROSS JOIN LATERAL (
  SELECT i.stage_id, NULL::bigint AS person_id FROM item i
    WHERE e.subject = 'item' AND i.project_id = %(project)s AND i.id = e.subject_id
  UNION ALL
  SELECT t.stage_id, NULL FROM task t
    WHERE e.subject = 'task' AND t.project_id = %(project)s AND t.id = e.subject_id
      AND t.gold_id IS NULL
  UNION ALL
  SELECT x.stage_id, x.worker_id FROM assignment x
    WHERE e.subject = 'assignment' AND e.target IN ('accepted', 'rework', 'rejected')
      AND x.project_id = %(project)s AND x.id = e.subject_id AND x.level = 0
      AND x.gold_id IS NULL) s
CROSS JOIN LATERAL (VALUES
  (CASE WHEN e.subject <> 'assignment' THEN e.subject || ':' || e.target
    WHEN e.target = 'rework' THEN 'returned' ELSE e.target END, 1),
  (CASE WHEN e.subject <> 'assignment' THEN e.subject || ':' || e.source END, -1),
  (CASE WHEN e.subject = 'item' AND e.target = 'accepted' THEN 'items' END, 1)) w (what, n)
WHERE e.target IS NOT NULL AND w.what IS NOT NULL
UNION ALL
SELECT coalesce(d.stage_id, c.stage_id,
    CASE e.kind WHEN 'top_up' THEN split_part(e.cause, ':', 3)::bigint END, 0),
  {_DAY.format(at="e.at")}, w.person_id, w.what, w.n, NULL
FROM (SELECT * FROM ledger_entry WHERE project_id = %(project)s AND id > %(entry)s
  AND id <= %(last_entry)s OFFSET 0) e
{MOVED}
WHERE w.what IS NOT NULL
"""

HANDED = ("handed_in", "judged", "judged2")
"""What people have done by hour and by day."""
BY_DAY = (*HANDED, "timed", "seconds")
"""And how long it took them, by day."""


def between(project_id: int, after: Mark, upto: Mark = LAST) -> dict[str, Any]:
    """The values that FRESH is bound to."""
    return {
        "project": project_id,
        "submission": after.submission,
        "event": after.event,
        "entry": after.entry,
        "last_submission": upto.submission,
        "last_event": upto.event,
        "last_entry": upto.entry,
    }
