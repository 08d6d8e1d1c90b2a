"""One transcript out of several people's: ask until two agree, then take the one in the middle."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import TypeAlias

from app.labels.letters import distance
from app.quality.dynamic import TRANSCRIPTS, Policy, Step

Unit: TypeAlias = Callable[[str], Sequence[str]]
"""What a text is counted in."""

WORDS: Unit = str.split
LETTERS: Unit = list

# Letters, digits and apostrophes are heard; signs are not.
_UNHEARD = re.compile(r"[^\w']+|_")


def heard(text: str) -> str:
    """What of a transcript can be heard: small letters, no signs, single spaces."""
    return _UNHEARD.sub(" ", unicodedata.normalize("NFC", text).casefold()).strip()


def errors(found: str, true: str, unit: Unit = WORDS) -> tuple[int, int]:
    """Words or letters to put in, leave out or change, and how many there should be."""
    ours, theirs = unit(found), unit(true)
    return _distance(ours, theirs), len(theirs)


def error_rate(found: str, true: str, unit: Unit = WORDS) -> float:
    """Errors over what there should be: in words (WER), in letters (CER). In Korean, where a
    particle hangs on its noun, words tell too much. 0 where nothing was said and nothing should be.
    """
    wrong, length = errors(found, true, unit)
    return wrong / length if length else float(wrong > 0)


def apart(one: str, other: str, unit: Unit = WORDS) -> float:
    """How far two transcripts lie apart, 0 to 1, whichever is named first."""
    ours, theirs = unit(one), unit(other)
    longer = max(len(ours), len(theirs))
    return _distance(ours, theirs) / longer if longer else 0.0


def medoid(texts: Sequence[str], unit: Unit = WORDS) -> int:
    """Which of at least one text lies nearest to the others; among equals the first."""
    far = [0.0] * len(texts)
    for i, one in enumerate(texts):
        for j in range(i):
            between = apart(one, texts[j], unit)
            far[i] += between
            far[j] += between
    return far.index(min(far))


def agree(texts: Sequence[str], unit: Unit = WORDS) -> bool:
    """Whether any two say nearly the same: one word in ten apart, one letter in twenty."""
    within = 0.1 if unit is WORDS else 0.05
    return any(
        apart(one, other, unit) <= within for at, one in enumerate(texts) for other in texts[:at]
    )


def transcript_step(texts: Sequence[str], unit: Unit = WORDS, policy: Policy = TRANSCRIPTS) -> Step:
    """What becomes of a task with these transcripts (as they are heard)."""
    if len(texts) < policy.start:
        return Step.MORE
    if agree(texts, unit):
        return Step.DONE
    return Step.MORE if len(texts) < policy.cap else Step.INSPECT


def _distance(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """Each word is a letter of a made-up alphabet."""
    book: dict[str, str] = {}
    one, other = (
        "".join(book.setdefault(each, chr(len(book) + 1)) for each in side)
        for side in (ours, theirs)
    )
    return distance(one, other)
