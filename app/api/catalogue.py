"""The open catalogue: for everybody to read; to take a release one signs in and accepts its
terms."""

from typing import Annotated, Any

from fastapi import Query, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from app.api import limits
from app.api.deps import Door, Way
from app.api.ids import IdempotencyKey, Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.assets import serving
from app.assets.schemas import MediaOut
from app.catalogue import queries, rules, service
from app.catalogue.schemas import (
    Citation,
    DatasetOut,
    DatasetRow,
    TakeIn,
)
from app.core.database import reading
from app.core.errors import NotFound
from app.core.settings import settings
from app.defects import queries as defects
from app.defects.schemas import DefectIn, MyDefect
from app.defects.service import Finding
from app.models.asset import Asset
from app.models.catalogue import Domain, Use
from app.releases import service as releases
from app.releases.schemas import MOST_SHARDS, DownloadOut, ReleaseFormat
from app.workflow.report_defect import report_defect

router = Router(prefix="/catalogue", tags=["catalogue"])


class LinkedData(JSONResponse):
    """What search engines read."""

    media_type = "application/ld+json"


class DatasetSampleOut(BaseModel):
    """An item that everybody may look at, with what was said of it."""

    item_id: int
    name: str
    modality: str | None
    width: int | None
    height: int | None
    excerpt: str | None = Field(description="How a text begins.")
    document: dict[str, Any] | None
    facts: dict[str, Any] | None
    media: MediaOut | None = Field(description="Short-lived addresses of its file.")
    annotations: list[dict[str, Any]] = Field(description="At most 500.")


class DatasetSamplesOut(BaseModel):
    """The samples in their order, and the label schema that they are labeled by."""

    definition: dict[str, Any] | None
    items: list[DatasetSampleOut]


_CACHED = "public, max-age=60"
"""Short enough for the short-lived links that come along."""
_TEXT = r"^[^\x00]*$"
Search = Annotated[
    str, Query(max_length=200, pattern=_TEXT, description="Words that are all in it.")
]
Nth = Annotated[
    int | None, Query(ge=1, le=MOST_SHARDS, description="Which of several files, from 1.")
]
Word = Annotated[str | None, Query(max_length=200, pattern=_TEXT)]


def _look(door: Door, response: Response, what: str) -> None:
    limits.spend(limits.LOOK, door.client, what)
    response.headers["Cache-Control"] = _CACHED


def _found(s: Session, dataset_id: int) -> dict[str, Any]:
    row = queries.dataset(s, dataset_id)
    if row is None:
        raise NotFound("There is no such data set in the catalogue (any more).")
    row["versions"] = queries.versions(s, dataset_id)
    row["thumbnail_url"] = serving.thumbnail(row["thumbnail_key"])
    row["terms_sha256"] = rules.terms_hash(row["terms_ko"], row["terms_en"])
    newest = row["versions"][0]
    named = {
        "creators": row["creators"],
        "publisher": row["organisation"],
        "version": newest["version"],
        "at": newest["offered_at"],
        "url": _address(dataset_id),
    }
    row["citation"] = Citation(
        ko=rules.cited(title=row["title_ko"], **named),
        en=rules.cited(title=row["title_en"], **named),
        bibtex=rules.bibtex(title=row["title_en"], **named),
    )
    return row


def _address(dataset_id: int) -> str:
    return f"{settings().address}/catalogue/{dataset_id}"


@router.get("")
def list_datasets(
    door: Way,
    response: Response,
    q: Search = "",
    domain: Domain | None = None,
    modality: Word = None,
    licence: Word = None,
    after: After = 0,
    limit: Limit = 24,
) -> Page[DatasetRow]:
    """Data sets that everybody may take, the newest first. Without signing in."""
    _look(door, response, "list")
    with door.open() as own, reading(own) as s:
        rows = queries.datasets(
            s,
            words=rules.asked(q),
            domain=domain,
            modality=modality,
            licence=licence,
            before=after,
            limit=limit + 1,
        )
    for row in rows:
        row["thumbnail_url"] = serving.thumbnail(row["thumbnail_key"])
    return page([DatasetRow.model_validate(row) for row in rows], limit)


@router.get("/{dataset_id}")
def read_dataset(dataset_id: Key, door: Way, response: Response) -> DatasetOut:
    """A data set: what is in it, its versions on offer, its licence and terms, how it is cited.
    Without signing in."""
    _look(door, response, "page")
    with door.open() as own, reading(own) as s:
        return DatasetOut.model_validate(_found(s, dataset_id))


