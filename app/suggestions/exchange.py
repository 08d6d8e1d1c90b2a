"""The JSON that goes to a model and comes back, and what of it becomes a suggestion."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from app.labels import (
    Adopter,
    Answer,
    AssetFacts,
    Fault,
    Schema,
    answer_json,
    facts_from,
    parts_of,
    schema_json,
)
from app.storage import Missing, Storage
from app.suggestions.rules import MAX_MARKS, MAX_SENT, MAX_SUGGESTION, ModelFailed

_MODEL_LENGTH = 100  # characters of what a model calls itself


@dataclass(frozen=True, slots=True)
class Wanted:
    """An item that a model can be asked about."""

    id: int
    name: str
    media_type: str
    width: int | None
    height: int | None
    storage_key: str | None
    document: dict[str, Any] | None
    media: dict[str, Any] | None = None  # `Asset.facts`

    @property
    def facts(self) -> AssetFacts | None:
        """What a check needs; None for a picture whose size is not known."""
        parts = None if self.document is None else parts_of(self.document)
        return facts_from(width=self.width, height=self.height, parts=parts, media=self.media)


@dataclass(frozen=True, slots=True)
class Suggested:
    """What a model said of one item: the answer as far as it fits, and why the rest does not."""

    answer: Answer | None  # None where it said nothing that could be kept
    faults: tuple[Fault, ...] = ()
    left_out: int = 0  # annotations
    model: str | None = None


NOTHING = Suggested(None)


def request_for(
    schema: Schema, items: Sequence[Wanted], files: Storage
) -> tuple[bytes, list[Wanted], list[Wanted]]:
    """The request's body, the items that are in it, and those that can never be: their file is
    gone, or too large. Items past the request's bound are in neither: they come next time."""
    sent: list[Wanted] = []
    never: list[Wanted] = []
    told: list[dict[str, Any]] = []
    room = MAX_SENT
    for item in items:
        one: dict[str, Any] = {"id": item.id, "name": item.name, "media_type": item.media_type}
        one |= {"width": item.width, "height": item.height}
        if item.document is not None:
            one["document"] = item.document
        elif item.storage_key is not None:
            try:
                size = files.stat(item.storage_key).bytes
                if size > MAX_SENT:
                    never.append(item)
                    continue
                if size > room:
                    break
                picture = b"".join(files.open(item.storage_key))
            except Missing:
                never.append(item)
                continue
            room -= size
            one["picture" if item.media is None else "file"] = base64.b64encode(picture).decode()
            if item.media is not None:
                one["facts"] = item.media
        sent.append(item)
        told.append(one)
    return orjson.dumps({"schema": schema_json(schema), "items": told}), sent, never


def results_in(body: bytes) -> dict[int, Mapping[str, Any]]:
    """What an answer says of each item, by its id; results that are none are passed over.

    Raises `ModelFailed`.
    """
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise ModelFailed(
            "not_json",
            "The model's answer is not JSON; let it answer as docs/suggestions.md says.",
            of_items=True,
        ) from None
    results = found.get("results") if isinstance(found, dict) else None
    if not isinstance(results, list):
        raise ModelFailed(
            "no_results",
            'The model\'s answer has no list "results"; let it answer as docs/suggestions.md says.',
            of_items=True,
        )
    kept: dict[int, Mapping[str, Any]] = {}
    for one in results:
        if isinstance(one, dict) and type(one.get("id")) is int:
            kept.setdefault(one["id"], one)
    return kept


def suggested(adopter: Adopter, item: Wanted, result: Mapping[str, Any] | None) -> Suggested:
    """What of a result becomes a suggestion; what does not fit is left out, and counted."""
    facts = item.facts
    loose = None if result is None else result.get("annotations")
    if result is None or facts is None or not isinstance(loose, list):
        return NOTHING
    marks = [one for one in loose[:MAX_MARKS] if isinstance(one, dict)]
    adopted = adopter(facts, marks)
    faults = adopted.faults
    if len(marks) < len(loose):
        sentence = f"Only objects count as annotations, and {MAX_MARKS} of them for one item."
        faults += (Fault("too_many", None, sentence),)
    left_out = len(loose) - len(adopted.answer.annotations)
    name = result.get("model")
    model = name[:_MODEL_LENGTH] if isinstance(name, str) and name.isprintable() and name else None
    if len(orjson.dumps(answer_json(adopted.answer))) > MAX_SUGGESTION:
        sentence = f"The suggestion is over {MAX_SUGGESTION >> 20} MB; nobody would wait for it."
        return Suggested(None, (*faults, Fault("too_many", None, sentence)), len(loose), model)
    return Suggested(adopted.answer, faults, left_out, model)
