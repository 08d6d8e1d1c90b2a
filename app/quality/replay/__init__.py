"""A policy tried on history: answers whose truth is known, bought again in random order, by the
very functions that decide about answers as they come in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

from app.quality.replay.classes import replay_classes
from app.quality.replay.texts import replay_spans, replay_transcripts

Kind: TypeAlias = Literal["classes", "spans", "transcripts"]
Rows: TypeAlias = Sequence[tuple[str, str, str]]

_SPANS = re.compile(r"(\d+-\d+:[^;]+(;\d+-\d+:[^;]+)*)?")
MANY = 0.5  # of all true labels, that are there once: no classes


def kind_of(rows: Rows, truth: Mapping[str, str]) -> Kind:
    """What answers are: sets of `start-end:KIND;…`, free text, or one of some classes."""
    said = [label for _, _, label in rows] + list(truth.values())
    if any(said) and all(_SPANS.fullmatch(one) for one in said):
        return "spans"
    labels = list(truth.values())
    spoken = sum(" " in one.strip() for one in labels) > MANY * len(labels)
    return "transcripts" if spoken and len(set(labels)) > MANY * len(labels) else "classes"


def replay(rows: Rows, truth: Mapping[str, str], seeds: int = 3) -> dict[str, Any]:
    """What each policy would have come to, over so many random orders. `rows` are task, worker and
    label, `truth` the label of each task where it is known.
    """
    kind = kind_of(rows, truth)
    how = {
        "classes": replay_classes,
        "spans": replay_spans,
        "transcripts": replay_transcripts,
    }[kind]
    tasks = len({task for task, _, _ in rows})
    return {
        "kind": kind,
        "tasks": tasks,
        "workers": len({worker for _, worker, _ in rows}),
        "answers": len(rows),
        **how(rows, truth, seeds),
    }
