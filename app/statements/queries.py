"""What the ledger and payouts say of one person: his month, his year with one payer."""

from typing import Any

from sqlalchemy.orm import Session

from app.statements.rules import WON, Span


def rows(s: Session, statement: str, values: dict[str, Any]) -> list[dict[str, Any]]:
    """All rows of a statement."""
    return [dict(row) for row in s.connection().exec_driver_sql(statement, values).mappings()]


# An entry's cause says what it is for. Its stage is that of the account it came from; a top-up
# comes from the budget of all stages, and names its own.
_LINES = """
WITH mine AS (
  SELECT e.project_id, e.amount, e.kind, d.stage_id, split_part(e.cause, ':', 1) AS cause,
    split_part(e.cause, ':', 2) AS first, split_part(e.cause, ':', 3) AS second
  FROM account c
  JOIN ledger_entry e ON e.credit = c.id
  JOIN account d ON d.id = e.debit
  WHERE c.kind = 'person' AND c.person_id = %(me)s AND c.currency = %(currency)s
    AND e.kind <> 'reverse' AND e.at >= %(since)s AND e.at < %(until)s),
known AS (
  SELECT m.project_id, m.amount, coalesce(a.level, 0) AS level, a.units, a.price_version,
    CASE WHEN m.kind = 'top_up' THEN m.second::bigint ELSE coalesce(m.stage_id, a.stage_id) END
      AS stage_id,
    CASE WHEN m.kind = 'bonus' THEN 'bonus' WHEN m.kind = 'top_up' THEN 'top_up'
      WHEN m.cause = 'assignment' THEN 'work' WHEN m.cause = 'submission' THEN 'inspection'
      WHEN m.cause IN ('training', 'exam') THEN m.cause ELSE 'other' END AS what,
    CASE WHEN m.cause IN ('training', 'exam') THEN m.first::bigint END AS course_id
  FROM mine m
  LEFT JOIN submission v ON m.cause = 'submission' AND v.project_id = m.project_id
    AND v.id = CASE WHEN m.cause = 'submission' THEN m.first::bigint END
  LEFT JOIN assignment a ON a.project_id = m.project_id
    AND a.id = CASE WHEN m.cause = 'assignment' THEN m.first::bigint ELSE v.assignment_id END)
SELECT p.organisation_id, o.name AS organisation, k.project_id, p.name AS project, k.stage_id,
  t.name AS stage, g.title AS course, k.what, k.level, c.unit, c.per,
  CASE k.level WHEN 0 THEN c.level0 WHEN 1 THEN c.level1 ELSE c.level2 END AS price,
  count(*) AS pieces, sum(k.units)::bigint AS units, sum(k.amount)::bigint AS amount
FROM known k
JOIN project p ON p.id = k.project_id
JOIN organisation o ON o.id = p.organisation_id
LEFT JOIN stage t ON t.project_id = k.project_id AND t.id = k.stage_id
LEFT JOIN course g ON g.project_id = k.project_id AND g.id = k.course_id
LEFT JOIN price_card c ON c.project_id = k.project_id AND c.stage_id = k.stage_id
  AND c.version = k.price_version AND k.what IN ('work', 'inspection')
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, c.version
ORDER BY o.name, p.organisation_id, k.project_id, k.stage_id, k.what DESC, k.level, c.version
LIMIT 2000
"""

_SUMS = """
SELECT coalesce(sum(x.amount) FILTER (WHERE x.at < %(since)s), 0)::bigint AS before,
  coalesce(sum(x.amount) FILTER (WHERE x.at >= %(since)s AND x.amount > 0 AND x.kind <> 'reverse'),
    0)::bigint AS earned,
  coalesce(-sum(x.amount) FILTER (WHERE x.at >= %(since)s AND x.amount < 0), 0)::bigint AS sent,
  coalesce(sum(x.amount) FILTER (WHERE x.at >= %(since)s AND x.amount > 0 AND x.kind = 'reverse'),
    0)::bigint AS returned,
  coalesce(sum(x.amount), 0)::bigint AS after
FROM account c CROSS JOIN LATERAL (
  SELECT e.amount, e.at, e.kind FROM ledger_entry e WHERE e.credit = c.id AND e.at < %(until)s
  UNION ALL
  SELECT -e.amount, e.at, e.kind FROM ledger_entry e WHERE e.debit = c.id AND e.at < %(until)s) x
WHERE c.kind = 'person' AND c.person_id = %(me)s AND c.currency = %(currency)s
"""

_PAYMENTS = """
SELECT l.id, l.organisation_id, o.name AS organisation, coalesce(l.paid_at, l.failed_at) AS at,
  l.paid_at IS NOT NULL AS paid, l.failure, l.income, l.gross, l.tax, l.local,
  l.gross - l.tax - l.local AS net
FROM payout_line l JOIN organisation o ON o.id = l.organisation_id
WHERE l.person_id = %(me)s AND l.currency = %(currency)s
  AND (l.paid_at >= %(since)s AND l.paid_at < %(until)s
    OR l.failed_at >= %(since)s AND l.failed_at < %(until)s)
ORDER BY coalesce(l.paid_at, l.failed_at), l.id LIMIT 1000
"""

_WAITING = """
SELECT coalesce(sum(a.price), 0)::bigint FROM assignment a JOIN project p ON p.id = a.project_id
WHERE a.worker_id = %(me)s AND a.level = 0 AND a.state IN ('submitted', 'appealed')
  AND p.currency = %(currency)s
"""


