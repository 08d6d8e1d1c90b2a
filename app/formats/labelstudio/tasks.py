"""What a task of Label Studio is about: a picture of the archive or at an address, or a text."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from app.formats.plain import BadText, in_parts
from app.formats.record import BadName, Record, clean_name, is_url
from app.formats.source import Names, is_picture

_PICTURES = ("image", "img", "picture", "photo", "url")
_ABOUT = frozenset({"name", "id", "roles", "meta"})
MAX_SIDE = 1_000_000


class BadTask(ValueError):
    """A task that is left out, with its code; the sentence says why."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(slots=True)
class Located:
    """A task's record, and what its results are measured by: `size` of a picture; `texts` by part,
    `parts` by what results call them (`to_name`).
    """

    record: Record
    size: tuple[int, int] | None = None
    texts: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)


def located(
    task: Mapping[str, Any], results: Iterable[Any], row: str, file: str, index: Names
) -> Located:
    """What the task is about. Raises BadTask."""
    data = task["data"]
    address = _address(data)
    results = [one for one in results if isinstance(one, dict)]
    if address is None:
        return _text(task, data, results, row, file)
    size = next(filter(None, map(_size, results)), None)
    wanted = _path(address)
    try:
        found = index.by_path(clean_name(wanted), file)
        if not found:  # an upload is given eight characters and a hyphen
            name = PurePosixPath(wanted).name.partition("-")[2]
            found = index.by_path(clean_name(name), file) if name else []
        name = found[0] if found else clean_name(data.get("name") or wanted)
    except BadName as bad:
        raise BadTask("bad_name", str(bad)) from None
    if len(found) > 1:
        raise BadTask("ambiguous", f"{len(found)} files could be meant; write the whole path.")
    if found:
        return Located(Record(name, row, found[0], None, None, *(size or (None, None))), size)
    if not is_url(address):
        raise BadTask("no_media", "The picture is not in the archive; add it.")
    if size is None:
        raise BadTask("bad_size", "No result says the picture's size; send the picture with it.")
    return Located(Record(name, row, None, address, None, *size), size)


def _address(data: Mapping[str, Any]) -> str | None:
    """Where the picture lies; None where the data has none."""
    for key in (*_PICTURES, *data):
        value = data.get(key)
        if (
            isinstance(value, str)
            and len(value) <= 2_000
            and (is_picture(urlsplit_path(value)) or (key in _PICTURES and is_url(value)))
        ):
            return value
    return None


def urlsplit_path(value: str) -> str:
    """The path of an address, with what `?d=` names where that is how a file is served."""
    try:
        parts = urlsplit(value)
    except ValueError:
        return value
    served = parse_qs(parts.query).get("d")
    return served[0] if served else parts.path


def _path(address: str) -> str:
    """The path that an address ends in, for finding it among files."""
    path = unquote(urlsplit_path(address)).lstrip("/")
    return path or address


def _size(result: Mapping[str, Any]) -> tuple[int, int] | None:
    size = result.get("original_width"), result.get("original_height")
    if all(type(side) is int and 0 < side <= MAX_SIDE for side in size):
        return size  # type: ignore[return-value]
    return None


def _text(
    task: Mapping[str, Any],
    data: Mapping[str, Any],
    results: Iterable[Mapping[str, Any]],
    row: str,
    file: str,
) -> Located:
    given = _parts(data)
    try:
        document = in_parts(given)
    except BadText as bad:
        raise BadTask(bad.code, str(bad)) from None
    stem = PurePosixPath(file).stem
    try:
        name = clean_name(data.get("name") or f"{stem}/{task.get('id', row.rpartition(' ')[2])}")
    except BadName as bad:
        raise BadTask("bad_name", str(bad)) from None
    texts = {part["id"]: part["text"] for part in document["parts"]}
    return Located(Record(name, row, document=document), None, texts, _called(texts, results))


def _parts(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parts of a text: a conversation's turns, or each text of the data."""
    for value in data.values():
        if isinstance(value, list) and value and all(isinstance(one, dict) for one in value):
            turns = [
                {
                    "id": f"t{at}",
                    "role": str(one.get("author") or "") or None,
                    "text": one.get("text", one.get("body")),
                }
                for at, one in enumerate(value, 1)
            ]
            if all(isinstance(one["text"], str) for one in turns):
                return turns
    roles = data.get("roles")
    roles = roles if isinstance(roles, dict) else {}
    texts = {
        key: value for key, value in data.items() if isinstance(value, str) and key not in _ABOUT
    }
    if len(texts) == 1 and not roles:
        return [{"id": "text", "text": text} for text in texts.values()]
    return [{"id": key, "role": roles.get(key), "text": text} for key, text in texts.items()]


def _called(texts: Mapping[str, str], results: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What results call the parts. A tag's name is not its data's key: where they differ, the
    names stand for the parts in their order if there are as many.
    """
    called = {part: part for part in texts}
    names = list(
        dict.fromkeys(
            name
            for one in results
            if isinstance(one.get("to_name"), str)
            for name in one["to_name"].split(",")
            if name
        )
    )
    strange = [name for name in names if name not in called]
    if strange and len(names) == len(strange) == len(texts):
        called |= dict(zip(sorted(strange), texts, strict=True))
    elif strange and len(texts) == 1:
        called |= dict.fromkeys(strange, next(iter(texts)))
    return called
