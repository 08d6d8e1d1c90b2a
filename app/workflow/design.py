"""Design a stage: its versions and its policy, with what they change for work already on offer."""

from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.assets.bulk import begin_alone
from app.assets.queries import current_schema, has_imports
from app.confidence.weighing import count_anew
from app.core.errors import Conflict, Invalid
from app.core.money import amount_sql
from app.core.states import StageState
from app.labels import Schema, parse_schema, schema_json
from app.labels.effects import parse_effects
from app.labels.pieces import Bundle, Split, bundled, fits, parse_split, split_json
from app.labels.pieces.split import Whole
from app.ledger.queries import balance, lock_budget
from app.ledger.rules import Entry
from app.ledger.service import post
from app.models.ledger import EntryKind
from app.models.project import (
    Guideline,
    Inspect,
    LabelSchema,
    PriceCard,
    Project,
    Stage,
    StageKind,
    Unit,
)
from app.models.transition import move, record
from app.models.units import UNITS
from app.people.problems import ConsentMissing
from app.people.queries import project_agreement
from app.projects.queries import add_reasons, last_version, stage
from app.projects.reasons import fitting
from app.workflow.fund import Levels, current_card, place_times
from app.workflow.opening import BudgetShort, NotReady, worst_values


class NoSuchChange(Conflict):
    """The stage is cancelled; nothing of it changes any more."""

    code, title = "stage_over", "The stage is over"


def _live(s: Session, project_id: int, stage_id: int) -> Stage:
    found = stage(s, project_id, stage_id, lock=True)
    if found.state is StageState.CANCELLED:
        raise NoSuchChange("This stage was cancelled and cannot change; make a new one.")
    return found


class WrongKind(Invalid):
    """A setting that stages of another kind have."""

    code, title = "wrong_kind", "Not a setting of this kind of stage"


class OtherModality(Conflict):
    """The stage has items of another modality than the schema is about."""

    code, title = "other_modality", "The stage's items are something else"


def write_guideline(s: Session, *, by: int, project_id: int, stage_id: int, body: str) -> int:
    """A new version of the guideline, for claims from now on. Returns its number."""
    found = _live(s, project_id, stage_id)
    version = last_version(s, Guideline, project_id, stage_id) + 1
    values = {"project_id": project_id, "stage_id": stage_id, "version": version}
    s.execute(insert(Guideline).values(**values, body=body, created_by=by))
    found.guideline_version = version
    _tell(s, found, by, f"guideline {version}")
    return version


def write_schema(
    s: Session, *, by: int, project_id: int, stage_id: int, definition: dict[str, Any]
) -> int:
    """A new version of the label schema, for claims from now on. Raises `SchemaRefused`, and
    `OtherModality` where it is about something else than the stage's items, `SplitRefused` where
    these are split in a way that does not go with it. What can be wrong with answers to it is
    offered to inspectors."""
    parsed = parse_schema(definition)
    found = _live(s, project_id, stage_id)
    _same_modality(s, found, parsed.modality)
    _goes_with(parse_split(found.split), parsed)
    version = last_version(s, LabelSchema, project_id, stage_id) + 1
    values = {"project_id": project_id, "stage_id": stage_id, "version": version}
    s.execute(insert(LabelSchema).values(**values, definition=schema_json(parsed), created_by=by))
    found.schema_version = version
    add_reasons(s, project_id, fitting(parsed))
    _tell(s, found, by, f"label schema {version}")
    return version


def _same_modality(s: Session, found: Stage, wanted: str) -> None:
    """What is imported goes by the schema, and without one it is pictures: once there has been an
    import, schemas are about the same."""
    known = current_schema(s, found.project_id, found.id)
    modality = "picture" if known is None else known["modality"]
    if modality == wanted:
        return
    begin_alone(s, found.id)
    if has_imports(s, found.project_id, found.id):
        raise OtherModality(
            f"This stage's items are of the modality “{modality}”; make another stage for this "
            "label schema.",
            modality=modality,
        )