def lines(s: Session, person_id: int, span: Span) -> list[dict[str, Any]]:
    """What has a person earned in these days, by project, stage, level and price?"""
    return rows(s, _LINES, {"me": person_id, "currency": WON, **span.moments})


def sums(s: Session, person_id: int, span: Span) -> dict[str, int]:
    """What was owed before, earned, sent, given back by the bank, and owed after?"""
    return rows(s, _SUMS, {"me": person_id, "currency": WON, **span.moments})[0]


def payments(s: Session, person_id: int, span: Span) -> list[dict[str, Any]]:
    """Which payments arrived in these days, or failed?"""
    return rows(s, _PAYMENTS, {"me": person_id, "currency": WON, **span.moments})


def waiting(s: Session, person_id: int) -> int:
    """What waits for a verdict now, at its pinned prices?"""
    values = {"me": person_id, "currency": WON}
    return int(s.connection().exec_driver_sql(_WAITING, values).scalar_one())


# A payment takes what was earned first: what one has earned by month, laid end to end, against what
# one was paid, laid end to end.
SERVICE = """
WITH paid AS (
  SELECT l.id, l.person_id, l.gross, l.paid_at,
    sum(l.gross) OVER (PARTITION BY l.person_id ORDER BY l.paid_at, l.id) AS upto
  FROM payout_line l
  WHERE l.organisation_id = %(organisation)s AND l.paid_at IS NOT NULL
    AND l.currency = %(currency)s {of_person_line}),
earned AS (
  SELECT c.person_id, to_char(e.at AT TIME ZONE 'Asia/Seoul', 'YYYY-MM') AS month,
    sum(e.amount) AS amount
  FROM account c
  JOIN project p ON p.id = c.project_id AND p.organisation_id = %(organisation)s
  JOIN ledger_entry e ON e.credit = c.id AND e.kind <> 'reverse'
  WHERE c.kind = 'person' AND c.currency = %(currency)s {of_person_account}
  GROUP BY 1, 2),
filled AS (
  SELECT f.*, sum(f.amount) OVER (PARTITION BY f.person_id ORDER BY f.month) AS upto
  FROM earned f)
SELECT d.id, f.month,
  (least(d.upto, f.upto) - greatest(d.upto - d.gross, f.upto - f.amount))::bigint AS gross
FROM paid d JOIN filled f ON f.person_id = d.person_id
  AND f.upto > d.upto - d.gross AND f.upto - f.amount < d.upto
WHERE d.paid_at >= %(since)s AND d.paid_at < %(until)s
ORDER BY d.id, f.month
"""
_SERVICE_OF_ONE = SERVICE.format(
    of_person_line="AND l.person_id = %(me)s", of_person_account="AND c.person_id = %(me)s"
)

_RECEIPT = """
SELECT l.id, l.paid_at, l.income, l.gross, l.tax, l.local, l.gross - l.tax - l.local AS net
FROM payout_line l
WHERE l.organisation_id = %(organisation)s AND l.person_id = %(me)s
  AND l.currency = %(currency)s AND l.paid_at >= %(since)s AND l.paid_at < %(until)s
ORDER BY l.paid_at, l.id LIMIT 1000
"""


def receipt(s: Session, organisation_id: int, person_id: int, year: Span) -> list[dict[str, Any]]:
    """What did this organisation pay a person in a year, and from which months' work?"""
    values: dict[str, Any] = {"organisation": organisation_id, "me": person_id, "currency": WON}
    values |= year.moments
    months: dict[int, list[str]] = {}
    for row in rows(s, _SERVICE_OF_ONE, values):
        months.setdefault(row["id"], []).append(row["month"])
    found = rows(s, _RECEIPT, values)
    return [row | {"months": months.get(row["id"], [])} for row in found]


_RECEIPTS = """
SELECT l.organisation_id, o.name AS organisation,
  extract(year FROM l.paid_at AT TIME ZONE 'Asia/Seoul')::int AS year, count(*) AS payments,
  sum(l.gross)::bigint AS gross, sum(l.tax)::bigint AS tax, sum(l.local)::bigint AS local,
  sum(l.gross - l.tax - l.local)::bigint AS net
FROM payout_line l JOIN organisation o ON o.id = l.organisation_id
WHERE l.person_id = %(me)s AND l.currency = %(currency)s AND l.paid_at IS NOT NULL
GROUP BY 1, 2, 3 ORDER BY 3 DESC, 2, 1 LIMIT 200
"""


def receipts(s: Session, person_id: int) -> list[dict[str, Any]]:
    """Which organisations have paid a person in which years, and what?"""
    return rows(s, _RECEIPTS, {"me": person_id, "currency": WON})


_WHO = """
SELECT coalesce(d.legal_name, h.name) AS name, h.locale, z.masked AS number,
  o.name AS organisation
FROM person h CROSS JOIN organisation o
LEFT JOIN pay_details d ON d.person_id = h.id
LEFT JOIN vault.sealed z ON z.id = d.identity_id
WHERE h.id = %(me)s AND o.id = %(organisation)s
"""


def who(s: Session, organisation_id: int, person_id: int) -> dict[str, Any] | None:
    """Who is paid by whom, as papers name them?"""
    found = rows(s, _WHO, {"me": person_id, "organisation": organisation_id})
    return found[0] if found else None
