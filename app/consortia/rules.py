"""Consortia, decided: what a share comes to. Pure."""

from decimal import Decimal
from math import ceil

MOST = 100
"""Member organisations of a project."""


def goal(share: Decimal | None, pieces: int | None, whole: int) -> int:
    """How many accepted pieces a share of a stage with `whole` pieces is: a percentage of them, or
    the number itself."""
    return pieces if pieces is not None else ceil(whole * (share or Decimal(0)) / 100)


def over(shares: list[Decimal]) -> bool:
    """Whether percentages of one stage are more than all of it."""
    return sum(shares, Decimal(0)) > 100
