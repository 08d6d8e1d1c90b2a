"""What is known of an item, from the columns in which it is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.labels.base import (
    AssetFacts,
    DocumentFacts,
    Page,
    Part,
    PictureFacts,
    SeriesFacts,
    SoundFacts,
    TextFacts,
    VideoFacts,
)


def facts_from(
    *,
    width: int | None,
    height: int | None,
    parts: Sequence[Sequence[Any]] | None = None,
    media: Mapping[str, Any] | None = None,
) -> AssetFacts | None:
    """The facts of an asset: of a text by its `parts` (id, role, code points), of a sound, video,
    document or time series by `media` (`Asset.facts`), else of a picture. None where its size is
    not known.
    """
    if parts is not None:
        return TextFacts(tuple(Part(*part) for part in parts))
    if media is not None:
        return _media(media)
    return None if width is None or height is None else PictureFacts(width, height)


def parts_of(document: Mapping[str, Any]) -> list[tuple[str, str | None, int]]:
    """The parts of a text's document: id, role, code points."""
    return [(one["id"], one["role"], len(one["text"])) for one in document["parts"]]


def _media(known: Mapping[str, Any]) -> AssetFacts:
    match known["modality"]:
        case "sound":
            return SoundFacts(known["length"])
        case "video":
            return VideoFacts(known["length"], known["width"], known["height"])
        case "series":
            return SeriesFacts(known["length"], tuple(one["name"] for one in known["channels"]))
        case _:
            pages = ((one["width"], one["height"], one["length"]) for one in known["pages"])
            return DocumentFacts(tuple(Page(*page) for page in pages))
