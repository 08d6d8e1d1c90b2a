"""Ask for a release, shut it, open it again, hand it out."""

from datetime import timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.core.states import ReleaseState
from app.models.project import Stage
from app.models.release import Release
from app.models.transition import move
from app.releases import listing, queries, rules, templates
from app.releases.building import StillInWork
from app.releases.schemas import (
    DownloadOut,
    NextVersionOut,
    Packing,
    ReleaseFormat,
    Split,
    SplitTrialOut,
)
from app.releases.sharing import by_group, by_item
from app.releases.split import names, placed
from app.storage import storage

DOWNLOAD_TTL = timedelta(hours=6)
"""How long a download may take: a large one, on a slow line, in pieces."""


class VersionTaken(Conflict):
    """The project has a release of this version."""

    code, title = "version_taken", "Version taken"


class FormatUnfit(Conflict):
    """The format has no place for items of the stage's modality."""

    code, title = "format_unfit", "Format does not fit"


class OnlyCollected(Conflict):
    """What a collect stage gathers is no data set yet."""

    code, title = "only_collected", "Released where it flows to"


class SplitUnfit(Conflict):
    """The format shares its items out among folders by itself."""

    code, title = "split_unfit", "Split does not fit"


class NotReady(Conflict):
    """There is nothing to download: it is being built, failed, or is shut."""

    code, title = "release_not_ready", "Release not ready"


class ProvenanceUnfit(Conflict):
    """The format has no place for who did what."""

    code, title = "provenance_unfit", "No place for provenance"


class NothingToPatch(Conflict):
    """Nothing of the release is other than it was."""

    code, title = "release_whole", "Nothing to patch"


class Destroyed(Conflict):
    """The release's file is gone; another takes its place."""

    code, title = "release_destroyed", "Release destroyed"


def begin(
    s: Session,
    *,
    project_id: int,
    stage_id: int,
    version: str,
    format: ReleaseFormat,
    media: bool,
    by: int | None,
    split: Split | None = None,
    template_id: int | None = None,
    provenance: bool | None = None,
    shards: int | None = None,
    packing: Packing | None = None,
) -> tuple[Release, bool]:
    """A release to be built, and whether it is new: the same request again finds the first one's.
    Raises NotFound for the stage, VersionTaken for another release of that version, FormatUnfit,
    OnlyCollected, SplitUnfit, and what `templates.pinned` raises.
    """
    shares = None if split is None else split.model_dump(mode="json")
    packed = None if packing is None else packing.model_dump(mode="json")
    if provenance is None:
        provenance = format is ReleaseFormat.JSONL
    if s.get(Stage, (project_id, stage_id), with_for_update={"key_share": True}) is None:
        raise NotFound("There is no such stage in this project.")
    known = queries.release_of_version(s, project_id, version)
    if known is not None:
        asked = (stage_id, format.value, template_id, media, shares, provenance, shards, packed)
        if _asked(known) == asked and known.state is not ReleaseState.FAILED:
            return known, False
        raise VersionTaken(
            f"This project has a release “{version}” already; choose another version.",
            release_id=known.id,
        )
    modality = queries.modality(s, project_id, stage_id)
    if modality is not None and modality not in format.writer.takes:
        fitting = [one.value for one in ReleaseFormat if modality in one.writer.takes]
        if not fitting:
            raise OnlyCollected(
                "What this stage collects is released at the stage that it flows to; choose that."
            )
        raise FormatUnfit(
            f"{format.value} has no place for items of the modality “{modality}”; choose "
            f"{' or '.join(fitting)}.",
            formats=fitting,
        )
    if (shares is not None or packed is not None) and not format.writer.parts:
        fitting = [one.value for one in ReleaseFormat if one.writer.parts]
        raise SplitUnfit(
            f"{format.value} has folders of its own for training and validation; choose "
            "another format for a split or for AI Hub's lay-out.",
            formats=fitting,
        )
    if provenance and not format.writer.provenance:
        fitting = [one.value for one in ReleaseFormat if one.writer.provenance]
        raise ProvenanceUnfit(
            f"{format.value} has no place for who did what; choose {' or '.join(fitting)}, or "
            "leave it out.",
            formats=fitting,
        )
    previous = queries.last_of(s, project_id, stage_id)
    release = Release(
        project_id=project_id,
        stage_id=stage_id,
        version=version,
        format=format.value,
        template_id=template_id,
        template_version=templates.pinned(s, project_id, format, template_id),
        media=media,
        split=shares,
        provenance=provenance,
        shards=shards,
        packing=packed,
        previous_id=None if previous is None else previous.id,
        created_by=by,
    )
    s.add(release)
    s.flush()
    s.refresh(release)
    return release, True


def _asked(known: Release) -> tuple[Any, ...]:
    return (
        known.stage_id,
        known.format,
        known.template_id,
        known.media,
        known.split,
        known.provenance,
        known.shards,
        known.packing,
    )


