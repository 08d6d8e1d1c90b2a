"""What segments and events share: places on the clock of a recording, a film or a series.

A place is in the clock's own units: milliseconds of sound and of series, frames of a film. `per`
says whether a mark is of the whole item or of one of the channels of a series.
"""

from collections.abc import Sequence
from typing import Annotated, Literal, TypeAlias, TypeVar

from pydantic import Field

from app.labels.base import Asked, Fault, Name, Number, VideoFacts
from app.labels.marks import Mark, MarkLabel

Place: TypeAlias = Annotated[Number, Field(ge=0)]


M = TypeVar("M", bound="ClockMark")


class ClockLabel(MarkLabel):
    """A question answered with marks on the clock, of the item or each on one channel."""

    per: Literal["item", "channel"] = "item"


class ClockMark(Mark):
    """A mark on the clock; its channel where the label asks for one."""

    channel: Name | None = None


def channels(definition: ClockLabel, asked: Asked) -> tuple[str | None, ...]:
    """The channels that marks may be on; of the whole item, None alone."""
    if definition.per == "item":
        return (None,)
    return asked.channels


def place_faults(
    definition: ClockLabel, asked: Asked, mark: ClockMark, *places: float
) -> list[Fault]:
    """Whether its channel is asked about, and whether frames are whole."""
    faults = []
    if mark.channel not in channels(definition, asked):
        sentence = "It is on no channel that is asked about; choose its channel."
        faults.append(Fault("unknown_channel", mark.id, sentence))
    if isinstance(asked.facts, VideoFacts) and any(place != int(place) for place in places):
        sentence = "Frames are whole numbers; choose the frame anew."
        faults.append(Fault("not_whole", mark.id, sentence))
    return faults


def by_channel(
    definition: ClockLabel, asked: Asked, given: Sequence[M]
) -> dict[str | None, list[M]]:
    """The marks of each channel that is asked about, in their order."""
    found: dict[str | None, list[M]] = {one: [] for one in channels(definition, asked)}
    for mark in given:
        if mark.channel in found:
            found[mark.channel].append(mark)
    return found
