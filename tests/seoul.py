"""The day and the month in Seoul, asked when a test needs them: what was loaded before midnight may
run after it."""

from datetime import date

from app.core.clock import day_of, utcnow


def today() -> date:
    return day_of(utcnow())


def month() -> str:
    return f"{today():%Y-%m}"
