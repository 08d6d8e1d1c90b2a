"""What one is told inside the application."""

from typing import Annotated

from fastapi import Query

from app.api.by_hand import by_hand
from app.api.deps import Way
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.people import notifications, queries
from app.people.schemas import Count, MarkRead, NotificationView

router = Router(prefix="/notifications", tags=["notifications"])


@router.get("", response_model=Page[NotificationView])
def list_notifications(
    door: Way,
    after: After = 0,
    limit: Limit = 50,
    unread: Annotated[bool, Query(description="Only those not read.")] = False,
) -> Page[NotificationView]:
    """What one was told, the newest first."""
    with door.enter() as (s, me):
        rows = queries.notifications(s, me.id, before=after or None, limit=limit, unread=unread)
        return page([NotificationView.model_validate(row) for row in rows], limit)


@router.get("/unread", response_model=Count)
def count_unread(door: Way) -> Count:
    """How much of it one has not read."""
    with door.enter() as (s, me):
        return Count(count=queries.unread_notifications(s, me.id))


@router.post("/read", response_model=Count)
def mark_read(asked: MarkRead, door: Way) -> Count:
    """Note what was read; how many of them had not been. May be retried."""
    with door.enter() as (s, me):
        by_hand(me)
        return Count(count=notifications.mark_read(s, me.id, asked.ids))
