"""What is known of an item, from the columns in which it is kept."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.labels.base import (
    AssetFacts,
    CaptureFacts,
    DocumentFacts,
    Page,
    Part,
    PictureFacts,
    PromptFacts,
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
    captures: Mapping[int, CaptureFacts] | None = None,
) -> AssetFacts | None:
    """The facts of an asset: of a text by its `parts` (id, role, code points), of a sound, video,
    document or time series by `media` (`Asset.facts`), else of a picture. None where its size is
    not known.

    A prompt is kept as a text is. Whether a text is one, the schema that it is looked at under
    says: where `schema.modality` is `prompt`, give `captures` as well, the takes of the assignment
    whose answer is looked at (`{}` where there is none), and the facts are a prompt's.
    """
    if parts is not None:
        known = tuple(Part(*part) for part in parts)
        return TextFacts(known) if captures is None else PromptFacts(known, captures)
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
