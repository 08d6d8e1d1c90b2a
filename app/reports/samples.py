"""Blind samples: drawn by a seed on record, looked at by people who had no part in the work or held
against the truth, and closed with a result."""

import heapq
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from decimal import Decimal
from typing import Any, Protocol

import orjson
from sqlalchemy import func, insert
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound
from app.core.states import ReleaseState, SampleState
from app.labels import AnswerRefused
from app.models.report import BlindSample, Examiner, Measure, SampleItem, SampleKind
from app.models.transition import move
from app.reports import queries, sample_queries
from app.reports.counting import classes_of, told_as
from app.reports.reading import STRETCH, Line, Reader, lines
from app.reports.rules import Judged, Result, drawn, result, shared_out
from app.reports.sample_schemas import SampleIn

RULE = "sha256(seed + ':' + name), ascending, within each stratum"
"""How items are drawn, as the protocol says it."""
MOST_STRATA = 200


class ReleaseUnfit(Conflict):
    """Only what is frozen can be sampled."""

    code, title = "release_not_frozen", "Release not frozen"


class NotAMember(Conflict):
    """Somebody who is not in the project cannot examine."""

    code, title = "not_a_member", "Not a member"


class SampleNotOpen(Conflict):
    """Nothing can be said of a sample's items now."""

    code, title = "sample_not_open", "Sample not open"


class SampleUnfinished(Conflict):
    """Items are left that nobody has looked at."""

    code, title = "sample_unfinished", "Sample not finished"


class Attempt(Protocol):
    """What drawing needs of the chore that does it."""

    def progress(self, done: int | None = None, total: int | None = None) -> None:
        """Say how far it is; raises when this attempt is over."""
        ...

    def transaction(self) -> AbstractContextManager[Session]:
        """A short transaction."""
        ...


def begin(s: Session, project_id: int, release_id: int, asked: SampleIn, *, by: int) -> BlindSample:
    """A sample that is to be drawn. Raises `NotFound`, `ReleaseUnfit`, `NotAMember`."""
    release = queries.release(s, project_id, release_id)
    if release.state is not ReleaseState.READY:
        raise ReleaseUnfit(
            f"This release is “{release.state}”; draw a sample of one that is ready.",
            state=release.state.value,
        )
    made = BlindSample(
        project_id=project_id,
        release_id=release_id,
        kind=asked.kind,
        state=SampleState.DRAWING,
        seed=asked.seed,
        asked=asked.size,
        by=asked.by,
        target=asked.target,
        measure=asked.measure,
        passes_from=asked.passes_from,
        drawn_by=by,
    )
    s.add(made)
    s.flush()
    if asked.kind is SampleKind.JUDGED:
        name_examiners(s, project_id, made.id, asked.examiners)
    return made


def name_examiners(s: Session, project_id: int, sample_id: int, people: Sequence[int]) -> None:
    """Say who looks at the sample's items: all of them, those before are not any more. Raises
    `NotAMember`."""
    missing = sample_queries.strangers(s, project_id, people)
    if missing:
        raise NotAMember(
            "Only members of the project examine; invite them first.", people=sorted(missing)
        )
    sample_queries.forget_examiners(s, project_id, sample_id, people)
    known = set(sample_queries.examiner_ids(s, project_id, sample_id))
    rows = [
        {"project_id": project_id, "sample_id": sample_id, "person_id": one}
        for one in dict.fromkeys(people)
        if one not in known
    ]
    if rows:
        s.execute(insert(Examiner), rows)


