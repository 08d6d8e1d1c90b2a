"""What a manager sets and writes of a release, and its report and data sheet put together."""

from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.core.errors import Conflict, Invalid, NotFound
from app.core.states import ReleaseState, SampleState
from app.labels import parse_schema
from app.models.report import (
    BlindSample,
    CheckAnswer,
    DataSheet,
    QualityReport,
    ReportCheck,
    StagePlan,
    Target,
    Validity,
)
from app.models.transition import record
from app.queue.service import enqueue
from app.reports import queries, sample_queries
from app.reports.rules import CHECKLIST, FACTS, reached
from app.reports.samples import ReleaseUnfit, result_of
from app.reports.schemas import (
    AxisOut,
    CheckIn,
    CountingOut,
    Figures,
    PlanOut,
    ReportCheckOut,
    ReportFileOut,
    ReportOut,
    SampleResult,
    SampleResultOut,
    SheetGroupOut,
    SheetIn,
    SheetOut,
    SheetTexts,
    TargetOut,
    TargetsIn,
    TargetsOut,
    ValidityIn,
    ValidityOut,
    ValueOut,
)
from app.storage import LINK_TTL, storage

COUNT = "count_report"


class NotCounted(Conflict):
    """There is no report to be had before it was counted."""

    code, title = "report_not_counted", "Report not counted"


class UnknownTarget(Invalid):
    """A stage can only aim at classes that its labels have."""

    code, title = "unknown_target", "No such class"


# --- what is aimed at ---


def read_targets(s: Session, project_id: int, stage_id: int) -> TargetsOut:
    """What the stage aims at, and what it can aim at. Raises `NotFound`."""
    queries.stage(s, project_id, stage_id)
    plan = s.get(StagePlan, (project_id, stage_id))
    axes = _axes(s, project_id, stage_id)
    return TargetsOut(
        plan=None if plan is None else PlanOut.model_validate(plan),
        targets=[TargetOut.model_validate(one) for one in queries.targets(s, project_id, stage_id)],
        axes=list(axes.values()),
    )


def _axes(s: Session, project_id: int, stage_id: int) -> dict[str, AxisOut]:
    definitions = queries.schemas(s, project_id, stage_id)
    if not definitions:
        return {}
    labels = parse_schema(definitions[-1]).labels
    found = {}
    for label in labels:
        values = [
            ValueOut(value=one.id, ko=one.ko, en=one.en) for one in getattr(label, "classes", ())
        ]
        if values:
            found[f"class:{label.name}"] = AxisOut(what=f"class:{label.name}", values=values)
    return found


def set_targets(s: Session, project_id: int, stage_id: int, asked: TargetsIn, *, by: int) -> None:
    """Set all that a stage aims at. Raises `NotFound`, `UnknownTarget`."""
    queries.stage(s, project_id, stage_id)
    axes = _axes(s, project_id, stage_id)
    for one in asked.targets:
        if one.what.startswith("class:"):
            axis = axes.get(one.what)
            if axis is None or one.value not in {value.value for value in axis.values}:
                raise UnknownTarget(
                    f"This stage's labels have no class “{one.value}” of “{one.what[6:]}”; "
                    "choose one that is there."
                )
    at = {"project_id": project_id, "stage_id": stage_id}
    for table in (Target, StagePlan):
        s.execute(delete(table).where(table.project_id == project_id, table.stage_id == stage_id))
    s.add_all(
        Target(**at, what=one.what, value=one.value, share=one.share) for one in asked.targets
    )
    if asked.plan is not None:
        s.add(StagePlan(**at, items=asked.plan.items, until=asked.plan.until))
    record(
        s,
        project_id=project_id,
        subject="stage",
        subject_id=stage_id,
        by=by,
        why="targets",
        data={"targets": len(asked.targets)},
    )


# --- the checklist ---


def checks(s: Session, project_id: int, facts: dict[str, int]) -> list[ReportCheckOut]:
    """The checklist in its order, with what the platform knows of each line."""
    answered = queries.checks(s, project_id)
    found = []
    for code in CHECKLIST:
        row = answered.get(code)
        found.append(
            ReportCheckOut(
                code=code,
                facts={name: facts[name] for name in FACTS.get(code, ()) if name in facts},
                answer=CheckAnswer.OPEN if row is None else row.answer,
                note="" if row is None else row.note,
                links=[] if row is None else row.links,
                checked_at=None if row is None else row.checked_at,
            )
        )
    return found


