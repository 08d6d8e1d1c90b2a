"""What a release's items say, a stretch of its list at a time: as rows, and as formats have them.

Statements are bound by number (`core.at_once`): a stretch is one round trip, and what the database
can write as a format has it, it writes.
"""

from typing import Any, NamedTuple, TypeAlias, cast

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.core.at_once import rows_at_once
from app.formats.writing import Table
from app.models.release import ReleaseItem

MAX_KEY = 2**63 - 1

# Whether an item's file may go out: no original that something is hidden in, and of a refine stage
# none of which nothing has been made yet. The stage is the release's, and is looked at once.
_GOES_FOR = """NOT f.withheld AND (i.made_id IS NOT NULL OR NOT (
  SELECT g.kind = 'refine' AND g.effects IS NOT NULL FROM release e
  JOIN stage g ON g.project_id = e.project_id AND g.id = e.stage_id
  WHERE e.project_id = {project} AND e.id = {release}))"""
_GOES = _GOES_FOR.format(project="$1", release="$2")


def without_media(s: Session, project_id: int, release_id: int) -> int:
    """How many items of the release have no file here, only an address or a hash."""
    goes = _GOES_FOR.format(project=":project", release=":release")
    return int(
        s.execute(
            text(
                f"""SELECT count(*) FROM release_item r
                   JOIN item i ON i.project_id = r.project_id AND i.id = r.item_id
                   LEFT JOIN asset f ON f.project_id = i.project_id
                     AND f.id = coalesce(i.made_id, i.asset_id)
                   WHERE r.project_id = :project AND r.release_id = :release
                     AND (f.id IS NULL OR NOT ({goes})
                       OR f.storage_key IS NULL AND f.document IS NULL)"""
            ),
            {"project": project_id, "release": release_id},
        ).scalar_one()
    )


class Line(NamedTuple):
    """One item of a release. JSON is text here: it is parsed by who needs it."""

    item_id: int
    name: str
    sha256: str | None
    media_type: str | None
    bytes: int | None
    width: int | None
    height: int | None
    storage_key: str | None
    url: str | None
    annotations: str  # of the first answer
    answers: int
    document: str | None
    facts: str | None
    pieces: str | None  # `[[part, answer, schema version]]`, of what was done in pieces or bundles
    meta: str | None
    provenance: str | None


# What items and answers of a stretch are read from. The ids' range is said of both tables, so that
# they are read side by side. Where nothing of the stage came to one answer, nothing is looked for.
_JOINED = """release_item r
JOIN item i ON i.project_id = r.project_id AND i.id = r.item_id
  AND i.project_id = $1 AND i.id > $3 AND i.id <= $4
LEFT JOIN asset f ON f.project_id = i.project_id AND f.id = coalesce(i.made_id, i.asset_id)
JOIN submission v ON v.project_id = r.project_id AND v.id = r.submission_ids[1] {agreed}
WHERE r.project_id = $1 AND r.release_id = $2 AND r.item_id > $3 AND r.item_id <= $4 {share}"""
_AGREED = """LEFT JOIN LATERAL (SELECT c.answer FROM assignment x
  JOIN consensus c ON c.project_id = x.project_id AND c.task_id = x.task_id
    AND c.state IN ('agreed', 'decided')
  WHERE x.project_id = v.project_id AND x.id = v.assignment_id) w ON true"""
_ALONE = "CROSS JOIN (SELECT CAST(NULL AS jsonb) AS answer) w"
# JSON as text: it is parsed by orjson, not by the driver.
_ITEMS = f"""
SELECT r.item_id, i.name, f.sha256, f.media_type, f.bytes, f.width, f.height,
  CASE WHEN {_GOES} THEN f.storage_key END, CASE WHEN {_GOES} THEN f.url END,
  (coalesce(w.answer, v.answer) -> 'annotations')::text,
  CASE WHEN w.answer IS NULL THEN cardinality(r.submission_ids) ELSE 1 END,
  CASE WHEN {_GOES} THEN f.document END::text, f.facts::text, {{pieces}} {{more}}
FROM {{joined}}
ORDER BY r.item_id
"""
_META = ", i.meta::text"
_IN_SHARE = """EXISTS (SELECT FROM release_share z WHERE z.project_id = r.project_id
  AND z.release_id = r.release_id AND z.item_id = r.item_id AND z.share = $5)"""
