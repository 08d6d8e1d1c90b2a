"""The last transaction of an import: items of all rows that were gathered, or of none.

It runs in a thread of its own and is told which rows are there. For pictures it begins when the
last one has been opened. A manifest's rows come as fast as items are made of them; there it begins
at once and follows block by block, which uses a second core and ends soon after the last row.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillGoing
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import Session

from app.assets import bulk, uploads
from app.assets.attempt import Attempt
from app.core.errors import Conflict
from app.core.states import BatchState
from app.formats import Format, Grade
from app.models.item import Batch
from app.models.transition import move


class ImportEnded(Conflict):
    """The import has ended; there is nothing left to do or to call off."""

    code, title = "import_ended", "Import ended"


class Abandoned(Exception):
    """Reading has failed: nothing is to be kept."""


@dataclass(frozen=True, slots=True)
class _Rows:
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Close:
    chosen: Format
    refusals: int  # the last number of the report


class Finishing:
    """Makes items of rows, and closes the batch."""

    def __init__(
        self, attempt: Attempt, batch: Batch, pool: ThreadPoolExecutor, *, follows: bool
    ) -> None:
        """`follows` is whether it works while rows are still coming."""
        self._attempt = attempt
        self._batch = batch
        self._told: SimpleQueue[_Rows | _Close | None] = SimpleQueue()
        self._follows = follows
        self._done: Future[dict[str, Any]] = pool.submit(self._run)

    def rows(self, first: int, last: int) -> None:
        """The rows from `first` to `last` are committed."""
        if last >= first:
            self._told.put(_Rows(first, last))

    def close(self, chosen: Format, refusals: int) -> None:
        """Those were all; the report's last line has the number `refusals`."""
        self._told.put(_Close(chosen, refusals))

    def abandon(self) -> None:
        """Keep nothing, and wait until that is so."""
        self._told.put(None)
        self._done.exception()

    def wait(self, seconds: float) -> dict[str, Any] | None:
        """The counts, or None where it takes longer. Raises what went wrong."""
        try:
            return self._done.result(seconds)
        except StillGoing:
            return None

    def _run(self) -> dict[str, Any]:
        batch = self._batch
        upload_ids = uploads.uploads_of(batch.source) if not batch.dry_run else []
        with self._attempt.transaction() as s:
            bulk.finish_alone(s, batch.stage_id)
            bulk.prepare_bulk(s, by_block=self._follows)
            begins, ends, taken = 0, 0, 0
            while not isinstance(told := self._told.get(), _Close):
                if told is None:
                    raise Abandoned
                if not batch.dry_run:
                    count, first, last = bulk.add_items(
                        s, batch.project_id, batch.stage_id, batch.id, told.first, told.last
                    )
                    begins, ends, taken = begins or first, last or ends, taken + count
            counts = self._close(s, told, taken, begins, ends)
            for upload_id in upload_ids:
                uploads.forget(s, upload_id)
        for upload_id in upload_ids:
            uploads.remove_spool(upload_id)
        if taken > 10_000:
            with self._attempt.transaction() as s:
                bulk.analyze(s)
        return counts

    def _close(
        self, s: Session, told: _Close, taken: int, begins: int, ends: int
    ) -> dict[str, Any]:
        batch = self._batch
        key = (batch.project_id, batch.id)
        now = s.get_one(Batch, key, with_for_update=True, populate_existing=True)
        if now.state is not BatchState.IMPORTING:
            raise ImportEnded("This import was called off meanwhile.", state=now.state.value)
        existing = twice = 0
        if taken < now.taken:
            bulk.prepare_bulk(s, by_block=False)
            first = 0 if batch.skip_existing else told.refusals + 1
            existing = bulk.drop_existing(s, *key, batch.stage_id, first)
            twice = bulk.drop_second(s, *key, told.refusals + existing + 1)
            if batch.dry_run:
                taken = now.taken - existing - twice
        bulk.forget_rows(s, *key)
        reasons = dict(now.reasons)
        dropped = (("name_exists", 0 if batch.skip_existing else existing), ("second_row", twice))
        for code, n in dropped:
            if n:
                before = reasons.get(code, {"n": 0})["n"]
                reasons[code] = {"grade": Grade.ITEM, "n": before + n}
        counts: dict[str, Any] = {
            "reasons": reasons,
            "taken": taken,
            "refused": now.refused + twice + (0 if batch.skip_existing else existing),
            "skipped": existing if batch.skip_existing else 0,
        }
        move(
            s,
            Batch,
            key,
            BatchState.IMPORTED,
            by=batch.created_by,
            format=told.chosen.value,
            first_item_id=begins or None,
            last_item_id=ends or None,
            finished_at=func.now(),
            **counts,
        )
        del counts["reasons"]
        return counts | {"noted": now.noted}
