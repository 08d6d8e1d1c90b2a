"""Questions about what goes out to whom, in SQL."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, delete, func, insert, select, text, update
from sqlalchemy.orm import Session

from app.models.person import Login
from app.models.telling import Channel, Delivery, PushSubscription, ToldChoice, ToldHours

_PLAN = """
WITH taken AS (
  SELECT id FROM notification WHERE planned_at IS NULL ORDER BY id LIMIT :limit
  FOR UPDATE SKIP LOCKED),
marked AS (
  UPDATE notification n SET planned_at = now() FROM taken t WHERE n.id = t.id
  RETURNING n.id, n.person_id, n.kind, n.read_at)
SELECT m.id, m.person_id, m.kind, now() AS now,
  m.read_at IS NULL AND p.verified_at IS NOT NULL AND p.left_at IS NULL AS wanted,
  h.quiet_from, h.quiet_until, h.letter_at,
  (SELECT jsonb_object_agg(c.topic || ' ' || c.channel, c.how) FROM told_choice c
    WHERE c.person_id = m.person_id) AS chosen,
  EXISTS (SELECT FROM push_subscription b WHERE b.person_id = m.person_id) AS pushes
FROM marked m JOIN person p ON p.id = m.person_id
LEFT JOIN told_hours h ON h.person_id = m.person_id
"""
_GIVE = """
WITH due AS (
  SELECT notification_id, channel FROM delivery WHERE given_at IS NULL AND due_at <= now()
  ORDER BY due_at, person_id LIMIT :limit FOR UPDATE SKIP LOCKED),
given AS (
  UPDATE delivery d SET given_at = now() FROM due
  WHERE d.notification_id = due.notification_id AND d.channel = due.channel
  RETURNING d.channel, d.person_id, d.notification_id)
SELECT channel, person_id, array_agg(notification_id ORDER BY notification_id) AS ids
FROM given GROUP BY channel, person_id ORDER BY channel, person_id
"""
# Who has read a word on the page is not told it again; two workers never take the same one.
_TAKE = """
WITH mine AS (
  UPDATE delivery d SET taken_at = now(),
    ended_at = CASE WHEN n.read_at IS NOT NULL THEN now() END,
    outcome = CASE WHEN n.read_at IS NOT NULL THEN 'read' END
  FROM notification n
  WHERE d.notification_id = ANY(:ids) AND d.channel = :channel AND n.id = d.notification_id
    AND d.taken_at IS NULL AND d.ended_at IS NULL
  RETURNING d.notification_id, d.ended_at)
SELECT n.id, n.kind, n.params, p.name AS project, n.project_id
FROM mine m JOIN notification n ON n.id = m.notification_id
LEFT JOIN project p ON p.id = n.project_id
WHERE m.ended_at IS NULL ORDER BY n.id
"""


def plan(s: Session, limit: int) -> Sequence[RowMapping]:
    """Which words have not been planned yet, and what did who gets them choose? They are marked as
    planned."""
    return s.execute(text(_PLAN), {"limit": limit}).mappings().all()


def keep(s: Session, deliveries: Sequence[Mapping[str, Any]]) -> None:
    """Note what is to go out, and when."""
    if deliveries:
        s.execute(insert(Delivery), deliveries)


def give(s: Session, limit: int) -> Sequence[RowMapping]:
    """What is due, by channel and person? It is marked as given to a chore."""
    return s.execute(text(_GIVE), {"limit": limit}).mappings().all()


def take(s: Session, channel: Channel, ids: Collection[int]) -> Sequence[RowMapping]:
    """Which of these words are still to be sent by this channel? They are marked as begun."""
    values = {"ids": list(ids), "channel": channel.value}
    return s.execute(text(_TAKE), values).mappings().all()


def end(s: Session, channel: Channel, ids: Collection[int], outcome: str) -> None:
    """What has begun has ended so."""
    s.execute(
        update(Delivery)
        .where(Delivery.notification_id.in_(ids), Delivery.channel == channel)
        .values(ended_at=func.now(), outcome=outcome)
    )


def put_back(s: Session, channel: Channel, ids: Collection[int]) -> None:
    """What has begun is known not to have gone out: it may be tried again."""
    s.execute(
        update(Delivery)
        .where(
            Delivery.notification_id.in_(ids),
            Delivery.channel == channel,
            Delivery.ended_at.is_(None),
        )
        .values(taken_at=None)
    )


def subscriptions(s: Session, person_id: int) -> Sequence[PushSubscription]:
    """Which browsers of his may be pushed to? Of sessions that have ended none."""
    return s.scalars(
        select(PushSubscription)
        .join(Login, Login.token_hash == PushSubscription.login_hash)
        .where(PushSubscription.person_id == person_id, Login.expires_at > func.now())
        .order_by(PushSubscription.id)
    ).all()


def browsers(s: Session, person_id: int) -> Sequence[RowMapping]:
    """Which browsers of his may be pushed to, and what are they?"""
    return (
        s.execute(
            select(
                PushSubscription.id,
                PushSubscription.created_at,
                PushSubscription.login_hash,
                Login.user_agent,
            )
            .join(Login, Login.token_hash == PushSubscription.login_hash)
            .where(PushSubscription.person_id == person_id, Login.expires_at > func.now())
            .order_by(PushSubscription.id)
        )
        .mappings()
        .all()
    )


def forget_subscription(s: Session, subscription_id: int, person_id: int) -> bool:
    """Forget one of his browsers; False where it is none of his."""
    gone = delete(PushSubscription).where(
        PushSubscription.id == subscription_id, PushSubscription.person_id == person_id
    )
    return s.execute(gone.returning(PushSubscription.id)).first() is not None


def choices(s: Session, person_id: int) -> dict[tuple[str, str], str]:
    """What did he choose, by topic and channel?"""
    rows = s.execute(
        select(ToldChoice.topic, ToldChoice.channel, ToldChoice.how).where(
            ToldChoice.person_id == person_id
        )
    )
    return {(row.topic.value, row.channel.value): row.how.value for row in rows}


def hours(s: Session, person_id: int) -> ToldHours | None:
    """When does he want nothing, and when his letter?"""
    return s.get(ToldHours, person_id)


def forget(s: Session, person_id: int) -> None:
    """Somebody leaves: what he chose and his browsers go."""
    for table in (PushSubscription, ToldChoice, ToldHours):
        s.execute(delete(table).where(table.person_id == person_id))
