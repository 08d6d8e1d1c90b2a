"""What a person is told of his own pay, and what is kept of him."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.models.vault import Secret
from app.payouts.queries import rows

_BALANCE = """
SELECT p.organisation_id, sum(m.amount)::bigint AS owed
FROM account a JOIN project p ON p.id = a.project_id
JOIN (SELECT project_id, credit AS account_id, amount FROM ledger_entry
      UNION ALL SELECT project_id, debit, -amount FROM ledger_entry) m
  ON m.account_id = a.id AND m.project_id = a.project_id
WHERE a.kind = 'person' AND a.person_id = %(person)s GROUP BY 1
"""
_STANDINGS = f"""
WITH owed AS ({_BALANCE}), lines AS (
  SELECT organisation_id,
    coalesce(sum(gross) FILTER (WHERE state IN ('batched', 'approved')), 0)::bigint AS on_its_way,
    coalesce(sum(gross) FILTER (WHERE state = 'batched'), 0)::bigint AS batched,
    coalesce(sum(gross) FILTER (WHERE state = 'paid'), 0)::bigint AS paid
  FROM payout_line WHERE person_id = %(person)s GROUP BY 1
)
SELECT o.id AS organisation_id, o.name AS organisation, coalesce(y.income, 'business') AS income,
  w.owed - coalesce(l.batched, 0) AS owed, coalesce(l.on_its_way, 0) AS on_its_way,
  coalesce(l.paid, 0) AS paid, y.asked_at
FROM owed w JOIN organisation o ON o.id = w.organisation_id
LEFT JOIN lines l ON l.organisation_id = o.id
LEFT JOIN payee y ON y.organisation_id = o.id AND y.person_id = %(person)s
WHERE %(organisation)s::bigint IS NULL OR o.id = %(organisation)s
ORDER BY o.id LIMIT 200
"""


@dataclass(frozen=True, slots=True)
class Standing:
    """How somebody stands with one organisation. What is gathered in a payout that waits for its
    approval is on its way, and not owed besides."""

    organisation_id: int
    organisation: str
    income: str
    owed: int
    on_its_way: int
    paid: int
    asked_at: datetime | None


def standings(s: Session, person_id: int, organisation_id: int | None = None) -> list[Standing]:
    """How somebody stands with those that he has earned something from."""
    values = {"person": person_id, "organisation": organisation_id}
    return [Standing(**row) for row in rows(s, _STANDINGS, values)]


def standing(s: Session, person_id: int, organisation_id: int) -> Standing:
    """How somebody stands with one organisation, which may owe him nothing."""
    found = standings(s, person_id, organisation_id)
    return found[0] if found else Standing(organisation_id, "", "business", 0, 0, 0, None)


def is_owed(s: Session, person_id: int) -> bool:
    """Whether anybody owes him anything, or is paying him."""
    return any(one.owed > 0 or one.on_its_way > 0 for one in standings(s, person_id))


_MISSING = """
SELECT NOT EXISTS (SELECT FROM pay_details d JOIN vault.sealed i ON i.id = d.identity_id
    AND i.deleted_at IS NULL WHERE d.person_id = %(person)s) AS identity,
  NOT EXISTS (SELECT FROM pay_details d JOIN vault.sealed k ON k.id = d.account_id
    AND k.deleted_at IS NULL WHERE d.person_id = %(person)s) AS account
"""


def missing(s: Session, person_id: int) -> list[str]:
    """Which of `identity` and `account` a payment to him still needs."""
    (found,) = rows(s, _MISSING, {"person": person_id})
    return [name for name, lacks in found.items() if lacks]


_SUPERSEDED = """
SELECT k.id FROM vault.sealed k
WHERE k.deleted_at IS NULL AND (%(person)s::bigint IS NULL OR k.person_id = %(person)s)
  AND NOT EXISTS (SELECT FROM pay_details d WHERE d.person_id = k.person_id
    AND k.id IN (d.identity_id, d.account_id))
  AND NOT EXISTS (SELECT FROM payout_line l WHERE l.person_id = k.person_id
    AND l.account_id = k.id AND l.state IN ('batched', 'approved'))
