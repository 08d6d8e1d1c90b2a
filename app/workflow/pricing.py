"""What a price card may say, and the money for what it makes dearer."""

from dataclasses import asdict, dataclass
from math import ceil

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.core.clock import day_of, utcnow
from app.core.errors import Conflict, Invalid
from app.core.money import amount_sql
from app.labels.units import counted, has
from app.ledger.dated import minimum_wage
from app.ledger.queries import balance
from app.ledger.rules import Entry
from app.ledger.service import post
from app.models.ledger import EntryKind
from app.models.project import Inspect, PriceCard, Project, Stage, Unit
from app.models.task import Pace
from app.models.units import UNITS
from app.workflow.fund import Levels, current_card
from app.workflow.opening import BudgetShort, worst_values


class UnitUnfit(Invalid):
    """Items of this kind have no such unit."""

    code, title = "unit_unfit", "No unit of these items"


class MostUnfit(Invalid):
    """How many units are paid at most is said where they are counted in the answer, and only
    there."""

    code, title = "most_unfit", "The most that is paid"


class BelowFloor(Conflict):
    """The price makes less than the minimum wage."""

    code, title = "below_floor", "Below the minimum wage"


@dataclass(frozen=True, slots=True)
class Floor:
    """A level's price beside the minimum wage, in minor units for `per` units.

    `seconds` is how long these take: `measured` as the median of the newest hand-ins, else what
    the manager thinks; None where nobody knows.
    """

    level: int
    price: int
    seconds: float | None
    measured: bool
    floor: int | None
    hourly: int | None
    short: int  # how much the price lacks


def must_count(unit: Unit, most: int | None, modality: str) -> None:
    """Raises `UnitUnfit` where items of a modality have no such unit, and `MostUnfit`."""
    if not has(modality, unit.value):
        raise UnitUnfit(
            f"Items of the modality “{modality}” have no “{unit}”; pay for another unit.",
            unit=unit.value,
            modality=modality,
        )
    if counted(modality, unit.value) and most is None:
        raise MostUnfit(
            f"How many of “{unit}” there are is counted in the answer; say how many of one task "
            "are paid at most, as `most`.",
            unit=unit.value,
        )
    if most is not None and not counted(modality, unit.value):
        raise MostUnfit(
            f"How many of “{unit}” a task has is known before it is done; leave `most` out.",
            unit=unit.value,
        )


def floors(s: Session, stage: Stage, card: PriceCard) -> tuple[int, list[Floor]]:
    """Today's minimum wage in won an hour, and how each level that has work stands to it."""
    wage = minimum_wage(s, day_of(utcnow()))
    levels = (0,) if stage.inspect1 is Inspect.NONE else (0, 1, 2)
    known = _measured(s, stage, card)
    return wage, [_floor(level, card, wage, known.get(level)) for level in levels]


def _floor(level: int, card: PriceCard, wage: int, measured: float | None) -> Floor:
    price = card.prices[level]
    thought = float(card.estimate_seconds) if level == 0 else None
    seconds = thought if measured is None else measured * card.per
    if not seconds:
        return Floor(level, price, None, measured=False, floor=None, hourly=None, short=0)
    # To the millionth of a second, so that no rounding of it asks for a won more.
    micro = round(seconds * 1_000_000)
    floor = ceil(wage * micro / 3_600_000_000)
    hourly = price * 3_600_000_000 // micro
    short = max(floor - price, 0)
    known = measured is not None
    return Floor(level, price, seconds, measured=known, floor=floor, hourly=hourly, short=short)


def _measured(s: Session, stage: Stage, card: PriceCard) -> dict[int, float]:
    """How long one unit takes at each level, where that was measured by the same unit."""
    now = current_card(s, stage)
    if now is None or now.unit is not card.unit:
        return {}
    rows = s.execute(
        select(Pace.level, Pace.unit_seconds).where(
            Pace.project_id == stage.project_id,
            Pace.stage_id == stage.id,
            Pace.unit_seconds.is_not(None),
        )
    )
    return {level: seconds for level, seconds in rows if seconds is not None}


