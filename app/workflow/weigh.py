"""How far people are trusted, counted again where something new is known: what was said of their
work, how far they say what all came to. Who falls below the bar is stopped by it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy.orm import Session

from app.confidence import weighing
from app.core.clock import day_of, utcnow
from app.core.database import transaction
from app.core.policy import Quality, Seats, newcomers, quality_of
from app.labels import parse_answer, similarity
from app.ledger.dated import rule
from app.models.money import MoneyRuleKind
from app.models.project import Stage
from app.quality.trust import USUAL, WEAK, halts, seats, trust
from app.queue.run import stopping
from app.tasks.facts import TrustNow
from app.workflow.asking import schema_for, schema_from
from app.workflow.halting import Place, bar_of, evidence_of, halt

PEOPLE = 100
"""Who are counted in one transaction."""

ENOUGH = 5
"""People of whom something is known, below which a level has no middle of its own."""

MOVED = 0.005
"""So far the bar moves before everybody is measured by it anew."""


def weigh() -> int:
    """Count who has something new, stage by stage; how many that were."""
    with transaction() as s:
        stages = weighing.due(s)
    found = 0
    for project_id, stage_id in stages:
        if stopping.is_set():
            break
        found += weigh_stage(project_id, stage_id)
    return found


def weigh_stage(project_id: int, stage_id: int) -> int:
    """Count the people of one stage of whom something new is known; how many. Then its bars."""
    found = 0
    while True:
        with transaction() as s:
            fresh = weighing.take(s, project_id, stage_id, PEOPLE)
        if not fresh:
            break
        with transaction() as s:
            people = weighing.touched(s, project_id, stage_id, fresh)
        for level, of_level in groupby(people, key=itemgetter(0)):
            ids = [person for _, person in of_level]
            for start in range(0, len(ids), PEOPLE):
                _count(project_id, stage_id, level, ids[start : start + PEOPLE])
        found += len(people)
        if len(fresh) < PEOPLE or stopping.is_set():
            break
    _bars(project_id, stage_id)
    return found


def _count(project_id: int, stage_id: int, level: int, people: Sequence[int]) -> None:
    with transaction() as s:
        quality = _quality(s, project_id, stage_id)
        ceiling = rule(s, MoneyRuleKind.REJECTION_CEILING, day_of(utcnow()))
        counted = weighing.counted(
            s, project_id, stage_id, level, people, per_day=int(ceiling["per_day"])
        )
        if level == 0 and quality.overlap is not None:
            alike = _alike(s, project_id, stage_id, people)
            for one, values in counted.items():
                values |= {"peers": len(alike[one]), "peers_right": sum(alike[one])}
        _measure(s, (project_id, stage_id, level), quality, people, counted)


def _measure(
    s: Session,
    place: Place,
    quality: Quality,
    people: Sequence[int],
    counted: dict[int, dict[str, Any]] | None = None,
) -> None:
    """Write what is known of people, by what was `counted` just now, or once before."""
    bar = weighing.bars(s, *place[:2]).get(str(place[2]))
    rows, stopped = [], []
    holds = None if counted is None else newcomers(quality)
    for row in weighing.locked(s, *place, people, holds=holds):
        now = row._asdict()
        person, answers = now.pop("person_id"), now["answers"]
        now |= (counted or {}).get(person, {})
        now["answers"] = max(answers, now["answers"])  # what was handed in since
        known = TrustNow(**now, bar=bar)
        rows.append({"person_id": person} | _row(quality, known))
        if known.paused or known.cleared or quality.pause is None:
            continue
        if halts(quality.pause, evidence_of(known), bar_of(known)):
            stopped.append((person, known))
    weighing.write(s, *place, rows)
    for person, known in stopped:
        halt(s, place, person, known)


def _row(quality: Quality, known: TrustNow) -> dict[str, Any]:
    """What is written of it."""
    found = trust(evidence_of(known))
    low, high = found.interval()
    bar = bar_of(known)
    told: dict[str, Any] = {"mean": None, "low": None, "high": None, "below": None}
    if known.gold + known.verdicts + known.peers:
        middle = round(found.mean, 4)
        told = {
            "mean": middle,
            "low": min(round(low, 4), middle),
            "high": max(round(high, 4), middle),
            "below": round(found.below(bar), 4),
        }
    return told | {
        "answers": known.answers,
        "verdicts": known.verdicts,
        "verdicts_right": known.verdicts_right,
        "peers": known.peers,
        "peers_right": round(known.peers_right, 3),
        "holds": seats(quality.holds or Seats(), known.answers, found, bar),
    }


def _alike(
    s: Session, project_id: int, stage_id: int, people: Sequence[int]
) -> dict[int, list[float]]:
    """How far each of them says what all came to, where several answered."""
    found: dict[int, list[float]] = defaultdict(list)
    for row in weighing.peers(s, project_id, stage_id, people):
        many = row.members is not None and row.members > 1
        schema = schema_for(row.schema, row.members) if many else schema_from(row.schema)
        share = similarity(schema, parse_answer(row.answer), parse_answer(row.agreed))
        found[row.worker_id].append(share)
    return found


def _bars(project_id: int, stage_id: int) -> None:
    """The bar of each level lies under the middle of its people (`app/quality/trust.py: bar()`).
    Where it has moved, all are measured by it anew."""
    with transaction() as s:
        before = weighing.bars(s, project_id, stage_id)
        now = before | {
            str(level): round(middle - WEAK, 4)
            for level, (people, middle) in weighing.middles(s, project_id, stage_id).items()
            if people >= ENOUGH
        }
        usual = USUAL - WEAK
        moved = [level for level in now if abs(now[level] - before.get(level, usual)) >= MOVED]
        if moved:
            weighing.keep_bars(s, project_id, stage_id, before | {one: now[one] for one in moved})
    for level in map(int, moved):
        after, people = 0, [0]
        while people:
            with transaction() as s:
                people = weighing.known(s, project_id, stage_id, level, after=after, limit=PEOPLE)
                if people:
                    quality = _quality(s, project_id, stage_id)
                    _measure(s, (project_id, stage_id, level), quality, people)
                    after = people[-1]


def _quality(s: Session, project_id: int, stage_id: int) -> Quality:
    return quality_of(s.get_one(Stage, (project_id, stage_id)).quality)
