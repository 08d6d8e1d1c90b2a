"""Single moments of a recording, a film or a series: a bang, a goal, a heartbeat."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field

from app.labels.base import Asked, Fault, Number, Said, Shift, VideoFacts
from app.labels.clock import ClockLabel, ClockMark, Place, place_faults
from app.labels.marks import Bounds, Measure, agreed, marks_type, soft_f1

# Where a label says nothing: at this distance two events are half the same.
TOLERANCE = 250.0


class EventLabel(ClockLabel):
    """A question answered with moments. At `tolerance` from each other, in the clock's units, two
    people's events are half the same; farther ones are others.
    """

    kind: Literal["event"]
    tolerance: Annotated[Number, Field(gt=0)] = TOLERANCE


class Event(ClockMark):
    """One moment, in the clock's units."""

    kind: Literal["event"]
    at: Place


def _check(definition: EventLabel, asked: Asked, event: Event) -> Sequence[Fault]:
    faults = place_faults(definition, asked, event, event.at)
    length = asked.clock.length
    # A film's last frame is one before its length; a recording has a last moment.
    if event.at >= length if isinstance(asked.facts, VideoFacts) else event.at > length:
        sentence = f"It is at {event.at:g}, and the end at {length:g}; place it anew."
        faults.append(Fault("past_end", event.id, sentence))
    return faults


def _check_all(_: EventLabel, __: Asked, given: Sequence[Event]) -> Sequence[Fault]:
    seen: set[tuple[float, str, str | None]] = set()
    faults = []
    for one in given:
        key = (one.at, one.class_, one.channel)
        if key in seen:
            sentence = "The same moment is marked twice with one class; remove one of them."
            faults.append(Fault("event_twice", one.id, sentence))
        seen.add(key)
    return faults


def _measure(tolerance: float) -> Measure[Event, Any]:
    def bounds(event: Event) -> Bounds:
        return event.at - tolerance / 2, 0, event.at + tolerance / 2, 0

    def nearness(one: Event, other: Event) -> float:
        """1 at one moment, a half at the tolerance, on a bell."""
        if one.channel != other.channel:
            return 0.0
        away = (one.at - other.at) / tolerance
        return float(2 ** -(away**2))

    return Measure(bounds, lambda event: event, nearness)


def _similarity(definition: EventLabel, left: Said[Event], right: Said[Event]) -> float:
    return soft_f1(left.own, right.own, _measure(definition.tolerance))


def _consensus(definition: EventLabel, answers: Sequence[Said[Event]]) -> Sequence[Event]:
    return agreed([answer.own for answer in answers], _measure(definition.tolerance))


def _move(one: Event, shift: Shift) -> Event:
    return one.model_copy(update={"at": one.at + shift.time})


EVENT = replace(
    marks_type(
        "event",
        EventLabel,
        Event,
        _check,
        _measure(TOLERANCE),
        many="events",
        check_all=_check_all,
        move=_move,
    ),
    similarity=_similarity,
    consensus=_consensus,
)
