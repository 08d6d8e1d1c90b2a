"""Imports, what is made of files after them, and forgetting uploads that nobody finished."""

from typing import Any

from app.assets import (
    capture_queries,
    captures,
    far,
    importing,
    looking,
    originals,
    queries,
    rules,
    uploads,
)
from app.assets.aside import Making, start_due
from app.assets.preparing import PREPARED
from app.assets.tiling import TILES
from app.core.database import transaction
from app.core.errors import Problem
from app.core.states import BatchState, CaptureState, ChoreState
from app.queue.registry import chore, every
from app.queue.run import Run
from app.queue.service import enqueue
from app.storage import storage
from app.workflow import refine as refining


@chore("import")
def import_(run: Run) -> dict[str, Any] | None:
    """Do an import. A source that is refused as a whole ends it: trying again would not help."""
    project_id, batch_id = run.args["project_id"], run.args["batch_id"]
    try:
        return importing.Importer(run, project_id, batch_id).run()
    except importing.ImportEnded:
        return None
    except Problem as refused:
        with run.transaction() as s:
            importing.end(s, project_id, batch_id, BatchState.FAILED, refused.detail)
        return {"failed": refused.code, **refused.extra}


@every(seconds=15)
def end_lost_imports() -> None:
    """An import whose chore has died, or was called off, ends without items."""
    with transaction() as s:
        for project_id, batch_id, state, error in queries.lost_batches(s):
            called_off = state is ChoreState.CANCELLED
            why = "Called off." if called_off else f"It could not be done: {error or 'killed'}"
            end = BatchState.CANCELLED if called_off else BatchState.FAILED
            importing.end(s, project_id, batch_id, end, why)


@chore(TILES.chore)
def tile(run: Run) -> dict[str, Any]:
    """Cut large pictures of a project into tiles, for some seconds."""
    return Making(TILES, run).run()


@chore(PREPARED.chore)
def prepare(run: Run) -> dict[str, Any]:
    """Make sounds, videos, documents and time series of a project ready, for some seconds."""
    return Making(PREPARED, run).run()


@chore(far.CHORE)
def look_far(run: Run) -> dict[str, int]:
    """Look at a project's pictures that stay in a cloud, for some seconds."""
    return far.Looking(run).run()


@every(seconds=3)
def look_at_clouds() -> int:
    """Have pictures in clouds looked at where some are not. Answers in how many projects."""
    with transaction() as s:
        return len(far.start_due(s))


@every(seconds=5)
def tile_pictures() -> int:
    """Have large pictures cut into tiles where some are not. Answers in how many projects."""
    with transaction() as s:
        return len(start_due(s, TILES))


@every(seconds=3)
def prepare_media() -> int:
    """Have media made ready where some are not. Answers in how many projects."""
    with transaction() as s:
        return len(start_due(s, PREPARED))


_TRIES = 4


@chore("look_over", attempts=_TRIES)
def look_over(run: Run) -> dict[str, Any] | None:
    """Measure a take and say at once what is wrong with it."""
    last = run.attempt >= _TRIES
    project_id, capture_id = run.args["project_id"], run.args["capture_id"]
    return looking.Looking(run, project_id, capture_id, last=last).run()


@every(seconds=15)
def end_lost_takes() -> None:
    """A take whose chore has died is taken again."""
    with transaction() as s:
        for project_id, capture_id in capture_queries.lost(s):
            refused = CaptureState.REFUSED
            looking.end(s, project_id, capture_id, refused, faults=[rules.LOST])


@chore("forget_takes")
def forget_takes(run: Run) -> dict[str, Any]:
    """Forget the takes of a lease that were never handed in; look again later while one may be."""
    of = run.args
    with run.transaction() as s:
        gone = captures.forget_unneeded(s, of["project_id"], of["assignment_id"])
        if gone is None:
            project_id, after = of["project_id"], captures.LOOK_AFTER
            enqueue(s, "forget_takes", of, project_id=project_id, run_after=after)
    return {"dropped": gone}


@chore("print_stage")
def print_stage(run: Run) -> dict[str, Any]:
    """Look at a stage's pictures, so that those that are alike are found."""
    of = run.args
    return {"looked": originals.print_stage(run, of["project_id"], of["stage_id"])}


@chore(refining.REFINE)
def refine(run: Run) -> dict[str, Any]:
    """Make what a project's refine stages have accepted."""
    ends: list[str] = []
    after = 0
    while (found := refining.refine_next(run.args["project_id"], after, run.progress)) is not None:
        after, end = found
        ends.append(end)
        run.progress(len(ends))
    return {**refining.summed(ends)}


@every(seconds=3)
def refine_accepted() -> int:
    """Have made what refine stages have accepted. Answers in how many projects."""
    with transaction() as s:
        return len(refining.start(s))


@every(seconds=600)
def forget_uploads() -> None:
    """Delete uploads that have lain still for a day, and those of takes that nobody can hear again,
    with their bytes."""
    with transaction() as s:
        gone = queries.expired_uploads(s)
        for upload_id in gone:
            uploads.forget(s, upload_id)
        gone += captures.forget_heard(s)
    for upload_id in gone:
        uploads.remove_spool(upload_id)


@every(seconds=3600)
def tidy_storage() -> None:
    """Remove what broken-off writes have left in the storage."""
    storage().tidy()
