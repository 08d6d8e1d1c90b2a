"""Large pictures get tiles, one after the other, some seconds at a time.

What is to be done stands in the assets' rows: which pictures are large and have no tiles yet. So
an attempt after a broken one, or a second worker, goes on where that one came to. The same picture
makes the same file, under the same key.
"""

import tempfile
from collections.abc import Callable
from time import monotonic
from typing import Any, BinaryIO, NamedTuple

from sqlalchemy import func, select, text, update
from sqlalchemy.orm import Session

from app.assets.pictures import MAX_BYTES
from app.assets.pyramid import MEDIA_TYPE, SIZE, build
from app.models.asset import UNTILED, Asset
from app.queue.run import LeaseLost, Run, Stopped
from app.queue.service import enqueue
from app.storage import Missing, TooLong, storage

CHORE = "tiles"
RUN_SECONDS = 30.0  # then others have their turn
# After so many attempts it may be the picture that ends the worker.
_SUSPECT = 3

_DUE = text(
    f"""SELECT DISTINCT project_id FROM asset a WHERE {UNTILED}
      AND NOT EXISTS (SELECT FROM chore c WHERE c.kind = :kind AND c.project_id = a.project_id
        AND (c.state IN ('queued', 'failed', 'running')
          OR c.state IN ('dead', 'cancelled') AND c.finished_at > now() - interval '1 hour'))"""
)


class _Large(NamedTuple):
    """A picture without tiles."""

    id: int
    storage_key: str


class Untileable(Exception):
    """The picture has no tiles and never will; what it is told by says why."""


def start_due(s: Session) -> list[int]:
    """Have a chore make tiles in each project where some are missing; the projects."""
    projects = list(s.scalars(_DUE, {"kind": CHORE}))
    for project_id in projects:
        enqueue(s, CHORE, {"project_id": project_id}, project_id=project_id)
    return projects


class Tiling:
    """One chore's part."""

    def __init__(self, run: Run, seconds: float = RUN_SECONDS) -> None:
        self._run = run
        self._project_id: int = run.args["project_id"]
        self._until = monotonic() + seconds

    def run(self) -> dict[str, Any]:
        """Make tiles until no picture is without, or the time is over."""
        tiled = refused = 0
        suspect = self._run.attempt >= _SUSPECT
        while True:
            done = tiled + refused
            with self._run.transaction() as s:
                left, picture = self._next(s)
            if picture is None or (done and monotonic() >= self._until):
                return {"tiled": tiled, "refused": refused, "left": left}
            self._run.progress(done, done + left)
            try:
                self._keep(picture, self._made(picture, suspect, done, done + left))
                tiled += 1
            except Untileable as why:
                self._keep(picture, {"refused": str(why)})
                refused += 1
            suspect = False

    def _next(self, s: Session) -> tuple[int, _Large | None]:
        """How many pictures wait, and the first."""
        mine = (Asset.project_id == self._project_id, text(UNTILED))
        left = s.execute(select(func.count()).select_from(Asset).where(*mine)).scalar_one()
        wanted = select(Asset.id, Asset.storage_key).where(*mine).order_by(Asset.id).limit(1)
        first = s.execute(wanted).first()
        return left, None if first is None else _Large(first.id, first.storage_key or "")

    def _keep(self, picture: _Large, tiles: dict[str, Any] | None) -> None:
        with self._run.transaction() as s:
            s.execute(
                update(Asset)
                .where(Asset.project_id == self._project_id, Asset.id == picture.id)
                .values(tiles=tiles)
            )

    def _made(self, picture: _Large, suspect: bool, done: int, total: int) -> dict[str, Any]:
        """The tiles of a picture, stored. Raises Untileable."""
        if not suspect:
            return self._stored(picture, done, total)
        # What kills this worker as well is not taken up by another.
        self._keep(picture, {"refused": "deadly"})
        try:
            return self._stored(picture, done, total)
        except Untileable:
            raise
        except BaseException:
            self._keep(picture, None)
            raise

    def _stored(self, picture: _Large, done: int, total: int) -> dict[str, Any]:
        with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as out:
            try:
                for piece in storage().open(picture.storage_key):
                    source.write(piece)
            except Missing:
                raise Untileable("missing") from None
            source.seek(0)
            levels = _build(source, out, lambda: self._run.progress(done, total))
            out.seek(0)
            try:
                key = storage().put(out, media_type=MEDIA_TYPE, limit=MAX_BYTES).key
            except TooLong:
                raise Untileable("too_large") from None
        return {
            "key": key,
            "size": SIZE,
            "levels": [{"width": width, "height": height} for width, height in levels],
        }


def _build(source: BinaryIO, out: BinaryIO, step: Callable[[], None]) -> list[tuple[int, int]]:
    """As `build`. Raises Untileable for what is wrong with the picture, and anything else as it
    is.
    """
    try:
        return build(source, out, step)
    except (Stopped, LeaseLost):
        raise
    except OSError as wrong:
        if wrong.errno is not None:  # the disk's, not the picture's
            raise
        raise Untileable("broken") from None
    except MemoryError:
        raise Untileable("memory") from None
    except (SyntaxError, ValueError, TypeError, LookupError, ArithmeticError):
        # Pillow's decoders say in many ways that a file makes no sense.
        raise Untileable("broken") from None
