"""What people did at a level of a stage, as collectors look at it; rules and their hits."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.labels import parse_answer, parse_schema, similarity
from app.models.project import LabelSchema
from app.models.quality import Rule
from app.quality.noticing import Deed, Pace, pace

PEOPLE = 200  # that are looked at in one statement
PAST = 200  # leases of one person
TIMES = 3000  # hand-ins that say what is usual
OTHERS = 6  # answers of others that one is compared with

# Who has the role and claimed or handed in lately (all who ever did, where `since` is null).
_BUSY = """
SELECT m.person_id FROM project_member m
WHERE m.project_id = %(project)s AND m.person_id > %(after)s AND EXISTS (
  SELECT FROM assignment a WHERE a.worker_id = m.person_id AND a.project_id = m.project_id
    AND a.stage_id = %(stage)s AND a.level = %(level)s
    AND (%(minutes)s::int IS NULL
      OR a.reserved_at > now() - make_interval(mins => %(minutes)s::int)
      OR a.decided_at > now() - make_interval(mins => %(minutes)s::int)
      OR EXISTS (SELECT FROM submission v
        WHERE v.worker_id = m.person_id AND v.project_id = m.project_id
          AND v.at > now() - make_interval(mins => %(minutes)s::int))))
ORDER BY m.person_id LIMIT %(limit)s
"""

# The newest leases that ended, with the first hand-in of each: what came after a return is the
# inspector's merit too.
_DEEDS = """
SELECT a.worker_id, a.id, a.task_id, v.id IS NOT NULL AS handed_in, v.active_seconds,
  extract(epoch FROM coalesce(v.at, a.decided_at, a.reserved_at))::float8 AS at,
  a.gold_id IS NOT NULL AS known, g."right",
  CASE WHEN a.level > 0 THEN a.upheld
    WHEN o.verdict IN ('approve', 'fix') THEN CASE WHEN o.upheld IS FALSE THEN NULL ELSE true END
    WHEN o.verdict IS NOT NULL THEN o.upheld IS FALSE END AS stood, l.agent
FROM unnest(%(people)s::bigint[]) p (id)
CROSS JOIN LATERAL (
  SELECT a.* FROM assignment a WHERE a.worker_id = p.id AND a.project_id = %(project)s
    AND a.stage_id = %(stage)s AND a.level = %(level)s
    AND (a.attempt > 0 OR a.state IN ('returned', 'expired'))
  ORDER BY a.reserved_at DESC LIMIT %(past)s) a
LEFT JOIN submission v ON v.project_id = a.project_id AND v.assignment_id = a.id
  AND v.attempt = 1
LEFT JOIN gold_given g ON g.project_id = a.project_id AND g.gold_id = a.gold_id
  AND g.person_id = a.worker_id
LEFT JOIN LATERAL (
  SELECT w.verdict, x.upheld FROM assignment x
  JOIN submission w ON w.project_id = x.project_id AND w.assignment_id = x.id
  WHERE a.level = 0 AND x.project_id = a.project_id AND x.root_id = a.id AND x.level = 1
    AND x.gold_id IS NULL
  ORDER BY w.id LIMIT 1) o ON true
LEFT JOIN LATERAL (
  SELECT min(n.user_agent) AS agent FROM login n WHERE n.person_id = p.id
  HAVING count(DISTINCT n.user_agent) = 1) l ON true
"""

_TIMES = """
SELECT a.task_id, v.active_seconds FROM (
  SELECT v.assignment_id, v.active_seconds FROM submission v
  WHERE v.project_id = %(project)s AND v.stage_id = %(stage)s AND v.level = %(level)s
    AND v.active_seconds IS NOT NULL AND (v.level > 0 OR v.attempt = 1)
  ORDER BY v.id DESC LIMIT %(times)s) v
