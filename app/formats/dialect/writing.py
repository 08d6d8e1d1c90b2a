"""Dialect speech, written recording by recording."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import orjson

from app.formats import clock
from app.formats.beside import Stems
from app.formats.dialect.eojeol import pairs
from app.formats.dialect.people import speakers
from app.formats.record import Annotation, Record
from app.formats.writing import Asked, File, Notes, gathered

HOLDS: frozenset[str] = frozenset()
BENDS = frozenset({"segment"})
SOURCE, LABELS = "원천데이터", "라벨링데이터"
_FORMAT = "Dialect speech"
_DIALECT = ("dialect_form", "dialect", "방언", "사투리")
_STANDARD = ("standard_form", "standard", "표준어", "표준")
_NOTE = ("note", "비고")


class _Lines(NamedTuple):
    """Which written lines of a label are which form."""

    dialect: str | None
    standard: str | None
    note: str | None


def write(records: Iterable[Record], asked: Asked, notes: Notes) -> Iterator[File]:
    """A JSON for every recording, under the same folders as its file."""
    stems = Stems()
    labels = {str(label["name"]): label for label in asked.labels if label["kind"] == "segment"}
    lines = {name: _lines(label) for name, label in labels.items()}
    heard = {
        name: [str(one["id"]) for one in label.get("speakers") or ()]
        for name, label in labels.items()
    }
    for record in records:
        path = PurePosixPath(record.media or record.name)
        own = str(path.relative_to(SOURCE) if path.parts[0] == SOURCE else path)
        stem = unicodedata.normalize("NFC", stems.of(own))
        written = _Recording(record, stem, asked, notes, lines, heard)
        yield File(f"{LABELS}/{stem}.json", pieces=gathered(written.document()))


def _lines(label: Mapping[str, Any]) -> _Lines:
    names = [str(line["name"]) for line in label.get("texts") or ()]

    def called(known: Sequence[str]) -> str | None:
        return next((name for name in known if name in names), None)

    note = called(_NOTE)
    dialect, standard = called(_DIALECT), called(_STANDARD)
    if dialect is None and standard is None:
        dialect, standard, *_ = [*(name for name in names if name != note), None, None]
    return _Lines(dialect, standard, note)


class _Recording:
    """One recording's document."""

    def __init__(
        self,
        record: Record,
        stem: str,
        asked: Asked,
        notes: Notes,
        lines: Mapping[str, _Lines],
        heard: Mapping[str, Sequence[str]],
    ) -> None:
        self._record, self._asked, self._notes = record, asked, notes
        self._lines, self._heard = lines, heard
        self._id = PurePosixPath(stem).name
        self._facts: Mapping[str, Any] = record.facts or {"modality": "sound"}
        self._people = speakers(record.meta)

    def document(self) -> Iterator[str]:
        """The JSON, utterance by utterance: a recording may be hours long."""
        utterances = self._utterances()
        ids = [one["id"] for one in self._people]
        others = [who for one in utterances if (who := self._speaker(one)) not in (None, *ids)]
        people = [*self._people, *speakers({"speakers": list(dict.fromkeys(others))})]
        head = {"id": self._id, "metadata": self._about(), "speaker": people}
        yield f'{_json(head)[:-1]},"utterance":['
        for at, one in enumerate(utterances, 1):
            yield f"{',' if at > 1 else ''}\n{_json(self._utterance(at, one))}"
        yield "\n]}\n"

    def _about(self) -> dict[str, Any]:
        meta, facts = self._record.meta, self._facts
        length = facts.get("length")
        return {
            "title": self._record.name,
            "file": self._record.media or self._record.name,
            "length": None if length is None else self._seconds(length),
            "sampling": facts.get("rate"),
            "channels": facts.get("channels"),
            "prompt": meta.get("prompt"),
            "topic": meta.get("text"),
            "device": (meta.get("profile") or {}).get("device"),
            "release": (self._asked.info or {}).get("version"),
        }

    def _utterances(self) -> list[Annotation]:
        found = []
        for one in self._record.annotations or ():
            lines = self._lines.get(str(one.get("name")))
            if one["kind"] != "segment" or lines is None or lines[:2] == (None, None):
                self._notes.left_out(one, _FORMAT)
                continue
            found.append(one)
        return sorted(found, key=lambda one: (one["start"], one["end"]))

    def _speaker(self, one: Annotation) -> str | None:
        """Whose utterance it is: the n-th of a label's speakers is the item's n-th."""
        named = one.get("speaker")
        ids = [each["id"] for each in self._people]
        if named is None or named in ids:
            return named or (ids[0] if ids else None)
        heard = self._heard[one["name"]]
        at = heard.index(named) if named in heard else len(ids)
        return ids[at] if at < len(ids) else str(named)

    def _utterance(self, at: int, one: Annotation) -> dict[str, Any]:
        lines = self._lines[one["name"]]
        texts = one.get("texts") or {}
        held = {line for line in lines if line is not None}
        self._notes.bent(one, _FORMAT, "an utterance without its class")
        self._notes.extras(one, _FORMAT, "channel", "attributes", "group")
        if texts.keys() - held:
            sentence = f"{_FORMAT} has two forms and a note: other lines were left out."
            self._notes.add("lines_left_out", str(one["name"]), sentence)
        said, meant = texts.get(lines.dialect), texts.get(lines.standard)
        dialect, standard = said or meant or "", meant or said or ""
        return {
            "id": f"{self._id}.{at}",
            "speaker_id": self._speaker(one),
            "standard_form": standard,
            "dialect_form": dialect,
            "start": self._seconds(one["start"]),
            "end": self._seconds(one["end"]),
            "note": texts.get(lines.note, ""),
            "eojeolList": [
                {"id": nth, "eojeol": word, "standard": form, "isDialect": word != form}
                for nth, (word, form) in enumerate(pairs(dialect, standard), 1)
            ],
        }

    def _seconds(self, place: float) -> float:
        return float(clock.seconds(place, self._facts))


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