# Where answers to a piece came to one, that is told at the place of the one it is nearest to.
_PIECES = """(SELECT jsonb_agg(jsonb_build_array(k.part, coalesce(c.answer, w.answer),
      w.schema_version)
    ORDER BY array_position(r.submission_ids, w.id))
  FROM submission w
  JOIN assignment x ON x.project_id = w.project_id AND x.id = w.assignment_id
  JOIN task k ON k.project_id = x.project_id AND k.id = x.task_id AND k.part IS NOT NULL
  LEFT JOIN consensus c ON c.project_id = k.project_id AND c.task_id = k.id
    AND c.state IN ('agreed', 'decided')
  WHERE w.project_id = r.project_id AND w.id = ANY (r.submission_ids)
    AND (c.task_id IS NULL OR c.root_id = x.root_id))::text"""
_PROVENANCE = """, (jsonb_build_object('item', i.id, 'batch', i.batch_id,
  'suggested', i.prelabels IS NOT NULL OR EXISTS (SELECT FROM suggestion g
    WHERE g.project_id = i.project_id AND g.item_id = i.id AND g.answer IS NOT NULL),
  'answers', (
  SELECT jsonb_agg(jsonb_build_object(
      'submission', w.id, 'task', x.task_id, 'by', m.pseudonym,
      'corrected_by', CASE WHEN x.id <> x.root_id THEN k.pseudonym END,
      'schema_version', w.schema_version, 'guideline_version', o.guideline_version,
      'submitted_at', w.at, 'accepted_at', o.decided_at,
      'accepted_on', to_char(o.decided_at AT TIME ZONE 'Asia/Seoul', 'YYYY-MM-DD'),
      'attempts', o.attempt, 'active_seconds', (
        SELECT sum(y.active_seconds) FROM submission y
        WHERE y.project_id = o.project_id AND y.assignment_id = o.id),
      'inspections', (
        SELECT jsonb_agg(jsonb_build_object('level', q.level, 'by', n.pseudonym,
          'verdict', y.verdict) ORDER BY y.id)
        FROM assignment q
        JOIN submission y ON y.project_id = q.project_id AND y.assignment_id = q.id
          AND y.verdict IS NOT NULL
        JOIN project_member n ON n.project_id = q.project_id AND n.person_id = q.worker_id
        WHERE q.project_id = o.project_id AND q.root_id = o.id AND q.level > 0),
      'annotations', CASE WHEN cardinality(r.submission_ids) > 1
        THEN w.answer -> 'annotations' END) || coalesce((
        SELECT jsonb_build_object('part', y.part) FROM task y
        WHERE y.project_id = x.project_id AND y.id = x.task_id AND y.part IS NOT NULL), '{}')
    ORDER BY array_position(r.submission_ids, w.id))
  FROM submission w
  JOIN assignment x ON x.project_id = w.project_id AND x.id = w.assignment_id
  JOIN assignment o ON o.project_id = x.project_id AND o.id = x.root_id
  JOIN project_member m ON m.project_id = o.project_id AND m.person_id = o.worker_id
  JOIN project_member k ON k.project_id = x.project_id AND k.person_id = x.worker_id
  WHERE w.project_id = r.project_id AND w.id = ANY (r.submission_ids)))
  || coalesce((
  SELECT jsonb_build_object('consensus', jsonb_agg(jsonb_build_object(
      'task', c.task_id, 'state', c.state, 'answers', c.answers, 'confidence', c.confidence,
      'decided_by', d.pseudonym) ORDER BY c.task_id))
  FROM (SELECT DISTINCT x.task_id FROM submission w
    JOIN assignment x ON x.project_id = w.project_id AND x.id = w.assignment_id
    WHERE w.project_id = r.project_id AND w.id = ANY (r.submission_ids)) n
  JOIN consensus c ON c.project_id = r.project_id AND c.task_id = n.task_id
    AND c.state IN ('agreed', 'decided')
  LEFT JOIN submission e ON e.project_id = c.project_id AND e.id = c.submission_id
  LEFT JOIN project_member d ON d.project_id = e.project_id AND d.person_id = e.worker_id
  HAVING count(*) > 0), '{}'))::text"""


