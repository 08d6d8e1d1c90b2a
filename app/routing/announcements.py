"""Announced work, in SQL: what will open, who wants a part of it, and when it is time."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import RowMapping, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.models.learn import UNASKED
from app.models.routing import Announcement, Wish
from app.queue import news


def locked(s: Session, project_id: int, announcement_id: int) -> Announcement:
    """The announcement, held against whoever opens it or calls it off. Raises `NotFound`."""
    found = s.get(
        Announcement,
        (project_id, announcement_id),
        with_for_update={"key_share": True},
        populate_existing=True,
    )
    if found is None:
        raise NotFound("There is no such announcement in this project.")
    return found


_OF_PROJECT = """
SELECT n.id, n.stage_id, g.name AS stage, n.level, n.batch_id, n.priority, n.opens_at,
  n.share_seconds, n.share, n.told_at, n.opened_at, n.cancelled_at, n.created_at,
  (SELECT count(*) FROM wish w WHERE w.project_id = n.project_id AND w.announcement_id = n.id)
    AS wishes
FROM announcement n
JOIN stage g ON g.project_id = n.project_id AND g.id = n.stage_id
WHERE n.project_id = %(project)s AND (%(one)s::bigint IS NULL OR n.id = %(one)s)
  AND (%(after)s = 0 OR n.id < %(after)s)
ORDER BY n.id DESC LIMIT %(limit)s
"""


def of_project(
    s: Session, project_id: int, *, one: int | None = None, after: int = 0, limit: int = 1
) -> Sequence[RowMapping]:
    """The project's announcements, the newest first, or one of them."""
    values = {"project": project_id, "one": one, "after": after, "limit": limit}
    return s.connection().exec_driver_sql(_OF_PROJECT, values).mappings().all()


# What is to open, or is being shared out, in projects whose role for it this person has.
_COMING = """
SELECT n.id, n.project_id, p.name AS project, n.stage_id, g.name AS stage, n.level, p.currency,
  CASE n.level WHEN 0 THEN c.level0 WHEN 1 THEN c.level1 ELSE c.level2 END AS price,
  c.unit, c.per,
  l.definition->>'modality' AS modality, n.opens_at, n.share_seconds, n.opened_at, n.share,
  n.opened_at + make_interval(secs => n.share_seconds) AS until,
  (SELECT count(*) FROM wish w WHERE w.project_id = n.project_id AND w.announcement_id = n.id)
    AS wishes,
  EXISTS (SELECT FROM wish w WHERE w.project_id = n.project_id AND w.announcement_id = n.id
    AND w.person_id = %(me)s) AS wished
FROM project_role r
JOIN announcement n ON n.project_id = r.project_id
  AND r.role = CASE n.level WHEN 0 THEN 'worker' WHEN 1 THEN 'primary_inspector'
    ELSE 'secondary_inspector' END
JOIN project p ON p.id = n.project_id AND p.state = 'open'
JOIN stage g ON g.project_id = n.project_id AND g.id = n.stage_id AND g.state <> 'cancelled'
LEFT JOIN price_card c ON c.project_id = g.project_id AND c.stage_id = g.id
  AND c.version = g.price_version
LEFT JOIN label_schema l ON l.project_id = g.project_id AND l.stage_id = g.id
  AND l.version = g.schema_version
WHERE r.person_id = %(me)s AND n.id > %(after)s AND n.cancelled_at IS NULL
  AND (n.opened_at IS NULL OR n.opened_at + make_interval(secs => n.share_seconds) > now())
ORDER BY n.id LIMIT %(limit)s
"""


def coming(s: Session, me: int, *, after: int = 0, limit: int = 200) -> list[dict[str, Any]]:
    """What will open for this person, or has just opened?"""
    rows = s.connection().exec_driver_sql(_COMING, {"me": me, "after": after, "limit": limit})
    return [dict(row) for row in rows.mappings()]


