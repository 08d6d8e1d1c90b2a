"""An organisation's accounts, each with its balance, and what a movement rests on."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.core.clock import SEOUL
from app.models.ledger import AccountKind

# The sums are taken of the accounts of one page alone, by the ledger's two indexes.
_ACCOUNTS = """
SELECT x.*,
  (SELECT coalesce(sum(e.amount), 0)::bigint FROM ledger_entry e WHERE e.credit = x.id)
    AS credited,
  (SELECT coalesce(sum(e.amount), 0)::bigint FROM ledger_entry e WHERE e.debit = x.id)
    AS debited
FROM (
  SELECT a.id, a.kind, a.currency, a.project_id, p.name AS project, a.stage_id, t.name AS stage,
    a.person_id, h.name AS person, m.pseudonym
  FROM project p
  JOIN account a ON a.project_id = p.id AND a.kind = ANY (%(kinds)s)
  LEFT JOIN stage t ON t.project_id = a.project_id AND t.id = a.stage_id
  LEFT JOIN person h ON h.id = a.person_id
  LEFT JOIN project_member m ON m.project_id = a.project_id AND m.person_id = a.person_id
  WHERE p.organisation_id = %(organisation)s AND a.id > %(after)s
    AND (%(project)s::bigint IS NULL OR p.id = %(project)s)
    AND (%(person)s::bigint IS NULL OR a.person_id = %(person)s)
    AND (%(q)s = '' OR strpos(lower(concat_ws(' ', h.name, m.pseudonym, t.name)),
      lower(%(q)s)) > 0)
  ORDER BY a.id LIMIT %(limit)s) x
ORDER BY x.id
"""


def accounts(
    s: Session,
    *,
    organisation_id: int,
    kind: AccountKind | None,
    project_id: int | None,
    person_id: int | None,
    q: str,
    after: int,
    limit: int,
) -> list[dict[str, Any]]:
    """The accounts of an organisation's projects, with `q` in the name of whose they are, in the
    order in which they were opened; what was credited and debited in minor units."""
    values = {
        "organisation": organisation_id,
        "kinds": [one.value for one in AccountKind if kind in (None, one)],
        "project": project_id,
        "person": person_id,
        "q": q,
        "after": after,
        "limit": limit,
    }
    found = s.connection().exec_driver_sql(_ACCOUNTS, values).mappings()
    return [dict(row) | {"balance": row["credited"] - row["debited"]} for row in found]


def day_from(day: date) -> datetime:
    """The first moment of a day of Seoul."""
    return datetime.combine(day, time(), SEOUL)


# A payout pays whatever stood on the account before its `until`: since the payout before it.
_LINE = """
SELECT l.id, l.payout_id, l.state, l.person_id, l.gross, l.tax, l.local, b.until,
  (SELECT max(c.until) FROM payout_line k JOIN payout c ON c.id = k.payout_id
   WHERE k.person_id = l.person_id AND k.organisation_id = l.organisation_id AND k.id < l.id
     AND k.state IN ('approved', 'paid')) AS since
FROM payout_line l JOIN payout b ON b.id = l.payout_id
WHERE l.id = %(id)s
"""


def line(s: Session, line_id: int) -> dict[str, Any] | None:
    """One line of a payout; `since` and `until` are when what it pays was earned."""
    row = s.connection().exec_driver_sql(_LINE, {"id": line_id}).mappings().first()
    return None if row is None else dict(row)


def behind(project_id: int, cause: str) -> dict[str, Any] | None:
    """Which movements a bonus or a top-up rests on, as `schemas.Behind`: what the person earned in
    the project; for a top-up, on its day. None for another cause. Pure."""
    subject, *rest = cause.split(":")
    if subject == "bonus" and len(rest) >= 2 and rest[1].isdigit():
        return {"project_id": project_id, "person_id": int(rest[1])}
    if subject == "topup" and len(rest) == 3 and rest[0].isdigit():
        day = date.fromisoformat(rest[2])
        return {
            "project_id": project_id,
            "person_id": int(rest[0]),
            "since": day_from(day),
            "until": day_from(day + timedelta(days=1)),
        }
    return None
