"""What work pays, in integer minor units of a currency; in Python and, the same, in SQL. Pure."""


def amount(price: int, units: int, per: int) -> int:
    """What `units` pay at `price` for each `per` of them: rounded up; nothing only where the price
    is nothing."""
    return max(-(-price * units // per), min(price, 1))


def amount_sql(price: str, units: str, per: str) -> str:
    """`amount`, of expressions of PostgreSQL."""
    return f"greatest(({price} * {units} + {per} - 1) / {per}, least({price}, 1))"
