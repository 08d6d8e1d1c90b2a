"""How one is told besides on the page: by e-mail and by push, at once or once a day."""

from fastapi import status
from sqlalchemy.orm import Session

from app.api.by_hand import by_hand
from app.api.deps import Door, Me, Way
from app.api.ids import Key
from app.api.router import Router
from app.core.security import hash_token
from app.people import queries
from app.people.telling import service
from app.people.telling.schemas import PushIn, TellingIn, TellingOut

router = Router(prefix="/me", tags=["notifications"])


@router.get("/telling")
def read_telling(door: Way) -> TellingOut:
    """What one is told of, by what, and when; and one's browsers that are pushed to."""
    with door.enter() as (s, me):
        return _shown(s, me, door)


@router.put("/telling")
def choose_telling(asked: TellingIn, door: Way) -> TellingOut:
    """Choose what one is told of, by what, and when. May be retried."""
    with door.enter() as (s, me):
        by_hand(me)
        service.choose(s, me.id, asked)
        return _shown(s, me, door)


@router.post("/push", status_code=status.HTTP_201_CREATED)
def allow_push(asked: PushIn, door: Way) -> TellingOut:
    """Let this browser be pushed to, until one signs out of it. May be retried."""
    with door.enter() as (s, me):
        by_hand(me)
        assert door.secret is not None
        service.let_in(s, me.id, hash_token(door.secret), asked)
        return _shown(s, me, door)


@router.delete("/push/{subscription_id}")
def refuse_push(subscription_id: Key, door: Way) -> TellingOut:
    """Let one of one's browsers not be pushed to any more."""
    with door.enter() as (s, me):
        by_hand(me)
        service.shut_out(s, me.id, subscription_id)
        return _shown(s, me, door)


def _shown(s: Session, me: Me, door: Door) -> TellingOut:
    person = queries.person(s, me.id)
    assert person is not None
    assert door.secret is not None
    here = None if me.scoped else hash_token(door.secret)
    return service.how_told(s, me.id, person.email, here)
