"""The model in the loop: predictions come in, people begin with them, and what they made of them
goes back out, with how far each version of a model agrees."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping
from sqlalchemy.orm import Session

from app.core.errors import NotFound
from app.labels import (
    Adopter,
    Answer,
    Difference,
    Schema,
    answer_json,
    by_class,
    class_of,
    difference,
    parse_answer,
    parse_schema,
    similarity,
)
from app.models.project import LabelSchema
from app.suggestions import loop_queries, queries
from app.suggestions.exchange import suggested
from app.suggestions.loop_schemas import (
    ClassAgreement,
    CorrectionOut,
    DifferenceOut,
    ModelAgreement,
    PredictedOut,
    PredictionBeside,
    PredictionIn,
    PredictionsOut,
)
from app.suggestions.schemas import LeftOut
from app.suggestions.service import NothingToTry

FAULTS = 20
"""Of one prediction, that are told."""

Counted = dict[str, dict[str, dict[str, float]]]
"""What an item adds to the figures of models: by model, by class."""


def predict(
    s: Session,
    project_id: int,
    stage_id: int,
    *,
    by: int,
    model: str,
    given: Sequence[PredictionIn],
) -> PredictionsOut:
    """Keep what fits the stage's label schema of each prediction, and say what does not.

    The newest of a model for an item stands, so that a request may be retried. It is what people
    begin with, but for items whose labels were imported. Raises `NothingToTry` without a schema.
    """
    found = queries.definition(s, project_id, stage_id)
    if found is None:
        raise NothingToTry("Give the stage a label schema first.")
    version, definition = found
    adopter = Adopter(parse_schema(definition))
    loop_queries.begin_mark(s, project_id, stage_id)
    loop_queries.lock_mark(s, project_id, stage_id)
    items = loop_queries.these(s, project_id, stage_id, [one.item_id for one in given])
    results: list[PredictedOut] = []
    rows: dict[int, dict[str, Any]] = {}
    for one in given:
        known = items.get(one.item_id)
        code = "unknown_item" if known is None else "twice" if one.item_id in rows else None
        if known is None or code is not None:
            results.append(
                PredictedOut(item_id=one.item_id, kept=False, suggested=False, code=code)
            )
            continue
        wanted, labelled = known
        made = suggested(adopter, wanted, {"annotations": one.annotations})
        told = [LeftOut.model_validate(fault.as_json()) for fault in made.faults[:FAULTS]]
        kept = made.answer is not None
        if made.answer is not None:
            rows[one.item_id] = {
                "id": one.item_id,
                "answer": answer_json(made.answer),
                "score": one.score,
                "labelled": labelled,
            }
        results.append(
            PredictedOut(
                item_id=one.item_id,
                kept=kept,
                suggested=kept and not labelled,
                code=None if kept else "too_large" if wanted.facts is not None else "size_unknown",
                left_out=made.left_out,
                faults=told,
            )
        )
    if rows:
        loop_queries.keep(
            s,
            project_id,
            stage_id,
            model=model,
            schema=version,
            by=by,
            rows=[rows[item_id] for item_id in sorted(rows)],
        )
        _recount(s, project_id, stage_id, sorted(rows))
    refused = sum(not one.kept for one in results)
    return PredictionsOut(
        schema_version=version, kept=len(results) - refused, refused=refused, results=results
    )


def _recount(s: Session, project_id: int, stage_id: int, ids: Sequence[int]) -> None:
    """What was accepted before a prediction of it came counts for that one, too."""
    old = loop_queries.counted(s, project_id, ids)
    if not old:
        return
    new = _count(s, project_id, stage_id, [row["item_id"] for row in old])
    changed = [{"item_id": item_id, "counted": counted} for item_id, counted in new.items()]
    loop_queries.recount(s, project_id, changed)
    before = [row["counted"] for row in old if row["item_id"] in new]
    _add_up(s, project_id, stage_id, new.values(), before)


def gather(s: Session, project_id: int, stage_id: int) -> bool:
    """Make corrections of what has been accepted behind the stage's mark, a stretch of it. Answers
    whether there may be more."""
    mark = loop_queries.lock_mark(s, project_id, stage_id, skip=True)
    if mark is None:
        return False
    accepted, upto = loop_queries.accepted_since(s, project_id, stage_id, mark.event_id)
    if upto is None:
        return False
    mark.event_id = upto
    # Accepted twice within the stretch, it comes once, as the later one.
    latest = {one.item_id: one for one in accepted}
    order = sorted(latest.values(), key=lambda one: one.event_id)
    new = _count(s, project_id, stage_id, list(latest))
    old = loop_queries.counted(s, project_id, list(new))
    rows = [
        {"item_id": one.item_id, "at": one.at.isoformat(), "counted": new[one.item_id]}
        for one in order
        if one.item_id in new
    ]
    if rows:
        loop_queries.add(s, project_id, stage_id, rows)
        _add_up(s, project_id, stage_id, new.values(), [row["counted"] for row in old])
    s.flush()
    return True


def _add_up(
    s: Session,
    project_id: int,
    stage_id: int,
    new: Iterable[Counted],
    old: Iterable[Counted],
) -> None:
    """Add what items count by now to the figures, and take back what they did before."""
    sums: dict[tuple[str, str], dict[str, float]] = {}
    for sign, all_of in ((1, new), (-1, old)):
        for counted in all_of:
            for model, classes in counted.items():
                for label, figures in classes.items():
                    row = sums.setdefault((model, label), dict.fromkeys(figures, 0))
                    for what, n in figures.items():
                        row[what] += sign * n
    if sums:
        rows = [{"model": model, "label": label, **n} for (model, label), n in sums.items()]
        loop_queries.add_figures(s, project_id, stage_id, rows)


@dataclass(frozen=True, slots=True)
class _Schemas:
    """The versions of a stage's label schema, each read once."""

    s: Session
    project_id: int
    stage_id: int
    known: dict[int, Schema]

    def of(self, version: int) -> Schema:
        found = self.known.get(version)
        if found is None:
            row = self.s.get_one(LabelSchema, (self.project_id, self.stage_id, version))
            found = self.known[version] = parse_schema(row.definition)
        return found