def set_check(s: Session, project_id: int, code: str, said: CheckIn, *, by: int) -> None:
    """Answer a line of the checklist. Raises `NotFound`."""
    if code not in CHECKLIST:
        raise NotFound("The checklist has no such line.")
    values: dict[str, Any] = {
        "answer": said.answer,
        "note": said.note,
        "links": [str(link) for link in said.links],
        "checked_by": by,
    }
    made = insert(ReportCheck).values(project_id=project_id, code=code, **values)
    s.execute(
        made.on_conflict_do_update(
            index_elements=["project_id", "code"],
            set_=values | {"checked_at": made.excluded.checked_at},
        )
    )


# --- the report ---


def ask(s: Session, project_id: int, release_id: int, language: str, *, by: int) -> None:
    """Have a release counted, again where it was. Raises `NotFound`, `ReleaseUnfit`."""
    release = queries.release(s, project_id, release_id)
    if release.state is not ReleaseState.READY:
        raise ReleaseUnfit(
            f"This release is “{release.state}”; have one counted that is ready.",
            state=release.state.value,
        )
    chore_id = enqueue(
        s,
        COUNT,
        {"project_id": project_id, "release_id": release_id, "language": language},
        project_id=project_id,
        created_by=by,
    )
    made = insert(QualityReport).values(
        project_id=project_id, release_id=release_id, chore_id=chore_id
    )
    s.execute(
        made.on_conflict_do_update(
            index_elements=["project_id", "release_id"], set_={"chore_id": chore_id}
        )
    )


def read(s: Session, project_id: int, release_id: int) -> ReportOut:
    """The quality report of a release, as far as it is. Raises `NotFound`."""
    release = queries.release(s, project_id, release_id)
    row = queries.report(s, project_id, release_id)
    kept = None if row is None else row[0]
    figures = None if kept is None else kept.figures
    counting = None
    if kept is not None and kept.chore_id is not None and row is not None:
        state, done, total, error = row[1:5]
        if state is not None:
            counting = CountingOut(
                id=kept.chore_id, state=state, done=done, total=total, error=error
            )
    return ReportOut(
        release_id=release_id,
        version=release.version,
        project=queries.project(s, project_id).name,
        stage=queries.stage(s, project_id, release.stage_id).name,
        counted_at=None if kept is None else kept.counted_at,
        counting=counting,
        figures=None if figures is None else Figures.model_validate(figures),
        has_faults=kept is not None and kept.faulty_key is not None,
        checks=checks(s, project_id, {} if figures is None else figures["facts"]),
        samples=sample_results(s, project_id, release_id),
        validity=[validity_out(one) for one in queries.validity(s, project_id, release_id)],
    )


def counted(s: Session, project_id: int, release_id: int) -> ReportOut:
    """The report of a release that was counted. Raises `NotFound`, `NotCounted`."""
    found = read(s, project_id, release_id)
    if found.figures is None:
        raise NotCounted("This release has not been counted; have it counted first.")
    return found


def faults(s: Session, project_id: int, release_id: int, media_type: str) -> ReportFileOut:
    """Where the pre-check's workbook can be fetched. Raises `NotFound`, `NotCounted`."""
    queries.release(s, project_id, release_id)
    row = queries.report(s, project_id, release_id)
    if row is None or row[0].faulty_key is None or row[0].faulty_name is None:
        raise NotCounted("This release has not been checked; have it counted first.")
    key, name = row[0].faulty_key, row[0].faulty_name
    url = storage().link(key, LINK_TTL, media_type=media_type, filename=name)
    return ReportFileOut(url=url, filename=name)


