"""Finding items and work by what is said of them: each page from an index, wherever it lies.

One condition leads: it has an index that gives its rows by number, from where the page before
ended. All others are looked up for each row that it gives, for at most `LOOKED_THROUGH` of them; a
page may then be short and yet not the last.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.desk.schemas import ItemFilter, WorkFilter

LOOKED_THROUGH = 3_000

_BY_TRAIT = """SELECT t.item_id FROM trait t WHERE t.project_id = %(project)s
  AND t.what = %(what_{n})s AND t.value = %(value_{n})s AND t.item_id > %(after)s
  ORDER BY t.item_id LIMIT %(most)s"""
_HAS_TRAIT = """EXISTS (SELECT FROM trait t WHERE t.project_id = %(project)s
  AND t.what = %(what_{n})s AND t.value = %(value_{n})s AND t.item_id = i.id)"""
_BY_INQUIRY = """SELECT DISTINCT q.item_id FROM inquiry q WHERE q.project_id = %(project)s
  AND q.state <> 'answered' AND q.item_id > %(after)s ORDER BY q.item_id LIMIT %(most)s"""
_HAS_INQUIRY = """EXISTS (SELECT FROM inquiry q WHERE q.project_id = %(project)s
  AND q.state <> 'answered' AND q.item_id = i.id)"""
_BY_PRIORITY = """SELECT DISTINCT t.item_id FROM task t WHERE t.project_id = %(project)s
  AND t.priority = %(priority)s AND t.state = 'open' AND t.priority <> 0
  AND t.item_id > %(after)s ORDER BY t.item_id LIMIT %(most)s"""
_HAS_PRIORITY = """EXISTS (SELECT FROM task t WHERE t.project_id = %(project)s
  AND t.item_id = i.id AND t.state = 'open' AND t.priority = %(priority)s)"""
_BY_STATE = """SELECT i.id AS item_id FROM unnest(%(stages)s::bigint[]) g (stage),
    unnest(%(states)s::text[]) w (state),
  LATERAL (SELECT i.id FROM item i WHERE i.project_id = %(project)s AND i.stage_id = g.stage
    AND i.state = w.state AND i.id > %(after)s AND i.id BETWEEN %(first)s AND %(last)s
    ORDER BY i.id LIMIT %(most)s) i
  ORDER BY i.id LIMIT %(most)s"""
_BY_ID = """SELECT i.id AS item_id FROM item i WHERE i.project_id = %(project)s
  AND i.id > %(after)s AND i.id BETWEEN %(first)s AND %(last)s ORDER BY i.id LIMIT %(most)s"""

_FIND = """
WITH looked AS MATERIALIZED ({lead}),
chosen AS MATERIALIZED (
  SELECT i.id FROM looked l
  CROSS JOIN LATERAL (SELECT i.id FROM item i WHERE i.project_id = %(project)s
    AND i.id = l.item_id AND {rest} OFFSET 0) i
  LIMIT %(limit)s)
SELECT (SELECT array_agg(id ORDER BY id) FROM chosen),
  (SELECT max(item_id) FROM looked HAVING count(*) = %(most)s)
"""
FIRST, LAST = 0, 2**63 - 1


def find_items(
    s: Session,
    project_id: int,
    asked: ItemFilter,
    *,
    stages: Sequence[int],
    batch: tuple[int, int] | None,
    person_id: int | None = None,
    after: int,
    limit: int,
) -> tuple[list[int], int | None]:
    """Up to `limit` ids of items after `after`, in order; and, where fewer were found among those
    that were looked through, the id to go on from. `stages` are the project's, or the one that is
    asked for; `batch` is from which item to which the import reaches, `person_id` whom the filter
    names."""
    statement, values = finding(
        project_id,
        asked,
        stages=stages,
        batch=batch,
        person_id=person_id,
        after=after,
        limit=limit,
    )
    ids, edge = s.connection().exec_driver_sql(statement, values).one()
    found = list(ids or ())
    return found, edge if len(found) < limit else None


def finding(
    project_id: int,
    asked: ItemFilter,
    *,
    stages: Sequence[int],
    batch: tuple[int, int] | None,
    person_id: int | None = None,
    after: int,
    limit: int,
) -> tuple[str, dict[str, Any]]:
    """The statement that finds a page, and what is bound to it."""
    first, last = batch or (FIRST, LAST)
    values: dict[str, Any] = {
        "project": project_id,
        "after": after,
        "limit": limit,
        "stages": list(stages),
        "states": [state.value for state in asked.state or ()],
        "batch": asked.batch_id,
        "first": first,
        "last": last,
        "priority": asked.priority,
        "name": asked.q,
        "past": (asked.q or "") + chr(0x10FFFF),
    }
    ways: list[tuple[str, str]] = []
    if asked.asked:
        ways.append((_BY_INQUIRY, _HAS_INQUIRY))
    if asked.priority is not None and asked.priority != 0:
        ways.append((_BY_PRIORITY, _HAS_PRIORITY))
    for n, (what, value) in enumerate(traits_of(asked, person_id)):
        values[f"what_{n}"], values[f"value_{n}"] = what, value
        ways.append((_BY_TRAIT.format(n=n), _HAS_TRAIT.format(n=n)))
    rest = ["i.stage_id = ANY (%(stages)s::bigint[])"]
    if asked.state:
        rest.append("i.state = ANY (%(states)s::text[])")
        ways.append((_BY_STATE, "true"))
    if batch is not None:
        rest.append("i.batch_id = %(batch)s AND i.id BETWEEN %(first)s AND %(last)s")
    if asked.q:
        rest.append("i.name >= %(name)s AND i.name < %(past)s")
    if asked.asked is False:
        rest.append(f"NOT {_HAS_INQUIRY}")
    if asked.priority == 0:
        rest.append(_HAS_PRIORITY)
    ways.append((_BY_ID, "true"))
    lead = ways[0][0]
    rest += [has for _, has in ways[1:] if has != "true"]
    # What the lead says of itself needs no looking through: every item is of one of the stages.
    sure = lead == _BY_STATE or (lead == _BY_ID and asked.stage_id is None)
    sure = sure and len(rest) == (2 if asked.state else 1)
    values["most"] = limit if sure else max(LOOKED_THROUGH, limit)
    return _FIND.format(lead=lead, rest=" AND ".join(rest)), values


def asks_more(asked: ItemFilter) -> bool:
    """Whether it asks for more than what an item's own row says."""
    return (
        bool(traits_of(asked, None))
        or asked.person is not None
        or asked.asked is not None
        or asked.priority is not None
    )


