"""What papers of an organisation are made from: payments held against ledger, bank and work, what
was withheld, who takes part, who complained, how far the work is."""

from collections.abc import Iterator
from contextlib import closing
from typing import Any

from sqlalchemy.orm import Session

from app.statements.queries import SERVICE, rows
from app.statements.rules import WON, Span
from app.statements.schemas import PaperKind

CHUNK = 500


def _stream(s: Session, statement: str, values: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Rows by some hundred, however many there are."""
    told = s.connection().exec_driver_sql(statement, values, execution_options={"yield_per": CHUNK})
    with closing(told) as found:
        for row in found.mappings():
            yield dict(row)


def _values(organisation_id: int, span: Span) -> dict[str, Any]:
    return {"organisation": organisation_id, "currency": WON, **span.moments}


_OF_MONTH = """
  l.organisation_id = %(organisation)s AND l.currency = %(currency)s
  AND coalesce(l.paid_at, l.failed_at, y.approved_at) >= %(since)s
  AND coalesce(l.paid_at, l.failed_at, y.approved_at) < %(until)s
"""

# What was earned before a payment's cut-off, and what all payments up to it have taken of that.
PAYMENTS = f"""
WITH lines AS (
  SELECT l.*, y.until AS cut_off, y.approved_at FROM payout_line l
  JOIN payout y ON y.id = l.payout_id
  WHERE y.approved_at IS NOT NULL AND l.held IS NULL AND {_OF_MONTH})
SELECT l.id, l.payout_id, l.person_id, coalesce(d.legal_name, h.name) AS name,
  CASE WHEN l.paid_at IS NOT NULL THEN 'paid' WHEN l.failed_at IS NOT NULL THEN 'failed'
    ELSE 'sent' END AS state,
  l.approved_at, coalesce(l.paid_at, l.failed_at) AS answered_at, l.failure, l.income, l.gross,
  l.tax, l.local, l.gross - l.tax - l.local AS net, x.*, b.amount AS bank_amount, b.at AS bank_at,
  w.earned, w.taken
FROM lines l
JOIN person h ON h.id = l.person_id
LEFT JOIN pay_details d ON d.person_id = l.person_id
CROSS JOIN LATERAL (
  SELECT coalesce(sum(e.amount) FILTER (WHERE e.kind = 'payout'), 0)::bigint AS booked,
    coalesce(sum(e.amount) FILTER (WHERE e.kind = 'paid'), 0)::bigint AS booked_net,
    coalesce(sum(e.amount) FILTER (WHERE e.kind = 'withhold'), 0)::bigint AS booked_tax,
    coalesce(sum(e.amount) FILTER (WHERE e.kind = 'withhold_local'), 0)::bigint AS booked_local,
    coalesce(sum(e.amount) FILTER (WHERE e.kind = 'reverse'), 0)::bigint AS booked_back
  FROM payout_share q JOIN ledger_entry e ON e.project_id = q.project_id
    AND e.cause = 'payout:' || l.id
  WHERE q.line_id = l.id) x
LEFT JOIN LATERAL (
  SELECT r.amount, r.at FROM bank_row r
  WHERE r.line_id = l.id AND r.outcome IN ('paid', 'failed') ORDER BY r.id LIMIT 1) b ON true
CROSS JOIN LATERAL (
  SELECT (SELECT coalesce(sum(e.amount), 0)::bigint FROM account c
      JOIN project p ON p.id = c.project_id AND p.organisation_id = %(organisation)s
      JOIN ledger_entry e ON e.credit = c.id AND e.kind <> 'reverse' AND e.at < l.cut_off
      WHERE c.kind = 'person' AND c.person_id = l.person_id AND c.currency = %(currency)s)
      AS earned,
    (SELECT coalesce(sum(o.gross), 0)::bigint FROM payout_line o
      WHERE o.person_id = l.person_id AND o.organisation_id = %(organisation)s
        AND o.currency = %(currency)s AND o.id <= l.id
        AND (o.paid_at IS NOT NULL OR o.state = 'approved')) AS taken) w
ORDER BY l.id
"""

# An entry for work says the price that its assignment has, and stands for work that was accepted,
# or for a draft that a cancelled stage paid.
WORK_APART = """
SELECT e.project_id, p.name AS project, e.id AS entry_id, e.cause, e.amount, a.id AS assignment_id,
  a.price, a.state
FROM project p
JOIN ledger_entry e ON e.project_id = p.id AND e.kind = 'earn'
  AND e.at >= %(since)s AND e.at < %(until)s
LEFT JOIN submission v ON v.project_id = e.project_id AND e.cause LIKE 'submission:%%'
  AND v.id = CASE WHEN e.cause LIKE 'submission:%%' THEN split_part(e.cause, ':', 2)::bigint END
LEFT JOIN assignment a ON a.project_id = e.project_id AND a.id = CASE
  WHEN e.cause LIKE 'assignment:%%' THEN split_part(e.cause, ':', 2)::bigint
  ELSE v.assignment_id END
WHERE p.organisation_id = %(organisation)s AND p.currency = %(currency)s
  AND split_part(e.cause, ':', 1) IN ('assignment', 'submission')
  AND (a.id IS NULL OR a.level = 0 AND a.price <> e.amount
    OR a.level = 0 AND a.state NOT IN ('accepted', 'returned', 'expired', 'released'))
ORDER BY e.project_id, e.id LIMIT 10000
"""


def payments(s: Session, organisation_id: int, span: Span) -> Iterator[dict[str, Any]]:
    """Which payments were answered, or are on their way, since when; and what do ledger, bank and
    work say of each?"""
    return _stream(s, PAYMENTS, _values(organisation_id, span))


def work_apart(s: Session, organisation_id: int, span: Span) -> Iterator[dict[str, Any]]:
    """Which entries for work say something else than the work itself?"""
    return _stream(s, WORK_APART, _values(organisation_id, span))


def differences(row: dict[str, Any]) -> list[str]:
    """How a payment (a row of `payments`) differs from what else is known of it, as codes."""
    found = []
    if row["booked"] != row["gross"]:
        found.append("ledger_gross")
    if row["state"] == "paid":
        if row["booked_net"] != row["net"]:
            found.append("ledger_net")
        if (row["booked_tax"], row["booked_local"]) != (row["tax"], row["local"]):
            found.append("ledger_tax")
    elif row["booked_net"] or row["booked_tax"] or row["booked_local"]:
        found.append("ledger_early")
    if row["booked_back"] != (row["gross"] if row["state"] == "failed" else 0):
        found.append("ledger_back")
    if row["state"] != "sent":
        if row["bank_at"] is None:
            found.append("bank_missing")
        elif row["bank_amount"] not in (None, row["net"]):
            found.append("bank_amount")
    if row["taken"] > row["earned"]:
        found.append("more_than_work")
    return found


_WITHHELD = """
SELECT l.income, count(DISTINCT l.person_id) AS people, count(*) AS payments,
  sum(l.gross)::bigint AS gross, sum(l.tax)::bigint AS tax, sum(l.local)::bigint AS local,
  sum(l.gross - l.tax - l.local)::bigint AS net
FROM payout_line l
WHERE l.organisation_id = %(organisation)s AND l.currency = %(currency)s
  AND l.paid_at >= %(since)s AND l.paid_at < %(until)s
GROUP BY 1 ORDER BY 1
"""


def withheld(s: Session, organisation_id: int, span: Span) -> list[dict[str, Any]]:
    """What was paid in these days, and withheld of it, by kind of income?"""
    return rows(s, _WITHHELD, _values(organisation_id, span))


_LINES = """
SELECT l.id, l.person_id, coalesce(d.legal_name, h.name) AS name, z.masked AS number, d.identity_id,
  l.income, l.paid_at, l.gross, l.tax, l.local
FROM payout_line l
JOIN person h ON h.id = l.person_id
LEFT JOIN pay_details d ON d.person_id = l.person_id
LEFT JOIN vault.sealed z ON z.id = d.identity_id
WHERE l.organisation_id = %(organisation)s AND l.currency = %(currency)s
  AND l.paid_at >= %(since)s AND l.paid_at < %(until)s
ORDER BY l.id
"""
_SERVICE = SERVICE.format(of_person_line="", of_person_account="")


def paid_lines(s: Session, organisation_id: int, span: Span) -> Iterator[dict[str, Any]]:
    """To whom was what paid in these days, in the order of payments?"""
    return _stream(s, _LINES, _values(organisation_id, span))


def service_months(s: Session, organisation_id: int, span: Span) -> Iterator[dict[str, Any]]:
    """Which part of each of these payments was earned in which month?"""
    return _stream(s, _SERVICE, _values(organisation_id, span))


_RECEIVERS = """
SELECT l.person_id, coalesce(d.legal_name, h.name) AS name, count(*) AS payments,
  sum(l.gross)::bigint AS gross, sum(l.tax)::bigint AS tax, sum(l.local)::bigint AS local,
  sum(l.gross - l.tax - l.local)::bigint AS net
FROM payout_line l
JOIN person h ON h.id = l.person_id
LEFT JOIN pay_details d ON d.person_id = l.person_id
WHERE l.organisation_id = %(organisation)s AND l.currency = %(currency)s
  AND l.paid_at >= %(since)s AND l.paid_at < %(until)s AND l.person_id > %(after)s
  AND (%(q)s = '' OR strpos(lower(coalesce(d.legal_name, h.name)), lower(%(q)s)) > 0)
GROUP BY 1, 2 ORDER BY 1 LIMIT %(limit)s
"""


def receivers(
    s: Session, organisation_id: int, span: Span, *, q: str, after: int, limit: int
) -> list[dict[str, Any]]:
    """Who was paid in these days, with `q` in his name?"""
    values = _values(organisation_id, span) | {"q": q, "after": after, "limit": limit}
    return rows(s, _RECEIVERS, values)


ROSTER = """
SELECT m.project_id, p.name AS project, m.pseudonym, h.name, h.email, h.left_at IS NOT NULL AS left,
  m.joined_at,
  (SELECT string_agg(r.role, ' ' ORDER BY r.role) FROM project_role r
    WHERE r.project_id = m.project_id AND r.person_id = m.person_id) AS roles,
  (SELECT max(g.signed_at) FROM signature g JOIN agreement a ON a.id = g.agreement_id
    WHERE g.person_id = m.person_id AND a.project_id = m.project_id) AS signed_at,
  w.pieces, w.verdicts, w.seconds,
  (SELECT coalesce(sum(e.amount), 0)::bigint FROM ledger_entry e WHERE e.credit = m.account_id
    AND e.kind <> 'reverse' AND e.at >= %(since)s AND e.at < %(until)s) AS earned,
  (SELECT coalesce(sum(t.seconds), 0)::bigint FROM studied t WHERE t.project_id = m.project_id
    AND t.person_id = m.person_id AND t.first_at >= %(since)s AND t.first_at < %(until)s)
    AS trained
FROM project p
JOIN project_member m ON m.project_id = p.id
JOIN person h ON h.id = m.person_id
CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE v.level = 0 AND v.attempt = 1) AS pieces,
    count(*) FILTER (WHERE v.level > 0) AS verdicts,
    coalesce(sum(v.active_seconds), 0)::bigint AS seconds
  FROM submission v WHERE v.worker_id = m.person_id AND v.project_id = m.project_id
    AND v.at >= %(since)s AND v.at < %(until)s) w
