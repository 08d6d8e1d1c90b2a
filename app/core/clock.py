"""Days and months as people count them.

Times are stored in UTC by the database's clock (`now()`); a day is Asia/Seoul unless the
organisation says otherwise.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

SEOUL = ZoneInfo("Asia/Seoul")


def utcnow() -> datetime:
    """The present as an aware UTC time, for what never reaches a row."""
    return datetime.now(UTC)


def day_of(moment: datetime, zone: ZoneInfo = SEOUL) -> date:
    """The calendar day of an aware `moment` in `zone`."""
    return moment.astimezone(zone).date()
