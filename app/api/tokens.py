"""API tokens: keys for programs."""

from fastapi import status

from app.api.by_hand import by_hand
from app.api.deps import Way
from app.api.ids import Key
from app.api.router import Router
from app.people import queries, tokens
from app.people.schemas import MakeToken, NewToken, TokenView

router = Router(prefix="/tokens", tags=["tokens"])


@router.get("", response_model=list[TokenView])
def list_tokens(door: Way) -> list[TokenView]:
    """One's tokens, revoked ones included."""
    with door.enter() as (s, me):
        by_hand(me)
        return [TokenView.model_validate(token) for token in queries.tokens(s, me.id)]


@router.post("", status_code=status.HTTP_201_CREATED, response_model=NewToken)
def make_token(asked: MakeToken, door: Way) -> NewToken:
    """Make a token. It is shown this once, and does what its scopes and one's roles both allow: in
    all of one's projects, or in those that are named alone."""
    with door.enter() as (s, me):
        by_hand(me, grave=True)
        token_id, token = tokens.make(s, me.id, **asked.model_dump())
    return NewToken(id=token_id, token=token)


@router.delete("/{token_id}", status_code=status.HTTP_204_NO_CONTENT)
def revoke_token(token_id: Key, door: Way) -> None:
    """Shut a token out. May be retried."""
    with door.enter() as (s, me):
        by_hand(me)
        tokens.revoke(s, me.id, token_id)
