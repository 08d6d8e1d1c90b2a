"""From files to items: read a source thing by thing, keep what can be kept, say what cannot.

Rows are gathered in `import_row`, in short transactions; the last transaction makes items of all
of them at once, so nobody ever sees half an import, and one that fails leaves no item. An attempt
that follows another goes on where that one came to: readers are deterministic. Assets and stored
content are made on the way; until items refer to them they belong to nothing, and the next import
finds them by their hash.
"""

import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import Session

from app.assets import bulk, queries
from app.assets.attempt import Attempt
from app.assets.cloud import CloudSource
from app.assets.finishing import Finishing, ImportEnded
from app.assets.previewing import SHOWN, shown
from app.assets.reading import Made, Reading
from app.assets.rows import Block, Rows, joined
from app.assets.sources import AnySource, SourceGone, source_of
from app.core.errors import NotFound
from app.core.states import BATCH, BatchState, allowed
from app.core.turns import quick_turns
from app.formats import Format, detect, reader
from app.labels import Adopter, parse_schema
from app.models.item import Batch
from app.models.project import Stage
from app.models.transition import move
from app.storage import storage

__all__ = ["ImportEnded", "Importer", "SourceGone", "begin", "call_off", "end"]

AUTO = "auto"
_OPEN = (BatchState.PENDING, BatchState.IMPORTING)


def begin(
    s: Session,
    *,
    project_id: int,
    stage_id: int,
    by: int | None,
    source: str,
    name: str,
    format: str,
    dry_run: bool,
    skip_existing: bool,
) -> tuple[Batch, bool]:
    """A batch for this source, and whether it is new. An upload is imported into a stage once: a
    second request finds the first one's batch, unless that failed. Raises NotFound for the stage.
    """
    if s.get(Stage, (project_id, stage_id)) is None:
        raise NotFound("There is no such stage in this project.")
    bulk.begin_alone(s, stage_id)
    once = source.startswith("upload:") and not dry_run
    known = queries.batch_of(s, project_id, stage_id, source) if once else None
    if known is not None:
        return known, False
    batch = Batch(
        project_id=project_id,
        stage_id=stage_id,
        name=name,
        format=format,
        source=source,
        dry_run=dry_run,
        skip_existing=skip_existing,
        created_by=by,
    )
    s.add(batch)
    s.flush()
    s.refresh(batch)
    return batch, True


def end(s: Session, project_id: int, batch_id: int, state: BatchState, why: str) -> None:
    """End an import without items: `state` is FAILED or CANCELLED. Its report stays. Raises
    ImportEnded.
    """
    batch = s.get(Batch, (project_id, batch_id), with_for_update=True)
    if batch is None:
        raise NotFound("There is no such import.")
    if not allowed(BATCH, batch.state, state):
        raise ImportEnded("This import has ended already.", state=batch.state.value)
    bulk.forget_rows(s, project_id, batch_id)
    move(
        s,
        Batch,
        (project_id, batch_id),
        state,
        by=None,
        why=why,
        problem=why,
        taken=0,
        finished_at=func.now(),
    )


def call_off(s: Session, project_id: int, batch_id: int) -> None:
    """End an import that goes on; its chore is to be cancelled as well. Raises NotFound,
    ImportEnded.
    """
    end(s, project_id, batch_id, BatchState.CANCELLED, "Called off.")


