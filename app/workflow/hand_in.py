"""What every hand-in shares, at all three levels: the lock, the retry, the receipt."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy.orm import Session

from app.core.database import after_commit
from app.core.errors import Conflict, NotFound, WrongState
from app.core.states import AssignmentState
from app.core.watch_meters import meters
from app.tasks.facts import Facts
from app.tasks.queries import facts_of, others_live
from app.workflow.changes import Changes
from app.workflow.halting import look_at
from app.workflow.outcomes import wind_down


class OtherAnswer(Conflict):
    """The same key came before with a different answer."""

    code, title = "other_answer", "Handed in differently"


class GroupFollows(Conflict):
    """Who records does this for all who speak with him."""

    code, title = "group_follows", "The group's host does this"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a hand-in did; a retry with the same key gets the same one."""

    submission_id: int
    assignment_id: int
    attempt: int
    state: AssignmentState  # of the assignment, right after this hand-in
    stage_id: int
    level: int
    price: int
    again: bool = False  # answered before: this is the first receipt
    known: dict[str, Any] | None = None  # how it was, where the answer is known and he is told


def body_hash(body: Any) -> str:
    """SHA-256 of a body's canonical JSON, in hex."""
    return sha256(orjson.dumps(body, option=orjson.OPT_SORT_KEYS)).hexdigest()


def mine(facts: Facts | None, me: int) -> Facts:
    """The facts, if the assignment is this person's. Raises `NotFound` otherwise."""
    if facts is None or facts.own.worker_id != me:
        raise NotFound("There is no such work of yours here.")
    return facts


def hand_in(
    s: Session,
    *,
    me: int,
    project_id: int,
    assignment_id: int,
    key: str,
    body: Any,
    act: Callable[[Facts, Changes], None],
    active_seconds: int | None = None,
) -> Receipt:
    """Hand in `body` once. `act` decides under the task's lock and fills `Changes`.

    `active_seconds` is how long the client saw hands on the work; no longer than he had it.

    A `key` that was used before for this assignment returns the first receipt if the body is the
    same. Raises `NotFound`, `OtherAnswer`, `WrongState`, `GroupFollows`, and what `act` raises.
    """
    digest = body_hash(body)
    facts = mine(facts_of(s, project_id, assignment_id, key=key), me)
    if facts.stored is None and not may_hand_in(facts):
        # Whoever waited for the lock read the history as it was before: look once more.
        facts = mine(facts_of(s, project_id, assignment_id, key=key), me)
    if facts.stored is not None:
        return _first(facts, digest)
    if not may_hand_in(facts):
        raise WrongState(
            f"This work is “{facts.own.state}” and cannot be handed in; your draft is kept.",
            state=facts.own.state.value,
        )
    if facts.follows is not None:
        raise GroupFollows("Who records hands in for all of the group; wait for it.")
    own = facts.own
    c = Changes(facts, by=me, why="hand-in")
    own.attempt += 1
    c.submission = {
        "id": facts.submission_id,
        "assignment_id": own.id,
        "worker_id": own.worker_id,
        "stage_id": facts.stage.id,
        "level": own.level,
        "attempt": own.attempt,
        "active_seconds": None
        if active_seconds is None
        else min(active_seconds, facts.had_seconds),
        "client_key": key,
        "body_hash": digest,
        "schema_version": facts.schema_version,
    }
    act(facts, c)
    c.submission["outcome"] = own.state.value
    if own.level == 0:
        c.further = [
            c.submission
            | {
                "id": submission_id,
                "assignment_id": mate.id,
                "worker_id": mate.worker_id,
                "attempt": mate.attempt,
                "outcome": mate.state.value,
                "answer": None,  # it is the one that is handed in for all
            }
            for mate, submission_id in facts.mates
        ]
    if facts.closing:
        wind_down(c, others_live(s, facts))
    c.settle(s)
    look_at(s, c)
    after_commit(s, meters().submissions.labels(str(own.level)).inc)
    return Receipt(
        submission_id=facts.submission_id,
        assignment_id=own.id,
        attempt=own.attempt,
        state=own.state,
        stage_id=facts.stage.id,
        level=own.level,
        price=own.price,
        known=None if c.given is None else _told(facts, asdict(c.given)),
    )


def _told(facts: Facts, given: dict[str, Any] | None) -> dict[str, Any] | None:
    """Where the stage tells at once what was known: the score, 0 to 1, and what was right."""
    gold = facts.stage.quality.gold
    if given is None or facts.gold is None or gold is None or not gold.tell:
        return None
    return {
        "score": round(given["score"], 3),
        "right": given["right"],
        "marks": given["marks"],
        "answer": facts.gold.answer,
    }


def may_hand_in(facts: Facts) -> bool:
    """A late hand-in counts as long as nobody has reclaimed the lease."""
    if facts.own.level == 0:
        return facts.own.state in (AssignmentState.RESERVED, AssignmentState.REWORK)
    return facts.own.state is AssignmentState.RESERVED


def _first(facts: Facts, digest: str) -> Receipt:
    stored = facts.stored
    assert stored is not None
    if stored["hash"] != digest:
        raise OtherAnswer(
            "This Idempotency-Key was used for a different answer; use a new key for a new answer."
        )
    return Receipt(
        submission_id=stored["id"],
        assignment_id=facts.own.id,
        attempt=stored["attempt"],
        state=AssignmentState(stored["outcome"]),
        stage_id=facts.stage.id,
        level=facts.own.level,
        price=facts.own.price,
        again=True,
        known=_told(facts, stored["known"]),
    )
