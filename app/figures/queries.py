"""What has been done in a project, in sums.

Sums are kept by stage, day and member in `figure` and `member_figure` up to a mark; what came after
the mark is added while reading (`fresh.py`). So a figure is of this moment, and reading one costs
the same however large a project has grown. `marks.py` moves the mark. Only where more than `AHEAD`
rows lie before it, as when a million items have just been opened, figures are some seconds behind.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.figures.fresh import BY_DAY, FRESH, HAND_INS, HANDED, LAST, MOVED, Mark, between

AHEAD = 50_000
"""Rows of a kind that are added while reading, at most."""
SEATS_COUNTED = 1000
"""Free places are counted up to this many."""

PAID_OUT = ("sent", "arrived", "withheld")
MONEY = (
    "funded",
    "aside",
    "given_back",
    "earned",
    "learned",
    "topped",
    "bonus",
    "potted",
    *PAID_OUT,
)
"""Of these, where a project's money is can be told. A top-up's stage is in its cause."""
LEFT = {"funded": 1, "given_back": 1, "aside": -1, "learned": -1, "topped": -1, "potted": -1}
"""What adds to the budget, and what takes from it."""
_LEFT = ", ".join(f"'{what}'" for what in LEFT)

_MARK = """(SELECT array[m.submission_id, m.event_id, m.entry_id] FROM figure_mark m
  WHERE m.project_id = %(project)s)"""

_PEOPLE_SUMS = """(
  SELECT person_id, jsonb_object_agg(what, n) AS figures FROM (
    SELECT person_id, what, sum(n)::bigint AS n FROM (
      SELECT person_id, stage_id, what, n FROM member_figure WHERE project_id = %(project)s
        AND (%(people)s::bigint[] IS NULL OR person_id = ANY (%(people)s))
      UNION ALL SELECT person_id, stage_id, what, n FROM fresh WHERE person_id IS NOT NULL
        AND (%(people)s::bigint[] IS NULL OR person_id = ANY (%(people)s))) x
    WHERE %(stage)s::bigint IS NULL OR stage_id = %(stage)s GROUP BY person_id, what) y
  GROUP BY person_id)"""

_SUMS = f"""
WITH fresh AS MATERIALIZED ({FRESH}),
every AS (
  SELECT stage_id, what, day, n FROM figure WHERE project_id = %(project)s
  UNION ALL SELECT stage_id, what, day, n FROM fresh),
chosen AS (
  SELECT what, day, n FROM every
  WHERE %(stage)s::bigint IS NULL OR (stage_id IN (%(stage)s, 0) AND what <> 'learned')
  UNION ALL
  SELECT 'left', day, CASE WHEN what IN ('funded', 'given_back') THEN n ELSE -n END FROM every
  WHERE what IN ({_LEFT})),
added AS (
  SELECT what, day, grouping(day) = 1 AS whole, sum(n)::bigint AS n FROM chosen
  GROUP BY GROUPING SETS ((what), (what, day)))
SELECT what, day, n, NULL::bigint AS person_id, NULL::jsonb AS figures, {_MARK} AS mark FROM added
WHERE n <> 0 AND (whole OR (day >= %(since)s AND what = ANY (%(daily)s)))
UNION ALL SELECT NULL, NULL, NULL, person_id, figures, {_MARK} FROM {_PEOPLE_SUMS} p
UNION ALL SELECT NULL, NULL, NULL, NULL, NULL, {_MARK}
"""


_MARKS = """
SELECT n.submission_id, n.event_id, n.entry_id,
  (SELECT x.id FROM submission x WHERE x.project_id = %(project)s AND x.id > n.submission_id
   ORDER BY x.id OFFSET %(ahead)s LIMIT 1),
  (SELECT x.id FROM event x WHERE x.project_id = %(project)s AND x.id > n.event_id
   ORDER BY x.id OFFSET %(ahead)s LIMIT 1),
  (SELECT x.id FROM ledger_entry x WHERE x.project_id = %(project)s AND x.id > n.entry_id
   ORDER BY x.id OFFSET %(ahead)s LIMIT 1)
FROM (SELECT submission_id, event_id, entry_id FROM figure_mark WHERE project_id = %(project)s
  UNION ALL SELECT 0, 0, 0 LIMIT 1) n