def must_be_fair(s: Session, stage: Stage, card: PriceCard) -> None:
    """Raises `BelowFloor`, with how each level stands, where one of them pays too little."""
    wage, found = floors(s, stage, card)
    short = [one for one in found if one.short]
    if short:
        first = short[0]
        raise BelowFloor(
            f"At {first.seconds:g} seconds level {first.level} pays at least {first.floor} to make "
            f"the minimum wage of {wage} an hour; pay {first.short} more, or send "
            "`accept_top_ups`: then each day that pays less is topped up from the budget.",
            minimum_wage=wage,
            floors=[asdict(one) for one in found],
        )


def set_aside_more(
    s: Session,
    found: Stage,
    before: PriceCard | None,
    each: Levels,
    inspected: Levels,
    cause: str,
) -> None:
    """Set aside for every place of the open tasks what each level pays more than `before`, as often
    as `each` says; as `inspected` says for those on which an inspection may still come, whatever is
    drawn from now on. Their units are what the card counts now."""
    card = current_card(s, found)
    if card is None:
        return
    values = worst_values(found, card) | {
        "each": list(each),
        "inspected": list(inspected),
        "before": [0, 0, 0] if before is None else list(before.prices),
        "before_per": 1 if before is None else before.per,
        "recount": before is not None and (before.unit, before.most) != (card.unit, card.most),
    }
    if before is not None and before.unit is not card.unit:
        mine = (Pace.project_id == found.project_id, Pace.stage_id == found.id)
        known = Pace.median_seconds if card.unit is Unit.TASK else None
        s.execute(update(Pace).where(*mine).values(unit_seconds=known))
    total = int(s.connection().exec_driver_sql(_RAISE, values).scalar_one())
    if total == 0:
        return
    left = balance(s, found.budget_account_id)
    if total > left:
        raise BudgetShort(
            f"The tasks on offer may then cost {total} more and the budget has {left}; "
            f"fund the project with {total - left} more first.",
            needed=total,
            budget=left,
        )
    currency = s.execute(
        select(Project.currency).where(Project.id == found.project_id)
    ).scalar_one()
    entry = Entry(
        found.budget_account_id, found.reserve_account_id, total, EntryKind.RESERVE, cause
    )
    post(s, found.project_id, currency, [entry])


def _more(at: int) -> str:
    """What a level pays a task of `units` more than it did by the card before."""
    now = amount_sql(f"(%(prices)s::bigint[])[{at}]", "n.units", "%(per)s::bigint")
    before = amount_sql(f"(%(before)s::bigint[])[{at}]", "n.before", "%(before_per)s::bigint")
    return f"greatest({now} - {before}, 0)"


def _times(name: str) -> str:
    """What a place may cost more, where each level is paid as often as this parameter says."""
    return " + ".join(f"(%({name})s::bigint[])[{at}] * {_more(at)}" for at in (1, 2, 3))


_RAISE = f"""
WITH live AS MATERIALIZED (
  SELECT t.id, t.state, t.item_id, t.asset_id, t.units,
    greatest(t.places, t.overlap + 1) AS places, EXISTS (
      SELECT FROM assignment a
      WHERE a.project_id = t.project_id AND a.task_id = t.id AND a.level = 0 AND (
        a.returns > 0 OR a.state = 'submitted' OR (a.state = 'accepted' AND NOT a.judged))) AS seen
  FROM task t
  WHERE t.project_id = %(project)s AND t.stage_id = %(stage)s
    AND (t.state = 'open' OR %(recount)s AND t.state <> 'cancelled')
  FOR NO KEY UPDATE OF t),
counted AS MATERIALIZED (
  SELECT l.id, l.state, l.places, l.seen, l.units AS before,
    CASE WHEN %(recount)s THEN {UNITS} ELSE l.units END AS units
  FROM live l
  LEFT JOIN item i ON %(recount)s AND i.project_id = %(project)s AND i.id = l.item_id
  LEFT JOIN asset f ON f.project_id = %(project)s AND f.id = coalesce(l.asset_id, i.asset_id)),
due AS MATERIALIZED (
  SELECT n.id, n.units, n.before, CASE WHEN n.state <> 'open' THEN 0 ELSE n.places * CASE
    WHEN n.seen THEN {_times("inspected")}
    ELSE {_times("each")} END END AS more
  FROM counted n),
raised AS (
  UPDATE task t SET units = due.units, reserved = t.reserved + due.more FROM due
  WHERE t.project_id = %(project)s AND t.id = due.id
    AND (due.more > 0 OR due.units <> due.before))
SELECT coalesce(sum(more), 0) FROM due
"""
