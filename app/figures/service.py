"""Overviews and members' figures, put together."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.core.clock import day_of, utcnow
from app.core.errors import NotFound
from app.core.states import StageState
from app.figures import queries, rules

DAYS = 60
"""Days of an overview's chart."""
SHOWN_DAYS = ("handed_in", "accepted", "returned", "rejected", "items", "earned")
DAILY = (*SHOWN_DAYS, "first_judged", "first_passed", "bonus", "topped", "learned")
SHOWN = 20
"""People of an overview who need a word."""
_SPENT = ("earned", "bonus", "topped", "learned")
_EXPECTED = ("expected_total", "expected_low", "expected_high")
_DONE = ("item:accepted", "item:released")
_EXCLUDED = "item:excluded"
_WORKED_ON = ("item:in_work", "item:reopened")


def item_figures(sums: queries.Sums, total: int) -> dict[str, int]:
    """Of `total` items, how many stand where."""
    accepted = sum(sums.get(what) for what in _DONE)
    in_work = sum(sums.get(what) for what in _WORKED_ON)
    excluded = sums.get(_EXCLUDED)
    return {
        "total": total,
        "accepted": accepted,
        "in_work": in_work,
        "waiting": max(0, total - accepted - in_work - excluded),
        "excluded": excluded,
    }


def overview(
    s: Session,
    project_id: int,
    stage_id: int | None,
    *,
    currency: str,
    running: bool,
    known: bool,
    minimum_wage: int | None,
) -> dict[str, Any]:
    """A project, or one of its stages, at a glance, as `schemas.OverviewOut`.

    `running` is whether the project hands out work, `known` whether the reader may learn who people
    are. Raises `NotFound` for a stage of another project.
    """
    today = day_of(utcnow())
    stages = queries.stages(s, project_id)
    chosen = [stage for stage in stages if stage_id is None or stage["id"] == stage_id]
    if stage_id is not None and not chosen:
        raise NotFound("There is no such stage in this project.")
    since = today - timedelta(days=DAYS - 1)
    sums = queries.sums(s, project_id, stage_id, since=since, daily=DAILY, members=True)
    items = item_figures(sums, sum(stage["items"] for stage in chosen))
    wanted = items["total"] - items["excluded"]
    per_day = _accepted_before(sums.days, today)
    handing_out = running and any(stage["state"] == StageState.OPEN for stage in chosen)
    ends = rules.forecast(
        today, wanted - items["accepted"], per_day, total=wanted, runs=handing_out
    )
    last_7 = sum(
        day.get("items", 0) for when, day in sums.days.items() if when > today - timedelta(days=7)
    )
    recent = per_day[-rules.PACE_DAYS :]
    return {
        "stages": stages,
        "items": items,
        "share": rules.share(items["accepted"], wanted),
        "pace": {
            "per_day": round(sum(recent) / len(recent), 2) if recent else 0.0,
            "last_7": last_7,
        },
        "forecast": ends,
        "quality": _quality(sums, queries.words(s, project_id)),
        "cost": {"currency": currency, **_cost(sums, items["accepted"], wanted)},
        "attention": _attention(s, project_id, sums, known, minimum_wage),
        "days": [
            {
                "day": day,
                **{what: figures.get(what, 0) for what in SHOWN_DAYS},
                "first_pass": rules.share(
                    figures.get("first_passed", 0), figures.get("first_judged", 0)
                ),
            }
            for day, figures in sorted(sums.days.items())
        ],
    }


def _accepted_before(days: dict[date, dict[str, int]], today: date) -> list[int]:
    """Items accepted on each whole day since the first hand-in that is seen; of today alone where
    work began today."""
    began = min((day for day, figures in days.items() if figures.get("handed_in")), default=None)
    if began is None:
        return []
    if began == today:
        return [days[today].get("items", 0)]
    span = (today - began).days
    return [days.get(began + timedelta(days=n), {}).get("items", 0) for n in range(span)]


def _quality(sums: queries.Sums, words: dict[str, tuple[str, str]]) -> dict[str, Any]:
    reasons = [
        {
            "code": code,
            "ko": words.get(code, (code, code))[0],
            "en": words.get(code, (code,) * 2)[1],
        }
        | {"count": n}
        for what, n in sums.whole.items()
        if what.startswith("reason:") and (code := what.partition(":")[2])
    ]
    return {
        "judged": sums.get("judged"),
        "approved": sums.get("said:approve") + sums.get("said:fix"),
        "returned": sums.get("said:return"),
        "rejected": sums.get("said:reject"),
        "first_pass": rules.share(sums.get("first_passed"), sums.get("first_judged")),
        "second_looked": sums.get("reviewed"),
        "overturned": sums.get("overturned"),
        "overturn_rate": rules.share(sums.get("overturned"), sums.get("reviewed")),
        "reasons": sorted(reasons, key=lambda reason: (-reason["count"], reason["code"])),
    }