@router.get("/{dataset_id}/samples")
def list_dataset_samples(dataset_id: Key, door: Way, response: Response) -> DatasetSamplesOut:
    """The items that its managers chose to show everybody, with what was said of them; at most
    twelve. Files by short-lived links. Without signing in."""
    _look(door, response, "samples")
    with door.open() as own, reading(own) as s:
        found = _found(s, dataset_id)
        rows = queries.samples(s, dataset_id)
        return samples_of(s, found["project_id"], found["stage_id"], rows)


def samples_of(
    s: Session, project_id: int, stage_id: int, rows: list[dict[str, Any]]
) -> DatasetSamplesOut:
    """Samples with links to their files."""
    return DatasetSamplesOut(
        definition=queries.newest_schema(s, project_id, stage_id),
        items=[_sample(s, row) for row in rows],
    )


def _sample(s: Session, row: dict[str, Any]) -> DatasetSampleOut:
    asset = s.get_one(Asset, (row["project_id"], row["asset_id"]))
    try:
        media = serving.links(asset)
    except NotFound:  # a text, or what is kept by its hash alone
        media = None
    return DatasetSampleOut(
        item_id=row["item_id"],
        name=row["name"],
        modality=serving.modality(asset),
        width=asset.width,
        height=asset.height,
        excerpt=row["excerpt"],
        document=asset.document,
        facts=asset.facts,
        media=media,
        annotations=row["annotations"] or [],
    )


@router.get("/{dataset_id}/metadata", response_class=LinkedData)
def read_dataset_metadata(dataset_id: Key, door: Way) -> LinkedData:
    """The data set as search engines read it: schema.org's `Dataset` as JSON-LD, with what
    Croissant adds. Without signing in."""
    limits.spend(limits.LOOK, door.client, "metadata")
    with door.open() as own, reading(own) as s:
        found = _found(s, dataset_id)
    newest = found["versions"][0]
    writer = ReleaseFormat(newest["format"]).writer
    packed = newest["media"] or writer.one is None
    newest["media_type"] = "application/zip" if packed else writer.media_type
    found["citation"] = found["citation"].model_dump()
    page_url = _address(dataset_id)
    told = rules.metadata(found, page_url, f"{page_url}#download")
    headers = {"Cache-Control": _CACHED}
    return LinkedData(told, headers=headers)


@router.post("/{dataset_id}/visits", status_code=204)
def count_visit(dataset_id: Key, door: Way) -> None:
    """Note that somebody looks at its page: a number by day, and nothing about him. Without signing
    in."""
    limits.spend(limits.VISIT, door.client, f"{dataset_id}")
    with door.open() as s:
        queries.count_use(s, dataset_id, Use.VISIT, "")


@router.post("/{dataset_id}/releases/{release_id}/download")
def take_dataset(
    dataset_id: Key, release_id: Key, body: TakeIn, door: Way, part: Nth = None
) -> DownloadOut:
    """Accept the terms and be given a short-lived address of the file, which answers ranges: a
    download can be resumed. Of a release in several files it is that of their list, and with `part`
    that of one. What kind of user takes it is counted by day."""
    with door.enter() as (s, me):
        release = service.take(
            s,
            by=me.id,
            dataset_id=dataset_id,
            release_id=release_id,
            kind=body.kind,
            terms_sha256=body.terms_sha256,
            counts=part is None,
        )
        return releases.download(release, part)


@router.post("/{dataset_id}/defects", status_code=201)
def report_dataset_defect(
    dataset_id: Key,
    body: DefectIn,
    door: Way,
    idempotency_key: IdempotencyKey,
    response: Response,
) -> MyDefect:
    """Say what is wrong with an item or a class of a release that is, or was, on offer. Whoever is
    signed in may; its makers are told, and what becomes of it is told to you. May be retried."""
    with door.enter() as (s, me):
        limits.spend(limits.REPORT, door.client, f"person {me.id}")
        project_id = _reported_on(s, dataset_id, body.release_id)
        made, new = report_defect(
            s,
            by=me.id,
            project_id=project_id,
            release_id=body.release_id,
            found=finding(body),
            key=idempotency_key,
        )
        if not new:
            response.status_code = 200
        return MyDefect.model_validate(defects.one_of_mine(s, me.id, made.id))


def finding(body: DefectIn) -> Finding:
    """What a body says is wrong."""
    return Finding(
        kind=body.kind,
        body=body.body,
        item=body.item,
        label=None if body.class_ is None else body.class_.label,
        class_=None if body.class_ is None else body.class_.class_,
        pin=None if body.pin is None else body.pin.model_dump(exclude_none=True),
    )


def _reported_on(s: Session, dataset_id: int, release_id: int) -> int:
    release = queries.offered(s, dataset_id, release_id)
    if release is None:
        raise NotFound("There is no such version in the catalogue (any more).")
    return release.project_id
