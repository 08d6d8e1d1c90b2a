"""What lots are asked, and the statements that make and settle them."""

from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.money import amount_sql
from app.models.project import PriceCard
from app.models.units import JOIN_ROOT, ROOT_UNITS


class Spare(NamedTuple):
    """What was set aside for a look and is not needed any more, in minor units; it may be 0."""

    project_id: int
    lot_id: int
    item_id: int
    amount: int


# What a look at the root `r` costs, which pays for as many units as that has.
_UNITS = f"""JOIN task t ON t.project_id = r.project_id AND t.id = r.task_id
  {JOIN_ROOT}
  CROSS JOIN LATERAL (SELECT {ROOT_UNITS.format(unit="CAST(:unit AS text)")} AS units) n"""
_LOOK_COST = amount_sql("CAST(:price AS bigint)", "n.units", "CAST(:per AS bigint)")

# An answer that stands for its item; of an item that was done in pieces or more than once, one:
# that which is nearest to what all say, where that is known.
_STANDING = """
SELECT DISTINCT ON (t.item_id) t.item_id, a.id AS root_id, t.id AS task_id
FROM task t
JOIN assignment a ON a.project_id = t.project_id AND a.task_id = t.id AND a.level = 0
  AND a.state = 'accepted' AND a.judged AND NOT a.surplus AND a.answer_id IS NOT NULL
LEFT JOIN consensus c ON c.project_id = t.project_id AND c.task_id = t.id
WHERE t.project_id = :p AND t.stage_id = :stage AND t.state = 'done' AND t.gold_id IS NULL
ORDER BY t.item_id, c.root_id = a.id DESC NULLS LAST, a.id
"""

# In no lot that is open or was accepted as it stands now; of a refused one not before it was looked
# at, or begun anew.
_FREE = f"""
SELECT i.id AS item_id, s.root_id, s.task_id
FROM item i JOIN ({_STANDING}) s ON s.item_id = i.id
WHERE i.project_id = :p AND i.stage_id = :stage AND i.state = 'accepted'
  AND NOT EXISTS (SELECT FROM lot_item m JOIN lot l ON l.project_id = m.project_id
      AND l.id = m.lot_id
    WHERE m.project_id = i.project_id AND m.item_id = i.id AND m.root_id = s.root_id
      AND (l.state <> 'refused' OR m.faulty IS NULL))
"""


def free(s: Session, project_id: int, stage_id: int, card: PriceCard) -> tuple[int, int]:
    """How many items would a lot take now, and what would a look at each of them cost, in minor
    units?"""
    found = s.execute(
        text(
            f"""SELECT count(*), coalesce(sum({_LOOK_COST}), 0)
                FROM ({_FREE}) f JOIN assignment r ON r.project_id = :p AND r.id = f.root_id
                {_UNITS}"""
        ),
        {"p": project_id, "stage": stage_id, **_pays(card)},
    ).one()
    return int(found[0]), int(found[1])


def _pays(card: PriceCard) -> dict[str, Any]:
    return {"price": card.level2, "per": card.per, "unit": card.unit.value}


def lots(
    s: Session,
    project_id: int,
    *,
    stage_id: int | None = None,
    lot_id: int | None = None,
    after: int = 0,
    limit: int = 1,
) -> list[dict[str, Any]]:
    """The lots of a stage in order, or one, with how far each is."""
    rows = s.execute(
        text(
            """SELECT l.id, l.stage_id, l.name, l.state, l."limit"::float8 AS "limit", l.size,
                 l.sample, l.accept, l.created_at, l.settled_at, l.cost,
                 count(*) FILTER (WHERE m.sampled AND m.faulty IS NOT NULL) AS looked,
                 count(*) FILTER (WHERE m.sampled AND m.faulty) AS faulty,
                 count(*) FILTER (WHERE NOT m.sampled AND m.faulty IS NOT NULL) AS again
               FROM lot l JOIN lot_item m ON m.project_id = l.project_id AND m.lot_id = l.id
               WHERE l.project_id = :p AND l.id > :after
                 AND (CAST(:stage AS bigint) IS NULL OR l.stage_id = :stage)
                 AND (CAST(:lot AS bigint) IS NULL OR l.id = :lot)
               GROUP BY l.project_id, l.id ORDER BY l.id LIMIT :limit"""
        ),
        {"p": project_id, "stage": stage_id, "lot": lot_id, "after": after, "limit": limit},
    )
    return [dict(row) for row in rows.mappings()]


