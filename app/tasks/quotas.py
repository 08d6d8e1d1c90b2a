"""Quotas: of each group of people so many, or so much, and no more.

A cell is one group, such as women in their twenties who grew up in Busan. Who claims for it holds
the cell's row until his commit, so that he counts what everybody before him has taken. A place is
counted by what its assignment is: it comes back by itself when a lease is returned, runs out, or
the work is rejected.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy.orm import Session

AXES = ("age", "sex", "grew_up", "lives", "language", "device")
"""By what people can be told apart; a cell's key names them in this order."""

PEOPLE, PIECES = "people", "pieces"


@dataclass(frozen=True, slots=True)
class Count:
    """How full a cell is."""

    cell: dict[str, str]
    goal: int  # 0 where nobody of this group was asked for
    taken: int  # people, or pieces: under way or accepted
    accepted: int
    inside: bool = False  # who asks has a place already

    def left(self, counts: str) -> int | None:
        """How many more pieces who asks may take; None: any number."""
        if counts == PEOPLE:
            return None if self.inside or self.taken < self.goal else 0
        return max(self.goal - self.taken, 0)


def cell_of(by: Sequence[str], values: Mapping[str, Any]) -> dict[str, str]:
    """The group to which a profile belongs."""
    return {axis: str(values[axis]) for axis in AXES if axis in by}


def key_of(cell: Mapping[str, str]) -> str:
    """A cell's key."""
    return "|".join(f"{axis}={cell[axis]}" for axis in AXES if axis in cell)


# What counts: leases and hand-ins that may still be accepted, and what was. Paid work that is kept
# outside of the data leaves its place to another.
_COUNTED = """(a.state IN ('reserved', 'submitted', 'rework')
  OR a.state = 'accepted' AND NOT a.surplus)"""
_COUNT = f"""
SELECT coalesce((SELECT c.goal FROM quota_cell c WHERE c.project_id = %(project)s
    AND c.stage_id = %(stage)s AND c.key = %(key)s), 0),
  CASE WHEN %(people)s THEN count(DISTINCT a.worker_id) ELSE count(*) END,
  CASE WHEN %(people)s THEN count(DISTINCT a.worker_id) FILTER (WHERE a.state = 'accepted')
    ELSE count(*) FILTER (WHERE a.state = 'accepted') END,
  coalesce(bool_or(a.worker_id = %(me)s), false)
FROM quota_place q
JOIN assignment a ON a.project_id = q.project_id AND a.id = q.assignment_id AND {_COUNTED}
WHERE q.project_id = %(project)s AND q.stage_id = %(stage)s AND q.key = %(key)s
"""


def count(
    s: Session, *, project_id: int, stage_id: int, cell: dict[str, str], counts: str, me: int
) -> Count:
    """How full is this cell?"""
    row = (
        s.connection()
        .exec_driver_sql(
            _COUNT,
            {
                "project": project_id,
                "stage": stage_id,
                "key": key_of(cell),
                "people": counts == PEOPLE,
                "me": me,
            },
        )
        .one()
    )
    return Count(cell, *row)


def hold(s: Session, project_id: int, stage_id: int, key: str) -> None:
    """Hold a cell: nobody else claims for it until this transaction ends."""
    s.connection().exec_driver_sql(
        """SELECT FROM quota_cell WHERE project_id = %(project)s AND stage_id = %(stage)s
             AND key = %(key)s FOR UPDATE""",
        {"project": project_id, "stage": stage_id, "key": key},
    )


def take(s: Session, project_id: int, stage_id: int, key: str, leases: Sequence[int]) -> None:
    """Note that these leases count for the cell."""
    s.connection().exec_driver_sql(
        """INSERT INTO quota_place (project_id, assignment_id, stage_id, key)
           SELECT %(project)s, id, %(stage)s, %(key)s FROM unnest(%(leases)s::bigint[]) AS id
           ON CONFLICT (project_id, assignment_id) DO UPDATE SET key = excluded.key""",
        {"project": project_id, "stage": stage_id, "key": key, "leases": list(leases)},
    )


