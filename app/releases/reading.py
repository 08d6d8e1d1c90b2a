"""The items of a release, read in short stretches by key: a transaction of its own for each, and
the next ones read while one is being written.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import orjson
from sqlalchemy.orm import Session

from app.core.database import mark, reading
from app.formats import Record, yolo
from app.formats.writers import FOLDERS, Writer
from app.formats.writing import Table
from app.labels import Schema, annotation_json, facts_from, parse_schema, parts_of
from app.labels.standing import Given, standing
from app.releases import rules, stretches

STRETCH = 2_000
"""Ids of a stretch, to begin with: what holds little grows to four times that, what holds much
shrinks."""
_SHORT = 200  # of items in pieces, which have many answers each
_FULL = 4 << 20  # bytes that a stretch may hold
_AHEAD = 2  # that are read while one is being written, each by a connection of its own
_EMPTY = (None, "{}", "null")
_Read = TypeVar("_Read")


class Attempt(Protocol):
    """What a build needs of the chore that does it."""

    def progress(self, done: int | None = None, total: int | None = None) -> None:
        """Say how far it is; raises when this attempt is over."""
        ...

    def transaction(self) -> AbstractContextManager[Session]:
        """A short transaction."""
        ...


@dataclass(frozen=True, slots=True)
class Span:
    """Some items of a release: those between two ids, and of one share of its split."""

    after: int = 0
    upto: int | None = None
    share: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a format has a place for beside the answers."""

    meta: bool = False
    provenance: bool = False
    everything: bool = False  # all answers, not the first alone
    as_said: bool = False  # the JSON of what was said, where one answer says all


