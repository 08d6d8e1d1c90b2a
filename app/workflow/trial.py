"""Try a label schema on the answers that are there, before it becomes a version."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.labels import (
    AnswerRefused,
    AssetFacts,
    CaptureFacts,
    Schema,
    check,
    facts_from,
    parse_answer,
    parse_schema,
    parts_of,
    schema_json,
)
from app.workflow.flow import MODALITY

LOOKED = 500
_REACH = 20_000  # assignments, the project's newest, among which the stage's own are looked for
_LARGE = 64_000_000  # bytes of answers that are read at most


@dataclass(frozen=True, slots=True)
class FaultCount:
    """How many answers have this fault."""

    code: str
    answers: int


@dataclass(frozen=True, slots=True)
class Trial:
    """The schema as it would be stored; how many answers were looked at, and do not fit it."""

    definition: dict[str, Any]
    answers: int
    misfits: int
    faults: list[FaultCount]


def try_schema(s: Session, *, project_id: int, stage_id: int, definition: dict[str, Any]) -> Trial:
    """How the stage's newest answers (at most 500) fit `definition`. Raises `SchemaRefused`."""
    schema = parse_schema(definition)
    rows = s.connection().exec_driver_sql(
        _ANSWERS,
        {
            "project": project_id,
            "stage": stage_id,
            "reach": _REACH,
            "limit": LOOKED,
            "large": _LARGE,
            "prompt": schema.modality == "prompt",
        },
    )
    answers, misfits = 0, 0
    counted: Counter[str] = Counter()
    for answer, width, height, document, media, takes in rows:
        parts = None if document is None else parts_of(document)
        captures = None if takes is None else {id: CaptureFacts(*rest) for id, *rest in takes}
        facts = facts_from(width=width, height=height, parts=parts, media=media, captures=captures)
        codes = _codes(schema, facts, answer)
        answers += 1
        misfits += bool(codes)
        counted.update(codes)
    faults = [FaultCount(code, count) for code, count in counted.most_common()]
    return Trial(schema_json(schema), answers, misfits, faults)


def _codes(schema: Schema, facts: AssetFacts | None, answer: dict[str, Any]) -> set[str]:
    """What is wrong with one answer under the schema; nothing where its item is not known."""
    if facts is None:
        return set()
    try:
        return {fault.code for fault in check(schema, facts, parse_answer(answer))}
    except AnswerRefused as refused:
        return {refused.code}


_ANSWERS = f"""
WITH newest AS MATERIALIZED (
  SELECT a.stage_id, a.level, a.state, a.answer_id, a.task_id, a.root_id, a.gold_id
  FROM assignment a
  WHERE a.project_id = %(project)s ORDER BY a.id DESC LIMIT %(reach)s),
standing AS MATERIALIZED (
  SELECT answer_id, task_id, root_id FROM newest
  WHERE stage_id = %(stage)s AND level = 0 AND answer_id IS NOT NULL AND gold_id IS NULL
    AND state IN ('submitted', 'accepted', 'rework')
  ORDER BY answer_id DESC LIMIT %(limit)s),
sized AS (
  SELECT v.id, v.answer, x.task_id, x.root_id,
    sum(pg_column_size(v.answer)) OVER (ORDER BY v.id DESC) AS bytes
  FROM standing x JOIN submission v ON v.project_id = %(project)s AND v.id = x.answer_id
  WHERE v.answer IS NOT NULL)
SELECT z.answer, f.width, f.height, f.document, f.facts, CASE WHEN %(prompt)s THEN coalesce((
    SELECT jsonb_agg(jsonb_build_array(c.id, c.label, c.state,
      {MODALITY.format(asset="k")}, coalesce(c.measured -> 'length', k.facts -> 'length')))
    FROM capture c LEFT JOIN asset k ON k.project_id = c.project_id AND k.id = c.asset_id
    WHERE c.project_id = %(project)s AND c.assignment_id = z.root_id), '[]') END
FROM sized z
JOIN task t ON t.project_id = %(project)s AND t.id = z.task_id
JOIN item i ON i.project_id = t.project_id AND i.id = t.item_id
LEFT JOIN asset f ON f.project_id = i.project_id AND f.id = coalesce(t.asset_id, i.asset_id)
WHERE z.bytes <= %(large)s AND t.item_ids IS NULL
ORDER BY z.id DESC
"""