JOIN assignment a ON a.project_id = %(project)s AND a.id = v.assignment_id
"""

_ANSWERS = """
SELECT a.task_id, a.id, v.answer, v.schema_version
FROM assignment a JOIN submission v ON v.project_id = a.project_id AND v.assignment_id = a.id
  AND v.attempt = 1 AND v.answer IS NOT NULL
WHERE a.project_id = %(project)s AND a.task_id = ANY (%(tasks)s) AND a.level = 0
  AND a.gold_id IS NULL
ORDER BY a.task_id, a.id
"""


def busy(
    s: Session, project_id: int, stage_id: int, level: int, minutes: int | None
) -> Iterator[list[int]]:
    """Who worked here in the last `minutes`, or ever? In groups."""
    values = {"project": project_id, "stage": stage_id, "level": level, "minutes": minutes}
    after, people = 0, [0]
    while people:
        asked = values | {"after": after, "limit": PEOPLE}
        people = list(s.connection().exec_driver_sql(_BUSY, asked).scalars())
        if people:
            after = people[-1]
            yield people


def usual(s: Session, project_id: int, stage_id: int, level: int) -> Pace:
    """How long does work here usually take?"""
    values = {"project": project_id, "stage": stage_id, "level": level, "times": TIMES}
    return pace((row[0], row[1]) for row in s.connection().exec_driver_sql(_TIMES, values))


def deeds(s: Session, rule: Rule, people: Sequence[int], *, past: int = PAST) -> list[Deed]:
    """What did these people do lately, as far as the rule's collector asks?"""
    values = {
        "project": rule.project_id,
        "stage": rule.stage_id,
        "level": rule.level,
        "people": list(people),
        "past": past,
    }
    rows = s.connection().exec_driver_sql(_DEEDS, values).all()
    alike = _alike(s, rule, [row for row in rows if row.handed_in and not row.known])
    return [
        Deed(
            person=row.worker_id,
            work=row.id,
            task=row.task_id,
            at=row.at,
            handed_in=row.handed_in,
            seconds=row.active_seconds,
            gold=row.right,
            stood=None if row.known else row.stood,
            alike=alike.get(row.id),
            agent=row.agent,
        )
        for row in rows
    ]


def _alike(s: Session, rule: Rule, rows: Sequence[Any]) -> dict[int, float]:
    """How far others say the same, for each of these that others answered too."""
    if rule.collector != "agreement" or not rows:
        return {}
    schemas = {
        one.version: parse_schema(one.definition)
        for one in s.scalars(
            select(LabelSchema).where(
                LabelSchema.project_id == rule.project_id, LabelSchema.stage_id == rule.stage_id
            )
        )
    }
    values = {"project": rule.project_id, "tasks": sorted({row.task_id for row in rows})}
    asked = {row.id for row in rows}
    tasks: dict[int, list[Any]] = {}
    for one in s.connection().exec_driver_sql(_ANSWERS, values):
        tasks.setdefault(one.task_id, []).append(one)
    found: dict[int, float] = {}
    for given in tasks.values():
        if len(given) < 2:
            continue
        answers = {one.id: parse_answer(one.answer) for one in given}
        for one in given:
            others = [other for other in given if other is not one][:OTHERS]
            if one.id in asked:
                schema = schemas[one.schema_version]
                scores = [similarity(schema, answers[one.id], answers[o.id]) for o in others]
                found[one.id] = sum(scores) / len(scores)
    return found


# --- Hits ---

# One without a rule says itself by what: as a rule that looks at it would have it.
# Who wrote a rule, or a version of it.
_WROTE = """(r.created_by = {who} OR EXISTS (SELECT FROM event e
    WHERE e.project_id = r.project_id AND e.subject = 'rule' AND e.subject_id = r.id
      AND e.actor_id = {who} AND e.data IS NOT NULL))"""
# An arbiter settles in his organisations, where he is not on the team.
_ARBITER = """EXISTS (SELECT FROM organisation_role o WHERE o.organisation_id = p.organisation_id
    AND o.person_id = {who} AND o.role = 'arbiter')
  AND NOT EXISTS (SELECT FROM project_role k WHERE k.project_id = p.id AND k.person_id = {who})"""

