"""Open the items of a stage that splits them: plan the pieces, have them cut, put them on offer.

In this order, so that nothing is on offer whose cut is not there. An attempt that breaks off has
made files that the next one finds: a cut is known by its content.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from app.core.database import transaction
from app.core.errors import Problem
from app.core.states import ItemState
from app.labels import AssetFacts, facts_from, parse_answer, parts_of
from app.labels.pieces import (
    Bundle,
    BundlePiece,
    Hints,
    Loudness,
    Piece,
    Small,
    Split,
    SplitRefused,
    WholePiece,
    parse_split,
    piece_json,
    plan,
    plan_bundles,
)
from app.labels.pieces.split import Silence
from app.ledger.queries import lock_budget
from app.models.item import Item
from app.models.learn import UNASKED
from app.models.project import Stage
from app.models.transition import move, record
from app.workflow.opening import BudgetShort, Opening, complete, open_tasks

NO_OBJECT = "no_object"
"""Why an item is taken out on whose source nobody has marked what its pieces are made of."""

STRETCH = 50  # items that are looked at before anybody else has a turn


class Cutter(Protocol):
    """Makes the assets that show pieces (`app/assets/cuts`). A bundle's shows all of its members,
    which name their items."""

    def cut(self, project_id: int, item_id: int, piece: Piece) -> int:
        """The asset that shows just the piece of the item; the same one when asked again."""
        ...

    def loudness(self, project_id: int, item_id: int) -> Loudness:
        """How loud the item's sound is."""
        ...


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of looking at some items."""

    looked: int  # 0: there are none left
    items: int
    tasks: int
    short: str | None = None  # the budget does not cover the next one


@dataclass(frozen=True, slots=True)
class _Whole:
    """An item that is to be split."""

    id: int
    facts: AssetFacts | None
    document: dict[str, Any] | None
    answer: dict[str, Any] | None  # the one that it came from


def open_pieces(
    cutter: Cutter,
    project_id: int,
    stage_id: int,
    *,
    batch_id: int | None = None,
    item_ids: Sequence[int] | None = None,
    source: ItemState = ItemState.READY,
    priority: int = 0,
    by: int | None = None,
    step: Callable[[], None] = lambda: None,
    after: int = 0,
) -> tuple[Opened, int]:
    """Open a stretch of the stage's items after `after`, each with its pieces; what came of it, and
    where to go on. `step` is called between cuts, and raises where this attempt is over.

    An item that cannot be split is one task, with the reason in its history.
    """
    with transaction() as s:
        stage, _ = complete(s, project_id, stage_id)
        split = parse_split(stage.split)
        wholes = _wholes(s, stage, batch_id, item_ids, source, after)
    if not wholes:
        return Opened(0, 0, 0), after
    asked = (priority, by, source)
    items = tasks = 0
    for openings in _units(cutter, project_id, split, wholes, step, by):
        try:
            opened = _open(project_id, stage_id, openings, asked)
        except BudgetShort as short:
            return Opened(len(wholes), items, tasks, short.detail), after
        tasks += opened
        items += len({id for one in openings for id in one.items}) if opened else 0
    return Opened(len(wholes), items, tasks), wholes[-1].id


def _units(
    cutter: Cutter,
    project_id: int,
    split: Split,
    wholes: Sequence[_Whole],
    step: Callable[[], None],
    by: int | None,
) -> Iterator[list[Opening]]:
    """The tasks that are put on offer together: an item's pieces, or a bundle; cut."""
    if isinstance(split, Bundle):
        small = [Small(one.id, one.facts) for one in wholes if one.facts is not None]
        for bundle in plan_bundles(split, small):
            step()
            try:
                units = [[_bundle(cutter, project_id, bundle)]]
            except SplitRefused as refused:
                units = [_whole(project_id, one.item, refused) for one in bundle.members]
            yield from units
        wholes = [one for one in wholes if one.facts is None]
    for one in wholes:
        openings = []
        try:
            for piece in plan(split, _must_know(one), _hints(cutter, project_id, one, split)):
                step()
                openings.append(_opening(cutter, project_id, one.id, piece))
        except SplitRefused as refused:
            yield _whole(project_id, one.id, refused)
            continue
        if openings:
            yield openings
        else:
            _nothing_there(project_id, one.id, by)


