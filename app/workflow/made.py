"""What comes of an accepted answer, or item, in the stages that it feeds. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from app.labels import AssetFacts
from app.labels.standing import Given

_LONGEST = 300  # characters of a prompt's name that the name of what came of it keeps


@dataclass(frozen=True, slots=True)
class Take:
    """A capture that passed, and the asset that it is."""

    id: int
    label: str
    name: str
    asset_id: int
    modality: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """What was accepted: one answer of a collect stage, or an item of another stage."""

    item_id: int
    stage_id: int
    name: str
    meta: dict[str, Any] | None
    answer_id: int  # that stands; of several to one item the newest
    answer: dict[str, Any]
    version: int  # of the schema that it was given under
    asset_id: int | None
    modality: str | None
    given: tuple[Given, ...]  # all answers that stand, for conditions to look at
    facts: AssetFacts | None = None
    # Of a collect stage's answer:
    collected: bool = False
    parts: tuple[dict[str, Any], ...] = ()
    takes: tuple[Take, ...] = ()
    speakers: tuple[dict[str, Any], ...] = ()  # `{"speaker", "profile"}`, who records first


@dataclass(frozen=True, slots=True)
class Made:
    """An item that is to be: its name is a function of its source, so it is made once."""

    name: str
    modality: str | None
    asset_id: int | None = None
    document: dict[str, Any] | None = None  # of a text that has no asset yet
    meta: dict[str, Any] | None = field(default=None)


def made_of(source: Source) -> Iterator[Made]:
    """The items that come of it: of a collect answer one for each take, and one for each text that
    was written; of an item, itself as it has become."""
    if not source.collected:
        yield Made(source.name, source.modality, source.asset_id, meta=source.meta)
        return
    takes = {take.id: take for take in source.takes}
    stem = PurePosixPath(source.name).with_suffix("").as_posix()[:_LONGEST]
    who = source.speakers[0]["speaker"] if source.speakers else "?"
    written = 0
    for one in source.answer["annotations"]:
        meta = _meta(source, one)
        if one["kind"] == "writing":
            written += 1
            name = f"{stem}/{who}-{source.answer_id}.{written}.txt"
            part = {"id": "text", "role": None, "text": one["text"]}
            yield Made(name, "text", document={"parts": [part]}, meta=meta)
        elif (take := takes.get(one.get("capture"))) is not None:
            name = f"{stem}/{who}-{take.id}{PurePosixPath(take.name).suffix.lower()}"
            yield Made(name, take.modality, take.asset_id, meta=meta)


def other_name(name: str, source: Source) -> str:
    """Its name where something else of the stage has that one: what was made before its source was
    reopened, or what came from another stage."""
    path = PurePosixPath(name)
    return path.with_name(f"{path.stem}~{source.answer_id}{path.suffix}").as_posix()


def fits(modality: str | None, wanted: str | None) -> bool:
    """Whether an item of one modality is what a stage is about; a text can be a prompt."""
    return modality == wanted or (modality == "text" and wanted == "prompt")


def _meta(source: Source, one: Mapping[str, Any]) -> dict[str, Any]:
    part = one.get("part")
    texts = [each["text"] for each in source.parts if part is None or each["id"] == part]
    meta: dict[str, Any] = (source.meta or {}) | {
        "prompt": source.name,
        "text": "\n".join(texts),
        "label": one["name"],
    }
    if source.speakers:
        meta |= source.speakers[0]
    if len(source.speakers) > 1:
        meta["speakers"] = list(source.speakers)
    return meta
