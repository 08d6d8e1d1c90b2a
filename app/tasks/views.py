"""Work as people see it: leases, lists, the history of one piece of work."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.core.document import EXCERPT
from app.core.states import AssignmentState
from app.labels import (
    answer_json,
    facts_from,
    parse_answer,
    parse_schema,
    parts_of,
    schema_json,
)
from app.labels.pieces import bundled, parse_piece, to_piece

# What has a known answer waits for its acceptance as long as any, as far as its author can see.
_DUE = """CASE WHEN a.gold_id IS NOT NULL AND a.state = 'submitted' THEN (
    SELECT max(v.at) + make_interval(secs => g.auto_accept_seconds) FROM submission v
    JOIN stage g ON g.project_id = v.project_id AND g.id = v.stage_id
    WHERE v.project_id = a.project_id AND v.assignment_id = a.id GROUP BY g.auto_accept_seconds)
  ELSE a.due_at END"""

# What is inspected to see how it is inspected looks like any other: the answer is what it was made
# to be, nothing is said of what became of the real one, and why it is here is why others are.
_SHOWN = """
    SELECT jsonb_build_object('root_id', r.id, 'submission_id', v.id, 'answer', g.shown,
      'author', m.pseudonym, 'attempt', v.attempt) || CASE WHEN a.level = 2
      THEN jsonb_build_object('primary_verdict', 'approve', 'primary_reason', NULL,
        'primary_comment', NULL) ELSE '{}' END || coalesce((
        SELECT jsonb_build_object('why', jsonb_build_object('code', d.why, 'chance', d.chance))
        FROM (SELECT d.* FROM unnest(ARRAY['all', 'sample', 'random', 'newcomer', 'trust', 'risk',
              'twice']) w (why)
          CROSS JOIN LATERAL (SELECT d.root_id, d.why, d.chance FROM drawn d
            WHERE d.project_id = a.project_id AND d.stage_id = a.stage_id AND d.level = a.level
              AND d.why = w.why ORDER BY d.root_id DESC LIMIT 5) d
          ORDER BY d.root_id DESC LIMIT 5) d
        ORDER BY md5(d.root_id || ':' || a.id) LIMIT 1), (
        SELECT jsonb_build_object('why', jsonb_build_object('code', CASE w.inspect
            WHEN 'risk' THEN 'newcomer' ELSE w.inspect END, 'chance', CASE w.inspect
            WHEN 'sample' THEN w.rate ELSE 1 END))
        FROM stage z CROSS JOIN LATERAL (SELECT
            CASE a.level WHEN 1 THEN z.inspect1 ELSE z.inspect2 END AS inspect,
            CASE a.level WHEN 1 THEN z.rate1 ELSE z.rate2 END AS rate) w
        WHERE z.project_id = a.project_id AND z.id = a.stage_id AND w.inspect <> 'none'), '{}')
    FROM gold g
    JOIN assignment r ON r.project_id = g.project_id AND r.id = g.root_id
    CROSS JOIN LATERAL (SELECT v.id, v.attempt FROM submission v
      WHERE v.project_id = r.project_id AND v.assignment_id = r.id ORDER BY v.attempt LIMIT 1) v
    JOIN project_member m ON m.project_id = r.project_id AND m.person_id = r.worker_id
    WHERE g.project_id = a.project_id AND g.id = a.gold_id"""

# What is withheld is seen by who is at work on hiding it.
LEASES = f"""
SELECT jsonb_build_object(
  'id', a.id, 'project_id', a.project_id, 'stage_id', a.stage_id, 'task_id', a.task_id,
  'level', a.level, 'state', a.state, 'attempt', a.attempt, 'returns', a.returns,
  'due_at', {_DUE}, 'extended', a.extended, 'price', a.price,
  'pay', (SELECT jsonb_build_object('unit', c.unit, 'per', c.per, 'units', a.units, 'most', c.most,
      'unit_is', c.definition,
      'price', CASE a.level WHEN 0 THEN c.level0 WHEN 1 THEN c.level1 ELSE c.level2 END)
    FROM price_card c WHERE c.project_id = a.project_id AND c.stage_id = a.stage_id
      AND c.version = a.price_version AND c.unit <> 'task'),
  'schema_version', a.schema_version, 'guideline_version', a.guideline_version,
  'item', jsonb_build_object('id', i.id, 'name', i.name, 'media_type', f.media_type,
    'width', f.width, 'height', f.height, 'document', f.document, 'facts', f.facts,
    'prepared', CASE WHEN f.facts IS NOT NULL THEN f.prepared IS NOT NULL END, 'media', CASE
      WHEN f.document IS NULL
      THEN '/api/v1/projects/' || a.project_id || '/items/' || i.id || '/media'
        || coalesce('?task_id=' || CASE WHEN t.asset_id IS NOT NULL THEN t.id END, '') END,
    'part', t.part, 'members', CASE WHEN t.item_ids IS NOT NULL THEN (
      SELECT jsonb_agg(jsonb_build_object('id', m.id, 'name', m.name)
        ORDER BY array_position(t.item_ids, m.id))
      FROM item m WHERE m.project_id = t.project_id AND m.id = ANY (t.item_ids)) END,
    'tiles', CASE WHEN f.tiles ? 'key' THEN f.tiles - 'key' END,
    'suggested', CASE WHEN a.level = 0 AND t.part IS NULL THEN coalesce(i.prelabels, (
      SELECT g.answer FROM suggestion g WHERE g.project_id = i.project_id AND g.item_id = i.id
        AND g.schema_version = a.schema_version)) END,
    'whole', CASE WHEN a.level = 0 AND t.part IS NOT NULL AND t.item_ids IS NULL THEN (
      SELECT jsonb_build_object('answer', coalesce(i.prelabels, g.answer), 'width', o.width,
        'height', o.height, 'document', o.document, 'media', o.facts)
      FROM asset o LEFT JOIN suggestion g ON g.project_id = i.project_id AND g.item_id = i.id
        AND g.schema_version = a.schema_version
      WHERE o.project_id = i.project_id AND o.id = i.asset_id) END),
  'draft', CASE WHEN d.revision IS NULL THEN NULL ELSE jsonb_build_object(
    'revision', d.revision, 'body', d.body, 'saved_at', d.saved_at) END,
  'subject', CASE WHEN a.level > 0 AND a.gold_id IS NOT NULL THEN ({_SHOWN})
    WHEN a.level > 0 THEN (
    SELECT jsonb_build_object('root_id', r.id, 'submission_id', v.id, 'answer', v.answer,
      'author', m.pseudonym, 'attempt', r.attempt) || coalesce((
        SELECT jsonb_build_object('primary_verdict', w.verdict, 'primary_reason', w.reason,
          'primary_comment', w.comment)
        FROM assignment x JOIN submission w
          ON w.project_id = x.project_id AND w.assignment_id = x.id
        WHERE a.level = 2 AND x.project_id = a.project_id AND x.root_id = r.id AND x.level = 1
          AND x.gold_id IS NULL
        ORDER BY w.id DESC LIMIT 1), '{{}}') || coalesce((
        SELECT jsonb_build_object('why', jsonb_build_object('code', CASE WHEN w.lot THEN 'lot'
          ELSE d.why END, 'chance', d.chance))
        FROM drawn d, LATERAL (SELECT a.level = 2 AND t.state = 'done' AND EXISTS (
            SELECT FROM lot_item m WHERE m.project_id = a.project_id AND m.root_id = r.id
              AND m.faulty IS NULL) AS lot) w
        WHERE d.project_id = a.project_id AND d.root_id = r.id AND d.attempt = r.attempt
          AND d.level = a.level), '{{}}') || coalesce((
        -- Who decides between answers does not see whose one of them is.
        SELECT jsonb_build_object('answer', k.answer, 'author', '', 'side_by_side', true)
        FROM consensus k WHERE a.level = 1
          AND k.project_id = a.project_id AND k.task_id = a.task_id AND k.root_id = a.root_id
          AND k.state = 'undecided' AND t.state = 'escalated'), '{{}}')
    FROM assignment r
    JOIN submission v ON v.project_id = r.project_id AND v.id = r.answer_id
    JOIN project_member m ON m.project_id = r.project_id AND m.person_id = r.worker_id
    WHERE r.project_id = a.project_id AND r.id = a.root_id) END)
