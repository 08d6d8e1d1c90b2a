"""Which work is for whom, decided: what a level asks, what of it somebody lacks, which piece of
work is the best one for him next. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from app.core.regions import Region


class Device(StrEnum):
    """What somebody works at, the smallest first."""

    PHONE = "phone"
    TABLET = "tablet"
    DESKTOP = "desktop"


_SIZES = list(Device)
Share = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
Team = Annotated[
    str,
    StringConstraints(
        pattern=r"^[^\x00-\x1f\x7f]*$", min_length=1, max_length=40, strip_whitespace=True
    ),
]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AskedCourse(_Part):
    """A course whose certificate is asked for; of any project."""

    project_id: Annotated[int, Field(ge=1, le=2**63 - 1)]
    course_id: Annotated[int, Field(ge=1, le=2**63 - 1)]


class AskedAnswers(_Part):
    """So many accepted pieces of work in this stage at that level, of what was decided there."""

    level: Literal[0, 1] = 0
    answers: Annotated[int, Field(ge=0, le=1_000_000)]
    share: Share = 0


class AskedVerdicts(_Part):
    """So many verdicts of level 1 in this stage that level 2 looked at, and how many it upheld."""

    verdicts: Annotated[int, Field(ge=0, le=1_000_000)]
    share: Share = 0


class Asked(_Part):
    """What a level of a stage asks of who wants its work. All of it must be met; what is left out
    is not asked. With `climb`, who meets it may take the level's role himself."""

    certificates: Annotated[list[AskedCourse], Field(max_length=20)] = []
    accepted: AskedAnswers | None = None
    upheld: AskedVerdicts | None = None
    languages: Annotated[list[Language], Field(max_length=50)] = []
    regions: Annotated[list[Region], Field(max_length=50)] = []
    devices: Annotated[list[Device], Field(max_length=3)] = []
    teams: Annotated[list[Team], Field(max_length=50)] = []
    invited: bool = False
    climb: bool = False

    def kept(self) -> dict[str, Any]:
        """As it is stored: without what is not asked."""
        return self.model_dump(mode="json", exclude_defaults=True)


OF_THE_CLAIM = ("devices", "climb")
"""What an admission says nothing of: the first is asked at each claim, the second of nobody."""


@dataclass(frozen=True, slots=True)
class Course:
    """A course that is asked for, and how somebody stands to it."""

    project_id: int
    course_id: int
    title: str
    open: bool
    passed: bool  # holds a certificate that counts here, or held one that has run out
    valid: bool
    expires_at: datetime | None = None
    next_attempt_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of somebody, as far as a level can ask for it."""

    courses: Sequence[Course] = ()
    accepted: int = 0  # of the level that is asked about
    decided: int = 0
    verdicts: int = 0
    upheld: int = 0
    language: str | None = None
    lives: str | None = None
    team: str | None = None
    invited: bool = False

    @property
    def until(self) -> datetime | None:
        """When the first of what this rests on ends by itself."""
        return min((c.expires_at for c in self.courses if c.expires_at), default=None)


def missing(asked: Asked, known: Known) -> list[dict[str, Any]]:
    """What stands between somebody and a level, each with its code and what would change it, in
    JSON's values; nothing where he is let in. The device is not asked here: see `fits`."""
    found: list[dict[str, Any]] = []
    lacks = [course for course in known.courses if not course.valid]
    for code, some in (
        ("certificate_missing", [course for course in lacks if not course.passed]),
        ("certificate_expired", [course for course in lacks if course.passed]),
    ):
        if some:
            found.append({"code": code, "courses": [_course(course) for course in some]})
    if asked.accepted is not None:
        wants = asked.accepted
        found += _counted("answers", wants.answers, wants.share, known.accepted, known.decided)
    if asked.upheld is not None:
        judged = asked.upheld
        found += _counted("verdicts", judged.verdicts, judged.share, known.upheld, known.verdicts)
    if asked.languages and not any(_speaks(known.language, one) for one in asked.languages):
        found.append({"code": "language", "languages": list(asked.languages)})
    if asked.regions and known.lives not in asked.regions:
        found.append({"code": "region", "regions": [one.value for one in asked.regions]})
    if asked.teams and known.team not in asked.teams:
        found.append({"code": "team", "teams": list(asked.teams)})
    if asked.invited and not known.invited:
        found.append({"code": "invitation_missing"})
    return found


def _course(course: Course) -> dict[str, Any]:
    again = course.next_attempt_at
    return {
        "project_id": course.project_id,
        "course_id": course.course_id,
        "title": course.title,
        "state": "open" if course.open else "closed",
        "passed": course.passed,
        "next_attempt_at": None if again is None else again.isoformat(),
    }


def _counted(of: str, least: int, share: float, good: int, all: int) -> list[dict[str, Any]]:
    """Of answers what was accepted is counted, of verdicts what was looked at: those that were not
    upheld were work, too."""
    has = good if of == "answers" else all
    if has < least:
        return [{"code": "too_few_accepted", "of": of, "answers": least, "has": has}]
    if all and good / all < share:
        reached = round(good / all, 4)
        return [{"code": "share_too_low", "of": of, "share": share, "has": reached}]
    return []


def _speaks(language: str | None, asked: str) -> bool:
    """Whether `language` is the one asked for, or a kind of it: ko-KR is ko."""
    return language is not None and (language == asked or language.startswith(f"{asked}-"))


