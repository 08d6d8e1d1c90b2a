"""From what a reader finds to what is kept of it: files opened and stored, texts hashed, labels
adopted.
"""

import hashlib
import io
import os
import tempfile
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from app.assets.archives import Far
from app.assets.media import MediaRefused, Medium, medium
from app.assets.pictures import MAX_BYTES, PictureRefused, open_picture
from app.assets.rows import Content
from app.assets.sources import AnySource
from app.formats import Grade, Record, Refused
from app.formats.clock import settled
from app.formats.sizes import size_of
from app.formats.source import MEDIA_SUFFIXES, BrokenEntry, read_limited, suffix
from app.labels import (
    ATTRIBUTE_LEFT_OUT,
    Adopter,
    AssetFacts,
    CaptureFacts,
    PictureFacts,
    answer_json,
    facts_from,
    parts_of,
)
from app.storage import Storage
from app.storage.base import PIECE

MAX_MEDIA = 8 << 30
"""Bytes of a sound, a video, a document or a time series."""

_MANY = {
    "picture": "pictures",
    "text": "texts",
    "sound": "sounds",
    "video": "videos",
    "document": "PDF documents",
    "series": "time series (CSV)",
    "prompt": "prompts, which are texts",
}
_TEXTS = frozenset({"text", "prompt"})
_HANDS = min(4, os.cpu_count() or 1)
_GUESSED = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}


@dataclass(slots=True)
class Made:
    """What became of one thing that a reader found."""

    record: Record | None = None
    content: Content | None = None
    prelabels: bytes | None = None
    refused: list[Refused] = field(default_factory=list)
    thumbnail: bytes | None = None  # WebP, where it is not stored


