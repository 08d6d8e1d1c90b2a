"""Who looks or sounds like whom, across a project: bands find the few that may, bits say how far.

A picture's print is 64 bits. Its bands are its four quarters of 16 bits, each with its number; who
differs in at most seven bits has a quarter that differs in one at most, so 68 bands are looked for.
"""

from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.assets.measures.base import Print
from app.models.asset import Print as Row

NEAR = 7
"""Bits in which two pictures differ at most that look alike."""
_CANDIDATES = 20
"""Sounds that are compared: those with the most words in common."""


class Alike(NamedTuple):
    """One that is there already, and how far it differs: bits of 64, or a share of bits."""

    asset_id: int
    difference: float


def of_picture(bits: bytes) -> Print:
    """The print of a picture."""
    quarters = [int.from_bytes(bits[at : at + 2], "big") for at in range(0, 8, 2)]
    bands = tuple(number << 16 | quarter for number, quarter in enumerate(quarters))
    return Print("picture", bits, bands, tuple(probes(bands)))


def probes(bands: tuple[int, ...]) -> Iterator[int]:
    """The bands, and each with one bit turned over."""
    for band in bands:
        yield band
        for bit in range(16):
            yield band ^ 1 << bit


def limit(kind: str) -> float:
    """Up to which difference two are alike."""
    if kind == "picture":
        return NEAR
    from app.assets.measures import hearing  # with numpy, which the web goes without

    return hearing.WORST


def difference(kind: str, one: bytes, other: bytes) -> float:
    """How far two prints differ: in bits, or in a share of bits."""
    if kind == "picture":
        return (int.from_bytes(one, "big") ^ int.from_bytes(other, "big")).bit_count()
    from app.assets.measures import hearing  # with numpy, which the web goes without

    return round(hearing.difference(one, other), 3)


def keep(s: Session, project_id: int, asset_id: int, one: Print) -> None:
    """Note how an asset looks or sounds."""
    row = {"project_id": project_id, "asset_id": asset_id, "kind": one.kind}
    row |= {"bits": one.bits, "bands": list(one.bands)}
    s.execute(insert(Row).values(row).on_conflict_do_nothing())


def forget(s: Session, project_id: int, asset_id: int) -> None:
    """Know an asset no more."""
    s.execute(delete(Row).where(Row.project_id == project_id, Row.asset_id == asset_id))


_PICTURE = """
SELECT p.asset_id, bit_count(('x' || encode(p.bits, 'hex'))::bit(64)
  # ('x' || CAST(:bits AS text))::bit(64)) AS difference
FROM print p
WHERE p.project_id = :project AND p.kind = 'picture' AND p.bands && CAST(:probes AS int[])
ORDER BY 2, 1 LIMIT 1
"""

_SOUND = """
SELECT p.asset_id, p.bits FROM print p
WHERE p.project_id = :project AND p.kind = 'sound' AND p.bands && CAST(:probes AS int[])
ORDER BY (SELECT count(*) FROM unnest(p.bands) b WHERE b = ANY (CAST(:probes AS int[]))) DESC,
  p.asset_id
LIMIT :most
"""


def nearest(s: Session, project_id: int, one: Print) -> Alike | None:
    """The one in the project that is most alike, if any is alike at all."""
    values = {"project": project_id, "probes": list(one.probes)}
    if one.kind == "picture":
        row = s.execute(text(_PICTURE), values | {"bits": one.bits.hex()}).first()
        return Alike(*row) if row is not None and row.difference <= NEAR else None
    return _heard(s, values, one)


def _heard(s: Session, values: dict[str, object], one: Print) -> Alike | None:
    best: Alike | None = None
    for asset_id, bits in s.execute(text(_SOUND), values | {"most": _CANDIDATES}):
        found = difference("sound", one.bits, bits)
        if found <= limit("sound") and (best is None or found < best.difference):
            best = Alike(asset_id, found)
    return best
