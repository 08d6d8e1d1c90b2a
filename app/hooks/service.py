"""Hooks are made, changed, tried and forgotten; and what a try at a delivery leads to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import orjson
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.core.security import seal, unseal
from app.core.settings import settings
from app.core.states import HookState
from app.hooks import queries
from app.hooks.queries import Home
from app.hooks.rules import (
    GONE,
    MOST,
    OVERLAP,
    TEST,
    TRIED,
    HookNotOn,
    Reply,
    TooManyHooks,
    headers,
    hold,
    message_id,
    must_be_known,
    new_secret,
    pause,
    target,
)
from app.models.event import Event
from app.models.hook import Hook, HookAttempt, HookDelivery
from app.models.transition import move, record

_SEALED = "hook secret"


def find(s: Session, home: Home, hook_id: int, *, lock: bool = False) -> Hook:
    """One hook of a place. Raises `NotFound`."""
    found = queries.hook(s, home, hook_id, lock=lock)
    if found is None:
        raise NotFound("There is no such webhook here.")
    return found


def find_delivery(s: Session, found: Hook, delivery_id: int, *, lock: bool = False) -> HookDelivery:
    """One delivery of a hook. Raises `NotFound`."""
    delivery = queries.delivery(s, found, delivery_id, lock=lock)
    if delivery is None:
        raise NotFound("This webhook has no such delivery.")
    return delivery


def _newest(s: Session, project_id: int) -> int:
    """The number of the newest event that can be seen: later ones are a new hook's."""
    newest = select(func.coalesce(func.max(Event.id), 0)).where(Event.project_id == project_id)
    return s.execute(newest).scalar_one()


def make(
    s: Session, home: Home, *, by: int, name: str, address: str, kinds: Sequence[str]
) -> tuple[Hook, str]:
    """A hook that is told of what happens from now on, and its secret, which is shown this once.

    Raises `AddressRefused`, `AddressNotPublic`, `KindUnknown`, `TooManyHooks`.
    """
    target(address, settings().hook_hosts)
    must_be_known(kinds, house=home.organisation_id is not None)
    if len(queries.hooks(s, home, limit=MOST)) >= MOST:
        raise TooManyHooks(f"There are {MOST} webhooks here; remove one that is not needed.")
    secret = new_secret()
    newest = _newest(s, home.project_id)
    found = s.scalars(
        insert(Hook)
        .values(
            project_id=home.project_id,
            organisation_id=home.organisation_id,
            name=name,
            address=address,
            kinds=sorted(set(kinds)),
            secret=seal(settings().signing_key(), _SEALED, secret),
            created_by=by,
            event_id=newest,
            next_event_id=newest,
        )
        .returning(Hook)
    ).one()
    _tell(s, found, by, "made")
    return found, secret


def change(
    s: Session,
    found: Hook,
    *,
    by: int,
    name: str | None = None,
    address: str | None = None,
    kinds: Sequence[str] | None = None,
) -> None:
    """Change a hook, which is locked. Another address begins without failures. Raises as
    `make`."""
    if kinds is not None:
        must_be_known(kinds, house=found.organisation_id is not None)
        found.kinds = sorted(set(kinds))
    if name is not None:
        found.name = name
    if address is not None:
        target(address, settings().hook_hosts)
        if address != found.address:
            found.address = address
            found.failures, found.failing_since, found.again_at = 0, None, None
    s.flush()
    _tell(s, found, by, "changed")


def switch(s: Session, found: Hook, on: bool, *, by: int, missed: bool) -> None:
    """Switch a hook, which is locked, on or off; what it is is no change. Switched on it is told
    of what it `missed`, or only of what happens from now on."""
    to = HookState.ON if on else HookState.OFF
    if found.state is to:
        return
    move(s, Hook, (found.project_id, found.id), to, by=by)
    s.refresh(found)
    if not on:
        return
    found.failures, found.failing_since, found.again_at = 0, None, None
    waits = update(HookDelivery).where(
        HookDelivery.project_id == found.project_id,
        HookDelivery.hook_id == found.id,
        HookDelivery.next_at.is_not(None),
    )
    if missed:
        s.execute(waits.values(next_at=func.now(), until=func.now() + TRIED))
    else:
        s.execute(waits.values(next_at=None))
        found.event_id = found.next_event_id = _newest(s, found.project_id)
    s.flush()


def rotate(s: Session, found: Hook, *, by: int, at_once: bool) -> str:
    """Another secret for a hook, which is locked; shown this once. The one before it signs as well
    for a day, unless it is to end at once."""
    secret = new_secret()
    found.secret_before, found.before_until = None, None
    if not at_once:
        ends = queries.now(s) + OVERLAP
        found.secret_before, found.before_until = found.secret, ends
    found.secret = seal(settings().signing_key(), _SEALED, secret)
    s.flush()
    _tell(s, found, by, "rotated")
    return secret