def _count(s: Session, project_id: int, stage_id: int, ids: Sequence[int]) -> dict[int, Counted]:
    """What each of these accepted items says of the models that predicted it; only of those that
    were done whole."""
    answers = loop_queries.standing(s, project_id, ids)
    schemas = _Schemas(s, project_id, stage_id, {})
    found: dict[int, Counted] = {item_id: {} for item_id in answers}
    for row in loop_queries.predictions(s, project_id, list(answers)):
        answer = answers[row["item_id"]]
        if row["schema_version"] != answer["schema_version"]:
            continue  # other questions
        schema = schemas.of(answer["schema_version"])
        before, after = parse_answer(row["answer"]), parse_answer(answer["answer"])
        found[row["item_id"]][row["model"]] = _figures(schema, before, after)
    return found


def _figures(schema: Schema, before: Answer, after: Answer) -> dict[str, dict[str, float]]:
    found = {
        label: {"items": 1, "agreed": agreed, "kept": 0, "changed": 0, "added": 0, "removed": 0}
        for label, agreed in by_class(schema, before, after).items()
    }
    gone = difference(before, after)
    touched = {one.id for one in gone.removed} | {one.before.id for one in gone.changed}
    for what, marks in (
        ("kept", [one for one in before.annotations if one.id not in touched]),
        ("changed", [one.before for one in gone.changed]),
        ("added", gone.added),
        ("removed", gone.removed),
    ):
        for mark in marks:
            if class_of(mark) in found:
                found[class_of(mark)][what] += 1
    return found


def corrections(
    s: Session, project_id: int, stage_id: int, *, model: str | None, after: int, limit: int
) -> tuple[list[CorrectionOut], int | None]:
    """What has been accepted after `after`, in that order, with what models had said of it: all of
    them, or this one; and where the look ended, None where there is nothing more."""
    rows = loop_queries.corrections(s, project_id, stage_id, after=after, limit=limit)
    ids = [row["item_id"] for row in rows]
    answers = loop_queries.standing(s, project_id, ids)
    said: dict[int, list[RowMapping]] = {}
    for row in loop_queries.predictions(s, project_id, list(answers), model):
        said.setdefault(row["item_id"], []).append(row)
    schemas = _Schemas(s, project_id, stage_id, {})
    found = []
    for row in rows:
        answer = answers.get(row["item_id"])
        if answer is None:
            continue  # begun anew meanwhile: it comes again when it is accepted
        after_it = parse_answer(answer["answer"])
        version = answer["schema_version"]
        found.append(
            CorrectionOut(
                id=row["id"],
                item_id=row["item_id"],
                name=answer["name"],
                accepted_at=row["at"],
                schema_version=version,
                annotations=answer["answer"]["annotations"],
                predictions=[
                    _compared(one, after_it, version, schemas)
                    for one in said.get(row["item_id"], ())
                ],
            )
        )
    return found, rows[-1]["id"] if len(rows) == limit else None


def _compared(row: RowMapping, after: Answer, version: int, schemas: _Schemas) -> PredictionBeside:
    before = parse_answer(row["answer"])
    changed: Difference = difference(before, after)
    same = row["schema_version"] == version
    return PredictionBeside(
        model=row["model"],
        score=row["score"],
        schema_version=row["schema_version"],
        annotations=row["answer"]["annotations"],
        agreement=similarity(schemas.of(version), before, after) if same else None,
        difference=DifferenceOut.model_validate(changed.as_json()),
    )


def agreement(s: Session, project_id: int, stage_id: int) -> list[ModelAgreement]:
    """How far each version of a model agrees with what was accepted, by class."""
    by_model: dict[str, list[ClassAgreement]] = {}
    for row in loop_queries.figures(s, project_id, stage_id):
        by_model.setdefault(row.model, []).append(
            ClassAgreement(
                label=row.label,
                items=row.items,
                agreement=_share(row.agreed, row.items),
                kept=row.kept,
                changed=row.changed,
                added=row.added,
                removed=row.removed,
            )
        )
    return [
        ModelAgreement(
            model=model,
            agreement=_share(
                sum(one.agreement * one.items for one in classes),
                sum(one.items for one in classes),
            ),
            classes=classes,
        )
        for model, classes in by_model.items()
    ]


def _share(sum_: float, items: int) -> float:
    return round(min(1.0, max(0.0, sum_ / items)), 4)


def must_have_predicted(s: Session, project_id: int, stage_id: int, model: str) -> None:
    """Raises `NotFound` for a model that has predicted nothing in the stage."""
    if not loop_queries.predicted(s, project_id, stage_id, model):
        raise NotFound(f"No model “{model}” has predicted anything in this stage.")
