"""The pictures of the demonstration, drawn here, and what is to be seen on them.

The same number always draws the same picture, so the people of the demonstration know the truth.
"""

import io
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Edges = tuple[int, int, int, int]  # left, top, right, bottom; in pixels


@dataclass(frozen=True, slots=True)
class Thing:
    """One object on a picture: its class, and its box in pixels."""

    kind: str
    box: Edges


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture and what is to be seen on it; `weather` on streets alone."""

    name: str
    content: bytes
    width: int
    height: int
    things: tuple[Thing, ...]
    weather: str | None = None


def dish(number: int) -> Drawn:
    """Cells in a dish, as under a microscope. Every twelfth dish is empty."""
    chance = random.Random(f"dish {number}")  # noqa: S311 - a drawing, not a secret
    width, height = 400, 300
    picture = Image.new("RGB", (width, height), _near((246, 228, 226), chance, 6))
    pen = ImageDraw.Draw(picture)
    things: list[Thing] = []
    if number % 12:
        wanted = ["WBC"] * chance.randint(0, 1) + ["RBC"] * chance.randint(5, 10)
        wanted += ["Platelet"] * chance.randint(0, 3)
        for kind in wanted:
            radius = {"WBC": 34, "RBC": 20, "Platelet": 7}[kind] + chance.randint(-2, 3)
            place = _free(things, radius * 2, radius * 2, width, height, chance)
            if place is not None:
                things.append(Thing(kind, place))
                _cell(pen, kind, place, chance)
    return _done(f"접시/{number:03}.jpg", picture, things, None)


def street(number: int) -> Drawn:
    """Plain shapes on a street: cars, trees, signs, under some weather."""
    chance = random.Random(f"street {number}")  # noqa: S311 - a drawing, not a secret
    width, height = 480, 320
    weather = chance.choice(("sunny", "cloudy", "night"))
    sky = {"sunny": (150, 205, 245), "cloudy": (190, 196, 202), "night": (28, 34, 66)}[weather]
    picture = Image.new("RGB", (width, height), sky)
    pen = ImageDraw.Draw(picture)
    if weather == "sunny":
        pen.ellipse((400, 20, 450, 70), fill=(255, 226, 120))
    pen.rectangle((0, 190, width, height), fill=(104, 108, 112))
    pen.rectangle((0, 180, width, 196), fill=(150, 150, 142))
    for left in range(10, width, 70):
        pen.rectangle((left, 262, left + 36, 267), fill=(232, 232, 226))
    things: list[Thing] = []
    for kind in chance.choices(("car", "tree", "sign"), (3, 2, 2), k=chance.randint(3, 6)):
        across, down = {"car": (88, 46), "tree": (52, 104), "sign": (30, 80)}[kind]
        across, down = across + chance.randint(-6, 8), down + chance.randint(-4, 6)
        foot = chance.randint(230, 310) if kind == "car" else 192
        place = _column(things, across, down, foot, width, chance)
        if place is not None:
            things.append(Thing(kind, place))
            _SHAPES[kind](pen, place, chance)
    return _done(f"거리/{number:03}.jpg", picture, things, weather)


def _done(name: str, picture: Image.Image, things: list[Thing], weather: str | None) -> Drawn:
    out = io.BytesIO()
    picture.filter(ImageFilter.GaussianBlur(0.6)).save(out, "JPEG", quality=88)
    return Drawn(name, out.getvalue(), *picture.size, tuple(things), weather)


def _near(colour: Colour, chance: random.Random, by: int) -> Colour:
    red, green, blue = (max(0, min(255, part + chance.randint(-by, by))) for part in colour)
    return red, green, blue


def _free(
    things: list[Thing], across: int, down: int, width: int, height: int, chance: random.Random
) -> Edges | None:
    """A place where nothing is yet; None where none was found."""
    for _ in range(60):
        left, top = chance.randint(2, width - across - 2), chance.randint(2, height - down - 2)
        place = (left, top, left + across, top + down)
        if not any(_touch(place, thing.box) for thing in things):
            return place
    return None


def _column(
    things: list[Thing], across: int, down: int, foot: int, width: int, chance: random.Random
) -> Edges | None:
    """A place that stands on the ground at `foot`; None where none was found."""
    for _ in range(60):
        left = chance.randint(2, width - across - 2)
        place = (left, foot - down, left + across, foot)
        if not any(_touch(place, thing.box) for thing in things):
            return place
    return None


def _touch(one: Edges, other: Edges, gap: int = 3) -> bool:
    return (
        one[0] < other[2] + gap
        and other[0] < one[2] + gap
        and one[1] < other[3] + gap
        and other[1] < one[3] + gap
    )


def _cell(pen: ImageDraw.ImageDraw, kind: str, box: Edges, chance: random.Random) -> None:
    left, top, right, bottom = box
    if kind == "RBC":
        pen.ellipse(box, fill=_near((214, 110, 112), chance, 12), outline=(188, 82, 88))
        inner = (right - left) // 3
        pale = (left + inner, top + inner, right - inner, bottom - inner)
        pen.ellipse(pale, fill=(232, 158, 158))
    elif kind == "WBC":
        pen.ellipse(box, fill=(206, 190, 226), outline=(160, 140, 196))
        for across, down in ((14, 16), (30, 12), (24, 32)):
            lobe = (left + across, top + down, left + across + 22, top + down + 22)
            pen.ellipse(lobe, fill=_near((104, 62, 150), chance, 10))
    else:
        pen.ellipse(box, fill=_near((142, 96, 172), chance, 10))


def _car(pen: ImageDraw.ImageDraw, box: Edges, chance: random.Random) -> None:
    left, top, right, bottom = box
    colour = chance.choice([(196, 60, 52), (46, 92, 168), (238, 238, 232), (64, 70, 74)])
    middle = (top + bottom) // 2
    pen.rounded_rectangle((left, middle - 4, right, bottom - 8), 6, fill=colour)
    pen.rounded_rectangle((left + 16, top, right - 16, middle), 8, fill=colour)
    pen.rectangle((left + 22, top + 5, right - 22, middle - 6), fill=(176, 208, 224))
    for at in (left + 10, right - 28):
        pen.ellipse((at, bottom - 18, at + 18, bottom), fill=(30, 30, 32))


def _tree(pen: ImageDraw.ImageDraw, box: Edges, chance: random.Random) -> None:
    left, top, right, bottom = box
    middle = (left + right) // 2
    pen.rectangle((middle - 5, top + 40, middle + 5, bottom), fill=(112, 78, 48))
    pen.ellipse((left, top, right, bottom - 34), fill=_near((58, 128, 70), chance, 16))


def _sign(pen: ImageDraw.ImageDraw, box: Edges, chance: random.Random) -> None:
    left, top, right, bottom = box
    middle = (left + right) // 2
    pen.rectangle((middle - 2, top + 20, middle + 2, bottom), fill=(140, 144, 148))
    if chance.random() < 0.5:
        pen.ellipse((left, top, right, top + right - left), fill=(250, 250, 248))
        edge = (left + 1, top + 1, right - 1, top + right - left - 1)
        pen.ellipse(edge, outline=(208, 40, 40), width=5)
    else:
        corners = [(middle, top), (right, top + right - left), (left, top + right - left)]
        pen.polygon(corners, fill=(252, 210, 60), outline=(208, 40, 40))


_SHAPES: dict[str, Callable[[ImageDraw.ImageDraw, Edges, random.Random], None]] = {
    "car": _car,
    "tree": _tree,
    "sign": _sign,
}


def answer(drawn: Drawn, *, careless: bool = False, by: str = "") -> dict[str, Any]:
    """What somebody says of a picture: the truth to a pixel or so; who is `careless` shifts one
    box and leaves out another."""
    chance = random.Random(f"{drawn.name} {by}")  # noqa: S311 - a drawing, not a secret
    label = "cells" if drawn.weather is None else "things"
    marks: list[dict[str, Any]] = []
    for at, thing in enumerate(drawn.things, 1):
        left, top, right, bottom = (side + chance.choice((-1, 0, 0, 1)) for side in thing.box)
        if careless and at == 1:
            left, right = left + 25, right + 25
        if careless and at == 2:
            continue
        left, right = max(0, left), min(drawn.width, right)
        top, bottom = max(0, top), min(drawn.height, bottom)
        marks.append(
            {
                "kind": "box",
                "id": f"a{at}",
                "name": label,
                "class": thing.kind,
                "x": left,
                "y": top,
                "width": right - left,
                "height": bottom - top,
            }
        )
    if drawn.weather is not None:
        chosen = [drawn.weather]
        marks.append({"kind": "class", "id": "w", "name": "weather", "classes": chosen})
    return {"modality": "picture", "annotations": marks}
