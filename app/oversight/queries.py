"""What the operator asks across projects.

Money and history stand by project. A list over all of them takes each project's newest rows from
its own stretch of the key and merges them, so no table that work writes to needs an index for it.
"""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.models.ledger import EntryKind

FAR = 2**63 - 1


def _rows(s: Session, statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in s.connection().exec_driver_sql(statement, values).mappings()]


_ORGANISATIONS = """
SELECT o.id, o.name, o.created_at,
  (SELECT count(DISTINCT r.person_id) FROM organisation_role r WHERE r.organisation_id = o.id)
    AS officers,
  (SELECT count(*) FROM project p WHERE p.organisation_id = o.id) AS projects,
  (SELECT count(*) FROM project p WHERE p.organisation_id = o.id AND p.state = 'open')
    AS open_projects
FROM organisation o
WHERE (%(before)s = 0 OR o.id < %(before)s) AND (%(id)s::bigint IS NULL OR o.id = %(id)s)
  AND (%(q)s = '' OR strpos(lower(o.name), lower(%(q)s)) > 0)
ORDER BY o.id DESC LIMIT %(limit)s
"""


def organisations(
    s: Session, *, q: str, before: int, limit: int, only: int | None = None
) -> list[dict[str, Any]]:
    """Which organisations are there, the newest first, with `q` in their names?"""
    return _rows(s, _ORGANISATIONS, {"q": q, "before": before, "limit": limit, "id": only})


_PROJECTS = """
SELECT p.id, p.name, p.state, p.organisation_id, o.name AS organisation, p.created_at, p.currency
FROM project p JOIN organisation o ON o.id = p.organisation_id
WHERE (%(before)s = 0 OR p.id < %(before)s)
  AND (%(organisation)s::bigint IS NULL OR p.organisation_id = %(organisation)s)
  AND (%(q)s = '' OR strpos(lower(p.name), lower(%(q)s)) > 0)
ORDER BY p.id DESC LIMIT %(limit)s
"""


def projects(
    s: Session, *, organisation_id: int | None, q: str, before: int, limit: int
) -> list[dict[str, Any]]:
    """Which projects are there, the newest first, with `q` in their names?"""
    values = {"organisation": organisation_id, "q": q, "before": before, "limit": limit}
    return _rows(s, _PROJECTS, values)


_HEAD = """jsonb_build_object('id', {a}.id, 'kind', {a}.kind, 'stage_id', {a}.stage_id,
  'stage', (SELECT t.name FROM stage t WHERE t.project_id = {a}.project_id
    AND t.id = {a}.stage_id),
  'person_id', {a}.person_id, 'pseudonym', (SELECT m.pseudonym FROM project_member m
    WHERE m.project_id = {a}.project_id AND m.person_id = {a}.person_id))"""

_ENTRY = f"""
SELECT e.id, e.project_id, e.at, e.debit, e.credit, e.currency, e.amount, e.kind, e.cause,
  e.reverses, p.name AS project, o.name AS organisation, h.id AS person_id, h.name AS person,
  m.pseudonym, {_HEAD.format(a="d")} AS debit_account, {_HEAD.format(a="c")} AS credit_account
FROM ({{chosen}}) e
JOIN project p ON p.id = e.project_id
JOIN organisation o ON o.id = p.organisation_id
JOIN account d ON d.id = e.debit
JOIN account c ON c.id = e.credit
LEFT JOIN payout_line l ON l.id = CASE WHEN e.cause LIKE 'payout:%%'
  THEN split_part(e.cause, ':', 2)::bigint END
LEFT JOIN person h ON h.id = coalesce(c.person_id, d.person_id, l.person_id)
LEFT JOIN project_member m ON m.project_id = e.project_id AND m.person_id = h.id
ORDER BY e.id DESC
"""
_KIND = "(%(kind)s::text IS NULL OR e.kind = %(kind)s)"
_WHEN = """(%(since)s::timestamptz IS NULL OR e.at >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR e.at < %(until)s)"""

