"""Texts: documents of one part or several, and files that hold one.

A document is `{"parts": [{"id", "role", "text"}, ...]}`. Plain text is one part with the id `text`
and no role. Text is kept as it came, code point for code point; offsets count code points.
"""

import re
from collections.abc import Mapping
from typing import Any, TypeAlias

from app.formats.record import Record, Refused
from app.formats.source import BrokenEntry, Source, is_text, read_limited

Document: TypeAlias = dict[str, Any]

MAX_LENGTH = 200_000  # code points of a document
MAX_PARTS = 1_000
MAX_ROLE = 100
_MAX_BYTES = 4 * MAX_LENGTH + 3  # of UTF-8, with a byte order mark
_WHOLE = "text"
_PART_ID = re.compile(r"[A-Za-z0-9_.:-]{1,64}")  # as that of an annotation
_KEYS = frozenset({"id", "role", "text"})


class BadText(ValueError):
    """What is not taken as a text, with its code; the sentence says why."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


def plain(text: object) -> Document:
    """The document of a plain text. Raises BadText."""
    return in_parts([{"id": _WHOLE, "text": text}])


def in_parts(given: object) -> Document:
    """The document of `[{"id", "role"?, "text"}, ...]`. Raises BadText: `bad_parts`, `bad_text`,
    `empty_text`, `text_too_long`.
    """
    if not isinstance(given, list) or not 0 < len(given) <= MAX_PARTS:
        raise BadText("bad_parts", f"parts must be a list of 1 to {MAX_PARTS} parts; mend it.")
    parts = [_part(one) for one in given]
    if len({part["id"] for part in parts}) != len(parts):
        raise BadText("bad_parts", "Two parts have one id; give each its own.")
    texts = [part["text"] for part in parts]
    length = sum(map(len, texts))
    if length > MAX_LENGTH:
        raise _too_long(f"The text has {length:,} characters")
    if not any(text.strip() for text in texts):
        raise BadText("empty_text", "The text is empty; write something, or leave it out.")
    if any("\0" in text for text in texts):
        raise BadText("bad_text", "The text holds a NUL character; remove it.")
    return {"parts": parts}


def whole(document: Mapping[str, Any]) -> str | None:
    """The text of a document that is plain text; None for any other."""
    (first, *others) = document["parts"]
    alone = not others and first["id"] == _WHOLE and first["role"] is None
    return str(first["text"]) if alone else None


def found(source: Source, name: str) -> Record | Refused:
    """What a picture's or a text's file is by itself: a record without labels."""
    record = Record(name, row=name, media=name)
    return opened(source, record) if is_text(name) else record


def opened(source: Source, record: Record) -> Record | Refused:
    """`record` with the document that is in its file, which is UTF-8."""
    assert record.media is not None
    try:
        with source.open(record.media) as stream:
            raw = read_limited(stream, _MAX_BYTES)
        if raw is None:
            raise _too_long("The file is far too long")
        record.document = plain(raw.decode("utf-8-sig"))
    except BrokenEntry as broken:
        return Refused(record.row, record.name, "damaged", str(broken))
    except UnicodeDecodeError:
        sentence = "The file is not UTF-8; save it as UTF-8 and send it again."
        return Refused(record.row, record.name, "not_utf8", sentence)
    except BadText as bad:
        return Refused(record.row, record.name, bad.code, str(bad))
    record.media = None
    return record


def _part(given: object) -> Document:
    if not isinstance(given, dict) or not _KEYS.issuperset(given):
        raise BadText("bad_parts", "A part has an id, a text, and maybe a role; mend the parts.")
    id, role, text = given.get("id"), given.get("role"), given.get("text")
    if not isinstance(id, str) or _PART_ID.fullmatch(id) is None:
        raise BadText(
            "bad_parts",
            "A part's id has 1 to 64 of the characters A-Z, a-z, 0-9 and _ . : - ; correct it.",
        )
    if role is not None and not (
        isinstance(role, str) and 0 < len(role) <= MAX_ROLE and role.isprintable()
    ):
        raise BadText("bad_parts", f"A part's role is a word of up to {MAX_ROLE} letters.")
    if not isinstance(text, str):
        raise BadText("bad_text", "The text must be a string; correct it.")
    return {"id": id, "role": role, "text": text}


def _too_long(what: str) -> BadText:
    return BadText("text_too_long", f"{what}; at most {MAX_LENGTH:,} are taken: split it.")
