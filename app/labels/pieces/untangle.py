"""Segments and spans that may not lie across each other, and would where two pieces meet."""

from collections.abc import Iterable, Sequence

from app.labels.base import ROUNDING
from app.labels.segment import Segment, SegmentLabel
from app.labels.span import Span, SpanLabel


def untangled(label: SegmentLabel, segments: Sequence[Segment]) -> list[Segment | None]:
    """What is left of each, in the order in which they come: one that begins before another one
    ends that began earlier begins there. None of one of which nothing is left, or less than the
    label's `least`; where no gap may stay, the one before it goes on to its end.
    """
    found: list[Segment | None] = list(segments)
    order = sorted(range(len(found)), key=lambda at: (segments[at].start, segments[at].end))
    last: dict[tuple[str | None, str | None], int] = {}
    for at in order:
        one = segments[at]
        whose = (one.channel, one.speaker if label.overlap == "speakers" else None)
        before = last.get(whose)
        earlier = found[before] if before is not None else None
        if before is None or earlier is None or one.start >= earlier.end - ROUNDING:
            last[whose] = at
            continue
        least = label.least or 0
        if one.end - earlier.end > ROUNDING and one.end - earlier.end >= least - ROUNDING:
            found[at] = one.model_copy(update={"start": earlier.end})
            last[whose] = at
            continue
        found[at] = None
        if label.cover and one.end > earlier.end:
            found[before] = earlier.model_copy(update={"end": one.end})
    return found


def crosses(label: SpanLabel, one: Span, others: Iterable[Span]) -> bool:
    """Whether a span lies across one of the others in a way that its label does not allow."""
    for other in others:
        if one.part != other.part or one.end <= other.start or other.end <= one.start:
            continue
        holds = one.start <= other.start and other.end <= one.end
        held = other.start <= one.start and one.end <= other.end
        if label.overlap == "none" or not (holds or held):
            return True
    return False
