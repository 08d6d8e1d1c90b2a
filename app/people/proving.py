"""Proofs that are under way: each has a secret that is with who goes it, for minutes."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.orm import Session

from app.core.security import hash_token, new_token
from app.models.factor import Proving, ProvingKind
from app.people.problems import ProvingOver

LASTS = timedelta(minutes=10)
TRIES = 5
"""Wrong codes that one proof takes."""


def begin(
    s: Session,
    kind: ProvingKind,
    *,
    person_id: int | None = None,
    challenge: bytes | None = None,
    data: Mapping[str, Any] | None = None,
    token: str | None = None,
) -> str:
    """A new proof's secret; `token` where the caller has made it."""
    secret = token or new_token()
    s.execute(
        insert(Proving).values(
            token_hash=hash_token(secret),
            kind=kind,
            person_id=person_id,
            challenge=challenge,
            data=dict(data or {}),
            expires_at=func.now() + LASTS,
        )
    )
    return secret


def held(s: Session, token: str, kind: ProvingKind, person_id: int | None = None) -> Proving:
    """The proof of this secret, for who goes it alone until commit; of `person_id` where one is
    named. Raises `ProvingOver`."""
    found = s.scalar(
        select(Proving)
        .where(
            Proving.token_hash == hash_token(token),
            Proving.kind == kind,
            Proving.expires_at > func.now(),
            Proving.tries < TRIES,
        )
        .with_for_update()
    )
    if found is None or (person_id is not None and found.person_id != person_id):
        raise ProvingOver("That took too long or was tried too often; begin again.")
    return found


def end(s: Session, proof: Proving) -> None:
    """Done: its secret is good for nothing any more."""
    s.execute(delete(Proving).where(Proving.token_hash == proof.token_hash))
