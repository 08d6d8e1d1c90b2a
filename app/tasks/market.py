"""The market: work that a person may do, or may join to do, with what it pays by the hour.

Which rows a page has is decided on stages alone; what waits is counted for these rows only, and
in the queue's own order: an empty queue is then seen to be empty without a look at all others.
"""

from typing import Any

from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.models.fairness import LEAST_PEOPLE
from app.tasks.offers import HOLDS, HOURLY, KNOWN_SEATS, LEVEL_ASKS
from app.tasks.rules import Standing, needs

# Place in the order: by pay an hour (unknown last), or the newest stage first.
_ORDER = {
    "pay": "(coalesce(o.hourly, -1), o.stage_id, -o.level)",
    "new": "(0::bigint, o.stage_id, -o.level)",
}
_MARKET = """
WITH me AS MATERIALIZED (
  SELECT birth_year > extract(year FROM now() AT TIME ZONE 'Asia/Seoul') - 14 AS too_young,
    ARRAY(SELECT g.id FROM agreement g WHERE g.kind IN ('terms', 'privacy')
      AND NOT EXISTS (SELECT FROM agreement n WHERE n.kind = g.kind AND n.version > g.version)
      AND NOT EXISTS (SELECT FROM signature x
        WHERE x.person_id = %(me)s AND x.agreement_id = g.id) ORDER BY g.id) AS unsigned_terms
  FROM person WHERE id = %(me)s),
o AS (
  SELECT p.id AS project_id, p.name AS project, p.goal, p.currency, h.name AS organisation,
    s.id AS stage_id, s.name AS stage, {holds}, s.guideline_version IS NOT NULL AS guideline,
    q.id AS queue_id, q.level, l.definition->>'modality' AS modality, c.price,
    c.unit, c.per, c.most, c.unit_is, c.estimate_seconds,
    s.kind = 'collect' AND q.level = 0 AS collects,
    s.quality, k.median_seconds, {hourly} AS hourly,
    r.role IS NOT NULL AS member
  FROM project p
  JOIN organisation h ON h.id = p.organisation_id
  JOIN stage s ON s.project_id = p.id AND s.state = 'open'
  JOIN label_schema l ON l.project_id = s.project_id AND l.stage_id = s.id
    AND l.version = s.schema_version
  JOIN queue q ON q.project_id = s.project_id AND q.stage_id = s.id AND NOT q.held AND NOT q.gold
  JOIN LATERAL (SELECT CASE q.level WHEN 0 THEN x.level0 WHEN 1 THEN x.level1 ELSE x.level2 END
      AS price, x.unit, x.per, x.most, x.definition AS unit_is,
      CASE q.level WHEN 0 THEN x.estimate_seconds END AS estimate_seconds FROM price_card x
    WHERE x.project_id = s.project_id AND x.stage_id = s.id AND x.version = s.price_version) c
    ON true
  LEFT JOIN pace k ON k.project_id = s.project_id AND k.stage_id = s.id AND k.level = q.level
  LEFT JOIN project_role r ON r.project_id = p.id AND r.person_id = %(me)s
    AND r.role = CASE q.level WHEN 0 THEN 'worker' WHEN 1 THEN 'primary_inspector'
      ELSE 'secondary_inspector' END
  WHERE p.state = 'open'
    AND (%(only)s::bigint IS NULL OR s.id = %(only)s)
    AND (r.role IS NOT NULL OR NOT %(mine)s AND q.level = 0 AND p.enrolment = 'open'
      AND NOT EXISTS (SELECT FROM organisation_role a WHERE a.person_id = %(me)s
        AND a.organisation_id = p.organisation_id AND a.role = 'arbiter')
      -- Who was taken off comes back by a manager only (`people.queries.taken_off`).
      AND NOT EXISTS (SELECT FROM event e WHERE e.project_id = p.id
        AND e.subject = 'project_role' AND e.subject_id = %(me)s AND e.source = 'worker'
        AND e.actor_id IS DISTINCT FROM %(me)s))
    AND (%(like)s::text IS NULL OR p.name ILIKE %(like)s OR s.name ILIKE %(like)s
      OR p.goal ILIKE %(like)s OR h.name ILIKE %(like)s)),
page AS MATERIALIZED (
  SELECT o.* FROM o
  WHERE (%(first)s OR {order} < (%(hourly)s::bigint, %(stage)s::bigint, %(level)s::int))
  ORDER BY {order} DESC LIMIT %(limit)s)
SELECT o.*, z.rating, {asks} AS asks, me.too_young, me.unsigned_terms,
  CASE WHEN w.seats > 0 THEN least(w.seats + {known}, 1000) ELSE 0 END + w.rechecks AS waiting,
  w.held,
  w.seats = 0 AND w.any_seat AS others_waiting,
  g.id AS unsigned_agreement,
  CASE WHEN o.member THEN (
    SELECT f.thumbnail_key FROM (
      SELECT i.asset_id FROM item i WHERE i.project_id = o.project_id AND i.stage_id = o.stage_id
      ORDER BY i.name LIMIT 1) i
    JOIN asset f ON f.project_id = o.project_id AND f.id = i.asset_id) END AS thumbnail_key
FROM page o
LEFT JOIN LATERAL (SELECT jsonb_build_object('people', count(*), 'pay', round(avg(x.pay), 1),
    'clarity', round(avg(x.clarity), 1), 'inspection', round(avg(x.inspection), 1),
    'answers', round(avg(x.answers), 1)) AS rating
  FROM rating x WHERE x.project_id = o.project_id HAVING count(*) >= {least}) z ON true
CROSS JOIN me
CROSS JOIN LATERAL (SELECT
  (SELECT count(*) FROM (SELECT FROM seat x WHERE x.project_id = o.project_id
     AND x.queue_id = o.queue_id AND %(me)s <> ALL (x.seen)
     ORDER BY x.priority, x.task_id LIMIT 1000) n) AS seats,
  (SELECT count(*) FROM (SELECT FROM seat x WHERE x.project_id = o.project_id
     AND x.queue_id = o.queue_id ORDER BY x.priority, x.task_id LIMIT 1) n) > 0 AS any_seat,
  (SELECT count(*) FROM assignment a WHERE a.worker_id = %(me)s AND a.recheck
     AND a.project_id = o.project_id AND a.stage_id = o.stage_id AND a.level = o.level) AS rechecks,
  (SELECT count(*) FROM assignment a WHERE a.worker_id = %(me)s AND a.project_id = o.project_id
     AND a.state = 'reserved' AND a.stage_id = o.stage_id AND a.level = o.level) AS held) w
LEFT JOIN LATERAL (
  SELECT g.id FROM (SELECT g.id FROM agreement g
    WHERE g.kind = 'project' AND g.project_id = o.project_id ORDER BY g.version DESC LIMIT 1) g
  WHERE NOT EXISTS (SELECT FROM signature x
    WHERE x.person_id = %(me)s AND x.agreement_id = g.id
      AND NOT EXISTS (SELECT FROM withdrawal w WHERE w.project_id = o.project_id
        AND w.person_id = %(me)s AND w.asked_at >= x.signed_at))) g ON true
ORDER BY {order} DESC
"""


