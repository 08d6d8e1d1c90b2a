"""Your own days: what you did, what it earned, how your verdicts stood."""

from datetime import date, timedelta
from typing import Annotated

from fastapi import Query

from app.api.deps import Way
from app.api.ids import Id
from app.api.router import Router
from app.core.clock import day_of, utcnow
from app.core.errors import Invalid
from app.ledger.dated import minimum_wage
from app.ledger.wages import hourly
from app.tasks import days
from app.tasks.market_schemas import (
    EarningDay,
    EarningDays,
    InspectionDay,
    InspectionsOut,
    TodayOut,
)

router = Router(prefix="/me", tags=["me"])

_EARLIEST = date(2020, 1, 1)


@router.get("/today")
def read_today(door: Way) -> TodayOut:
    """What you did today and this month, and what waits for you. A piece belongs to the day on
    which it was first handed in."""
    day = day_of(utcnow())
    with door.enter() as (s, me):
        found = days.today(s, me.id, day)
        wage = minimum_wage(s, day)
    worked = found["earned"] - found["learned"]
    made = hourly(worked + found["pending"], found["seconds"])
    return TodayOut(day=day, hourly=made, minimum_wage=wage, **found)


@router.get("/earnings/days")
def list_earning_days(
    door: Way,
    since: Annotated[date | None, Query(description="The first day.")] = None,
    until: Annotated[date | None, Query(description="The last day; the `next` of a page.")] = None,
    project_id: Id = None,
    limit: Annotated[int, Query(ge=1, le=92, description="Days a page.")] = 31,
) -> EarningDays:
    """What you earned by day and project, the newest day first; go on with `next` as `until`."""
    today = day_of(utcnow())
    first = max(since or _EARLIEST, _EARLIEST)
    last = min(until or today, today)
    if since is not None and until is not None and since > until:
        raise Invalid("The first day comes after the last one; turn them round.")
    if first > last:
        return EarningDays(items=[], next=None)
    with door.enter() as (s, me):
        rows, following = days.days(
            s, me.id, since=first, until=last, project_id=project_id, limit=limit
        )
    return EarningDays(items=[EarningDay.model_validate(row) for row in rows], next=following)


@router.get("/inspections")
def read_inspections(
    door: Way,
    days_back: Annotated[
        int, Query(alias="days", ge=1, le=31, description="How many days, today's included.")
    ] = 7,
) -> InspectionsOut:
    """How you judged lately: how much, how fast, and what the second level said of it."""
    today = day_of(utcnow())
    with door.enter() as (s, me):
        found = days.inspections(s, me.id, day=today, days=days_back)
    week = today - timedelta(days=6)
    rows = found["days"]
    shown = [row for row in rows if row["day"] > today - timedelta(days=days_back)]
    judged = sum(row["judged"] for row in shown)
    seconds, timed = (sum(row[name] for row in shown) for name in ("seconds", "timed"))
    looked, overturned = (
        sum(row[name] for row in shown) for name in ("second_looked", "overturned")
    )
    return InspectionsOut(
        today=sum(row["judged"] for row in rows if row["day"] == today),
        week=sum(row["judged"] for row in rows if row["day"] >= week),
        per_hour=hourly(timed, seconds),
        median_seconds=found["median_seconds"],
        judged=judged,
        second_looked=looked,
        overturned=overturned,
        overturn_rate=overturned / looked if looked else None,
        earned_today=sum(row["earned"] for row in rows if row["day"] == today),
        days=[InspectionDay.model_validate(row) for row in shown],
    )