class Draw:
    """One attempt at drawing a sample. The release is read twice: first strata are counted, then
    the smallest of each are kept; no more than those are ever in memory."""

    def __init__(
        self,
        attempt: Attempt,
        project_id: int,
        sample_id: int,
        opened: Callable[[Session, BlindSample], None],
    ) -> None:
        self._attempt = attempt
        self._opened = opened  # is told once, in the transaction in which it opens
        self._project_id = project_id
        self._sample_id = sample_id

    def run(self) -> dict[str, Any]:
        """Draw; answers how many. Raises `NotFound`."""
        with self._attempt.transaction() as s:
            sample = sample_queries.sample(s, self._project_id, self._sample_id)
            release = queries.release(s, self._project_id, sample.release_id)
            reader = Reader(queries.schemas(s, self._project_id, release.stage_id))
            total = queries.frozen(s, self._project_id, release.id)
        if sample.state is not SampleState.DRAWING:
            return {"state": sample.state.value}
        strata = self._strata(sample, reader, total)
        sizes = Counter(stratum for _, _, stratum in strata())
        wanted = shared_out(sample.asked, sizes)
        chosen = self._smallest(sample.seed, strata(), wanted)
        protocol = {
            "rule": RULE,
            "strata": [
                {"name": name, "items": sizes[name], "drawn": wanted[name]}
                for name in sorted(sizes)
            ],
        }
        with self._attempt.transaction() as s:
            # Whoever was quicker has drawn the same.
            again = sample_queries.sample(s, self._project_id, self._sample_id, lock=True)
            if again.state is not SampleState.DRAWING:
                return {"state": again.state.value}
            rows = [
                {
                    "project_id": self._project_id,
                    "sample_id": self._sample_id,
                    "item_id": item_id,
                    "place": place,
                    "stratum": stratum,
                }
                for place, (_, item_id, stratum) in enumerate(sorted(chosen), 1)
            ]
            s.execute(insert(SampleItem), rows)
            key = (self._project_id, self._sample_id)
            by = again.drawn_by
            move(s, BlindSample, key, SampleState.OPEN, by=by, protocol=protocol)
            self._opened(s, again)
        return {"drawn": len(chosen)}

    def _strata(
        self, sample: BlindSample, reader: Reader, total: int
    ) -> Callable[[], Iterator[tuple[int, str, str]]]:
        """What gives the items with their strata, from the beginning each time it is called."""
        if sample.by != "class":
            key = sample.by.partition(":")[2]

            def plain() -> Iterator[tuple[int, str, str]]:
                for line in self._lines(sample.release_id, total):
                    yield line.item_id, line.name, _meta(line, key) if key else ""

            return plain
        # An item of several classes is one of the rarest of them: else the common ones would take
        # them all.
        rarity: Counter[str] = Counter()
        for line in self._lines(sample.release_id, total):
            rarity.update(_classes(reader, line))

        def rarest() -> Iterator[tuple[int, str, str]]:
            for line in self._lines(sample.release_id, total):
                classes = _classes(reader, line)
                rare = min(classes, key=lambda one: (rarity[one], one), default="")
                yield line.item_id, line.name, rare

        return rarest

    def _lines(self, release_id: int, total: int) -> Iterator[Line]:
        after = done = 0
        while True:
            with self._attempt.transaction() as s:
                found = lines(s, self._project_id, release_id, after=after)
            yield from found
            done += len(found)
            self._attempt.progress(done, total)
            if len(found) < STRETCH:
                return
            after = found[-1].item_id

    def _smallest(
        self, seed: int, items: Iterable[tuple[int, str, str]], wanted: dict[str, int]
    ) -> list[tuple[str, int, str]]:
        """Of each stratum so many as are wanted, those whose hashes are the smallest: hash, item,
        stratum."""
        kept: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for item_id, name, stratum in items:
            # The heap's top is the largest hash that is kept.
            entry = (-int(drawn(seed, name), 16), item_id)
            heap = kept[stratum]
            if len(heap) < wanted[stratum]:
                heapq.heappush(heap, entry)
            else:
                heapq.heappushpop(heap, entry)
        return [
            (f"{-number:064x}", item_id, stratum)
            for stratum, heap in kept.items()
            for number, item_id in heap
        ]


def _classes(reader: Reader, line: Line) -> set[str]:
    try:
        said = reader.said(line, line.known())
    except AnswerRefused:
        return set()
    if said is None:
        return set()
    return {name for one in said[1].annotations for name in classes_of(one)}


def _meta(line: Line, key: str) -> str:
    meta = orjson.loads(line.meta) if line.meta is not None else None
    value = meta.get(key) if isinstance(meta, dict) else None
    return told_as(value) if isinstance(value, str | int | bool) else ""


def open_sample(s: Session, project_id: int, sample_id: int, kind: SampleKind) -> BlindSample:
    """A sample of that kind of whose items something can be said now, kept from being closed
    meanwhile. Raises `NotFound`, `SampleNotOpen`."""
    found = sample_queries.sample(s, project_id, sample_id, share=True)
    if found.kind is not kind:
        raise NotFound("There is no such sample in this project.")
    if found.state is not SampleState.OPEN:
        raise SampleNotOpen(
            f"This sample is “{found.state}”; its items are looked at while it is open.",
            state=found.state.value,
        )
    return found


def close(s: Session, project_id: int, sample_id: int, *, by: int) -> None:
    """End a sample: its result stands. Raises `NotFound`, `SampleUnfinished`, `WrongState`."""
    sample_queries.sample(s, project_id, sample_id, lock=True)
    left = sample_queries.left(s, project_id, sample_id)
    if left:
        raise SampleUnfinished(
            f"{left} items have not been looked at; the result counts all that were drawn.",
            left=left,
        )
    key = (project_id, sample_id)
    move(s, BlindSample, key, SampleState.CLOSED, by=by, closed_at=func.now())


def result_of(s: Session, sample: BlindSample) -> Result:
    """What a sample has come to so far."""
    sizes = {one["name"]: one["items"] for one in (sample.protocol or {}).get("strata", [])}
    counts = sample_queries.judged(s, sample.project_id, sample.id)
    return result([Judged(sizes[name], looked, passed) for name, looked, passed in counts])


def passes(sample: BlindSample, said: dict[Measure, float]) -> tuple[bool, dict[str, Any]]:
    """Whether an answer with these measures passes, and what is kept of them. An answer of which
    the chosen measure says nothing (no text to be read, no place) goes by its likeness."""
    assert sample.measure is not None
    assert sample.passes_from is not None
    value = said.get(sample.measure, said[Measure.LIKENESS])
    kept = {measure.value: round(one, 4) for measure, one in said.items()}
    return Decimal(str(round(value, 6))) >= sample.passes_from, kept