"""


def mark_of(s: Session, project_id: int) -> tuple[Mark, Mark]:
    """Up to where are this project's figures kept, and up to where are they read?"""
    row = s.connection().exec_driver_sql(_MARKS, {"project": project_id, "ahead": AHEAD}).one()
    upto = (found or last for found, last in zip(row[3:6], (LAST.submission,) * 3, strict=True))
    return Mark(*row[0:3]), Mark(*upto)


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums of all time by what, by day and what, and, where asked for, by member and what."""

    whole: dict[str, int]
    days: dict[date, dict[str, int]]
    members: dict[int, dict[str, int]]

    def get(self, what: str) -> int:
        """The sum of all time."""
        return self.whole.get(what, 0)


def sums(
    s: Session,
    project_id: int,
    stage_id: int | None,
    *,
    since: date,
    daily: Sequence[str],
    members: bool = False,
) -> Sums:
    """What has been done in the project or one of its stages; of each `daily` figure also what it
    was on each day from `since` on, and with `members` what each of them has done."""
    rows: list[Any] = []
    for _ in range(3):
        mark, upto = mark_of(s, project_id)
        values = between(project_id, mark, upto) | {
            "stage": stage_id,
            "since": since,
            "daily": list(daily),
            "people": None if members else [],
        }
        rows = list(s.connection().exec_driver_sql(_SUMS, values))
        # The mark may have moved between the two statements: then some would be counted twice.
        if Mark(*(rows[-1].mark or (0, 0, 0))) == mark:
            break
    whole: dict[str, int] = {}
    days: dict[date, dict[str, int]] = {}
    people: dict[int, dict[str, int]] = {}
    for what, day, n, person_id, figures, _mark in rows[:-1]:
        if person_id is not None:
            people[person_id] = figures
        elif day is None:
            whole[what] = n
        else:
            days.setdefault(day, {})[what] = n
    return Sums(whole, days, people)


_MONEY_OF = f"""
SELECT p.id, x.what, sum(x.n)::bigint AS n FROM unnest(%(projects)s::bigint[]) p (id)
LEFT JOIN figure_mark m ON m.project_id = p.id
CROSS JOIN LATERAL (
  SELECT f.what, f.n FROM figure f WHERE f.project_id = p.id AND f.what = ANY (%(whats)s)
  UNION ALL
  SELECT w.what, w.n FROM (SELECT * FROM ledger_entry WHERE project_id = p.id
    AND id > coalesce(m.entry_id, 0) ORDER BY id LIMIT %(ahead)s) e
  {MOVED}
  WHERE w.what = ANY (%(whats)s)) x
GROUP BY p.id, x.what
"""


def money_of(s: Session, projects: Sequence[int]) -> dict[int, dict[str, int]]:
    """The sums in `MONEY` of each of these projects, and what is left: one statement for all, so
    that the mark cannot move meanwhile."""
    values = {"projects": list(projects), "ahead": AHEAD, "whats": list(MONEY)}
    found: dict[int, dict[str, int]] = {project: {} for project in projects}
    for project, what, n in s.connection().exec_driver_sql(_MONEY_OF, values):
        found[project][what] = n
    for sums in found.values():
        sums["left"] = sum(sign * sums.get(what, 0) for what, sign in LEFT.items())
    return found


_BY_MEMBER = f"""
WITH fresh AS MATERIALIZED ({FRESH})
SELECT person_id, figures, {_MARK} AS mark FROM {_PEOPLE_SUMS} p
"""


def by_member(
    s: Session, project_id: int, *, stage_id: int | None = None, people: list[int] | None = None
) -> dict[int, dict[str, int]]:
    """What has each of these people (None: everybody) done in the project or stage?"""
    found: list[Any] = []
    for _ in range(3):
        mark, upto = mark_of(s, project_id)
        values = between(project_id, mark, upto) | {"people": people, "stage": stage_id}
        found = list(s.connection().exec_driver_sql(_BY_MEMBER, values))
        if not found or Mark(*(found[0].mark or (0, 0, 0))) == mark:
            break
    return {row.person_id: row.figures for row in found}


_HOURS = f"""
WITH fresh AS MATERIALIZED ({HAND_INS})
SELECT day, hour, what, sum(n)::bigint AS n, {_MARK} AS mark FROM (
  SELECT stage_id, day, hour, what, n FROM hour_figure
  WHERE project_id = %(project)s AND day >= %(since)s
  UNION ALL SELECT stage_id, day, hour, what, n FROM fresh
  WHERE what = ANY (%(handed)s) AND day >= %(since)s) x
WHERE %(stage)s::bigint IS NULL OR stage_id = %(stage)s
GROUP BY day, hour, what ORDER BY day, hour
"""
_PEOPLE = f"""
WITH fresh AS MATERIALIZED ({HAND_INS})
SELECT person_id, what, sum(n)::bigint AS n, {_MARK} AS mark FROM (
  SELECT person_id, stage_id, what, n FROM member_day
  WHERE project_id = %(project)s AND day >= %(since)s
  UNION ALL SELECT person_id, stage_id, what, n FROM fresh
  WHERE what = ANY (%(by_day)s) AND day >= %(since)s) x
