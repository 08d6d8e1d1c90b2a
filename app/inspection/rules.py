"""Inspection, decided: what is drawn, what a verdict means. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import blake2b
from typing import Any

from app.core.policy import InspectShares
from app.labels.base import (
    MODALITIES,
    AssetFacts,
    DocumentFacts,
    PromptFacts,
    SeriesFacts,
    SoundFacts,
    TextFacts,
    VideoFacts,
)
from app.models.project import Inspect
from app.models.quality import Why
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


@dataclass(frozen=True, slots=True)
class Look:
    """Why a level looks at a hand-in, the chance with which that was drawn, and the chance with
    which it would have looked for another reason."""

    why: Why
    chance: float = 1.0
    besides: float = 0.0


@dataclass(frozen=True, slots=True)
class Known:
    """Whose work it is that a level may look at: how much of it there was, and the chance that it
    is not good enough. At level 1 the author's, at level 2 the primary inspector's."""

    answers: int
    doubt: float


def looks(inspect: Inspect, rate: Decimal, rolled: float) -> Look | None:
    """Whether a level that goes by a plain rate looks at the work that rolled this."""
    if inspect is Inspect.ALL:
        return Look(Why.ALL)
    if inspect is Inspect.SAMPLE and rolled < rate:
        return Look(Why.SAMPLE, float(rate))
    return None


def looks_by_risk(
    shares: InspectShares, level: int, rolled: float, whose: Known, *, risky: bool
) -> Look | None:
    """Whether a level that goes by risk looks at the work that rolled this, and why.

    The roll is asked first whether chance alone wants it, whoever made it: so that part is a fair
    sample of everything. What is left of the roll is fair again, and decides about the sample of
    the trusted; the more their work is doubted, the larger that is.
    """
    wanted = Why.NEWCOMER if whose.answers < shares.newcomer else Why.RISK if risky else None
    least, sampled = (shares.trusted, Why.TRUST) if level == 1 else (shares.twice, Why.TWICE)
    rate = least + (1 - least) * whose.doubt
    if rolled < shares.random:
        return Look(Why.RANDOM, shares.random, rate if wanted is None else 1.0)
    if wanted is not None:
        return Look(wanted)
    left = (rolled - shares.random) / (1 - shares.random)
    return Look(sampled, rate) if left < rate else None


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

    A spot (`x`, `y`) is on a picture, on a page (`part`) of a document or on a frame (`at`) of a
    video; a stretch (`part`, `start`, `end` in code points) within a part of a text or a page; a
    moment (`at`, in milliseconds or frames) within what has a clock, or of a
    take, which its annotation names. That a pin's annotation is not in the answer is no fault: a
    correction may have taken it away.
    """
    for nth, pin in enumerate(pins, 1):
        if (why := _nowhere(pin, asset)) is not None:
            return f"Pin {nth} {why}"
    return None


def _nowhere(pin: Mapping[str, Any], asset: AssetFacts | None) -> str | None:
    what = "picture" if asset is None else MODALITIES[type(asset)]
    spot, stretch = "x" in pin, "start" in pin
    if spot and what not in _SPOTS:
        return f"is a spot, and this is a {what}: {_BETTER[what]}."
    if stretch and what not in _PARTS:
        return f"is on a stretch of text, and this is a {what}: {_BETTER[what]}."
    if "at" in pin and what not in _CLOCKS and not (what == "prompt" and "annotation" in pin):
        return f"is at a moment, and this is a {what}: {_BETTER[what]}."
    if spot and _SPOTS[what] is not None and _SPOTS[what] not in pin:
        return f"is a spot of a {what}: {_BETTER[what]}."
    if "part" in pin:
        return _off_part(pin, asset, what)
    if "at" in pin and isinstance(asset, SoundFacts | VideoFacts | SeriesFacts):
        past = pin["at"] >= asset.length if what == "video" else pin["at"] > asset.length
        if past or (what == "video" and pin["at"] != int(pin["at"])):
            return (
                f"is at {pin['at']:g}, where this {what} has nothing; it ends at {asset.length:g}."
            )
    return None


def _off_part(pin: Mapping[str, Any], asset: AssetFacts | None, what: str) -> str | None:
    parts = asset.parts if isinstance(asset, TextFacts | DocumentFacts | PromptFacts) else ()
    length = next((part.length for part in parts if part.id == pin["part"]), None)
    if length is None:
        return f"is on a part that this {what} does not have."
    if "end" in pin and pin["end"] > length:
        return f"ends at {pin['end']}, and its part has {length} code points."
    return None


# What a spot of it needs besides.
_SPOTS = {"picture": None, "document": "part", "video": "at"}
_PARTS = frozenset({"text", "document", "prompt"})
_CLOCKS = frozenset({"sound", "video", "series"})
_BETTER = {
    "picture": "give it an x and a y",
    "text": "give it a part, a start and an end",
    "sound": "say at which millisecond",
    "series": "say at which millisecond",
    "video": "say at which frame",
    "document": "say on which page, as its part",
    "prompt": "name the take, as its annotation",
}
