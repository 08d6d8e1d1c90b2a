"""Rows of an import as COPY text, on their way to `import_row` and `refusal`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from app.formats import Grade, Record, Refused

MOST_REFUSALS = 100_000
"""Rows of a report that are kept; the counters go on."""

_ESCAPED = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\0": ""})
_SHOWN = 1_000  # characters of a refusal's texts


class Content(NamedTuple):
    """What is known of an item's bytes."""

    identity: str
    media_type: str
    width: int | None
    height: int | None
    bytes: int | None = None
    storage_key: str | None = None
    thumbnail_key: str | None = None
    document: str | None = None  # of a text, as JSON
    facts: str | None = None  # of a sound, video, document or time series, as JSON
    connection_id: int | None = None  # of a picture that stays in a cloud
    etag: str | None = None


@dataclass(slots=True)
class Block:
    """Rows and refusals that are written in one transaction."""

    read: int = 0  # things of the source, up to the last one in here
    first: int = 0
    last: int = 0
    rows: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    refused: int = 0
    noted: int = 0
    size: int = 0
    mark: str | None = None  # the last thing of the source, where its things have an order
    reasons: dict[str, Any] = field(default_factory=dict)  # all of them, up to here

    def full(self) -> bool:
        """Whether it is time to write it."""
        return len(self.rows) + len(self.refusals) >= 20_000 or self.size > 8 << 20


class Rows:
    """Numbers rows and refusals and puts them into blocks."""

    def __init__(
        self,
        project_id: int,
        batch_id: int,
        *,
        rows: int,
        refusals: int,
        reasons: Mapping[str, Any],
    ) -> None:
        """`rows` and `refusals` are the last numbers that an earlier attempt gave, `reasons` what
        it had counted.
        """
        self._head = f"{project_id}\t{batch_id}\t"
        self.row = rows
        self.refusal = refusals
        self.block = Block()
        self._reasons = {code: dict(one) for code, one in reasons.items()}

    def take_block(self, read: int, mark: str | None = None) -> Block:
        """The block so far, and begin another."""
        block, self.block = self.block, Block()
        block.read, block.mark = read, mark
        block.reasons = {code: dict(one) for code, one in self._reasons.items()}
        return block

    def add(self, record: Record, content: Content, prelabels: bytes | None) -> None:
        """A row that becomes an item."""
        self.row += 1
        # Names hold no control characters and no backslash; what else may is escaped.
        meta = orjson.dumps(record.meta).decode().translate(_ESCAPED) if record.meta else "\\N"
        labels = prelabels.decode().translate(_ESCAPED) if prelabels is not None else "\\N"
        url = _safe(record.url) if record.url is not None else "\\N"
        etag = _safe(content.etag) if content.etag is not None else "\\N"
        line = (
            f"{self._head}{self.row}\t{_safe(record.row)}\t{record.name}\t{content.identity}\t"
            f"{content.media_type}\t{_or(content.bytes)}\t{_or(content.width)}\t"
            f"{_or(content.height)}\t{_or(content.storage_key)}\t{_or(content.thumbnail_key)}\t"
            f"{url}\t{_or(content.connection_id)}\t{etag}\t"
            f"{meta}\t{labels}\t{_json(content.document)}\t{_json(content.facts)}\n"
        )
        block = self.block
        block.rows.append(line)
        block.size += len(line)
        block.first = block.first or self.row
        block.last = self.row

    def refuse(self, refused: Refused) -> None:
        """A line of the report."""
        block = self.block
        if refused.grade is Grade.ITEM:
            block.refused += 1
        else:
            block.noted += 1
        counted = self._reasons.setdefault(refused.code, {"grade": refused.grade, "n": 0})
        counted["n"] += 1
        if self.refusal >= MOST_REFUSALS:
            return
        self.refusal += 1
        texts = (refused.row, refused.name, refused.grade, refused.code, refused.sentence)
        shown = "\t".join(_safe(one[:_SHOWN]) for one in texts)
        block.refusals.append(f"{self._head}{self.refusal}\t{shown}\n")
        block.size += len(shown)


def joined(lines: list[str], size: int = 1_000) -> Iterator[str]:
    """Lines in pieces of some length."""
    for at in range(0, len(lines), size):
        yield "".join(lines[at : at + size])


def _safe(value: str) -> str:
    if value.isascii() and value.isprintable() and "\\" not in value:
        return value
    return value.translate(_ESCAPED).encode(errors="replace").decode()


def _json(value: str | None) -> str:
    """JSON holds no control characters, so only its backslashes are escaped."""
    return "\\N" if value is None else value.replace("\\", "\\\\")


def _or(value: object) -> object:
    return "\\N" if value is None else value
