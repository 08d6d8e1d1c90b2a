"""Long work at a terminal: the same code as in a chore, with a bar in the chore's place."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.errors import Invalid, NotFound
from app.models.project import Project, Stage


class Doing:
    """What stands in for a chore's `Run`."""

    def __init__(self, bar: Progress, title: str) -> None:
        self._bar = bar
        self._line = bar.add_task(title, total=None)

    def progress(self, done: int | None = None, total: int | None = None) -> None:
        """Show how far it is."""
        if done is not None:
            self._bar.update(self._line, completed=done, total=total)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A short transaction."""
        with transaction() as s:
            yield s


@contextmanager
def doing(title: str) -> Iterator[Doing]:
    """A bar on standard error, for as long as the block takes."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        yield Doing(bar, title)


def find_stage(s: Session, project_id: int, wanted: str | None) -> Stage:
    """The project's stage of this id or name; without either its only one. Raises NotFound,
    Invalid.
    """
    if s.get(Project, project_id) is None:
        raise NotFound(f"There is no project {project_id}.")
    stages = s.scalars(select(Stage).where(Stage.project_id == project_id).order_by(Stage.id)).all()
    fits = [one for one in stages if wanted is None or wanted in (str(one.id), one.name)]
    if len(fits) == 1:
        return fits[0]
    known = ", ".join(f"{one.id} “{one.name}”" for one in stages) or "none"
    raise Invalid(f"Say which stage with --stage; project {project_id} has: {known}.")
