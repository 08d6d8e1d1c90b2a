"""What a person does himself, signed in: no program does it for him with a token."""

from app.api.deps import Me
from app.people.problems import BySessionOnly


def by_hand(me: Me) -> None:
    """Raises `BySessionOnly` for an API token: one that leaks must not change passwords, make
    further tokens, sign or accept anything."""
    if me.scoped:
        raise BySessionOnly(
            "An API token cannot do this; sign in and do it yourself.", permission="session"
        )
