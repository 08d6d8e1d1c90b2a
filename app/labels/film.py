"""Films that people make: how long and how large they are."""

from typing import Literal

from app.labels.takes import Lasting, Pixels, Take, TakeLabel, take_type


class FilmLabel(TakeLabel, Lasting):
    """A question answered with a film."""

    kind: Literal["film"]
    min_width: Pixels = 320
    min_height: Pixels = 240


class Film(Take):
    """One film."""

    kind: Literal["film"]


FILM = take_type("film", FilmLabel, Film, "films")
