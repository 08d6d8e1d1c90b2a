"""Questions about consortia, in SQL."""

from typing import Any

from sqlalchemy.orm import Session

_MEMBERS = """
SELECT m.project_id, m.id, m.organisation_id, o.name AS organisation, m.state, m.roles,
  m.invited_at, m.answered_at, m.left_at, p.name AS project, p.goal, p.state AS project_state,
  p.currency, p.organisation_id AS lead_id, h.name AS lead,
  (SELECT count(*) FROM project_member x WHERE x.project_id = m.project_id
    AND x.organisation_id = m.organisation_id) AS people
FROM consortium_member m
JOIN organisation o ON o.id = m.organisation_id
JOIN project p ON p.id = m.project_id
JOIN organisation h ON h.id = p.organisation_id
WHERE {wanted} ORDER BY {order} LIMIT %(limit)s
"""
_OF_PROJECT = _MEMBERS.format(wanted="m.project_id = %(project)s", order="m.id")
_OF_HOUSE = _MEMBERS.format(
    wanted="m.organisation_id = %(organisation)s AND (%(before)s = 0 OR m.id < %(before)s)",
    order="m.id DESC",
)
_ONE = _MEMBERS.format(
    wanted="m.organisation_id = %(organisation)s AND m.id = %(id)s", order="m.id"
)
_SHARES = """
SELECT w.member_id, w.stage_id, w.share, w.pieces FROM work_share w
WHERE w.project_id = %(project)s ORDER BY w.member_id, w.stage_id
"""
_NAMED = """
SELECT id, name FROM organisation
WHERE CASE WHEN %(id)s::bigint IS NULL THEN lower(name) = lower(%(name)s) ELSE id = %(id)s END
ORDER BY id LIMIT 2
"""
_OFFICERS = """
SELECT person_id FROM organisation_role
WHERE organisation_id = %(organisation)s AND role = 'administrator' ORDER BY person_id LIMIT 100
"""
# The newest pieces of each of its people, merged: each by his own index.
_WORK = """
SELECT a.id, m.person_id, m.pseudonym, h.name, a.stage_id, t.name AS stage, a.level, a.state,
  a.attempt, a.returns, a.reserved_at, a.decided_at
FROM (
  SELECT x.person_id, x.pseudonym, x.project_id FROM project_member x
  WHERE x.project_id = %(project)s AND x.organisation_id = %(organisation)s) m
CROSS JOIN LATERAL (
  SELECT * FROM assignment a WHERE a.worker_id = m.person_id AND a.project_id = m.project_id
    AND (%(before)s = 0 OR a.id < %(before)s) ORDER BY a.id DESC LIMIT %(limit)s) a
JOIN stage t ON t.project_id = a.project_id AND t.id = a.stage_id
JOIN person h ON h.id = m.person_id
ORDER BY a.id DESC LIMIT %(limit)s
"""


def _rows(s: Session, statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in s.connection().exec_driver_sql(statement, values).mappings()]


def members(s: Session, project_id: int, limit: int) -> list[dict[str, Any]]:
    """Which organisations were invited to the project, in order, whatever became of it?"""
    return _rows(s, _OF_PROJECT, {"project": project_id, "limit": limit})


def parts(s: Session, organisation_id: int, *, before: int, limit: int) -> list[dict[str, Any]]:
    """In whose projects does, or did, an organisation take part, the newest invitation first?"""
    values = {"organisation": organisation_id, "before": before, "limit": limit}
    return _rows(s, _OF_HOUSE, values)


def part(s: Session, organisation_id: int, member_id: int) -> dict[str, Any] | None:
    """One of them."""
    values = {"organisation": organisation_id, "id": member_id, "limit": 1}
    found = _rows(s, _ONE, values)
    return found[0] if found else None


def shares(s: Session, project_id: int) -> list[dict[str, Any]]:
    """How much of which stage is whose?"""
    return _rows(s, _SHARES, {"project": project_id})


def named(s: Session, name: str, organisation_id: int | None) -> list[dict[str, Any]]:
    """Which organisations have this number, or else this name? Two at most."""
    return _rows(s, _NAMED, {"name": name, "id": organisation_id})


def administrators(s: Session, organisation_id: int) -> list[int]:
    """Who speaks for the organisation?"""
    return [row["person_id"] for row in _rows(s, _OFFICERS, {"organisation": organisation_id})]


def work(
    s: Session, project_id: int, organisation_id: int, *, before: int, limit: int
) -> list[dict[str, Any]]:
    """What have the organisation's people claimed in the project, the newest first?"""
    values = {
        "project": project_id,
        "organisation": organisation_id,
        "before": before,
        "limit": limit,
    }
    return _rows(s, _WORK, values)