_HITS = f"""
SELECT h.id, h.project_id, h.stage_id, h.level, h.rule_id, h.version, h.person_id, h.action,
  h.evidence, h.noticed_at, h.reply, h.replied_at, h.outcome, h.answer, h.settled_at,
  p.name AS project, s.name AS stage, r.name AS rule,
  coalesce(r.collector, h.evidence ->> 'by', 'gold') AS collector,
  coalesce(m.pseudonym, '') AS pseudonym,
  coalesce((s.quality -> 'gold' ->> 'tell')::boolean, false) AS tells,
  h.person_id <> %(me)s AND {_WROTE.format(who="%(me)s")} IS NOT TRUE AS may_settle,
  (SELECT jsonb_agg(jsonb_build_object('id', i.id, 'name', i.name) ORDER BY i.id) FROM item i
    WHERE i.project_id = h.project_id AND i.id IN (
      SELECT t.item_id FROM assignment a
      JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
      WHERE a.project_id = h.project_id AND a.id IN (
        SELECT w::bigint FROM jsonb_array_elements_text(h.evidence -> 'work') w))) AS seen_in
FROM rule_hit h
LEFT JOIN rule r ON r.project_id = h.project_id AND r.id = h.rule_id
JOIN project p ON p.id = h.project_id
JOIN stage s ON s.project_id = h.project_id AND s.id = h.stage_id
LEFT JOIN project_member m ON m.project_id = h.project_id AND m.person_id = h.person_id
WHERE {{wanted}}
ORDER BY h.id DESC LIMIT %(limit)s
"""
_BEFORE = " AND (%(before)s = 0 OR h.id < %(before)s)"
_MINE = _HITS.format(wanted="h.person_id = %(me)s" + _BEFORE)
_OPEN = _HITS.format(wanted="h.project_id = %(project)s AND h.settled_at IS NULL" + _BEFORE)
_SETTLED = _HITS.format(wanted="h.project_id = %(project)s AND h.settled_at IS NOT NULL" + _BEFORE)
_FOR_ARBITER = _HITS.format(
    wanted=_ARBITER.format(who="%(me)s") + " AND (h.settled_at IS NOT NULL) = %(settled)s" + _BEFORE
)
_ONE = _HITS.format(wanted="h.project_id = %(project)s AND h.id = %(hit)s")


def hits_of(s: Session, me: int, *, before: int, limit: int) -> list[dict[str, Any]]:
    """What was noticed of this person's work? The newest first. Whose browser he shares is said to
    him no more than that it is somebody's; which of his work had a known answer, only where the
    stage tells."""
    values = {"me": me, "before": before, "limit": limit}
    rows = [dict(row) for row in s.connection().exec_driver_sql(_MINE, values).mappings()]
    for row in rows:
        untold = {"shared_with"}
        if row["collector"] == "gold" and not row["tells"]:
            untold.add("work")
        row["evidence"] = {k: v for k, v in row["evidence"].items() if k not in untold}
    return rows


def hits(
    s: Session, project_id: int, me: int, *, settled: bool, before: int, limit: int
) -> list[dict[str, Any]]:
    """What was noticed in this project? The newest first; `me` is who may settle it."""
    values = {"project": project_id, "me": me, "before": before, "limit": limit}
    rows = s.connection().exec_driver_sql(_SETTLED if settled else _OPEN, values)
    return [dict(row) for row in rows.mappings()]


def hits_for_arbiter(
    s: Session, me: int, *, settled: bool, before: int, limit: int
) -> list[dict[str, Any]]:
    """What was noticed wherever this person is arbiter? The newest first."""
    values = {"me": me, "settled": settled, "before": before, "limit": limit}
    rows = s.connection().exec_driver_sql(_FOR_ARBITER, values)
    return [dict(row) for row in rows.mappings()]


