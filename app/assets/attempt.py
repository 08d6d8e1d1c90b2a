"""What longer work needs of the chore that does it, or of what stands in for one."""

from contextlib import AbstractContextManager
from typing import Protocol

from sqlalchemy.orm import Session


class Attempt(Protocol):
    """One attempt at a piece of background work."""

    def progress(self, done: int | None = None, total: int | None = None) -> None:
        """Say how far it is; raises when this attempt is over."""
        ...

    def transaction(self) -> AbstractContextManager[Session]:
        """A short transaction."""
        ...
