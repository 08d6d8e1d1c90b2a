"""How many units of a price card a piece of work has."""

from sqlalchemy.orm import Session

from app.models.project import PriceCard
from app.models.units import JOIN_ROOT, ROOT_UNITS, UNITS

_OF_WORK = f"""
SELECT {ROOT_UNITS.format(unit="%(unit)s::text")} FROM task t
LEFT JOIN assignment r ON r.project_id = t.project_id AND r.id = %(root)s::bigint
{JOIN_ROOT}
WHERE t.project_id = %(project)s AND t.id = %(task)s
"""

_OF_ASSET = f"""
SELECT {UNITS} FROM (SELECT) one
LEFT JOIN asset f ON f.project_id = %(project)s AND f.id = %(asset)s::bigint
"""


def units_of_work(
    s: Session, card: PriceCard, project_id: int, task_id: int, root_id: int | None
) -> int:
    """How many units does a claim on this task, or on an inspection of the root, pay for?"""
    values = {"unit": card.unit.value, "project": project_id, "task": task_id, "root": root_id}
    return int(s.connection().exec_driver_sql(_OF_WORK, values).scalar_one())


def units_of_asset(s: Session, card: PriceCard, project_id: int, asset_id: int | None) -> int:
    """How many units has a task that is about this asset?"""
    values = {"unit": card.unit.value, "most": card.most, "project": project_id, "asset": asset_id}
    return int(s.connection().exec_driver_sql(_OF_ASSET, values).scalar_one())
