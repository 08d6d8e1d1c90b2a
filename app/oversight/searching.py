"""What happened: searched by who, what, subject, time and text, a page at a time.

The history stands by project. A search goes down each project's own stretch of an index, the newest
first, and looks through so many rows a page at most: a page may then be short, and says where to go
on. A time is first turned into a number: rows get theirs in the order of time, give or take the
length of a transaction.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

FAR = 2**63 - 1
WORK = ("assignment", "item", "task")
"""Subjects of the history that work itself writes, by the million."""
SCANNED = 20_000
"""Rows that a page looks through at most, over all places."""
READ = 3_000
"""Rows at most whose words a page reads."""
LEAST = 200
"""Rows of each of many places that a page looks through."""
SLACK = timedelta(hours=6)
"""How much later a row's number may be than its time says."""
DECIDED = "e.subject NOT IN ('assignment', 'item', 'payout_line', 'task')"
"""What people decide over people, projects and rules; as the indexes `ix_event_audit` and
`ix_event_decided` have it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for. Without a subject of `WORK`: decisions over people, projects and rules;
    with it, moves of the work of one project, which must be named.

    `project_id` and `organisation_id` say where; neither: everywhere. Of an organisation its own
    matters and all its projects'.
    """

    project_id: int | None = None
    organisation_id: int | None = None
    subject: str | None = None
    subject_id: int | None = None
    actor_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    q: str = ""
    before: int = 0

    @property
    def narrow(self) -> bool:
        """Whether it asks for anything but where."""
        asked = (self.subject, self.subject_id, self.actor_id, self.since, self.until)
        return bool(self.q) or any(one is not None for one in asked)


_ABOUT = """CASE e.subject
    WHEN 'person' THEN (SELECT x.name FROM person x WHERE x.id = e.subject_id)
    WHEN 'project_role' THEN (SELECT x.name FROM person x WHERE x.id = e.subject_id)
    WHEN 'organisation' THEN (SELECT o.name FROM organisation o WHERE o.id = e.subject_id)
    WHEN 'organisation_role' THEN (SELECT concat_ws(' · ', o.name, x.name) FROM organisation o
      LEFT JOIN person x ON x.id = (e.data->>'person')::bigint WHERE o.id = e.subject_id)
    WHEN 'project' THEN p.name
    WHEN 'stage' THEN (SELECT t.name FROM stage t
      WHERE t.project_id = e.project_id AND t.id = e.subject_id)
    WHEN 'course' THEN (SELECT k.title FROM course k
      WHERE k.project_id = e.project_id AND k.id = e.subject_id)
    WHEN 'certificate' THEN (SELECT concat_ws(' · ', k.title, x.name) FROM certificate c
      JOIN course k ON k.project_id = c.project_id AND k.id = c.course_id
      JOIN person x ON x.id = c.person_id WHERE c.id = e.subject_id)
    WHEN 'consortium_member' THEN (SELECT o.name FROM consortium_member c
      JOIN organisation o ON o.id = c.organisation_id
      WHERE c.project_id = e.project_id AND c.id = e.subject_id)
    WHEN 'batch' THEN (SELECT b.name FROM batch b
      WHERE b.project_id = e.project_id AND b.id = e.subject_id)
    WHEN 'release' THEN (SELECT r.version FROM release r
      WHERE r.project_id = e.project_id AND r.id = e.subject_id)
    WHEN 'dataset' THEN (SELECT d.title_ko FROM dataset d WHERE d.id = e.subject_id)
    WHEN 'delivery_template' THEN (SELECT t.name FROM delivery_template t
      WHERE t.project_id = e.project_id AND t.id = e.subject_id)
    WHEN 'lot' THEN (SELECT l.name FROM lot l
      WHERE l.project_id = e.project_id AND l.id = e.subject_id)
    WHEN 'bulletin' THEN e.data->>'title'
    WHEN 'hook' THEN e.data->>'name'
    WHEN 'invitation' THEN (SELECT v.email FROM invitation v WHERE v.id = e.subject_id)
    WHEN 'item' THEN (SELECT i.name FROM item i
      WHERE i.project_id = e.project_id AND i.id = e.subject_id)
    WHEN 'task' THEN (SELECT i.name FROM task k JOIN item i ON i.project_id = k.project_id
      AND i.id = k.item_id WHERE k.project_id = e.project_id AND k.id = e.subject_id)
    WHEN 'assignment' THEN (SELECT i.name FROM assignment a
      JOIN task k ON k.project_id = a.project_id AND k.id = a.task_id
      JOIN item i ON i.project_id = k.project_id AND i.id = k.item_id
      WHERE a.project_id = e.project_id AND a.id = e.subject_id) END"""
