"""From accepted answers to a file: what a release's chore does.

First the list of answers is frozen, by one statement: it alone says what is in the release, however
long the writing takes and however often it is begun again. Then items are read in short stretches
by key, each in a transaction of its own (what is read does not change any more: submissions and
assets are only ever added), written as they come, and stored under their hash. No snapshot is
held, and memory does not grow with the number of items.
"""

import hashlib
import itertools
import tempfile
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeAlias

import orjson
from sqlalchemy import func
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.core.states import RELEASE, ReleaseState, allowed
from app.formats import Record, table, yolo
from app.formats.writers import FOLDERS
from app.formats.writing import Asked, Notes
from app.labels import Schema, annotation_json, facts_from, parse_schema, parts_of
from app.labels.standing import Given, standing
from app.models.release import Release
from app.models.transition import move
from app.releases import queries, rules, withdrawing
from app.releases.schemas import ReleaseFormat
from app.releases.split import NobodyNamed, Part, parts
from app.releases.zips import Entry, zipped
from app.storage import Storage, Stored, pieces, storage

_STRETCH = 2_000
_SHORT = 200  # of items in pieces, which have many answers each
MOST_LISTED = 10_000
"""Files that the release's own manifest lists; the list in the archive has all."""

LIST_NAME = "manifest.jsonl"

Noted: TypeAlias = Callable[[str, Iterable[bytes]], Iterator[bytes]]
"""A file's content, of which the manifest is told under that name."""


class NothingToRelease(Conflict):
    """No item of the stage has an answer that may be released."""

    code, title = "nothing_to_release", "Nothing to release"


class MediaMissing(Conflict):
    """Files that should be in the archive are not here."""

    code, title = "media_missing", "Files missing"


class SpeakersUnknown(Conflict):
    """Items whose speaker nobody has said cannot be shared out by speaker."""

    code, title = "speakers_unknown", "Speakers not known"


