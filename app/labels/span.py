"""Stretches of a text: names, events, evidence. Offsets are code points, the end exclusive."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from app.labels.base import AnnotationId, Asked, Fault, Shift
from app.labels.marks import Bounds, Mark, MarkLabel, Measure, marks_type
from app.labels.parts import Roles, meant

MAX_OFFSET = 10_000_000


class SpanLabel(MarkLabel):
    """A question answered with spans. `overlap` says whether they may lie across each other
    (`any`), only within each other (`nested`), or neither (`none`).
    """

    kind: Literal["span"]
    roles: Roles | None = None
    overlap: Literal["any", "nested", "none"] = "any"


Offset = Annotated[int, Field(ge=0, le=MAX_OFFSET)]


class Span(Mark):
    """One stretch of one part."""

    kind: Literal["span"]
    part: AnnotationId
    start: Offset
    end: Offset


def _check(definition: SpanLabel, asked: Asked, span: Span) -> Sequence[Fault]:
    known = {part.id: part for part in meant(asked, definition.roles)}
    part = known.get(span.part)
    if part is None:
        sentence = "It lies in no part of the text that is asked about; mark it anew."
        return [Fault("unknown_part", span.id, sentence)]
    if span.end <= span.start:
        return [Fault("empty_span", span.id, "Nothing is marked; mark it anew or remove it.")]
    if span.end > part.length:
        sentence = f"It ends at {span.end}, and the text at {part.length}; mark it anew."
        return [Fault("past_end", span.id, sentence)]
    return []


def _check_all(definition: SpanLabel, _: Asked, given: Sequence[Span]) -> Sequence[Fault]:
    faults: list[Fault] = []
    by_part: dict[str, list[Span]] = defaultdict(list)
    for span in given:
        by_part[span.part].append(span)
    for spans in by_part.values():
        spans.sort(key=lambda one: (one.start, -one.end))
        faults += _twice(spans)
        if definition.overlap != "any":
            faults += _across(spans, nested=definition.overlap == "nested")
    return faults


def _twice(spans: Sequence[Span]) -> list[Fault]:
    seen: set[tuple[int, int, str]] = set()
    faults = []
    for one in spans:
        key = (one.start, one.end, one.class_)
        if key in seen:
            sentence = "The same place is marked twice with one class; remove one of them."
            faults.append(Fault("span_twice", one.id, sentence))
        seen.add(key)
    return faults


def _across(spans: Sequence[Span], *, nested: bool) -> list[Fault]:
    """Those that lie across one that begins before them; sorted by start, the longer one first."""
    faults = []
    open_: list[int] = []  # where the spans end that hold this place, the innermost last
    for one in spans:
        while open_ and open_[-1] <= one.start:
            open_.pop()
        if open_ and (not nested or one.end > open_[-1]):
            sentence = "It lies across another one; spans of this label may not."
            faults.append(Fault("overlaps", one.id, sentence))
        else:
            open_.append(one.end)
    return faults


def _bounds(span: Span) -> Bounds:
    return span.start, 0, span.end, 0


def iou(one: Span, other: Span) -> float:
    """Intersection over union of two stretches, 0 to 1."""
    if one.part != other.part:
        return 0.0
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared / (max(one.end, other.end) - min(one.start, other.start)) if shared > 0 else 0.0


def _move(span: Span, shift: Shift) -> Span:
    part = span.part
    return span.model_copy(
        update={
            "part": shift.part(part),
            "start": shift.offset(part, span.start),
            "end": shift.offset(part, span.end),
        }
    )


SPAN = marks_type(
    "span",
    SpanLabel,
    Span,
    _check,
    Measure(_bounds, lambda span: span, iou),
    many="spans",
    check_all=_check_all,
    move=_move,
)