def device_of(agent: str, mobile: str) -> Device:
    """At what a request was made, by its User-Agent and Sec-CH-UA-Mobile. A program without either
    is at a desktop."""
    if "iPad" in agent or "Tablet" in agent:
        return Device.TABLET
    if mobile == "?1" or "Mobi" in agent or "iPhone" in agent:
        return Device.PHONE
    return Device.TABLET if "Android" in agent else Device.DESKTOP


def smaller(at: Device, declared: Device | None) -> Device:
    """The device that counts: the smaller of what the request shows and what the page says. A
    tablet that calls itself a computer is still a tablet, by its page, which knows its screen; and
    nobody gets in by declaring a larger one than his browser names."""
    return at if declared is None else min(at, declared, key=_SIZES.index)


def fits(devices: Sequence[str] | None, at: Device) -> list[dict[str, Any]]:
    """The need of a device, where another one is asked for."""
    if not devices or at in devices:
        return []
    return [{"code": "device", "devices": list(devices)}]


@dataclass(frozen=True, slots=True)
class Counted:
    """How much somebody has claimed, where that is limited."""

    day_limit: int | None = None
    today: int | None = None
    person_limit: int | None = None
    ever: int | None = None
    share: int | None = None  # his, while announced work is shared out
    shared: int = 0  # what he has had of it
    until: str | None = None


def left(at: Counted, again_at: str) -> tuple[int | None, list[dict[str, Any]]]:
    """How many more pieces may be claimed (None: no limit), and the needs where that is none.
    `again_at` is when the next day begins."""
    needs: list[dict[str, Any]] = []
    rooms: list[int] = []
    for limit, has, need in (
        (at.day_limit, at.today, {"code": "day_limit", "again_at": again_at}),
        (at.person_limit, at.ever, {"code": "person_limit"}),
    ):
        if limit is not None:
            rooms.append(max(0, limit - (has or 0)))
            if rooms[-1] == 0:
                needs.append(need | {"limit": limit})
    if at.share is not None:
        rooms.append(max(0, at.share - at.shared))
        if rooms[-1] == 0:
            needs.append({"code": "share_taken", "share": at.share, "until": at.until})
    return min(rooms, default=None), needs


@dataclass(frozen=True, slots=True)
class Offered:
    """Work that somebody may claim now, and how he and it get on."""

    hourly: int | None  # what it pays an hour, in minor units
    wage: int  # the minimum wage an hour
    hours_left: float | None = None  # until its shares, or what waits for him, run out
    again: bool = False  # a rework that he returned waits for him
    accepted: int = 0  # of his work here
    decided: int = 0
    trusted: float | None = None  # how likely his work here is right; None: nothing is known
    hand_ins: int = 0  # his, here, of late
    run: int = 0  # of his newest hand-ins, how many in a row were of this
    best: bool = False  # nowhere is more of his work accepted


SOON = 24.0
"""Hours before a term ends in which it presses."""
ENOUGH = 10
"""Decisions before somebody's share says anything."""
LONG = 20
"""Hand-ins in a row after which something else would be a change."""
WEIGHTS = {
    "recheck": 60.0,
    "deadline": 50.0,
    "pay": 30.0,
    "trusted": 20.0,
    "accepted": 20.0,
    "best": 8.0,
}
VARIETY = 15.0


def score(offer: Offered) -> tuple[float, list[dict[str, Any]]]:
    """How good this work would be next, and what speaks for it, the weightiest first; a reason has
    its code and the figure that says so."""
    said: list[tuple[float, dict[str, Any]]] = []
    if offer.again:
        said.append((WEIGHTS["recheck"], {"code": "recheck"}))
    if offer.hours_left is not None and offer.hours_left < SOON:
        presses = 1 - max(0.0, offer.hours_left) / SOON
        hours = round(max(0.0, offer.hours_left), 1)
        said.append((WEIGHTS["deadline"] * presses, {"code": "deadline", "hours": hours}))
    if offer.hourly is not None and offer.wage > 0:
        times = min(2.0, offer.hourly / offer.wage)
        said.append((WEIGHTS["pay"] * times / 2, {"code": "pay", "hourly": offer.hourly}))
    if offer.trusted is not None:
        # Without the figure: it moves with known answers, which nobody is to find by it.
        said.append((WEIGHTS["trusted"] * (offer.trusted - 0.5) * 2, {"code": "trusted"}))
    elif offer.decided >= ENOUGH:
        share = offer.accepted / offer.decided
        good = {"code": "accepted", "share": round(share, 4)}
        said.append((WEIGHTS["accepted"] * (share - 0.5) * 2, good))
    if offer.best:
        said.append((WEIGHTS["best"], {"code": "best"}))
    points = sum(weight for weight, _ in said)
    if offer.run >= LONG:
        points -= VARIETY
    elif offer.run == 0 and offer.hand_ins > 0:
        points += VARIETY / 3
        said.append((VARIETY / 3, {"code": "variety"}))
    reasons = [reason for weight, reason in sorted(said, key=lambda one: -one[0]) if weight > 0]
    return points, reasons


def share_of(places: int, wishes: int) -> int | None:
    """How many pieces each of those who wished for a part may claim while work is shared out; None
    where nobody has wished, or nothing has opened."""
    return None if wishes == 0 or places == 0 else -(-places // wishes)


def tally(needs: Sequence[Sequence[Mapping[str, Any]]]) -> list[dict[str, Any]]:
    """How many people lack each thing, the commonest first."""
    counts: dict[str, int] = {}
    for one in needs:
        for code in {str(need["code"]) for need in one}:
            counts[code] = counts.get(code, 0) + 1
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [{"code": code, "people": people} for code, people in ordered]
