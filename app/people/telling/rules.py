"""Pure decisions about when a word goes out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from app.core.clock import SEOUL
from app.models.telling import Channel, How, Topic
from app.people.notifications import Told

DAY = 24 * 60
LETTER_AT = 8 * 60
"""Minutes of the day at which the daily letter goes out, unless somebody chose otherwise."""

TOPICS: Mapping[Topic, frozenset[Told]] = {
    Topic.WORK: frozenset(
        {
            Told.APPEAL_LOST,
            Told.APPEAL_WON,
            Told.BULLETIN,
            Told.GUIDELINE_ASKED,
            Told.HIT_SETTLED,
            Told.INQUIRY_ANSWERED,
            Told.NOTICED,
            Told.REJECTION_REFUSED,
            Told.REJECTION_WAITS,
            Told.REWORK_EXPIRED,
            Told.STAGE_CANCELLED,
            Told.WORK_ANNOUNCED,
            Told.WORK_CALLED_OFF,
            Told.WORK_OPENED,
            Told.WORK_REJECTED,
            Told.WORK_RELEASED,
            Told.WORK_RETURNED,
        }
    ),
    Topic.MONEY: frozenset(
        {
            Told.BONUS_PAID,
            Told.LEARNING_PAID,
            Told.PAYOUT_FAILED,
            Told.PAYOUT_HELD,
            Told.PAYOUT_PAID,
            Told.TOPPED_UP,
        }
    ),
    Topic.LEARNING: frozenset({Told.CERTIFICATE_REVOKED, Told.EXAM_FAILED, Told.EXAM_PASSED}),
    Topic.PROJECT: frozenset(
        {
            Told.BUDGET_LOW,
            Told.BUDGET_RUNS_OUT,
            Told.BUDGET_SHORT,
            Told.BUDGET_SPENT,
            Told.CONSORTIUM_ANSWERED,
            Told.DEFECT_ACCEPTED,
            Told.DEFECT_ANSWERED,
            Told.DEFECT_DECLINED,
            Told.DEFECT_DUPLICATE,
            Told.DEFECT_REPORTED,
            Told.EXPORT_FAILED,
            Told.EXPORT_READY,
            Told.GOLD_DRY,
            Told.GOLD_SHORT,
            Told.HIT_WAITS,
            Told.HOOK_RESTS,
            Told.IMPORT_DONE,
            Told.IMPORT_FAILED,
            Told.PARTICIPANT_WITHDREW,
            Told.REJECTION_ASKED,
            Told.SAMPLE_WAITS,
            Told.SUSPENSION_WAITS,
            Told.TOP_UPS_WAIT,
        }
    ),
    Topic.ACCOUNT: frozenset(
        {
            Told.CONSORTIUM_INVITED,
            Told.COPY_READY,
            Told.INVITED,
            Told.PASSWORD_CHANGED,
            Told.ROLE_GRANTED,
            Told.ROLE_REVOKED,
            Told.SIGNING_CALLED,
            Told.SIGNING_REMINDED,
            Told.SUSPENSION_DECIDED,
            Told.SUSPENSION_LIFTED,
            Told.SUSPENSION_PROPOSED,
            Told.WITHDRAWN,
        }
    ),
}
"""What a kind of word is about: people choose by topic."""

TOPIC_OF = {kind.value: topic for topic, kinds in TOPICS.items() for kind in kinds}

HAS_LETTER = frozenset({Told.INVITED.value, Told.PASSWORD_CHANGED.value})
"""Of these a mail of their own goes out at once."""

_DEFAULT_MAIL = {
    Topic.WORK: How.DAILY,
    Topic.MONEY: How.AT_ONCE,
    Topic.LEARNING: How.DAILY,
    Topic.PROJECT: How.DAILY,
    Topic.ACCOUNT: How.AT_ONCE,
}


@dataclass(frozen=True, slots=True)
class Hours:
    """When somebody wants nothing, and when his letter; minutes of Seoul's day."""

    quiet_from: int | None = None
    quiet_until: int | None = None
    letter_at: int = LETTER_AT


def default(topic: Topic, channel: Channel) -> How:
    """What holds until somebody chooses. A browser was allowed in: it hears all at once."""
    return _DEFAULT_MAIL[topic] if channel is Channel.MAIL else How.AT_ONCE


def topic_of(kind: str) -> Topic:
    """What a word is about; one of a kind that this version does not know is about a project."""
    return TOPIC_OF.get(kind, Topic.PROJECT)


def due(how: How, hours: Hours, now: datetime) -> datetime:
    """When a word goes out that may: now, after the quiet hours, or with the next letter.

    The letter's time was chosen, so that quiet hours do not move it. `how` is not OFF.
    """
    local = now.astimezone(SEOUL)
    minute = local.hour * 60 + local.minute
    if how is How.DAILY:
        return _next(local, hours.letter_at)
    start, end = hours.quiet_from, hours.quiet_until
    if start is None or end is None or not _within(minute, start, end):
        return now
    return _next(local, end)


def _within(minute: int, start: int, end: int) -> bool:
    """Whether a minute of the day lies in a span that may go past midnight."""
    return (minute - start) % DAY < (end - start) % DAY


def _next(local: datetime, minute: int) -> datetime:
    """The next time that a clock in Seoul shows this minute of the day."""
    at = datetime.combine(local.date(), time(minute // 60, minute % 60), SEOUL)
    return at if at > local else at + timedelta(days=1)
