"""Known answers found among what was done: by what many agreed on, or two inspectors let through;
for inspectors with errors put in that somebody could make."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.confidence import golds
from app.confidence.golds import Candidate
from app.core.errors import Problem
from app.labels import answer_json, parse_answer
from app.labels.feedback import RIGHT_FROM
from app.labels.perturb import Perturbed, note, perturb
from app.ledger.queries import lock_budget
from app.models.project import Stage
from app.models.quality import GoldSource
from app.models.task import Verdict
from app.workflow.gild import GoldUnfit, NotAccepted, gild
from app.workflow.opening import BudgetShort, complete
from app.workflow.submit import schema_from


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
    lock_budget(s, project_id)
    stage, _ = complete(s, project_id, stage_id)
    found = golds.good(s, project_id, stage_id, level, source, f"{stage.salt}:{level}")
    made = wrong = 0
    # Some of them may not fit what the stage asks now.
    for one in golds.spread(found, len(found)):
        if made == count:
            break
        error = None
        if level > 0 and 2 * wrong <= made:
            error = _wrong(s, stage, one, f"{stage.salt}:{one.root_id}:{level}")
        try:
            with s.begin_nested():
                gild(
                    s,
                    by=by,
                    project_id=project_id,
                    stage_id=stage_id,
                    level=level,
                    item_id=one.item_id,
                    answer=one.answer,
                    root_id=one.root_id,
                    source=source,
                    shown=None if error is None else answer_json(error.shown),
                    verdict=None if error is None else Verdict(error.verdict),
                    note="" if error is None else note(error.slips, language),
                )
        except BudgetShort:
            if made == 0:
                raise
            return Gathered(made, "budget")
        except Problem:
            continue
        made += 1
        wrong += error is not None
    return Gathered(made, "candidates" if made < count else None)


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