def items(
    s: Session, project_id: int, lot_id: int, *, sampled: bool | None, after: int, limit: int
) -> list[dict[str, Any]]:
    """The items of a lot by their place in it: the sample, then the rest as it is looked at where
    the lot was refused, the riskiest first."""
    rows = s.execute(
        text(
            """SELECT * FROM (
                 SELECT m.item_id, i.name AS item, i.state, m.sampled, m.faulty,
                   d.risk::float8 AS risk,
                   row_number() OVER (ORDER BY m.sampled DESC, d.risk DESC NULLS LAST, m.item_id)
                     AS place
                 FROM lot_item m
                 JOIN lot l ON l.project_id = m.project_id AND l.id = m.lot_id
                 JOIN item i ON i.project_id = m.project_id AND i.id = m.item_id
                 LEFT JOIN LATERAL (
                   SELECT d.risk FROM drawn d
                   WHERE d.project_id = m.project_id AND d.root_id = m.root_id AND d.level = 2
                     AND d.why = 'lot' AND NOT m.sampled AND l.state = 'refused'
                   ORDER BY d.attempt DESC LIMIT 1) d ON true
                 WHERE m.project_id = :p AND m.lot_id = :lot
                   AND (CAST(:sampled AS boolean) IS NULL OR m.sampled = :sampled)) x
               WHERE x.place > :after ORDER BY x.place LIMIT :limit"""
        ),
        {"p": project_id, "lot": lot_id, "sampled": sampled, "after": after, "limit": limit},
    )
    return [dict(row) for row in rows.mappings()]