class Stretch(NamedTuple):
    """Items of a release after one id and up to another, of all or of one share. Not `agreed`:
    nothing of the stage came to one answer."""

    project_id: int
    release_id: int
    after: int
    upto: int
    share: str
    agreed: bool


def items(s: Session, at: Stretch, *, meta: bool, provenance: bool, pieces: bool) -> list[Line]:
    """A stretch of the release's items; meta, provenance and the answers about pieces only where
    they are asked for."""
    more = _META if meta or provenance else ", NULL"
    more += _PROVENANCE if provenance else ", NULL"
    joined, values = _from(at)
    statement = _ITEMS.format(more=more, joined=joined, pieces=_PIECES if pieces else "NULL")
    return list(map(Line._make, rows_at_once(s, statement, values)))


def _from(at: Stretch) -> tuple[str, tuple[Any, ...]]:
    """What a stretch is read from, and its values."""
    narrowed = f"AND {_IN_SHARE}" if at.share else ""
    joined = _JOINED.format(share=narrowed, agreed=_AGREED if at.agreed else _ALONE)
    return joined, at[: 5 if at.share else 4]


_MARKED = f"""
SELECT r.item_id, i.name, f.sha256, CASE WHEN {_GOES} THEN f.url END, f.width, f.height,
  (coalesce(w.answer, v.answer) -> 'annotations')::text,
  CASE WHEN w.answer IS NULL THEN cardinality(r.submission_ids) ELSE 1 END
FROM {{joined}}
ORDER BY r.item_id
"""
Marked: TypeAlias = tuple[int, str, str | None, str | None, int | None, int | None, str, int]
"""Of a picture its item, name, SHA-256, address, width, height, annotations and how many answers:
what most formats have of it, and half of what a `Line` takes to read."""


def marked(s: Session, at: Stretch) -> list[Marked]:
    """A stretch of pictures that nobody answered in pieces."""
    joined, values = _from(at)
    return cast("list[Marked]", rows_at_once(s, _MARKED.format(joined=joined), values))


class Written(NamedTuple):
    """Lines that the database has made, of how many items, which have how many answers."""

    content: bytes
    items: int
    answers: int


# As `jsonl.write` has them, byte for byte: a test holds the two together.
_JSON_LINES = f"""
SELECT string_agg(line, E'\n') || E'\n', count(*), sum(answers)
FROM (
  SELECT r.item_id, '{{"name":' || to_json(i.name)::text || ',"number":' || r.item_id
    || coalesce(CASE WHEN {_GOES} THEN ',"url":' || to_json(f.url)::text END, '')
    || coalesce(CASE WHEN f.sha256 NOT LIKE 'url:%' THEN ',"sha256":"' || f.sha256 || '"' END, '')
    || ',"width":' || coalesce(f.width::text, 'null')
    || ',"height":' || coalesce(f.height::text, 'null')
    || ',"labels":{{"modality":"picture","annotations":'
    || (coalesce(w.answer, v.answer) -> 'annotations')::text || '}}'
    || coalesce(CASE WHEN i.meta <> '{{}}' AND i.meta <> 'null'
      THEN ',"meta":' || i.meta::text END, '') || '}}' AS line,
    CASE WHEN w.answer IS NULL THEN cardinality(r.submission_ids) ELSE 1 END AS answers
  FROM {{joined}}
  ORDER BY r.item_id
) made
"""


