"""From accepted answers to a file: what a release's chore does.

First the list of answers is frozen, by one statement: it alone says what is in the release, however
long the writing takes and however often it is begun again. Then items are read in short stretches
by key, each in a transaction of its own (what is read does not change any more: submissions and
assets are only ever added), written as they come, and stored under their hash. No snapshot is
held, and memory does not grow with the number of items.
"""

from collections.abc import Iterator
from itertools import count
from typing import Any

import orjson
from sqlalchemy import func
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.core.states import RELEASE, ReleaseState, allowed
from app.formats import table
from app.formats.writing import Asked, Notes
from app.models.release import Release
from app.models.transition import move
from app.releases import (
    counting,
    listing,
    queries,
    rules,
    sharing,
    stretches,
    templates,
    withdrawing,
)
from app.releases.changelog import beside
from app.releases.packing import LIST_NAME, Listed, Packing
from app.releases.reading import STRETCH, Attempt, Reader, Span, Told
from app.releases.schemas import ReleaseFormat
from app.releases.zips import zipped
from app.storage import Storage, Stored, storage


class NothingToRelease(Conflict):
    """No item of the stage has an answer that may be released."""

    code, title = "nothing_to_release", "Nothing to release"


class MediaMissing(Conflict):
    """Files that should be in the archive are not here."""

    code, title = "media_missing", "Files missing"


class StillInWork(Conflict):
    """Items of the release that is patched are being worked on again."""

    code, title = "still_in_work", "Still being worked on"

    @classmethod
    def of(cls, items: int) -> "StillInWork":
        """That many."""
        return cls(
            f"{items} items of this release are being worked on again, or wait for a verdict; "
            "patch it when they are accepted.",
            items=items,
        )


def fail(s: Session, project_id: int, release_id: int, why: str) -> None:
    """End a release that could not be built; nothing happens when it has ended."""
    release = s.get(Release, (project_id, release_id), with_for_update=True)
    if release is None or not allowed(RELEASE, release.state, ReleaseState.FAILED):
        return
    key = (project_id, release_id)
    move(s, Release, key, ReleaseState.FAILED, by=None, why=why, problem=why)