def set_prices(
    s: Session,
    *,
    by: int,
    project_id: int,
    stage_id: int,
    level0: int,
    level1: int,
    level2: int,
    definition: str,
    estimate_seconds: int,
    unit: Unit = Unit.TASK,
    per: int = 1,
    most: int | None = None,
    accept_top_ups: bool = False,
) -> int:
    """A new price card, for claims from now on. What open tasks may cost more at worst is set
    aside at once; raises `BudgetShort` where the budget does not have it."""
    lock_budget(s, project_id)
    found = _live(s, project_id, stage_id)
    before = current_card(s, found)
    version = last_version(s, PriceCard, project_id, stage_id) + 1
    values = {"project_id": project_id, "stage_id": stage_id, "version": version}
    card = PriceCard(
        **values,
        level0=level0,
        level1=level1,
        level2=level2,
        unit=unit,
        per=per,
        most=most,
        definition=definition,
        estimate_seconds=estimate_seconds,
        accept_top_ups=accept_top_ups,
        created_by=by,
    )
    s.add(card)
    found.price_version = version
    s.flush()
    if before is not None:
        # Who has claimed keeps his price, so each level is raised by itself: what one of them
        # saves does not pay for another.
        each = place_times(inspected=found.inspect1 is not Inspect.NONE)
        inspected = place_times(inspected=True)
        _set_aside_more(s, found, before, each, inspected, f"prices:{stage_id}:{version}")
    _tell(s, found, by, f"price card {version}")
    return version


def change_stage(
    s: Session, *, by: int, project_id: int, stage_id: int, values: dict[str, Any]
) -> Stage:
    """Change the stage's settings. A stricter inspection may cost more at worst: raises
    `BudgetShort` as `set_prices` does. Raises `SplitRefused` for a split that does not go with what
    its items are, `EffectsRefused` for effects that do not go with its schema, and `WrongKind` for
    what stages of another kind have."""
    lock_budget(s, project_id)
    found = _live(s, project_id, stage_id)
    before = found.inspect1
    for name, value in _settled(s, found, values).items():
        setattr(found, name, value)
    s.flush()
    if "quality" in values:
        count_anew(s, project_id, stage_id)
    event_id = s.execute(select(func.nextval("event_id_seq"))).scalar_one()
    if before is Inspect.NONE and found.inspect1 is not Inspect.NONE:
        _, look1, look2 = place_times(inspected=True)
        more = (0, look1, look2)
        _set_aside_more(s, found, None, more, more, f"policy:{stage_id}:{event_id}")
    _tell(s, found, by, "settings", {name: str(value) for name, value in values.items()})
    return found


def _settled(s: Session, found: Stage, values: dict[str, Any]) -> dict[str, Any]:
    """The settings as they are stored, held to what the stage is."""
    for name, kind in _ONLY.items():
        if values.get(name) is not None and found.kind is not kind:
            raise WrongKind(
                f"This is a setting of “{kind}” stages, and the stage is a “{found.kind}” one.",
                setting=name,
                kind=found.kind.value,
            )
    if values.get("split") is not None:
        split = parse_split(values["split"])
        asked = current_schema(s, found.project_id, found.id)
        if asked is not None:
            _goes_with(split, parse_schema(asked))
        values = values | {"split": None if isinstance(split, Whole) else split_json(split)}
    if values.get("effects") is not None:
        asked = current_schema(s, found.project_id, found.id)
        if asked is None:
            raise NotReady("Give the stage a label schema first, then say what its marks do.")
        parse_effects(values["effects"], parse_schema(asked))
    return values


def _goes_with(split: Split, schema: Schema) -> None:
    """Raises `SplitRefused` where items of the schema cannot be split so."""
    fits(split, schema)
    if isinstance(split, Bundle):
        bundled(schema, split.count)


_ONLY = {"collect": StageKind.COLLECT, "effects": StageKind.REFINE}


def open_stage(s: Session, *, by: int, project_id: int, stage_id: int) -> None:
    """Hand out work, for the first time or after a pause. Raises `NotReady`, `WrongState`, and
    `ConsentMissing` for a collect stage of a project without an agreement of its own."""
    found = stage(s, project_id, stage_id)
    if found.schema_version is None or found.price_version is None:
        raise NotReady("Give the stage a label schema and a price card first.")
    if found.kind is StageKind.COLLECT and project_agreement(s, project_id) is None:
        raise ConsentMissing(
            "Publish the project's own agreement first: nobody is recorded without consent."
        )
    move(s, Stage, (project_id, stage_id), StageState.OPEN, by=by)


def pause_stage(s: Session, *, by: int, project_id: int, stage_id: int, why: str) -> None:
    """Hand out no work until it is opened again; leases that are held go on. Raises
    `WrongState`."""
    move(s, Stage, (project_id, stage_id), StageState.PAUSED, by=by, why=why)


def _set_aside_more(
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


def _tell(s: Session, found: Stage, by: int, why: str, data: dict[str, Any] | None = None) -> None:
    record(
        s,
        project_id=found.project_id,
        subject="stage",
        subject_id=found.id,
        by=by,
        why=why,
        data=data,
    )


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
