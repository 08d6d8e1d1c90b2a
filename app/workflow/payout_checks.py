"""What must be true of a payout before it is approved, asked of the tables themselves."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.models.payout import Payout
from app.payouts import queries


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that holds or not; `count` lines (projects' shares, people) stand against it."""

    code: str
    ok: bool
    count: int


_COUNTS = """
WITH line AS (
  SELECT * FROM payout_line WHERE payout_id = %(payout)s AND state = 'batched'
), share AS (
  SELECT h.*, l.person_id, l.currency FROM line l JOIN payout_share h ON h.line_id = l.id
), borne AS (
  SELECT line_id, sum(gross) AS gross, sum(tax) AS tax, sum(local) AS local
  FROM share GROUP BY line_id
), owed AS (
  SELECT a.person_id, a.project_id, a.currency, sum(m.amount) AS amount
  FROM share h
  JOIN account a ON a.kind = 'person' AND a.project_id = h.project_id
    AND a.person_id = h.person_id AND a.currency = h.currency
  JOIN (SELECT project_id, credit AS account_id, amount FROM ledger_entry
        UNION ALL SELECT project_id, debit, -amount FROM ledger_entry) m
    ON m.account_id = a.id AND m.project_id = a.project_id
  GROUP BY 1, 2, 3
)
SELECT
  (SELECT count(*) FROM line l LEFT JOIN borne b ON b.line_id = l.id
   WHERE (l.gross, l.tax, l.local) IS DISTINCT FROM (b.gross, b.tax, b.local))
  + (SELECT (count(*) <> %(people)s OR coalesce(sum(gross), 0) <> %(gross)s
       OR coalesce(sum(tax), 0) <> %(tax)s OR coalesce(sum(local), 0) <> %(local)s)::int
     FROM line) AS sums,
  (SELECT count(*) FROM share h LEFT JOIN owed o USING (person_id, project_id, currency)
   WHERE h.gross > coalesce(o.amount, 0)) AS ledger,
  (SELECT count(*) FROM line l WHERE NOT EXISTS (SELECT FROM vault.sealed k
     WHERE k.id = l.account_id AND k.deleted_at IS NULL)) AS accounts,
  (SELECT count(*) FROM line l WHERE NOT EXISTS (SELECT FROM pay_details d
     JOIN vault.sealed i ON i.id = d.identity_id AND i.deleted_at IS NULL
     WHERE d.person_id = l.person_id)) AS identities,
  (SELECT count(DISTINCT t.person_id) FROM top_up t JOIN line l ON l.person_id = t.person_id
   JOIN project p ON p.id = t.project_id AND p.organisation_id = l.organisation_id
   WHERE t.paid_at IS NULL
     AND t.day < (%(until)s::timestamptz AT TIME ZONE 'Asia/Seoul')::date) AS floor
"""


def of(s: Session, payout: Payout) -> list[Check]:
    """Whether the lines and their shares add up to the payout; whether each share is what the
    ledger owes; whether today's rules withhold the same; whether everybody has an account and an
    identity; whether nobody waits for a top-up to the floor wage."""
    values = {
        "payout": payout.id,
        "people": payout.people,
        "gross": payout.gross,
        "tax": payout.tax,
        "local": payout.local,
        "until": payout.until,
    }
    (found,) = queries.rows(s, _COUNTS, values)
    found["rules"] = _other_rules(s, payout)
    return [Check(code, count == 0, count) for code, count in found.items()]


_OTHER_RULES = """
SELECT count(DISTINCT l.income) FROM payout_line l JOIN payout b ON b.id = l.payout_id
WHERE b.id = %(payout)s AND (
  SELECT r.value FROM money_rule r WHERE r.kind = l.income
    AND r.valid_from <= (now() AT TIME ZONE 'Asia/Seoul')::date
  ORDER BY r.valid_from DESC, r.id DESC LIMIT 1
) IS DISTINCT FROM (
  SELECT r.value FROM money_rule r WHERE r.kind = l.income
    AND r.valid_from <= b.taxed_on AND r.at <= b.created_at
  ORDER BY r.valid_from DESC, r.id DESC LIMIT 1
)
"""


def _other_rules(s: Session, payout: Payout) -> int:
    """How many kinds of income have another rule now than when their tax was computed."""
    found = s.connection().exec_driver_sql(_OTHER_RULES, {"payout": payout.id})
    return int(found.scalar_one())
