"""Imports: from an upload to items, with a report of what was left out."""

from typing import Annotated

from fastapi import Query, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import Row
from sqlalchemy.orm import Session

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.assets import connections, importing, queries, reporting, sources, uploads
from app.assets.cloud_schemas import FirstRowsOut, PreviewRow
from app.assets.schemas import BatchOut, ImportIn, OnExisting, RefusalGrade, RefusalOut
from app.core.database import transaction
from app.core.errors import NotFound
from app.models.item import Batch
from app.papers.tables import CSV
from app.people.permits import May
from app.queue import service as chores

router = Router(prefix="/projects/{project_id}", tags=["imports"])

Stage = Annotated[int | None, Query(ge=1, le=2**63 - 1)]


def _out(row: Row[Batch, int, int | None]) -> BatchOut:
    batch, done, total = row
    return BatchOut.model_validate(batch).model_copy(update={"done": done, "total": total})


@router.post("/imports", status_code=202)
def begin_import(project_id: Key, body: ImportIn, door: Way, response: Response) -> BatchOut:
    """Import into a stage, in the background: an upload, several uploads together, or a folder of
    a connection. An archive that is hostile or broken is refused at once. May be retried: an upload
    is imported into a stage once, and the answer is 200 then.
    """
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, _):
        source, name = _meant(s, project_id, body)
        known = None
        if body.uploads and not body.dry_run:
            known = queries.batch_of(s, project_id, body.stage_id, source)
        sent: list[tuple[str, str]] = []
        if known is None:
            found = [uploads.finished(s, project_id, one) for one in body.uploads]
            sent = [(one.id, one.name) for one in found]
    # Outside of any transaction: the directory of a large zip takes seconds to look through.
    for upload_id, called in sent:
        sources.look_through(uploads.spool_path(upload_id), called)
    if known is not None:
        name = known.name
    elif sent:
        name = sent[0][1]
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, me):
        batch, new = importing.begin(
            s,
            project_id=project_id,
            stage_id=body.stage_id,
            by=me.id,
            source=source,
            name=body.name or name,
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


def _meant(s: Session, project_id: int, body: ImportIn) -> tuple[str, str]:
    """How the batch names its source, and what it is called where nobody says."""
    if body.connection_id is None:
        return sources.named_uploads(body.uploads), ""
    connection = connections.find(s, project_id, body.connection_id)
    folder = (body.folder or "").strip("/")
    return sources.named_folder(connection.id, folder), (folder or connection.name)[-200:]


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


@router.get("/batches/{batch_id}/preview")
def preview_import(project_id: Key, batch_id: Key, door: Way) -> FirstRowsOut:
    """The first 20 rows of a dry run as they would become items: sizes, labels by class, meta, a
    small picture where one was made anyway. None of an import that is none.
    """
    with door.enter(May.ITEM_READ, project=project_id) as (s, _):
        rows = queries.preview(s, project_id, batch_id)
        if rows is None:
            raise NotFound("There is no such import in this project.")
        return FirstRowsOut(rows=[PreviewRow.model_validate(row) for row in rows])


@router.get("/batches/{batch_id}/report", response_class=StreamingResponse)
def report_import(project_id: Key, batch_id: Key, door: Way) -> StreamingResponse:
    """Everything that an import left out, a row each, as CSV: place, name, grade (`item`: the row,
    `annotation`: one of its labels, `note`), code, and why.
    """
    with door.enter(May.ITEM_READ, project=project_id) as (s, _):
        if queries.batch(s, project_id, batch_id) is None:
            raise NotFound("There is no such import in this project.")
    return StreamingResponse(
        reporting.csv(transaction, project_id, batch_id),
        media_type=CSV,
        headers={"Content-Disposition": f'attachment; filename="import-{batch_id}.csv"'},
    )


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
