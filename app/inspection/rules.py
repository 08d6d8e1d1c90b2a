"""Inspection, decided: what is drawn, what a verdict means. Pure."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from app.labels import AssetFacts, TextFacts
from app.models.project import Inspect
from app.models.task import Verdict

MAX_RETURNS = 2
"""How often one answer may be sent back before it must be approved, fixed or rejected."""


def roll(salt: str, root_id: int, attempt: int, level: int) -> float:
    """A number in [0, 1) for one hand-in at one level.

    Unforeseeable without the stage's salt and the same each time it is asked for, so that a retry
    never draws twice and an auditor can repeat every draw.
    """
    text = f"{salt}:{root_id}:{attempt}:{level}".encode()
    return int.from_bytes(blake2b(text, digest_size=8).digest(), "big") / 2**64


def draws(inspect: Inspect, rate: Decimal, chance: float) -> bool:
    """Whether a level with this policy looks at the work that rolled `chance`."""
    if inspect is Inspect.ALL:
        return True
    if inspect is Inspect.NONE:
        return False
    return chance < rate


def passes(verdict: Verdict) -> bool:
    """Whether the answer stands, as it is or corrected."""
    return verdict in (Verdict.APPROVE, Verdict.FIX)


def upheld(primary: Verdict, secondary: Verdict) -> bool:
    """Whether the secondary inspection agrees with what the primary one said.

    It does where both let the answer through or both stop it; but a fix of what was approved says
    that an error was overlooked.
    """
    if primary is Verdict.APPROVE:
        return secondary is Verdict.APPROVE
    return passes(primary) == passes(secondary)


def misplaced(pins: Sequence[Mapping[str, Any]], asset: AssetFacts | None) -> str | None:
    """Why one of these pins is nowhere on the item, as a sentence; None where all are somewhere.

    A spot (`x`, `y`) is on a picture, a stretch (`part`, `start`, `end` in code points) within a
    part of a text. That a pin's annotation is not in the answer is no fault: a correction may have
    taken it away.
    """
    lengths = {p.id: p.length for p in asset.parts} if isinstance(asset, TextFacts) else None
    for at, pin in enumerate(pins, 1):
        if "x" in pin and lengths is not None:
            return f"Pin {at} is a spot, and this is a text: give it a part, a start and an end."
        if "part" not in pin:
            continue
        if lengths is None:
            return f"Pin {at} is on a stretch of text, and this is a picture: give it an x and a y."
        length = lengths.get(pin["part"])
        if length is None:
            return f"Pin {at} is on a part that this text does not have."
        if pin["end"] > length:
            return f"Pin {at} ends at {pin['end']}, and its part has {length} code points."
    return None
