"""The beta distribution: chances about a chance, after so many rights and wrongs."""

from __future__ import annotations

import math
from collections.abc import Callable

STEPS = 200
NEAR = 1e-12


def beta_below(x: float, a: float, b: float) -> float:
    """The chance that a value spread as Beta(a, b) is below x (the regularised incomplete beta
    function, by Lentz's continued fraction).
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta_below(1 - x, b, a)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    c, d = 1.0, 1 / _apart(1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1 / _apart(1 + term * d)
            c = _apart(1 + term / c)
            found *= c * d
        if abs(c * d - 1) < NEAR:
            break
    return front * found / a


def beta_quantile(chance: float, a: float, b: float) -> float:
    """The value that a value spread as Beta(a, b) is below with this chance."""
    return solve(lambda x: beta_below(x, a, b) - chance)


def solve(rising: Callable[[float], float]) -> float:
    """Where a function that rises from 0 to 1 passes nothing, by halving."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if rising(middle) < 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _apart(value: float) -> float:
    return value if abs(value) > 1e-300 else 1e-300