def market(
    s: Session,
    me: int,
    *,
    q: str | None,
    sort: str,
    mine: bool,
    stage_id: int | None = None,
    after: str,
    limit: int,
) -> tuple[list[dict[str, Any]], str | None]:
    """What work may this person do, or join to do? A page of it, and the key of the next one.

    With `mine` only that of projects which he is in, with `stage_id` that of one stage. Each row
    has what stands between him and a claim as `needs`. Raises `Invalid` where `after` is no key
    of this order.
    """
    hourly, stage, level = _place(after) if after else (0, 0, 0)
    rows = (
        s.connection()
        .exec_driver_sql(
            _page(sort),
            {
                "me": me,
                "mine": mine,
                "only": stage_id,
                "like": None if q is None else f"%{_literally(q)}%",
                "first": not after,
                "hourly": hourly,
                "stage": stage,
                "level": level,
                "limit": limit + 1,
            },
        )
        .mappings()
        .all()
    )
    found = [_told(dict(row)) for row in rows[:limit]]
    if len(rows) <= limit:
        return found, None
    last = found[-1]
    hourly = (-1 if last["hourly"] is None else last["hourly"]) if sort == "pay" else 0
    return found, f"{hourly}.{last['stage_id']}.{last['level']}"


def _page(sort: str) -> str:
    """The statement of a page, in this order."""
    return _MARKET.format(
        order=_ORDER[sort],
        asks=LEVEL_ASKS.format(level="o"),
        holds=HOLDS,
        least=LEAST_PEOPLE,
        hourly=HOURLY,
        known=KNOWN_SEATS.format(stage="o", level="o"),
    )


def _told(row: dict[str, Any]) -> dict[str, Any]:
    standing = Standing(
        too_young=bool(row.pop("too_young")),
        unsigned_terms=row.pop("unsigned_terms"),
        member=row["member"],
        unsigned_agreement=row.pop("unsigned_agreement"),
        held=row["held"],
        holds=row["holds"],
        waiting=row["waiting"],
        others_waiting=row.pop("others_waiting"),
    )
    row["needs"] = needs(standing)
    row["may"] = not row["needs"]
    return row


def _place(after: str) -> tuple[int, int, int]:
    parts = after.split(".")
    try:
        hourly, stage, level = (int(part) for part in parts)
    except ValueError:
        raise Invalid("Send as `after` the `next` of the page before.") from None
    if max(abs(hourly), abs(stage)) >= 2**63 or level not in (0, 1, 2):
        raise Invalid("Send as `after` the `next` of the page before.")
    return hourly, stage, -level


def _literally(text: str) -> str:
    """`text` as LIKE finds just itself."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