class Reader:
    """Reads one release for one attempt."""

    def __init__(
        self,
        attempt: Attempt,
        project_id: int,
        release_id: int,
        *,
        schemas: list[dict[str, Any]],
        pieces: bool,
        agreed: bool,
        pictures: bool,
        total: int,
    ) -> None:
        self._attempt = attempt
        self._project_id = project_id
        self._release_id = release_id
        self._schemas = schemas  # by version, from 1
        self._parsed: dict[int, Schema] = {}
        self._pieces = pieces
        self._agreed = agreed  # whether answers came to one somewhere
        self._plain = pictures and not pieces  # whether each item is a picture with its annotations
        self._total = total
        self._read = 0
        self.left_out = 0  # further answers that the format has no place for

    def lines(self, span: Span, told: Told = Told()) -> Iterator[stretches.Line]:
        """The items of a span in the order of their ids."""

        def read(s: Session, after: int, upto: int) -> list[stretches.Line]:
            return stretches.items(
                s,
                self._at(after, upto, span),
                meta=told.meta,
                provenance=told.provenance,
                pieces=self._pieces,
            )

        for rows in self._stretches(span, read, _bytes(9, 11, 13, 14, 15)):
            yield from rows
            self._went_on(len(rows))

    def json_lines(self, span: Span) -> Iterator[bytes]:
        """The items of a span as the lines that `app/formats/jsonl.py` makes of them, made by the
        database: of pictures that nobody answered in pieces, without files and provenance."""

        def read(s: Session, after: int, upto: int) -> stretches.Written:
            return stretches.json_lines(s, self._at(after, upto, span))

        for content, items, answers in self._stretches(span, read, lambda one: len(one[0])):
            if items:
                yield content
            self.left_out += answers - items
            self._went_on(items)

    def tables(self, span: Span) -> Iterator[Table]:
        """The same items by the columns that `app/formats/parquet` writes."""

        def read(s: Session, after: int, upto: int) -> tuple[Table, int]:
            return stretches.table(s, self._at(after, upto, span))

        def held(read: tuple[Table, int]) -> int:
            return sum(len(content or b"") for content, _ in read[0].texts.values())

        for table, answers in self._stretches(span, read, held):
            if table.rows:
                yield table
            self.left_out += answers - table.rows
            self._went_on(table.rows)

    def _stretches(
        self, span: Span, read: Callable[[Session, int, int], _Read], bytes: Callable[[_Read], int]
    ) -> Iterator[_Read]:
        """What is read of each stretch of ids, in their order; the next ones are on their way.
        `bytes` says about how much that is."""
        size = _SHORT if self._pieces else STRETCH
        most = 4 * size

        def stretch(after: int, upto: int) -> _Read:
            with reading(since=frozen) as s:
                return read(s, after, upto)

        with self._attempt.transaction() as s:
            frozen = mark(s)  # the list is in what came before
            first, last = stretches.reach(
                s, self._project_id, self._release_id, after=span.after, upto=span.upto
            )
        after = first - 1
        with ThreadPoolExecutor(_AHEAD) as ahead:
            coming: deque[tuple[int, Future[_Read]]] = deque()
            while coming or after < last:
                while after < last and len(coming) <= _AHEAD:
                    upto = min(after + size, last)
                    coming.append((size, ahead.submit(stretch, after, upto)))
                    after = upto
                asked, held = coming.popleft()
                found = held.result()
                full = bytes(found)
                if full > _FULL:
                    size = max(1, asked // 2)
                elif full < _FULL // 4:
                    size = min(most, asked * 2)
                yield found
                del found, held

    def _went_on(self, items: int) -> None:
        self._read += items
        self._attempt.progress(min(self._read, self._total), self._total)

    def records(
        self, span: Span, told: Told, place: Callable[[stretches.Line], str] | None = None
    ) -> Iterator[Record]:
        """The same as formats are given them; `place` says where in the archive each file lies."""
        if self._plain and place is None and not (told.meta or told.provenance or told.as_said):
            yield from self._marked(span)
            return
        for line in self.lines(span, told):
            said: Sequence[Mapping[str, Any]] = ()
            further = line.answers - 1
            if line.pieces is not None or not told.as_said:
                said, further = self._said(line)
            if not told.everything:
                self.left_out += further
            here = place is not None and line.document is None
            record = Record(
                line.name,
                media=place(line) if here and place is not None else None,
                url=line.url,
                # The identity of what is registered by its address alone is no content's hash.
                sha256=None if (line.sha256 or "").startswith("url:") else line.sha256,
                width=line.width,
                height=line.height,
                annotations=said,
                number=line.item_id,
            )
            if told.as_said:
                record.said = line.annotations if line.pieces is None else None
                record.meta_said = line.meta if told.meta and line.meta not in _EMPTY else None
            elif line.meta is not None and told.meta:
                record.meta = orjson.loads(line.meta)
            if line.document is not None:
                record.document = orjson.loads(line.document)
            if line.facts is not None:
                record.facts = orjson.loads(line.facts)
            if line.provenance is not None:
                record.provenance = orjson.loads(line.provenance)
            yield record

    def _marked(self, span: Span) -> Iterator[Record]:
        """Records of what most formats have of a picture."""

        def read(s: Session, after: int, upto: int) -> list[stretches.Marked]:
            return stretches.marked(s, self._at(after, upto, span))

        loads = orjson.loads
        for rows in self._stretches(span, read, _bytes(6)):
            for number, name, sha256, url, width, height, said, answers in rows:
                self.left_out += answers - 1
                if sha256 is not None and sha256.startswith("url:"):
                    sha256 = None
                yield Record(
                    name, "", None, url, sha256, width, height, loads(said), {}, None, number
                )
            self._went_on(len(rows))

    def _at(self, after: int, upto: int, span: Span) -> stretches.Stretch:
        return stretches.Stretch(
            self._project_id, self._release_id, after, upto, span.share, self._agreed
        )

    def _said(self, line: stretches.Line) -> tuple[list[dict[str, Any]], int]:
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


def _bytes(*columns: int) -> Callable[[Sequence[Sequence[Any]]], int]:
    """About how many bytes the texts in those columns have, by a look at every eighth row."""
    return lambda rows: 8 * sum(len(row[at] or "") for row in rows[::8] for at in columns)


def places(format: str, writer: Writer, *, bare: bool) -> Callable[[stretches.Line], str]:
    """Says where each item's file lies in the archive, `bare` of the folder that files of its kind
    have; asked in the order of the items."""
    splits = yolo.Places() if format.startswith("yolo") else None

    def place(line: stretches.Line) -> str:
        modality = "picture" if line.facts is None else orjson.loads(line.facts)["modality"]
        folder = writer.folder or FOLDERS[modality]
        if splits is not None:
            folder = f"{folder}/{yolo.split(line.name)}"
        path = rules.media_path(folder, line.name, line.media_type, line.item_id)
        if bare:
            return path.removeprefix(f"{folder}/")
        return path if splits is None else splits(path)

    return place
