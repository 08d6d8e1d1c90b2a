"""What payouts are asked: who is owed how much, and what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.models.money import Income
from app.models.payout import BankTemplate, PayDetails, Payee, Payout

PAYOUT_LOCK = 6 << 60  # where the advisory locks of organisations that prepare a payout begin


def lock_preparing(s: Session, organisation_id: int) -> None:
    """Whoever prepares a payout of an organisation waits here, so that nobody is in two."""
    s.execute(select(func.pg_advisory_xact_lock(PAYOUT_LOCK + organisation_id)))


def payout(s: Session, organisation_id: int, payout_id: int, *, lock: bool = False) -> Payout:
    """One payout of an organisation. Raises `NotFound`."""
    wanted = select(Payout).where(Payout.organisation_id == organisation_id, Payout.id == payout_id)
    if lock:
        wanted = wanted.with_for_update(key_share=True)
    found = s.execute(wanted.execution_options(populate_existing=lock)).scalar_one_or_none()
    if found is None:
        raise NotFound("There is no such payout here.")
    return found


def payee(s: Session, organisation_id: int, person_id: int) -> Payee:
    """How an organisation pays somebody; a new row where it has not been asked yet."""
    found = s.get(Payee, (organisation_id, person_id), with_for_update={"key_share": True})
    if found is None:
        found = Payee(organisation_id=organisation_id, person_id=person_id, income=Income.BUSINESS)
        s.add(found)
    return found


def details(s: Session, person_id: int) -> PayDetails:
    """How somebody wants to be paid; a new row where he has said nothing yet."""
    found = s.get(PayDetails, person_id, with_for_update={"key_share": True})
    if found is None:
        found = PayDetails(person_id=person_id, minimum=0)
        s.add(found)
    return found


def template_of(s: Session, organisation_id: int) -> dict[str, Any] | None:
    """How the files of the organisation's bank look; None where nobody has said."""
    found = s.get(BankTemplate, organisation_id)
    return None if found is None else found.definition


def works_for(s: Session, organisation_id: int, person_id: int) -> bool:
    """Whether an organisation keeps an account of what it owes this person."""
    return bool(
        s.execute(
            text(
                "SELECT EXISTS (SELECT FROM account a JOIN project p ON p.id = a.project_id"
                " WHERE a.kind = 'person' AND a.person_id = :person"
                " AND p.organisation_id = :organisation)"
            ),
            {"person": person_id, "organisation": organisation_id},
        ).scalar_one()
    )