WHERE p.organisation_id = %(organisation)s
ORDER BY m.project_id, m.pseudonym
"""

COMPLAINTS = """
SELECT a.project_id, p.name AS project, t.name AS stage, m.pseudonym, a.root_id, a.opened_at,
  a.text, a.decided_at, a.won, a.reply, a.decided_by IS NULL AS silent, v.reason, v.comment
FROM project p
JOIN appeal a ON a.project_id = p.id AND a.opened_at >= %(since)s AND a.opened_at < %(until)s
JOIN assignment w ON w.project_id = a.project_id AND w.id = a.root_id
JOIN stage t ON t.project_id = w.project_id AND t.id = w.stage_id
JOIN project_member m ON m.project_id = w.project_id AND m.person_id = w.worker_id
LEFT JOIN LATERAL (
  SELECT v.reason, v.comment FROM assignment x
  JOIN submission v ON v.project_id = x.project_id AND v.assignment_id = x.id
  WHERE x.project_id = a.project_id AND x.root_id = a.root_id AND v.verdict = 'reject'
    AND v.at <= a.opened_at
  ORDER BY v.id DESC LIMIT 1) v ON true
WHERE p.organisation_id = %(organisation)s
ORDER BY a.opened_at, a.project_id, a.root_id
"""

_PEOPLE = {
    PaperKind.PAYMENTS: f"""
