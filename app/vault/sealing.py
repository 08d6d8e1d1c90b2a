"""Putting things under seal, opening them with a reason, deleting them."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import case, func, insert, select, text, union_all, update
from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.core.watch import request_id
from app.models.factor import Totp
from app.models.vault import Sealed, Secret
from app.vault import totps
from app.vault.keys import Keys, keys

PORTION = 5_000


class SealGone(Conflict):
    """It was deleted, or put in anew meanwhile."""

    code, title = "seal_gone", "Not kept any more"


def put(s: Session, person_id: int, what: Secret, number: str, masked: str) -> int:
    """Keep a number of a person under seal; the row's id. Raises `NotConfigured`."""
    held = keys()
    made = insert(Sealed).values(
        person_id=person_id,
        what=what,
        key=held.newest,
        sealed=held.seal(person_id, what, number),
        masked=masked,
    )
    return s.execute(made.returning(Sealed.id)).scalar_one()


def opened(
    s: Session,
    ids: Collection[int],
    *,
    by: int,
    organisation_id: int,
    reason: str,
    payout_id: int | None = None,
) -> dict[int, str]:
    """The numbers of these rows, each of which is logged as read. Raises `SealGone` where one is
    not kept any more, `NotOpened`, `NotConfigured`."""
    wanted = list(set(ids))
    rows = s.execute(
        select(Sealed).where(Sealed.id.in_(wanted), Sealed.sealed.is_not(None))
    ).scalars()
    held = keys()
    found = {row.id: _open(held, row) for row in rows}
    if len(found) != len(wanted):
        raise SealGone("A number is not kept any more; ask the person to enter it again.")
    s.connection().exec_driver_sql(
        _LOG,
        {
            "ids": wanted,
            "by": by,
            "organisation": organisation_id,
            "reason": reason,
            "payout": payout_id,
            "request": request_id(),
        },
    )
    return found


def _open(held: Keys, row: Sealed) -> str:
    assert row.sealed is not None
    return held.open(row.key, row.person_id, row.what, row.sealed)


# An officer reads it in his organisation's name; whom it is about finds it among all others that
# looked at his data.
_LOG = """
WITH opened AS (
  INSERT INTO vault.opening (organisation_id, person_id, sealed_id, what, by, reason, payout_id)
  SELECT %(organisation)s, person_id, id, what, %(by)s, %(reason)s, %(payout)s
  FROM vault.sealed WHERE id = ANY(%(ids)s) ORDER BY id
  RETURNING person_id, what)
INSERT INTO access_log (by, person_id, acting, organisation_id, fields, route, why, request_id)
SELECT %(by)s, person_id, 'finance', %(organisation)s, array_agg(DISTINCT what::text), 'vault',
  %(reason)s, %(request)s
FROM opened WHERE person_id <> %(by)s GROUP BY person_id
"""


def kept(s: Session, sealed_id: int | None) -> Sealed | None:
    """The row, where what it holds is still there."""
    if sealed_id is None:
        return None
    row = s.get(Sealed, sealed_id)
    return row if row is not None and row.deleted_at is None else None


def delete(s: Session, ids: Collection[int]) -> int:
    """Forget what these rows hold; how many held something. The rows stay, for the log; of an
    identity number not even what was shown of it, which says a birthday."""
    shown = case((Sealed.what == Secret.IDENTITY, "*"), else_=Sealed.masked)
    gone = (
        update(Sealed)
        .where(Sealed.id.in_(list(ids)), Sealed.deleted_at.is_(None))
        .values(sealed=None, masked=shown, deleted_at=func.now())
    )
    return len(s.execute(gone.returning(Sealed.id)).all())


def seal_anew(s: Session) -> int:
    """Seal with the newest key what an older one sealed, a portion at a time; how many. What no key
    of the file opens is left as it is, and raises `NotOpened` after the others were done."""
    held = keys()
    rows = s.execute(
        select(Sealed)
        .where(Sealed.key != held.newest, Sealed.sealed.is_not(None), Sealed.key.in_(held.all))
        .order_by(Sealed.id)
        .limit(PORTION)
        .with_for_update(skip_locked=True)
    ).scalars()
    count = 0
    for row in rows:
        row.sealed = held.seal(row.person_id, row.what, _open(held, row))
        row.key = held.newest
        count += 1
    return count + totps.seal_anew(s, held)


def by_key(s: Session) -> Mapping[str, int]:
    """How many numbers, and secrets of authenticator apps, are under which key."""
    under = union_all(select(Sealed.key).where(Sealed.deleted_at.is_(None)), select(Totp.key))
    key = under.subquery().c.key
    return {row[0]: row[1] for row in s.execute(select(key, func.count()).group_by(key))}


def openings(
    s: Session, *, organisation_id: int, after: int, limit: int, person_id: int | None = None
) -> list[dict[str, Any]]:
    """Who read what of whom and why in an organisation's name, the last first."""
    rows = s.execute(
        text(_OPENINGS),
        {"organisation": organisation_id, "after": after, "limit": limit, "person": person_id},
    )
    return [dict(row) for row in rows.mappings()]


_OPENINGS = """
SELECT o.id, o.person_id, p.name AS person, o.what, o.by, b.name AS by_name, o.reason,
  o.payout_id, o.at
FROM vault.opening o JOIN person p ON p.id = o.person_id JOIN person b ON b.id = o.by
WHERE o.organisation_id = :organisation AND (:after = 0 OR o.id < :after)
  AND (CAST(:person AS bigint) IS NULL OR o.person_id = :person)
ORDER BY o.id DESC LIMIT :limit
"""
