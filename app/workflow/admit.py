"""Who is let in to a level of a stage: what its requirement asks, how much one may claim, and his
part of work that is being shared out.

A claim asks for an admission by its key, in its one joined read. Only who has none that is fresh is
looked at; being let in is kept, and forgotten where something that it rests on changes
(`look_again`). A refusal is never kept: the next try looks again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.core.clock import SEOUL, day_of, utcnow
from app.core.errors import Conflict
from app.people.queries.teams import who_may_want
from app.routing import queries
from app.routing.queries import Question
from app.routing.rules import Asked, Counted, Device, fits, left, missing, tally
from app.tasks.rules import ORDER, Need
from app.tasks.terms import Terms

CHUNK = 500
MOST = 5_000
"""People whom a try looks at."""


class NotAdmitted(Conflict):
    """What the level asks is not met; `needs` says all of it."""

    code, title = "not_admitted", "You are not let in yet"


class Paused(NotAdmitted):
    """The level hands out no work to this person until somebody has looked at his."""

    code, title = "paused", "Your new work is paused"


class Suspended(NotAdmitted):
    """The project hands out no work to this person, by an arbiter's word."""

    code, title = "suspended", "You are suspended here"


class GuidelineUnread(NotAdmitted):
    """A version of the guideline is to be read before more of the stage's work is claimed."""

    code, title = "guideline_unread", "Read the guideline first"


class CertificateMissing(NotAdmitted):
    """A course has to be taken first."""

    code, title = "certificate_missing", "Take the course first"


class CertificateExpired(NotAdmitted):
    """A certificate has run out."""

    code, title = "certificate_expired", "A certificate has run out"


class TooFewAccepted(NotAdmitted):
    """Too little of his work has been accepted here, or upheld."""

    code, title = "too_few_accepted", "More experience is asked for"


class ShareTooLow(NotAdmitted):
    """Too much of his work was rejected here, or overturned."""

    code, title = "share_too_low", "More of the work has to be right"


class OtherLanguage(NotAdmitted):
    """Another first language is asked for."""

    code, title = "language", "Another language is asked for"


class OtherRegion(NotAdmitted):
    """Who lives elsewhere is asked for."""

    code, title = "region", "Another region is asked for"


class OtherDevice(NotAdmitted):
    """The work is not for this device."""

    code, title = "device", "Another device is asked for"


class OtherTeam(NotAdmitted):
    """Another team is asked for."""

    code, title = "team", "Another team is asked for"


class InvitationMissing(NotAdmitted):
    """The level is kept for some."""

    code, title = "invitation_missing", "By invitation"


class DayLimit(NotAdmitted):
    """He has claimed as much today as one may."""

    code, title = "day_limit", "Enough for today"


class PersonLimit(NotAdmitted):
    """He has claimed as much as one may."""

    code, title = "person_limit", "Your part is done"


class ShareTaken(NotAdmitted):
    """He has his part of what is being shared out."""

    code, title = "share_taken", "Your share is taken"


_REFUSALS: dict[str, tuple[type[NotAdmitted], str]] = {
    kind.code: (kind, sentence)
    for kind, sentence in (
        (Suspended, "You get no new work in this project; read the arbiter's reasons."),
        (Paused, "You get no new work here until somebody has looked at what was noticed."),
        (
            GuidelineUnread,
            "The guideline is new; read it and confirm that, then claim.",
        ),
        (CertificateMissing, "Take the course of this work and pass its exam, then claim it."),
        (CertificateExpired, "Your certificate has run out; pass the exam of the course again."),
        (TooFewAccepted, "Do more of this stage's work first; what was accepted counts."),
        (ShareTooLow, "More of your work here has to be accepted first."),
        (OtherLanguage, "This work asks for another first language; see your profile."),
        (OtherRegion, "This work is for people who live elsewhere; see your profile."),
        (OtherDevice, "This work is not done on this device; use another one."),
        (OtherTeam, "This work is kept for another team; ask a manager of the project."),
        (InvitationMissing, "This work is by invitation; ask a manager of the project."),
        (DayLimit, "You have claimed as much of this work as one may on a day; go on tomorrow."),
        (PersonLimit, "You have claimed as much of this work as one may; look at other work."),
        (ShareTaken, "You have your share of this work; more of it is free a little later."),
    )
}


