"""What is made of stored files after their import: one after the other, some seconds at a time.

What is to be done stands in the assets' rows: which of them wait. So an attempt after a broken one,
or a second worker, goes on where that one came to. The same file makes the same files, under the
same keys.
"""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, NamedTuple, TypeAlias

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.assets import destroying
from app.models.asset import Asset
from app.queue.run import Run
from app.queue.service import enqueue
from app.storage import Missing, storage

RUN_SECONDS = 30.0  # then others have their turn
SHARE_SECONDS = 2.0  # where others wait: somebody may stand before his microphone
# After so many attempts it may be the file that ends the worker.
_SUSPECT = 3

_DUE = """SELECT DISTINCT project_id FROM asset a WHERE {where}
  AND NOT EXISTS (SELECT FROM chore c WHERE c.kind = :kind AND c.project_id = a.project_id
    AND (c.state IN ('queued', 'failed', 'running')
      OR c.state IN ('dead', 'cancelled') AND c.finished_at > now() - interval '1 hour'))"""


class Never(Exception):
    """Nothing can be made of the file, now or later; what it is told by says why."""


class Waiting(NamedTuple):
    """A stored file that waits."""

    id: int
    storage_key: str
    facts: Mapping[str, Any]


Step: TypeAlias = Callable[[], None]
"""Says that there is still somebody at work. Raises Stopped and LeaseLost, which are let pass."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Something that is made of files: by which chore, of which, and where it is noted.

    `make` is given a file at a path in a folder of its own, in which it may make others. Raises
    Never.
    """

    chore: str
    where: str  # SQL of an asset that waits
    column: InstrumentedAttribute[dict[str, Any] | None]
    counted: str  # what the chore's result calls those that are done
    make: Callable[[Path, Waiting, Step], dict[str, Any]]


def start_due(s: Session, aside: Aside) -> list[int]:
    """Have a chore do it in each project where some wait; the projects."""
    due = text(_DUE.format(where=aside.where))
    projects = list(s.scalars(due, {"kind": aside.chore}))
    for project_id in projects:
        enqueue(s, aside.chore, {"project_id": project_id}, project_id=project_id)
    return projects


class Making:
    """One chore's part."""

    def __init__(
        self,
        aside: Aside,
        run: Run,
        seconds: float = RUN_SECONDS,
        share: float = SHARE_SECONDS,
    ) -> None:
        self._aside = aside
        self._run = run
        self._project_id: int = run.args["project_id"]
        now = monotonic()
        self._until = now + seconds
        self._shared_until = now + min(seconds, share)

    def run(self) -> dict[str, Any]:
        """Until none waits, or the time is over; how many were done, refused, and are left."""
        made = refused = 0
        suspect = self._run.attempt >= _SUSPECT
        while True:
            done = made + refused
            with self._run.transaction() as s:
                left, first = self._next(s)
                until = self._shared_until if self._run.others_wait(s) else self._until
            if first is None or (done and monotonic() >= until):
                return {self._aside.counted: made, "refused": refused, "left": left}
            self._run.progress(done, done + left)
            try:
                self._keep(first, self._made(first, suspect, done, done + left))
                made += 1
            except Never as why:
                self._keep(first, {"refused": str(why)})
                refused += 1
            suspect = False

    def _next(self, s: Session) -> tuple[int, Waiting | None]:
        """How many wait, and the first."""
        mine = (Asset.project_id == self._project_id, text(self._aside.where))
        left = s.execute(select(func.count()).select_from(Asset).where(*mine)).scalar_one()
        wanted = select(Asset.id, Asset.storage_key, Asset.facts).where(*mine)
        first = s.execute(wanted.order_by(Asset.id).limit(1)).first()
        if first is None:
            return left, None
        return left, Waiting(first.id, first.storage_key or "", first.facts or {})

    def _keep(self, one: Waiting, what: dict[str, Any] | None) -> None:
        with self._run.transaction() as s:
            kept = s.execute(
                update(Asset)
                .where(
                    Asset.project_id == self._project_id,
                    Asset.id == one.id,
                    Asset.destroyed_at.is_(None),
                )
                .values({self._aside.column: what})
                .returning(Asset.id)
            ).first()
            if kept is None:  # the file is gone, and with it what was made of it
                destroying.forget_content(s, destroying.keys_of_made(what))

    def _made(self, one: Waiting, suspect: bool, done: int, total: int) -> dict[str, Any]:
        """What was made of a file. Raises Never."""
        if not suspect:
            return self._of_file(one, done, total)
        # What kills this worker as well is not taken up by another.
        self._keep(one, {"refused": "deadly"})
        try:
            return self._of_file(one, done, total)
        except Never:
            raise
        except BaseException:
            self._keep(one, None)
            raise

    def _of_file(self, one: Waiting, done: int, total: int) -> dict[str, Any]:
        with tempfile.TemporaryDirectory(prefix="dure-") as folder:
            path = Path(folder) / "file"
            try:
                with path.open("wb") as out:
                    for piece in storage().open(one.storage_key):
                        out.write(piece)
            except Missing:
                raise Never("missing") from None
            return self._aside.make(path, one, lambda: self._run.progress(done, total))
