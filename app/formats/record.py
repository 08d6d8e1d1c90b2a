"""The one internal record that every format is read into and written from.

Formats know nothing of label schemas: an annotation is its JSON form, as in an answer
(`{"kind": "box", "class", "x", "y", "width", "height"}` in pixels of the picture as shown,
`{"kind": "polygon", "class", "points": [[x, y], ...]}`, `{"kind": "class", "classes": [...]}`),
where `id` and `name` (the label's) may be missing when a foreign format has none. `hint` is the
name that the foreign format gives, and `fallback` another annotation, for a stage that does not ask
for this kind. What can be said of texts (`plain.py` has their documents), of sounds, videos, time
series (`clock.py`, `tracks.py`) and documents is in the same form. Times that a file has in
milliseconds have `unit: "ms"` until the item is known, and words that may be a segment's class or
what was said are `said` until the stage is.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from app.formats.clock import event_fault, segment_fault
from app.formats.judges import JUDGES
from app.formats.pages import page_fault, table_fault
from app.formats.tracks import KINDS, track_fault

Annotation: TypeAlias = Mapping[str, Any]

MAX_NAME = 500
MAX_FOLDERS = 32


@dataclass(slots=True)
class Record:
    """One item: its asset, what is known of it, what was said of it.

    `document` is that of a text. `media` is the name under which the bytes of whatever else it is
    lie in the archive, None for one by reference. `facts` is what is known of a sound, a video, a
    document or a time series (`Asset.facts`), None for pictures and while it is being read.
    `annotations` is None where nobody looked at the item yet, and empty where somebody looked and
    there was nothing: an unlabelled picture is kept either way.
    """

    name: str
    row: str = ""  # where in the source it stands, for a person who has to find it
    media: str | None = None
    url: str | None = None
    sha256: str | None = None
    width: int | None = None
    height: int | None = None
    annotations: Sequence[Annotation] | None = None
    meta: Mapping[str, Any] = field(default_factory=dict)
    provenance: Mapping[str, Any] | None = None
    number: int | None = None  # the item's own id, stable between releases
    document: Mapping[str, Any] | None = None
    facts: Mapping[str, Any] | None = None
    # The JSON of `annotations` and of `meta`, as they are stored, for formats that hand them on as
    # they are.
    said: str | None = None
    meta_said: str | None = None
    content: bytes | None = None  # the file's bytes, where a table holds them

    @property
    def modality(self) -> str:
        """What it is, as far as that is known: one of the modalities of label schemas. No record
        is of a prompt: what answers it is released by the stage that it flows to.
        """
        if self.facts is not None:
            return str(self.facts["modality"])
        return "picture" if self.document is None else "text"


class Grade(StrEnum):
    """How much a refusal costs."""

    ITEM = "item"  # the whole row was left out
    ANNOTATION = "annotation"  # one annotation of a row was left out
    NOTE = "note"  # nothing was lost that the platform could have kept


@dataclass(slots=True)
class Refused:
    """Something that was left out, and why."""

    row: str
    name: str
    code: str
    sentence: str
    grade: Grade = Grade.ITEM


class BadName(ValueError):
    """A name that could not be an item's; the sentence says why."""


# Most names are plain, and there are millions of them.
_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*){0,31}")


def clean_name(raw: object) -> str:
    """`raw` as an item's name: relative, `/` between folders, composed (NFC) form.

    Archives made on a Mac hold Korean names in decomposed form; two spellings of one name must
    not become two items. Raises BadName.
    """
    if not isinstance(raw, str) or not raw:
        raise BadName("The name is missing; give the item a name.")
    if len(raw) <= MAX_NAME and _PLAIN.fullmatch(raw):
        return raw
    name = unicodedata.normalize("NFC", raw.replace("\\", "/"))
    if len(name) > MAX_NAME:
        raise BadName(f"The name is longer than {MAX_NAME} characters; shorten it.")
    if not name.isprintable() and any(
        one in _TURNING or unicodedata.category(one) in _UNSEEN for one in name
    ):
        raise BadName("The name has control characters; rename the file.")
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or (len(name) > 1 and name[1] == ":"):
        raise BadName("The name leads out of its folder; use a relative name without “..”.")
    parts = [part for part in parts if part not in ("", ".")]
    if not parts or name.endswith("/"):
        raise BadName("The name is that of a folder; name a file.")
    if len(parts) > MAX_FOLDERS:
        raise BadName(f"The name goes through more than {MAX_FOLDERS} folders; flatten them.")
    return "/".join(parts)


_UNSEEN = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""What makes a name look like another one: `exe.gpj` is read as `gpj.exe` behind U+202E."""


_SCHEMES = ("https://", "http://", "s3://", "gs://", "az://")


def is_url(value: object) -> bool:
    """Whether `value` is an address at which a picture may lie. Nothing is ever fetched from it."""
    return (
        isinstance(value, str)
        and len(value) <= 2_000
        and value.startswith(_SCHEMES)
        and value.isprintable()
        and " " not in value
    )


_JUDGES = {
    **JUDGES,
    **dict.fromkeys(KINDS, track_fault),
    "segment": segment_fault,
    "event": event_fault,
    "page_box": page_fault,
    "table": table_fault,
}


def fitting(
    annotations: Sequence[Annotation], width: int | None, height: int | None
) -> tuple[list[Annotation], list[tuple[str, str]]]:
    """Those `annotations` that can be drawn on a picture of that size, and (code, sentence) of
    those that cannot.

    Only geometry is looked at; whether a class exists is for the stage to say. Without a size the
    edge is not looked at.
    """
    kept: list[Annotation] = []
    left_out: list[tuple[str, str]] = []
    for one in annotations:
        judge = _JUDGES.get(str(one.get("kind")))
        fault = None if judge is None else judge(one, width, height)
        if fault is None:
            kept.append(one)
        else:
            left_out.append(fault)
    return kept, left_out
