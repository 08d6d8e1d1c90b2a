"""The secrets that people's authenticator apps share with us. Only what a person himself types is
held against them: nobody reads them, and no opening is logged."""

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.models.factor import Totp
from app.vault.keys import Keys, keys

WHAT = "totp"
PORTION = 5_000


def put(s: Session, person_id: int, secret: str) -> bool:
    """Keep a secret for a person who has confirmed none yet; whether it was kept."""
    held = keys()
    sealed = held.seal(person_id, WHAT, secret)
    row = insert(Totp).values(person_id=person_id, key=held.newest, sealed=sealed)
    kept = row.on_conflict_do_update(
        index_elements=[Totp.person_id],
        set_={"key": held.newest, "sealed": sealed, "created_at": func.now()},
        where=Totp.confirmed_at.is_(None),
    )
    return s.scalar(kept.returning(Totp.person_id)) is not None


def secret_of(row: Totp) -> str:
    """The secret. Raises `NotOpened`."""
    return keys().open(row.key, row.person_id, WHAT, row.sealed)


def seal_anew(s: Session, held: Keys) -> int:
    """Seal with the newest key what an older one sealed, a portion at a time; how many."""
    rows = s.scalars(
        select(Totp)
        .where(Totp.key != held.newest, Totp.key.in_(held.all))
        .order_by(Totp.person_id)
        .limit(PORTION)
        .with_for_update(skip_locked=True)
    ).all()
    for row in rows:
        row.sealed = held.seal(row.person_id, WHAT, secret_of(row))
        row.key = held.newest
    return len(rows)