WHERE %(stage)s::bigint IS NULL OR stage_id = %(stage)s
GROUP BY person_id, what
"""


def hours(s: Session, project_id: int, stage_id: int | None, since: date) -> list[Any]:
    """What was handed in and judged since that day, by day and hour: (day, hour, what, n)."""
    return _with_fresh(s, _HOURS, project_id, stage_id, since)


def people_since(
    s: Session, project_id: int, stage_id: int | None, since: date
) -> dict[int, dict[str, int]]:
    """What has each member handed in and judged since that day, and how long did it take?"""
    found: dict[int, dict[str, int]] = {}
    for row in _with_fresh(s, _PEOPLE, project_id, stage_id, since):
        found.setdefault(row.person_id, {})[row.what] = row.n
    return found


def _with_fresh(
    s: Session, statement: str, project_id: int, stage_id: int | None, since: date
) -> list[Any]:
    rows: list[Any] = []
    for _ in range(3):
        mark, upto = mark_of(s, project_id)
        values = between(project_id, mark, upto) | {"stage": stage_id, "since": since}
        values |= {"handed": list(HANDED), "by_day": list(BY_DAY)}
        rows = list(s.connection().exec_driver_sql(statement, values))
        if not rows or Mark(*(rows[0].mark or (0, 0, 0))) == mark:
            break
    return rows


_STAGES = """
SELECT t.id, t.name, t.state, (SELECT coalesce(sum(b.taken), 0)::bigint FROM batch b
  WHERE b.project_id = t.project_id AND b.stage_id = t.id AND b.state = 'imported'
    AND NOT b.dry_run) AS items
FROM stage t WHERE t.project_id = %(project)s ORDER BY t.id LIMIT 500
"""


def stages(s: Session, project_id: int) -> list[dict[str, Any]]:
    """The project's stages, each with how many items were imported into it."""
    rows = s.connection().exec_driver_sql(_STAGES, {"project": project_id})
    return [dict(row) for row in rows.mappings()]


_PROGRESS = """
SELECT p.id, (SELECT coalesce(sum(b.taken), 0)::bigint FROM batch b WHERE b.project_id = p.id
    AND b.state = 'imported' AND NOT b.dry_run) AS items,
  coalesce(sum(f.n) FILTER (WHERE f.what = ANY (%(done)s)), 0)::bigint AS accepted,
  coalesce(sum(f.n) FILTER (WHERE f.what = %(out)s), 0)::bigint AS excluded
FROM unnest(%(projects)s::bigint[]) p (id)
LEFT JOIN figure f ON f.project_id = p.id AND f.what = ANY (%(whats)s)
GROUP BY p.id
"""


def progress(
    s: Session, projects: Sequence[int], *, done: Sequence[str], out: str
) -> dict[int, tuple[int, int]]:
    """How many items each of these projects has to deliver (those that are `out` do not count), and
    how many of them are `done`, as of the last keeping of figures."""
    whats = [*done, out]
    values = {"projects": list(projects), "done": list(done), "out": out, "whats": whats}
    rows = s.connection().exec_driver_sql(_PROGRESS, values)
    return {row.id: (max(0, row.items - row.excluded), max(0, row.accepted)) for row in rows}


def words(s: Session, project_id: int) -> dict[str, tuple[str, str]]:
    """The taxonomy's wording, Korean and English, by code."""
    rows = s.connection().exec_driver_sql(
        "SELECT code, ko, en FROM reason WHERE project_id = %(project)s LIMIT 500",
        {"project": project_id},
    )
    return {row.code: (row.ko, row.en) for row in rows}


def names(s: Session, project_id: int, people: list[int]) -> dict[int, str]:
    """The pseudonyms of these people in the project."""
    rows = s.connection().exec_driver_sql(
        "SELECT person_id, pseudonym FROM project_member"
        " WHERE project_id = %(project)s AND person_id = ANY (%(people)s)",
        {"project": project_id, "people": people},
    )
    return {row.person_id: row.pseudonym for row in rows}


