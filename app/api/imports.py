"""Imports: from an upload to items, with a report of what was left out."""

from typing import Annotated

from fastapi import APIRouter, Query, Response
from sqlalchemy import Row

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.assets import importing, queries, uploads
from app.assets.archives import open_source
from app.assets.schemas import BatchOut, ImportIn, OnExisting, RefusalGrade, RefusalOut
from app.core.errors import NotFound
from app.models.item import Batch
from app.people.permits import May
from app.queue import service as chores

router = APIRouter(prefix="/projects/{project_id}", tags=["imports"])

Stage = Annotated[int | None, Query(ge=1, le=2**63 - 1)]


def _out(row: Row[Batch, int, int | None]) -> BatchOut:
    batch, done, total = row
    return BatchOut.model_validate(batch).model_copy(update={"done": done, "total": total})


@router.post("/imports", status_code=202)
def begin_import(project_id: Key, body: ImportIn, door: Way, response: Response) -> BatchOut:
    """Import an upload into a stage, in the background. A zip that is hostile or broken is refused
    at once. May be retried: an upload is imported into a stage once, and the answer is 200 then.
    """
    source = f"upload:{body.upload_id}"
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, _):
        known = None if body.dry_run else queries.batch_of(s, project_id, body.stage_id, source)
        if known is None:
            upload = uploads.finished(s, project_id, body.upload_id)
    if known is None:
        # Outside of any transaction: the directory of a large zip takes seconds to look through.
        open_source(uploads.spool_path(upload.id), upload.name).close()
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, me):
        batch, new = importing.begin(
            s,
            project_id=project_id,
            stage_id=body.stage_id,
            by=me.id,
            source=source,
            name=body.name or (upload.name if known is None else known.name),
            format=body.format.value,
            dry_run=body.dry_run,
            skip_existing=body.on_existing is OnExisting.SKIP,
        )
        if new:
            batch.chore_id = chores.enqueue(
                s,
                "import",
                {"project_id": project_id, "batch_id": batch.id},
                project_id=project_id,
                created_by=me.id,
            )
        else:
            response.status_code = 200
        return BatchOut.model_validate(batch)


@router.get("/batches")
def list_batches(
    project_id: Key, door: Way, after: After = 0, limit: Limit = 50, stage_id: Stage = None
) -> Page[BatchOut]:
    """The project's imports."""
    with door.enter(May.ITEM_READ, project=project_id) as (s, _):
        rows = queries.batches(s, project_id, stage_id=stage_id, after=after, limit=limit + 1)
        return page([_out(row) for row in rows], limit)


@router.get("/batches/{batch_id}")
def get_batch(project_id: Key, batch_id: Key, door: Way) -> BatchOut:
    """One import, and how far it is."""
    with door.enter(May.ITEM_READ, project=project_id) as (s, _):
        row = queries.batch(s, project_id, batch_id)
        if row is None:
            raise NotFound("There is no such import in this project.")
        return _out(row)


@router.get("/batches/{batch_id}/refusals")
def list_refusals(
    project_id: Key,
    batch_id: Key,
    door: Way,
    after: After = 0,
    limit: Limit = 100,
    grade: RefusalGrade | None = None,
) -> Page[RefusalOut]:
    """What an import left out, and why: whole rows (`item`), single annotations, and notes."""
    with door.enter(May.ITEM_READ, project=project_id) as (s, _):
        if queries.batch(s, project_id, batch_id) is None:
            raise NotFound("There is no such import in this project.")
        rows = queries.refusals(s, project_id, batch_id, grade=grade, after=after, limit=limit + 1)
        return page([RefusalOut.model_validate(row) for row in rows], limit, key="row")


@router.post("/batches/{batch_id}/cancel")
def cancel_import(project_id: Key, batch_id: Key, door: Way) -> BatchOut:
    """Call off an import that goes on; it leaves no item."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, _):
        row = queries.batch(s, project_id, batch_id)
        if row is None:
            raise NotFound("There is no such import in this project.")
        importing.call_off(s, project_id, batch_id)
        if row[0].chore_id is not None:
            chores.cancel(s, row[0].chore_id)
        s.refresh(row[0])
        return _out(row)