class Attempt(Protocol):
    """What a build needs of the chore that does it."""

    def progress(self, done: int | None = None, total: int | None = None) -> None:
        """Say how far it is; raises when this attempt is over."""
        ...

    def transaction(self) -> AbstractContextManager[Session]:
        """A short transaction."""
        ...


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
        self._read = 0
        self._left_out = 0
        self._files: list[dict[str, Any]] = []
        self._file_count = 0
        self._last: dict[str, Any] = {}
        self._total: int | None = None
        self._pieces = False
        self._schemas: list[dict[str, Any]] = []  # by version, from 1
        self._parsed: dict[int, Schema] = {}

    def run(self) -> dict[str, Any]:
        """Build; answers what was made. Raises NothingToRelease and MediaMissing."""
        project_id, release_id = self._project_id, self._release_id
        with self._attempt.transaction() as s:
            release = s.get(Release, (project_id, release_id), with_for_update=True)
            if release is None:
                raise NotFound("There is no such release.")
            state = release.state
            by = release.created_by
            if state is ReleaseState.BUILDING:
                count = self._frozen(s, release)
                self._parts = self._shared_out(s, release)
                schemas = queries.schemas(s, project_id, release.stage_id)
                self._schemas = schemas
                self._pieces = queries.in_pieces(s, project_id, release.stage_id)
                info = {
                    "description": f"Dure release {release.version}",
                    "version": release.version,
                }
                self._asked = Asked(rules.categories(schemas), rules.labels(schemas), info)
        if state is ReleaseState.READY:  # by an attempt that ended before it had marked them all
            self._mark(by)
        if state is not ReleaseState.BUILDING:
            return {"state": state.value}
        self._format = ReleaseFormat(release.format)
        self._writer = self._format.writer
        self._notes = Notes()
        self._with_media = release.media
        self._total = count * (2 if release.media else 1)
        kept = storage()
        stored = self._store(kept)
        with self._attempt.transaction() as s:
            now = s.get_one(Release, (project_id, release_id), with_for_update=True)
            if now.state is not ReleaseState.BUILDING:
                if now.state is ReleaseState.FAILED:  # what is in it may have been taken back
                    withdrawing.drop_file(s, release_id, stored.key)
                return {"state": now.state.value}
            move(
                s,
                Release,
                (project_id, release_id),
                ReleaseState.READY,
                by=release.created_by,
                items=count,
                storage_key=stored.key,
                sha256=stored.key,
                bytes=stored.bytes,
                manifest=self._manifest(count),
                frozen_at=func.now(),
            )
        self._mark(by)
        return {"items": count, "bytes": stored.bytes, "sha256": stored.key}

    def _frozen(self, s: Session, release: Release) -> int:
        """How many items the release has; the list is made where there is none yet."""
        project_id, release_id = self._project_id, self._release_id
        count = queries.frozen(s, project_id, release_id)
        if count == 0:
            queries.freeze(s, project_id, release.stage_id, release_id)
            count = queries.frozen(s, project_id, release_id)
        if count == 0:
            raise NothingToRelease("No item of this stage has an accepted and judged answer yet.")
        if release.media and (missing := queries.without_media(s, project_id, release_id)):
            raise MediaMissing(
                f"{missing} items are registered by address and are not stored here; make the "
                "release without media."
            )
        return count

    def _shared_out(self, s: Session, release: Release) -> list[Part]:
        """The release's shares; one without a name where it is not split."""
        if release.split is None:
            return [Part()]
        held = None
        if release.patches_id is not None:
            patched = s.get_one(Release, (self._project_id, release.patches_id))
            held = (patched.manifest or {}).get("split")
        try:
            found = queries.speakers(s, self._project_id, self._release_id)
            return parts(release.split, found, held)
        except NobodyNamed as unnamed:
            raise SpeakersUnknown(
                f"{unnamed} items do not say who speaks on them (`speaker` in their meta); make "
                "the release without a split."
            ) from None

    def _mark(self, by: int | None) -> None:
        """Move the items to released, a stretch at a time: nobody waits for a lock on them all.

        After the release is ready, since whoever waits for the file does not need it.
        """
        last: int | None = 0
        while last is not None:
            with self._attempt.transaction() as s:
                last = queries.mark_released(
                    s, self._project_id, self._release_id, by, after=last, limit=_STRETCH
                )
            self._attempt.progress(self._total, self._total)

    def _store(self, kept: Storage) -> Stored:
        if self._with_media or self._writer.one is None or self._parts[0].name:
            return kept.put(zipped(self._entries(kept)), media_type="application/zip")
        (part,) = self._parts
        labels = self._writer.one(self._records(part), self._asked, self._notes)
        stored = kept.put(labels, media_type=self._writer.media_type)
        self._note(f"annotations.{self._writer.suffix}", stored.bytes, stored.key)
        return stored

    def _manifest(self, count: int) -> dict[str, Any]:
        manifest: dict[str, Any] = {"items": count, "file_count": self._file_count}
        manifest["files"] = self._files
        if self._file_count > len(self._files):
            manifest["all_files_in"] = LIST_NAME
        if shares := [part for part in self._parts if part.name]:
            manifest["split"] = {part.name: part.as_json() for part in shares}
        if self._left_out:
            # Several answers to one item: these formats have room for one, JSONL has all.
            manifest["further_answers_left_out"] = self._left_out
        if self._format is ReleaseFormat.COCO:
            manifest["categories"] = [
                {"id": one.id, "name": one.name, "supercategory": one.label}
                for one in self._asked.categories
                if one.kind in rules.NUMBERED
            ]
        if notes := self._notes.rows():
            manifest["notes"] = notes
        return manifest

    # --- reading ---

    def _lines(
        self, part: Part, *, meta: bool = False, provenance: bool = False
    ) -> Iterator[queries.Line]:
        """The items of a share; the next stretch is read while this one is being written."""

        limit = _SHORT if self._pieces else _STRETCH

        def stretch(after: int) -> list[queries.Line]:
            with self._attempt.transaction() as s:
                return queries.items(
                    s,
                    self._project_id,
                    self._release_id,
                    after=after,
                    limit=limit,
                    meta=meta,
                    provenance=provenance,
                    among=part.keys,
                    pieces=self._pieces,
                )

        with ThreadPoolExecutor(1) as ahead:
            rows = stretch(0)
            while rows:
                coming = ahead.submit(stretch, rows[-1].item_id) if len(rows) == limit else None
                yield from rows
                self._read += len(rows)
                self._attempt.progress(self._read, self._total)
                rows = coming.result() if coming is not None else []

    def _records(self, part: Part) -> Iterator[Record]:
        everything = self._format is ReleaseFormat.JSONL
        place = self._places()
        told = everything or (
            self._format is ReleaseFormat.CSV and table.timed(self._asked) is not None
        )
        for line in self._lines(part, meta=self._writer.meta, provenance=told):
            media = place(line) if self._with_media and line.document is None else None
            said, further = self._said(line)
            if not everything:
                self._left_out += further
            record = Record(
                line.name,
                media=media,
                url=line.url,
                # The identity of what is registered by its address alone is no content's hash.
                sha256=None if (line.sha256 or "").startswith("url:") else line.sha256,
                width=line.width,
                height=line.height,
                annotations=said,
                number=line.item_id,
            )
            if line.meta is not None and self._writer.meta:
                record.meta = orjson.loads(line.meta)
            if line.document is not None:
                record.document = orjson.loads(line.document)
            if line.facts is not None:
                record.facts = orjson.loads(line.facts)
            if line.provenance is not None:
                record.provenance = orjson.loads(line.provenance)
            yield record

    def _said(self, line: queries.Line) -> tuple[list[dict[str, Any]], int]:
        """The item's annotations, and how many further answers there are. What was done in pieces
        is put together here, item by item."""
        if line.pieces is None:
            return orjson.loads(line.annotations), line.answers - 1
        rows = orjson.loads(line.pieces)
        document = None if line.document is None else orjson.loads(line.document)
        facts = facts_from(
            width=line.width,
            height=line.height,
            parts=None if document is None else parts_of(document),
            media=None if line.facts is None else orjson.loads(line.facts),
        )
        schema = self._schema(max(version for _, _, version in rows))
        given = [Given(answer, part) for part, answer, _ in rows]
        first, *others = standing(line.item_id, schema, facts, given).answers
        return [annotation_json(one) for one in first.annotations], len(others)

    def _schema(self, version: int) -> Schema:
        if version not in self._parsed:
            self._parsed[version] = parse_schema(self._schemas[version - 1])
        return self._parsed[version]

    # --- writing ---

    def _places(self) -> Callable[[queries.Line], str]:
        """Says where each picture lies in the archive; asked in the order of the items."""
        places = yolo.Places() if self._format.value.startswith("yolo") else None

        def place(line: queries.Line) -> str:
            modality = "picture" if line.facts is None else orjson.loads(line.facts)["modality"]
            folder = self._writer.folder or FOLDERS[modality]
            if places is not None:
                folder = f"{folder}/{yolo.split(line.name)}"
            path = rules.media_path(folder, line.name, line.media_type, line.item_id)
            return path if places is None else places(path)

        return place

    def _entries(self, kept: Storage) -> Iterator[Entry]:
        """The archive's files: labels, the items' own, and at last the list of them all."""
        with tempfile.TemporaryFile() as listed:

            def noted(name: str, content: Iterable[bytes]) -> Iterator[bytes]:
                yield from self._counted(name, content)
                listed.write(orjson.dumps(self._last, option=orjson.OPT_APPEND_NEWLINE))

            for part in self._parts:
                yield from self._of(part, kept, noted)
            listed.seek(0)
            yield Entry(LIST_NAME, self._counted(LIST_NAME, pieces(listed)))

    def _of(self, part: Part, kept: Storage, noted: Noted) -> Iterator[Entry]:
        """The files of a share, which are a whole data set in a folder."""
        given = self._records(part), self._asked, self._notes
        if self._writer.many is not None:
            for file in self._writer.many(*given):
                name = f"{part.folder}{file.name}"
                yield Entry(name, noted(name, itertools.chain([file.content], file.pieces)))
        elif self._writer.one is not None:
            name = f"{part.folder}annotations.{self._writer.suffix}"
            yield Entry(name, noted(name, self._writer.one(*given)))
        if self._with_media:
            place = self._places()
            for line in self._lines(part):
                if line.storage_key is None:  # a text: the labels hold it
                    continue
                path = f"{part.folder}{place(line)}"
                yield Entry(path, noted(path, kept.open(line.storage_key)), line.bytes)

    def _counted(self, name: str, content: Iterable[bytes]) -> Iterator[bytes]:
        """`content`, and then a line for the manifest."""
        digest = hashlib.sha256()
        size = 0
        for piece in content:
            digest.update(piece)
            size += len(piece)
            yield piece
        self._note(name, size, digest.hexdigest())

    def _note(self, name: str, size: int, sha256: str) -> None:
        self._last = {"path": name, "bytes": size, "sha256": sha256}
        self._file_count += 1
        if len(self._files) < MOST_LISTED:
            self._files.append(self._last)
