"""What queries share."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

Found = Row[*tuple[Any, ...]]


def now(s: Session) -> datetime:
    """What time is it, by the database's clock?"""
    moment: datetime = s.execute(select(func.now())).scalar_one()
    return moment
