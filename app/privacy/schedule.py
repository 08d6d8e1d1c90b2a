"""How long what is kept, and why: one dated table, and what is deleted by it every night.

What the law says was looked up on 2026-11-29:

- Personal Information Protection Act (PIPA), article 21: what is no longer needed is destroyed
  without delay, unless another law keeps it.
- Standards of Measures for Safety of Personal Information, article 8: a log of accesses is kept
  for a year at the least, two where 50,000 people or more, or identity numbers, are in it.
- Framework Act on National Taxes, article 85-3, and Income Tax Act, article 160-2: books and
  papers of payments, five years. They, the ledger and what is under seal stand in `KEPT`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, insert, select, text
from sqlalchemy.orm import Session

from app.core.settings import NotConfigured, settings
from app.models.privacy import Tidied
from app.privacy.schemas import KeepingOut

AT_ONCE = 5_000
"""Rows that one statement deletes."""


@dataclass(frozen=True, slots=True)
class Keeping:
    """Something that is deleted `days` after it ended; never before `least` days, whatever is
    configured. The statement deletes at most `:most` rows from before `:before`, and answers how
    many."""

    what: str
    days: int
    statement: str
    least: int = 0


def _rows(table: str, ended: str, but: str = "true") -> str:
    return (
        f"WITH gone AS (DELETE FROM {table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {table}"
        f" WHERE {ended} < :before AND {but} LIMIT :most FOR UPDATE)) RETURNING 1)"
        " SELECT count(*) FROM gone"
    )


_NOTIFICATIONS = """
WITH old AS (SELECT id FROM notification WHERE created_at < :before ORDER BY id LIMIT :most),
  told AS (DELETE FROM delivery WHERE notification_id IN (SELECT id FROM old)),
  gone AS (DELETE FROM notification WHERE id IN (SELECT id FROM old) RETURNING 1)
SELECT count(*) FROM gone
"""

KEEPINGS: tuple[Keeping, ...] = (
    Keeping("access_log", 730, "SELECT forget_access(:before, :most)", least=365),
    Keeping("notification", 365, _NOTIFICATIONS, least=30),
    Keeping(
        "invitation",
        180,
        _rows("invitation", "coalesce(revoked_at, expires_at)", but="accepted_at IS NULL"),
        least=30,
    ),
    Keeping(
        "guardian",
        180,
        _rows("guardian", "expires_at", "signed_at IS NULL"),
        least=30,
    ),
    Keeping("api_token", 180, _rows("api_token", "coalesce(revoked_at, expires_at)"), least=30),
    Keeping(
        "chore",
        90,
        _rows("chore", "finished_at", but="key IS NULL AND state IN ('done', 'cancelled')"),
        least=7,
    ),
    Keeping("data_copy", 365, _rows("data_copy", "ends_at", but="storage_key IS NULL"), least=30),
    Keeping("tidied", 365, _rows("tidied", "at"), least=30),
)
"""What the nightly run deletes with a statement; `outbox` and `unproved` it does in other ways."""

UNPROVED = "unproved"
"""Accounts whose address was never proved: they are closed as if their owner had left."""

OUTBOX = "outbox"
"""Mails that were written as files, because no server of mail is configured."""

OTHERS: Mapping[str, tuple[int, int]] = {UNPROVED: (30, 2), OUTBOX: (30, 1)}
"""Days, and the least that can be configured."""

KEPT: Mapping[str, str] = {
    "ledger": "five_years",  # never deleted: sums of the ledger are balances
    "payout": "five_years",
    "vault": "by_rule",  # what is under seal: `retention` of the money rules says how long
    "signature": "project",
    "submission": "project",
    "session": "ends",  # sessions and links of mails, hourly
    "upload": "ends",  # unfinished uploads, every ten minutes
    "copy": "ends",  # the files of copies: a week
    "hook_delivery": "ends",
    "failure": "ends",  # faults of ours: 30 days, and nobody's data in them
    "event": "project",
}
"""What is kept otherwise, and by what: a law, a project's end or its own time."""


def days_of(what: str) -> int:
    """For how many days something is kept after it ended: as configured (`DURE_KEEP_DAYS`), and
    never shorter than the least. Raises `NotConfigured` where something else is configured."""
    bounds, wanted = _bounds(), settings().keep_days
    if unknown := sorted(set(wanted) - set(bounds)):
        raise NotConfigured(
            f"DURE_KEEP_DAYS names what the schedule does not have: {', '.join(unknown)}."
        )
    usual, least = bounds[what]
    return max(least, wanted.get(what, usual))


def _bounds() -> dict[str, tuple[int, int]]:
    return {**{one.what: (one.days, one.least) for one in KEEPINGS}, **OTHERS}


def delete_some(s: Session, keeping: Keeping) -> int:
    """Delete one portion of what has been kept long enough; how many rows."""
    before = func.now() - timedelta(days=days_of(keeping.what))
    moment = s.execute(select(before)).scalar_one()
    values = {"before": moment, "most": AT_ONCE}
    return int(s.execute(text(keeping.statement), values).scalar_one())


def unproved(s: Session, most: int = 100) -> list[int]:
    """Whose address was not proved in time?"""
    values = {"days": timedelta(days=days_of(UNPROVED)), "most": most}
    return list(s.scalars(text(_UNPROVED), values))


_UNPROVED = """
SELECT id FROM person WHERE verified_at IS NULL AND left_at IS NULL AND NOT operator
  AND created_at < now() - :days ORDER BY id LIMIT :most
"""


def delete_mails(outbox: Path, now: datetime) -> int:
    """Delete mails of the outbox that were written long enough ago; how many."""
    count = 0
    for mail in outbox.glob("*.eml"):
        written = datetime.fromtimestamp(mail.stat().st_mtime, UTC)
        if written < now - timedelta(days=days_of(OUTBOX)):
            mail.unlink(missing_ok=True)
            count += 1
    return count


def note(s: Session, what: str, deleted: int) -> None:
    """Write down what a run deleted."""
    s.execute(insert(Tidied).values(what=what, deleted=deleted))


def standing(s: Session) -> list[KeepingOut]:
    """The schedule, when each of it was last run and what that deleted."""
    found = s.execute(text(_STANDING))
    runs = {row["what"]: row for row in found.mappings()}
    told = []
    for what, (usual, least) in _bounds().items():
        run = runs.get(what)
        told.append(
            KeepingOut(
                what=what,
                days=days_of(what),
                usual=usual,
                least=least,
                last_at=run["last_at"] if run else None,
                last_deleted=run["last_deleted"] if run else None,
                deleted=run["deleted"] if run else 0,
            )
        )
    return told


_STANDING = """
SELECT DISTINCT ON (what) what, at AS last_at, deleted AS last_deleted,
  sum(deleted) OVER (PARTITION BY what)::bigint AS deleted
FROM tidied ORDER BY what, id DESC
"""