FROM assignment a
JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
JOIN item i ON i.project_id = t.project_id AND i.id = t.item_id
LEFT JOIN asset f ON f.project_id = i.project_id AND f.id = coalesce(t.asset_id, i.asset_id)
  AND (NOT f.withheld OR a.state IN ('reserved', 'rework') AND EXISTS (SELECT FROM stage g
    WHERE g.project_id = a.project_id AND g.id = a.stage_id AND g.kind = 'refine'))
LEFT JOIN draft d ON d.project_id = a.project_id AND d.assignment_id = a.id
WHERE a.project_id = %(project)s AND a.id = ANY (%(ids)s)
ORDER BY array_position(%(ids)s, a.id)
"""


def leases(s: Session, project_id: int, ids: list[int]) -> list[dict[str, Any]]:
    """What does one need to begin on each of these assignments? In the order of `ids`."""
    if not ids:
        return []
    rows = s.connection().exec_driver_sql(LEASES, {"project": project_id, "ids": ids})
    found = list(rows.scalars())
    for lease in found:
        item = lease["item"]
        whole = item.pop("whole")
        if whole is not None and whole["answer"] is not None:
            item["suggested"] = _suggested(item["part"], whole)
    return found


def _suggested(part: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any] | None:
    """What is suggested for an item, as far as it lies in one of its pieces."""
    document = whole["document"]
    facts = facts_from(
        width=whole["width"],
        height=whole["height"],
        parts=None if document is None else parts_of(document),
        media=whole["media"],
    )
    if facts is None:
        return None
    return answer_json(to_piece(parse_piece(part), facts, parse_answer(whole["answer"])))


def whose(s: Session, project_id: int, assignment_id: int) -> tuple[int, int, int] | None:
    """Whose is this assignment? (worker, level, root)."""
    row = (
        s.connection()
        .exec_driver_sql(
            "SELECT worker_id, level, root_id FROM assignment"
            " WHERE project_id = %(project)s AND id = %(id)s",
            {"project": project_id, "id": assignment_id},
        )
        .first()
    )
    return None if row is None else (row[0], row[1], row[2])


_DETAIL = """
SELECT l.definition AS label_schema, g.body AS guideline, cardinality(t.item_ids) AS members
FROM assignment a
JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
JOIN label_schema l ON l.project_id = a.project_id AND l.stage_id = a.stage_id
  AND l.version = a.schema_version