def _whole(project_id: int, item_id: int, refused: Problem) -> list[Opening]:
    """An item that cannot be split: one task, and once in its history, why."""
    with transaction() as s:
        said = {"project": project_id, "item": item_id, "why": refused.detail}
        if s.execute(text(_NOTED), said).first() is None:
            record(
                s,
                project_id=project_id,
                subject="item",
                subject_id=item_id,
                by=None,
                why=refused.detail,
            )
    return [Opening((item_id,))]


def _opening(cutter: Cutter, project_id: int, item_id: int, piece: Piece) -> Opening:
    if isinstance(piece, WholePiece):
        return Opening((item_id,))
    return Opening((item_id,), piece_json(piece), cutter.cut(project_id, item_id, piece))


def _bundle(cutter: Cutter, project_id: int, piece: BundlePiece) -> Opening:
    members = tuple(one.item for one in piece.members)
    if len(members) == 1:
        return Opening(members)
    return Opening(members, piece_json(piece), cutter.cut(project_id, members[0], piece))


def _open(
    project_id: int,
    stage_id: int,
    openings: Sequence[Opening],
    asked: tuple[int, int | None, ItemState],
) -> int:
    """Put one item's pieces, or one bundle, on offer; how many tasks. None where somebody else has
    opened it, or taken it out, meanwhile. Raises `BudgetShort`."""
    priority, by, source = asked
    ids = sorted({item for one in openings for item in one.items})
    with transaction() as s:
        lock_budget(s, project_id)
        stage, card = complete(s, project_id, stage_id)
        still = select(Item.id).where(
            Item.project_id == project_id, Item.id.in_(ids), Item.state == source
        )
        locked = s.scalars(still.order_by(Item.id).with_for_update(key_share=True)).all()
        if len(locked) < len(ids):
            return 0
        return open_tasks(s, stage, card, openings, source=source, priority=priority, by=by)


def _must_know(one: _Whole) -> AssetFacts:
    if one.facts is None:
        raise SplitRefused("The size of this item is not known; it cannot be split.")
    return one.facts


def _hints(cutter: Cutter, project_id: int, one: _Whole, split: Split) -> Hints:
    return Hints(
        loudness=cutter.loudness(project_id, one.id) if isinstance(split, Silence) else None,
        document=one.document,
        answer=None if one.answer is None else parse_answer(one.answer),
    )


def _nothing_there(project_id: int, item_id: int, by: int | None) -> None:
    with transaction() as s:
        move(
            s,
            Item,
            (project_id, item_id),
            ItemState.EXCLUDED,
            by=by,
            why=NO_OBJECT,
            excluded_for=NO_OBJECT,
        )


def _wholes(
    s: Session,
    stage: Stage,
    batch_id: int | None,
    item_ids: Sequence[int] | None,
    source: ItemState,
    after: int,
) -> list[_Whole]:
    values = {
        "project": stage.project_id,
        "stage": stage.id,
        "batch": batch_id,
        "items": None if item_ids is None else list(item_ids),
        "state": source.value,
        "after": after,
        "limit": STRETCH,
    }
    found = []
    for row in s.execute(text(_WHOLES), values):
        facts = facts_from(
            width=row.width,
            height=row.height,
            parts=None if row.document is None else parts_of(row.document),
            media=row.facts,
        )
        found.append(_Whole(row.id, facts, row.document, row.answer))
    return found


_WHOLES = f"""
SELECT i.id, f.width, f.height, f.document, f.facts, v.answer FROM item i
LEFT JOIN asset f ON f.project_id = i.project_id AND f.id = i.asset_id
LEFT JOIN submission v ON v.project_id = i.project_id AND v.id = i.source_answer_id
WHERE i.project_id = :project AND i.stage_id = :stage AND i.state = :state AND i.id > :after
  AND (CAST(:batch AS bigint) IS NULL OR i.batch_id = :batch)
  AND (CAST(:items AS bigint[]) IS NULL OR i.id = ANY (:items))
  AND (i.state <> 'ready' OR {UNASKED})
ORDER BY i.id LIMIT :limit
"""

_NOTED = """SELECT FROM event WHERE project_id = :project AND subject = 'item'
  AND subject_id = :item AND why = :why LIMIT 1"""
