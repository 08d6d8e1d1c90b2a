"""Payouts and their lines as finance reads them."""

from typing import Any

from sqlalchemy.orm import Session

from app.models.money import Income
from app.models.payout import Held
from app.payouts.queries import rows

_PAYOUT = """
SELECT b.*, b.gross - b.tax - b.local AS net, p.name AS prepared_by_name,
  a.name AS approved_by_name, r.name AS returned_by_name,
  (SELECT count(*) FROM payout_line l WHERE l.payout_id = b.id AND l.state = 'paid') AS paid,
  (SELECT count(*) FROM payout_line l WHERE l.payout_id = b.id AND l.failed_at IS NOT NULL)
    AS failed
FROM payout b JOIN person p ON p.id = b.prepared_by
LEFT JOIN person a ON a.id = b.approved_by LEFT JOIN person r ON r.id = b.returned_by
WHERE b.organisation_id = %(organisation)s
"""
_PAYOUTS = f"""{_PAYOUT} AND (%(after)s = 0 OR b.id < %(after)s)
ORDER BY b.id DESC LIMIT %(limit)s"""
_ONE = f"{_PAYOUT} AND b.id = %(payout)s"


def payouts(s: Session, organisation_id: int, *, after: int, limit: int) -> list[dict[str, Any]]:
    """The payouts of an organisation, the last first."""
    return rows(s, _PAYOUTS, {"organisation": organisation_id, "after": after, "limit": limit})


def one(s: Session, organisation_id: int, payout_id: int) -> dict[str, Any]:
    """One payout that is there."""
    (found,) = rows(s, _ONE, {"organisation": organisation_id, "payout": payout_id})
    return found


_SENT = "(l.held IS NULL)"
_BY_INCOME = f"""
SELECT l.income, count(*) AS people, sum(l.gross)::bigint AS gross, sum(l.tax)::bigint AS tax,
  sum(l.local)::bigint AS local, sum(l.gross - l.tax - l.local)::bigint AS net
FROM payout_line l WHERE l.payout_id = %(payout)s AND {_SENT} GROUP BY 1 ORDER BY 1
"""
_BY_PROJECT = f"""
SELECT p.id AS project_id, p.name AS project, count(*) AS people, sum(h.gross)::bigint AS gross,
  sum(h.tax)::bigint AS tax, sum(h.local)::bigint AS local,
  sum(h.gross - h.tax - h.local)::bigint AS net
FROM payout_line l JOIN payout_share h ON h.line_id = l.id JOIN project p ON p.id = h.project_id
WHERE l.payout_id = %(payout)s AND {_SENT} GROUP BY 1, 2 ORDER BY 1
"""
_HELD = """
SELECT held AS why, count(*) AS people, sum(gross)::bigint AS gross FROM payout_line
WHERE payout_id = %(payout)s AND held IS NOT NULL GROUP BY 1 ORDER BY 1
"""
_FIRST = f"""
SELECT count(*) AS first FROM payout_line l
WHERE l.payout_id = %(payout)s AND {_SENT} AND l.first
"""


def sums(s: Session, payout_id: int) -> dict[str, Any]:
    """What a payout is made of: by kind of income, by project, who is held out of it and why."""
    values = {"payout": payout_id}
    return {
        "incomes": rows(s, _BY_INCOME, values),
        "projects": rows(s, _BY_PROJECT, values),
        "holds": rows(s, _HELD, values),
        **rows(s, _FIRST, values)[0],
    }


