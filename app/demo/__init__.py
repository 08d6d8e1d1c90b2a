"""The demonstration that the first start makes: seven people, three projects, work in every state.

Everything is made by the services that people's own requests reach, so the demonstration obeys
every rule and is history like any other; only terms are let run out before their time.

A crash half-way leaves no half demonstration: people, projects and money come in one transaction
that notes what it made, every step after it has a key of its own and does nothing the second time,
and the last step notes that all of it is there. The next start goes on where the last one broke.
"""

from dataclasses import dataclass

from rich.console import Console
from sqlalchemy import text

from app.core.database import engine, transaction
from app.core.security import sign
from app.core.settings import settings
from app.demo import cells, dialect, found, queries, streets
from app.demo.found import CAST
from app.tasks.pace import count_pace

LOCK = 0x64656D6F
"""Two starts at once make one demonstration."""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody to sign in as."""

    email: str
    password: str
    what: str


def password() -> str:
    """The one password of all seven: of this installation alone, and not to be guessed by who
    reads this program. It is the same each time."""
    drawn = sign(settings().signing_key(), "demonstration", "password").lower()
    letters = [letter for letter in drawn if letter.isalnum()]
    return f"dure-{''.join(letters[:4])}-{''.join(letters[4:8])}"


def ensure(console: Console) -> list[Account]:
    """Make the demonstration in an installation that has nobody yet, or finish making it; answers
    whom one can sign in as, nobody where the installation is in real use."""
    with engine().begin() as alone:
        alone.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
        if queries.made() is None and queries.begun() is None and queries.anybody():
            return []
        if queries.made() is None:
            with console.status("Making the demonstration …"):
                _make()
            console.print("The demonstration is made: three projects, seven people.")
    return [Account(person.email, password(), person.what) for person in CAST]


def _make() -> None:
    made = queries.begun() or found.found(password())
    cells.play(made)
    streets.play(made)
    dialect.play(made)
    with transaction() as s:
        count_pace(s)
    found.finish(made)