def next_version(
    s: Session, project_id: int, stage_id: int, patches: int | None = None
) -> NextVersionOut:
    """The version that is proposed for a release of the stage, or for a patch. Raises NotFound."""
    if s.get(Stage, (project_id, stage_id)) is None:
        raise NotFound("There is no such stage in this project.")
    last = queries.last_of(s, project_id, stage_id)
    if patches is not None:
        last = s.get(Release, (project_id, patches))
        if last is None or last.stage_id != stage_id:
            raise NotFound("There is no such release of this stage.")
    changed = last is not None and patches is None and queries.schema_changed(s, last)
    version = rules.following(
        None if last is None else last.version, queries.versions(s, project_id), major=changed
    )
    return NextVersionOut(
        version=version,
        previous_id=None if last is None else last.id,
        previous=None if last is None else last.version,
        schema_changed=changed,
    )


def preview(s: Session, project_id: int, stage_id: int, split: Split) -> SplitTrialOut:
    """How a release made now would be shared out, as near as can be said before its list is frozen.
    Raises NotFound."""
    if s.get(Stage, (project_id, stage_id)) is None:
        raise NotFound("There is no such stage in this project.")
    asked = split.model_dump(mode="json")
    if split.by == "item":
        items = listing.ready(s, project_id, stage_id)
        return SplitTrialOut(items=items, unknown=0, shares=by_item(asked, items))
    groups = listing.groups(s, project_id, split.by, stage=stage_id)
    lost = sum(count for key, count in groups.items() if not all(names(key)))
    known = {key: count for key, count in groups.items() if all(names(key))}
    return SplitTrialOut(
        items=sum(groups.values()), unknown=lost, shares=by_group(placed(asked, known), known)
    )


def close(s: Session, project_id: int, release_id: int, *, by: int, why: str) -> None:
    """Shut a release to download until it is patched. Raises NotFound, WrongState."""
    key = (project_id, release_id)
    move(s, Release, key, ReleaseState.CLOSED, by=by, why=why, problem=why)


def reopen(s: Session, project_id: int, release_id: int, *, by: int) -> None:
    """Open a shut release again. Raises NotFound, WrongState, and Destroyed for one whose file is
    gone."""
    known = s.get(Release, (project_id, release_id))
    if known is not None and known.destroyed:
        raise Destroyed("The file of this release is destroyed; patch it with another release.")
    move(s, Release, (project_id, release_id), ReleaseState.READY, by=by, problem=None)


def patch(
    s: Session, project_id: int, release_id: int, *, version: str, by: int
) -> tuple[Release, bool]:
    """A release of the same items as another: those that were begun anew since with the answers
    that they have now, less what is excluded or gone; and whether it is new. The same again finds
    the first one.

    Raises `NotFound`, `NotReady` for one that was never built, `NothingToPatch`, `StillInWork`, and
    `VersionTaken` for another release of that version.
    """
    old = s.get(Release, (project_id, release_id), with_for_update={"key_share": True})
    if old is None:
        raise NotFound("There is no such release in this project.")
    known = queries.release_of_version(s, project_id, version)
    if known is not None:
        if known.patches_id == release_id and known.state is not ReleaseState.FAILED:
            return known, False
        raise VersionTaken(
            f"This project has a release “{version}” already; choose another version.",
            release_id=known.id,
        )
    if old.frozen_at is None:
        raise NotReady(
            f"This release is “{old.state}”; there is nothing to patch.", state=old.state
        )
    if waiting := listing.in_work(s, project_id, release_id):
        raise StillInWork.of(waiting)
    if not old.destroyed and not listing.outdated(s, project_id, release_id):
        raise NothingToPatch("Nothing of this release has changed; there is nothing to patch.")
    made = Release(
        project_id=project_id,
        stage_id=old.stage_id,
        version=version,
        format=old.format,
        template_id=old.template_id,
        template_version=old.template_version,
        media=old.media,
        split=old.split,
        provenance=old.provenance,
        shards=old.shards,
        packing=old.packing,
        patches_id=release_id,
        previous_id=release_id,
        created_by=by,
    )
    s.add(made)
    s.flush()
    s.refresh(made)
    return made, True


def need_built(release: Release) -> Release:
    """A release that was built: its list is whole, also where its file is shut or gone. Raises
    NotReady."""
    if release.frozen_at is None:
        raise NotReady(
            f"This release is “{release.state}”; there is nothing to be read of it yet.",
            state=release.state.value,
        )
    return release


def download(release: Release, part: int | None = None) -> DownloadOut:
    """Where a release can be read, or one of its parts (from 1). Raises NotReady, NotFound."""
    if release.state is not ReleaseState.READY or release.storage_key is None:
        raise NotReady(
            f"This release is “{release.state}” and cannot be downloaded.",
            state=release.state.value,
        )
    name, key, size = rules.file_name(release), release.storage_key, release.bytes or 0
    if part is not None:
        if release.parts is None or part > len(release.parts):
            raise NotFound("This release has no such part.")
        told = release.parts[part - 1]
        name, key, size = told["name"], told["sha256"], told["bytes"]
    elif release.parts is not None:  # their list; the bytes of the release are those of them all
        size = storage().stat(key).bytes
    writer = ReleaseFormat(release.format).writer
    ends = {".zip": "application/zip", ".parts.json": "application/json"}
    media_type = next((type for end, type in ends.items() if name.endswith(end)), writer.media_type)
    return DownloadOut(
        url=storage().link(key, DOWNLOAD_TTL, media_type=media_type, filename=name),
        filename=name,
        bytes=size,
        sha256=key,
        expires_in=int(DOWNLOAD_TTL.total_seconds()),
    )
