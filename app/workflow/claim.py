"""Claim work: up to k seats of one stage and level, or the truth that there is none."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import NAMESPACE_OID, UUID, uuid5

from psycopg.errors import LockNotAvailable
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound, Unavailable
from app.core.policy import quality_of
from app.core.states import ProjectState, StageState
from app.inspection.rules import roll
from app.routing.rules import Device
from app.tasks.claiming import WAIT_MS, known_left, pick, set_lock_timeout
from app.tasks.hints import HEAD, hints
from app.tasks.reclaiming import reclaim, what_is_left
from app.tasks.terms import Terms, terms
from app.workflow import admit, gate
from app.workflow.resume import HoldsFull, full, take_up

ROUNDS = 20  # how often a claim looks again after others were quicker, before it gives up
CROWDED = "Many people are taking this work just now; try again."


class StageClosed(Conflict):
    """The stage hands out no work now."""

    code, title = "stage_closed", "No work is handed out"


class AgreementUnsigned(Conflict):
    """The project has an agreement of its own that the person has not signed."""

    code, title = "agreement_unsigned", "Sign the project's agreement first"


def claim_key(key: str) -> UUID:
    """The client's key as it is stored."""
    return uuid5(NAMESPACE_OID, key)


def claim(
    s: Session,
    *,
    me: int,
    project_id: int,
    stage_id: int,
    level: int,
    count: int,
    key: str,
    device: Device = Device.DESKTOP,
) -> list[int]:
    """Claim up to `count` seats; returns the assignments' ids, none only if there is no work.

    The caller's requests wait for each other (`door.enter(alone=True)`), so that what he holds is
    counted exactly. The same key returns the same leases. Raises `StageClosed`, `HoldsFull`,
    `AgreementUnsigned`, `NotFound`, `NotAdmitted` by what the level asks, and at collect stages
    `NotLetIn`.
    """
    found = terms(
        s, project_id=project_id, stage_id=stage_id, level=level, me=me, key=claim_key(key)
    )
    if found is None or not found.member:
        raise NotFound("There is no such stage for you here.")
    if found.same:
        return found.same
    free = room(found)
    here = (me, project_id, stage_id, level)
    most = admit.admit(s, place=here, found=found, device=device)
    leases: list[int] = []
    admitted = gate.admit(
        s,
        me=me,
        project_id=project_id,
        stage_id=stage_id,
        gate=found.gate,
        wanted=min(count, free),
    )
    wanted = admitted.wanted
    for waiting in found.rechecks:  # some of them, others may have taken
        if wanted and take_up(
            s, me=me, project_id=project_id, assignment_id=waiting, key=claim_key(key)
        ):
            leases.append(waiting)
            wanted -= 1
    if most == 0 and not leases:
        admit.must_be_free(found)
    if most is not None:
        wanted = min(wanted, most)
    where = (project_id, stage_id, level, me, claim_key(key))
    leases += _taken(s, where, found, wanted, held=bool(leases))
    gate.enter(s, project_id=project_id, stage_id=stage_id, admitted=admitted, leases=leases)
    return leases


def room(found: Terms) -> int:
    """How many more leases the terms allow: one at least. Raises `StageClosed`,
    `AgreementUnsigned`, `Paused`, `HoldsFull`."""
    if (
        found.stage_state != StageState.OPEN
        or found.project_state != ProjectState.OPEN
        or found.price is None
        or found.schema_version is None
    ):
        raise StageClosed("This stage hands out no work at the moment; look again later.")
    if found.unsigned is not None:
        raise AgreementUnsigned(
            "Read and sign the agreement of this project, then claim its work.",
            agreement_id=found.unsigned,
        )
    admit.must_go_on(found)
    if found.live >= found.seats:
        raise full(found.live)
    return found.seats - found.live


def known_due(
    found: Terms, *, me: int, key: UUID, level: int, taken: int = 0, known: int = 0
) -> bool:
    """Whether a task with a known answer is next, after `taken` seats of this claim with `known`
    ones among them: drawn from the stage's secret salt, so that nobody can foresee it, and the
    same for a claim that is made again. What he holds counts as if it had been handed in."""
    gold = quality_of(found.quality).gold
    if gold is None or found.gold_queue_id is None:
        return False
    answers = (found.answers or 0) + found.live + taken
    share = gold.share(answers, (found.gold or 0) + (found.live_gold or 0) + known)
    return roll(f"{found.salt}:{key}", me, answers, level) < share


