"""Recordings of speech: how they sound, how long they are, and whether each part of the prompt is
spoken by itself.
"""

from typing import Annotated, Literal

from pydantic import Field

from app.labels.base import Asked, Number
from app.labels.parts import Roles, meant
from app.labels.takes import Lasting, Share, Take, TakeLabel, take_type

Decibels = Annotated[Number, Field(ge=-120, le=0)]


class RecordingLabel(TakeLabel, Lasting):
    """A question answered with recordings. Levels are in dB of full scale (RMS): `min_level` of
    what is spoken, `max_noise` of the room before it. `max_clipped` is a share of samples,
    `max_silence` of the time. With `takes` each every part of the prompt (of these `roles`) has a
    take of its own; `rate` is in Hz.
    """

    kind: Literal["recording"]
    container: Literal["wav", "opus"] = "wav"
    rate: Annotated[int, Field(ge=8_000, le=192_000)] = 16_000
    channels: Literal[1, 2] = 1
    min_level: Decibels = -45
    max_clipped: Share = 0.001
    max_silence: Share = 0.6
    max_noise: Decibels = -50
    takes: Literal["one", "each"] = "one"
    roles: Roles | None = None

    def wanted(self, asked: Asked) -> tuple[str | None, ...]:
        """The parts that want a take of their own; None for the whole of the prompt."""
        if self.takes == "one":
            return (None,)
        return tuple(part.id for part in meant(asked, self.roles))


class Recording(Take):
    """One recording."""

    kind: Literal["recording"]


RECORDING = take_type("recording", RecordingLabel, Recording, "recordings")
