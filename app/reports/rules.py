"""What a quality report decides, pure: shares against targets, what kind of fault a fault is, how a
blind sample is shared out among strata, when a result is reached.

The metrics are those of the programme's quality guideline (NIA, TTA): completeness of the process,
diversity, syntactic accuracy, semantic accuracy, validity.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from app.core.money import apportion
from app.quality.sampling import exact

Kind: TypeAlias = Literal["shape", "type", "required", "range", "enum", "pairing"]
KINDS: tuple[Kind, ...] = ("shape", "type", "required", "range", "enum", "pairing")
"""What a fault is about, in the order of the pre-check's sheet."""

CHECKLIST = (
    "plan",
    "guideline",
    "schema",
    "training",
    "consent",
    "licence",
    "privacy",
    "inspection",
    "security",
    "fair_pay",
)
"""The lines of the checklist of how a set is made. Where the platform itself knows something of a
line, that stands beside it (`FACTS`)."""

FACTS: Mapping[str, tuple[str, ...]] = {
    "plan": ("planned_stages", "stages"),
    "guideline": ("guidelines",),
    "schema": ("schemas",),
    "training": ("courses", "certificates"),
    "consent": ("agreements", "signatures", "withdrawals"),
    "privacy": ("withheld",),
    "inspection": ("first_looks", "second_looks"),
}
"""What is counted for a line of the checklist."""

_CODES: Mapping[Kind, tuple[str, ...]] = {
    "required": (
        *("missing", "required", "text_missing", "text_required", "too_few", "no_points"),
        *("no_speaker", "not_all_ordered", "not_all_ranked", "not_whole", "gap", "segment_short"),
    ),
    "range": (
        *("past_edge", "past_end", "past_last_frame", "starts_outside", "cell_outside"),
        *("zero_area", "zero_length", "empty_span", "empty_segment", "too_many", "too_long"),
        *("text_too_long", "too_short", "off_step", "bad_rating", "too_many_cells"),
        *("greater_than", "greater_than_equal", "less_than", "less_than_equal"),
        *("finite_number", "string_too_long", "string_too_short"),
    ),
    "enum": (
        *("unknown_class", "unknown_label", "not_exact", "one_class_only", "end_not_allowed"),
        *("tie_not_allowed", "unknown_channel", "unknown_speaker", "text_not_asked"),
        *("enum", "literal_error", "union_tag_invalid"),
    ),
    "pairing": (
        *("no_source", "facts_unknown", "other_modality", "unknown_part", "unknown_page"),
        *("unknown_text", "unknown_capture", "unknown_end"),
    ),
    "type": ("wrong_kind",),
}
_KIND_OF: Mapping[str, Kind] = {code: kind for kind, codes in _CODES.items() for code in codes}


def kind_of(code: str) -> Kind:
    """What a fault with this code (of `app/labels`, or of pydantic) is about."""
    of_a_type = code.endswith(("_type", "_parsing"))
    return _KIND_OF.get(code, "type" if of_a_type else "shape")


def overlap(targets: Mapping[str, float], counts: Mapping[str, int]) -> float | None:
    """How far shares are those that were aimed at: the sum over all values of the smaller of target
    and actual share, 0 to 1. What has no target shares what the targets leave of the whole. None
    where nothing was aimed at, or nothing is there."""
    total = sum(counts.values())
    if not targets or not total:
        return None
    others = sum(count for value, count in counts.items() if value not in targets)
    rest = max(0.0, 100.0 - sum(targets.values()))
    reached = sum(
        min(share, 100 * counts.get(value, 0) / total) for value, share in targets.items()
    )
    return min(1.0, (reached + min(rest, 100 * others / total)) / 100)


def drawn(seed: int, name: str) -> str:
    """Where an item stands in the draw: by this the smallest come first. Whoever knows the seed and
    the names in the manifest can repeat it."""
    return hashlib.sha256(f"{seed}:{name}".encode()).hexdigest()


def shared_out(asked: int, strata: Mapping[str, int]) -> dict[str, int]:
    """How many of each stratum are drawn, of `asked` in all: as many as its part of the items, by
    largest remainder, but at least one of each, and none more than there are. Where there are more
    strata than `asked`, one of each: the sample grows."""
    names = sorted(strata)
    if not names:
        return {}
    given = apportion(min(asked, sum(strata.values())), [strata[name] for name in names])
    found = {name: max(1, n) for name, n in zip(names, given, strict=True)}
    over = sum(found.values()) - max(asked, len(names))
    for name in sorted(names, key=lambda one: -found[one]):
        if over <= 0:
            break
        taken = min(over, found[name] - 1)
        found[name] -= taken
        over -= taken
    return {name: min(n, strata[name]) for name, n in found.items()}


@dataclass(frozen=True, slots=True)
class Judged:
    """What a stratum's looks came to."""

    items: int  # there are in the release
    looked: int
    passed: int


@dataclass(frozen=True, slots=True)
class Result:
    """How often a release is right. `share` weighs each stratum by how many items it has; `low` and
    `high` hold the true one in 95 of 100 samples."""

    looked: int
    passed: int
    share: float | None
    low: float
    high: float


def result(strata: Sequence[Judged]) -> Result:
    """From what was looked at in each stratum. The interval is that of C. J. Clopper and E. S.
    Pearson (1934) of as many looks as the weights leave by L. Kish's effective size (1965)."""
    seen = [one for one in strata if one.looked]
    looked, passed = sum(one.looked for one in seen), sum(one.passed for one in seen)
    if not seen:
        return Result(0, 0, None, 0.0, 1.0)
    weights = [one.items / one.looked for one in seen]
    whole = sum(one.items for one in seen)
    share = sum(weight * one.passed for weight, one in zip(weights, seen, strict=True)) / whole
    squares = sum(weight**2 * one.looked for weight, one in zip(weights, seen, strict=True))
    size = whole**2 / squares
    low, high = exact(share * size, size)
    return Result(looked, passed, share, min(low, share), max(high, share))


def reached(target: float, value: float, *, higher: bool) -> bool:
    """Whether a score is as good as it was to be."""
    return value >= target if higher else value <= target
