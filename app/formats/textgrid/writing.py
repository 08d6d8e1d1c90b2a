"""TextGrids, written recording by recording."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from typing import Any, TypeAlias

from app.formats import clock
from app.formats.beside import Stems
from app.formats.record import Annotation, Record
from app.formats.textgrid.tiers import Tier
from app.formats.writing import Asked, File, Notes, gathered

HOLDS = frozenset({"segment", "event"})
BENDS: frozenset[str] = frozenset()
_FORMAT = "TextGrid"

Piece: TypeAlias = tuple[float, float, str]
"""Start, end and text of an interval."""


def write(records: Iterable[Record], asked: Asked, notes: Notes) -> Iterator[File]:
    """A `….TextGrid` for every recording, beside its file where that is in the archive."""
    stems = Stems()
    for record in records:
        name = stems.of(record.media or record.name)
        yield File(f"{name}.TextGrid", pieces=gathered(_document(record, asked, notes)))


def _document(record: Record, asked: Asked, notes: Notes) -> Iterator[str]:
    facts = record.facts or _facts_of(record)
    tiers = _tiers(record, asked, notes)
    end = clock.seconds(clock.duration(facts), facts)
    yield (
        'File type = "ooTextFile"\nObject class = "TextGrid"\n\n'
        f"xmin = 0 \nxmax = {end} \ntiers? <exists> \nsize = {len(tiers)} \nitem []: \n"
    )
    for at, (tier, held) in enumerate(tiers.items(), 1):
        points = isinstance(held, _Points)
        yield (
            f'    item [{at}]:\n        class = "{"TextTier" if points else "IntervalTier"}" \n'
            f"        name = {_quoted(tier.name)} \n        xmin = 0 \n        xmax = {end} \n"
        )
        yield from held.lines(facts, end)


def _facts_of(record: Record) -> Mapping[str, Any]:
    """A clock as long as what is said of it, where nothing is known of the recording."""
    places = [one.get("end", one.get("at", 0)) for one in record.annotations or ()]
    return {"modality": "sound", "length": max(places, default=0)}


class _Intervals:
    """Intervals of one tier, by their start."""

    def __init__(self, pieces: Sequence[Piece] = ()) -> None:
        self.pieces = list(pieces)

    def lines(self, facts: Mapping[str, Any], end: str) -> Iterator[str]:
        """The whole length as intervals; what is between two is empty."""
        whole: list[tuple[str, str, str]] = []
        reached = "0"
        for start, stop, text in self.pieces:
            begin, until = clock.seconds(start, facts), clock.seconds(stop, facts)
            if begin != reached:
                whole.append((reached, begin, ""))
            whole.append((begin, until, text))
            reached = until
        if reached != end or not whole:
            whole.append((reached, end, ""))
        yield f"        intervals: size = {len(whole)} \n"
        for at, (begin, until, text) in enumerate(whole, 1):
            yield (
                f"        intervals [{at}]:\n            xmin = {begin} \n"
                f"            xmax = {until} \n            text = {_quoted(text)} \n"
            )


class _Points:
    """Points of one tier, by their time."""

    def __init__(self) -> None:
        self.pieces: list[tuple[float, str]] = []

    def lines(self, facts: Mapping[str, Any], _: str) -> Iterator[str]:
        """The points."""
        yield f"        points: size = {len(self.pieces)} \n"
        for at, (place, mark) in enumerate(self.pieces, 1):
            yield (
                f"        points [{at}]:\n            number = {clock.seconds(place, facts)} \n"
                f"            mark = {_quoted(mark)} \n"
            )


def _tiers(record: Record, asked: Asked, notes: Notes) -> dict[Tier, _Intervals | _Points]:
    groups: dict[Tier, list[Annotation]] = defaultdict(list)
    for one in record.annotations or ():
        if one["kind"] not in HOLDS or not one.get("name"):
            notes.left_out(one, _FORMAT)
            continue
        notes.extras(one, _FORMAT, "attributes", "group")
        groups[Tier(one["name"], one.get("channel"), one.get("speaker"))].append(one)
    found: dict[Tier, _Intervals | _Points] = {}
    known = {str(label["name"]): label for label in asked.labels}
    for label in known.values():
        if label["kind"] in HOLDS and not any(tier.label == label["name"] for tier in groups):
            groups[Tier(label["name"])] = []
    for tier in sorted(groups, key=lambda one: (one.label, one.channel or "", one.speaker or "")):
        label = known.get(tier.label, {})
        if any(one["kind"] == "event" for one in groups[tier]) or label.get("kind") == "event":
            found |= _points(tier, groups[tier])
        else:
            lines = [str(line["name"]) for line in label.get("texts") or ()]
            found |= _intervals(tier, groups[tier], lines)
    return found


def _intervals(
    tier: Tier, given: Sequence[Annotation], lines: Sequence[str]
) -> dict[Tier, _Intervals | _Points]:
    """Each segment in the first lane that is free, with a tier for each line that it may have."""
    ordered = sorted(given, key=lambda one: (one["start"], one["end"]))
    written = dict.fromkeys(lines) | {
        line: None for one in ordered for line in one.get("texts") or ()
    }
    lanes: list[list[Annotation]] = [[]]
    busy: list[tuple[float, int]] = []
    free = [0]
    for one in ordered:
        while busy and busy[0][0] <= one["start"]:
            heappush(free, heappop(busy)[1])
        if not free:
            free.append(len(lanes))
            lanes.append([])
        lane = heappop(free)
        lanes[lane].append(one)
        heappush(busy, (one["end"], lane))
    found: dict[Tier, _Intervals | _Points] = {}
    for at, lane_of in enumerate(lanes, 1):
        base = Tier(tier.label, tier.channel, tier.speaker, None, at)
        found[base] = _Intervals([(one["start"], one["end"], one["class"]) for one in lane_of])
        for line in written:
            of_line = Tier(tier.label, tier.channel, tier.speaker, line, at)
            found[of_line] = _Intervals(
                [
                    (one["start"], one["end"], (one.get("texts") or {}).get(line, ""))
                    for one in lane_of
                ]
            )
    return found


def _points(tier: Tier, given: Sequence[Annotation]) -> dict[Tier, _Intervals | _Points]:
    """Each event; what is at one moment with another goes to a further tier."""
    found: dict[Tier, _Intervals | _Points] = {}
    lanes: list[_Points] = [_Points()]
    for one in sorted(given, key=lambda each: each["at"]):
        at = 0
        while at < len(lanes) and lanes[at].pieces and lanes[at].pieces[-1][0] == one["at"]:
            at += 1
        if at == len(lanes):
            lanes.append(_Points())
        lanes[at].pieces.append((one["at"], one["class"]))
    for at, points in enumerate(lanes, 1):
        found[Tier(tier.label, tier.channel, tier.speaker, None, at)] = points
    return found


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