_MEMBERS = """
SELECT m.pseudonym, m.person_id, p.name,
  ARRAY(SELECT r.role FROM project_role r WHERE r.project_id = m.project_id
    AND r.person_id = m.person_id ORDER BY r.role) AS roles,
  m.team, l.median_seconds, l.last_at, t.studied + x.examined AS training_seconds
FROM (SELECT * FROM project_member WHERE project_id = %(project)s AND pseudonym > %(after)s
  AND (%(house)s::bigint IS NULL OR organisation_id = %(house)s)
  ORDER BY pseudonym LIMIT %(limit)s) m
JOIN person p ON p.id = m.person_id
CROSS JOIN LATERAL (
  SELECT round(percentile_cont(0.5) WITHIN GROUP (ORDER BY z.active_seconds))::bigint
    AS median_seconds, max(z.at) AS last_at
  FROM (SELECT v.active_seconds, v.at FROM submission v
    WHERE v.worker_id = m.person_id AND v.project_id = m.project_id
      AND (%(stage)s::bigint IS NULL OR v.stage_id = %(stage)s)
    ORDER BY v.at DESC LIMIT 100) z) l
CROSS JOIN LATERAL (
  SELECT coalesce(sum(seconds), 0)::bigint AS studied FROM studied
  WHERE project_id = m.project_id AND person_id = m.person_id) t
CROSS JOIN LATERAL (
  SELECT coalesce(sum(y.seconds), 0)::bigint AS examined FROM attempt a
  JOIN attempt_answer y ON y.project_id = a.project_id AND y.attempt_id = a.id
  WHERE a.project_id = m.project_id AND a.person_id = m.person_id) x
ORDER BY m.pseudonym
"""


def members(
    s: Session,
    project_id: int,
    *,
    stage_id: int | None,
    after: str,
    limit: int,
    organisation_id: int | None = None,
) -> list[dict[str, Any]]:
    """Who is or was in the project, in the order of pseudonyms, with the median time of each one's
    last 100 hand-ins, when the last one came, his team, and how long he has learned; of those alone
    whom a member organisation has brought, where one is given."""
    values = {"project": project_id, "stage": stage_id, "after": after, "limit": limit}
    rows = s.connection().exec_driver_sql(_MEMBERS, values | {"house": organisation_id})
    return [dict(row) for row in rows.mappings()]


_BY_HOUSE = f"""
WITH fresh AS MATERIALIZED ({FRESH})
SELECT m.organisation_id, x.stage_id, x.what, sum(x.n)::bigint AS n, {_MARK} AS mark
FROM (
  SELECT person_id, stage_id, what, n FROM member_figure WHERE project_id = %(project)s
  UNION ALL SELECT person_id, stage_id, what, n FROM fresh WHERE person_id IS NOT NULL) x
JOIN project_member m ON m.project_id = %(project)s AND m.person_id = x.person_id
GROUP BY m.organisation_id, x.stage_id, x.what
"""


def by_house(s: Session, project_id: int) -> dict[tuple[int | None, int], dict[str, int]]:
    """What have the people of each organisation done in each stage? Under (None, stage) those of
    the project's own."""
    found: dict[tuple[int | None, int], dict[str, int]] = {}
    for row in _with_fresh(s, _BY_HOUSE, project_id, None, date.min):
        found.setdefault((row.organisation_id, row.stage_id), {})[row.what] = row.n
    return found


_GOALS = """
SELECT t.id, t.name, t.state, t.overlap * greatest(0, (SELECT coalesce(sum(b.taken), 0)
    FROM batch b WHERE b.project_id = t.project_id AND b.stage_id = t.id AND b.state = 'imported'
      AND NOT b.dry_run)
  - (SELECT coalesce(sum(f.n), 0) FROM figure f WHERE f.project_id = t.project_id
    AND f.stage_id = t.id AND f.what = 'item:excluded'))::bigint AS pieces
FROM stage t WHERE t.project_id = %(project)s ORDER BY t.position, t.id LIMIT 500
"""


def stage_goals(s: Session, project_id: int) -> list[dict[str, Any]]:
    """The project's stages, each with how many accepted pieces it wants: items times overlap, a few
    seconds old."""
    rows = s.connection().exec_driver_sql(_GOALS, {"project": project_id})
    return [dict(row) for row in rows.mappings()]


_FREE = """
SELECT q.level, sum(w.slots)::bigint FROM queue q CROSS JOIN LATERAL (
  SELECT coalesce(sum(x.slots_left), 0) AS slots FROM (
    SELECT slots_left FROM seat WHERE project_id = q.project_id AND queue_id = q.id
    LIMIT %(most)s) x) w
WHERE q.project_id = %(project)s AND NOT q.gold GROUP BY q.level ORDER BY q.level
"""


def free_places(s: Session, project_id: int) -> dict[str, int]:
    """How many places are free at each level? Counted up to `SEATS_COUNTED`."""
    rows = s.connection().exec_driver_sql(_FREE, {"project": project_id, "most": SEATS_COUNTED})
    return {str(level): min(int(slots), SEATS_COUNTED) for level, slots in rows}


def last_event(s: Session, project_id: int) -> int:
    """The newest event of the project; where it stays, nothing has moved."""
    return int(
        s.connection()
        .exec_driver_sql(
            "SELECT coalesce(max(id), 0) FROM event WHERE project_id = %(project)s",
            {"project": project_id},
        )
        .scalar_one()
    )
