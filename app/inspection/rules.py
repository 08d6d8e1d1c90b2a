"""Inspection, decided: what is drawn, what a verdict means. Pure."""

from decimal import Decimal
from hashlib import blake2b

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
