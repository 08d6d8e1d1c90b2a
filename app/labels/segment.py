"""Stretches of a recording, a film or a series: who speaks and what is said, scenes, phases of
sleep. The end is exclusive.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from app.labels.attributes import on_step
from app.labels.base import (
    ROUNDING,
    Asked,
    Caption,
    Colour,
    Fault,
    Json,
    Model,
    Name,
    Number,
    Shift,
)
from app.labels.clock import ClockLabel, ClockMark, Place, by_channel, place_faults
from app.labels.letters import sameness
from app.labels.marks import Bounds, Measure, marks_type
from app.labels.writing import WRITTEN, Language

MAX_TEXT = 10_000
MAX_TEXTS = 10
MAX_SPEAKERS = 100
MAX_SPECIAL = 50

Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT, pattern=WRITTEN)]
Texts = Annotated[dict[Name, Text], Field(max_length=MAX_TEXTS)]
Length = Annotated[Number, Field(gt=0)]


class Speaker(Model):
    """One of those who are heard."""

    id: Name
    ko: Caption | None = None
    en: Caption | None = None
    colour: Colour | None = None


class Special(Model):
    """A special mark of a transcript, put in by a key: "(laughter)", "((unclear))"."""

    id: Name
    ko: Caption | None = None
    en: Caption | None = None
    text: Annotated[Name, StringConstraints(max_length=40)]


class Line(Model):
    """One line that is written for each segment: what was said, its standard form. Lengths in code
    points; `language` (BCP 47) is what it is written in.
    """

    name: Name
    ko: Caption | None = None
    en: Caption | None = None
    required: bool = True
    max_length: Annotated[int, Field(ge=1, le=MAX_TEXT)] = 2_000
    language: Language | None = None
    marks: Annotated[tuple[Special, ...], Field(max_length=MAX_SPECIAL, strict=False)] = ()


class SegmentLabel(ClockLabel):
    """A question answered with segments. `overlap` says whether they may lie across each other
    (`any`), not those of one speaker (`speakers`), or not at all (`none`). With `cover` no gap may
    stay; `step` is what starts and ends are multiples of, `least` the shortest that counts, both in
    the clock's units.
    """

    kind: Literal["segment"]
    overlap: Literal["any", "none", "speakers"] = "any"
    cover: bool = False
    step: Length | None = None
    least: Length | None = None
    speakers: (
        Annotated[tuple[Speaker, ...], Field(min_length=1, max_length=MAX_SPEAKERS, strict=False)]
        | None
    ) = None
    texts: Annotated[tuple[Line, ...], Field(max_length=MAX_TEXTS, strict=False)] = ()

    @model_validator(mode="after")
    def _names_differ(self) -> "SegmentLabel":
        _differ("two speakers have one id", [one.id for one in self.speakers or ()])
        _differ("two texts are called the same", [one.name for one in self.texts])
        for line in self.texts:
            _differ("two special marks have one id", [one.id for one in line.marks])
        if self.overlap == "speakers" and self.speakers is None:
            raise ValueError('overlap is "speakers", and there are none; name some')
        return self


def _differ(what: str, names: Sequence[str]) -> None:
    if len(set(names)) != len(names):
        raise ValueError(f"{what}; give each its own")


class Segment(ClockMark):
    """One stretch, in the clock's units; who speaks, and what is written of it, line by line."""

    kind: Literal["segment"]
    start: Place
    end: Place
    speaker: Name | None = None
    texts: Texts = Field(default={})  # no factory: what says nothing is not written


def _check(definition: SegmentLabel, asked: Asked, segment: Segment) -> Sequence[Fault]:
    faults = place_faults(definition, asked, segment, segment.start, segment.end)
    faults += _stretch_faults(definition, asked.clock.length, segment)
    faults += _speaker_faults(definition, segment)
    faults += _text_faults(definition, segment)
    return faults


def _stretch_faults(definition: SegmentLabel, length: float, one: Segment) -> list[Fault]:
    if one.end <= one.start:
        sentence = "It ends where it starts; mark it anew or remove it."
        return [Fault("empty_segment", one.id, sentence)]
    faults = []
    if one.end > length:
        sentence = f"It ends at {one.end:g}, and the whole at {length:g}; move its end."
        faults.append(Fault("past_end", one.id, sentence))
    least, step = definition.least, definition.step
    if least is not None and one.end - one.start < least - ROUNDING:
        sentence = f"It is {one.end - one.start:g} long; mark at least {least:g}."
        faults.append(Fault("segment_short", one.id, sentence))
    ends = on_step(one.end, 0, step) or one.end == length if step is not None else True
    if step is not None and not (ends and on_step(one.start, 0, step)):
        sentence = f"It starts and ends in steps of {step:g}; move it there."
        faults.append(Fault("off_step", one.id, sentence))
    return faults