LEFT JOIN guideline g ON g.project_id = a.project_id AND g.stage_id = a.stage_id
  AND g.version = a.guideline_version
WHERE a.project_id = %(project)s AND a.id = %(id)s
"""

# Somebody who reads what was said of his work is told of approvals by its state alone where known
# answers are hidden: nobody approves these. Of what was shown to an inspector with an error in it,
# the times are as the real one's had been.
_TURNS = """
WITH g AS (
  SELECT a.*, k.shown FROM assignment a
  JOIN gold k ON k.project_id = a.project_id AND k.id = a.gold_id
  WHERE a.project_id = %(project)s AND a.id = %(id)s AND a.level > 0)
SELECT v.id AS submission_id, x.level, m.pseudonym AS by, v.attempt, v.at, v.answer, v.verdict,
  v.reason, v.comment, v.pins, v.difference
FROM assignment x
JOIN submission v ON v.project_id = x.project_id AND v.assignment_id = x.id
JOIN project_member m ON m.project_id = x.project_id AND m.person_id = x.worker_id
JOIN assignment r ON r.project_id = x.project_id AND r.id = x.root_id
WHERE x.project_id = %(project)s AND x.root_id = %(root)s
  AND (x.gold_id IS NULL OR x.level = 0) AND NOT EXISTS (SELECT FROM g)
  AND NOT (%(level)s = 0 AND coalesce(v.verdict = 'approve', false) AND v.comment IS NULL
    AND v.pins IS NULL AND EXISTS (SELECT FROM stage s WHERE s.project_id = x.project_id
      AND s.id = x.stage_id AND s.quality ? 'gold'))
  AND NOT (%(level)s = 0 AND x.level = 1 AND EXISTS (  -- it was not about his answer alone
    SELECT FROM consensus k WHERE k.project_id = x.project_id AND k.submission_id = v.id
      AND k.task_id = x.task_id))
  AND (x.level <= %(level)s OR (%(level)s = 0 AND v.id <= coalesce((
    SELECT max(w.id) FROM submission w JOIN assignment y
      ON y.project_id = w.project_id AND y.id = w.assignment_id
    WHERE y.project_id = r.project_id AND y.root_id = r.id AND y.level > 0
      AND y.gold_id IS NULL AND (r.state <> 'submitted' OR w.at < (
        SELECT max(z.at) FROM submission z
        WHERE z.project_id = r.project_id AND z.assignment_id = r.id))), 0)))