def gather(s: Session, project_id: int, stage_id: int, lot_id: int, sample: int) -> int:
    """Put all that is free into the lot; how many. The sample is drawn by the stage's salt: nobody
    can foresee it, and everybody who audits can repeat it."""
    done = s.execute(
        text(
            f"""INSERT INTO lot_item (project_id, lot_id, item_id, root_id, sampled)
                SELECT :p, :lot, f.item_id, f.root_id,
                  row_number() OVER (ORDER BY md5(g.salt || ':' || :lot || ':' || f.item_id),
                    f.item_id) <= :sample
                FROM ({_FREE}) f, stage g WHERE g.project_id = :p AND g.id = :stage"""
        ),
        {"p": project_id, "stage": stage_id, "lot": lot_id, "sample": sample},
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


# The newest word of level 2 on an item `m` of the lot `l`, since the lot was made.
_LOOK = """
SELECT v.verdict, b.price FROM assignment b
JOIN submission v ON v.project_id = b.project_id AND v.assignment_id = b.id
WHERE b.project_id = m.project_id AND b.root_id = m.root_id AND b.level = 2
  AND b.gold_id IS NULL AND v.at >= l.created_at
ORDER BY v.id DESC LIMIT 1
"""

_SPARE = f"""
WITH over AS MATERIALIZED (
  SELECT m.project_id, m.lot_id, m.item_id, a.task_id,
    greatest(m.reserved - coalesce(v.price, 0), 0) AS rest
  FROM lot_item m
  JOIN lot l ON l.project_id = m.project_id AND l.id = m.lot_id
  JOIN stage g ON g.project_id = l.project_id AND g.id = l.stage_id
  JOIN item i ON i.project_id = m.project_id AND i.id = m.item_id
  JOIN assignment a ON a.project_id = m.project_id AND a.id = m.root_id
  LEFT JOIN LATERAL ({_LOOK}) v ON true
  WHERE m.reserved > 0
    AND (CAST(:lot AS bigint) IS NULL OR m.project_id = :p AND m.lot_id = :lot)
    AND (v.verdict IS NOT NULL OR l.state = 'accepted' OR i.state = 'excluded'
      OR g.state = 'cancelled')
    AND NOT EXISTS (SELECT FROM assignment b WHERE b.project_id = m.project_id
      AND b.root_id = m.root_id AND b.level = 2 AND b.state = 'reserved' AND b.gold_id IS NULL)
  ORDER BY m.project_id, m.lot_id, m.item_id LIMIT :limit FOR NO KEY UPDATE OF m),
told AS (
  UPDATE lot_item m SET reserved = 0 FROM over
  WHERE m.project_id = over.project_id AND m.lot_id = over.lot_id AND m.item_id = over.item_id),
freed AS (
  UPDATE task t SET reserved = t.reserved - o.rest
  FROM (SELECT project_id, task_id, sum(rest) AS rest FROM over GROUP BY 1, 2) o
  WHERE t.project_id = o.project_id AND t.id = o.task_id AND o.rest > 0)
SELECT project_id, lot_id, item_id, rest FROM over
"""


def set_aside(s: Session, project_id: int, lot_id: int, card: PriceCard) -> int:
    """Each task of the lot has the money for one more look; how much that is for all of them."""
    return int(
        s.execute(
            text(
                f"""WITH cost AS MATERIALIZED (
                      SELECT m.item_id, r.task_id, {_LOOK_COST} AS amount
                      FROM lot_item m
                      JOIN assignment r ON r.project_id = m.project_id AND r.id = m.root_id
                      {_UNITS}
                      WHERE m.project_id = :p AND m.lot_id = :lot),
                    kept AS (
                      UPDATE lot_item m SET reserved = cost.amount FROM cost
                      WHERE m.project_id = :p AND m.lot_id = :lot AND m.item_id = cost.item_id),
                    given AS (
                      UPDATE task t SET reserved = t.reserved + n.amount
                      FROM (SELECT task_id, sum(amount)::bigint AS amount FROM cost GROUP BY 1) n
                      WHERE t.project_id = :p AND t.id = n.task_id)
                    SELECT coalesce(sum(amount), 0) FROM cost"""
            ),
            {"p": project_id, "lot": lot_id, **_pays(card)},
        ).scalar_one()
    )


def spare(s: Session, *, project_id: int | None = None, lot_id: int | None = None) -> list[Spare]:
    """Take from tasks what was set aside for looks and is not needed any more: the look was paid
    (with less, where prices have fallen), the lot is accepted, or the item or its stage was taken
    out. Whoever looks at this moment is waited for. Of all items of one lot, or of some of any."""
    limit = None if lot_id is not None else 500
    rows = s.execute(text(_SPARE), {"p": project_id, "lot": lot_id, "limit": limit})
    return [Spare(*row) for row in rows]


def offer(s: Session, project_id: int, lot_id: int, rows: str, chance: float) -> int:
    """Put a look at level 2 on offer for each of `rows` (JSON: root, priority, risk), to whoever
    has had no part in the task; how many. Nothing of the answers changes."""
    return int(
        s.connection()
        .exec_driver_sql(
            """WITH wanted AS MATERIALIZED (
                 SELECT m.root, m.priority, m.risk, a.task_id, a.attempt, a.stage_id, q.id AS queue
                 FROM jsonb_to_recordset(%(rows)s::jsonb) AS m (root bigint, priority int,
                   risk numeric)
                 JOIN assignment a ON a.project_id = %(p)s AND a.id = m.root
                 JOIN queue q ON q.project_id = %(p)s AND q.stage_id = a.stage_id AND q.level = 2
                   AND NOT q.held AND NOT q.gold),
               drew AS (
                 INSERT INTO drawn (project_id, root_id, attempt, level, stage_id, why, chance,
                   risk)
                 SELECT %(p)s, root, attempt, 2, stage_id, 'lot', %(chance)s, risk FROM wanted
                 ON CONFLICT DO NOTHING),
               offered AS (
                 INSERT INTO seat (project_id, queue_id, priority, task_id, root_id, slots_left,
                   seen)
                 SELECT %(p)s, w.queue, w.priority, w.task_id, w.root, 1,
                   ARRAY(SELECT r.worker_id FROM task_role r WHERE r.project_id = %(p)s
                     AND r.task_id = w.task_id AND r.side <> 'inspector')
                   || ARRAY(SELECT b.worker_id FROM assignment b
                     WHERE b.project_id = %(p)s AND b.root_id = w.root AND b.level > 0)
                 FROM wanted w ORDER BY w.queue, w.priority, w.task_id, w.root
                 ON CONFLICT DO NOTHING RETURNING 1)
               SELECT count(*) FROM offered""",
            {"p": project_id, "rows": rows, "chance": round(chance, 4)},
        )
        .scalar_one()
    )


def waiting(s: Session, project_id: int, lot_id: int, *, sampled: bool) -> list[dict[str, Any]]:
    """What of the sample, or of the rest, is to be looked at, with what its risk is told by."""
    rows = s.execute(
        text(
            """SELECT m.root_id, t.priority, z.mean::float8 AS trust,
                 coalesce(z.answers, 0) AS answers,
                 jsonb_array_length(coalesce(v.answer -> 'annotations', '[]')) AS marks,
                 coalesce(v.active_seconds, 0) AS seconds, a.attempt
               FROM lot_item m
               JOIN item i ON i.project_id = m.project_id AND i.id = m.item_id
                 AND i.state <> 'excluded'
               JOIN assignment a ON a.project_id = m.project_id AND a.id = m.root_id
               JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
               JOIN submission v ON v.project_id = a.project_id AND v.assignment_id = a.id
                 AND v.attempt = a.attempt
               LEFT JOIN trust z ON z.project_id = a.project_id AND z.stage_id = a.stage_id
                 AND z.level = 0 AND z.person_id = a.worker_id
               WHERE m.project_id = :p AND m.lot_id = :lot AND m.sampled = :sampled
                 AND m.faulty IS NULL"""
        ),
        {"p": project_id, "lot": lot_id, "sampled": sampled},
    )
    return [dict(row) for row in rows.mappings()]


def note_looks(s: Session) -> int:
    """What was found since? Notes it on the items of lots; how many."""
    done = s.execute(
        text(
            f"""UPDATE lot_item x SET faulty = n.verdict <> 'approve'
                FROM ({_VERDICTS.format(which="m.faulty IS NULL")}) n
                WHERE x.project_id = n.project_id AND x.lot_id = n.lot_id
                  AND x.item_id = n.item_id"""
        )
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


_VERDICTS = f"""
SELECT m.project_id, m.lot_id, m.item_id, m.root_id, a.task_id, v.verdict
FROM lot l JOIN lot_item m ON m.project_id = l.project_id AND m.lot_id = l.id
JOIN assignment a ON a.project_id = m.project_id AND a.id = m.root_id
CROSS JOIN LATERAL ({_LOOK}) v
WHERE (l.state = 'open' AND m.sampled OR l.state = 'refused') AND {{which}}
"""


def to_begin_anew(s: Session, limit: int = 100) -> list[tuple[int, int]]:
    """Which items were found faulty and not mended on the spot? (project, item). A correction mends
    what goes out as its author's answer, and not what several answers came to."""
    rows = s.execute(
        text(
            f"""SELECT n.project_id, n.item_id
                FROM ({
                _VERDICTS.format(which="m.faulty").replace(
                    "l.state = 'open' AND m.sampled OR l.state = 'refused'", "true"
                )
            }) n
                JOIN assignment a ON a.project_id = n.project_id AND a.id = n.root_id
                  AND NOT a.surplus
                JOIN item i ON i.project_id = n.project_id AND i.id = n.item_id
                  AND i.state IN ('accepted', 'released')
                WHERE n.verdict IN ('return', 'reject') OR n.verdict = 'fix' AND EXISTS (
                  SELECT FROM consensus c WHERE c.project_id = n.project_id
                    AND c.task_id = n.task_id)
                ORDER BY n.item_id LIMIT :limit"""
        ),
        {"limit": limit},
    )
    return [(row[0], row[1]) for row in rows]


def seen_through(s: Session) -> list[tuple[int, int]]:
    """Which open lots have nothing of their sample left to look at? (project, lot)."""
    rows = s.execute(
        text(
            """SELECT l.project_id, l.id FROM lot l WHERE l.state = 'open' AND NOT EXISTS (
                 SELECT FROM lot_item m
                 JOIN item i ON i.project_id = m.project_id AND i.id = m.item_id
                 WHERE m.project_id = l.project_id AND m.lot_id = l.id AND m.sampled
                   AND m.faulty IS NULL AND i.state <> 'excluded')
               ORDER BY l.id LIMIT 20"""
        )
    )
    return [(row[0], row[1]) for row in rows]


def found(s: Session, project_id: int, lot_id: int) -> tuple[int, int]:
    """How many of the sample were looked at, and how many of those are faulty?"""
    row = s.execute(
        text(
            """SELECT count(*) FILTER (WHERE faulty IS NOT NULL), count(*) FILTER (WHERE faulty)
               FROM lot_item WHERE project_id = :p AND lot_id = :lot AND sampled"""
        ),
        {"p": project_id, "lot": lot_id},
    ).one()
    return int(row[0]), int(row[1])