class Builder:
    """One attempt at one release."""

    def __init__(self, attempt: Attempt, project_id: int, release_id: int) -> None:
        self._attempt = attempt
        self._project_id = project_id
        self._release_id = release_id
        self._listed = Listed()
        self._notes = Notes()

    def run(self) -> dict[str, Any]:
        """Build; answers what was made. Raises NothingToRelease, MediaMissing, StillInWork, and
        what shares and templates refuse."""
        project_id, release_id = self._project_id, self._release_id
        with self._attempt.transaction() as s:
            release = s.get(Release, (project_id, release_id), with_for_update=True)
            if release is None:
                raise NotFound("There is no such release.")
            state = release.state
            self._release = release
            if state in (ReleaseState.BUILDING, ReleaseState.READY):
                self._prepare(s)
        if state is ReleaseState.READY:  # by an attempt that ended before it had marked them all
            self._after()
        if state is not ReleaseState.BUILDING:
            return {"state": state.value}
        kept = storage()
        stored, files = self._store(kept)
        with self._attempt.transaction() as s:
            now = s.get_one(Release, (project_id, release_id), with_for_update=True)
            if now.state is not ReleaseState.BUILDING:
                if now.state is ReleaseState.FAILED:  # what is in it may have been taken back
                    for one in (stored, *files):
                        withdrawing.drop_file(s, release_id, one.key)
                return {"state": now.state.value}
            move(
                s,
                Release,
                (project_id, release_id),
                ReleaseState.READY,
                by=release.created_by,
                items=self._count,
                storage_key=stored.key,
                sha256=stored.key,
                bytes=stored.bytes + sum(one.bytes for one in files),
                parts=self._told_of(files) if files else None,
                manifest=self._manifest(),
                frozen_at=func.now(),
            )
        self._after()
        return {"items": self._count, "bytes": stored.bytes, "sha256": stored.key}

    def _prepare(self, s: Session) -> None:
        """The list, where there is none yet, and what is to be known of it."""
        release, project_id = self._release, self._project_id
        self._format = ReleaseFormat(release.format)
        self._writer = self._format.writer
        self._count = self._frozen(s)
        self._parts = sharing.parts(s, release)
        self._changes = listing.changes(s, project_id, release.id)
        self._previous = queries.version_of(s, project_id, release.previous_id)
        self._spans = [
            Span(after, upto) for after, upto in listing.ranges(s, release, release.shards or 1)
        ]
        schemas = queries.schemas(s, project_id, release.stage_id)
        info = {
            "description": f"Dure release {release.version}",
            "version": release.version,
        }
        self._asked = Asked(
            rules.categories(schemas),
            rules.labels(schemas),
            info,
            template=templates.frozen(s, release),
            provenance=release.provenance,
            numbers=count(1),
        )
        pieces = stretches.in_pieces(s, project_id, release.stage_id)
        pictures = queries.modality(s, project_id, release.stage_id) == "picture"
        self._by_database = pictures and not pieces and not release.provenance
        self._reader = Reader(
            self._attempt,
            project_id,
            release.id,
            schemas=schemas,
            pieces=pieces,
            agreed=stretches.agreed(s, project_id, release.stage_id),
            pictures=pictures,
            total=self._count * (2 if release.media else 1),
        )

    def _frozen(self, s: Session) -> int:
        """How many items the release has; the list is made where there is none yet."""
        release, project_id = self._release, self._project_id
        found = queries.frozen(s, project_id, release.id)
        if found == 0:
            self._freeze(s)
            found = queries.frozen(s, project_id, release.id)
        if found == 0:
            raise NothingToRelease("No item of this stage has an accepted and judged answer yet.")
        if release.media and (missing := stretches.without_media(s, project_id, release.id)):
            raise MediaMissing(
                f"{missing} items are registered by address and are not stored here; make the "
                "release without media."
            )
        return found

    def _freeze(self, s: Session) -> None:
        release, project_id = self._release, self._project_id
        if release.patches_id is None:
            listing.freeze(s, project_id, release.stage_id, release.id)
        elif waiting := listing.patch(
            s, project_id, release.stage_id, release.id, release.patches_id
        ):
            raise StillInWork.of(waiting)
        if release.split is not None:
            sharing.share_out(s, release)
        if release.previous_id is not None:
            listing.compare(s, project_id, release.id, release.previous_id)

    def _after(self) -> None:
        """What whoever waits for the file does not need: items are marked, classes counted.

        A stretch at a time: nobody waits for a lock on all items.
        """
        last: int | None = 0
        while last is not None:
            with self._attempt.transaction() as s:
                last = queries.mark_released(
                    s,
                    self._project_id,
                    self._release_id,
                    self._release.created_by,
                    after=last,
                    limit=STRETCH,
                )
            self._attempt.progress(self._count, self._count)
        counting.count_classes(self._attempt, self._reader, self._project_id, self._release_id)

    # --- writing ---

    def _store(self, kept: Storage) -> tuple[Stored, list[Stored]]:
        """The release's file, or the list of its files and these."""
        if self._release.shards is None:
            return self._put(kept, self._spans[0]), []
        files = []
        for number, span in enumerate(self._spans, 1):
            self._listed.part = number
            files.append(self._put(kept, span))
        told = {
            "version": self._release.version,
            "format": self._format.value,
            "items": self._count,
            "parts": self._told_of(files),
        }
        content = orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
        return kept.put([content], media_type="application/json"), files

    def _put(self, kept: Storage, span: Span) -> Stored:
        """One file of what is in a span."""
        release = self._release
        if rules.packed(release):
            packing = Packing(
                self._reader,
                self._writer,
                self._format.value,
                self._asked,
                self._notes,
                self._told,
                release.media,
                kept,
                release.packing,
                {} if self._previous is None else self._beside(self._previous),
            )
            parts = [(part, Span(span.after, span.upto, part.name)) for part in self._parts]
            entries = packing.entries(parts, self._listed)
            return kept.put(zipped(entries), media_type="application/zip")
        stored = kept.put(self._labels(span), media_type=self._writer.media_type)
        self._listed.note(f"annotations.{self._writer.suffix}", stored.bytes, stored.key)
        return stored

    def _labels(self, span: Span) -> Iterator[bytes]:
        """The one file of a span; of pictures as the database makes it where it can."""
        if self._by_database and self._format is ReleaseFormat.JSONL:
            return self._reader.json_lines(span)
        if self._by_database and self._format is ReleaseFormat.PARQUET:
            from app.formats import parquet  # Arrow is large: it is there where a table is written

            return parquet.write_tables(self._reader.tables(span))
        assert self._writer.one is not None
        records = self._reader.records(span, self._told)
        return self._writer.one(records, self._asked, self._notes)

    @property
    def _told(self) -> Told:
        everything = self._format is ReleaseFormat.JSONL and self._release.provenance
        timed = self._format is ReleaseFormat.CSV and table.timed(self._asked) is not None
        writer = self._writer
        return Told(writer.meta, self._release.provenance or timed, everything, writer.as_said)

    def _beside(self, previous: str) -> Any:
        return beside(self._attempt, self._release, self._changes, previous)

    def _told_of(self, files: list[Stored]) -> list[dict[str, Any]]:
        return [
            {
                "name": rules.file_name(self._release, at, len(files)),
                "bytes": one.bytes,
                "sha256": one.key,
            }
            for at, one in enumerate(files, 1)
        ]

    def _manifest(self) -> dict[str, Any]:
        manifest: dict[str, Any] = {"items": self._count, "file_count": self._listed.count}
        manifest["files"] = self._listed.files
        if self._listed.count > len(self._listed.files):
            manifest["all_files_in"] = LIST_NAME
        if self._release.split is not None:
            by = self._release.split["by"]
            manifest["split"] = {part.name: part.as_json(by) for part in self._parts}
        if self._previous is not None:
            manifest["changes"] = {"previous": self._previous, **self._changes}
        if self._reader.left_out:
            # Several answers to one item: these formats have room for one, JSONL has all.
            manifest["further_answers_left_out"] = self._reader.left_out
        if self._format is ReleaseFormat.COCO:
            manifest["categories"] = [
                {"id": one.id, "name": one.name, "supercategory": one.label}
                for one in self._asked.categories
                if one.kind in rules.NUMBERED
            ]
        if notes := self._notes.rows():
            manifest["notes"] = notes
        return manifest