UNION ALL
SELECT v.id, x.level, m.pseudonym, 1, g.reserved_at - coalesce((
    SELECT min(y.reserved_at) - v.at FROM assignment y WHERE y.project_id = g.project_id
      AND y.root_id = g.root_id AND y.level = g.level AND y.gold_id IS NULL), interval '1 hour'),
  CASE x.level WHEN 0 THEN g.shown END, CASE x.level WHEN 1 THEN 'approve' END, NULL, NULL, NULL,
  NULL
FROM g
JOIN assignment x ON x.project_id = g.project_id AND x.root_id = g.root_id AND x.level < g.level
  AND x.gold_id IS NULL AND NOT EXISTS (SELECT FROM assignment y
    WHERE y.project_id = x.project_id AND y.root_id = x.root_id AND y.level = x.level
      AND y.id > x.id AND y.gold_id IS NULL AND y.attempt > 0)
CROSS JOIN LATERAL (SELECT v.id, v.at FROM submission v
  WHERE v.project_id = x.project_id AND v.assignment_id = x.id ORDER BY v.attempt LIMIT 1) v
JOIN project_member m ON m.project_id = x.project_id AND m.person_id = x.worker_id
UNION ALL
SELECT v.id, v.level, m.pseudonym, v.attempt, v.at, v.answer, v.verdict, v.reason, v.comment,
  v.pins, v.difference
FROM g
JOIN submission v ON v.project_id = g.project_id AND v.assignment_id = g.id
JOIN project_member m ON m.project_id = g.project_id AND m.person_id = g.worker_id
ORDER BY 1 LIMIT 100
"""

_APPEAL = """
SELECT p.root_id AS id, p.project_id, r.stage_id, m.pseudonym AS author, p.text, p.opened_at,
  CASE WHEN p.decided_at IS NULL THEN r.due_at END AS due_at, p.won, p.reply, p.decided_at,
  j.name AS project, g.name AS stage, i.name AS item, r.price, j.currency
FROM appeal p
JOIN assignment r ON r.project_id = p.project_id AND r.id = p.root_id
JOIN project_member m ON m.project_id = r.project_id AND m.person_id = r.worker_id
JOIN project j ON j.id = p.project_id
JOIN stage g ON g.project_id = r.project_id AND g.id = r.stage_id
JOIN task t ON t.project_id = r.project_id AND t.id = r.task_id
JOIN item i ON i.project_id = t.project_id AND i.id = t.item_id
"""


def work(
    s: Session, project_id: int, assignment_id: int, root_id: int, level: int
) -> dict[str, Any]:
    """One piece of work, whole, as somebody at `level` may see it: an author reads a verdict once
    it has been decided upon, not while the second level still looks."""
    run = s.connection().exec_driver_sql
    found = leases(s, project_id, [assignment_id])[0]
    values = {"project": project_id, "id": assignment_id, "root": root_id, "level": level}
    found |= dict(run(_DETAIL, values).mappings().one())
    if members := found.pop("members"):
        schema = bundled(parse_schema(found["label_schema"]), members)
        found["label_schema"] = schema_json(schema)
    between = level > 0 and (found["subject"] or {}).get("side_by_side", False)
    rows = () if between else run(_TURNS, values).mappings()
    found["turns"] = [dict(row) for row in rows]
    appeal = (
        run(f"{_APPEAL} WHERE p.project_id = %(project)s AND p.root_id = %(root)s", values)
        .mappings()
        .first()
    )
    found["appeal"] = dict(appeal) if appeal is not None and level == 0 else None
    return found


def appeals(
    s: Session, person_id: int, *, open_only: bool, after: int, limit: int
) -> list[dict[str, Any]]:
    """Which appeals may this arbiter decide: in his organisations, where he is not on the team?
    Open ones come in the order in which they are due, all of them the newest first."""
    way, order = (">", "ASC") if open_only else ("<", "DESC")
    rows = s.connection().exec_driver_sql(
        f"""{_APPEAL}
        JOIN organisation_role o ON o.organisation_id = j.organisation_id
          AND o.person_id = %(me)s AND o.role = 'arbiter'
        WHERE (%(after)s = 0 OR (p.opened_at, p.root_id) {way} (
            SELECT a.opened_at, a.root_id FROM appeal a WHERE a.root_id = %(after)s LIMIT 1))
          AND (NOT %(open)s OR p.decided_at IS NULL)
          AND NOT EXISTS (SELECT FROM project_role k
            WHERE k.project_id = p.project_id AND k.person_id = %(me)s)
        ORDER BY p.opened_at {order}, p.root_id {order} LIMIT %(limit)s""",
        {"me": person_id, "open": open_only, "after": after, "limit": limit},
    )
    return [dict(row) for row in rows.mappings()]


def appeal(s: Session, project_id: int, root_id: int) -> dict[str, Any] | None:
    """One appeal."""
    row = (
        s.connection()
        .exec_driver_sql(
            f"{_APPEAL} WHERE p.project_id = %(project)s AND p.root_id = %(root)s",
            {"project": project_id, "root": root_id},
        )
        .mappings()
        .first()
    )
    return None if row is None else dict(row)


# The rows of a page first, by their index, then what is shown of them. Why an author's work came
# back is read once it has been decided upon, as in `work()`.
_ROWS = """
WITH a AS MATERIALIZED (SELECT a.* FROM assignment a WHERE {wanted})
SELECT a.id, a.project_id, a.stage_id, a.level, a.state, i.name AS item, a.price, a.reserved_at,
  {due} AS due_at, a.returns, a.upheld, p.name AS project, s.name AS stage, f.thumbnail_key,
  {excerpt} AS excerpt, v.reason, o.ko AS reason_ko, o.en AS reason_en, v.at AS returned_at,
  m.pseudonym AS worker, d.verdict
