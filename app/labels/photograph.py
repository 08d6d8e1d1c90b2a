"""Photographs: how large, how sharp, how light they are, and how many there are."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from app.labels.base import Number
from app.labels.takes import Counted, Pixels, Take, TakeLabel, take_type

Light = Annotated[Number, Field(ge=0, le=255)]


class PhotographLabel(Counted, TakeLabel):
    """A question answered with photographs. `min_sharpness` is the variance of the Laplacian (J. L.
    Pech-Pacheco et al., "Diatom autofocusing in brightfield microscopy", 2000), `min_light` and
    `max_light` the mean of all pixels, 0 to 255. `guide` is the frame that the viewfinder shows.
    Where it was taken (EXIF) is stripped but for `keep_place`; with `near_duplicates` one that
    looks like another of the project is refused.
    """

    kind: Literal["photograph"]
    min_width: Pixels = 640
    min_height: Pixels = 480
    min_sharpness: Annotated[Number, Field(ge=0)] = 60
    min_light: Light = 40
    max_light: Light = 220
    guide: Literal["none", "portrait", "landscape", "square", "document"] = "none"
    keep_place: bool = False
    near_duplicates: bool = True

    @model_validator(mode="after")
    def _light_is_one(self) -> "PhotographLabel":
        if self.min_light > self.max_light:
            raise ValueError("min_light is above max_light; no photograph would fit")
        return self


class Photograph(Take):
    """One photograph."""

    kind: Literal["photograph"]


PHOTOGRAPH = take_type("photograph", PhotographLabel, Photograph, "photographs")