def money(figures: dict[str, int]) -> dict[str, int]:
    """Where the money is, in minor units. `funded` and `left` are the whole project's; without a
    stage chosen `funded` = `left` + `reserved` + `pots` + `earned`, which holds bonuses, top-ups
    and what was paid for learning as well, and `earned` = `owed` + `on_its_way` + `paid` +
    `withheld`. Of a stage `earned` is what its work earned, and what people are paid is not told
    apart by stage."""
    get = figures.get
    aside, worked, back = get("aside", 0), get("earned", 0), get("given_back", 0)
    earned = worked + get("bonus", 0) + get("topped", 0) + get("learned", 0)
    sent, arrived, withheld = (get(what, 0) for what in queries.PAID_OUT)
    return {
        "funded": get("funded", 0),
        "reserved": aside - back - worked,
        "pots": get("potted", 0) - get("bonus", 0),
        "earned": earned,
        "owed": earned - sent,
        "on_its_way": sent - arrived - withheld,
        "paid": arrived,
        "withheld": withheld,
        "given_back": back,
        "left": get("left", 0),
    }


def progress(s: Session, projects: Sequence[int]) -> dict[int, tuple[int, int]]:
    """Of each of these projects, how many items are wanted and how many of them are accepted; a few
    seconds old."""
    return queries.progress(s, projects, done=_DONE, out=_EXCLUDED)


def budgets(s: Session, projects: Sequence[int]) -> dict[int, dict[str, int]]:
    """Where the money of each of these projects is, as `money` says it."""
    return {project: money(sums) for project, sums in queries.money_of(s, projects).items()}


def _cost(sums: queries.Sums, accepted: int, wanted: int) -> dict[str, int | None]:
    found = money(sums.whole)
    each = found["earned"] / accepted if accepted > 0 else None
    spent, open_items = found["earned"], max(0, wanted - accepted)
    off = rules.band(
        [
            (sum(day.get(what, 0) for what in _SPENT), day.get("items", 0))
            for day in sums.days.values()
        ]
    )
    ends = (
        each,
        None if each is None or off is None else max(0.0, each - off),
        None if each is None or off is None else each + off,
    )
    told = {
        name: None if one is None else round(spent + one * open_items)
        for name, one in zip(_EXPECTED, ends, strict=True)
    }
    return {**found, "per_item": None if each is None else round(each), **told}


def _attention(
    s: Session,
    project_id: int,
    sums: queries.Sums,
    known: bool,
    minimum_wage: int | None,
) -> list[dict[str, Any]]:
    timed = sums.get("timed")
    mean = sums.get("seconds") / timed if timed else None
    found = [
        (concern, person_id)
        for person_id, figures in sums.members.items()
        for concern in rules.concerns(figures, mean, minimum_wage)
    ]
    found.sort(key=lambda pair: (-pair[0].weight, pair[1]))
    shown = found[:SHOWN]
    names = queries.names(s, project_id, [person_id for _, person_id in shown])
    return [
        {
            "person_id": person_id if known else None,
            "pseudonym": names.get(person_id, ""),
            "why": concern.why,
            "figures": concern.figures,
        }
        for concern, person_id in shown
    ]


def member_figures(
    s: Session,
    project_id: int,
    *,
    stage_id: int | None,
    after: str,
    limit: int,
    known: bool,
    organisation_id: int | None = None,
) -> list[dict[str, Any]]:
    """Members after a pseudonym with what they have done; names only where `known`. With
    `organisation_id` those whom this member of the consortium has brought."""
    rows = queries.members(
        s,
        project_id,
        stage_id=stage_id,
        after=after,
        limit=limit,
        organisation_id=organisation_id,
    )
    people = [row["person_id"] for row in rows]
    figures = queries.by_member(s, project_id, stage_id=stage_id, people=people)
    return [_member(row, figures.get(row["person_id"], {}), known) for row in rows]


def _member(row: dict[str, Any], figures: dict[str, int], known: bool) -> dict[str, Any]:
    get = figures.get
    judged = get("judged", 0) + get("judged2", 0)
    return {
        "pseudonym": row["pseudonym"],
        "person_id": row["person_id"] if known else None,
        "name": row["name"] if known else None,
        "roles": row["roles"],
        "team": row["team"] if known else None,
        "done": get("handed_in", 0) + judged,
        "accepted": get("accepted", 0),
        "returned": get("returned", 0),
        "rejected": get("rejected", 0),
        "first_pass": rules.share(get("first_passed", 0), get("first_judged", 0)),
        "judged": judged,
        "overturn_rate": rules.share(get("overturned", 0), get("reviewed", 0)),
        "median_seconds": row["median_seconds"],
        "hourly": rules.hourly_pay(figures),
        "earned": sum(get(what, 0) for what in _SPENT),
        "last_at": row["last_at"],
        "training_seconds": row["training_seconds"],
    }


def counts(s: Session, project_id: int) -> dict[str, Any]:
    """What the stream tells of a project, as `schemas.CountsOut`."""
    total = sum(stage["items"] for stage in queries.stages(s, project_id))
    sums = queries.sums(s, project_id, None, since=day_of(utcnow()), daily=())
    tasks = {
        what.partition(":")[2]: n for what, n in sums.whole.items() if what.startswith("task:")
    }
    return {
        "items": item_figures(sums, total),
        "tasks": tasks,
        "waiting": queries.free_places(s, project_id),
    }
