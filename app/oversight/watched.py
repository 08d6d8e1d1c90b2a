"""How the installation stands, for Prometheus: chores, leases, free places.

Asked of the database once for all who ask within some seconds, and given up where it takes long:
to be watched must not be a load.
"""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.core.database import transaction

KEPT = 10.0  # seconds that an answer is kept
LONGEST = "2s"  # a statement
COUNTED = 1000  # free places of a stage at a level, at most

_CHORES = """
SELECT kind, state, count(*),
  coalesce(extract(epoch FROM now() - min(run_after) FILTER (WHERE run_after <= now())), 0)
FROM chore WHERE state IN ('queued', 'failed', 'running') GROUP BY kind, state
UNION ALL
SELECT kind, state, count(*), 0 FROM chore WHERE state = 'dead' GROUP BY kind, state
"""
_LEASES = "SELECT level, count(*) FROM assignment WHERE state = 'reserved' GROUP BY level"
_SEATS = """
SELECT q.level, sum(x.free) FROM queue q
JOIN stage g ON g.project_id = q.project_id AND g.id = q.stage_id AND g.state = 'open'
CROSS JOIN LATERAL (
  SELECT least(sum(slots_left), :most) AS free FROM (SELECT slots_left FROM seat x
    WHERE x.project_id = q.project_id AND x.queue_id = q.id LIMIT :most) y) x
WHERE NOT q.gold GROUP BY q.level
"""

_lock = threading.Lock()
_found: tuple[float, list[Metric]] = (-KEPT, [])


def standing() -> list[Metric]:
    """Gauges of the whole installation; a part that could not be read in time is left out."""
    global _found
    with _lock:
        if time.monotonic() - _found[0] > KEPT:
            found: list[Metric] = []
            for part in (_chores, _leases, _seats):
                found += _read(part)
            _found = (time.monotonic(), found)
        return _found[1]


def _read(part: Callable[[Session], Sequence[Metric]]) -> Sequence[Metric]:
    try:
        with transaction() as s:
            s.execute(text(f"SET LOCAL statement_timeout = '{LONGEST}'"))
            return part(s)
    except SQLAlchemyError:
        return []


def _chores(s: Session) -> Sequence[Metric]:
    count = GaugeMetricFamily(
        "dure_chores", "Chores that have not ended.", labels=["kind", "state"]
    )
    age = GaugeMetricFamily(
        "dure_chore_oldest_seconds", "How long the oldest due chore waits.", labels=["kind"]
    )
    oldest: dict[str, float] = {}
    for kind, state, number, waits in s.execute(text(_CHORES)):
        count.add_metric([kind, state], number)
        due = float(waits) if state in ("queued", "failed") else 0.0
        oldest[kind] = max(oldest.get(kind, 0.0), due)
    for kind, seconds in oldest.items():
        age.add_metric([kind], seconds)
    return [count, age]


def _leases(s: Session) -> Sequence[Metric]:
    return [_by_level("dure_leases", "Pieces of work that people hold.", s.execute(text(_LEASES)))]


def _seats(s: Session) -> Sequence[Metric]:
    rows = s.execute(text(_SEATS), {"most": COUNTED})
    says = f"Free places; {COUNTED} at most are counted of each queue."
    return [_by_level("dure_seats_open", says, rows)]


def _by_level(name: str, says: str, rows: Any) -> Metric:
    found = {level: float(number or 0) for level, number in rows}
    gauge = GaugeMetricFamily(name, says, labels=["level"])
    for level in (0, 1, 2):
        gauge.add_metric([str(level)], found.get(level, 0.0))
    return gauge