_WHOSE = """(%(project)s::bigint IS NULL OR p.id = %(project)s)
  AND (%(organisation)s::bigint IS NULL OR p.organisation_id = %(organisation)s)"""

# Of one account, or of one person's, by their own index. Else each project's newest.
_OF_ACCOUNTS = f"""
SELECT e.* FROM account a JOIN project p ON p.id = a.project_id CROSS JOIN LATERAL (
  (SELECT e.* FROM ledger_entry e WHERE e.credit = a.id AND e.id < %(before)s
     AND {_KIND} AND {_WHEN} ORDER BY e.id DESC LIMIT %(limit)s)
  UNION ALL
  (SELECT e.* FROM ledger_entry e WHERE e.debit = a.id AND e.id < %(before)s
     AND {_KIND} AND {_WHEN} ORDER BY e.id DESC LIMIT %(limit)s)) e
WHERE {{account}} AND {_WHOSE}
ORDER BY e.id DESC LIMIT %(limit)s
"""
_OF_ACCOUNT = _OF_ACCOUNTS.format(account="a.id = %(account)s")
_OF_PERSON = _OF_ACCOUNTS.format(account="a.kind = 'person' AND a.person_id = %(person)s")
_OF_ALL = f"""
SELECT e.* FROM project p CROSS JOIN LATERAL (
  SELECT e.* FROM ledger_entry e WHERE e.project_id = p.id AND e.id < %(before)s
    AND {_KIND} AND {_WHEN} ORDER BY e.id DESC LIMIT %(limit)s) e
WHERE {_WHOSE}
ORDER BY e.id DESC LIMIT %(limit)s
"""


def entries(
    s: Session,
    *,
    project_id: int | None,
    person_id: int | None,
    organisation_id: int | None = None,
    account_id: int | None = None,
    kind: EntryKind | None,
    since: datetime | None,
    until: datetime | None,
    before: int,
    limit: int,
) -> list[dict[str, Any]]:
    """What money has moved, of all projects, organisations, people and accounts or of one? The
    newest first. Of an account all its movements, whoever is asked for besides."""
    values = {
        "project": project_id,
        "organisation": organisation_id,
        "person": person_id,
        "account": account_id,
        "kind": None if kind is None else kind.value,
        "since": since,
        "until": until,
        "before": before or FAR,
        "limit": limit,
    }
    if account_id is not None:
        chosen = _OF_ACCOUNT
    else:
        chosen = _OF_ALL if person_id is None else _OF_PERSON
    return _rows(s, _ENTRY.format(chosen=chosen), values)


_ONE = """
SELECT e.* FROM project p CROSS JOIN LATERAL (
  SELECT e.* FROM ledger_entry e WHERE e.project_id = p.id AND e.id = %(id)s) e
WHERE %(organisation)s::bigint IS NULL OR p.organisation_id = %(organisation)s
"""


def entry(s: Session, entry_id: int, organisation_id: int | None = None) -> dict[str, Any] | None:
    """One movement, with names; of the organisation's projects, where one is given."""
    values = {"id": entry_id, "organisation": organisation_id}
    found = _rows(s, _ENTRY.format(chosen=_ONE), values)
    return found[0] if found else None


def reversed_by(s: Session, entry_id: int, credit: int) -> int | None:
    """Which entry takes this one, which went to the account `credit`, back?"""
    row = (
        s.connection()
        .exec_driver_sql(
            "SELECT id FROM ledger_entry WHERE debit = %(credit)s AND id > %(id)s"
            " AND kind = 'reverse' AND reverses = %(id)s LIMIT 1",
            {"credit": credit, "id": entry_id},
        )
        .first()
    )
    return None if row is None else int(row[0])