FROM a
JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
JOIN item i ON i.project_id = t.project_id AND i.id = t.item_id
JOIN project p ON p.id = a.project_id
JOIN stage s ON s.project_id = a.project_id AND s.id = a.stage_id
JOIN project_member m ON m.project_id = a.project_id AND m.person_id = a.worker_id
LEFT JOIN asset f ON f.project_id = i.project_id AND f.id = coalesce(t.asset_id, i.asset_id)
  AND NOT f.withheld
LEFT JOIN LATERAL (
  SELECT w.reason, w.at FROM assignment x
  JOIN submission w ON w.project_id = x.project_id AND w.assignment_id = x.id
  WHERE a.level = 0 AND a.state IN ('rework', 'rework_expired', 'rejected', 'appealed',
      'rejected_final')
    AND x.project_id = a.project_id AND x.root_id = a.id AND x.level > 0
    AND x.gold_id IS NULL AND w.reason IS NOT NULL
  ORDER BY w.id DESC LIMIT 1) v ON true
LEFT JOIN LATERAL (
  SELECT w.verdict FROM submission w
  WHERE a.level > 0 AND w.project_id = a.project_id AND w.assignment_id = a.id
  ORDER BY w.id DESC LIMIT 1) d ON true
LEFT JOIN reason o ON o.project_id = a.project_id AND o.code = v.reason
ORDER BY a.id {order}
"""

_MINE = _ROWS.format(
    wanted="""a.worker_id = %(me)s AND (%(before)s = 0 OR a.id < %(before)s)
    AND (%(project)s::bigint IS NULL OR a.project_id = %(project)s)
    AND (%(level)s::int IS NULL OR a.level = %(level)s)
    AND (%(states)s::text[] IS NULL OR a.state = ANY (%(states)s))
  ORDER BY a.id DESC LIMIT %(limit)s""",
    order="DESC",
    due=_DUE,
    excerpt=EXCERPT.format(asset="f"),
)


def work_of(
    s: Session,
    me: int,
    *,
    states: list[AssignmentState] | None,
    project_id: int | None,
    level: int | None,
    before: int,
    limit: int,
) -> list[dict[str, Any]]:
    """What has this person worked on? The newest first."""
    rows = s.connection().exec_driver_sql(
        _MINE,
        {
            "me": me,
            "states": None if states is None else [state.value for state in states],
            "project": project_id,
            "level": level,
            "before": before,
            "limit": limit,
        },
    )
    return [dict(row) for row in rows.mappings()]


_WORK_NUMBERED = _ROWS.format(
    wanted="""a.project_id = %(project)s AND a.id = ANY (%(ids)s::bigint[])
  ORDER BY a.id""",
    order="",
    due=_DUE,
    excerpt=EXCERPT.format(asset="f"),
)


def work_numbered(s: Session, project_id: int, ids: Sequence[int]) -> list[dict[str, Any]]:
    """These pieces of the project's work, in order: who does what? By pseudonym."""
    values = {"project": project_id, "ids": list(ids)}
    return [dict(row) for row in s.connection().exec_driver_sql(_WORK_NUMBERED, values).mappings()]
