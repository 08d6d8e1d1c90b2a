"""What is asked of an answer, and what it pays where its units are counted."""

from functools import lru_cache

import orjson

from app.labels import Answer, AnswerRefused, Schema, parse_answer, parse_schema
from app.labels import units as counting
from app.labels.pieces import bundled
from app.models.project import Unit
from app.tasks.facts import Facts


@lru_cache(maxsize=256)
def schema_from(text: str) -> Schema:
    """The label schema of a stored definition. Versions never change, so neither does this."""
    return parse_schema(orjson.loads(text))


@lru_cache(maxsize=256)
def schema_for(text: str, count: int) -> Schema:
    """The schema of a task about `count` items together."""
    return bundled(schema_from(text), count)


def asked(facts: Facts) -> Schema:
    """The schema that answers to this task are held to."""
    count = len(facts.task.items)
    return schema_from(facts.schema_text) if count == 1 else schema_for(facts.schema_text, count)


def measure(facts: Facts, answer: Answer, *, least: int = 0) -> None:
    """What the answer pays: as many units as it has, `least` of them at least, of those that the
    card pays for one task at most. As it was, where its units were known before."""
    card = facts.card
    if card is None or card.most is None:
        return
    units = min(max(_counted(facts, card.unit, answer), least), card.most)
    for claim in facts.party:
        claim.units, claim.price = units, card.amount(0, units)


def _counted(facts: Facts, unit: Unit, answer: Answer) -> int:
    match unit:
        case Unit.OBJECT:
            return counting.objects(answer)
        case Unit.CHARACTER:
            return counting.characters(asked(facts), answer)
        case _:
            return 0 if facts.asset is None else counting.seconds(facts.asset, answer)


def measure_draft(facts: Facts) -> None:
    """What a draft pays that nobody can finish any more: by what is in it, or was handed in
    before. One that says nothing pays as an answer that says nothing does."""
    if facts.draft_answer is None:
        return
    handed_in = facts.root.units if facts.root.attempt else 0
    try:
        measure(facts, parse_answer(facts.draft_answer), least=handed_in)
    except AnswerRefused:
        return  # of what cannot be read, nobody says that it is less
