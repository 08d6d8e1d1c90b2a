"""What the manager's desk shows beside the overview, put together."""

from datetime import timedelta
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from app.core.clock import day_of, utcnow
from app.figures import labels, queries, waiting
from app.figures.fresh import HANDED

HOUR_DAYS = 14
"""Days that are told by the hour."""
WEEK = 7
"""Days that people's throughput is told of."""
BUSIEST = 100
"""People that are shown of them."""
VALUES = 30
"""Values of a label or key that are shown; those with a target are, however rare."""


def hours(s: Session, project_id: int, stage_id: int | None) -> list[dict[str, Any]]:
    """The last days by the hour, the oldest first, as `schemas.HoursOfDay`."""
    today = day_of(utcnow())
    since = today - timedelta(days=HOUR_DAYS - 1)
    days = {
        since + timedelta(days=n): {"handed_in": [0] * 24, "judged": [0] * 24}
        for n in range(HOUR_DAYS)
    }
    for row in queries.hours(s, project_id, stage_id, since):
        if row.day in days:
            kind = "handed_in" if row.what == "handed_in" else "judged"
            days[row.day][kind][row.hour] += row.n
    return [{"day": day, **counts} for day, counts in days.items()]


def throughput(s: Session, project_id: int, stage_id: int | None, *, known: bool) -> dict[str, Any]:
    """Who has done how much in the last seven days, as `schemas.DeskThroughputOut`; who people are
    only where `known`."""
    since = day_of(utcnow()) - timedelta(days=WEEK - 1)
    found = queries.people_since(s, project_id, stage_id, since)
    done = {person: sum(n.get(what, 0) for what in HANDED) for person, n in found.items()}
    busiest = sorted(found, key=lambda person: (-done[person], person))[:BUSIEST]
    names = queries.names(s, project_id, busiest)
    return {
        "all": len(found),
        "people": [
            {
                "person_id": person if known else None,
                "pseudonym": names.get(person, ""),
                "handed_in": found[person].get("handed_in", 0),
                "judged": found[person].get("judged", 0) + found[person].get("judged2", 0),
                "per_hour": _per_hour(found[person]),
            }
            for person in busiest
        ],
    }


def _per_hour(figures: dict[str, int]) -> float | None:
    timed, seconds = figures.get("timed", 0), figures.get("seconds", 0)
    return round(timed * 3600 / seconds, 1) if timed and seconds else None


def queues(s: Session, project_id: int, stage_id: int | None, *, known: bool) -> dict[str, Any]:
    """What waits and with whom something lies, as `schemas.DeskQueuesOut`."""
    lying = waiting.lying(s, project_id, stage_id)
    held: dict[tuple[int, int, str], int] = {}
    for row in lying:
        key = (row["stage_id"], row["level"], row["state"])
        held[key] = held.get(key, 0) + row["n"]
    free = {(row["stage_id"], row["level"]): row for row in waiting.queues(s, project_id, stage_id)}
    none = {"places": 0, "more": False, "oldest": None, "ages": [0] * (len(waiting.HOURS) + 1)}
    places = sorted({*free, *((stage, level) for stage, level, _ in held)})
    return {
        "queues": [
            {
                "stage_id": stage,
                "level": level,
                **free.get((stage, level), none),
                "held": held.get((stage, level, "reserved"), 0),
                "rework": held.get((stage, level, "rework"), 0),
            }
            for stage, level in places
        ],
        "people": [
            row | {"person_id": row["person_id"] if known else None}
            for row in lying[: waiting.SHOWN]
        ],
    }


def balance(s: Session, project_id: int, stage_id: int | None) -> list[dict[str, Any]]:
    """What accepted items say against what was aimed at, as `schemas.BalanceGroup`."""
    rows = labels.balance(s, project_id, stage_id)
    found = []
    for (stage, what), group in groupby(rows, key=lambda row: (row["stage_id"], row["what"])):
        kind, _, name = what.partition(":")
        values = [row | {"n": row["marks" if kind == "class" else "items"]} for row in group]
        total = sum(row["n"] for row in values)
        shown = [row for n, row in enumerate(values) if n < VALUES or row["target"] is not None]
        found.append(
            {
                "stage_id": stage,
                "kind": kind,
                "name": name,
                "total": total,
                "values": [
                    row | {"share": round(row["n"] * 100 / total, 2) if total else 0.0}
                    for row in shown
                ],
                "others": total - sum(row["n"] for row in shown),
            }
        )
    return found
