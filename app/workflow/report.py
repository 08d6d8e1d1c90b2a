"""The quality report of a release is counted: its items are read once, and what the project's kept
figures tell of its stages is added."""

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import func
from sqlalchemy.orm import Session

from app.core.clock import day_of, utcnow
from app.core.database import mark, reading
from app.core.errors import NotFound
from app.figures import queries as figures
from app.figures.rules import share
from app.figures.service import item_figures
from app.papers.tables import WORKBOOK, write_workbook
from app.papers.typeset import Language
from app.reports import queries, workbooks
from app.reports.counting import Counting
from app.reports.reading import STRETCH, Line, Reader, lines
from app.storage import storage


class Attempt(Protocol):
    """What counting needs of the chore that does it."""

    def progress(self, done: int | None = None, total: int | None = None) -> None:
        """Say how far it is; raises when this attempt is over."""
        ...

    def transaction(self) -> AbstractContextManager[Session]:
        """A short transaction."""
        ...


def count(attempt: Attempt, project_id: int, release_id: int, language: Language) -> dict[str, Any]:
    """Count a release, and write its pre-check's workbook; answers what was counted of items.
    Raises `NotFound`."""
    with attempt.transaction() as s:
        release = queries.release(s, project_id, release_id)
        version, stage_id = release.version, release.stage_id
        project = queries.project(s, project_id).name
        reader = Reader(queries.schemas(s, project_id, stage_id))
        aims: dict[str, dict[str, float]] = {}
        for one in queries.targets(s, project_id, stage_id):
            aims.setdefault(one.what, {})[one.value] = float(one.share)
        total = queries.frozen(s, project_id, release_id)
        frozen = mark(s)
    counting = Counting(reader, aims)
    name = workbooks.precheck_name(project, version, day_of(utcnow()))
    with tempfile.TemporaryFile() as file:
        rows = counting.faulty(_read(attempt, project_id, release_id, total, frozen))
        write_workbook(workbooks.precheck(language, counting, rows, project, version), file)
        file.seek(0)
        key = storage().put(file, media_type=WORKBOOK).key
    with attempt.transaction() as s:
        counted = {
            "stages": _stages(s, project_id),
            "facts": queries.facts(s, project_id),
            "content": counting.content(),
            "shares": counting.diversity(),
            "quotas": queries.quotas(s, project_id),
            "syntactic": counting.syntactic(),
        }
        found = queries.report(s, project_id, release_id)
        if found is None:
            raise NotFound("There is no such release in this project.")
        kept = found[0]
        before, kept.figures, kept.counted_at = kept.faulty_key, counted, func.now()
        kept.faulty_key, kept.faulty_name = key, name
    if before is not None and before != key:
        storage().delete(before)
    return {"items": counting.items, "faulty": counting.faulty_items}


def _read(
    attempt: Attempt, project_id: int, release_id: int, total: int, since: str
) -> Iterator[Line]:
    after = done = 0
    while True:
        with reading(since=since) as s:
            found = lines(s, project_id, release_id, after=after)
        yield from found
        done += len(found)
        attempt.progress(done, total)
        if len(found) < STRETCH:
            return
        after = found[-1].item_id


def _stages(s: Session, project_id: int) -> list[dict[str, Any]]:
    """Each stage, plan against actual."""
    today = day_of(utcnow())
    imported = {one["id"]: one["items"] for one in figures.stages(s, project_id)}
    found = []
    for id, name, kind, plan, until in queries.stages(s, project_id):
        sums = figures.sums(s, project_id, id, since=today, daily=())
        items = item_figures(sums, imported.get(id, 0))
        found.append(
            {
                "id": id,
                "name": name,
                "kind": str(kind),
                "plan": plan,
                "until": until.isoformat() if until is not None else None,
                "items": items["total"],
                "accepted": items["accepted"],
                "excluded": items["excluded"],
                "handed_in": sums.get("handed_in"),
                "judged": sums.get("judged"),
                "first_pass": share(sums.get("first_passed"), sums.get("first_judged")),
                "returned": sums.get("said:return"),
                "rejected": sums.get("said:reject"),
                "second_looked": sums.get("reviewed"),
                "overturned": sums.get("overturned"),
            }
        )
    return found
