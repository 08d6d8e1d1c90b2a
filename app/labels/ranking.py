"""Several texts in the order of how good they are, the best one first."""

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import Annotated, Literal

from pydantic import Field

from app.labels.base import (
    Annotation,
    AnnotationId,
    Asked,
    Definition,
    Fault,
    Json,
    LabelType,
    Said,
)
from app.labels.parts import Roles, meant, once

MAX_RANKED = 100


class RankingLabel(Definition):
    """A question answered by putting the parts (of these roles) in order."""

    kind: Literal["ranking"]
    roles: Roles | None = None
    required: bool = True


class Ranking(Annotation):
    """The parts, best first; each of them once."""

    kind: Literal["ranking"]
    order: Annotated[
        tuple[AnnotationId, ...], Field(min_length=1, max_length=MAX_RANKED, strict=False)
    ]


def _check_one(definition: RankingLabel, asked: Asked, one: Ranking) -> Sequence[Fault]:
    wanted = [part.id for part in meant(asked, definition.roles)]
    if sorted(one.order) == sorted(wanted):
        return []
    sentence = f'"{definition.name}" ranks each of {len(wanted)} parts once; finish the order.'
    return [Fault("not_all_ranked", one.id, sentence)]


def _check_all(definition: RankingLabel, _: Asked, given: Sequence[Ranking]) -> Sequence[Fault]:
    return once(definition.name, len(given), required=definition.required)


def agreement(one: Ranking, other: Ranking) -> float:
    """The share of pairs that both put in one order (Kendall's tau, brought to 0 to 1)."""
    place = {id: at for at, id in enumerate(other.order)}
    pairs = [(a, b) for a, b in combinations(one.order, 2) if a in place and b in place]
    if not pairs:
        return float(one.order == other.order)
    return sum(place[a] < place[b] for a, b in pairs) / len(pairs)


def _similarity(_: RankingLabel, left: Said[Ranking], right: Said[Ranking]) -> float:
    if not left.own or not right.own:
        return float(not left.own and not right.own)
    return agreement(left.own[0], right.own[0])


def _consensus(_: RankingLabel, answers: Sequence[Said[Ranking]]) -> Sequence[Ranking]:
    """Borda's count: the sum of places; equals stay as the first answer has them."""
    given = [one for answer in answers for one in answer.own[:1]]
    if 2 * len(given) <= len(answers):
        return []
    places: Counter[str] = Counter()
    for one in given:
        places.update({id: at for at, id in enumerate(one.order)})
    first = given[0]
    order = sorted(first.order, key=lambda id: places[id])
    return [first.model_copy(update={"order": tuple(order)})]


def _statistics(_: RankingLabel, given: Sequence[Ranking]) -> Json:
    return {"first": dict(Counter(one.order[0] for one in given))}


RANKING = LabelType(
    "ranking",
    RankingLabel,
    Ranking,
    _check_one,
    _check_all,
    agreement,
    _similarity,
    _consensus,
    _statistics,
)
