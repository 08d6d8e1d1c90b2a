"""A blind sample is drawn, and its items judged: by who had no part in them, or by the truth."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Invalid, NotFound
from app.labels import AnswerRefused, check, parse_answer
from app.models.report import BlindSample, SampleItem, SampleKind
from app.people.notifications import Told, notify
from app.queue.service import enqueue
from app.reports import queries, sample_queries, samples
from app.reports.likeness import measures
from app.reports.reading import Line, Reader, line
from app.reports.sample_schemas import (
    ComparedOut,
    SampleIn,
    TruthIn,
    TruthRefused,
    VerdictIn,
)

DRAW = "draw_sample"


class UnknownCode(Invalid):
    """The project's taxonomy has no such code, or has retired it."""

    code, title = "unknown_reason", "Unknown reason"


class AnswerGone(Conflict):
    """What the release said of the item was taken back."""

    code, title = "answer_gone", "Answer taken back"


def begin(s: Session, project_id: int, release_id: int, asked: SampleIn, *, by: int) -> int:
    """Have a sample drawn; answers its id. Raises what `samples.begin` does."""
    made = samples.begin(s, project_id, release_id, asked, by=by)
    made.chore_id = enqueue(
        s,
        DRAW,
        {"project_id": project_id, "sample_id": made.id},
        project_id=project_id,
        created_by=by,
    )
    return made.id


def draw(run: samples.Attempt, project_id: int, sample_id: int) -> dict[str, Any]:
    """Draw the sample, and tell its examiners."""
    return samples.Draw(run, project_id, sample_id, tell).run()


def tell(s: Session, sample: BlindSample, people: Sequence[int] | None = None) -> None:
    """Tell these examiners, or all, that there is something to look at."""
    if people is None:
        people = sample_queries.examiner_ids(s, sample.project_id, sample.id)
    params = {"sample_id": sample.id, "project": queries.project(s, sample.project_id).name}
    for person_id in people:
        notify(s, person_id, Told.SAMPLE_WAITS, params, sample.project_id)


def shown(s: Session, sample: BlindSample, item_id: int) -> tuple[Line, dict[str, Any], Any]:
    """An item of the sample with the schema and the answer that the release has. Raises
    `AnswerGone`."""
    release = queries.release(s, sample.project_id, sample.release_id)
    definitions = queries.schemas(s, sample.project_id, release.stage_id)
    found = line(s, sample.project_id, sample.release_id, item_id)
    reader = Reader(definitions)
    said = None if found is None else reader.said(found, found.known())
    if found is None or said is None:
        raise AnswerGone("What was said of this item has been taken back; draw another sample.")
    version = max(version for _, _, version in found.given())
    return found, definitions[version - 1], said[1]


def judge(
    s: Session, project_id: int, sample_id: int, item_id: int, said: VerdictIn, *, me: int
) -> None:
    """Say whether an item is right, or say otherwise while the sample is open. Raises `NotFound`,
    `SampleNotOpen`, `UnknownCode`."""
    samples.open_sample(s, project_id, sample_id, SampleKind.JUDGED)
    item = sample_queries.held(s, project_id, sample_id, item_id, me)
    if said.code is not None and said.code not in {
        one.code for one in sample_queries.codes(s, project_id)
    }:
        raise UnknownCode("The project has no such reason; choose one that is in use.")
    item.passed, item.code, item.note = said.passed, said.code, said.note
    item.judged_at = func.now()


def examines(s: Session, project_id: int, sample_id: int, me: int) -> None:
    """Raises `NotFound` for who is not to look at this sample: it says nothing to him."""
    if me not in sample_queries.examiner_ids(s, project_id, sample_id):
        raise NotFound("There is no such sample in this project.")


def compare(
    s: Session, project_id: int, sample_id: int, truths: Sequence[TruthIn], *, by: int
) -> ComparedOut:
    """Hold what the release says against the truth, item by item; said again, the last counts.
    Raises `NotFound`, `SampleNotOpen`."""
    sample = samples.open_sample(s, project_id, sample_id, SampleKind.TRUTH)
    release = queries.release(s, project_id, sample.release_id)
    reader = Reader(queries.schemas(s, project_id, release.stage_id))
    items = sample_queries.by_names(s, project_id, sample_id, [one.name for one in truths])
    refused: list[TruthRefused] = []
    compared: list[bool] = []
    seen: set[str] = set()

    def refuse(one: TruthIn, code: Any, detail: str) -> None:
        refused.append(TruthRefused(name=one.name, code=code, detail=detail))

    for one in truths:
        item = items.get(one.name)
        if item is None:
            refuse(one, "not_sampled", "The sample has no item of this name; leave it out.")
        elif one.name in seen:
            refuse(one, "twice", "The item is there twice; send it once.")
        elif (fault := _compare(s, sample, reader, item, one, by)) is not None:
            refuse(one, "answer_refused", fault)
        else:
            seen.add(one.name)
            compared.append(bool(item.passed))
    s.flush()
    return ComparedOut(
        compared=len(compared),
        passed=sum(compared),
        refused=refused,
        left=sample_queries.left(s, project_id, sample_id),
    )


def _compare(
    s: Session, sample: BlindSample, reader: Reader, item: SampleItem, one: TruthIn, by: int
) -> str | None:
    """Note what the comparison says; answers why the truth is no answer, where it is none."""
    found = line(s, sample.project_id, sample.release_id, item.item_id)
    facts = None if found is None else found.known()
    said = None if found is None else reader.said(found, facts)
    if said is None:
        raise AnswerGone("What was said of an item has been taken back; draw another sample.")
    schema, answer = said
    try:
        truth = parse_answer({"modality": schema.modality, "annotations": one.annotations})
    except AnswerRefused as refused:
        return refused.detail
    if facts is not None and (faults := check(schema, facts, truth)):
        return faults[0].sentence
    item.passed, item.measures = samples.passes(sample, measures(schema, truth, answer))
    item.examiner_id, item.judged_at = by, func.now()
    return None
