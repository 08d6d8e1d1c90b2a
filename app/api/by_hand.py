"""What a person does himself, signed in: no program does it for him with a token."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm import Session

from app.api.deps import Door, Me
from app.people.permits import May
from app.people.problems import BySessionOnly, ConfirmNeeded


def by_hand(me: Me, *, grave: bool = False) -> None:
    """Raises `BySessionOnly` for an API token: one that leaks must not change passwords, make
    further tokens, sign or accept anything. What is `grave` raises `ConfirmNeeded` besides."""
    if me.scoped:
        raise BySessionOnly(
            "An API token cannot do this; sign in and do it yourself.", permission="session"
        )
    if grave:
        surely(me)


def surely(me: Me) -> None:
    """Raises `ConfirmNeeded` for a session whose person proved himself too long ago for something
    grave: one that was left open must not move money, make keys or give offices away. A token that
    was given the right does what it was made for."""
    if not (me.fresh or me.scoped):
        raise ConfirmNeeded(
            "You signed in some time ago; prove that it is you, then try again.",
            permission="confirm",
        )


@contextmanager
def office(
    door: Door, may: May, organisation_id: int, *, grave: bool = False
) -> Iterator[tuple[Session, Me]]:
    """The door of an organisation for what an officer does himself: no token moves money. Raises
    what `Door.enter` raises, and `BySessionOnly`; `ConfirmNeeded` for what is `grave`."""
    if door.bearer is not None:
        with door.enter(organisation=organisation_id) as (_, me):
            by_hand(me)
    with door.enter(may, organisation=organisation_id) as found:
        if grave:
            surely(found[1])
        yield found
