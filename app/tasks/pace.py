"""How long work takes, and a unit of it: medians of the newest hand-ins of each stage and level.

Counted aside, so that neither a hand-in nor a look at the market has to: what a page shows is a
row of `pace`.
"""

from sqlalchemy.orm import Session

NEWEST = 300  # hand-ins that the median is of
FEWEST = 5  # with fewer it says nothing, and might say whose they are

# What has a known answer was chosen; the others say how long work takes. Looked up by key, one by
# one.
_COUNTS = """CASE WHEN s.quality ? 'gold' THEN (SELECT g.gold_id FROM assignment g
      WHERE g.project_id = v.project_id AND g.id = v.assignment_id) IS NULL ELSE true END"""
# How many units there were: one, or what was paid by the unit that the stage pays by now, looked up
# by key. To find nothing takes as long as to find one.
_ALIKE = """SELECT 1 AS units WHERE c.unit IS NULL OR c.unit = 'task'
    UNION ALL
    SELECT greatest(a.units, 1) FROM assignment a
    JOIN price_card k ON k.project_id = a.project_id AND k.stage_id = a.stage_id
      AND k.version = a.price_version AND k.unit = c.unit
    WHERE c.unit <> 'task' AND a.project_id = s.project_id AND a.id = w.assignment_id"""
_COUNT = f"""
INSERT INTO pace AS p (project_id, stage_id, level, median_seconds, unit_seconds, hand_ins,
  last_id)
SELECT s.project_id, s.id, l.level, CASE WHEN n.hand_ins >= %(fewest)s THEN n.median END,
  CASE WHEN n.alike >= %(fewest)s THEN n.for_one END, n.hand_ins, n.last_id
FROM stage s
CROSS JOIN (VALUES (0), (1), (2)) AS l (level)
LEFT JOIN pace k ON k.project_id = s.project_id AND k.stage_id = s.id AND k.level = l.level
LEFT JOIN price_card c ON c.project_id = s.project_id AND c.stage_id = s.id
  AND c.version = s.price_version
CROSS JOIN LATERAL (
  SELECT v.id FROM submission v
  WHERE v.project_id = s.project_id AND v.stage_id = s.id AND v.level = l.level
    AND v.active_seconds IS NOT NULL AND (v.level > 0 OR v.attempt = 1) AND {_COUNTS}
  ORDER BY v.id DESC LIMIT 1) newest
CROSS JOIN LATERAL (
  SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY w.active_seconds) AS median,
    count(*) AS hand_ins, max(w.id) AS last_id,
    percentile_disc(0.5) WITHIN GROUP (ORDER BY w.active_seconds::float8 / u.units) AS for_one,
    count(u.units) AS alike
  FROM (
    SELECT v.id, v.assignment_id, v.active_seconds FROM submission v
    WHERE v.project_id = s.project_id AND v.stage_id = s.id AND v.level = l.level
      AND v.active_seconds IS NOT NULL AND (v.level > 0 OR v.attempt = 1) AND {_COUNTS}
    ORDER BY v.id DESC LIMIT %(newest)s) w
  LEFT JOIN LATERAL ({_ALIKE}) u ON true) n
WHERE k.last_id IS DISTINCT FROM newest.id
ON CONFLICT (project_id, stage_id, level) DO UPDATE
  SET median_seconds = excluded.median_seconds, unit_seconds = excluded.unit_seconds,
    hand_ins = excluded.hand_ins,
    last_id = excluded.last_id, counted_at = now()
"""


def count_pace(s: Session) -> int:
    """Look again where something was handed in since; how many rows are new. Reads at most
    `NEWEST` hand-ins of a stage and level, by their index."""
    values = {"newest": NEWEST, "fewest": FEWEST}
    return s.connection().exec_driver_sql(_COUNT, values).rowcount
