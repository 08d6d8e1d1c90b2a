"""JSON Lines: the manifest of an import, and the export with everything we know.

One item a line. A picture: `{"name" | "path", "url"?, "sha256"?, "width", "height"}`, where `path`
is a file beside the manifest; without it the picture is registered by reference. A text:
`{"name"?, "text" | "parts"}`, or `{"path"}` of a file beside the manifest; one without a name gets
the manifest's and its line's. A sound, a video, a document or a time series: `{"name"?, "path",
"facts"?}`. All may have `labels`, which are an answer (`{"modality",
"annotations"}`), and `meta`. Exports add `number` and `provenance`.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

import orjson

from app.formats import plain
from app.formats.record import (
    Annotation,
    BadName,
    Grade,
    Record,
    Refused,
    clean_name,
    fitting,
    is_url,
)
from app.formats.source import Names, Source, is_content, is_file_list, is_junk, is_text

# A picture with 10,000 boxes is about a megabyte.
MAX_LINE = 16 << 20
MAX_SIDE = 1_000_000
MAX_META = 16_384
_SUFFIXES = (".jsonl", ".ndjson")
KNOWN = frozenset(
    {"name", "path", "url", "sha256", "width", "height", "labels", "meta", "provenance", "number"}
    | {"text", "parts", "facts"}
)


class BadLine(ValueError):
    """A row that is left out, with its code."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def manifests(names: Iterable[str]) -> list[str]:
    """The manifests among files."""
    return [name for name in names if name.lower().endswith(_SUFFIXES) and not is_junk(name)]


def looks_like(source: Source, name: str) -> bool:
    """Whether a file is not the list of files that a release has beside its labels."""
    return not is_file_list(source, name)


def read(source: Source) -> Iterator[Record | Refused]:
    """A record a line, then everything of the archive that an item can be and no line names."""
    yield from source.refused()
    names = source.names()
    files = [name for name in names if is_content(name) and not is_junk(name)]
    index = Names(files) if files else None
    used: set[str] = set()
    for manifest in manifests(names):
        if not looks_like(source, manifest):
            continue
        with source.open(manifest) as stream:
            for found in read_lines(stream, manifest, index):
                if isinstance(found, Record) and found.media is not None:
                    if found.media in used:
                        yield Refused(
                            found.row,
                            found.name,
                            "second_row",
                            f"{found.media} is named by an earlier row; remove one of them.",
                        )
                        continue
                    used.add(found.media)
                    if is_text(found.media):
                        yield plain.opened(source, found)
                        continue
                yield found
    for name in files:
        if name not in used:
            yield plain.found(source, name)


def read_lines(
    stream: Iterable[bytes], manifest: str = "", index: Names | None = None
) -> Iterator[Record | Refused]:
    """A record or a refusal for every line of `stream` that is not empty."""
    noted: set[str] = set()
    prefix = f"{manifest}, line " if manifest else "line "
    for at, line in enumerate(_lines(stream), 1):
        if at == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line or line.isspace():
            continue
        row = f"{prefix}{at}"
        if len(line) > MAX_LINE:
            yield Refused(row, "", "row_too_long", "The line is longer than 16 MB; split it.")
            continue
        try:
            fields = orjson.loads(line)
        except orjson.JSONDecodeError as wrong:
            yield Refused(row, "", "not_json", f"The line is not JSON: {wrong}. Mend it.")
            continue
        if not isinstance(fields, dict):
            yield Refused(row, "", "not_an_object", "The line is not a JSON object; mend it.")
            continue
        try:
            record, left_out = of_fields(fields, row, manifest, at, index)
        except (BadLine, plain.BadText) as bad:
            yield Refused(row, _shown(fields), bad.code, str(bad))
            continue
        yield record
        for code, sentence in left_out:
            yield Refused(row, record.name, code, sentence, Grade.ANNOTATION)
        # Most lines hold nothing else, and there are millions of them.
        others = () if KNOWN.issuperset(fields) else fields.keys() - KNOWN - noted
        for key in others:
            if len(noted) < 50:
                noted.add(key)
                yield Refused(
                    row,
                    record.name,
                    "unknown_field",
                    f"The field “{key[:100]}” is not known and was left out, here and below.",
                    Grade.NOTE,
                )


def of_fields(
    fields: dict[str, Any], row: str, manifest: str, at: int, index: Names | None
) -> tuple[Record, list[tuple[str, str]]]:
    """The record of a line, and (code, sentence) of what of it was left out. Raises BadLine,
    BadText.
    """
    if "text" in fields or "parts" in fields:
        return _text(fields, row, f"{PurePosixPath(manifest).stem}-{at}")
    return _record(fields, row, manifest, index)


def write(records: Iterable[Record]) -> Iterator[bytes]:
    """A line for every record, a few hundred to a piece."""
    lines: list[bytes] = []
    for record in records:
        lines.append(orjson.dumps(_line(record), option=orjson.OPT_APPEND_NEWLINE))
        if len(lines) >= 500:
            yield b"".join(lines)
            lines.clear()
    if lines:
        yield b"".join(lines)