_LINES = """
SELECT l.id, l.person_id, p.name AS person, l.state, l.income, l.gross, l.tax, l.local,
  l.gross - l.tax - l.local AS net, l.held, l.first, l.retry_of, l.bank, l.holder,
  k.masked AS account, d.legal_name, i.masked AS identity, l.paid_at, l.failed_at, l.failure
FROM payout_line l JOIN person p ON p.id = l.person_id
LEFT JOIN vault.sealed k ON k.id = l.account_id
LEFT JOIN pay_details d ON d.person_id = l.person_id
LEFT JOIN vault.sealed i ON i.id = d.identity_id AND i.deleted_at IS NULL
WHERE l.payout_id = %(payout)s
  AND (%(after)s = 0 OR (l.gross, l.id) < (
    SELECT gross, id FROM payout_line WHERE payout_id = %(payout)s AND id = %(after)s))
  AND (%(is_held)s::boolean IS NULL OR (l.held IS NOT NULL) = %(is_held)s)
  AND (%(held)s::text IS NULL OR l.held = %(held)s)
  AND (%(first)s::boolean IS NULL OR l.first = %(first)s)
  AND (%(failed)s::boolean IS NULL OR (l.failed_at IS NOT NULL) = %(failed)s)
  AND (%(income)s::text IS NULL OR l.income = %(income)s)
  AND (%(search)s::text IS NULL OR lower(p.name) LIKE %(search)s
    OR lower(d.legal_name) LIKE %(search)s OR lower(l.holder) LIKE %(search)s)
ORDER BY l.gross DESC, l.id DESC LIMIT %(limit)s
"""


def lines(
    s: Session,
    payout_id: int,
    *,
    after: int,
    limit: int,
    is_held: bool | None = None,
    held: Held | None = None,
    first: bool | None = None,
    failed: bool | None = None,
    income: Income | None = None,
    search: str | None = None,
) -> list[dict[str, Any]]:
    """The lines of a payout, the largest first; `search` is how a name begins."""
    values = {
        "payout": payout_id,
        "after": after,
        "limit": limit,
        "is_held": is_held,
        "held": held,
        "first": first,
        "failed": failed,
        "income": income,
        "search": None if search is None else begins(search),
    }
    return rows(s, _LINES, values)


def begins(search: str) -> str:
    """A LIKE pattern of texts that begin so."""
    plain = search.lower().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return plain + "%"


_PAYEES = """
SELECT p.id AS person_id, p.name AS person, d.legal_name, i.masked AS identity, d.bank, d.holder,
  k.masked AS account, coalesce(y.income, 'business') AS income,
  coalesce(y.confirmed_account = d.account_id, false) AS confirmed, y.asked_at,
  coalesce(d.minimum, 0) AS minimum
FROM (SELECT DISTINCT a.person_id FROM account a JOIN project j ON j.id = a.project_id
      WHERE j.organisation_id = %(organisation)s AND a.kind = 'person'
        AND a.person_id > %(after)s
        AND (%(person)s::bigint IS NULL OR a.person_id = %(person)s)) w
JOIN person p ON p.id = w.person_id
LEFT JOIN payee y ON y.organisation_id = %(organisation)s AND y.person_id = p.id
LEFT JOIN pay_details d ON d.person_id = p.id
LEFT JOIN vault.sealed i ON i.id = d.identity_id AND i.deleted_at IS NULL
LEFT JOIN vault.sealed k ON k.id = d.account_id AND k.deleted_at IS NULL
WHERE (%(search)s::text IS NULL OR lower(p.name) LIKE %(search)s
    OR lower(d.legal_name) LIKE %(search)s)
  AND (%(asked)s::boolean IS NULL OR (y.asked_at IS NOT NULL) = %(asked)s)
ORDER BY p.id LIMIT %(limit)s
"""


def payees(
    s: Session,
    organisation_id: int,
    *,
    after: int = 0,
    limit: int = 1,
    search: str | None = None,
    asked: bool | None = None,
    person_id: int | None = None,
) -> list[dict[str, Any]]:
    """Those who work for an organisation, as it pays them."""
    values = {
        "organisation": organisation_id,
        "after": after,
        "limit": limit,
        "search": None if search is None else begins(search),
        "asked": asked,
        "person": person_id,
    }
    return rows(s, _PAYEES, values)
