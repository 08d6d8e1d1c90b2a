"""Fair pay, as figures: the minimum wage by its dates, and what a task pays by the hour. Pure.

An accountant confirms the table before real use.
"""

from datetime import date

MINIMUM_WAGES = (
    (date(2020, 1, 1), 8_590),
    (date(2021, 1, 1), 8_720),
    (date(2022, 1, 1), 9_160),
    (date(2023, 1, 1), 9_620),
    (date(2024, 1, 1), 9_860),
    (date(2025, 1, 1), 10_030),
    (date(2026, 1, 1), 10_320),
)
"""Korea's: the day from which it holds, and won an hour."""


def minimum_wage(day: date) -> int:
    """The minimum wage that holds on `day`, in won an hour; before the table its first row."""
    held = [wage for since, wage in MINIMUM_WAGES if since <= day]
    return held[-1] if held else MINIMUM_WAGES[0][1]


def hourly(amount: int, seconds: int | None) -> int | None:
    """What `amount` for `seconds` of work makes an hour, rounded down; None where no time is
    known."""
    return amount * 3600 // seconds if seconds else None


def fair_price(wage: int, seconds: int) -> int:
    """The least that a task of `seconds` may pay where an hour pays `wage`: rounded up."""
    return -(-wage * seconds // 3600)