SELECT DISTINCT l.person_id FROM payout_line l JOIN payout y ON y.id = l.payout_id
WHERE y.approved_at IS NOT NULL AND l.held IS NULL AND {_OF_MONTH}""",
    PaperKind.SIMPLIFIED: """
SELECT DISTINCT l.person_id FROM payout_line l
WHERE l.organisation_id = %(organisation)s AND l.currency = %(currency)s
  AND l.paid_at >= %(since)s AND l.paid_at < %(until)s""",
    PaperKind.ROSTER: """
SELECT DISTINCT m.person_id FROM project p JOIN project_member m ON m.project_id = p.id
WHERE p.organisation_id = %(organisation)s""",
}


def people(s: Session, organisation_id: int, span: Span, kind: PaperKind) -> list[int]:
    """Who is named in a paper?"""
    if kind not in _PEOPLE:
        return []
    return [row["person_id"] for row in rows(s, _PEOPLE[kind], _values(organisation_id, span))]


PROGRESS = """
SELECT p.id AS project_id, p.name AS project, t.id AS stage_id, t.name AS stage,
  (SELECT count(*) FROM item i WHERE i.project_id = p.id AND i.stage_id = t.id
    AND i.state <> 'excluded') AS items,
  (SELECT count(*) FROM item i WHERE i.project_id = p.id AND i.stage_id = t.id
    AND i.state IN ('accepted', 'released')) AS accepted, w.*