def json_lines(s: Session, at: Stretch) -> Written:
    """A stretch of the release's items as JSON Lines."""
    joined, values = _from(at)
    statement = _JSON_LINES.replace("{joined}", joined)
    ((content, items, answers),) = rows_at_once(s, statement, values)
    return Written((content or "").encode(), items, int(answers or 0))


# As `parquet.write` has its columns: a test holds the two together, too.
_TEXTS = {
    "name": "i.name",
    "url": f"CASE WHEN {_GOES} THEN f.url END",
    "sha256": "CASE WHEN f.sha256 NOT LIKE 'url:%' THEN f.sha256 END",
    "labels": """'{"modality":"picture","annotations":'
      || (coalesce(w.answer, v.answer) -> 'annotations')::text || '}'""",
    "meta": "CASE WHEN i.meta <> '{}' AND i.meta <> 'null' THEN i.meta::text END",
}
_NUMBERS = {"number": "r.item_id", "width": "f.width", "height": "f.height"}
_TABLE = f"""
SELECT count(*), sum(answers), {
    ", ".join(f"string_agg(int8send(coalesce({name}, -1)), '')" for name in _NUMBERS)
}, {
    ", ".join(
        f"convert_to(string_agg({name}, ''), 'UTF8'), "
        f"string_agg(int4send(coalesce(octet_length({name}), -1)), '')"
        for name in _TEXTS
    )
} FROM (
  SELECT {", ".join(f"{given} AS {name}" for name, given in (_TEXTS | _NUMBERS).items())},
    CASE WHEN w.answer IS NULL THEN cardinality(r.submission_ids) ELSE 1 END AS answers
  FROM {{joined}}
  ORDER BY r.item_id
) made
"""


def table(s: Session, at: Stretch) -> tuple[Table, int]:
    """A stretch of the release's items by columns, and how many answers they have."""
    joined, values = _from(at)
    statement = _TABLE.replace("{joined}", joined)
    ((rows, answers, *cells),) = rows_at_once(s, statement, values, binary=True)
    numbers = dict(zip(_NUMBERS, cells, strict=False))
    texts = zip(cells[len(_NUMBERS) :: 2], cells[len(_NUMBERS) + 1 :: 2], strict=True)
    return Table(rows, numbers, dict(zip(_TEXTS, texts, strict=True))), int(answers or 0)


def reach(
    s: Session, project_id: int, release_id: int, *, after: int, upto: int | None
) -> tuple[int, int]:
    """The first and the last item of a part of the release's list; (1, 0) where it is empty."""
    row = s.execute(
        select(func.min(ReleaseItem.item_id), func.max(ReleaseItem.item_id)).where(
            ReleaseItem.project_id == project_id,
            ReleaseItem.release_id == release_id,
            ReleaseItem.item_id > after,
            ReleaseItem.item_id <= (MAX_KEY if upto is None else upto),
        )
    ).one()
    return (1, 0) if row[0] is None else (row[0], row[1])


def in_pieces(s: Session, project_id: int, stage_id: int) -> bool:
    """Whether something of the stage was done in pieces, or in bundles."""
    return bool(
        s.execute(
            text(
                """SELECT EXISTS (SELECT FROM task WHERE project_id = :project
                     AND stage_id = :stage AND part IS NOT NULL)"""
            ),
            {"project": project_id, "stage": stage_id},
        ).scalar()
    )


def agreed(s: Session, project_id: int, stage_id: int) -> bool:
    """Whether answers of the stage came to one somewhere."""
    return bool(
        s.execute(
            text(
                """SELECT EXISTS (SELECT FROM consensus WHERE project_id = :project
                     AND stage_id = :stage AND state IN ('agreed', 'decided'))"""
            ),
            {"project": project_id, "stage": stage_id},
        ).scalar()
    )
