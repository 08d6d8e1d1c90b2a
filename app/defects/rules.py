"""Pure decisions about findings: which class is one, and what a time of improvement shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.core.states import DefectState

OPEN = frozenset(
    {DefectState.REPORTED, DefectState.ACCEPTED, DefectState.IN_WORK, DefectState.FIXED}
)
"""Its reporter still waits for an end."""

AGES = (("day", 1), ("three", 3), ("week", 7))
"""How old an open finding is, in days; older ones are `older`."""


def knows(schemas: Iterable[Mapping[str, Any]], label: str, class_: str) -> bool:
    """Whether any version of the schema has that class."""
    return any(
        one["name"] == label and any(each["id"] == class_ for each in one.get("classes") or ())
        for schema in schemas
        for one in schema["labels"]
    )


@dataclass(frozen=True, slots=True)
class Day:
    """What came and went on a day, and how many were open at its end."""

    day: date
    reported: int
    settled: int
    open: int


def burn_down(
    reported: Mapping[date, int], settled: Mapping[date, int], since: date, until: date
) -> list[Day]:
    """Each day from `since` to `until`. The counts by day are of all time: what came before and is
    not settled is open on the first day."""
    now = sum(n for day, n in reported.items() if day < since)
    now -= sum(n for day, n in settled.items() if day < since)
    found = []
    for nth in range((until - since).days + 1):
        day = since + timedelta(days=nth)
        came, went = reported.get(day, 0), settled.get(day, 0)
        now += came - went
        found.append(Day(day, came, went, now))
    return found


def ages(days: Mapping[int, int]) -> dict[str, int]:
    """Open findings by how old they are, from how many there are of each whole number of days."""
    found = dict.fromkeys([*(name for name, _ in AGES), "older"], 0)
    for age, n in days.items():
        found[next((name for name, below in AGES if age < below), "older")] += n
    return found