_REPORT = f"""
SELECT c.cell, c.goal, coalesce(n.taken, 0), coalesce(n.accepted, 0)
FROM quota_cell c
LEFT JOIN (
  SELECT q.key,
    CASE WHEN %(people)s THEN count(DISTINCT a.worker_id) ELSE count(*) END AS taken,
    CASE WHEN %(people)s THEN count(DISTINCT a.worker_id) FILTER (WHERE a.state = 'accepted')
      ELSE count(*) FILTER (WHERE a.state = 'accepted') END AS accepted
  FROM quota_place q
  JOIN assignment a ON a.project_id = q.project_id AND a.id = q.assignment_id AND {_COUNTED}
  WHERE q.project_id = %(project)s AND q.stage_id = %(stage)s GROUP BY q.key) n USING (key)
WHERE c.project_id = %(project)s AND c.stage_id = %(stage)s
ORDER BY c.position
"""


def report(s: Session, project_id: int, stage_id: int, counts: str) -> list[Count]:
    """How full is each cell, in the order in which they were given?"""
    rows = s.connection().exec_driver_sql(
        _REPORT, {"project": project_id, "stage": stage_id, "people": counts == PEOPLE}
    )
    return [Count(*row) for row in rows]


def set_cells(
    s: Session,
    project_id: int,
    stage_id: int,
    by: Sequence[str],
    cells: Sequence[tuple[Mapping[str, str], int]],
) -> None:
    """Set the goals anew: each claim that is under way for a cell is waited for, and what was
    claimed before counts for the cells as they are now."""
    run = s.connection().exec_driver_sql
    here = {"project": project_id, "stage": stage_id}
    run(
        """SELECT FROM quota_cell WHERE project_id = %(project)s AND stage_id = %(stage)s
           ORDER BY key FOR UPDATE""",
        here,
    )
    given = [
        {"key": key_of(cell), "cell": cell, "goal": goal, "position": position}
        for position, (cell, goal) in enumerate(cells)
    ]
    rows = here | {"cells": orjson.dumps(given).decode()}
    run(
        """INSERT INTO quota_cell (project_id, stage_id, key, cell, goal, position)
           SELECT %(project)s, %(stage)s, key, cell, goal, position
           FROM jsonb_to_recordset(%(cells)s::jsonb)
             AS m (key text, cell jsonb, goal int, position int)
           ON CONFLICT (project_id, stage_id, key)
             DO UPDATE SET goal = excluded.goal, position = excluded.position""",
        rows,
    )
    run(
        """DELETE FROM quota_cell WHERE project_id = %(project)s AND stage_id = %(stage)s
             AND key NOT IN (SELECT m.key FROM jsonb_to_recordset(%(cells)s::jsonb)
               AS m (key text))""",
        rows,
    )
    run(_PLACES, here | {"by": [axis for axis in AXES if axis in by]})


_PLACES = """
WITH gone AS (
  DELETE FROM quota_place WHERE project_id = %(project)s AND stage_id = %(stage)s
    AND cardinality(%(by)s::text[]) = 0)
INSERT INTO quota_place (project_id, assignment_id, stage_id, key)
SELECT a.project_id, a.id, a.stage_id, k.key
FROM assignment a
JOIN profile f ON f.project_id = a.project_id AND f.person_id = a.worker_id AND f.values <> '{}'
CROSS JOIN LATERAL (SELECT string_agg(b.axis || '=' || (f.values ->> b.axis), '|' ORDER BY b.n)
  AS key FROM unnest(%(by)s::text[]) WITH ORDINALITY b (axis, n)) k
WHERE a.project_id = %(project)s AND a.stage_id = %(stage)s AND a.level = 0
  AND cardinality(%(by)s::text[]) > 0
ON CONFLICT (project_id, assignment_id) DO UPDATE SET key = excluded.key
"""