def refuse(needs: list[dict[str, Any]]) -> None:
    """Raises `NotAdmitted`, by the first of `needs` in the order in which they are said; nothing
    where there is none."""
    if needs:
        needs = in_order(needs)
        kind, sentence = _REFUSALS[needs[0]["code"]]
        raise kind(sentence, needs=needs)


Place = tuple[int, int, int, int]
"""(person, project, stage, level): who wants in where."""


def admit(s: Session, *, place: Place, found: Terms, device: Device) -> int | None:
    """Let somebody claim; how many pieces at most by the level's limits, None for any number.

    Asks nothing of the database where the terms say that he was let in, or that nothing is asked.
    Raises `NotAdmitted`; but where only a limit stands against him, and what he returned waits for
    him, the answer is 0.
    """
    _, project_id, stage_id, _ = place
    refuse(_unread(project_id, stage_id, found.unread))
    let_in(s, place=place, found=found, device=device)
    if not found.rechecks:
        must_be_free(found)
    return left(_counted(found), next_day().isoformat())[0]


def let_in(s: Session, *, place: Place, found: Terms, device: Device) -> None:
    """Let somebody in to what a level asks. That is all that is asked of who takes up again what
    he has claimed before: he has been counted. Raises `NotAdmitted`."""
    if found.asked_version is None:
        return
    needs = fits(found.devices, device)
    if not found.let_in:
        needs += _look(s, place, found.asked_version)
    refuse(needs)


def must_go_on(found: Terms) -> None:
    """Raises `Suspended` where he gets nothing new by an arbiter's word, `Paused` where until
    somebody has looked."""
    if found.suspended_by is not None:
        refuse([{"code": Need.SUSPENDED, "suspension_id": found.suspended_by}])
    refuse([{"code": Need.PAUSED, "hit_id": found.paused_by}] if found.paused else [])


def _unread(project_id: int, stage_id: int, version: int | None) -> list[dict[str, Any]]:
    if version is None:
        return []
    here = {"project_id": project_id, "stage_id": stage_id, "version": version}
    return [{"code": Need.GUIDELINE_UNREAD, **here}]


def must_be_free(found: Terms) -> None:
    """Raises `NotAdmitted` where he has claimed as much as the level's limits allow."""
    refuse(left(_counted(found), next_day().isoformat())[1])


def _look(s: Session, place: Place, version: int) -> list[dict[str, Any]]:
    """Look at somebody anew; keep that he is let in, if he is."""
    me, project_id, stage_id, level = place
    row = queries.requirement(s, project_id, stage_id, level)
    if row is None:
        return []
    question = Question(me, project_id, stage_id, level, Asked.model_validate(row.asked))
    (known,) = queries.known(s, [question])
    needs = missing(question.asked, known)
    if not needs:
        queries.keep_admission(s, question, version=version, until=known.until)
    return needs


def _counted(found: Terms) -> Counted:
    shared = found.shared or {}
    return Counted(
        day_limit=found.day_limit,
        today=found.today,
        person_limit=found.person_limit,
        ever=found.ever,
        share=shared.get("share"),
        shared=shared.get("has", 0),
        until=shared.get("until"),
    )


def next_day() -> datetime:
    """When tomorrow begins in Seoul."""
    return datetime.combine(day_of(utcnow()) + timedelta(days=1), time(), SEOUL)


def look_again(s: Session, person_id: int, project_id: int | None = None) -> None:
    """Something that this person's admissions rest on has changed: a certificate, what he says of
    himself, his team."""
    queries.forget_admissions(s, person_id, project_id)


