"""Blind samples: drawn and closed by managers, looked at by people who had no part in the work."""

from collections.abc import Iterator
from typing import Any

import orjson
from fastapi import Response
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.reports import file, language_of
from app.api.router import Router
from app.assets import serving
from app.assets.schemas import MediaOut
from app.core.database import transaction
from app.core.errors import NotFound
from app.core.states import SampleState
from app.labels import answer_json
from app.models.report import BlindSample, SampleKind
from app.papers.tables import WORKBOOK, Row, workbook
from app.people.permits import May
from app.reports import queries, sample_queries, samples, workbooks
from app.reports.sample_schemas import (
    BlindSampleOut,
    CodeOut,
    ComparedOut,
    ExaminedItem,
    ExaminedNext,
    ExaminerOut,
    ExaminersIn,
    MySampleOut,
    ProtocolOut,
    SampleIn,
    SampleItemOut,
    TruthsIn,
    VerdictIn,
)
from app.reports.schemas import SampleResultOut
from app.reports.service import met
from app.reports.words import say
from app.workflow import examine_sample

router = Router(tags=["reports"])
RELEASE = "/projects/{project_id}/releases/{release_id}"
SAMPLE = "/projects/{project_id}/samples/{sample_id}"
ITEM = f"{SAMPLE}/items/{{item_id}}"
AT_ONCE = 500


def _out(s: Session, one: BlindSample) -> BlindSampleOut:
    drawn, left, _ = sample_queries.counts(s, one.project_id, one.id)
    result = None
    if one.protocol is not None:
        result = SampleResultOut.model_validate(samples.result_of(s, one))
    return BlindSampleOut(
        id=one.id,
        release_id=one.release_id,
        kind=one.kind,
        state=one.state,
        seed=one.seed,
        asked=one.asked,
        by=one.by,
        target=float(one.target),
        measure=one.measure,
        passes_from=None if one.passes_from is None else float(one.passes_from),
        protocol=None if one.protocol is None else ProtocolOut.model_validate(one.protocol),
        drawn=drawn,
        left=left,
        result=result,
        reached=None if result is None else met(one, result),
        measures=sample_queries.means(s, one.project_id, one.id),
        examiners=[
            ExaminerOut(person_id=person_id, pseudonym=pseudonym, looked=looked)
            for person_id, pseudonym, looked in sample_queries.examiners(s, one.project_id, one.id)
        ],
        created_at=one.created_at,
        closed_at=one.closed_at,
    )


@router.post(f"{RELEASE}/samples", status_code=202)
def draw_sample(project_id: Key, release_id: Key, body: SampleIn, door: Way) -> BlindSampleOut:
    """Have a sample of the release drawn in the background. Which items it has follows from the
    seed: who has the manifest can draw them again."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        made = examine_sample.begin(s, project_id, release_id, body, by=me.id)
        s.flush()
        return _out(s, sample_queries.sample(s, project_id, made))


@router.get(f"{RELEASE}/samples")
def list_samples(
    project_id: Key, release_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[BlindSampleOut]:
    """The blind samples of a release."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        queries.release(s, project_id, release_id)
        rows = sample_queries.samples(s, project_id, release_id, after=after, limit=limit + 1)
        return page([_out(s, row) for row in rows], limit)


@router.get(SAMPLE)
def read_sample(project_id: Key, sample_id: Key, door: Way) -> BlindSampleOut:
    """A sample: its protocol, how far it is, what it has come to."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        return _out(s, sample_queries.sample(s, project_id, sample_id))


@router.get(f"{SAMPLE}/items")
def list_sample_items(
    project_id: Key, sample_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[SampleItemOut]:
    """The sample's items in the order of the draw, with what was found of each."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        sample_queries.sample(s, project_id, sample_id)
        rows = sample_queries.items(s, project_id, sample_id, after=after, limit=limit + 1)
        return page([SampleItemOut.model_validate(row) for row in rows], limit, key="place")


