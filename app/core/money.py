"""What work pays, in integer minor units of a currency; in Python and, the same, in SQL. Pure."""

from collections.abc import Sequence


def amount(price: int, units: int, per: int) -> int:
    """What `units` pay at `price` for each `per` of them: rounded up; nothing only where the price
    is nothing."""
    return max(-(-price * units // per), min(price, 1))


def amount_sql(price: str, units: str, per: str) -> str:
    """`amount`, of expressions of PostgreSQL."""
    return f"greatest(({price} * {units} + {per} - 1) / {per}, least({price}, 1))"


def apportion(amount: int, weights: Sequence[int]) -> list[int]:
    """`amount` in parts as large as `weights` are, by largest remainder; among equal ones the
    earlier part gets the unit that is left over. Weights add up to more than 0."""
    total = sum(weights)
    parts = [amount * weight // total for weight in weights]
    left = amount - sum(parts)
    by_remainder = sorted(range(len(weights)), key=lambda at: (-(amount * weights[at] % total), at))
    for at in by_remainder[:left]:
        parts[at] += 1
    return parts