def rows(s: Session, statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a statement, by the names of their columns."""
    return [dict(row) for row in s.connection().exec_driver_sql(statement, values).mappings()]


# What came onto people's accounts before the cut-off, less all that left them. What a failed
# transfer brought back is not new: it undoes a payment, whenever it came.
OWED = """
SELECT a.person_id, a.project_id, sum(m.amount)::bigint AS amount
FROM account a
JOIN project p ON p.id = a.project_id AND p.organisation_id = %(organisation)s
LEFT JOIN payee y ON y.organisation_id = p.organisation_id AND y.person_id = a.person_id
JOIN (SELECT project_id, credit AS account_id, amount,
        CASE WHEN kind <> 'reverse' THEN at END AS at FROM ledger_entry
      UNION ALL
      SELECT project_id, debit, -amount, NULL FROM ledger_entry) m
  ON m.account_id = a.id AND m.project_id = a.project_id
WHERE a.kind = 'person' AND a.currency = %(currency)s
  AND (%(person)s::bigint IS NULL OR a.person_id = %(person)s)
  AND (m.at IS NULL
    OR m.at < CASE WHEN y.income = 'daily' THEN %(midnight)s ELSE %(until)s END::timestamptz)
GROUP BY a.person_id, a.project_id
HAVING sum(m.amount) > 0
ORDER BY a.person_id, a.project_id
"""


def owed(
    s: Session,
    organisation_id: int,
    *,
    currency: str,
    until: datetime,
    midnight: datetime,
    person_id: int | None = None,
) -> dict[int, dict[int, int]]:
    """What an organisation owes: won by project, by person; from entries before `until`. Of who is
    employed by the day whole days are counted, those before `midnight`."""
    values = {
        "organisation": organisation_id,
        "currency": currency,
        "until": until,
        "midnight": midnight,
        "person": person_id,
    }
    found: dict[int, dict[int, int]] = {}
    for person, project, amount in s.connection().exec_driver_sql(OWED, values):
        found.setdefault(person, {})[project] = amount
    return found


_CLAIMS = """
SELECT p.id AS person_id, coalesce(y.income, 'business') AS income,
  NOT EXISTS (SELECT FROM payout_line l WHERE l.organisation_id = %(organisation)s
    AND l.person_id = p.id AND l.state = 'paid') AS first,
  (SELECT max(l.id) FROM payout_line l WHERE l.organisation_id = %(organisation)s
    AND l.person_id = p.id AND l.failed_at IS NOT NULL
    AND NOT EXISTS (SELECT FROM payout_line n WHERE n.organisation_id = %(organisation)s
      AND n.person_id = p.id AND n.state = 'paid' AND n.id > l.id)) AS retry_of,
  i.id IS NOT NULL AS identity, d.legal_name,
  CASE WHEN k.id IS NOT NULL THEN d.bank END AS bank,
  CASE WHEN k.id IS NOT NULL THEN d.holder END AS holder,
  k.id AS account_id, coalesce(y.confirmed_account = k.id, false) AS confirmed,
  coalesce(d.minimum, 0) AS minimum
FROM person p
LEFT JOIN payee y ON y.organisation_id = %(organisation)s AND y.person_id = p.id
LEFT JOIN pay_details d ON d.person_id = p.id
LEFT JOIN vault.sealed i ON i.id = d.identity_id AND i.deleted_at IS NULL
LEFT JOIN vault.sealed k ON k.id = d.account_id AND k.deleted_at IS NULL
WHERE p.id = ANY(%(people)s)
  AND (NOT %(on_demand)s OR y.asked_at IS NOT NULL)
  AND NOT EXISTS (SELECT FROM payout_line l WHERE l.organisation_id = %(organisation)s
    AND l.person_id = p.id AND l.state IN ('batched', 'approved'))
ORDER BY p.id
"""


def claims(
    s: Session, organisation_id: int, people: list[int], *, on_demand: bool
) -> list[dict[str, Any]]:
    """What is known of those who are owed money and not being paid just now, as `rules.Claim`."""
    values = {"organisation": organisation_id, "people": people, "on_demand": on_demand}
    return rows(s, _CLAIMS, values)


def paid_before(
    s: Session, organisation_id: int, people: list[int], income: Income
) -> dict[tuple[int, int], tuple[int, int]]:
    """What these people were paid as that kind of income, and what was withheld of it, by person
    and project: the case that the threshold of other income is asked of."""
    found = s.connection().exec_driver_sql(
        """SELECT l.person_id, h.project_id, sum(h.gross)::bigint, sum(h.tax)::bigint
        FROM payout_line l JOIN payout_share h ON h.line_id = l.id
        WHERE l.organisation_id = %(organisation)s AND l.person_id = ANY(%(people)s)
          AND l.income = %(income)s AND l.state IN ('approved', 'paid')
        GROUP BY 1, 2""",
        {"organisation": organisation_id, "people": people, "income": income.value},
    )
    return {(person, project): (gross, tax) for person, project, gross, tax in found}


_DAYS = """
SELECT a.person_id, a.project_id, (m.at AT TIME ZONE 'Asia/Seoul')::date AS day,
  sum(m.amount)::bigint AS amount
FROM account a
JOIN project p ON p.id = a.project_id AND p.organisation_id = %(organisation)s
JOIN ledger_entry m ON m.project_id = a.project_id AND m.credit = a.id
WHERE a.kind = 'person' AND a.person_id = ANY(%(people)s) AND a.currency = %(currency)s
  AND m.kind <> 'reverse' AND m.at < %(midnight)s
GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""


def wages_by_day(
    s: Session, organisation_id: int, people: list[int], *, currency: str, midnight: datetime
) -> dict[tuple[int, int], list[tuple[Any, int]]]:
    """What these people earned on each day before `midnight`, by person and project."""
    values = {
        "organisation": organisation_id,
        "people": people,
        "currency": currency,
        "midnight": midnight,
    }
    found: dict[tuple[int, int], list[tuple[Any, int]]] = {}
    for person, project, day, amount in s.connection().exec_driver_sql(_DAYS, values):
        found.setdefault((person, project), []).append((day, amount))
    return found