def forget(s: Session, found: Hook, *, by: int) -> None:
    """Remove a hook, its secret and its log."""
    _tell(s, found, by, "removed")
    s.execute(delete(Hook).where(Hook.project_id == found.project_id, Hook.id == found.id))


def _tell(s: Session, found: Hook, by: int, target: str) -> None:
    record(
        s,
        project_id=found.project_id,
        subject="hook",
        subject_id=found.id,
        by=by,
        target=target,
        data={"name": found.name, "organisation_id": found.organisation_id},
    )


def test(s: Session, found: Hook) -> HookDelivery:
    """A message to a hook, which is locked, that somebody wants to see arrive. Raises
    `HookNotOn`."""
    _must_be_on(found)
    found.sequence += 1
    found.again_at = None
    s.flush()
    at = queries.now(s)
    body = {
        "type": TEST,
        "timestamp": at.isoformat(),
        "sequence": found.sequence,
        "data": {"project_id": found.project_id or None, "hook_id": found.id},
    }
    return s.scalars(
        insert(HookDelivery)
        .values(
            project_id=found.project_id,
            hook_id=found.id,
            sequence=found.sequence,
            kind=TEST,
            body=orjson.dumps(body).decode(),
            until=at + TRIED,
        )
        .returning(HookDelivery)
    ).one()


def redeliver(s: Session, found: Hook, delivery: HookDelivery) -> None:
    """Try a delivery again from now on, also one that was taken before. Hook and delivery are
    locked. Raises `HookNotOn`."""
    _must_be_on(found)
    delivery.next_at = at = queries.now(s)
    delivery.until = at + TRIED
    delivery.delivered_at = None
    found.again_at = None
    s.flush()


def _must_be_on(found: Hook) -> None:
    if found.state is not HookState.ON:
        raise HookNotOn("Switch the webhook on first; while it is off it is told nothing.")


@dataclass(frozen=True, slots=True)
class Message:
    """A delivery as it goes out now."""

    hook: Hook
    delivery: HookDelivery
    body: bytes
    headers: list[tuple[str, str]]


def next_message(s: Session, project_id: int, hook_id: int, chore_id: int) -> Message | None:
    """What this chore is to send next; None where there is nothing, or it is another's turn."""
    found = s.get(Hook, (project_id, hook_id), populate_existing=True)
    if found is None or found.state is not HookState.ON or found.chore_id != chore_id:
        return None
    at = queries.now(s)
    if found.again_at is not None and found.again_at > at:
        return None
    delivery = queries.next_due(s, found)
    if delivery is None:
        return None
    key = settings().signing_key()
    kept = [found.secret]
    if found.secret_before is not None and found.before_until is not None:
        kept += [found.secret_before] if found.before_until > at else []
    secrets = [secret for one in kept if (secret := unseal(key, _SEALED, one)) is not None]
    body = delivery.body.encode()
    signed = headers(message_id(project_id, delivery.id), int(at.timestamp()), body, secrets)
    return Message(found, delivery, body, signed)


def settle(s: Session, message: Message, reply: Reply) -> bool:
    """Note what came of a try. Answers whether the hook rests from now on: it has said that it is
    gone, or has failed for days."""
    key = (message.hook.project_id, message.hook.id)
    found = s.get(Hook, key, with_for_update={"key_share": True}, populate_existing=True)
    if found is None:
        return False
    delivery = s.get(
        HookDelivery,
        (found.project_id, message.delivery.id),
        with_for_update=True,
        populate_existing=True,
    )
    if delivery is None:
        return False
    at = queries.now(s)
    delivery.attempts += 1
    s.execute(
        insert(HookAttempt).values(
            project_id=found.project_id,
            delivery_id=delivery.id,
            nth=delivery.attempts,
            ms=reply.ms,
            status=reply.status,
            fault=reply.fault,
            reply=reply.text,
        )
    )
    if reply.taken:
        delivery.delivered_at, delivery.next_at = at, None
        found.failures, found.failing_since, found.again_at = 0, None, None
        s.flush()
        return False
    again = at + pause(delivery.attempts)
    delivery.next_at = again if again <= delivery.until else None
    found.failures += 1
    found.failing_since = found.failing_since or at
    found.again_at = at + hold(found.failures)
    s.flush()
    failed_for: timedelta = at - found.failing_since
    if found.state is not HookState.ON or (reply.status != GONE and failed_for < TRIED):
        return False
    why = "gone" if reply.status == GONE else "failing"
    move(s, Hook, key, HookState.RESTING, by=None, why=why)
    return True
