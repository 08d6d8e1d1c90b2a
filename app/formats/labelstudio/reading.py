"""Label Studio's JSON, read task by task."""

from collections.abc import Iterable, Iterator
from typing import Any

from app.formats.beside import beside
from app.formats.labelstudio.results import Place, marks
from app.formats.labelstudio.tasks import BadTask, located
from app.formats.record import Annotation, Grade, Record, Refused, fitting
from app.formats.source import Names, Source, is_junk
from app.formats.streamed import Broken, rows

MAX_RESULTS = 50_000


def files(names: Iterable[str]) -> list[str]:
    """The files that may be Label Studio's."""
    return [name for name in names if name.lower().endswith(".json") and not is_junk(name)]


def looks_like(source: Source, name: str) -> bool:
    """Whether a JSON file is a list of tasks."""
    with source.open(name) as stream:
        try:
            first = next(rows(stream), None)
        except Broken:
            return False
    return isinstance(first, dict) and isinstance(first.get("data"), dict)


def read(source: Source) -> Iterator[Record | Refused]:
    """A record for every task of every file, then every picture that no task names."""

    def one(file: str, index: Names, used: set[str]) -> Iterator[Record | Refused]:
        try:
            with source.open(file) as stream:
                for at, task in enumerate(rows(stream)):
                    yield from _read_task(task, f"{file}, task {at + 1}", file, index, used)
        except Broken as broken:
            yield Refused(file, file, "not_json", f"{broken} Export the file again.")

    return beside(source, files, one)


def _read_task(
    task: Any, row: str, file: str, index: Names, used: set[str]
) -> Iterator[Record | Refused]:
    if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
        yield Refused(row, "", "not_a_task", "The task has no data; export it again.")
        return
    results, more = _results(task)
    if results is not None and len(results) > MAX_RESULTS:
        sentence = f"The task has over {MAX_RESULTS} results; split it."
        yield Refused(row, "", "too_many", sentence)
        return
    try:
        found = located(task, results or (), row, file, index)
    except BadTask as bad:
        yield Refused(row, "", bad.code, str(bad))
        return
    record = found.record
    if record.media is not None:
        if record.media in used:
            sentence = f"{record.media} was named before; remove one."
            yield Refused(row, record.name, "second_row", sentence)
            return
        used.add(record.media)
    if results is not None:
        annotations: list[Annotation] = []
        place = Place(found.size, found.texts, found.parts)
        for mark in marks(results, place):
            if isinstance(mark, tuple):
                at, code, sentence = mark
                yield Refused(f"{row}, {at}", record.name, code, sentence, Grade.ANNOTATION)
                continue
            kept, left_out = fitting([mark], *(found.size or (None, None)))
            annotations.extend(kept)
            for code, sentence in left_out:
                yield Refused(row, record.name, code, sentence, Grade.ANNOTATION)
        record.annotations = annotations
    if more:
        sentence = f"{more} further annotations of the task were left out: the first one was taken."
        yield Refused(row, record.name, "further_answers", sentence, Grade.NOTE)
    yield record


def _results(task: dict[str, Any]) -> tuple[list[Any] | None, int]:
    """The results of the first annotation that was not called off, or else of the first
    prediction, and how many more there are; None where nobody said anything.
    """
    for key in ("annotations", "completions", "predictions"):
        given = task.get(key)
        whole = [
            one["result"]
            for one in (given if isinstance(given, list) else ())
            if isinstance(one, dict)
            and isinstance(one.get("result"), list)
            and not one.get("was_cancelled")
        ]
        if whole:
            return whole[0], len(whole) - 1
    return None, 0