_MANAGERS = f"""
SELECT k.person_id FROM rule_hit h
JOIN project_role k ON k.project_id = h.project_id AND k.role = 'manager'
LEFT JOIN rule r ON r.project_id = h.project_id AND r.id = h.rule_id
WHERE h.project_id = %(project)s AND h.id = %(hit)s AND k.person_id <> h.person_id
  AND {_WROTE.format(who="k.person_id")} IS NOT TRUE
ORDER BY k.person_id
"""
_ARBITERS = f"""
SELECT o.person_id FROM rule_hit h JOIN project p ON p.id = h.project_id
JOIN organisation_role o ON o.organisation_id = p.organisation_id AND o.role = 'arbiter'
WHERE h.project_id = %(project)s AND h.id = %(hit)s AND o.person_id <> h.person_id
  AND {_ARBITER.format(who="o.person_id")}
ORDER BY o.person_id
"""


def settlers(s: Session, project_id: int, hit_id: int) -> tuple[list[int], bool]:
    """Who is to settle it: the managers who may, or, where there are none, the arbiters; and
    whether it is these."""
    run, values = s.connection().exec_driver_sql, {"project": project_id, "hit": hit_id}
    managers = list(run(_MANAGERS, values).scalars())
    if managers:
        return managers, False
    return list(run(_ARBITERS, values).scalars()), True


def hit(s: Session, project_id: int, hit_id: int, me: int) -> dict[str, Any] | None:
    """One of them."""
    values = {"project": project_id, "hit": hit_id, "me": me, "limit": 1}
    row = s.connection().exec_driver_sql(_ONE, values).mappings().first()
    return None if row is None else dict(row)


_LAST = """
SELECT DISTINCT ON (h.person_id) h.person_id, extract(epoch FROM h.noticed_at)::float8 AS at,
  h.settled_at IS NULL AS open
FROM rule_hit h WHERE h.project_id = %(project)s AND h.rule_id = %(rule)s
  AND h.person_id = ANY (%(people)s)
ORDER BY h.person_id, h.id DESC
"""


def noticed_before(
    s: Session, project_id: int, rule_id: int, people: Sequence[int]
) -> dict[int, tuple[float, bool]]:
    """Whom of these has the rule noticed before: when, in seconds, and whether that is open?"""
    values = {"project": project_id, "rule": rule_id, "people": list(people)}
    rows = s.connection().exec_driver_sql(_LAST, values)
    return {row.person_id: (row.at, row.open) for row in rows}


_RULES = f"""
SELECT r.id, r.stage_id, r.level, r.name, r.state, r.collector, r.condition, r.action, r.version,
  r.created_by, r.created_at, {_WROTE.format(who="%(me)s")} AS mine,
  h.hits, h.open
FROM rule r CROSS JOIN LATERAL (
  SELECT count(*) AS hits, count(*) FILTER (WHERE h.settled_at IS NULL) AS open
  FROM rule_hit h WHERE h.project_id = r.project_id AND h.rule_id = r.id) h
WHERE r.project_id = %(project)s AND {{wanted}}
ORDER BY r.id LIMIT %(limit)s
"""


def rules(
    s: Session, project_id: int, stage_id: int, me: int, *, after: int, limit: int
) -> list[dict[str, Any]]:
    """The rules of a stage, as they were made."""
    values = {"project": project_id, "stage": stage_id, "me": me, "after": after, "limit": limit}
    wanted = "r.stage_id = %(stage)s AND r.id > %(after)s"
    rows = s.connection().exec_driver_sql(_RULES.format(wanted=wanted), values)
    return [dict(row) for row in rows.mappings()]


def rule(s: Session, project_id: int, rule_id: int, me: int) -> dict[str, Any] | None:
    """One of them."""
    values = {"project": project_id, "rule": rule_id, "me": me, "limit": 1}
    rows = s.connection().exec_driver_sql(_RULES.format(wanted="r.id = %(rule)s"), values)
    row = rows.mappings().first()
    return None if row is None else dict(row)
