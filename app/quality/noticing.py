"""What can be noticed of people's work, by what they did: collectors, their conditions, and the
figures that each gives for what it noticed.

A collector looks at the newest deeds of one person (of two, where they share a browser) and says
nothing, or why it would notice him. It never says that an answer is wrong, and whoever is known to
be right is not noticed for being quick, or for being of another mind than the crowd.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

Evidence: TypeAlias = dict[str, Any]

ENOUGH_TIMES = 20  # of a stage: fewer do not say what is usual
OWN_TIMES = 4  # of a task: its median is its own
TIGHTEST = 0.25  # the least spread of log-times: people are never more alike than that
TO_SD = 1.4826  # a normal's standard deviation, in median distances from its middle
PROVED, PROVED_SHARE = 5, 0.9  # so many known to be right or wrong, and so many of them right
NAMED = 20  # pieces of work that evidence names

Times = Annotated[int, Field(ge=1, le=200)]
Share = Annotated[float, Field(gt=0, lt=1, allow_inf_nan=False)]


class Condition(BaseModel):
    """So many, of the last so many."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    at_least: Times
    of_last: Times

    @model_validator(mode="after")
    def _fits(self) -> Condition:
        if self.at_least > self.of_last:
            raise ValueError("it asks for more than it looks at; make of_last at least at_least")
        return self


class Speed(Condition):
    """Hand-ins whose log-time is so many standard deviations under what is usual for the task."""

    at_least: Times = 2
    of_last: Times = 10
    spread: Annotated[float, Field(ge=2, le=10, allow_inf_nan=False)] = 3.0


class Skips(Condition):
    """Of the last leases, at least so many, the part that ended without a hand-in, or more."""

    at_least: Times = 10
    of_last: Times = 20
    share: Share = 0.5


class Agreement(Condition):
    """Of the last answers that others gave too, at least so many, how far they agree: less."""

    at_least: Times = 20
    of_last: Times = 50
    share: Share = 0.5


class Gold(Condition):
    """Of the last known answers, at least so many, the part that is right: less."""

    at_least: Times = 8
    of_last: Times = 20
    share: Share = 0.6


class Returns(Condition):
    """Of the last judged pieces, at least so many, the part that did not stand, or more."""

    at_least: Times = 10
    of_last: Times = 20
    share: Share = 0.5


class Devices(Condition):
    """Hand-ins of two people with the same, otherwise unseen browser that follow one another within
    minutes, while never both were at work. A browser's name proves nobody's hand."""

    at_least: Times = 5
    of_last: Times = 100
    minutes: Annotated[float, Field(gt=0, le=120, allow_inf_nan=False)] = 10.0


@dataclass(frozen=True, slots=True)
class Deed:
    """One lease of a person, and what became of it. `at` is in seconds."""

    person: int
    work: int  # the assignment
    task: int
    at: float
    handed_in: bool = True
    seconds: float | None = None
    gold: bool | None = None  # whether it is as it is known to be
    stood: bool | None = None  # whether the next level let it stand
    alike: float | None = None  # how far others say the same, 0 to 1
    agent: str | None = None  # the one browser that the person signs in with

    @property
    def right(self) -> bool | None:
        """Whether it is known to be right, however that is known."""
        return self.stood if self.gold is None else self.gold


@dataclass(frozen=True, slots=True)
class Pace:
    """How long work usually takes, in log-seconds: of each task that many did, of the stage; and
    how far people lie apart."""

    tasks: Mapping[int, float]
    usual: float
    spread: float

    def under(self, deed: Deed) -> float:
        """Standard deviations that a hand-in lies under what is usual; 0 where that is unknown."""
        if deed.seconds is None or not self.spread:
            return 0.0
        return (self.tasks.get(deed.task, self.usual) - _log(deed.seconds)) / self.spread


UNKNOWN_PACE = Pace({}, 0.0, 0.0)


def pace(times: Iterable[tuple[int, float]]) -> Pace:
    """What is usual, by tasks and seconds. The middle is a median and the spread is measured from
    it by medians: a tenth that rushes moves neither."""
    by_task: dict[int, list[float]] = defaultdict(list)
    for task, seconds in times:
        by_task[task].append(_log(seconds))
    every = [one for ones in by_task.values() for one in ones]
    if len(every) < ENOUGH_TIMES:
        return UNKNOWN_PACE
    usual = median(every)
    tasks = {task: median(ones) for task, ones in by_task.items() if len(ones) >= OWN_TIMES}
    apart = [abs(one - tasks.get(task, usual)) for task, ones in by_task.items() for one in ones]
    return Pace(tasks, usual, max(TIGHTEST, TO_SD * median(apart)))


@dataclass(frozen=True, slots=True)
class Touched:
    """A person whom a condition meets, and why: `seen` pieces were looked at, `counted` of them
    count, the figures that were compared, and in `work` which pieces they are."""

    person: int
    evidence: Evidence


def notice(
    collector: str, condition: Condition, deeds: Iterable[Deed], pace: Pace = UNKNOWN_PACE
) -> list[Touched]:
    """Whom a condition of this collector meets, by his deeds."""
    people: dict[int, list[Deed]] = defaultdict(list)
    for deed in sorted(deeds, key=lambda one: (-one.at, -one.work)):
        people[deed.person].append(deed)
    return COLLECTORS[collector].look(condition, people, pace)


def proved(deeds: Sequence[Deed]) -> bool:
    """Whether what is known of a person's work speaks for him."""
    known = [one.right for one in deeds if one.right is not None]
    return len(known) >= PROVED and sum(known) >= PROVED_SHARE * len(known)