def _line(record: Record) -> dict[str, Any]:
    line: dict[str, Any] = {"name": record.name}
    if record.number is not None:
        line["number"] = record.number
    if record.media is not None:
        line["path"] = record.media
    if record.url is not None:
        line["url"] = record.url
    if record.sha256 is not None:
        line["sha256"] = record.sha256
    if record.facts is not None:
        line["facts"] = record.facts
    elif record.document is None:
        line["width"] = record.width
        line["height"] = record.height
    elif (whole := plain.whole(record.document)) is not None:
        line["text"] = whole
    else:
        line["parts"] = record.document["parts"]
    if record.said is not None:
        line["labels"] = {"modality": record.modality, "annotations": orjson.Fragment(record.said)}
    elif record.annotations is not None:
        line["labels"] = {"modality": record.modality, "annotations": record.annotations}
    if record.meta_said is not None:
        line["meta"] = orjson.Fragment(record.meta_said)
    elif record.meta:
        line["meta"] = record.meta
    if record.provenance is not None:
        line["provenance"] = record.provenance
    return line


def _lines(stream: Iterable[bytes]) -> Iterator[bytes]:
    """Lines of a file or of pieces. A binary file's own iteration is the fastest there is, but
    reads a line of any length: `readline` with a limit bounds it.
    """
    readline = getattr(stream, "readline", None)
    if readline is None:
        yield from stream
        return
    while line := readline(MAX_LINE + 1):
        yield line
        if len(line) > MAX_LINE:
            while (rest := readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass


def _record(
    fields: dict[str, Any], row: str, manifest: str, index: Names | None
) -> tuple[Record, list[tuple[str, str]]]:
    path, url, sha256 = fields.get("path"), fields.get("url"), fields.get("sha256")
    try:
        name = clean_name(fields.get("name") or path)
    except BadName as bad:
        raise BadLine("bad_name", str(bad)) from None
    media = None if index is None else _media(path or name, manifest, index, bool(url or sha256))
    if url is not None and not is_url(url):
        raise BadLine("bad_url", "The url is no address (https, http, s3, gs, az); correct it.")
    if sha256 is not None:
        sha256 = sha256.lower() if isinstance(sha256, str) else ""
        if len(sha256) != 64 or not _hexadecimal(sha256):
            raise BadLine("bad_sha256", "The sha256 is not 64 hexadecimal digits; correct it.")
    if media is None and url is None and sha256 is None:
        raise BadLine("no_media", "The picture is not in the archive, and the row has no url.")
    width, height = fields.get("width"), fields.get("height")
    if width is None and height is None and media is not None:
        pass  # the picture itself will tell
    elif (
        type(width) is not int
        or type(height) is not int
        or not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE)
    ):
        raise BadLine("bad_size", "width and height must be whole numbers of pixels; add them.")
    labels = fields.get("labels")
    left_out: list[tuple[str, str]] = []
    annotations: list[Annotation] | None = None
    if labels is not None:
        annotations, left_out = fitting(_annotations(labels), width, height)
    return (
        Record(
            name,
            row,
            media,
            url,
            sha256,
            width,
            height,
            annotations,
            _meta(fields) if "meta" in fields else {},
            _provenance(fields) if "provenance" in fields else None,
        ),
        left_out,
    )


def _text(fields: dict[str, Any], row: str, nameless: str) -> tuple[Record, list[tuple[str, str]]]:
    """The record of a line that holds a text itself."""
    if "text" in fields and "parts" in fields:
        raise BadLine("two_contents", "The row has a text and parts; keep one of them.")
    if fields.get("path") or fields.get("url"):
        raise BadLine("two_contents", "The row has a text and a file; keep one of them.")
    try:
        name = clean_name(fields.get("name") or nameless)
    except BadName as bad:
        raise BadLine("bad_name", str(bad)) from None
    labels = fields.get("labels")
    record = Record(
        name,
        row,
        annotations=None if labels is None else _annotations(labels),
        meta=_meta(fields),
        provenance=_provenance(fields),
    )
    if "text" in fields:
        record.document = plain.plain(fields["text"])
    else:
        record.document = plain.in_parts(fields["parts"])
    return record, []


def _meta(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    meta = fields.get("meta")
    if meta is None:
        return {}
    if not isinstance(meta, dict) or len(told := orjson.dumps(meta)) > MAX_META:
        raise BadLine("bad_meta", "meta must be an object of at most 16 kB; shorten it.")
    if b"\\u0000" in told:
        raise BadLine("bad_meta", "meta holds a NUL character; remove it.")
    return meta


def _provenance(fields: Mapping[str, Any]) -> Mapping[str, Any] | None:
    provenance = fields.get("provenance")
    return provenance if isinstance(provenance, dict) else None


def _hexadecimal(digits: str) -> bool:
    """Whether 64 characters are 32 bytes; blanks between digits, which `fromhex` takes, are not."""
    try:
        return len(bytes.fromhex(digits)) == 32
    except ValueError:
        return False


def _media(path: object, manifest: str, index: Names, by_reference: bool) -> str | None:
    try:
        found = index.by_path(clean_name(path), manifest)
    except BadName as bad:
        raise BadLine("bad_name", str(bad)) from None
    if len(found) > 1:
        raise BadLine("ambiguous", f"{len(found)} files could be meant; write the whole path.")
    if not found and not by_reference:
        raise BadLine("no_media", "The picture is not in the archive, and the row has no url.")
    return found[0] if found else None


def _annotations(labels: object) -> list[Annotation]:
    marks = labels.get("annotations") if isinstance(labels, dict) else labels
    if not isinstance(marks, list) or not all(isinstance(one, dict) for one in marks):
        raise BadLine("bad_labels", 'labels must be an answer: {"modality", "annotations": [...]}.')
    return marks


def _shown(fields: Mapping[str, Any]) -> str:
    name = fields.get("name") or fields.get("path")
    return name[:200] if isinstance(name, str) else ""
