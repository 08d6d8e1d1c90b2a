"""What goes out to whom: planned once for each word, given to chores when it is due."""

from dataclasses import asdict
from itertools import groupby

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.errors import Invalid, NotFound
from app.models.telling import Channel, How, PushSubscription, ToldChoice, ToldHours, Topic
from app.people.telling import push, queries, rules
from app.people.telling.schemas import Browser, PushIn, TellingIn, TellingOut, TopicChoice
from app.queue.service import enqueue

AT_A_TIME = 2000
"""Words that are planned, and deliveries that are given, in one transaction."""

TOGETHER = 25
"""People whom one chore writes to."""

MOST_BROWSERS = 10


class PushNotTaken(Invalid):
    """A subscription of no push service that is known, or with keys that are none."""

    code, title = "push_not_taken", "This browser cannot be pushed to"


def plan(s: Session, limit: int = AT_A_TIME) -> int:
    """Settle for words that are new by what they go out, and when; how many words there were."""
    rows = queries.plan(s, limit)
    deliveries = []
    for row in rows:
        if not row["wanted"]:
            continue
        hours = rules.Hours()
        if row["letter_at"] is not None:
            hours = rules.Hours(row["quiet_from"], row["quiet_until"], row["letter_at"])
        topic = rules.topic_of(row["kind"])
        chosen = row["chosen"] or {}
        for channel in Channel:
            if channel is Channel.MAIL and row["kind"] in rules.HAS_LETTER:
                continue
            if channel is Channel.PUSH and not row["pushes"]:
                continue
            how = How(chosen.get(f"{topic} {channel}", rules.default(topic, channel)))
            if how is How.OFF:
                continue
            one = {"notification_id": row["id"], "channel": channel, "person_id": row["person_id"]}
            deliveries.append(one | {"due_at": rules.due(how, hours, row["now"])})
    queries.keep(s, deliveries)
    return len(rows)


def give(s: Session, limit: int = AT_A_TIME) -> int:
    """Hand what is due to chores, some people to each; how many chores."""
    rows = queries.give(s, limit)
    chores = 0
    for channel, of_channel in groupby(rows, key=lambda row: row["channel"]):
        people = [[row["person_id"], row["ids"]] for row in of_channel]
        for start in range(0, len(people), TOGETHER):
            some = people[start : start + TOGETHER]
            enqueue(s, "tell", {"channel": channel, "people": some})
            chores += 1
    return chores


def how_told(s: Session, person_id: int, email: str, here: bytes | None) -> TellingOut:
    """How somebody is told; `here` is the hash of the session that asks."""
    chosen = queries.choices(s, person_id)
    hours = queries.hours(s, person_id)

    def how(topic: Topic, channel: Channel) -> str:
        return chosen.get((topic.value, channel.value)) or rules.default(topic, channel).value

    held = rules.Hours()
    if hours is not None:
        held = rules.Hours(hours.quiet_from, hours.quiet_until, hours.letter_at)
    return TellingOut(
        topics=[
            TopicChoice.model_validate(
                {"topic": one, "mail": how(one, Channel.MAIL), "push": how(one, Channel.PUSH)}
            )
            for one in Topic
        ],
        **asdict(held),
        email=email,
        browsers=[
            Browser(
                id=row["id"],
                user_agent=row["user_agent"],
                created_at=row["created_at"],
                here=row["login_hash"] == here,
            )
            for row in queries.browsers(s, person_id)
        ],
        push_key=push.public_key(),
    )


def choose(s: Session, person_id: int, wanted: TellingIn) -> None:
    """Keep how somebody wants to be told. What is on its way already goes its way."""
    rows = [
        {"person_id": person_id, "topic": one.topic, "channel": channel, "how": how}
        for one in wanted.topics
        for channel, how in ((Channel.MAIL, one.mail), (Channel.PUSH, How(one.push)))
    ]
    if rows:
        said = insert(ToldChoice)
        s.execute(
            said.values(rows).on_conflict_do_update(
                constraint="pk_told_choice", set_={"how": said.excluded.how}
            )
        )
    hours = wanted.model_dump(include={"quiet_from", "quiet_until", "letter_at"})
    s.execute(
        insert(ToldHours)
        .values(person_id=person_id, **hours)
        .on_conflict_do_update(constraint="pk_told_hours", set_=hours)
    )


def let_in(s: Session, person_id: int, login_hash: bytes, given: PushIn) -> int:
    """Keep a browser that may be pushed to, as long as its session lasts; its id. The same browser
    again is the same row; of more than `MOST_BROWSERS` the oldest goes. Raises `PushNotTaken`."""
    keys = given.keys
    if not push.allowed(given.endpoint) or not push.good_keys(keys.p256dh, keys.auth):
        raise PushNotTaken("This browser's push service is not known here; use e-mail instead.")
    values = {"person_id": person_id, "login_hash": login_hash}
    values |= {"p256dh": keys.p256dh, "auth": keys.auth}
    subscription_id = s.execute(
        insert(PushSubscription)
        .values(endpoint=given.endpoint, **values)
        .on_conflict_do_update(constraint="uq_push_subscription_endpoint", set_=values)
        .returning(PushSubscription.id)
    ).scalar_one()
    newest = (
        select(PushSubscription.id)
        .where(PushSubscription.person_id == person_id)
        .order_by(PushSubscription.id.desc())
        .limit(MOST_BROWSERS)
    )
    s.execute(
        delete(PushSubscription).where(
            PushSubscription.person_id == person_id,
            PushSubscription.id.not_in(newest),
            PushSubscription.id != subscription_id,
        )
    )
    return subscription_id


def shut_out(s: Session, person_id: int, subscription_id: int) -> None:
    """Forget a browser of his. Raises `NotFound`."""
    if not queries.forget_subscription(s, subscription_id, person_id):
        raise NotFound("This browser is not pushed to (any more).")
