"""Webhooks of a project, and of an organisation: the same routes in both places."""

from collections.abc import Callable
from typing import Annotated, Any, TypedDict

from fastapi import Depends, Path, status
from sqlalchemy.orm import Session

from app.api.deps import Way
from app.api.ids import Id, Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.hooks import queries, service
from app.hooks.queries import Home
from app.hooks.rules import OF_HOUSE, OF_PROJECT, message_id
from app.hooks.schemas import (
    DeliveryOut,
    DeliveryWhole,
    HookChange,
    HookIn,
    HookKind,
    HookMade,
    HookOut,
    HookSecret,
    HookTry,
    Outcome,
    RotateIn,
)
from app.models.hook import Hook, HookDelivery
from app.people.permits import May

router = Router(tags=["webhooks"])

DeliveryKey = Annotated[int, Path(ge=1, le=2**63 - 1)]


def _of_project(project_id: Key) -> Home:
    return Home(project_id)


def _of_house(organisation_id: Key) -> Home:
    return Home(0, organisation_id)


class _Where(TypedDict, total=False):
    project: int
    organisation: int


def _where(home: Home) -> _Where:
    """Where the door is, for a home."""
    if home.organisation_id is None:
        return {"project": home.project_id}
    return {"organisation": home.organisation_id}


def _out(s: Session, found: Hook) -> HookOut:
    told = HookOut.model_validate(found)
    return told.model_copy(update={"waiting": queries.waiting(s, found)})


def _whole(s: Session, found: HookDelivery) -> DeliveryWhole:
    return DeliveryWhole(
        **DeliveryOut.model_validate(found).model_dump(),
        webhook_id=message_id(found.project_id, found.id),
        body=found.body,
        tries=[HookTry.model_validate(one) for one in queries.attempts(s, found)],
    )


@router.get("/hooks/kinds")
def list_hook_kinds(door: Way) -> list[HookKind]:
    """Everything that a webhook can be told, of projects and of organisations."""
    with door.enter():
        return [
            HookKind(kind=kind, of=of)
            for of, kinds in (("project", OF_PROJECT), ("organisation", OF_HOUSE))
            for kind in kinds
        ]


def _routes(prefix: str, find: Callable[[Any], Home]) -> Router:
    """The routes for one kind of home, which `find` makes of the path."""
    here = Router(prefix=f"{prefix}/hooks")

    @here.get("")
    def list_hooks(
        home: Annotated[Home, Depends(find)], door: Way, after: After = 0, limit: Limit = 50
    ) -> Page[HookOut]:
        """The webhooks of this place, and how they do."""
        with door.enter(May.HOOK_READ, **_where(home)) as (s, _):
            rows = queries.hooks(s, home, after=after, limit=limit + 1)
            return page([_out(s, row) for row in rows], limit)

    @here.post("", status_code=status.HTTP_201_CREATED)
    def make_hook(home: Annotated[Home, Depends(find)], body: HookIn, door: Way) -> HookMade:
        """Have a program be told what happens from now on. The secret is shown this once."""
        with door.enter(May.HOOK_WRITE, **_where(home)) as (s, me):
            found, secret = service.make(s, home, by=me.id, **body.model_dump())
            return HookMade(**_out(s, found).model_dump(), secret=secret)

    @here.get("/{hook_id}")
    def read_hook(home: Annotated[Home, Depends(find)], hook_id: Key, door: Way) -> HookOut:
        """One webhook, and how it does."""
        with door.enter(May.HOOK_READ, **_where(home)) as (s, _):
            return _out(s, service.find(s, home, hook_id))

    @here.patch("/{hook_id}")
    def change_hook(
        home: Annotated[Home, Depends(find)], hook_id: Key, body: HookChange, door: Way
    ) -> HookOut:
        """Change a webhook, or switch it on or off. Switched on, it is told of what it missed,
        unless that is not wanted."""
        with door.enter(May.HOOK_WRITE, **_where(home)) as (s, me):
            found = service.find(s, home, hook_id, lock=True)
            given = body.model_dump(include={"name", "address", "kinds"}, exclude_none=True)
            if given:
                service.change(s, found, by=me.id, **given)
            if body.on is not None:
                service.switch(s, found, body.on, by=me.id, missed=body.missed)
            return _out(s, found)

    @here.delete("/{hook_id}", status_code=status.HTTP_204_NO_CONTENT)
    def remove_hook(home: Annotated[Home, Depends(find)], hook_id: Key, door: Way) -> None:
        """Remove a webhook, its secret and its log."""
        with door.enter(May.HOOK_WRITE, **_where(home)) as (s, me):
            service.forget(s, service.find(s, home, hook_id, lock=True), by=me.id)

    @here.post("/{hook_id}/rotate")
    def rotate_hook(
        home: Annotated[Home, Depends(find)], hook_id: Key, body: RotateIn, door: Way
    ) -> HookSecret:
        """Make another secret, shown this once. The one before it signs as well for 24 hours,
        unless it has leaked and is to end at once."""
        with door.enter(May.HOOK_WRITE, **_where(home)) as (s, me):
            found = service.find(s, home, hook_id, lock=True)
            secret = service.rotate(s, found, by=me.id, at_once=body.at_once)
            return HookSecret(secret=secret, before_until=found.before_until)

    @here.post("/{hook_id}/test", status_code=status.HTTP_202_ACCEPTED)
    def test_hook(home: Annotated[Home, Depends(find)], hook_id: Key, door: Way) -> DeliveryOut:
        """Send a message of the kind `test`; the log says what came of it."""
        with door.enter(May.HOOK_WRITE, **_where(home)) as (s, _):
            found = service.find(s, home, hook_id, lock=True)
            return DeliveryOut.model_validate(service.test(s, found))

    @here.get("/{hook_id}/deliveries")
    def list_deliveries(
        home: Annotated[Home, Depends(find)],
        hook_id: Key,
        door: Way,
        before: Id = None,
        limit: Limit = 50,
        outcome: Outcome | None = None,
    ) -> Page[DeliveryOut]:
        """What was to be delivered in the last 30 days, the newest first: go on with
        `?before=<next>`."""
        with door.enter(May.HOOK_READ, **_where(home)) as (s, _):
            found = service.find(s, home, hook_id)
            rows = queries.deliveries(s, found, before=before, limit=limit + 1, state=outcome)
            return page([DeliveryOut.model_validate(row) for row in rows], limit)

    @here.get("/{hook_id}/deliveries/{delivery_id}")
    def read_delivery(
        home: Annotated[Home, Depends(find)], hook_id: Key, delivery_id: DeliveryKey, door: Way
    ) -> DeliveryWhole:
        """One message as it was sent, and each try: when, how long, what the other side said."""
        with door.enter(May.HOOK_READ, **_where(home)) as (s, _):
            found = service.find(s, home, hook_id)
            return _whole(s, service.find_delivery(s, found, delivery_id))

    @here.post("/{hook_id}/deliveries/{delivery_id}/redeliver", status_code=202)
    def redeliver(
        home: Annotated[Home, Depends(find)], hook_id: Key, delivery_id: DeliveryKey, door: Way
    ) -> DeliveryOut:
        """Send a message again, with the id that it had."""
        with door.enter(May.HOOK_WRITE, **_where(home)) as (s, _):
            found = service.find(s, home, hook_id, lock=True)
            delivery = service.find_delivery(s, found, delivery_id, lock=True)
            service.redeliver(s, found, delivery)
            return DeliveryOut.model_validate(delivery)

    return here


router.include_router(_routes("/projects/{project_id}", _of_project))
router.include_router(_routes("/organisations/{organisation_id}", _of_house))