class Importer:
    """One attempt at one import."""

    def __init__(self, attempt: Attempt, project_id: int, batch_id: int) -> None:
        self._attempt = attempt
        self._project_id = project_id
        self._batch_id = batch_id
        self._looked = time.monotonic()
        self._shown: list[dict[str, Any]] = []  # of a dry run, its first rows

    def run(self) -> dict[str, Any]:
        """Import; answers the counts. Raises Problem when the source is refused as a whole, and
        whatever goes wrong on our side: then the chore is tried again.
        """
        batch, adopter, rows = self._take_up()
        if rows is None:
            return {"state": batch.state.value}
        source = self._source(batch)
        try:
            chosen = detect(source.signs()) if batch.format == AUTO else Format(batch.format)
            # A folder in a cloud is walked through: nobody knows how much there is.
            cloud = source if isinstance(source, CloudSource) else None
            walked = cloud if chosen is Format.FOLDER else None
            names = 0 if walked is not None else len(source.names())
            how = _How(
                chosen,
                total=names if chosen is Format.FOLDER and names > 1 else None,
                # One file is a manifest or a picture: nothing of it takes long, unless it is a
                # table that holds pictures. Nor do pictures that stay where they are.
                follows=(names == 1 and chosen is not Format.PARQUET)
                or (walked is not None and walked.refers),
                walks=walked is not None,
            )
            reading = Reading(
                source,
                adopter,
                None if batch.dry_run else storage(),
                lambda: self._attempt.progress(None, how.total),
            )
            things = reader(chosen)(source) if walked is None else walked.walk(batch.mark)
            made = reading.made(things if how.walks else islice(things, batch.read, None))
            # Rows are written while others are read; a file that is being read is closed at once.
            with quick_turns(), _ending(things), _ending(made):
                return self._import(made, rows, batch, how)
        finally:
            source.close()

    def _source(self, batch: Batch) -> AnySource:
        """What is to be imported, open. Raises SourceGone, ConnectionGone, ArchiveRefused."""
        with self._attempt.transaction() as s:
            opened = source_of(s, batch)
        return opened(self._attempt.progress)

    def _import(
        self,
        made: Iterator[Made],
        rows: Rows,
        batch: Batch,
        how: "_How",
    ) -> dict[str, Any]:
        with ThreadPoolExecutor(2) as pool:  # one writes rows, one makes items
            finishing = None
            try:
                if how.follows:
                    finishing = Finishing(self._attempt, batch, pool, follows=True)
                    finishing.rows(1, rows.row)  # those of an earlier attempt
                self._gather(made, rows, batch, pool, finishing, how)
                if finishing is None:
                    finishing = Finishing(self._attempt, batch, pool, follows=False)
                    finishing.rows(1, rows.row)
                finishing.close(how.chosen, rows.refusal)
                while (counts := finishing.wait(10)) is None:
                    # As long as this takes, the lease is renewed here.
                    self._attempt.progress(None, how.total)
                return counts
            except BaseException:
                if finishing is not None:
                    finishing.abandon()
                raise

    def _take_up(self) -> tuple[Batch, Adopter | None, Rows | None]:
        """The batch, now importing, and where to go on; no rows where it has ended already."""
        project_id, batch_id = self._project_id, self._batch_id
        with self._attempt.transaction() as s:
            batch = s.get(Batch, (project_id, batch_id), with_for_update=True)
            if batch is None:
                raise NotFound("There is no such import.")
            if batch.state not in _OPEN:
                return batch, None, None
            if batch.state is BatchState.PENDING:
                move(s, Batch, (project_id, batch_id), BatchState.IMPORTING, by=batch.created_by)
            # A crash of the database empties `import_row`: then nothing was read.
            elif bulk.rows_kept(s, project_id, batch_id) != batch.taken:
                bulk.start_over(s, project_id, batch_id)
            s.flush()
            s.refresh(batch)
            definition = queries.current_schema(s, project_id, batch.stage_id)
            rows = Rows(
                project_id,
                batch_id,
                rows=batch.taken,
                refusals=bulk.last_refusal(s, project_id, batch_id),
                reasons=batch.reasons,
            )
            if batch.dry_run:
                self._shown = list(batch.preview or [])
        adopter = Adopter(parse_schema(definition)) if definition is not None else None
        return batch, adopter, rows

    def _gather(
        self,
        found: Iterator[Made],
        rows: Rows,
        batch: Batch,
        pool: ThreadPoolExecutor,
        finishing: Finishing | None,
        how: "_How",
    ) -> None:
        """Read to the end; a block is written while the next one is being read."""
        writing: Future[None] = pool.submit(lambda: None)
        read, mark = batch.read, batch.mark

        def write() -> Future[None]:
            writing.result()
            block = rows.take_block(read, mark)
            return pool.submit(self._write, block, batch.dry_run, finishing)

        for read, made in enumerate(found, batch.read + 1):
            if how.walks:
                mark = made.record.row if made.record is not None else made.refused[0].row
            if made.record is not None and made.content is not None:
                rows.add(made.record, made.content, made.prelabels)
                if batch.dry_run and len(self._shown) < SHOWN:
                    self._shown.append(shown(made))
            for refused in made.refused:
                rows.refuse(refused)
            if rows.block.full():
                writing = write()
            if time.monotonic() - self._looked > 0.3:
                self._looked = time.monotonic()
                self._attempt.progress(read, how.total)
        write().result()
        self._attempt.progress(read, how.total)

    def _write(self, block: Block, dry_run: bool, finishing: Finishing | None) -> None:
        project_id, batch_id = self._project_id, self._batch_id
        with self._attempt.transaction() as s:
            bulk.commit_later(s)
            if block.rows:
                bulk.copy_in(s, "import_row", bulk.ROW_COLUMNS, joined(block.rows))
                if not dry_run:
                    bulk.add_assets(s, project_id, batch_id, block.first, block.last)
            if block.refusals:
                bulk.copy_in(s, "refusal", bulk.REFUSAL_COLUMNS, joined(block.refusals))
            bulk.count_up(s, project_id, batch_id, block, list(self._shown) if dry_run else None)
        if finishing is not None and block.rows:
            finishing.rows(block.first, block.last)


@contextmanager
def _ending(iterator: Iterator[Any]) -> Iterator[None]:
    """Ends what is read step by step, however far it has come, before what it reads from ends."""
    try:
        yield
    finally:
        close = getattr(iterator, "close", None)
        if close is not None:
            close()


@dataclass(frozen=True, slots=True)
class _How:
    """How one source is imported."""

    chosen: Format
    total: int | None  # things in it, as far as that is known
    follows: bool  # whether items are made while rows are still coming
    walks: bool  # whether its things come in the order of their names