FROM project p
JOIN stage t ON t.project_id = p.id
CROSS JOIN LATERAL (
  SELECT count(*) FILTER (WHERE v.level = 0 AND v.attempt = 1) AS handed_in,
    count(*) FILTER (WHERE v.level = 0 AND v.attempt > 1) AS reworked,
    count(*) FILTER (WHERE v.level = 1) AS first_looks,
    count(*) FILTER (WHERE v.level = 2) AS second_looks,
    count(*) FILTER (WHERE v.verdict = 'approve') AS approved,
    count(*) FILTER (WHERE v.verdict = 'fix') AS fixed,
    count(*) FILTER (WHERE v.verdict = 'return') AS returned,
    count(*) FILTER (WHERE v.verdict = 'reject') AS rejected
  FROM submission v WHERE v.project_id = p.id AND v.stage_id = t.id
    AND v.at >= %(since)s AND v.at < %(until)s) w
WHERE p.organisation_id = %(organisation)s
ORDER BY p.id, t.id
"""


def roster(s: Session, organisation_id: int, span: Span) -> Iterator[dict[str, Any]]:
    """Who takes part in the organisation's projects, and what has he done in these days?"""
    return _stream(s, ROSTER, _values(organisation_id, span))


def complaints(s: Session, organisation_id: int, span: Span) -> Iterator[dict[str, Any]]:
    """Which rejections were objected to in these days, and what became of it?"""
    return _stream(s, COMPLAINTS, _values(organisation_id, span))


def progress(s: Session, organisation_id: int, span: Span) -> Iterator[dict[str, Any]]:
    """How far is each stage, and what was handed in and found in these days?"""
    return _stream(s, PROGRESS, _values(organisation_id, span))


_QUOTA = """
SELECT
  (SELECT coalesce(sum(e.amount), 0)::bigint FROM project p
    JOIN account c ON c.project_id = p.id AND c.kind = 'person' AND c.currency = %(currency)s
    JOIN ledger_entry e ON e.credit = c.id AND e.kind <> 'reverse'
      AND e.at >= %(since)s AND e.at < %(until)s
    WHERE p.organisation_id = %(organisation)s) AS cost,
  (SELECT count(DISTINCT c.person_id) FROM project p
    JOIN account c ON c.project_id = p.id AND c.kind = 'person' AND c.currency = %(currency)s
    JOIN ledger_entry e ON e.credit = c.id AND e.kind <> 'reverse'
      AND e.at >= %(since)s AND e.at < %(until)s
    WHERE p.organisation_id = %(organisation)s) AS earners,
  (SELECT count(DISTINCT l.person_id) FROM payout_line l
    WHERE l.organisation_id = %(organisation)s AND l.currency = %(currency)s
      AND l.paid_at >= %(since)s AND l.paid_at < %(until)s) AS people,
  (SELECT coalesce(sum(e.amount), 0)::bigint FROM project p
    JOIN ledger_entry e ON e.project_id = p.id AND e.kind = 'fund'
      AND e.at >= %(since)s AND e.at < %(until)s
    WHERE p.organisation_id = %(organisation)s AND p.currency = %(currency)s) AS support,
  (SELECT count(*) FROM hire w WHERE w.organisation_id = %(organisation)s
    AND w.hired_on >= %(first)s AND w.hired_on < %(end)s) AS hires
"""

_FAVOURED = """
SELECT f.kind, count(DISTINCT f.person_id) AS people FROM declared f
WHERE EXISTS (SELECT FROM payout_line l WHERE l.person_id = f.person_id
  AND l.organisation_id = %(organisation)s AND l.currency = %(currency)s
  AND l.paid_at >= %(since)s AND l.paid_at < %(until)s)
GROUP BY 1 ORDER BY 1
"""


def quota(s: Session, organisation_id: int, span: Span) -> dict[str, Any]:
    """What has crowd labour cost in these days, who was paid, what was the support, who hired?"""
    values = _values(organisation_id, span) | {"first": span.first, "end": span.end}
    return rows(s, _QUOTA, values)[0]


def favoured(s: Session, organisation_id: int, span: Span) -> dict[str, int]:
    """How many of those who were paid count themselves to each group?"""
    found = rows(s, _FAVOURED, _values(organisation_id, span))
    return {row["kind"]: row["people"] for row in found}
