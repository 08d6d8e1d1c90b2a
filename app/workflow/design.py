"""Design a stage: its versions and its policy, with what they change for work already on offer."""

from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from app.assets.bulk import begin_alone
from app.assets.queries import current_schema, has_imports
from app.confidence.weighing import count_anew
from app.core.errors import Conflict, Invalid
from app.core.states import StageState
from app.labels import Schema, parse_schema, schema_json
from app.labels.effects import parse_effects
from app.labels.pieces import Bundle, Split, bundled, fits, parse_split, split_json
from app.labels.pieces.split import Whole
from app.ledger.queries import lock_budget
from app.models.project import (
    Guideline,
    Inspect,
    LabelSchema,
    PriceCard,
    Stage,
    StageKind,
    Unit,
)
from app.models.transition import move, record
from app.people.problems import ConsentMissing
from app.people.queries import project_agreement
from app.projects.queries import add_reasons, last_version, stage
from app.projects.reasons import fitting
from app.queue.service import enqueue
from app.workflow.fund import current_card, place_times
from app.workflow.opening import NotReady
from app.workflow.pricing import must_be_fair, must_count, set_aside_more
from app.workflow.read_anew import CHORE


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


def write_guideline(
    s: Session, *, by: int, project_id: int, stage_id: int, body: str, must_read: bool = False
) -> int:
    """A new version of the guideline, for claims from now on; `must_read`: of who has confirmed
    that he has read it. Returns its number."""
    found = _live(s, project_id, stage_id)
    version = last_version(s, Guideline, project_id, stage_id) + 1
    values = {"project_id": project_id, "stage_id": stage_id, "version": version}
    s.execute(insert(Guideline).values(**values, body=body, must_read=must_read, created_by=by))
    found.guideline_version = version
    if must_read:
        found.read_version = version
        args = {"project_id": project_id, "stage_id": stage_id, "version": version}
        enqueue(s, CHORE, args, project_id=project_id, created_by=by)
    _tell(s, found, by, f"guideline {version}")
    return version


def write_schema(
    s: Session, *, by: int, project_id: int, stage_id: int, definition: dict[str, Any]
) -> int:
    """A new version of the label schema, for claims from now on. Raises `SchemaRefused`, and
    `OtherModality` where it is about something else than the stage's items, `SplitRefused` where
    these are split in a way that does not go with it. What can be wrong with answers to it is
    offered to inspectors. Raises `UnitUnfit` and `MostUnfit` where the stage's prices are for
    what these items have not."""
    parsed = parse_schema(definition)
    found = _live(s, project_id, stage_id)
    _same_modality(s, found, parsed.modality)
    if (card := current_card(s, found)) is not None:
        must_count(card.unit, card.most, parsed.modality)
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
    aside at once; raises `BudgetShort` where the budget does not have it. Raises `UnitUnfit` and
    `MostUnfit` where the unit does not go with what the stage's items are, and `BelowFloor` where
    it pays less than the minimum wage and nobody has accepted that days are topped up."""
    lock_budget(s, project_id)
    found = _live(s, project_id, stage_id)
    before = current_card(s, found)
    asked = current_schema(s, project_id, stage_id)
    if asked is not None:
        must_count(unit, most, asked["modality"])
    elif unit is not Unit.TASK:
        raise NotReady("Give the stage a label schema first, then say what it pays for.")
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
    if not accept_top_ups:
        must_be_fair(s, found, card)
    s.add(card)
    found.price_version = version
    s.flush()
    if before is not None:
        # Who has claimed keeps his price, so each level is raised by itself: what one of them
        # saves does not pay for another.
        each = place_times(inspected=found.inspect1 is not Inspect.NONE)
        inspected = place_times(inspected=True)
        set_aside_more(s, found, before, each, inspected, f"prices:{stage_id}:{version}")
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
        set_aside_more(s, found, None, more, more, f"policy:{stage_id}:{event_id}")
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
