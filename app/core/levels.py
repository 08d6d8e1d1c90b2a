"""What is said of the tiles of a large picture."""

from pydantic import BaseModel, Field


class Level(BaseModel):
    """One level of a picture in tiles; width and height in its own pixels."""

    width: int
    height: int


class Tiles(BaseModel):
    """How a large picture is cut up. A pixel of level `n` is `2**n` pixels of the picture wide and
    high; tiles are counted from the upper left corner, from 0.
    """

    size: int = Field(description="The side of a tile in pixels of its level; edges have less.")
    levels: list[Level] = Field(
        description="The finest first, which is the picture itself; the last is a single tile."
    )
