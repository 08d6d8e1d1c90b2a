"""API tokens: keys that a person gives to programs."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import func, insert, update
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.security import API_TOKEN, hash_token, new_token
from app.models.person import ApiToken
from app.models.transition import record
from app.people import queries
from app.people.problems import TooManyTokens

MOST = 50
"""Live tokens of one person."""


def make(
    s: Session,
    person_id: int,
    name: str,
    scopes: Collection[str],
    days: int | None,
    projects: Collection[int] | None = None,
) -> tuple[int, str]:
    """A new token's id, and the token, which is shown this once. It opens what its scopes and its
    owner's roles both allow, for `days` (None: until it is revoked); with `projects` in these
    alone. Raises `TooManyTokens`, and `NotFound` for a project that he is not in."""
    if queries.live_tokens(s, person_id) >= MOST:
        raise TooManyTokens(f"You have {MOST} live tokens; revoke some that are not used.")
    limited = None if projects is None else sorted(set(projects))
    for project_id in limited or ():
        if not queries.belongs(s, person_id, project_id):
            raise NotFound(f"You are in no project {project_id}.")
    token = new_token(API_TOKEN)
    token_id = s.execute(
        insert(ApiToken)
        .values(
            person_id=person_id,
            token_hash=hash_token(token),
            name=name,
            scopes=sorted(set(scopes)),
            projects=limited,
            expires_at=None if days is None else func.now() + timedelta(days=days),
        )
        .returning(ApiToken.id)
    ).scalar_one()
    record(
        s,
        project_id=0,
        subject="api_token",
        subject_id=token_id,
        by=person_id,
        target="made",
        data={"scopes": sorted(set(scopes)), "projects": limited},
    )
    return token_id, token


def revoke(s: Session, person_id: int, token_id: int) -> None:
    """Shut one of his tokens out; again is no change. Raises `NotFound` for one not his."""
    owned = s.get(ApiToken, token_id)
    if owned is None or owned.person_id != person_id:
        raise NotFound("You have no such token.")
    revoked = s.execute(
        update(ApiToken)
        .where(ApiToken.id == token_id, ApiToken.revoked_at.is_(None))
        .values(revoked_at=func.now())
        .returning(ApiToken.id)
    ).first()
    if revoked is not None:
        record(
            s,
            project_id=0,
            subject="api_token",
            subject_id=token_id,
            by=person_id,
            target="revoked",
        )