class Reading:
    """Makes something of what a reader finds, in its order."""

    def __init__(
        self,
        source: AnySource,
        adopter: Adopter | None,
        kept: Storage | None,
        step: Callable[[], None] = lambda: None,
    ) -> None:
        """Without `adopter` items are pictures and their labels are left out; without `kept`
        nothing is stored: a dry run. What items are, the schema says. `step` is called every few
        seconds while a long film is looked through: it says that there is still somebody at work.
        """
        self._source = source
        self._adopter = adopter
        self._kept = kept
        self._step = step
        self._modality = "picture" if adopter is None else adopter.schema.modality
        self._medium = medium(self._modality)

    def made(self, found: Iterator[Record | Refused]) -> Iterator[Made]:
        """One `Made` for each thing found. Pictures are opened by several hands; only a few wait
        at a time, so that memory does not grow with the source.
        """
        waiting: deque[Future[Made]] = deque()
        with ThreadPoolExecutor(_HANDS) as hands:
            for one in found:
                begun = Made(refused=[one]) if isinstance(one, Refused) else self._begun(one)
                if not isinstance(begun, Made):
                    waiting.append(hands.submit(begun))
                    if len(waiting) > _HANDS:
                        yield self._awaited(waiting.popleft())
                    continue
                while waiting:
                    yield self._awaited(waiting.popleft())
                yield begun
            while waiting:
                yield self._awaited(waiting.popleft())

    def _begun(self, record: Record) -> Made | Callable[[], Made]:
        """What becomes of a record; or, of a file that is to be opened, the rest of the work."""
        held = record.media is not None or record.content is not None
        if not held or self._modality in _TEXTS:
            return self._unopened(record)
        far = None if record.media is None else self._source.far(record.media)
        opening = self._opening(record) if far is None else self._stays(record, far)
        return Made(refused=[opening]) if isinstance(opening, Refused) else opening

    def _awaited(self, coming: Future[Made]) -> Made:
        while True:
            try:
                return coming.result(timeout=5)
            except TimeoutError:
                if coming.done():  # its own
                    raise
                self._step()

    def _other(self, record: Record) -> Refused:
        """The refusal of what this stage's items are not."""
        item = "a text" if record.document is not None else "something else"
        return Refused(
            record.row,
            record.name,
            "other_modality",
            f"This stage takes {_MANY[self._modality]}, as its label schema says, and this is "
            f"{item}; import it into another stage.",
        )

    def _opening(self, record: Record) -> Callable[[], Made] | Refused:
        """The rest of the work on a file, for another hand: the source is read by one alone."""
        taken = self._medium
        if taken is None:
            content = self._content(record)
            return content if isinstance(content, Refused) else partial(self._seen, record, content)
        if suffix(record.media or record.name) not in MEDIA_SUFFIXES[self._modality]:
            return self._other(record)
        folder = tempfile.TemporaryDirectory(prefix="dure-")
        try:
            path = Path(folder.name) / "file"
            identity = self._spooled(record, path)
        except BaseException:
            folder.cleanup()
            raise
        if isinstance(identity, Refused):
            folder.cleanup()
            return identity
        return partial(self._probed, record, taken, folder, path, identity)

    def _spooled(self, record: Record, path: Path) -> str | Refused:
        """The bytes of a file on their way to `path`; their hash."""
        digest, size = hashlib.sha256(), 0
        try:
            with self._opened(record) as stream, path.open("wb") as out:
                while piece := stream.read(PIECE):
                    self._step()
                    size += len(piece)
                    if size > MAX_MEDIA:
                        return Refused(
                            record.row,
                            record.name,
                            "too_large",
                            f"The file is over {MAX_MEDIA >> 30} GB; cut it into several.",
                        )
                    digest.update(piece)
                    out.write(piece)
        except BrokenEntry as broken:
            return Refused(record.row, record.name, "damaged", str(broken))
        return digest.hexdigest()

    def _probed(
        self,
        record: Record,
        taken: Medium,
        folder: "tempfile.TemporaryDirectory[str]",
        path: Path,
        identity: str,
    ) -> Made:
        """An item that is a sound, a video, a document or a time series."""
        with folder:
            try:
                found = taken.probe(path, record.media or record.name)
            except MediaRefused as no:
                return Made(refused=[Refused(record.row, record.name, no.reason, no.detail)])
            made = Made(record)
            if found.note is not None:
                note = Refused(record.row, record.name, "wrong_extension", found.note, Grade.NOTE)
                made.refused.append(note)
            facts = facts_from(width=None, height=None, media=found.facts)
            if record.annotations is not None and facts is not None:
                record.annotations, notes = settled(record.annotations, found.facts)
                made.refused += [
                    Refused(record.row, record.name, *note, Grade.NOTE) for note in notes
                ]
                self._label(made, facts)
            storage_key = thumbnail_key = None
            if self._kept is not None:
                with found.kept.open("rb") as kept:
                    storage_key = self._kept.put(kept, media_type=found.media_type).key
                if found.thumbnail is not None:
                    small = iter([found.thumbnail])
                    thumbnail_key = self._kept.put(small, media_type="image/webp").key
            else:
                made.thumbnail = found.thumbnail
            made.content = Content(
                identity,
                found.media_type,
                found.width,
                found.height,
                found.kept.stat().st_size,
                storage_key,
                thumbnail_key,
                facts=orjson.dumps(dict(found.facts)).decode(),
            )
            return made

    def _opened(self, record: Record) -> AbstractContextManager[BinaryIO]:
        """The bytes of a record's file: those that it has itself, or those of the source."""
        if record.content is not None:
            return io.BytesIO(record.content)
        assert record.media is not None
        return self._source.open(record.media)

    def _content(self, record: Record) -> bytes | Refused:
        if record.content is not None and len(record.content) <= MAX_BYTES:
            return record.content
        try:
            with self._opened(record) as stream:
                content = read_limited(stream, MAX_BYTES)
        except BrokenEntry as broken:
            return Refused(record.row, record.name, "damaged", str(broken))
        if content is None:
            limit = MAX_BYTES >> 20
            return Refused(
                record.row,
                record.name,
                "too_large",
                f"The picture is over {limit} MB; make it smaller.",
            )
        return content

    def _unopened(self, record: Record) -> Made:
        """A text, or a picture whose bytes are elsewhere; the other of the two is refused."""
        if (record.document is not None) is not (self._modality in _TEXTS):
            return Made(refused=[self._other(record)])
        if record.document is not None:
            return self._written(record, record.document)
        if self._medium is not None:
            sentence = "Its file is not in the archive; only pictures can lie elsewhere. Send it."
            return Made(refused=[Refused(record.row, record.name, "no_media", sentence)])
        return self._referred(record)

    def _referred(self, record: Record) -> Made:
        """An item whose bytes are elsewhere."""
        identity = record.sha256
        if identity is None:
            identity = f"url:{hashlib.sha256((record.url or '').encode()).hexdigest()}"
        end = record.name[record.name.rfind(".") :].lower()
        media_type = _GUESSED.get(end, "application/octet-stream")
        content = Content(identity, media_type, record.width, record.height)
        made = Made(record, content)
        if record.annotations is not None and record.width and record.height:
            self._label(made, PictureFacts(record.width, record.height))
        return made

    def _stays(self, record: Record, far: Far) -> Made | Refused:
        """A picture that stays in its cloud. How large it is, is looked at later where nothing
        says it; labels need it now.
        """
        media_type = _GUESSED.get(suffix(far.address))
        if self._medium is not None or media_type is None:
            what = "JPEG, PNG and WebP pictures" if self._medium is None else "pictures"
            sentence = f"Only {what} can stay in a cloud; import it by a connection that copies."
            return Refused(record.row, record.name, "not_by_reference", sentence)
        if far.size > MAX_BYTES:
            sentence = f"The picture is over {MAX_BYTES >> 20} MB; make it smaller."
            return Refused(record.row, record.name, "too_large", sentence)
        if record.annotations is not None and record.width is None:
            assert record.media is not None
            record.width, record.height = size_of(self._source, record.media) or (None, None)
        record.url = far.address
        version = hashlib.sha256(f"{far.address}\n{far.etag}".encode()).hexdigest()
        content = Content(
            f"url:{version}",
            media_type,
            record.width,
            record.height,
            far.size,
            connection_id=far.connection_id,
            etag=far.etag,
        )
        made = Made(record, content)
        if record.annotations is not None and record.width and record.height:
            self._label(made, PictureFacts(record.width, record.height))
        return made

    def _written(self, record: Record, document: Mapping[str, Any]) -> Made:
        """A text."""
        content = orjson.dumps(document, option=orjson.OPT_SORT_KEYS)
        identity = hashlib.sha256(content).hexdigest()
        made = Made(
            record,
            Content(
                identity,
                "text/plain",
                None,
                None,
                bytes=len(content),
                document=content.decode(),
            ),
        )
        if record.annotations is not None:
            # Nobody has made anything for a prompt that is only just there.
            captures: dict[int, CaptureFacts] | None = {} if self._modality == "prompt" else None
            parts = parts_of(document)
            facts = facts_from(width=None, height=None, parts=parts, captures=captures)
            assert facts is not None
            self._label(made, facts)
        return made

    def _seen(self, record: Record, raw: bytes) -> Made:
        """A picture whose bytes are here."""
        try:
            picture = open_picture(raw, record.media or record.name)
        except PictureRefused as refused:
            return Made(refused=[Refused(record.row, record.name, refused.reason, refused.detail)])
        size = (picture.width, picture.height)
        made = Made(record)
        if picture.note is not None:
            made.refused.append(
                Refused(record.row, record.name, "wrong_extension", picture.note, Grade.NOTE)
            )
        if record.annotations is not None:
            if record.width is None or (record.width, record.height) == size:
                self._label(made, PictureFacts(*size))
            else:
                made.refused.append(
                    Refused(
                        record.row,
                        record.name,
                        "size_differs",
                        f"Its labels are of a picture of {record.width} x {record.height}, but it "
                        f"is {size[0]} x {size[1]}; they were left out. Correct the size.",
                        Grade.ANNOTATION,
                    )
                )
        storage_key = thumbnail_key = None
        if self._kept is not None:
            put = self._kept.put
            storage_key = put(iter([picture.content]), media_type=picture.media_type).key
            thumbnail_key = put(iter([picture.thumbnail]), media_type="image/webp").key
        else:
            made.thumbnail = picture.thumbnail
        made.content = Content(
            hashlib.sha256(raw).hexdigest(),
            picture.media_type,
            *size,
            len(picture.content),
            storage_key,
            thumbnail_key,
        )
        return made

    def _label(self, made: Made, facts: AssetFacts) -> None:
        """Keep the labels that came with it, as far as they fit the stage's schema."""
        record = made.record
        assert record is not None
        if self._adopter is None:
            made.refused.append(
                Refused(
                    record.row,
                    record.name,
                    "no_schema",
                    "The stage has no label schema, so its labels were left out; give it one and "
                    "import again.",
                    Grade.ANNOTATION,
                )
            )
            return
        adopted = self._adopter(facts, record.annotations or ())
        made.prelabels = orjson.dumps(answer_json(adopted.answer))
        made.refused.extend(
            Refused(
                record.row,
                record.name,
                fault.code,
                fault.sentence,
                Grade.NOTE if fault.code == ATTRIBUTE_LEFT_OUT else Grade.ANNOTATION,
            )
            for fault in adopted.faults
        )
