"""Fair pay, as figures: what a task pays by the hour, and the least that it may pay. Pure; the
minimum wage of a day is `app/ledger/dated.py`'s."""


def hourly(amount: int, seconds: int | None) -> int | None:
    """What `amount` for `seconds` of work makes an hour, rounded down; None where no time is
    known."""
    return amount * 3600 // seconds if seconds else None


def fair_price(wage: int, seconds: int) -> int:
    """The least that a task of `seconds` may pay where an hour pays `wage`: rounded up."""
    return -(-wage * seconds // 3600)
