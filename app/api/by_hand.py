"""What a person does himself, signed in: no program does it for him with a token."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from app.api.deps import Door, Me
from app.people.permits import May
from app.people.problems import BySessionOnly


def by_hand(me: Me) -> None:
    """Raises `BySessionOnly` for an API token: one that leaks must not change passwords, make
    further tokens, sign or accept anything."""
    if me.scoped:
        raise BySessionOnly(
            "An API token cannot do this; sign in and do it yourself.", permission="session"
        )


@contextmanager
def office(door: Door, may: May, organisation_id: int) -> Iterator[tuple[Session, Me]]:
    """The door of an organisation for what an officer does himself: no token moves money. Raises
    what `Door.enter` raises, and `BySessionOnly`."""
    if door.bearer is not None:
        with door.enter(organisation=organisation_id) as (_, me):
            by_hand(me)
    with door.enter(may, organisation=organisation_id) as found:
        yield found
