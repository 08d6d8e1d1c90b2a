"""How near an answer comes to the truth, in the measures that examiners ask for."""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from app.labels import Answer, Schema
from app.labels.base import Annotation
from app.labels.feedback import Found, feedback
from app.labels.parse import TYPES
from app.models.report import Measure
from app.quality.transcripts import LETTERS, errors

GRAMS = 4


def measures(schema: Schema, truth: Answer, answer: Answer) -> dict[Measure, float]:
    """Every measure that says something of these two, each from 0 to 1, more being better.

    - `likeness`: the label types' own similarity, the mean over labels.
    - `iou`: of marks that stand for each other and have a place, the mean of their overlap; what
      is missing or too much counts as 0.
    - `f1`: of marks that are right.
    - `exact`: 1 where nothing is missing, too much, or otherwise than it should be.
    - `cer`, `bleu`: of what is written, where something is: one less the error rate of letters;
      BLEU-4 (K. Papineni et al., 2002), smoothed for single sentences (C.-Y. Lin, F. J. Och, 2004).
    """
    found = feedback(schema, truth, answer)
    right = sum(one.state == "right" for one in found.marks)
    wrong = len(found.marks) - right
    said = {
        Measure.LIKENESS: found.score,
        Measure.EXACT: float(wrong == 0),
        Measure.F1: _f1(found.marks),
    }
    placed = {label.name for label in schema.labels if TYPES[label.kind].near is not None}
    if lies := [one.overlap for one in found.marks if one.name in placed]:
        said[Measure.IOU] = sum(lies) / len(lies)
    ours, theirs = _written(truth), _written(answer)
    if ours or theirs:
        wrong_letters, letters = errors(theirs, ours, LETTERS)
        rate = wrong_letters / letters if letters else 1.0
        said[Measure.CER] = max(0.0, 1.0 - rate)
        said[Measure.BLEU] = bleu(theirs.split(), ours.split())
    return said


def _f1(marks: Sequence[Found]) -> float:
    """2·right / (those of the truth + those of the answer); 1 where there are none of either."""
    right = sum(one.state == "right" for one in marks)
    ours = sum(one.ours is not None for one in marks)
    theirs = sum(one.theirs is not None for one in marks)
    return 2 * right / (ours + theirs) if ours + theirs else 1.0


def bleu(found: Sequence[str], true: Sequence[str]) -> float:
    """How many of the found runs of one to four words are in the true text, as a geometric mean,
    less what is lacking in length. Of runs of more than one word one more counts on either side,
    so that a short sentence with no run of four is not worth nothing."""
    if not found or not true:
        return float(not found and not true)
    logs = 0.0
    for n in range(1, GRAMS + 1):
        ours, theirs = Counter(_runs(true, n)), Counter(_runs(found, n))
        same, there = sum((ours & theirs).values()), sum(theirs.values())
        more = int(n > 1)
        if same + more == 0:
            return 0.0
        logs += math.log((same + more) / (there + more))
    short = min(0.0, 1 - len(true) / len(found))
    return math.exp(logs / GRAMS + short)


def _runs(words: Sequence[str], n: int) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + n]) for at in range(len(words) - n + 1))


def _written(answer: Answer) -> str:
    """What an answer writes: in the order of time where its marks have one, else as they come."""
    marks = sorted(answer.annotations, key=lambda one: float(getattr(one, "start", 0)))
    return " ".join(text for one in marks for text in _texts(one))


def _texts(one: Annotation) -> Iterator[str]:
    text, texts = getattr(one, "text", None), getattr(one, "texts", None)
    if isinstance(text, str):
        yield text
    if isinstance(texts, Mapping):
        yield from (texts[name] for name in sorted(texts))
