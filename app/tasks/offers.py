"""What is on offer to somebody, level by level: one statement for the whole market."""

from typing import Any

from sqlalchemy.orm import Session

LEVEL_ASKS = """(EXISTS (SELECT FROM requirement a WHERE a.project_id = {level}.project_id
    AND a.stage_id = {level}.stage_id AND a.level = {level}.level)
  OR EXISTS (SELECT FROM announcement a WHERE a.project_id = {level}.project_id
    AND a.stage_id = {level}.stage_id AND a.level = {level}.level AND a.share IS NOT NULL
    AND a.opened_at + make_interval(secs => a.share_seconds) > now())
  OR EXISTS (SELECT FROM trust a WHERE a.project_id = {level}.project_id
    AND a.stage_id = {level}.stage_id AND a.level = {level}.level AND a.person_id = %(me)s
    AND a.paused_at IS NOT NULL)
  OR EXISTS (SELECT FROM stage a WHERE a.project_id = {level}.project_id AND a.id = {level}.stage_id
    AND a.read_version IS NOT NULL)
  OR EXISTS (SELECT FROM suspension a WHERE a.project_id = {level}.project_id
    AND a.person_id = %(me)s AND a.state = 'in_force'))"""
"""Does a level ask anything of who claims there, is its work being shared out, or is this person
paused there, or suspended? Few do: of the others nobody need ask (`workflow.admit.tell`)."""

HOLDS = """CASE WHEN s.quality ? 'holds' THEN least(s.holds, coalesce(
    (SELECT x.holds FROM trust x WHERE x.project_id = q.project_id AND x.stage_id = q.stage_id
      AND x.level = q.level AND x.person_id = %(me)s),
    (s.quality -> 'holds' ->> 'newcomer')::int)) ELSE s.holds END AS holds"""
"""How many seats one may hold at once, by the stage and by what is known of him there."""

KNOWN_SEATS = """CASE WHEN {stage}.quality ? 'gold' THEN (
      SELECT count(*) FROM queue g CROSS JOIN LATERAL (
        SELECT FROM seat x WHERE x.project_id = g.project_id AND x.queue_id = g.id
          AND %(me)s <> ALL (x.seen) ORDER BY x.priority, x.task_id LIMIT 1000) k
      WHERE g.project_id = {level}.project_id AND g.stage_id = {level}.stage_id
        AND g.level = {level}.level AND g.gold) ELSE 0 END"""
"""How many known answers there are for a person among the work of a level. They wait like any:
whoever sees how much is left after each claim could otherwise tell them."""

HOURLY = """floor(c.price * 3600 / nullif(k.unit_seconds * c.per, 0))::bigint"""
"""What a level makes an hour: its price for `per` units by how long a unit takes."""

_OFFERS = f"""
SELECT p.id AS project_id, p.name AS project, s.id AS stage_id, s.name AS stage, q.level,
  p.currency, {HOLDS}, s.guideline_version IS NOT NULL AS guideline,
  l.definition->>'modality' AS modality, k.median_seconds,
  s.kind = 'collect' AND q.level = 0 AS collects, {LEVEL_ASKS.format(level="q")} AS asks,
  c.price, c.unit, c.per, {HOURLY} AS hourly,
  (SELECT CASE WHEN w.seats > 0 THEN least(w.seats + {KNOWN_SEATS.format(stage="s", level="q")},
      1000) ELSE 0 END
   FROM (SELECT count(*) AS seats FROM (SELECT FROM seat x WHERE x.project_id = q.project_id
     AND x.queue_id = q.id AND %(me)s <> ALL (x.seen)
     ORDER BY x.priority, x.task_id LIMIT 1000) w) w)
  + (SELECT count(*) FROM assignment a WHERE a.worker_id = %(me)s AND a.recheck
     AND a.project_id = s.project_id AND a.stage_id = s.id AND a.level = q.level) AS waiting,
  (SELECT count(*) FROM assignment a WHERE a.worker_id = %(me)s AND a.project_id = s.project_id
     AND a.state = 'reserved' AND a.stage_id = s.id AND a.level = q.level) AS held
FROM project_role r
JOIN project p ON p.id = r.project_id AND p.state = 'open'
JOIN stage s ON s.project_id = p.id AND s.state = 'open' AND s.schema_version IS NOT NULL
JOIN queue q ON q.project_id = s.project_id AND q.stage_id = s.id AND NOT q.held AND NOT q.gold
  AND q.level = CASE r.role WHEN 'worker' THEN 0 WHEN 'primary_inspector' THEN 1
    WHEN 'secondary_inspector' THEN 2 END
JOIN LATERAL (SELECT CASE q.level WHEN 0 THEN x.level0 WHEN 1 THEN x.level1 ELSE x.level2 END
    AS price, x.unit, x.per FROM price_card x
  WHERE x.project_id = s.project_id AND x.stage_id = s.id AND x.version = s.price_version) c ON true
JOIN label_schema l ON l.project_id = s.project_id AND l.stage_id = s.id
  AND l.version = s.schema_version
LEFT JOIN pace k ON k.project_id = s.project_id AND k.stage_id = s.id AND k.level = q.level
WHERE r.person_id = %(me)s
ORDER BY p.id, s.id, q.level LIMIT 500
"""


def offers(s: Session, me: int) -> list[dict[str, Any]]:
    """What may this person claim now, by his roles? `needs` is still to be told."""
    rows = s.connection().exec_driver_sql(_OFFERS, {"me": me})
    return [{**row, "needs": []} for row in rows.mappings()]
