"""Write what the public reads, publish it, take it back; let people take it under its terms."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.orm import Session

from app.catalogue import queries, rules
from app.core.errors import Conflict, Invalid, NotFound
from app.core.states import DatasetState, ReleaseState
from app.models.catalogue import (
    Dataset,
    DatasetSample,
    DatasetVersion,
    TermsAccepted,
    Use,
    UserKind,
)
from app.models.project import Stage
from app.models.release import Release, ReleaseItem
from app.models.transition import move, record
from app.queue.service import enqueue

COUNT = "count_version"
_SAID = ("title_ko", "title_en", "about_ko", "about_en", "terms_ko", "terms_en", "licence")


class StagePublished(Conflict):
    """The stage has its data set in the catalogue already."""

    code, title = "stage_published", "There is one already"


class NothingOffered(Conflict):
    """A data set without a version that can be taken is not shown to anybody."""

    code, title = "nothing_offered", "No version on offer"


class ReleaseUnfit(Conflict):
    """The release is of another stage, not ready, or destroyed."""

    code, title = "release_unfit", "Not to be offered"


class SampleUnfit(Invalid):
    """A sample that is not in the newest version on offer."""

    code, title = "sample_unfit", "Not in the release"


class TermsChanged(Conflict):
    """The terms are not those that were read."""

    code, title = "terms_changed", "The terms have changed"


def write(
    s: Session, *, by: int, project_id: int, dataset_id: int | None, said: dict[str, Any]
) -> Dataset:
    """Write what the public is to read of a stage's releases, or write it anew. Raises `NotFound`,
    `StagePublished`."""
    stage_id = said["stage_id"]
    found = Dataset(project_id=project_id, created_by=by)
    if dataset_id is not None:
        found = locked(s, project_id, dataset_id)
    if s.get(Stage, (project_id, stage_id), with_for_update={"key_share": True}) is None:
        raise NotFound("There is no such stage in this project.")
    other = s.execute(
        select(Dataset.id).where(
            Dataset.project_id == project_id,
            Dataset.stage_id == stage_id,
            Dataset.id != (dataset_id or 0),
        )
    ).first()
    if other is not None:
        raise StagePublished(
            "This stage has a data set in the catalogue already; change that.", dataset_id=other[0]
        )
    if found.id is not None and found.stage_id != stage_id:
        raise Invalid("A data set stays with its stage; make another one for that stage.")
    schema = queries.newest_schema(s, project_id, stage_id)
    for name, value in said.items():
        setattr(found, name, value)
    found.modality = "" if schema is None else schema["modality"]
    found.words = rules.words_of(
        [*(said[name] for name in _SAID), *said["keywords"], *said["creators"], found.modality]
    )
    s.add(found)
    s.flush()
    record(
        s,
        project_id=project_id,
        subject="dataset",
        subject_id=found.id,
        by=by,
        target="written",
    )
    return found


def locked(s: Session, project_id: int, dataset_id: int) -> Dataset:
    """A data set, for nobody else to change meanwhile. Raises `NotFound`."""
    found = s.execute(
        select(Dataset)
        .where(Dataset.project_id == project_id, Dataset.id == dataset_id)
        .with_for_update(key_share=True)
    ).scalar_one_or_none()
    if found is None:
        raise NotFound("There is no such data set in this project.")
    return found


def offer(
    s: Session, *, by: int, project_id: int, dataset_id: int, release_id: int, ko: str, en: str
) -> None:
    """Offer a release, or say anew what is new in it; its figures are counted aside. Raises
    `NotFound`, `ReleaseUnfit`."""
    found = locked(s, project_id, dataset_id)
    release = s.get(Release, (project_id, release_id))
    if release is None:
        raise NotFound("There is no such release in this project.")
    if release.stage_id != found.stage_id or release.state is not ReleaseState.READY:
        raise ReleaseUnfit("Choose a release of this data set's stage that is ready.")
    version = s.get(DatasetVersion, (dataset_id, release_id))
    if version is not None:
        version.notes_ko, version.notes_en = ko, en
        s.flush()
        return
    s.add(
        DatasetVersion(
            dataset_id=dataset_id,
            release_id=release_id,
            project_id=project_id,
            notes_ko=ko,
            notes_en=en,
        )
    )
    s.flush()
    _note(s, found, by, "offered", release_id)
    args = {"project_id": project_id, "dataset_id": dataset_id, "release_id": release_id}
    enqueue(s, COUNT, args, project_id=project_id, created_by=by)


def take_back(s: Session, *, by: int, project_id: int, dataset_id: int, release_id: int) -> None:
    """Offer a release no longer. Raises `NotFound`, and `NothingOffered` for the last version of
    what everybody sees: that is withdrawn as a whole."""
    found = locked(s, project_id, dataset_id)
    gone = s.execute(
        delete(DatasetVersion)
        .where(DatasetVersion.dataset_id == dataset_id, DatasetVersion.release_id == release_id)
        .returning(DatasetVersion.release_id)
    ).first()
    if gone is None:
        raise NotFound("This release is not on offer here.")
    if found.state is DatasetState.PUBLISHED and not queries.versions(s, dataset_id):
        raise NothingOffered("This is the only version on offer; withdraw the data set instead.")
    _note(s, found, by, "taken back", release_id)


def choose_samples(
    s: Session, *, by: int, project_id: int, dataset_id: int, items: Sequence[int]
) -> None:
    """Let everybody look at these items. Raises `NotFound`, `NothingOffered`, `SampleUnfit`."""
    found = locked(s, project_id, dataset_id)
    chosen = list(dict.fromkeys(items))
    versions = queries.versions(s, dataset_id)
    if chosen and not versions:
        raise NothingOffered("Offer a release first; samples are chosen from it.")
    if chosen:
        known = s.scalars(
            select(ReleaseItem.item_id).where(
                ReleaseItem.project_id == project_id,
                ReleaseItem.release_id == versions[0]["release_id"],
                ReleaseItem.item_id.in_(chosen),
            )
        ).all()
        if unknown := sorted(set(chosen) - set(known)):
            raise SampleUnfit("Choose items of the newest release on offer.", item_ids=unknown)
    s.execute(delete(DatasetSample).where(DatasetSample.dataset_id == dataset_id))
    if chosen:
        s.execute(
            insert(DatasetSample),
            [
                {
                    "dataset_id": dataset_id,
                    "place": place,
                    "project_id": project_id,
                    "item_id": item_id,
                }
                for place, item_id in enumerate(chosen)
            ],
        )
    _note(s, found, by, "samples", None)


def publish(s: Session, *, by: int, project_id: int, dataset_id: int) -> None:
    """Let everybody see it. Raises `NotFound`, `NothingOffered`, `WrongState`."""
    locked(s, project_id, dataset_id)
    if not queries.versions(s, dataset_id):
        raise NothingOffered("Offer a release that is ready first.")
    first = func.coalesce(Dataset.published_at, func.now())
    key = (project_id, dataset_id)
    move(s, Dataset, key, DatasetState.PUBLISHED, by=by, published_at=first)


def withdraw(s: Session, *, by: int, project_id: int, dataset_id: int) -> None:
    """Let nobody see it any more. Raises `NotFound`, `WrongState`."""
    move(s, Dataset, (project_id, dataset_id), DatasetState.WITHDRAWN, by=by)


def take(
    s: Session,
    *,
    by: int,
    dataset_id: int,
    release_id: int,
    kind: UserKind,
    terms_sha256: str,
    counts: bool = True,
) -> Release:
    """Accept the terms, in the words that were read, and be given the release; `counts` is whether
    it is a download, and not the next file of one. Raises `NotFound` for what is not offered,
    `TermsChanged`."""
    found = s.get(Dataset, dataset_id, with_for_update={"read": True})
    release = queries.offered(s, dataset_id, release_id)
    if found is None or release is None or release.state is not ReleaseState.READY:
        raise NotFound("There is no such version in the catalogue (any more).")
    if rules.terms_hash(found.terms_ko, found.terms_en) != terms_sha256:
        raise TermsChanged("The terms have changed since you read them; read them again.")
    s.execute(
        upsert(TermsAccepted)
        .values(dataset_id=dataset_id, person_id=by, terms_sha256=terms_sha256, kind=kind)
        .on_conflict_do_nothing()
    )
    if counts:
        queries.count_use(s, dataset_id, Use.DOWNLOAD, kind.value)
    return release


def _note(s: Session, found: Dataset, by: int, what: str, release_id: int | None) -> None:
    record(
        s,
        project_id=found.project_id,
        subject="dataset",
        subject_id=found.id,
        by=by,
        target=what,
        data=None if release_id is None else {"release": release_id},
    )
