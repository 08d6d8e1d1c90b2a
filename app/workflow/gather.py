"""Known answers found among what was done: by what many agreed on, or two inspectors let through;
for inspectors with errors put in that somebody could make."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.confidence import golds
from app.confidence.golds import Candidate
from app.core.errors import Problem
from app.labels import answer_json, parse_answer
from app.labels.feedback import RIGHT_FROM
from app.labels.perturb import Perturbed, note, perturb
from app.models.project import Stage
from app.models.quality import GoldSource
from app.models.task import Verdict
from app.workflow.asking import schema_from
from app.workflow.gild import GoldUnfit, NotAccepted, gild
from app.workflow.opening import BudgetShort, complete


@dataclass(frozen=True, slots=True)
class Gathered:
    """How many were made; `short` is why there are fewer than were asked for: `candidates` or
    `budget`."""

    made: int
    short: str | None


@dataclass(frozen=True, slots=True)
class Seed:
    """An answer that stands, and the same with errors."""

    of: Candidate
    found: Perturbed


def gather(
    s: Session,
    *,
    by: int,
    project_id: int,
    stage_id: int,
    source: GoldSource,
    level: int,
    count: int,
    language: str = "ko",
) -> Gathered:
    """Make up to `count` known answers, spread over the classes. Of those for inspectors every
    second one is shown as it is: who always finds something is no better than who never does.
    Raises `NotFound`, `NotReady`, and `BudgetShort` where there is money for none."""
    stage, _ = complete(s, project_id, stage_id)
    found = golds.good(s, project_id, stage_id, level, source, f"{stage.salt}:{level}")
    rest = golds.spread(found, 2 * count)  # some may not fit what the stage asks now
    here: dict[str, Any] = {"by": by, "project_id": project_id, "stage_id": stage_id}
    here |= {"level": level, "source": source}
    made = 0
    while rest and made < count:
        batch, rest = rest[: count - made], rest[count - made :]
        # Errors take time, and are thought of before the budget is held.
        for one in [_worded(s, stage, one, level, language, nth) for nth, one in enumerate(batch)]:
            try:
                with s.begin_nested():
                    gild(s, **here, **one)
            except BudgetShort:
                if made == 0:
                    raise
                return Gathered(made, "budget")
            except Problem:
                continue
            made += 1
    return Gathered(made, "candidates" if made < count else None)


def _worded(
    s: Session, stage: Stage, one: Candidate, level: int, language: str, nth: int
) -> dict[str, Any]:
    """What `gild` is told of it: for inspectors of every second one with an error, where one can be
    put in."""
    known = {"item_id": one.item_id, "answer": one.answer, "root_id": one.root_id}
    if level == 0 or nth % 2 == 1:
        return known
    error = _wrong(s, stage, one, f"{stage.salt}:{one.root_id}:{level}")
    if error is None:
        return known
    return known | {
        "shown": answer_json(error.shown),
        "verdict": Verdict(error.verdict),
        "note": note(error.slips, language),
    }


def seed(
    s: Session, *, project_id: int, stage_id: int, level: int, root_id: int | None, chance: str
) -> Seed:
    """An answer that stands with errors in it; without `root_id` a good one that chance picks, with
    no known answer at the level yet. Raises `NotFound`, `NotReady`,
    `NotAccepted`, `GoldUnfit`."""
    stage, _ = complete(s, project_id, stage_id)
    for one in _sources(s, stage, level, root_id, chance):
        found = _wrong(s, stage, one, chance)
        if found is not None:
            return Seed(one, found)
    if root_id is None:
        raise NotAccepted("There is no accepted answer here that an error could be put into.")
    raise GoldUnfit("No error can be put into this answer; choose another one.")


def _sources(
    s: Session, stage: Stage, level: int, root_id: int | None, chance: str
) -> list[Candidate]:
    project_id, stage_id = stage.project_id, stage.id
    if root_id is not None:
        item_id = golds.item_of(s, project_id, root_id)
        one = None if item_id is None else golds.standing(s, project_id, stage_id, item_id, root_id)
        return [] if one is None else [one]
    for source in (GoldSource.INSPECTION, GoldSource.CONSENSUS, GoldSource.HAND):
        found = golds.good(s, project_id, stage_id, level, source, chance, limit=20)
        if found:
            return found
    return []


def _wrong(s: Session, stage: Stage, one: Candidate, chance: str) -> Perturbed | None:
    assert stage.schema_version is not None
    text = golds.definition(s, stage.project_id, stage.id, stage.schema_version)
    facts = golds.place(s, stage.project_id, one.item_id, one.task_id).facts
    if facts is None:
        return None
    right = parse_answer(one.answer)
    return perturb(schema_from(text), facts, right, chance, below=RIGHT_FROM)
