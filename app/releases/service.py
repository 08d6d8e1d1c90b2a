"""Ask for a release, shut it, open it again, hand it out."""

from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.core.states import ReleaseState
from app.models.project import Stage
from app.models.release import Release
from app.models.transition import move
from app.releases import queries, templates
from app.releases.schemas import DownloadOut, ReleaseFormat, Split
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


class NothingLeft(Conflict):
    """Nothing of the release is left to be patched."""

    code, title = "nothing_to_release", "Nothing to release"


class NotClosed(Conflict):
    """Only a release whose file was destroyed is patched."""

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
) -> tuple[Release, bool]:
    """A release to be built, and whether it is new: the same request again finds the first one's.
    Raises NotFound for the stage, VersionTaken for another release of that version, FormatUnfit,
    OnlyCollected, SplitUnfit, and what `templates.pinned` raises.
    """
    shares = None if split is None else split.model_dump(mode="json")
    if s.get(Stage, (project_id, stage_id), with_for_update={"key_share": True}) is None:
        raise NotFound("There is no such stage in this project.")
    known = queries.release_of_version(s, project_id, version)
    if known is not None:
        asked = (stage_id, format.value, template_id, media, shares)
        had = (known.stage_id, known.format, known.template_id, known.media, known.split)
        if had == asked and known.state is not ReleaseState.FAILED:
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
    if shares is not None and not format.writer.parts:
        fitting = [one.value for one in ReleaseFormat if one.writer.parts]
        raise SplitUnfit(
            f"{format.value} has folders of its own for training and validation; choose "
            "another format for a split by speaker.",
            formats=fitting,
        )
    release = Release(
        project_id=project_id,
        stage_id=stage_id,
        version=version,
        format=format.value,
        template_id=template_id,
        template_version=templates.pinned(s, project_id, format, template_id),
        media=media,
        split=shares,
        created_by=by,
    )
    s.add(release)
    s.flush()
    s.refresh(release)
    return release, True


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
    """The release that takes the place of one whose file was destroyed: the same items and answers,
    less what is gone; and whether it is new. The same again finds the first one.

    Raises `NotFound`, `NotClosed`, `NothingLeft`, and `VersionTaken` for another release of that
    version.
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
    if not old.destroyed:
        raise NotClosed("This release is whole; make another release instead of a patch.")
    made = Release(
        project_id=project_id,
        stage_id=old.stage_id,
        version=version,
        format=old.format,
        template_id=old.template_id,
        template_version=old.template_version,
        media=old.media,
        split=old.split,
        patches_id=release_id,
        created_by=by,
    )
    s.add(made)
    s.flush()
    values = {"p": project_id, "old": release_id, "new": made.id}
    if s.execute(text(_COPY), values).rowcount == 0:  # type: ignore[attr-defined]
        raise NothingLeft("Everything of this release is gone; there is nothing to patch it with.")
    s.refresh(made)
    return made, True


_COPY = """
INSERT INTO release_item (project_id, release_id, item_id, submission_ids)
SELECT r.project_id, :new, r.item_id, kept.ids FROM release_item r
JOIN item i ON i.project_id = r.project_id AND i.id = r.item_id AND i.state <> 'excluded'
CROSS JOIN LATERAL (SELECT array_agg(v.id ORDER BY k.n) AS ids
  FROM unnest(r.submission_ids) WITH ORDINALITY k (id, n)
  JOIN submission v ON v.project_id = r.project_id AND v.id = k.id AND v.answer IS NOT NULL) kept
WHERE r.project_id = :p AND r.release_id = :old AND kept.ids IS NOT NULL
"""


def file_name(release: Release) -> str:
    """The name under which a release is saved."""
    format = ReleaseFormat(release.format)
    packed = release.media or format.packed or release.split is not None
    end = "zip" if packed else format.writer.suffix
    return f"dure-{release.project_id}-{release.version}-{release.format}.{end}"


def download(release: Release) -> DownloadOut:
    """Where a release can be read. Raises NotReady."""
    if release.state is not ReleaseState.READY or release.storage_key is None:
        raise NotReady(
            f"This release is “{release.state}” and cannot be downloaded.",
            state=release.state.value,
        )
    name = file_name(release)
    packed = name.endswith(".zip")
    media_type = "application/zip" if packed else ReleaseFormat(release.format).writer.media_type
    return DownloadOut(
        url=storage().link(release.storage_key, DOWNLOAD_TTL, media_type=media_type, filename=name),
        filename=name,
        bytes=release.bytes or 0,
        sha256=release.sha256 or "",
        expires_in=int(DOWNLOAD_TTL.total_seconds()),
    )
