"""What the columns of a Parquet file mean, told by their types, their names and the schema's own
notes of Hugging Face's `datasets`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
import pyarrow as pa

from app.formats.jsonl import KNOWN

FILES = ("image", "img", "picture", "audio", "video", "file")
TEXTS = ("text", "sentence", "document", "content")
LABELS = ("label", "labels", "class", "category")
TAGS = ("ner_tags", "tags", "labels")
OBJECTS = ("objects", "annotations")
NAMES = ("name", "file_name", "filename", "path")


@dataclass(slots=True)
class Columns:
    """Which column is what; None for what there is none of."""

    ours: bool = False  # as lines of JSON Lines
    file: str | None = None
    text: str | None = None
    tokens: str | None = None
    tags: str | None = None
    label: str | None = None
    objects: str | None = None
    name: str | None = None
    meta: list[str] = field(default_factory=list)
    classes: dict[str, Sequence[str]] = field(default_factory=dict)  # by column

    @property
    def known(self) -> bool:
        """Whether a row can become an item."""
        return self.ours or bool(self.file or self.text or self.tokens)


def columns_of(schema: pa.Schema) -> Columns:
    """What the columns of a file mean."""
    types = {one.name: one.type for one in schema}
    features = _features(schema)
    found = Columns(classes={name: _names(features.get(name)) for name in types})
    if _is_ours(schema):
        found.ours = True
        return found
    found.file = _first(types, _holds_file, FILES)
    found.tokens = _first(types, _is_words, ("tokens", "words"), named=True)
    if found.tokens is not None:
        found.tags = _first(types, _is_tags, TAGS, named=True)
    elif found.file is None:
        found.text = _first(types, _is_text, TEXTS, named=True)
    found.objects = _first(types, _is_objects, OBJECTS, named=True)
    found.label = _first(types, _is_label, LABELS, named=True)
    found.name = _first(types, _is_text, NAMES, named=True)
    used = {found.file, found.text, found.tokens, found.tags, found.objects, found.label}
    used |= {found.name, "width", "height"} if found.file else {found.name}
    found.meta = [name for name, type in types.items() if name not in used and _is_plain(type)]
    return found


def _is_ours(schema: pa.Schema) -> bool:
    """Whether it says that it was written here, or has nothing but columns of our own lines."""
    names = set(schema.names)
    return b"dure" in (schema.metadata or {}) or ("name" in names and names <= KNOWN)


def _first(
    types: dict[str, Any], fits: Any, names: Sequence[str], *, named: bool = False
) -> str | None:
    """The first column of these names that fits; else, unless it must be `named`, any that does."""
    for name in names:
        if name in types and fits(types[name]):
            return name
    return None if named else next((name for name, type in types.items() if fits(type)), None)


def _holds_file(type: Any) -> bool:
    """Bytes, or a struct of bytes and a path."""
    if pa.types.is_struct(type):
        inside = {type.field(at).name: type.field(at).type for at in range(type.num_fields)}
        # Nothing but files beside the table: the column of bytes is empty, and has no type.
        held = inside.get("bytes")
        return held is not None and (_is_binary(held) or bool(pa.types.is_null(held)))
    return _is_binary(type)


def _is_binary(type: Any) -> bool:
    return bool(pa.types.is_binary(type) or pa.types.is_large_binary(type))


def _is_text(type: Any) -> bool:
    if type is None:
        return False
    if pa.types.is_dictionary(type):
        type = type.value_type
    return bool(pa.types.is_string(type) or pa.types.is_large_string(type))


def _is_list(type: Any) -> bool:
    return bool(
        pa.types.is_list(type) or pa.types.is_large_list(type) or pa.types.is_fixed_size_list(type)
    )


def _is_words(type: Any) -> bool:
    return _is_list(type) and _is_text(type.value_type)


def _is_tags(type: Any) -> bool:
    return _is_list(type) and (_is_text(type.value_type) or pa.types.is_integer(type.value_type))


def _is_label(type: Any) -> bool:
    return _is_text(type) or bool(pa.types.is_integer(type)) or _is_tags(type)


def _is_objects(type: Any) -> bool:
    inner = type.value_type if _is_list(type) else type
    if not pa.types.is_struct(inner):
        return False
    return "bbox" in {inner.field(at).name for at in range(inner.num_fields)}


def _is_plain(type: Any) -> bool:
    return (
        _is_text(type)
        or pa.types.is_boolean(type)
        or pa.types.is_integer(type)
        or pa.types.is_floating(type)
    )


def _features(schema: pa.Schema) -> dict[str, Any]:
    """What `datasets` has noted of the columns."""
    raw = (schema.metadata or {}).get(b"huggingface")
    try:
        features = orjson.loads(raw)["info"]["features"] if raw else {}
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return {}
    return features if isinstance(features, dict) else {}


def _names(feature: Any, depth: int = 0) -> Sequence[str]:
    """The names of classes that are somewhere in a feature; `category` before others."""
    if depth > 6:
        return ()
    if isinstance(feature, list):
        return next((first for one in feature if (first := _names(one, depth + 1))), ())
    if not isinstance(feature, dict):
        return ()
    given = feature.get("names")
    if isinstance(given, list) and all(isinstance(one, str) for one in given):
        return given
    inner = sorted(feature.items(), key=lambda one: one[0] not in ("category", "label"))
    return next((within for _, one in inner if (within := _names(one, depth + 1))), ())