LIMIT 10000
"""


def superseded(s: Session, person_id: int | None) -> list[int]:
    """What another number took the place of, and no transfer under way needs; of everybody where
    no person is named."""
    found = s.connection().exec_driver_sql(_SUPERSEDED, {"person": person_id})
    return list(found.scalars())


_OVER = f"""
SELECT k.id FROM vault.sealed k
JOIN pay_details d ON d.person_id = k.person_id AND k.id = d.{{column}}
JOIN person p ON p.id = k.person_id
CROSS JOIN LATERAL (SELECT max(l.paid_at) AS paid_at,
    bool_or(l.state IN ('batched', 'approved')) AS live
  FROM payout_line l WHERE l.person_id = k.person_id) l
WHERE k.deleted_at IS NULL AND k.what = %(what)s AND l.live IS NOT TRUE
  AND ((greatest(k.created_at, l.paid_at) AT TIME ZONE 'Asia/Seoul')::date < %(before)s
    OR (p.left_at IS NOT NULL AND l.paid_at IS NULL))
  AND NOT EXISTS (SELECT FROM ({_BALANCE.replace("%(person)s", "k.person_id")}) b WHERE b.owed > 0)
LIMIT 10000
"""


def over(s: Session, what: Secret, before: date) -> list[int]:
    """What was last needed before that day and is not owed anything with; and of who left before
    anybody paid him."""
    statement = _OVER.format(column=f"{what.value}_id")
    found = s.connection().exec_driver_sql(statement, {"what": what.value, "before": before})
    return list(found.scalars())


def forget(s: Session, ids: list[int]) -> None:
    """Take what was deleted out of how people want to be paid."""
    for change in (
        "identity_id = NULL, legal_name = NULL WHERE identity_id = ANY(%(ids)s)",
        "account_id = NULL, bank = NULL, holder = NULL WHERE account_id = ANY(%(ids)s)",
    ):
        s.connection().exec_driver_sql(f"UPDATE pay_details SET {change}", {"ids": ids})


def last_needed(s: Session, person_id: int, what: Secret) -> datetime | None:
    """When a number that is kept was put in, or somebody was last paid with it."""
    found: Any = s.connection().exec_driver_sql(
        f"""SELECT greatest(k.created_at, (SELECT max(paid_at) FROM payout_line l
          WHERE l.person_id = k.person_id))
        FROM pay_details d JOIN vault.sealed k ON k.id = d.{what.value}_id
        WHERE d.person_id = %(person)s AND k.deleted_at IS NULL""",
        {"person": person_id},
    )
    last: datetime | None = found.scalar_one_or_none()
    return last


_LINES = """
SELECT l.id, l.organisation_id, o.name AS organisation, l.state, l.held, l.income, l.gross, l.tax,
  l.local, l.gross - l.tax - l.local AS net, l.currency, l.bank, k.masked AS account,
  l.retry_of, l.created_at, b.approved_at, l.paid_at, l.failed_at, l.failure
FROM payout_line l JOIN payout b ON b.id = l.payout_id
JOIN organisation o ON o.id = l.organisation_id
LEFT JOIN vault.sealed k ON k.id = l.account_id
WHERE l.person_id = %(person)s AND (%(after)s = 0 OR l.id < %(after)s)
  AND b.state <> 'returned'
ORDER BY l.id DESC LIMIT %(limit)s
"""


def payments(s: Session, person_id: int, *, after: int, limit: int) -> list[dict[str, Any]]:
    """What somebody was paid, is being paid, or was not paid and why, the last first."""
    return rows(s, _LINES, {"person": person_id, "after": after, "limit": limit})