@router.get(f"{SAMPLE}/names", response_class=StreamingResponse)
def list_sample_names(project_id: Key, sample_id: Key, door: Way) -> StreamingResponse:
    """The names of the sample's items as JSONL, for who says what is true of them. What the release
    says of them is not in it."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, _):
        sample_queries.sample(s, project_id, sample_id)

    def told() -> Iterator[bytes]:
        for row in _every(project_id, sample_id):
            yield orjson.dumps({"name": row["name"]}, option=orjson.OPT_APPEND_NEWLINE)

    name = f"sample-{sample_id}.jsonl"
    disposition = f'attachment; filename="{name}"'
    headers = {"Content-Disposition": disposition}
    return StreamingResponse(told(), media_type="application/jsonl", headers=headers)


def _every(project_id: int, sample_id: int) -> Iterator[dict[str, Any]]:
    after = 0
    while True:
        with transaction() as s:
            found = sample_queries.items(s, project_id, sample_id, after=after, limit=AT_ONCE)
        yield from found
        if len(found) < AT_ONCE:
            return
        after = found[-1]["place"]


@router.get(
    f"{SAMPLE}/workbook",
    response_class=Response,
    responses={200: {"content": {WORKBOOK: {}}}},
)
def write_sample(project_id: Key, sample_id: Key, door: Way) -> Response:
    """The sample as a workbook: how it was drawn, and the pass/fail sheet with the examiners' names
    in the project."""
    with door.enter(May.RELEASE_READ, project=project_id) as (s, me):
        found = _out(s, sample_queries.sample(s, project_id, sample_id))
        language = language_of(s, me.id)
    protocol = found.protocol
    about = [
        (say(language, "sample"), say(language, f"sample.{found.kind}")),
        (say(language, "seed"), str(found.seed)),
        (say(language, "asked"), str(found.asked)),
        (say(language, "strata"), found.by),
        (say(language, "protocol"), protocol.rule if protocol is not None else ""),
        (say(language, "target"), workbooks.percent(found.target)),
        *_came_to(language, found),
    ]
    strata = (
        [] if protocol is None else [(one.name, one.items, one.drawn) for one in protocol.strata]
    )
    measures = sorted(found.measures)

    def rows() -> Iterator[Row]:
        for row in _every(project_id, sample_id):
            yield [
                *(row["place"], row["name"], row["stratum"], row["passed"], row["code"]),
                *(row["note"], row["examiner"], row["judged_at"]),
                *((row["measures"] or {}).get(one) for one in measures),
            ]

    content = workbook(workbooks.sample(language, about, strata, rows(), measures))
    return file(content, f"sample-{sample_id}.xlsx", WORKBOOK)


def _came_to(language: Any, found: BlindSampleOut) -> list[tuple[str, str]]:
    result = found.result
    if result is None:
        return []
    between = f"{workbooks.percent(result.low)} – {workbooks.percent(result.high)}"
    return [
        (say(language, "looked"), str(result.looked)),
        (say(language, "passed"), str(result.passed)),
        (say(language, "share"), workbooks.percent(result.share)),
        (say(language, "interval"), between),
        (say(language, "answer"), workbooks.verdict(language, found.reached)),
    ]


@router.put(f"{SAMPLE}/examiners")
def set_examiners(project_id: Key, sample_id: Key, body: ExaminersIn, door: Way) -> BlindSampleOut:
    """Say who looks at the sample's items: members of the project. Nobody is ever given an item
    that he had a part in."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, _):
        sample = sample_queries.sample(s, project_id, sample_id, lock=True)
        if sample.kind is not SampleKind.JUDGED or sample.state is SampleState.CLOSED:
            raise samples.SampleNotOpen("Nobody looks at the items of this sample now.")
        before = set(sample_queries.examiner_ids(s, project_id, sample_id))
        samples.name_examiners(s, project_id, sample_id, body.examiners)
        if sample.state is SampleState.OPEN:
            new = [one for one in dict.fromkeys(body.examiners) if one not in before]
            examine_sample.tell(s, sample, new)
        return _out(s, sample)