def _speaker_faults(definition: SegmentLabel, one: Segment) -> list[Fault]:
    known = {each.id for each in definition.speakers or ()}
    if one.speaker is None:
        sentence = "It is not said who speaks; choose a speaker."
        return [Fault("no_speaker", one.id, sentence)] if known else []
    if one.speaker not in known:
        sentence = f'Nobody here is called "{one.speaker}"; choose a speaker.'
        return [Fault("unknown_speaker", one.id, sentence)]
    return []


def _text_faults(definition: SegmentLabel, one: Segment) -> list[Fault]:
    known = {line.name for line in definition.texts}
    faults = [
        Fault("unknown_text", one.id, f'Nobody asks for the text "{name}"; remove it.')
        for name in one.texts
        if name not in known
    ]
    for line in definition.texts:
        text = one.texts.get(line.name, "")
        if line.required and not text.strip():
            faults.append(Fault("text_required", one.id, f'"{line.name}" is not written yet.'))
        if len(text) > line.max_length:
            sentence = f'"{line.name}" has {len(text)} characters; write at most {line.max_length}.'
            faults.append(Fault("text_too_long", one.id, sentence))
    return faults


def _check_all(definition: SegmentLabel, asked: Asked, given: Sequence[Segment]) -> Sequence[Fault]:
    faults: list[Fault] = []
    length = asked.clock.length
    for segments in by_channel(definition, asked, given).values():
        segments.sort(key=lambda one: (one.start, one.end))
        faults += _twice(segments)
        if definition.overlap != "any":
            faults += _across(segments, speakers=definition.overlap == "speakers")
        if definition.cover:
            faults += _gaps(segments, length)
    return faults


def _twice(segments: Sequence[Segment]) -> list[Fault]:
    seen: set[tuple[float, float, str, str | None]] = set()
    faults = []
    for one in segments:
        key = (one.start, one.end, one.class_, one.speaker)
        if key in seen:
            sentence = "The same stretch is marked twice with one class; remove one of them."
            faults.append(Fault("segment_twice", one.id, sentence))
        seen.add(key)
    return faults


def _across(segments: Sequence[Segment], *, speakers: bool) -> list[Fault]:
    """Those that begin before one ends that began earlier; sorted by start."""
    faults = []
    reach: dict[str | None, float] = defaultdict(float)
    for one in segments:
        whose = one.speaker if speakers else None
        if one.start < reach[whose] - ROUNDING:
            sentence = "It lies across another one; segments of this label may not."
            faults.append(Fault("overlaps", one.id, sentence))
        reach[whose] = max(reach[whose], one.end)
    return faults


def _gaps(segments: Sequence[Segment], length: float) -> list[Fault]:
    """Where nothing is marked, at the segment that follows, else at the last one; by start."""
    faults = []
    reach = 0.0
    for one in segments:
        if one.start > reach + ROUNDING:
            faults.append(_gap(reach, one.start, one.id))
        reach = max(reach, one.end)
    if reach < length - ROUNDING:
        faults.append(_gap(reach, length, segments[-1].id if segments else None))
    return faults


def _gap(start: float, end: float, id: str | None) -> Fault:
    sentence = f"Nothing is marked from {start:g} to {end:g}; leave no gap."
    return Fault("gap", id, sentence)


def _bounds(segment: Segment) -> Bounds:
    return segment.start, 0, segment.end, 0


def iou(one: Segment, other: Segment) -> float:
    """Intersection over union of two stretches, 0 to 1; 0 where they are of two speakers or on two
    channels.
    """
    if one.channel != other.channel or one.speaker != other.speaker:
        return 0.0
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / (max(one.end, other.end) - min(one.start, other.start)) if shared > 0 else 0.0


def written_alike(definition: SegmentLabel, one: Segment, other: Segment) -> float:
    """How far the same is written of both, 0 to 1: 1 less the character error rate, in the mean of
    the lines that are asked for. Where none is, all agree.
    """
    names = [line.name for line in definition.texts]
    alike = (sameness(one.texts.get(name, ""), other.texts.get(name, "")) for name in names)
    return sum(alike) / len(names) if names else 1.0


def _statistics(_: SegmentLabel, given: Sequence[Segment]) -> Json:
    """How many and how long, in the clock's units, by class and by speaker; characters written."""
    length: dict[str, float] = defaultdict(float)
    spoken: dict[str, float] = defaultdict(float)
    for one in given:
        length[one.class_] += one.end - one.start
        if one.speaker is not None:
            spoken[one.speaker] += one.end - one.start
    return {
        "classes": dict(Counter(one.class_ for one in given)),
        "length": dict(length),
        "speakers": dict(spoken),
        "characters": sum(len(text) for one in given for text in one.texts.values()),
    }


def _move(one: Segment, shift: Shift) -> Segment:
    return one.model_copy(update={"start": one.start + shift.time, "end": one.end + shift.time})


_MEASURE: Measure[Segment, Any] = Measure(_bounds, lambda segment: segment, iou)

SEGMENT = replace(
    marks_type(
        "segment",
        SegmentLabel,
        Segment,
        _check,
        _MEASURE,
        many="segments",
        check_all=_check_all,
        move=_move,
        alike=written_alike,
    ),
    statistics=_statistics,
)