_Look: TypeAlias = Callable[[Any, Mapping[int, Sequence[Deed]], Pace], list[Touched]]


def _speed(asked: Speed, deeds: Sequence[Deed], pace: Pace) -> Evidence | None:
    seen = [one for one in deeds if one.handed_in and one.seconds is not None][: asked.of_last]
    fast = [one for one in seen if pace.under(one) > asked.spread and one.right is not True]
    if len(fast) < asked.at_least or proved(deeds):
        return None
    usual = median(pace.tasks.get(one.task, pace.usual) for one in fast)
    return _figures(
        seen,
        fast,
        seconds=round(median(one.seconds or 0.0 for one in fast), 1),
        usual_seconds=round(math.exp(usual), 1),
    )


def _skips(asked: Skips, deeds: Sequence[Deed], _: Pace) -> Evidence | None:
    seen = deeds[: asked.of_last]
    return _part(asked, seen, [one for one in seen if not one.handed_in], above=asked.share)


def _agreement(asked: Agreement, deeds: Sequence[Deed], _: Pace) -> Evidence | None:
    seen = [one for one in deeds if one.alike is not None][: asked.of_last]
    if len(seen) < asked.at_least or proved(deeds):
        return None
    share = sum(one.alike or 0.0 for one in seen) / len(seen)
    if share >= asked.share:
        return None
    apart = [one for one in seen if (one.alike or 0.0) < asked.share]
    return _figures(seen, apart, share=round(share, 3), limit=asked.share)


def _gold(asked: Gold, deeds: Sequence[Deed], _: Pace) -> Evidence | None:
    seen = [one for one in deeds if one.gold is not None][: asked.of_last]
    return _part(asked, seen, [one for one in seen if not one.gold], above=1 - asked.share)


def _returns(asked: Returns, deeds: Sequence[Deed], _: Pace) -> Evidence | None:
    seen = [one for one in deeds if one.stood is not None and one.gold is None][: asked.of_last]
    return _part(asked, seen, [one for one in seen if not one.stood], above=asked.share)


def _devices(asked: Devices, people: Mapping[int, Sequence[Deed]], _: Pace) -> list[Touched]:
    users: dict[str, list[int]] = defaultdict(list)
    for person, deeds in people.items():
        if deeds[0].agent is not None:
            users[deeds[0].agent].append(person)
    found = []
    for pair in users.values():
        if len(pair) != 2:  # a browser that more have is a common one
            continue
        both = [[d for d in people[who] if d.handed_in][: asked.of_last] for who in pair]
        passed = _passed(sorted((d for own in both for d in own), key=lambda d: d.at), asked)
        if len(passed) < asked.at_least:
            continue
        for who, other in (pair, pair[::-1]):
            own = [one for one in passed if one.person == who]
            seen = [one for own_deeds in both for one in own_deeds]
            found.append(
                Touched(
                    who,
                    _figures(seen, own, shared_with=other, minutes=asked.minutes)
                    | {"counted": len(passed)},
                )
            )
    return found


def _passed(deeds: Sequence[Deed], asked: Devices) -> list[Deed]:
    """The hand-ins that came soon after the other's; none where both were at work at once."""
    found = []
    for before, deed in pairwise(deeds):
        if before.person == deed.person:
            continue
        if deed.at - (deed.seconds or 0.0) < before.at - 1:
            return []
        if deed.at - before.at <= asked.minutes * 60:
            found.append(deed)
    return found


def _each(look: Callable[[Any, Sequence[Deed], Pace], Evidence | None]) -> _Look:
    """Of what looks at one person, what looks at all."""

    def every(asked: Any, people: Mapping[int, Sequence[Deed]], pace: Pace) -> list[Touched]:
        found = ((who, look(asked, deeds, pace)) for who, deeds in people.items())
        return [Touched(who, evidence) for who, evidence in found if evidence is not None]

    return every


def _part(
    asked: Condition, seen: Sequence[Deed], counted: Sequence[Deed], *, above: float
) -> Evidence | None:
    """Where so many were seen, and at least this part of them counts."""
    if len(seen) < asked.at_least or not counted:
        return None
    share = len(counted) / len(seen)
    reached = share > above if isinstance(asked, Gold) else share >= above
    return (
        _figures(seen, counted, share=round(share, 3), limit=round(above, 3)) if reached else None
    )


def _figures(seen: Sequence[Deed], counted: Sequence[Deed], **more: float | int) -> Evidence:
    return {
        "seen": len(seen),
        "counted": len(counted),
        **more,
        "work": [one.work for one in counted[:NAMED]],
    }


def _log(seconds: float) -> float:
    return math.log(max(1.0, seconds))


@dataclass(frozen=True, slots=True)
class Collector:
    """What is asked of it, at which levels it has something to look at, and whether what it sees is
    enough to stop somebody."""

    condition: type[Condition]
    look: _Look
    levels: frozenset[int] = frozenset({0, 1, 2})
    stops: bool = True


COLLECTORS: Mapping[str, Collector] = {
    "speed": Collector(Speed, _each(_speed)),
    "skips": Collector(Skips, _each(_skips)),
    "agreement": Collector(Agreement, _each(_agreement), frozenset({0})),
    "gold": Collector(Gold, _each(_gold)),
    "returns": Collector(Returns, _each(_returns), frozenset({0, 1})),
    "devices": Collector(Devices, _devices, stops=False),
}
