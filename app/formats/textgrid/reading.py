"""TextGrids, read recording by recording."""

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import Any

from app.formats import clock
from app.formats.beside import NoMedia, about, beside
from app.formats.record import Annotation, Grade, Record, Refused, fitting
from app.formats.source import Names, Source, is_junk, is_media, read_limited, suffix
from app.formats.textgrid.tiers import Tier, tier_of

MAX_FILE = 64 << 20
MAX_MARKS = 10_000
# Praat reads what stands by itself: strings, numbers, flags; all else is for people.
_TOKENS = re.compile(
    r'"((?:[^"]|"")*)"|!.*|(?<!\S)([-+]?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?)(?!\S)|(<[a-z]+>)'
    r"|\S+?(?=[\s\"]|$)",
    re.MULTILINE,
)


class _Bad(ValueError):
    """A file that is no TextGrid; the sentence says why."""


def files(names: Iterable[str]) -> list[str]:
    """The TextGrids among files."""
    return [name for name in names if suffix(name) == ".textgrid" and not is_junk(name)]


def looks_like(source: Source, name: str) -> bool:
    """Whether a file begins as Praat's do."""
    with source.open(name) as stream:
        head = stream.read(400)
    return b"ooTextFile" in head.replace(b"\0", b"")


def read(source: Source) -> Iterator[Record | Refused]:
    """A record for every TextGrid that has its recording, then every recording without one."""

    def one(file: str, index: Names, used: set[str]) -> Iterator[Record | Refused]:
        with source.open(file) as stream:
            content = read_limited(stream, MAX_FILE)
        if content is None:
            yield Refused(file, "", "file_too_large", "The TextGrid is over 64 MB; split it.")
            return
        try:
            tiers = list(_parsed(content))
            media = about(file, index, used)
        except (_Bad, NoMedia) as bad:
            code = bad.code if isinstance(bad, NoMedia) else "not_textgrid"
            yield Refused(file, "", code, str(bad))
            return
        marks = list(_marks(tiers))
        if len(marks) > MAX_MARKS:
            sentence = f"The TextGrid has over {MAX_MARKS} intervals and points; split it."
            yield Refused(file, media, "too_many", sentence)
            return
        annotations: list[Annotation] = []
        faults: list[Refused] = []
        for place, mark in marks:
            kept, left_out = fitting([mark], None, None)
            annotations += kept
            faults += [
                Refused(f"{file}, {place}", media, *fault, Grade.ANNOTATION) for fault in left_out
            ]
        yield Record(media, file, media, annotations=annotations)
        yield from faults

    return beside(source, files, one, is_media)


Interval = tuple[int | float, int | float, str]
Tiers = list[tuple[bool, str, list[Interval]]]
"""Whether it has points, its name, (start, end, text); of a point, start is end."""


def _parsed(content: bytes) -> Iterator[tuple[bool, str, list[Interval]]]:
    tokens = _Tokens(_decoded(content))
    kind, of = tokens.text(), tokens.text()
    if "TextGrid" not in of or kind != "ooTextFile":
        raise _Bad("The file is no TextGrid in text form; save it from Praat as text.")
    tokens.number(), tokens.number()
    if tokens.flag() != "<exists>":
        return
    for _ in range(tokens.count()):
        class_, name = tokens.text(), tokens.text()
        tokens.number(), tokens.number()
        found: list[Interval] = []
        for _ in range(tokens.count()):
            start = tokens.number()
            end = start if class_ == "TextTier" else tokens.number()
            found.append((start, end, tokens.text()))
        if class_ not in ("IntervalTier", "TextTier"):
            raise _Bad(f"The TextGrid has a tier of the class “{class_[:50]}”; remove it.")
        yield class_ == "TextTier", name, found


class _Tokens:
    """What stands in a file for Praat."""

    def __init__(self, text: str) -> None:
        self._found = _TOKENS.finditer(text)

    def _next(self, group: int, what: str) -> str:
        for found in self._found:
            if found.lastindex is not None:
                if found.lastindex == group:
                    return found[group]
                break
        raise _Bad(f"The TextGrid is broken: {what} is missing. Save it from Praat again.")

    def text(self) -> str:
        """A string."""
        return self._next(1, "a text in quotes").replace('""', '"')

    def number(self) -> int | float:
        """A time in milliseconds."""
        try:
            return clock.read_seconds(self._next(2, "a number"))
        except ValueError:
            raise _Bad("The TextGrid has a time that is too large; mend it.") from None

    def count(self) -> int:
        """How many follow."""
        said = self._next(2, "a number")
        if not said.isdecimal() or len(said) > 8:
            raise _Bad("The TextGrid is broken: a size is no whole number. Save it again.")
        return int(said)

    def flag(self) -> str:
        """`<exists>` or `<absent>`."""
        return self._next(3, "a flag")


def _decoded(content: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
        (b"", "utf-8"),
        (b"", "cp949"),
    ):
        if content.startswith(mark):
            try:
                return content.decode(encoding).replace("\r\n", "\n")
            except UnicodeDecodeError:
                continue
    raise _Bad("The TextGrid is neither UTF-8, UTF-16 nor CP949; save it as UTF-8.")


def _marks(tiers: Tiers) -> Iterator[tuple[str, dict[str, Any]]]:
    """(place, annotation) of everything that is said."""
    lines: dict[Tier, dict[str, dict[tuple[float, float], str]]] = {}
    bases = {tier_of(name) for points, name, _ in tiers if not points}
    for points, name, held in tiers:
        tier = tier_of(name)
        base = _base(tier)
        if not points and tier.line is not None and base in bases:
            by_place = {(start, end): text for start, end, text in held if text}
            lines.setdefault(base, {})[tier.line] = by_place
    for points, name, held in tiers:
        tier = tier_of(name)
        if not points and tier.line is not None and _base(tier) in bases:
            continue
        for start, end, text in held:
            if not text.strip():
                continue
            mark = _mark(tier, text, start, end, lines.get(tier), points=points)
            yield f"tier “{name[:100]}” at {start / 1000:g}", mark


def _base(tier: Tier) -> Tier:
    return Tier(tier.label, tier.channel, tier.speaker, None, tier.lane)


def _mark(
    tier: Tier,
    text: str,
    start: float,
    end: float,
    lines: dict[str, dict[tuple[float, float], str]] | None,
    *,
    points: bool,
) -> dict[str, Any]:
    mark: dict[str, Any] = {"unit": "ms", "hint": tier.label}
    if tier.channel is not None:
        mark["channel"] = tier.channel
    if points:
        return mark | {"kind": "event", "class": text, "at": start}
    if tier.speaker is not None:
        mark["speaker"] = tier.speaker
    mark |= {"kind": "segment", "start": start, "end": end}
    if lines is None:
        return mark | {"said": text}
    texts = {line: held[start, end] for line, held in lines.items() if (start, end) in held}
    return mark | {"class": text} | ({"texts": texts} if texts else {})
