"""The JSON Schema of a template: what it asks of each label file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

_MOST = 20
"""Faults that are told of one file."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a label file does not fit, and what is wrong there."""

    path: str
    rule: str  # the keyword of JSON Schema
    detail: str

    def as_json(self) -> dict[str, str]:
        """The form in which a fault goes out."""
        return {"path": self.path, "rule": self.rule, "detail": self.detail}


class Checker:
    """Checks label files. Nothing is fetched for it, and no pattern takes longer than its text.

    Raises ValueError where the schema is none, or names another one by address.
    """

    def __init__(self, schema: Mapping[str, Any] | None) -> None:
        self._validator: Any = None
        if schema is None:
            return
        try:
            self._validator = jsonschema_rs.validator_for(
                dict(schema), offline=True, pattern_options=jsonschema_rs.RegexOptions()
            )
        except (ValueError, jsonschema_rs.ReferencingError) as wrong:
            why = str(wrong).splitlines()[0][:300]
            raise ValueError(why) from None

    def faults(self, document: Any) -> list[Fault]:
        """What is wrong with a label file; nothing where it fits."""
        if self._validator is None or self._validator.is_valid(document):
            return []
        found: Iterator[Any] = self._validator.iter_errors(document)
        return [
            Fault(_shown(one.instance_path), one.kind.name, one.message[:300])
            for _, one in zip(range(_MOST), found, strict=False)
        ]


def _shown(path: list[str | int]) -> str:
    """`a.b[0].c`, as people write it."""
    told = ""
    for step in path:
        told += f"[{step}]" if isinstance(step, int) else f".{step}" if told else step
    return told
