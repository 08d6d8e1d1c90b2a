"""In which order boxes and tables of a document are read."""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Annotated, Literal

from pydantic import Field

from app.labels.base import (
    MAX_ANNOTATIONS,
    MAX_LABELS,
    Annotation,
    AnnotationId,
    Asked,
    Definition,
    Fault,
    Json,
    LabelType,
    Name,
    Said,
)
from app.labels.marks import pairs
from app.labels.pages import PLACES, OnPage
from app.labels.parts import once


class OrderLabel(Definition):
    """A question answered with an order. `of` names the labels of boxes and tables that are put in
    order; nothing for all of them.
    """

    kind: Literal["order"]
    of: Annotated[
        tuple[Name, ...] | None, Field(min_length=1, max_length=MAX_LABELS, strict=False)
    ] = None
    required: bool = True


class Order(Annotation):
    """Ids of boxes and tables as they are read, each of them once."""

    kind: Literal["order"]
    order: Annotated[
        tuple[AnnotationId, ...], Field(min_length=1, max_length=MAX_ANNOTATIONS, strict=False)
    ]


def _meant(definition: OrderLabel, asked: Asked) -> set[str]:
    """The ids of what is to be put in order."""
    return {
        id
        for id, one in asked.others.items()
        if isinstance(one, OnPage) and (definition.of is None or one.name in definition.of)
    }


def _check_one(definition: OrderLabel, asked: Asked, one: Order) -> Sequence[Fault]:
    meant, name = _meant(definition, asked), definition.name
    counts = Counter(one.order)
    if not counts.keys() <= meant:
        sentence = f'"{name}" orders something that is not there; take it out of the order.'
        return [Fault("unknown_end", one.id, sentence)]
    if len(counts) < len(one.order):
        sentence = f'"{name}" has something twice; leave each one once.'
        return [Fault("ordered_twice", one.id, sentence)]
    if len(counts) < len(meant):
        sentence = f'"{name}" orders {len(counts)} of {len(meant)}; put the others in order, too.'
        return [Fault("not_all_ordered", one.id, sentence)]
    return []


def _check_all(definition: OrderLabel, asked: Asked, given: Sequence[Order]) -> Sequence[Fault]:
    # Where nothing is drawn there is nothing to put in order.
    required = definition.required and bool(_meant(definition, asked))
    return once(definition.name, len(given), required=required)


def _overlap(one: Order, other: Order) -> float:
    """The share of pairs that both have in one order, by their ids."""
    places = {id: at for at, id in enumerate(other.order)}
    return _agreement(
        [places[id] for id in one.order if id in places], max(len(one.order), len(other.order))
    )


def _agreement(places: Sequence[int], count: int) -> float:
    """The share of pairs, out of `count` things, that stand in order in `places` (Kendall's tau,
    brought to 0 to 1, where what only one of two has costs all its pairs).
    """
    if count == 1:
        return float(len(places) == 1)
    before: list[int] = []
    in_order = 0
    for place in places:
        in_order += bisect_left(before, place)
        insort(before, place)
    return 2 * in_order / (count * (count - 1))


def _partners(left: Said[Order], right: Said[Order]) -> dict[str, str]:
    """What of `right` stands for what `left` puts in order: the same label at the same place."""
    sides: dict[str, tuple[list[OnPage], list[OnPage]]] = defaultdict(lambda: ([], []))
    for side, said in enumerate((left, right)):
        for id in said.own[0].order:
            one = said.all.get(id)
            if isinstance(one, OnPage):
                sides[one.name][side].append(one)
    return {
        ours[i].id: theirs[j].id
        for ours, theirs in sides.values()
        for _, i, j in pairs(ours, theirs, PLACES)
    }


def _similarity(_: OrderLabel, left: Said[Order], right: Said[Order]) -> float:
    if not left.own or not right.own:
        return float(not left.own and not right.own)
    ours, theirs = left.own[0].order, right.own[0].order
    partners = _partners(left, right)
    places = {id: at for at, id in enumerate(theirs)}
    found = [places[partners[id]] for id in ours if id in partners]
    return _agreement(found, max(len(ours), len(theirs)))


def _consensus(definition: OrderLabel, answers: Sequence[Said[Order]]) -> Sequence[Order]:
    """The order that is most like the others, where more than half give one: of several mixed
    nobody has read a page.
    """
    given = [answer for answer in answers if answer.own]
    if 2 * len(given) <= len(answers):
        return []
    nearness = [sum(_similarity(definition, one, other) for other in given) for one in given]
    return given[nearness.index(max(nearness))].own[:1]


def _statistics(_: OrderLabel, given: Sequence[Order]) -> Json:
    return {"count": len(given), "ordered": sum(len(one.order) for one in given)}


def _relink(one: Order, find: Callable[[str], str | None]) -> Order | None:
    found = dict.fromkeys(id for id in map(find, one.order) if id is not None)
    return one.model_copy(update={"order": tuple(found)}) if found else None


ORDER = LabelType(
    "order",
    OrderLabel,
    Order,
    _check_one,
    _check_all,
    _overlap,
    _similarity,
    _consensus,
    _statistics,
    _relink,
)