_MATCHES = """(%(subject)s::text IS NULL OR e.subject = %(subject)s)
  AND (%(subject_id)s::bigint IS NULL OR e.subject_id = %(subject_id)s)
  AND (%(actor)s::bigint IS NULL OR e.actor_id = %(actor)s)
  AND (%(since)s::timestamptz IS NULL OR e.at >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR e.at < %(until)s)"""
# What is an organisation's own among what belongs to no project.
_HOUSES = """(e.project_id <> 0 OR %(organisation)s::bigint IS NULL
  OR e.subject IN ('organisation', 'organisation_role') AND e.subject_id = %(organisation)s
  OR e.subject = 'invitation' AND EXISTS (SELECT FROM invitation v
    WHERE v.id = e.subject_id AND v.organisation_id = %(organisation)s)
  OR e.subject = 'payout' AND EXISTS (SELECT FROM payout v
    WHERE v.id = e.subject_id AND v.organisation_id = %(organisation)s))"""
_BY_PLACE = """
SELECT e.* FROM unnest(%(places)s::bigint[]) p (id) CROSS JOIN LATERAL (
  SELECT * FROM event e WHERE e.project_id = p.id AND e.id < %(before)s AND e.id >= %(from)s
    AND {kind} ORDER BY e.id DESC LIMIT %(stretch)s) e
"""
_OF_WORK = _BY_PLACE.format(kind="true")
_OF_PLACES = _BY_PLACE.format(kind=DECIDED)
_EVERYWHERE = f"""
SELECT e.*, 0 AS place FROM event e WHERE {DECIDED} AND e.id < %(before)s AND e.id >= %(from)s
ORDER BY e.id DESC LIMIT %(stretch)s
"""
# Below where some place's stretch ends, that place's rows are not known: the page ends there.
_SEARCH = """
WITH stretch AS MATERIALIZED ({stretch}),
edge AS (SELECT coalesce(max(low), 0) AS id FROM (
  SELECT min(id) AS low FROM stretch GROUP BY {by} HAVING count(*) >= %(stretch)s) x),
chosen AS (
  SELECT e.* FROM stretch e, edge WHERE e.id >= edge.id AND {matches} AND {houses}
  ORDER BY e.id DESC LIMIT CASE WHEN %(q)s = '' THEN %(limit)s END),
named AS (
  SELECT e.id, e.at, e.project_id, p.name AS project, e.subject, e.subject_id, e.actor_id,
    h.name AS actor, m.pseudonym, e.source, e.target, e.why, e.data, {about} AS about
  FROM chosen e
  LEFT JOIN project p ON p.id = e.project_id
  LEFT JOIN person h ON h.id = e.actor_id
  LEFT JOIN project_member m ON m.project_id = e.project_id AND m.person_id = e.actor_id),
found AS (
  SELECT * FROM named WHERE %(q)s = '' OR strpos(lower(concat_ws(' ', about, actor, pseudonym,
    project, why, source, target, data::text)), lower(%(q)s)) > 0
  ORDER BY id DESC LIMIT %(limit)s)
SELECT f.*, edge.id AS edge FROM edge LEFT JOIN found f ON true ORDER BY f.id DESC
"""
_PLACES = """
SELECT id FROM project WHERE organisation_id = %(organisation)s UNION ALL SELECT 0 ORDER BY 1
"""
_LAST = "SELECT coalesce(max(id), 0) FROM event e WHERE {where}"
_NEXT = "SELECT e.id, e.at FROM event e WHERE {where} AND e.id >= %(id)s ORDER BY e.id LIMIT 1"