def sample_results(s: Session, project_id: int, release_id: int) -> list[SampleResult]:
    """What the release's blind samples came to."""
    return [
        SampleResult(
            id=one.id,
            kind=one.kind,
            state=one.state,
            measure=one.measure,
            target=float(one.target),
            drawn=sample_queries.counts(s, project_id, one.id)[0],
            result=(found := SampleResultOut.model_validate(result_of(s, one))),
            reached=met(one, found),
        )
        for one in sample_queries.samples(s, project_id, release_id)
        if one.state is not SampleState.DRAWING
    ]


def met(sample: BlindSample, found: SampleResultOut) -> bool | None:
    """Whether a closed sample is as good as it was to be."""
    if sample.state is not SampleState.CLOSED or found.share is None:
        return None
    return reached(float(sample.target), found.share, higher=True)


# --- models ---


def validity_out(one: Validity) -> ValidityOut:
    """How far a model came, and whether that is far enough."""
    target, score = float(one.target), float(one.reached)
    values = {name: getattr(one, name) for name in ValidityOut.model_fields if name != "met"}
    return ValidityOut(**values, met=reached(target, score, higher=one.higher))


def add_validity(
    s: Session, project_id: int, release_id: int, said: ValidityIn, *, by: int
) -> Validity:
    """Write down how far a model came. Raises `NotFound`."""
    queries.release(s, project_id, release_id)
    made = Validity(
        project_id=project_id, release_id=release_id, recorded_by=by, **said.model_dump()
    )
    s.add(made)
    s.flush()
    s.refresh(made)
    return made


def remove_validity(s: Session, project_id: int, validity_id: int, *, by: int) -> None:
    """Take back what was written down by mistake. Raises `NotFound`."""
    found = s.get(Validity, (project_id, validity_id))
    if found is None:
        raise NotFound("There is no such record in this project.")
    told = f"{found.model} {found.metric} {found.reached}"
    record(
        s,
        project_id=project_id,
        subject="release",
        subject_id=found.release_id,
        by=by,
        why=f"validity taken back: {told}",
    )
    s.delete(found)


# --- the data sheet ---


def write_sheet(s: Session, project_id: int, release_id: int, said: SheetIn, *, by: int) -> None:
    """Write what is told of a release. Raises `NotFound`."""
    queries.release(s, project_id, release_id)
    values = {"texts": said.texts.model_dump(), "least": said.least, "written_by": by}
    made = insert(DataSheet).values(project_id=project_id, release_id=release_id, **values)
    s.execute(
        made.on_conflict_do_update(
            index_elements=["project_id", "release_id"],
            set_=values | {"written_at": made.excluded.written_at},
        )
    )


def read_sheet(s: Session, project_id: int, release_id: int) -> SheetOut:
    """The data sheet of a release. People are counts; a group of fewer than `least` is not told.
    Raises `NotFound`."""
    release = queries.release(s, project_id, release_id)
    sheet = queries.sheet(s, project_id, release_id)
    found = read(s, project_id, release_id)
    least = 5 if sheet is None else sheet.least
    groups = queries.people(s, project_id)
    people = sum(next(iter(groups.values()), {}).values())
    figures = found.figures
    return SheetOut(
        release_id=release_id,
        project=found.project,
        stage=found.stage,
        version=found.version,
        frozen_at=release.frozen_at,
        texts=SheetTexts() if sheet is None else SheetTexts.model_validate(sheet.texts),
        least=least,
        written_at=None if sheet is None else sheet.written_at,
        items=release.items,
        content=None if figures is None else figures.content,
        shares=[] if figures is None else figures.shares,
        facts=queries.facts(s, project_id),
        people=people if people >= least else None,
        groups=_told(groups, least),
        syntactic=None if figures is None else figures.syntactic,
        samples=found.samples,
    )


def _told(groups: Any, least: int) -> dict[str, list[SheetGroupOut]]:
    """Groups without those that are small. Where just one is, another goes with it: from the sum
    it could be told."""
    told = {}
    for axis, counts in groups.items():
        small = {value for value, people in counts.items() if people < least}
        if len(small) == 1 and len(counts) > 1:
            rest = [value for value in counts if value not in small]
            small.add(min(rest, key=lambda value: (counts[value], value)))
        told[axis] = [
            SheetGroupOut(value=value, people=None if value in small else people)
            for value, people in counts.items()
        ]
    return told