def next_lease(
    s: Session,
    *,
    me: int,
    project_id: int,
    stage_id: int,
    level: int,
    key: str,
    again: bool,
    device: Device = Device.DESKTOP,
) -> list[int]:
    """The lease that comes with a hand-in: one, or none where the stage has nothing for now. A
    hand-in that is answered `again` gets what it got the first time, and never more."""
    if again:
        found = terms(
            s,
            project_id=project_id,
            stage_id=stage_id,
            level=level,
            me=me,
            key=claim_key(f"next:{key}"),
        )
        return found.same if found is not None else []
    try:
        return claim(
            s,
            me=me,
            project_id=project_id,
            stage_id=stage_id,
            level=level,
            count=1,
            key=f"next:{key}",
            device=device,
        )
    except (StageClosed, AgreementUnsigned, HoldsFull, gate.NotLetIn, admit.NotAdmitted):
        return []


Where = tuple[int, int, int, int, UUID]
"""Project, stage, level, person, and the claim's key."""


def _taken(s: Session, where: Where, found: Terms, wanted: int, *, held: bool) -> list[int]:
    """Up to `wanted` seats, known answers among them at the places where they are due. Where one
    is due and there is none, that seat's work is to be looked at."""
    *_, level, me, key = where
    leases: list[int] = []
    known = asked = 0
    while asked < wanted:
        run = asked
        while run < wanted and not known_due(
            found, me=me, key=key, level=level, taken=run, known=known
        ):
            run += 1
        if run > asked:
            others = _from_queue(s, where, found, run - asked)
            leases += others
            if len(others) < run - asked:
                return leases
        if run == wanted:
            return leases
        one = _known(s, where, found, wait=not (held or leases))
        known += len(one)
        one = one or _from_queue(s, where, found, 1, dry=True)
        if not one:
            return leases
        leases += one
        asked = run + 1
    return leases


def _known(s: Session, where: Where, found: Terms, *, wait: bool) -> list[int]:
    """One task with a known answer that this person has not had; none where the pool is dry.
    Many may be at the few seats that there are: they are waited for by who holds no other seat,
    so that nobody waits in a circle."""
    project_id, stage_id, level, me, key = where

    def look(*, wait: bool = False) -> list[int]:
        while True:
            leases, _, blocked = pick(
                s,
                project_id=project_id,
                stage_id=stage_id,
                level=level,
                me=me,
                key=key,
                held=found,
                count=1,
                after=HEAD,
                wait=wait,
                known=True,
            )
            if leases or not blocked:
                return leases

    leases = look()
    for _ in range(ROUNDS):
        if leases or not wait or not known_left(s, project_id=project_id, held=found, me=me):
            break
        with _patience(s):
            leases = look(wait=True)
    return leases


def _from_queue(
    s: Session, where: Where, found: Terms, wanted: int, *, dry: bool = False
) -> list[int]:
    """Look from where the queue's head was; then from its very head; then wait for seats that
    others are just taking, and give back what has run out, until there is nothing to be seen:
    a seat that came free while this request waited for another one is work, too."""
    project_id, stage_id, level, me, key = where
    queue = (project_id, found.queue_id)
    place = {"project_id": project_id, "stage_id": stage_id, "level": level}

    def look(after: tuple[int, int], *, wait: bool = False) -> list[int]:
        while True:
            leases, first, blocked = pick(
                s,
                project_id=project_id,
                stage_id=stage_id,
                level=level,
                me=me,
                key=key,
                held=found,
                count=1 if wait else wanted,
                after=after,
                wait=wait,
                dry=dry,
            )
            if leases or not blocked:
                if leases and first is not None and level == 0:
                    hints.put(s, queue, first)
                return leases

    hint = hints.get(s, queue)
    cursor = (found.cursor[0], found.cursor[1]) if found.cursor else HEAD
    start = max(hint, cursor)
    if leases := look(start):
        return leases
    if start != HEAD:
        hints.drop(s, queue)
        if leases := look(HEAD):
            return leases
    barren = False  # what is still due is being handed in, late, by its holder
    with _patience(s):
        for _ in range(ROUNDS):
            if leases := look(HEAD, wait=True):
                return leases
            offered, overdue = what_is_left(s, queue_id=found.queue_id, me=me, **place)
            if overdue and not barren:
                barren = reclaim(s, **place) == 0
            elif not offered:
                return []
    raise Unavailable(CROWDED)


@contextmanager
def _patience(s: Session) -> Iterator[None]:
    """Wait for what others have locked, and say so where it takes too long."""
    set_lock_timeout(s, WAIT_MS)
    lost = False
    try:
        with s.begin_nested():
            yield
    except OperationalError as refusal:
        lost = refusal.connection_invalidated  # there is nobody to be told of the timeout
        if isinstance(refusal.orig, LockNotAvailable):
            raise Unavailable(CROWDED) from refusal
        raise
    finally:
        if not lost:
            set_lock_timeout(s, 0)