def want(s: Session, project_id: int, announcement_id: int, person_id: int) -> None:
    """He wants a part; again is no change."""
    s.execute(
        insert(Wish)
        .values(project_id=project_id, announcement_id=announcement_id, person_id=person_id)
        .on_conflict_do_nothing()
    )


def want_not(s: Session, project_id: int, announcement_id: int, person_id: int) -> None:
    """He wants none."""
    s.execute(
        delete(Wish).where(
            Wish.project_id == project_id,
            Wish.announcement_id == announcement_id,
            Wish.person_id == person_id,
        )
    )


def wishes(s: Session, project_id: int, announcement_id: int) -> Sequence[int]:
    """Who wants a part?"""
    return s.scalars(
        select(Wish.person_id)
        .where(Wish.project_id == project_id, Wish.announcement_id == announcement_id)
        .order_by(Wish.person_id)
    ).all()


_DUE = """
SELECT project_id, id FROM announcement
WHERE opened_at IS NULL AND cancelled_at IS NULL AND opens_at <= now()
ORDER BY opens_at LIMIT 1 FOR UPDATE SKIP LOCKED
"""


def next_due(s: Session) -> tuple[int, int] | None:
    """One announcement whose time has come, locked: no other process opens it meanwhile."""
    row = s.connection().exec_driver_sql(_DUE).first()
    return None if row is None else (row[0], row[1])


_PLACES = f"""
SELECT count(*) * max(g.overlap) FROM item i
JOIN stage g ON g.project_id = i.project_id AND g.id = i.stage_id
WHERE i.project_id = %(project)s AND i.stage_id = %(stage)s AND i.state = 'ready'
  AND (%(batch)s::bigint IS NULL OR i.batch_id = %(batch)s) AND {UNASKED}
"""


def places(s: Session, project_id: int, stage_id: int, batch_id: int | None) -> int:
    """How many places will opening make, as far as items say: a piece of one is a place, too, and
    is known only then."""
    values = {"project": project_id, "stage": stage_id, "batch": batch_id}
    return int(s.connection().exec_driver_sql(_PLACES, values).scalar() or 0)


# Once each, however often the opening is tried again.
_TELL = """
INSERT INTO notification (person_id, project_id, kind, params)
SELECT x.person, %(project)s, %(kind)s, %(params)s::jsonb
FROM unnest(%(people)s::bigint[]) x (person)
WHERE NOT EXISTS (SELECT FROM notification n WHERE n.person_id = x.person
  AND n.project_id = %(project)s AND n.kind = %(kind)s
  AND n.params->'announcement_id' = to_jsonb(%(one)s::bigint))
"""


def tell(
    s: Session, project_id: int, one: int, kind: str, people: Sequence[int], params: str
) -> int:
    """Tell these people of the announcement, each once; how many."""
    values = {
        "project": project_id,
        "one": one,
        "kind": kind,
        "people": list(people),
        "params": params,
    }
    news.tell(s, news.EVERYBODY)
    return s.connection().exec_driver_sql(_TELL, values).rowcount


_SIGNS = """
SELECT (SELECT max(n.id) FROM notification n WHERE n.person_id = %(me)s),
  (SELECT count(*) FROM notification n WHERE n.person_id = %(me)s AND n.read_at IS NULL),
  (SELECT array_agg(ARRAY[n.id, n.share,
      extract(epoch FROM coalesce(n.cancelled_at, n.opened_at))::bigint] ORDER BY n.id)
    FROM project_role r JOIN announcement n ON n.project_id = r.project_id
    WHERE r.person_id = %(me)s AND (n.opened_at IS NULL
      OR n.opened_at + make_interval(secs => n.share_seconds) > now()))
"""


def signs(s: Session, me: int) -> tuple[int | None, int, Any]:
    """By what one sees that something has happened to this person: his newest notification, how
    many he has not read, and what is announced where he works."""
    row = s.connection().exec_driver_sql(_SIGNS, {"me": me}).one()
    return row[0], row[1], row[2]
