"""What a project has in the open catalogue: written, published and taken back by its managers."""

from collections import Counter
from datetime import timedelta
from typing import Annotated

from fastapi import Query
from sqlalchemy.orm import Session

from app.api.catalogue import DatasetSamplesOut, samples_of
from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.catalogue import queries, service
from app.catalogue.schemas import (
    DatasetIn,
    ManagedDataset,
    ManagedVersion,
    SamplesIn,
    UseDay,
    UsesOut,
    VersionIn,
)
from app.core.clock import day_of, utcnow
from app.models.catalogue import Dataset, Use, UserKind
from app.people.permits import May

router = Router(prefix="/projects/{project_id}/datasets", tags=["catalogue"])

Days = Annotated[int, Query(ge=1, le=366, description="How many days back, today included.")]


def _out(s: Session, found: Dataset) -> ManagedDataset:
    s.refresh(found)
    rows = queries.versions(s, found.id, shut_too=True)
    return ManagedDataset.model_validate(found).model_copy(
        update={
            "versions": [ManagedVersion.model_validate(row) for row in rows],
            "samples": queries.chosen(s, found.id),
        }
    )


@router.get("")
def list_project_datasets(
    project_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[ManagedDataset]:
    """What the project has in the catalogue, or is about to: at most one for each stage."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        rows = queries.managed(s, project_id, after=after, limit=limit + 1)
        return page([_out(s, row) for row in rows], limit)


@router.post("", status_code=201)
def write_dataset(project_id: Key, body: DatasetIn, door: Way) -> ManagedDataset:
    """Write what the public is to read of a stage's releases. Nobody sees it before it is
    published."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        said = body.model_dump()
        return _out(
            s, service.write(s, by=me.id, project_id=project_id, dataset_id=None, said=said)
        )


@router.put("/{dataset_id}")
def rewrite_dataset(project_id: Key, dataset_id: Key, body: DatasetIn, door: Way) -> ManagedDataset:
    """Write it anew. Who has accepted other terms accepts these before he takes it again."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        said = body.model_dump()
        return _out(
            s, service.write(s, by=me.id, project_id=project_id, dataset_id=dataset_id, said=said)
        )


@router.get("/{dataset_id}")
def read_project_dataset(project_id: Key, dataset_id: Key, door: Way) -> ManagedDataset:
    """One of them, with versions that are shut, and its samples."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        return _out(s, queries.managed_one(s, project_id, dataset_id))


@router.post("/{dataset_id}/versions")
def offer_version(project_id: Key, dataset_id: Key, body: VersionIn, door: Way) -> ManagedDataset:
    """Offer a release of the stage, or say anew what is new in it. May be retried."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        service.offer(
            s,
            by=me.id,
            project_id=project_id,
            dataset_id=dataset_id,
            release_id=body.release_id,
            ko=body.notes_ko,
            en=body.notes_en,
        )
        return _out(s, queries.managed_one(s, project_id, dataset_id))


@router.delete("/{dataset_id}/versions/{release_id}")
def take_version_back(
    project_id: Key, dataset_id: Key, release_id: Key, door: Way
) -> ManagedDataset:
    """Offer a release no longer."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        service.take_back(
            s, by=me.id, project_id=project_id, dataset_id=dataset_id, release_id=release_id
        )
        return _out(s, queries.managed_one(s, project_id, dataset_id))


@router.put("/{dataset_id}/samples")
def choose_samples(project_id: Key, dataset_id: Key, body: SamplesIn, door: Way) -> ManagedDataset:
    """Choose the items that everybody may look at, in this order."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        service.choose_samples(
            s, by=me.id, project_id=project_id, dataset_id=dataset_id, items=body.items
        )
        return _out(s, queries.managed_one(s, project_id, dataset_id))


@router.get("/{dataset_id}/samples")
def preview_samples(project_id: Key, dataset_id: Key, door: Way) -> DatasetSamplesOut:
    """The samples as everybody sees them, or will."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        found = queries.managed_one(s, project_id, dataset_id)
        rows = queries.samples(s, dataset_id, drafts=True)
        return samples_of(s, project_id, found.stage_id, rows)


@router.post("/{dataset_id}/publish")
def publish_dataset(project_id: Key, dataset_id: Key, door: Way) -> ManagedDataset:
    """Let everybody see it, and whoever signs in take it."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        service.publish(s, by=me.id, project_id=project_id, dataset_id=dataset_id)
        return _out(s, queries.managed_one(s, project_id, dataset_id))


@router.post("/{dataset_id}/withdraw")
def withdraw_dataset(project_id: Key, dataset_id: Key, door: Way) -> ManagedDataset:
    """Let nobody see or take it any more. Who has it keeps it."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        service.withdraw(s, by=me.id, project_id=project_id, dataset_id=dataset_id)
        return _out(s, queries.managed_one(s, project_id, dataset_id))


@router.get("/{dataset_id}/uses")
def read_dataset_uses(project_id: Key, dataset_id: Key, door: Way, days: Days = 30) -> UsesOut:
    """How often it was looked at and taken, by day and by kind of user; by whom nobody can
    tell. Days are Asia/Seoul."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        queries.managed_one(s, project_id, dataset_id)
        until = day_of(utcnow())
        since = until - timedelta(days=days - 1)
        rows = queries.uses(s, dataset_id, since, until)
        people = queries.takers(s, dataset_id)
    visits: Counter[object] = Counter()
    taken: Counter[tuple[object, UserKind]] = Counter()
    for day, use, kind, times in rows:
        if use == Use.VISIT:
            visits[day] += times
        else:
            taken[day, UserKind(kind)] += times
    each = [since + timedelta(days=nth) for nth in range(days)]
    return UsesOut(
        since=since,
        until=until,
        visits=visits.total(),
        downloads={kind: sum(taken[day, kind] for day in each) for kind in UserKind},
        people=people,
        days=[
            UseDay(
                day=day,
                visits=visits[day],
                downloads={kind: n for kind in UserKind if (n := taken[day, kind])},
            )
            for day in each
        ],
    )
