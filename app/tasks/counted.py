"""How much somebody has claimed at a level, today and ever, without counting it anew each time.

An assignment is never deleted and the time of its claim never changes: what was counted once stays
counted. Each process keeps how far it has counted, and asks for what is newer; the last minute is
always counted again, because a claim that was dated may not have been committed yet.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from sqlalchemy import Engine

KEPT = 20_000  # people and levels, in each process
WORTH = 50
"""Claims; fewer are counted as fast as they are looked up."""

COUNTED = """
  SELECT ARRAY[count(*),
      count(*) FILTER (WHERE a.reserved_at >= date_trunc('day', statement_timestamp(),
        'Asia/Seoul')),
      count(*) FILTER (WHERE a.reserved_at < date_trunc('second', statement_timestamp())
        - interval '1 minute'),
      count(*) FILTER (WHERE a.reserved_at < date_trunc('second', statement_timestamp())
        - interval '1 minute'
        AND a.reserved_at >= date_trunc('day', statement_timestamp(), 'Asia/Seoul')),
      extract(epoch FROM date_trunc('second', statement_timestamp()) - interval '1 minute')::bigint,
      extract(epoch FROM date_trunc('day', statement_timestamp(), 'Asia/Seoul'))::bigint]
    FROM assignment a WHERE a.worker_id = %(me)s AND a.project_id = s.project_id
      AND a.stage_id = s.id AND a.level = %(level)s AND a.reserved_at >= to_timestamp(%(since)s)
"""
"""Since `since`, in seconds of the epoch: ever, today; of these, before the last minute; where that
begins, and when the day began in Seoul."""

Place = tuple[int, int, int, int]
"""(person, project, stage, level)."""


@dataclass(frozen=True, slots=True)
class Settled:
    """Claims before `until`: all, and those of the day that began at `day` (seconds)."""

    until: int = 0
    ever: int = 0
    today: int = 0
    day: int = 0


NONE = Settled()


class Counts:
    """How far this process has counted, by database."""

    def __init__(self) -> None:
        self._kept: WeakKeyDictionary[Engine, OrderedDict[Place, Settled]] = WeakKeyDictionary()

    def settled(self, engine: Engine, place: Place) -> Settled:
        """What need not be counted again."""
        return self._kept.get(engine, OrderedDict()).get(place, NONE)

    def add(
        self, engine: Engine, place: Place, settled: Settled, newer: Sequence[int]
    ) -> tuple[int, int]:
        """Claims today and ever: what was settled, and what `COUNTED` found since then."""
        ever, today, before, before_today, until, day = newer
        of_day = settled.today if settled.day == day else 0
        if settled.ever + before >= WORTH and until > settled.until:
            kept = self._kept.setdefault(engine, OrderedDict())
            kept.pop(place, None)
            kept[place] = Settled(until, settled.ever + before, of_day + before_today, day)
            if len(kept) > KEPT:
                kept.popitem(last=False)
        return of_day + today, settled.ever + ever


counts = Counts()
