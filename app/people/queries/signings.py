"""Questions about who signs what, and about the events at which many sign, in SQL."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, text
from sqlalchemy.orm import Session

from app.people.queries.agreements import SIGN_FOR_HOUSE
from app.queue import news

# Whom an agreement concerns: who has a role in its project, or works for its organisation.
_CALLED = """
called AS (
  SELECT DISTINCT r.person_id FROM project_role r
  JOIN project p ON p.id = r.project_id
  JOIN person x ON x.id = r.person_id AND x.left_at IS NULL
  WHERE CASE WHEN CAST(:project AS bigint) IS NULL
    THEN p.organisation_id = :house AND p.state <> 'closed' AND r.role = ANY(:roles)
    ELSE r.project_id = :project END)"""
# And when each of them signed, so that it still stands.
_SIGNED = f"""
{_CALLED},
signed AS (
  SELECT g.person_id, max(g.signed_at) AS signed_at FROM signature g
  WHERE g.agreement_id = :agreement AND (CAST(:until AS timestamptz) IS NULL
    OR g.signed_at <= :until)
    AND NOT EXISTS (SELECT FROM withdrawal w WHERE w.project_id = :project
      AND w.person_id = g.person_id AND w.asked_at >= g.signed_at)
  GROUP BY g.person_id)"""
_COUNTS = f"""
WITH {_SIGNED}
SELECT count(*) AS called, count(g.person_id) AS signed
FROM called c LEFT JOIN signed g USING (person_id)
"""
_LAST = f"""
WITH {_SIGNED}
SELECT CASE WHEN CAST(:project AS bigint) IS NULL THEN left(x.name, 1) ELSE m.pseudonym END
    AS name, g.signed_at
FROM called c JOIN signed g USING (person_id) JOIN person x ON x.id = c.person_id
LEFT JOIN project_member m ON m.project_id = :project AND m.person_id = c.person_id
ORDER BY g.signed_at DESC, c.person_id LIMIT 12
"""
_PEOPLE = f"""
WITH {_SIGNED}
SELECT c.person_id, x.name, x.email, m.pseudonym, g.signed_at
FROM called c LEFT JOIN signed g USING (person_id) JOIN person x ON x.id = c.person_id
LEFT JOIN project_member m ON m.project_id = :project AND m.person_id = c.person_id
WHERE c.person_id > :after AND (CAST(:signed AS boolean) IS NULL
  OR (g.person_id IS NOT NULL) = :signed)
ORDER BY c.person_id LIMIT :limit
"""
_TELL = f"""
WITH {_SIGNED}
INSERT INTO notification (person_id, project_id, kind, params)
SELECT c.person_id, :project, :kind, CAST(:params AS jsonb)
FROM called c LEFT JOIN signed g USING (person_id) WHERE g.person_id IS NULL
RETURNING 1
"""
_IS_CALLED = f"""
WITH {_CALLED} SELECT EXISTS (SELECT FROM called WHERE person_id = :person)
"""
_SIGNINGS = """
SELECT e.id, e.organisation_id, h.name AS organisation, e.agreement_id, a.kind, a.version,
  a.title_ko, a.title_en, a.project_id, p.name AS project, e.title, e.opens_at, e.closes_at,
  e.created_at, e.reminded_at, now() AS asked_at,
  NOT EXISTS (SELECT FROM agreement n WHERE n.kind = a.kind
    AND n.project_id IS NOT DISTINCT FROM a.project_id
    AND n.organisation_id IS NOT DISTINCT FROM a.organisation_id
    AND n.version > a.version) AS current
FROM signing e JOIN agreement a ON a.id = e.agreement_id
JOIN organisation h ON h.id = e.organisation_id LEFT JOIN project p ON p.id = a.project_id
"""
_MINE = f"""
{_SIGNINGS}
WHERE e.closes_at > now() - interval '1 day' AND CASE WHEN a.project_id IS NULL
  THEN EXISTS (SELECT FROM project_role r JOIN project o ON o.id = r.project_id
    WHERE o.organisation_id = e.organisation_id AND o.state <> 'closed'
      AND r.person_id = :person AND r.role = ANY(:roles))
  ELSE EXISTS (SELECT FROM project_role r
    WHERE r.project_id = a.project_id AND r.person_id = :person) END
ORDER BY e.opens_at, e.id LIMIT 50
"""
_NEWEST = """
SELECT signed_at FROM signature WHERE agreement_id = :agreement ORDER BY signed_at DESC LIMIT 1
"""
_ROLES = [role.value for role in SIGN_FOR_HOUSE]


@dataclass(frozen=True, slots=True)
class Pact:
    """An agreement as it is signed: whose, and until when a signature counts."""

    agreement_id: int
    organisation_id: int | None
    project_id: int | None
    until: datetime | None = None

    def values(self) -> dict[str, Any]:
        """What the statements here ask for."""
        return {
            "agreement": self.agreement_id,
            "house": self.organisation_id,
            "project": self.project_id,
            "until": self.until,
            "roles": _ROLES,
        }


def counts(s: Session, pact: Pact) -> RowMapping:
    """How many does the agreement concern, and how many of them have signed it?"""
    return s.execute(text(_COUNTS), pact.values()).mappings().one()


def last_signed(s: Session, pact: Pact) -> list[RowMapping]:
    """Who signed last? By pseudonym in a project, by the first letter of the name elsewhere."""
    return list(s.execute(text(_LAST), pact.values()).mappings())


def newest_signature(s: Session, agreement_id: int) -> datetime | None:
    """When was this version signed last? By which one sees that something has happened."""
    found: datetime | None = s.scalar(text(_NEWEST), {"agreement": agreement_id})
    return found


def signers(
    s: Session, pact: Pact, *, signed: bool | None, after: int, limit: int
) -> list[RowMapping]:
    """Whom does it concern: all, who has signed, or who has not? One row more than `limit` where
    there are more."""
    values = pact.values() | {"signed": signed, "after": after, "limit": limit + 1}
    return list(s.execute(text(_PEOPLE), values).mappings())


def is_called(s: Session, pact: Pact, person_id: int) -> bool:
    """Does it concern him?"""
    return bool(s.scalar(text(_IS_CALLED), pact.values() | {"person": person_id}))


def tell_unsigned(s: Session, pact: Pact, kind: str, params: str) -> int:
    """Tell all whom it concerns and who have not signed, in one statement; how many."""
    values = pact.values() | {"kind": kind, "params": params}
    news.tell(s, news.EVERYBODY)
    return len(s.execute(text(_TELL), values).all())


def signing(s: Session, signing_id: int) -> RowMapping | None:
    """What is this event?"""
    return s.execute(text(f"{_SIGNINGS} WHERE e.id = :id"), {"id": signing_id}).mappings().first()


def signings_of(s: Session, organisation_id: int, *, before: int, limit: int) -> list[RowMapping]:
    """Which events does the organisation have, the newest first? One row more than `limit` where
    there are more."""
    wanted = f"""{_SIGNINGS} WHERE e.organisation_id = :house AND (:before = 0 OR e.id < :before)
    ORDER BY e.id DESC LIMIT :limit"""
    values = {"house": organisation_id, "before": before, "limit": limit + 1}
    return list(s.execute(text(wanted), values).mappings())


def signings_for(s: Session, person_id: int) -> list[RowMapping]:
    """Which events concern him that are to come, go on, or ended within a day? At most 50."""
    values = {"person": person_id, "roles": _ROLES}
    return list(s.execute(text(_MINE), values).mappings())