def traits_of(asked: ItemFilter, person_id: int | None) -> list[tuple[str, str]]:
    """What is asked of traits, as (what, value); what is the rarest as a rule comes first."""
    found: list[tuple[str, str | None]] = [
        ("reason", asked.reason),
        ("meta:" + (asked.meta_key or ""), asked.meta_value),
        ("class", asked.label),
        ("verdict", asked.verdict),
        ("day", asked.day.isoformat() if asked.day else None),
        ("person", None if person_id is None else str(person_id)),
    ]
    return [(what, value) for what, value in found if value is not None]


_PERSON = """
SELECT person_id FROM project_member WHERE project_id = %(project)s AND pseudonym = %(name)s
"""


def person_called(s: Session, project_id: int, pseudonym: str) -> int | None:
    """Who goes by this name in the project?"""
    values = {"project": project_id, "name": pseudonym}
    found: int | None = s.connection().exec_driver_sql(_PERSON, values).scalar()
    return found


_OPEN_STATES = frozenset({"reserved", "submitted", "rework", "appealed"})

_WORK_BY_PERSON = """SELECT a.id FROM assignment a WHERE a.worker_id = %(person)s
  AND a.id > %(after)s ORDER BY a.id LIMIT %(most)s"""
_WORK_BY_STATE = """SELECT a.id FROM unnest(%(stages)s::bigint[]) g (stage),
    unnest(%(states)s::text[]) w (state),
  LATERAL (SELECT a.id FROM assignment a WHERE a.project_id = %(project)s AND a.stage_id = g.stage
    AND a.state = w.state AND a.state IN ('reserved', 'submitted', 'rework', 'appealed')
    AND a.id > %(after)s ORDER BY a.id LIMIT %(most)s) a
  ORDER BY a.id LIMIT %(most)s"""
_WORK_BY_ID = """SELECT a.id FROM assignment a WHERE a.project_id = %(project)s
  AND a.id > %(after)s ORDER BY a.id LIMIT %(most)s"""
_FIND_WORK = """
WITH looked AS MATERIALIZED ({lead}),
chosen AS MATERIALIZED (
  SELECT a.id FROM looked l
  CROSS JOIN LATERAL (SELECT a.id FROM assignment a WHERE a.project_id = %(project)s
    AND a.id = l.id AND a.stage_id = ANY (%(stages)s::bigint[])
    AND (cardinality(%(states)s::text[]) = 0 OR a.state = ANY (%(states)s::text[]))
    AND (%(person)s::bigint IS NULL OR a.worker_id = %(person)s)
    AND (%(level)s::int IS NULL OR a.level = %(level)s)
    AND (%(day)s::date IS NULL OR (a.reserved_at AT TIME ZONE 'Asia/Seoul')::date = %(day)s)
    AND (%(overdue)s::boolean IS NULL OR coalesce(a.due_at < now(), false) = %(overdue)s)
    OFFSET 0) a
  LIMIT %(limit)s)
SELECT (SELECT array_agg(id ORDER BY id) FROM chosen),
  (SELECT max(id) FROM looked HAVING count(*) = %(most)s)
"""


def find_work(
    s: Session,
    project_id: int,
    asked: WorkFilter,
    *,
    stages: Sequence[int],
    person_id: int | None,
    after: int,
    limit: int,
) -> tuple[list[int], int | None]:
    """Up to `limit` ids of pieces of work after `after`, in order; and, where fewer were found
    among those looked through, the id to go on from."""
    statement, values = finding_work(
        project_id, asked, stages=stages, person_id=person_id, after=after, limit=limit
    )
    ids, edge = s.connection().exec_driver_sql(statement, values).one()
    found = list(ids or ())
    return found, edge if len(found) < limit else None


def finding_work(
    project_id: int,
    asked: WorkFilter,
    *,
    stages: Sequence[int],
    person_id: int | None,
    after: int,
    limit: int,
) -> tuple[str, dict[str, Any]]:
    """The statement that finds a page of work, and what is bound to it."""
    states = [state.value for state in asked.state or ()]
    lead = _WORK_BY_ID
    if states and _OPEN_STATES.issuperset(states):
        lead = _WORK_BY_STATE
    if person_id is not None:
        lead = _WORK_BY_PERSON
    values = {
        "project": project_id,
        "stages": list(stages),
        "states": states,
        "person": person_id,
        "level": asked.level,
        "day": asked.day,
        "overdue": asked.overdue,
        "after": after,
        "limit": limit,
        "most": max(LOOKED_THROUGH, limit),
    }
    return _FIND_WORK.format(lead=lead), values