@dataclass(frozen=True, slots=True)
class Level:
    """How somebody stands to a level: what it asks that he lacks, what of its limits is left."""

    asked: Asked | None
    needs: list[dict[str, Any]]
    limits: list[dict[str, Any]]  # the needs of limits that are reached
    counted: Counted

    @classmethod
    def open(cls) -> "Level":
        """One that asks nothing of anybody."""
        return cls(None, [], [], Counted())

    @property
    def all(self) -> list[dict[str, Any]]:
        """All that stands between, in the order in which it is said."""
        return in_order(self.needs + self.limits)


def levels_of(
    s: Session, me: int, levels: Sequence[tuple[int, int, int]], device: Device | None = None
) -> list[Level]:
    """How does this person stand to each of these (project, stage, level)? Without a `device` that
    is not asked. Two statements at most, however many."""
    at = queries.standings(s, me, levels)
    asked = [None if one.asked is None else Asked.model_validate(one.asked) for one in at]
    asking = {
        nth: Question(me, *levels[nth], wants)
        for nth, wants in enumerate(asked)
        if wants is not None and not at[nth].let_in
    }
    known = dict(zip(asking, queries.known(s, list(asking.values())), strict=True))
    tomorrow = next_day().isoformat()
    found = []
    for nth, (wants, one) in enumerate(zip(asked, at, strict=True)):
        needs: list[dict[str, Any]] = []
        if one.suspended_by is not None:
            needs.append({"code": Need.SUSPENDED, "suspension_id": one.suspended_by})
        if one.paused is not None:
            needs.append({"code": Need.PAUSED, **one.paused})
        needs += _unread(*levels[nth][:2], one.unread)
        if wants is not None and nth in known:
            needs += missing(wants, known[nth])
        if wants is not None and device is not None:
            needs += fits(wants.devices, device)
        share, has = one.shared or (None, 0)
        counted = Counted(
            day_limit=one.day_limit,
            today=one.today,
            person_limit=one.person_limit,
            ever=one.ever,
            share=share,
            shared=has,
            until=None if share is None or one.until is None else one.until.isoformat(),
        )
        found.append(Level(wants, needs, left(counted, tomorrow)[1], counted))
    return found


def in_order(needs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As needs are said."""
    return sorted(needs, key=lambda need: ORDER.index(need["code"]))


def tell(s: Session, me: int, rows: list[dict[str, Any]], device: Device) -> list[Level]:
    """Add to rows of the market, or to offers, what their levels want of this person, as `needs`;
    and to `may`, where a row says that. How he stands to each, for who wants to know more. Only of
    rows whose level `asks` something is it looked up."""
    asking = [row for row in rows if row["asks"]]
    places = [(row["project_id"], row["stage_id"], row["level"]) for row in asking]
    found = iter(levels_of(s, me, places, device))
    at = [next(found) if row.pop("asks") else Level.open() for row in rows]
    for row, level in zip(rows, at, strict=True):
        row["needs"] = in_order(row["needs"] + level.all)
        if "may" in row:
            row["may"] = not row["needs"]
    return at


def lacking(
    s: Session, *, project_id: int, stage_id: int, level: int, asked: Asked, people: Sequence[int]
) -> Iterator[tuple[int, list[dict[str, Any]]]]:
    """Each of these people, with what he lacks of this."""
    for start in range(0, len(people), CHUNK):
        some = people[start : start + CHUNK]
        questions = [Question(one, project_id, stage_id, level, asked) for one in some]
        for one, known in zip(some, queries.known(s, questions), strict=True):
            yield one, missing(asked, known)


def try_out(
    s: Session, *, project_id: int, stage_id: int, level: int, asked: Asked
) -> dict[str, Any]:
    """Whom would this touch: how many of those who may want the level's work are let in, and what
    the others lack."""
    people = who_may_want(s, project_id, level, asked.climb, limit=MOST)
    here = {"project_id": project_id, "stage_id": stage_id, "level": level}
    needs = [lacks for _, lacks in lacking(s, **here, asked=asked, people=people)]
    return {
        "members": len(people),
        "admitted": sum(not lacks for lacks in needs),
        "by_need": tally(needs),
    }
