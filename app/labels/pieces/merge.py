"""One answer about a whole, out of the answers about its pieces; and what was done at the seams."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from app.labels.base import Annotation, AssetFacts, Fault, Json
from app.labels.check import check
from app.labels.compare import consensus, under
from app.labels.marks import Mark, MarkLabel
from app.labels.order import OrderLabel
from app.labels.pages import OnPage
from app.labels.parse import TYPES, Answer, Schema, annotation_json, parse_answer
from app.labels.pieces.carry import limits, to_whole
from app.labels.pieces.kinds import KINDS
from app.labels.pieces.piece import ObjectStretch, Piece, Rect
from app.labels.pieces.questions import agreed
from app.labels.pieces.region import region_of
from app.labels.pieces.seams import Cluster, Shown, clusters, entire
from app.labels.pieces.untangle import crosses, untangled
from app.labels.relation import RelationLabel
from app.labels.segment import SegmentLabel
from app.labels.span import SpanLabel

What: TypeAlias = Literal["doubled", "joined", "agreed", "trimmed", "dropped"]


_Kept: TypeAlias = tuple[Any, list[Shown], What | None]
"""A mark of the whole, what it is made of, and how."""


@dataclass(frozen=True, slots=True)
class Seam:
    """What became of annotations of several pieces: `doubled`, two pieces showed one thing;
    `joined`, it was cut; `agreed`, they answered one question; `trimmed` and `dropped`, it lay
    across another, which its label does not allow. `annotation` is the id in the merged answer
    (None where it is dropped), `sources` the pieces (`at`) and ids that it comes from; `differs`
    names fields in which these say different things: the first one's stand.
    """

    what: What
    label: str
    annotation: str | None
    sources: tuple[tuple[int, str], ...]
    differs: tuple[str, ...] = ()

    def as_json(self) -> Json:
        """`{"what", "label", "annotation", "from": [{"piece", "annotation"}], "differs"}`."""
        return {
            "what": self.what,
            "label": self.label,
            "annotation": self.annotation,
            "from": [{"piece": at, "annotation": id} for at, id in self.sources],
            "differs": list(self.differs),
        }


@dataclass(frozen=True, slots=True)
class Merged:
    """The answer about the whole and how it came about. `faults` are what `check` still finds in
    it: nothing, but where the pieces together hold more (or fewer) than a label takes, or some are
    not answered yet. `objects` has of each object of an earlier stage (its id) what was said of it.
    """

    answer: Answer
    seams: tuple[Seam, ...] = ()
    faults: tuple[Fault, ...] = ()
    objects: Mapping[str, tuple[Annotation, ...]] = field(default_factory=dict)

    def as_json(self) -> Json:
        """`{"answer", "seams", "faults", "objects"}`."""
        return {
            "answer": {
                "modality": self.answer.modality,
                "annotations": [annotation_json(one) for one in self.answer.annotations],
            },
            "seams": [one.as_json() for one in self.seams],
            "faults": [one.as_json() for one in self.faults],
            "objects": {
                id: [annotation_json(one) for one in said] for id, said in self.objects.items()
            },
        }


def merge(schema: Schema, facts: AssetFacts, given: Sequence[tuple[Piece, Answer]]) -> Merged:
    """The answer about the whole, whose `facts` these are, out of at least one answer about a
    piece. Several about one piece are first made one (`consensus`). Pieces that nobody has answered
    yet may be left out.
    """
    by_piece: dict[int, list[tuple[Piece, Answer]]] = defaultdict(list)
    for piece, answer in given:
        by_piece[piece.at].append((piece, answer))
    pieces = [by_piece[at][0][0] for at in sorted(by_piece)]
    answers = [_one(schema, [answer for _, answer in by_piece[at]]) for at in sorted(by_piece)]
    if len(pieces) == 1 and pieces[0].by == "whole":
        return Merged(answers[0], faults=tuple(check(schema, facts, answers[0])))
    whole = [to_whole(piece, facts, answer) for piece, answer in zip(pieces, answers, strict=True)]
    return _Merging(schema, facts, pieces, whole).merged()


def _one(schema: Schema, answers: Sequence[Answer]) -> Answer:
    return answers[0] if len(answers) == 1 else consensus(schema, answers)


class _Merging:
    """The work on one item."""

    def __init__(
        self,
        schema: Schema,
        facts: AssetFacts,
        pieces: Sequence[Piece],
        answers: Sequence[Answer],
    ) -> None:
        self._schema, self._facts = schema, facts
        self._pieces, self._answers = pieces, answers
        self._limit = limits(facts)
        self._made: list[Annotation] = []
        self._ids: dict[tuple[int, str], str] = {}  # of a piece's annotation in the whole
        self._seams: list[Seam] = []
        self._groups: dict[tuple[int, str], tuple[int, str]] = {}  # that are one with another
        self._names: dict[tuple[int, str], str] = {}  # of groups in the whole

    def merged(self) -> Merged:
        """What comes out."""
        questions = []
        for label in self._schema.labels:
            if isinstance(label, MarkLabel):
                self._marks(label)
            else:
                questions.append(label)
        for label in questions:
            if isinstance(label, OrderLabel):
                self._order(label)
            elif isinstance(label, RelationLabel):
                self._relations(label)
            else:
                self._question(label)
        answer = parse_answer(
            {
                "modality": self._schema.modality,
                "annotations": [annotation_json(self._grouped(one)) for one in self._made],
            }
        )
        faults = tuple(check(self._schema, self._facts, answer))
        return Merged(answer, tuple(self._seams), faults, self._objects())

    # --- marks ---

    def _marks(self, label: MarkLabel) -> None:
        shown: list[Shown] = []
        for at, answer in enumerate(self._answers):
            region = region_of(self._pieces[at])
            for mark in under(answer, label).own:
                kind = KINDS.get(mark.kind)
                whole = kind is None or entire(kind, mark, region, self._limit)
                shown.append(Shown(at, mark, whole))
        if label.kind not in KINDS:
            for one in shown:
                self._keep(label.name, one.mark, [one])
            return
        cut = not (isinstance(label, SegmentLabel) and label.step is not None)
        kept = []
        for cluster in clusters(self._pieces, shown, cut=cut):
            kept += self._settled(cluster)
        if isinstance(label, SegmentLabel) and label.overlap != "any":
            kept = self._untangled(label, kept)
        if isinstance(label, SpanLabel) and label.overlap != "any":
            kept = self._uncrossed(label, kept)
        for mark, ones, what in kept:
            self._keep(label.name, mark, ones, what)

    def _settled(self, cluster: Cluster) -> list[_Kept]:
        """The marks that a cluster becomes: one, or all of them where it cannot be put together."""
        ones = list(cluster.ones)
        if len(ones) == 1:
            return [(ones[0].mark, ones, None)]
        kind = KINDS[ones[0].mark.kind]
        for one in ones:
            if one.entire:
                ones.sort(key=lambda each: each is not one)
                return [(one.mark, ones, "doubled")]

        def size(one: Shown) -> float:
            left, upper, right, lower = kind.extent(one.mark)
            return (right - left) * max(1.0, lower - upper)

        ones.sort(key=size, reverse=True)
        whole = kind.join([one.mark for one in ones], self._limit)
        if whole is not None:
            found = next((one for one in ones if _same(one.mark, whole)), None)
            return [(whole, ones, "joined" if found is None else "doubled")]
        if cluster.doubled:
            return [(ones[0].mark, ones, "doubled")]
        return [(one.mark, [one], None) for one in cluster.ones]

    def _untangled(self, label: SegmentLabel, kept: list[_Kept]) -> list[_Kept]:
        """Of segments that may not lie across each other, what is left of each."""
        left = untangled(label, [mark for mark, _, _ in kept])
        found = []
        for mark, (before, ones, what) in zip(left, kept, strict=True):
            if mark is None:
                sources = self._sources(ones)
                self._seams.append(Seam("dropped", label.name, None, sources))
            else:
                found.append((mark, ones, what if mark == before else "trimmed"))
        return found

    def _uncrossed(self, label: SpanLabel, kept: Sequence[_Kept]) -> list[_Kept]:
        """Spans as they are, but those apart that would lie across another one when joined."""
        found: list[_Kept] = []
        for nth, (mark, ones, what) in enumerate(kept):
            if what == "joined":
                rest = [each.mark for _, others, _ in kept[nth + 1 :] for each in others]
                if crosses(label, mark, [*rest, *(one for one, _, _ in found)]):
                    apart = sorted(ones, key=lambda one: one.at)
                    found += [(one.mark, [one], None) for one in apart]
                    continue
            found.append((mark, ones, what))
        return found

    def _keep(self, name: str, mark: Any, ones: Sequence[Shown], what: What | None = None) -> None:
        id = f"m{len(self._made) + 1}"
        for one in ones:
            self._ids[one.at, one.mark.id] = id
        groups = [(one.at, one.mark.group) for one in ones if one.mark.group is not None]
        for group in groups[1:]:
            self._groups[self._root(group)] = self._root(groups[0])
        # For now under the name that it has in its piece.
        told = "\0".join(map(str, groups[0])) if groups else None
        changes = {"id": id, "group": told}
        self._made.append(mark.model_copy(update=changes))
        if what is not None:
            differs = _differing([one.mark for one in ones])
            self._seams.append(Seam(what, name, id, self._sources(ones), differs))

    def _root(self, group: tuple[int, str]) -> tuple[int, str]:
        while group in self._groups and self._groups[group] != group:
            group = self._groups[group]
        return group

    # --- what refers to marks, and questions ---

    def _order(self, label: OrderLabel) -> None:
        """One order after the other. What no piece put in order comes last, as it was drawn."""
        found: list[str] = []
        sources: list[tuple[int, str]] = []
        first: Any = None
        for at, answer in enumerate(self._answers):
            for one in under(answer, label).own[:1]:
                first = first or one
                sources.append((self._pieces[at].at, one.id))
                found += [self._ids[at, id] for id in one.order if (at, id) in self._ids]
        if first is None:
            return
        meant = [
            one.id
            for one in self._made
            if isinstance(one, OnPage) and (label.of is None or one.name in label.of)
        ]
        found = list(dict.fromkeys([*found, *meant]))
        id = f"m{len(self._made) + 1}"
        self._made.append(first.model_copy(update={"id": id, "order": tuple(found)}))
        if len(sources) > 1:
            self._seams.append(Seam("joined", label.name, id, tuple(sources)))

    def _relations(self, label: RelationLabel) -> None:
        seen: set[Any] = set()
        for at, answer in enumerate(self._answers):
            for one in under(answer, label).own:
                begin, end = self._ids.get((at, one.from_)), self._ids.get((at, one.to))
                if begin is None or end is None or begin == end:
                    continue
                ends = (begin, end) if label.directed else frozenset((begin, end))
                if (one.class_, ends) not in seen:
                    seen.add((one.class_, ends))
                    id = f"m{len(self._made) + 1}"
                    self._ids[at, one.id] = id
                    changes = {"id": id, "from_": begin, "to": end}
                    self._made.append(one.model_copy(update=changes))

    def _question(self, label: Any) -> None:
        said = [
            under(self._evident(at, answer, label), label)
            for at, answer in enumerate(self._answers)
        ]
        for mark, sources in agreed(label, self._pieces, said):
            id = f"m{len(self._made) + 1}"
            self._made.append(mark.model_copy(update={"id": id}))
            if len(sources) > 1:
                contents = [annotation_json(one) for _, one in sources]
                differs = tuple(
                    name for name in ("classes", "value", "text")
                    if len({str(one.get(name)) for one in contents}) > 1
                )  # fmt: skip
                places = tuple((self._pieces[at].at, one.id) for at, one in sources)
                self._seams.append(Seam("agreed", label.name, id, places, differs))

    def _evident(self, at: int, answer: Answer, label: Any) -> Answer:
        """The answer, in which what is written rests on marks of the whole."""
        if getattr(label, "evidence", None) is None:
            return answer

        def find(id: str) -> str | None:
            return self._ids.get((at, id))

        linked = [
            TYPES[one.kind].relink(one, find) if one.name == label.name else one
            for one in answer.annotations
        ]
        return answer.model_copy(update={"annotations": tuple(one for one in linked if one)})

    def _grouped(self, one: Annotation) -> Annotation:
        """With the group that it has in the whole."""
        if not isinstance(one, Mark) or one.group is None:
            return one
        at, _, name = one.group.partition("\0")
        root = self._root((int(at), name))
        names = self._names
        return one.model_copy(update={"group": names.setdefault(root, f"g{len(names) + 1}")})

    def _objects(self) -> dict[str, tuple[Annotation, ...]]:
        return {
            piece.object: tuple(answer.annotations)
            for piece, answer in zip(self._pieces, self._answers, strict=True)
            if isinstance(piece, Rect | ObjectStretch) and piece.object is not None
        }

    def _sources(self, ones: Sequence[Shown]) -> tuple[tuple[int, str], ...]:
        return tuple((self._pieces[one.at].at, one.mark.id) for one in ones)


def _same(one: Any, other: Any) -> bool:
    return bool(one == other.model_copy(update={"id": one.id}))


def _differing(marks: Sequence[Any]) -> tuple[str, ...]:
    """What is written of them otherwise than of the first: attributes, the words of segments."""
    return tuple(
        name
        for name in ("attributes", "texts")
        if any(getattr(one, name, None) != getattr(marks[0], name, None) for one in marks[1:])
    )