def search(s: Session, asked: Asked, limit: int) -> tuple[list[dict[str, Any]], int | None]:
    """What has happened, the newest first, `limit` rows at most; and, where the page ends because
    enough was looked through, the key to go on from."""
    work = asked.subject in WORK
    if asked.project_id is not None:
        places: list[int] | None = [asked.project_id]
    elif asked.organisation_id is not None:
        house = {"organisation": asked.organisation_id}
        places = list(s.connection().exec_driver_sql(_PLACES, house).scalars())
    else:
        places = None
    ends = _ends(s, asked)
    before = min(asked.before or FAR, ends[1])
    most = READ if asked.q else SCANNED if asked.narrow or work else limit
    values: dict[str, Any] = {
        "places": places,
        "organisation": asked.organisation_id,
        "subject": asked.subject,
        "subject_id": asked.subject_id,
        "actor": asked.actor_id,
        "since": asked.since,
        "until": asked.until,
        "q": asked.q,
        "from": ends[0],
        "before": before,
        "limit": limit,
        "stretch": most if places is None else max(min(LEAST, most), most // len(places), limit),
    }
    stretch = _EVERYWHERE if places is None else _OF_WORK if work else _OF_PLACES
    statement = statement_of(stretch, "place" if places is None else "project_id")
    rows = [dict(row) for row in s.connection().exec_driver_sql(statement, values).mappings()]
    edge = rows[0]["edge"]
    found = [row for row in rows if row["id"] is not None]
    return found, edge if len(found) < limit and edge > ends[0] else None


def statement_of(stretch: str, by: str) -> str:
    """The search over a stretch of the history, whose rows are `by` place."""
    return _SEARCH.format(stretch=stretch, by=by, matches=_MATCHES, houses=_HOUSES, about=_ABOUT)


def _ends(s: Session, asked: Asked) -> tuple[int, int]:
    """Between which numbers, the second not included, lies what happened in the time asked for?"""
    low = 0 if asked.since is None else _number(s, asked, asked.since - SLACK)
    high = FAR if asked.until is None else _number(s, asked, asked.until + SLACK)
    return low, high


def _number(s: Session, asked: Asked, moment: datetime) -> int:
    """The first number at or after a moment, found by halving."""
    where = DECIDED if asked.project_id is None else "e.project_id = %(project)s"
    run = s.connection().exec_driver_sql
    values: dict[str, Any] = {"project": asked.project_id}
    low, high = 0, int(run(_LAST.format(where=where), values).scalar_one()) + 1
    statement = _NEXT.format(where=where)
    while low < high:
        middle = (low + high) // 2
        row = run(statement, values | {"id": middle}).first()
        if row is None or row.at >= moment:
            high = middle
        else:
            low = int(row.id) + 1
    return low


def everything(
    opened: Callable[[], AbstractContextManager[Session]], asked: Asked, most: int
) -> Iterator[dict[str, Any]]:
    """All that is asked for, the newest first, `most` at most: a thousand rows at a time, each in a
    transaction of its own, so that nothing waits for a slow reader."""
    told = 0
    while told < most:
        wanted = min(1000, most - told)
        with opened() as s:
            rows, edge = search(s, asked, wanted)
        yield from rows
        told += len(rows)
        last = rows[-1]["id"] if len(rows) == wanted else edge
        if last is None:
            return
        asked = replace(asked, before=last)
