"""How many units of a price card a task has, in SQL: of seconds, pages and texts as many as its
asset has, of what is counted in the answer as many as are paid at most."""

# Of the asset `f`, by a card whose values are the parameters `unit` and `most`.
UNITS = """CASE WHEN %(most)s::bigint IS NOT NULL THEN %(most)s::bigint
  ELSE greatest(coalesce(CASE %(unit)s::text
    WHEN 'second' THEN
      ceil(coalesce(f.facts ->> 'duration', f.facts ->> 'length')::float8 / 1000)::bigint
    WHEN 'page' THEN jsonb_array_length(f.facts -> 'pages')
    WHEN 'character' THEN (SELECT sum(length(x.one ->> 'text'))
      FROM jsonb_array_elements(f.document -> 'parts') x (one))::bigint
  END, 1), 1) END"""

# What an inspection of the root `r` of task `t` pays for: what was handed in, where it was counted
# as `unit` counts; `k` is the root's price card.
ROOT_UNITS = """CASE WHEN r.id IS NOT NULL AND coalesce(k.unit, 'task') = {unit}
    THEN least(r.units, t.units) ELSE t.units END"""

JOIN_ROOT = """LEFT JOIN price_card k ON k.project_id = r.project_id AND k.stage_id = r.stage_id
  AND k.version = r.price_version"""
