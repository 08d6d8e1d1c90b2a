"""What writers are given beside the records, and what they say they could not hold."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from app.formats.template.mapping import Template

MAX_NOTES = 200
"""Different notes of one release; a format has a dozen."""


@dataclass(frozen=True, slots=True)
class Category:
    """One class of one label; its id never changes between releases."""

    id: int
    name: str
    label: str = ""  # written as the supercategory
    kind: str = "box"
    points: tuple[str, ...] = ()  # of a skeleton, in order
    edges: tuple[tuple[int, int], ...] = ()  # pairs of indexes into `points`


@dataclass(frozen=True, slots=True)
class Asked:
    """What the stage asks: `labels` are its definitions in their JSON form."""

    categories: Sequence[Category] = ()
    labels: Sequence[Mapping[str, Any]] = ()
    info: Mapping[str, Any] | None = None
    template: "Template | None" = None  # of the format `template`
    provenance: bool = False  # whether it is to be said who did what and when
    numbers: Iterator[int] | None = None  # the annotations' own, where several files go on counting

    def titles(self, kinds: Iterable[str]) -> dict[tuple[str, str], str]:
        """(label, class) -> a name that is the class's alone, for formats whose classes belong to
        no label: the class's id, and `label: class` where two labels of those kinds have it.
        """
        wanted = frozenset(kinds)
        held = [one for one in self.categories if one.kind in wanted]
        labels: dict[str, set[str]] = {}
        for one in held:
            labels.setdefault(one.name, set()).add(one.label)
        return {
            (one.label, one.name): one.name
            if len(labels[one.name]) == 1
            else f"{one.label}: {one.name}"
            for one in held
        }


@dataclass(frozen=True, slots=True)
class File:
    """One file of an archive: its content, and after it what is made piece by piece because it may
    be long; those pieces are to be taken before the next file is asked for.
    """

    name: str
    content: bytes = b""
    pieces: Iterable[bytes] = ()

    def whole(self) -> bytes:
        """All of it."""
        return self.content + b"".join(self.pieces)


class Table(NamedTuple):
    """Some items by columns, as the database sends them: whole numbers of eight bytes end to end,
    the highest first, and texts end to end with the bytes that each has in numbers of four; -1 for
    what there is none of, None for texts of which there is none at all.
    """

    rows: int
    numbers: Mapping[str, bytes]
    texts: Mapping[str, tuple[bytes | None, bytes]]


def gathered(lines: Iterable[str], size: int = 1 << 20) -> Iterator[bytes]:
    """Lines as bytes, in pieces of about that size."""
    waiting: list[str] = []
    held = 0
    for line in lines:
        waiting.append(line)
        held += len(line)
        if held > size:
            yield "".join(waiting).encode()
            waiting.clear()
            held = 0
    if waiting:
        yield "".join(waiting).encode()


class Notes:
    """What a format had no room for, counted by code and label: never dropped in silence."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], dict[str, Any]] = {}

    def add(self, code: str, about: str, sentence: str) -> None:
        """Once more; the first sentence of its code and `about` (label or kind) stands for all."""
        row = self._rows.get((code, about))
        if row is None:
            if len(self._rows) >= MAX_NOTES:
                return
            row = {"code": code, "about": about, "count": 0, "detail": sentence}
            self._rows[code, about] = row
        row["count"] += 1

    def left_out(self, one: Mapping[str, Any], format: str) -> None:
        """The annotation is not in the file at all."""
        kind = str(one["kind"])
        self.add(
            "left_out",
            str(one.get("name") or kind),
            f"{format} has no place for annotations of the kind “{kind}”: they were left out. "
            "JSONL has them all.",
        )

    def bent(self, one: Mapping[str, Any], format: str, became: str) -> None:
        """The annotation is there as something else, which `became` names."""
        kind = str(one["kind"])
        self.add(
            "other_shape",
            str(one.get("name") or kind),
            f"{format} cannot hold the kind “{kind}” as it is: it was written as {became}. JSONL "
            "has it as it is.",
        )

    def flat(self, one: Mapping[str, Any], format: str) -> None:
        """The box around the annotation has no area, so it is not in the file."""
        self.add(
            "no_area",
            str(one.get("name") or one["kind"]),
            f"{format} holds boxes alone, and around these there is none: they were left out. "
            "JSONL has them.",
        )

    def extras(self, one: Mapping[str, Any], format: str, *fields: str) -> None:
        """Fields of the annotation, such as `attributes` and `group`, that are not in the file."""
        for field in fields:
            if one.get(field):
                self.add(
                    f"{field}_left_out",
                    str(one.get("name") or one["kind"]),
                    f"{format} has no place for “{field}”: it was left out. JSONL has it.",
                )

    def rows(self) -> list[dict[str, Any]]:
        """`{"code", "about", "count", "detail"}` for each kind of loss."""
        return list(self._rows.values())