_WORK = """
SELECT a.id, a.stage_id, t.name AS stage, a.task_id, a.root_id, a.level, a.state, a.worker_id,
  h.name AS worker, m.pseudonym, a.price, a.attempt, a.returns, a.surplus, a.reserved_at,
  a.decided_at, k.item_id, l.definition AS label_schema
FROM assignment a
JOIN stage t ON t.project_id = a.project_id AND t.id = a.stage_id
JOIN task k ON k.project_id = a.project_id AND k.id = a.task_id
JOIN person h ON h.id = a.worker_id
JOIN project_member m ON m.project_id = a.project_id AND m.person_id = a.worker_id
JOIN label_schema l ON l.project_id = a.project_id AND l.stage_id = a.stage_id
  AND l.version = a.schema_version
WHERE a.project_id = %(project)s AND a.id = %(id)s
"""


def assignment(s: Session, project_id: int, assignment_id: int) -> dict[str, Any] | None:
    """A piece of work with its worker's name, its item and what its answer may hold."""
    found = _rows(s, _WORK, {"project": project_id, "id": assignment_id})
    return found[0] if found else None


def assignment_of(s: Session, project_id: int, submission_id: int) -> int | None:
    """To which assignment was this handed in?"""
    row = (
        s.connection()
        .exec_driver_sql(
            "SELECT assignment_id FROM submission WHERE project_id = %(project)s AND id = %(id)s",
            {"project": project_id, "id": submission_id},
        )
        .first()
    )
    return None if row is None else int(row[0])


def item_of_task(s: Session, project_id: int, task_id: int) -> int | None:
    """What is this task about?"""
    row = (
        s.connection()
        .exec_driver_sql(
            "SELECT item_id FROM task WHERE project_id = %(project)s AND id = %(id)s",
            {"project": project_id, "id": task_id},
        )
        .first()
    )
    return None if row is None else int(row[0])


_TURNS = """
SELECT v.id AS submission_id, v.level, m.pseudonym AS by, v.attempt, v.at, v.answer, v.verdict,
  v.reason, v.comment, v.pins, v.difference
FROM assignment x
JOIN submission v ON v.project_id = x.project_id AND v.assignment_id = x.id
JOIN project_member m ON m.project_id = x.project_id AND m.person_id = x.worker_id
WHERE x.project_id = %(project)s AND x.root_id = %(root)s AND (x.gold_id IS NULL OR x.level = 0)
ORDER BY v.id LIMIT 100
"""


def turns(s: Session, project_id: int, root_id: int) -> list[dict[str, Any]]:
    """Everything that was handed in about a piece of work, in order."""
    return _rows(s, _TURNS, {"project": project_id, "root": root_id})


_AGREEMENTS = """
SELECT a.id, a.kind, a.project_id, p.name AS project, a.version, a.title_ko, a.title_en,
  a.published_at, NOT EXISTS (SELECT FROM agreement n WHERE n.kind = a.kind
    AND n.project_id IS NOT DISTINCT FROM a.project_id
    AND n.organisation_id IS NOT DISTINCT FROM a.organisation_id
    AND n.version > a.version) AS current, a.organisation_id, h.name AS organisation,
  (SELECT count(DISTINCT g.person_id) FROM signature g WHERE g.agreement_id = a.id)
    AS signatures
FROM agreement a LEFT JOIN project p ON p.id = a.project_id
LEFT JOIN organisation h ON h.id = a.organisation_id
WHERE (%(before)s = 0 OR a.id < %(before)s)
  AND (%(kind)s::text IS NULL OR a.kind = %(kind)s)
  AND (%(project)s::bigint IS NULL OR a.project_id = %(project)s)
ORDER BY a.id DESC LIMIT %(limit)s
"""


def agreements(
    s: Session, *, kind: str | None, project_id: int | None, before: int, limit: int
) -> list[dict[str, Any]]:
    """Which versions of which agreements are there, the newest first, and how many signed each?"""
    values = {"kind": kind, "project": project_id, "before": before, "limit": limit}
    return _rows(s, _AGREEMENTS, values)
