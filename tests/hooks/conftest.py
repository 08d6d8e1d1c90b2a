"""A project in which work goes on, and a receiver that is told of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import select, text, update

from app.core.database import transaction
from app.core.settings import configure
from app.hooks import service
from app.hooks.queries import Home
from app.models.hook import Hook, HookAttempt, HookDelivery
from app.workers.hooks import tell_hooks
from tests.factories import Place
from tests.hooks.receiver import Receiver


@dataclass
class Told:
    """A place, its hook, and the one who sends."""

    place: Place
    receiver: Receiver
    do_chores: Callable[[], int]
    hook_id: int = 0
    secret: str = ""

    @property
    def home(self) -> Home:
        return Home(self.place.project_id)

    def hook(self, *kinds: str, address: str | None = None) -> int:
        """Made, and from now on this test's own."""
        with transaction() as s:
            found, self.secret = service.make(
                s,
                self.home,
                by=self.place.manager,
                name="train",
                address=address or self.receiver.address,
                kinds=kinds or ["item.accepted"],
            )
            self.hook_id = found.id
        return self.hook_id

    def accept(self, count: int = 1) -> list[int]:
        """So many items are worked on and accepted; their ids."""
        who = self.place.person("worker")
        done = self.place.claim(who, count=count)
        for lease in done:
            self.place.submit(who, lease)
        ids = ",".join(map(str, done))
        rows = self.place.rows(
            "SELECT t.item_id FROM assignment a JOIN task t ON t.project_id = a.project_id"
            f" AND t.id = a.task_id WHERE a.project_id = :p AND a.id IN ({ids}) ORDER BY a.id"
        )
        return [row[0] for row in rows]

    def send(self) -> None:
        """What a worker does within some seconds."""
        tell_hooks()
        self.do_chores()

    def let_time_pass(self) -> None:
        """As if it were time to try again."""
        with transaction() as s:
            s.execute(update(Hook).values(again_at=None))
            waits = HookDelivery.next_at.is_not(None)
            s.execute(update(HookDelivery).where(waits).values(next_at=text("now()")))

    def row(self) -> Hook:
        with transaction() as s:
            return s.get_one(Hook, (self.place.project_id, self.hook_id))

    def log(self) -> list[HookDelivery]:
        with transaction() as s:
            wanted = select(HookDelivery).where(HookDelivery.hook_id == self.hook_id)
            return list(s.scalars(wanted.order_by(HookDelivery.sequence)))

    def tries(self) -> list[tuple[int, int | None, str | None]]:
        """(sequence, status, fault) of each try, in their order."""
        with transaction() as s:
            rows: Any = s.execute(
                select(HookDelivery.sequence, HookAttempt.status, HookAttempt.fault)
                .join(HookAttempt, HookAttempt.delivery_id == HookDelivery.id)
                .where(HookDelivery.hook_id == self.hook_id)
                .order_by(HookAttempt.at, HookAttempt.delivery_id, HookAttempt.nth)
            )
            return [tuple(row) for row in rows]


@pytest.fixture
def receiver(database: object) -> Iterator[Receiver]:
    with Receiver().up() as made:
        configure(hook_hosts=made.host)
        yield made
    configure(hook_hosts=None)


@pytest.fixture
def told(receiver: Receiver, worker: Callable[[], int]) -> Told:
    """Six pictures on offer that nobody looks over."""
    return Told(Place.make(items=6, inspect1="none"), receiver, worker)