@router.post(f"{SAMPLE}/truth")
def send_truth(project_id: Key, sample_id: Key, body: TruthsIn, door: Way) -> ComparedOut:
    """Say what is true of items of the sample: each is compared with what the release says of it,
    by the measure that was chosen. Said again, the last counts; while the sample is open."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        return examine_sample.compare(s, project_id, sample_id, body.truths, by=me.id)


@router.post(f"{SAMPLE}/close")
def close_sample(project_id: Key, sample_id: Key, door: Way) -> BlindSampleOut:
    """End a sample all of whose items have been looked at: its result stands."""
    with door.enter(May.RELEASE_WRITE, project=project_id) as (s, me):
        samples.close(s, project_id, sample_id, by=me.id)
        return _out(s, sample_queries.sample(s, project_id, sample_id))


@router.get("/me/samples")
def list_my_samples(door: Way, after: After = 0, limit: Limit = 50) -> Page[MySampleOut]:
    """The samples that you are to look at."""
    with door.enter() as (s, me):
        rows = sample_queries.mine(s, me.id, after=after, limit=limit + 1)
        return page([MySampleOut.model_validate(row) for row in rows], limit, key="sample_id")


@router.post(f"{SAMPLE}/next")
def next_item(project_id: Key, sample_id: Key, door: Way) -> ExaminedNext:
    """The next item of a sample that you look at, kept for you for half an hour: the one that you
    have already, else the first that nobody has and that you had no part in."""
    with door.enter(May.PROJECT_READ, project=project_id, alone=True) as (s, me):
        examine_sample.examines(s, project_id, sample_id, me.id)
        sample = samples.open_sample(s, project_id, sample_id, SampleKind.JUDGED)
        taken = sample_queries.take(s, project_id, sample_id, me.id)
        drawn, left, mine = sample_queries.counts(s, project_id, sample_id, me.id)
        return ExaminedNext(
            item=None if taken is None else _item(s, sample, *taken),
            codes=[CodeOut.model_validate(one) for one in sample_queries.codes(s, project_id)],
            drawn=drawn,
            left=left,
            mine=mine,
        )


def _item(s: Session, sample: BlindSample, item_id: int, place: int) -> ExaminedItem:
    line, schema, answer = examine_sample.shown(s, sample, item_id)
    return ExaminedItem(
        item_id=item_id,
        place=place,
        name=line.name,
        width=line.width,
        height=line.height,
        document=None if line.document is None else orjson.loads(line.document),
        facts=None if line.facts is None else orjson.loads(line.facts),
        label_schema=schema,
        answer=answer_json(answer),
    )


@router.get(f"{ITEM}/media")
def read_sample_media(project_id: Key, sample_id: Key, item_id: Key, door: Way) -> MediaOut:
    """Short-lived addresses of the file of an item that you have to look at now."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, me):
        examine_sample.examines(s, project_id, sample_id, me.id)
        samples.open_sample(s, project_id, sample_id, SampleKind.JUDGED)
        sample_queries.held(s, project_id, sample_id, item_id, me.id)
        asset = queries.asset_of(s, project_id, item_id)
        if asset is None:
            raise NotFound("This item shows no file.")
        return serving.links(asset)


@router.post(ITEM, status_code=204)
def judge_item(project_id: Key, sample_id: Key, item_id: Key, body: VerdictIn, door: Way) -> None:
    """Say whether an item is right; one that is not has a code of the project's reasons. You may
    say otherwise while the sample is open."""
    with door.enter(May.PROJECT_READ, project=project_id) as (s, me):
        examine_sample.examines(s, project_id, sample_id, me.id)
        examine_sample.judge(s, project_id, sample_id, item_id, body, me=me.id)
