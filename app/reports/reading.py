"""A release's items with what is said of them, in short stretches by key."""

from collections.abc import Iterator
from typing import Any, NamedTuple

import orjson
from sqlalchemy.orm import Session

from app.core.at_once import rows_at_once
from app.labels import (
    Answer,
    AnswerRefused,
    AssetFacts,
    Schema,
    facts_from,
    parse_answer,
    parse_schema,
    parts_of,
)
from app.labels.standing import Given, standing

STRETCH = 500


class Line(NamedTuple):
    """One item of a release. JSON is text here."""

    item_id: int
    name: str
    meta: str | None
    sha256: str | None
    width: int | None
    height: int | None
    facts: str | None
    document: str | None
    sourced: bool  # whether its file is here, or an address of it is known
    answers: str | None  # `[[answer, part, schema version]]` of what stands

    def given(self) -> list[tuple[dict[str, Any], dict[str, Any] | None, int]]:
        """The answers that stand: each with the piece that it is about and its schema's version."""
        return [] if self.answers is None else [tuple(one) for one in orjson.loads(self.answers)]

    def known(self) -> AssetFacts | None:
        """What a check needs to know of the item."""
        document = None if self.document is None else orjson.loads(self.document)
        return facts_from(
            width=self.width,
            height=self.height,
            parts=None if document is None else parts_of(document),
            media=None if self.facts is None else orjson.loads(self.facts),
        )


# As the release's own files have it: what was agreed on stands for the answers that it came of.
_LINES = """
SELECT r.item_id, i.name, i.meta::text, f.sha256, f.width, f.height, f.facts::text,
  f.document::text,
  f.id IS NOT NULL AND (f.storage_key IS NOT NULL OR f.url IS NOT NULL OR f.document IS NOT NULL),
  (SELECT jsonb_agg(jsonb_build_array(coalesce(c.answer, w.answer), k.part, w.schema_version)
      ORDER BY array_position(r.submission_ids, w.id))
    FROM submission w
    JOIN assignment x ON x.project_id = w.project_id AND x.id = w.assignment_id
    JOIN task k ON k.project_id = x.project_id AND k.id = x.task_id
    LEFT JOIN consensus c ON c.project_id = k.project_id AND c.task_id = k.id
      AND c.state IN ('agreed', 'decided')
    WHERE w.project_id = r.project_id AND w.id = ANY (r.submission_ids) AND w.answer IS NOT NULL
      AND (c.task_id IS NULL OR c.root_id = x.root_id))::text
FROM (SELECT * FROM release_item WHERE project_id = $1 AND release_id = $2 AND item_id > $3
  ORDER BY item_id LIMIT $4) r
JOIN item i ON i.project_id = r.project_id AND i.id = r.item_id
LEFT JOIN asset f ON f.project_id = i.project_id AND f.id = coalesce(i.made_id, i.asset_id)
ORDER BY r.item_id
"""


def lines(
    s: Session, project_id: int, release_id: int, *, after: int, limit: int = STRETCH
) -> list[Line]:
    """A stretch of the release's items by their ids."""
    values = (project_id, release_id, after, limit)
    return [Line(*row) for row in rows_at_once(s, _LINES, values)]


def line(s: Session, project_id: int, release_id: int, item_id: int) -> Line | None:
    """One item of the release."""
    found = lines(s, project_id, release_id, after=item_id - 1, limit=1)
    return found[0] if found and found[0].item_id == item_id else None


class Reader:
    """Puts together what is said of items, under a stage's schemas (by version, from 1)."""

    def __init__(self, schemas: list[dict[str, Any]]) -> None:
        self._schemas = schemas
        self._parsed: dict[int, Schema] = {}

    def schema(self, version: int) -> Schema:
        """The schema of that version."""
        if version not in self._parsed:
            self._parsed[version] = parse_schema(self._schemas[version - 1])
        return self._parsed[version]

    @property
    def newest(self) -> Schema:
        """The last one."""
        return self.schema(len(self._schemas))

    def said(self, line: Line, facts: AssetFacts | None) -> tuple[Schema, Answer] | None:
        """What is said of the item, and the schema that it is said under: of several answers the
        first; of pieces, what they come to. None without an answer. Raises `AnswerRefused`."""
        given = line.given()
        if not given:
            return None
        schema = self.schema(max(version for _, _, version in given))
        if len(given) == 1 and given[0][1] is None:
            return schema, parse_answer(given[0][0])
        whole = (Given(answer, part) for answer, part, _ in given)
        found = standing(line.item_id, schema, facts, whole).answers
        return (schema, found[0]) if found else None


def shape_faults(refused: AnswerRefused) -> Iterator[tuple[str, str, str]]:
    """What is wrong with an answer that is not of the shape of one: code, place, sentence."""
    for one in refused.extra["errors"]:
        yield one["code"], one["at"], one["detail"]
