"""What is asked about known answers: which there are, how far they reach, what may become one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.document import EXCERPT
from app.core.policy import FIRST, UP_TO, GoldShares, quality_of
from app.labels import AssetFacts, facts_from, parts_of
from app.models.learn import UNASKED
from app.models.quality import GoldSource

MET = 500
"""Answers of one person for which a level should have known answers enough."""

AGREED = 3
"""So many answers must agree before what they come to is known."""

SURE = 0.9
"""And so sure must it be."""

LOOKED_AT = 5_000
"""Accepted items among which known answers are looked for, and"""

CHOSEN_FROM = 1_000
"""those among which the ones that go together best are chosen."""

ROLES = ("worker", "primary_inspector", "secondary_inspector")
"""Whose work each level is."""

_LIST = f"""
SELECT g.id, g.level, g.item_id, i.name AS item, f.thumbnail_key,
  {EXCERPT.format(asset="f")} AS excerpt, f.media_type, g.root_id, g.source, g.answer,
  g.shown, g.verdict, g.note, g.given, g."right", g.created_at, g.retired_at,
  coalesce(x.slots_left, 0) AS free
FROM gold g
JOIN item i ON i.project_id = g.project_id AND i.id = g.item_id
LEFT JOIN asset f ON f.project_id = i.project_id AND f.id = i.asset_id AND NOT f.withheld
LEFT JOIN task t ON t.project_id = g.project_id AND t.id = g.task_id
LEFT JOIN queue q ON q.project_id = g.project_id AND q.stage_id = g.stage_id
  AND q.level = g.level AND q.gold
LEFT JOIN seat x ON x.project_id = g.project_id AND x.queue_id = q.id
  AND x.priority = t.priority AND x.task_id = g.task_id AND x.root_id = coalesce(g.root_id, 0)
WHERE g.project_id = :p AND g.stage_id = :stage AND g.id > :after
  AND (CAST(:gold AS bigint) IS NULL OR g.id = :gold)
  AND (CAST(:level AS int) IS NULL OR g.level = :level)
  AND (CAST(:retired AS boolean) IS NULL OR (g.retired_at IS NOT NULL) = :retired)
ORDER BY g.id LIMIT :limit
"""


def golds(
    s: Session,
    project_id: int,
    stage_id: int,
    *,
    gold_id: int | None = None,
    level: int | None = None,
    retired: bool | None = None,
    after: int = 0,
    limit: int = 1,
) -> list[dict[str, Any]]:
    """The known answers of a stage as they were made, or one of them."""
    rows = s.execute(
        text(_LIST),
        {
            "p": project_id,
            "stage": stage_id,
            "gold": gold_id,
            "level": level,
            "retired": retired,
            "after": after,
            "limit": limit,
        },
    )
    return [dict(row) for row in rows.mappings()]


class Candidate(NamedTuple):
    """An accepted answer that stands for its item: of several, that which is nearest to what all
    say. `sure` is how sure they are (None: nobody weighed them), `twice` whether two inspectors let
    it through as it stands."""

    item_id: int
    item: str
    thumbnail_key: str | None
    excerpt: str | None
    media_type: str | None
    task_id: int
    root_id: int
    answer: dict[str, Any]
    answers: int
    sure: float | None
    twice: bool

    @property
    def source(self) -> GoldSource:
        """How it would be known."""
        if self.answers >= AGREED and (self.sure or 0) >= SURE:
            return GoldSource.CONSENSUS
        return GoldSource.INSPECTION if self.twice else GoldSource.HAND


# Of a bundle nothing becomes known: it would be another task than the others.
_STANDS = f"""
SELECT i.id AS item_id, i.name AS item, f.thumbnail_key, {EXCERPT.format(asset="f")} AS excerpt,
  f.media_type, w.task_id, w.root_id, w.answer, w.answers, w.sure, w.twice
FROM {{items}} i
CROSS JOIN LATERAL (
  SELECT t.id AS task_id, a.id AS root_id, coalesce(c.answer, v.answer) AS answer,
    coalesce(c.answers, t.accepted) AS answers, coalesce(c.confidence, c.sure)::float8 AS sure,
    EXISTS (SELECT FROM assignment b
      JOIN submission y ON y.project_id = b.project_id AND y.assignment_id = b.id
      WHERE b.project_id = a.project_id AND b.root_id = a.id AND b.level = 2
        AND b.gold_id IS NULL AND y.verdict = 'approve' AND y.subject_id = a.answer_id) AS twice
  FROM task t
  JOIN assignment a ON a.project_id = t.project_id AND a.task_id = t.id AND a.level = 0
    AND a.state = 'accepted' AND a.judged AND NOT a.surplus
  JOIN submission v ON v.project_id = a.project_id AND v.id = a.answer_id
    AND v.answer IS NOT NULL
  LEFT JOIN consensus c ON c.project_id = t.project_id AND c.task_id = t.id
    AND c.state <> 'undecided'
  WHERE t.project_id = i.project_id AND t.item_id = i.id AND t.state = 'done'
    AND t.gold_id IS NULL AND t.item_ids IS NULL
    AND (CAST(:root AS bigint) IS NULL OR a.id = :root)
  ORDER BY c.root_id = a.id DESC NULLS LAST, t.id, a.id LIMIT 1) w
LEFT JOIN asset f ON f.project_id = i.project_id AND f.id = i.asset_id AND NOT f.withheld
WHERE i.project_id = :p AND i.stage_id = :stage AND i.state IN ('accepted', 'released')
  AND {UNASKED}
"""
_ALL = _STANDS.format(items="item")
_NO_GOLD = """NOT EXISTS (SELECT FROM gold g WHERE g.project_id = i.project_id
  AND g.stage_id = i.stage_id AND g.level = :level AND g.item_id = i.id"""
_UNKNOWN = f"{_NO_GOLD} AND g.retired_at IS NULL)"
# Of a large stage so many as can be looked at, as the salt throws them.
_THROWN = f"""(SELECT * FROM item i WHERE i.project_id = :p AND i.stage_id = :stage
  AND i.state IN ('accepted', 'released') AND {_NO_GOLD})
  ORDER BY md5(:salt || ':' || i.id) LIMIT {LOOKED_AT})"""


def standing(
    s: Session, project_id: int, stage_id: int, item_id: int, root_id: int | None = None
) -> Candidate | None:
    """The answer that stands for an item, or that one of its answers; None where there is none."""
    row = s.execute(
        text(f"{_ALL} AND i.id = :item"),
        {"p": project_id, "stage": stage_id, "item": item_id, "root": root_id},
    ).one_or_none()
    return None if row is None else Candidate(*row)


def asked(s: Session, project_id: int, item_id: int) -> bool:
    """Does a course ask the item?"""
    found = s.execute(
        text(f"SELECT {UNASKED} FROM item i WHERE i.project_id = :p AND i.id = :item"),
        {"p": project_id, "item": item_id},
    )
    return not found.scalar_one()


def item_of(s: Session, project_id: int, root_id: int) -> int | None:
    """Which item is an answer about?"""
    found: int | None = s.execute(
        text(
            """SELECT t.item_id FROM assignment a
               JOIN task t ON t.project_id = a.project_id AND t.id = a.task_id
               WHERE a.project_id = :p AND a.id = :root AND a.level = 0"""
        ),
        {"p": project_id, "root": root_id},
    ).scalar_one_or_none()
    return found


def candidates(
    s: Session, project_id: int, stage_id: int, level: int, *, after: int, limit: int
) -> list[Candidate]:
    """What may become known at a level, by item."""
    rows = s.execute(
        text(f"{_ALL} AND i.id > :after AND {_UNKNOWN} ORDER BY i.id LIMIT :limit"),
        {
            "p": project_id,
            "stage": stage_id,
            "level": level,
            "root": None,
            "after": after,
            "limit": limit,
        },
    )
    return [Candidate(*row) for row in rows]


_GOOD = {
    GoldSource.CONSENSUS: f"w.answers >= {AGREED} AND w.sure >= {SURE}",
    GoldSource.INSPECTION: "w.twice",
    GoldSource.HAND: "true",
}


def good(
    s: Session,
    project_id: int,
    stage_id: int,
    level: int,
    source: GoldSource,
    salt: str,
    limit: int = CHOSEN_FROM,
) -> list[Candidate]:
    """Those of them that are known in one way (by hand: any) and had no known
    answer before, as the salt throws them."""
    rows = s.execute(
        text(
            f"""{_STANDS.format(items=_THROWN)} AND {_GOOD[source]}
                ORDER BY md5(:salt || ':' || i.id) LIMIT :limit"""
        ),
        {
            "p": project_id,
            "stage": stage_id,
            "level": level,
            "root": None,
            "salt": salt,
            "limit": limit,
        },
    )
    return [Candidate(*row) for row in rows]


def spread(found: Sequence[Candidate], count: int) -> list[Candidate]:
    """Up to `count` of them, in an order in which what is rare comes as often as what is frequent:
    each next one says what was said least so far."""
    said: Counter[tuple[str, str]] = Counter()
    rest = [(one, classes(one.answer)) for one in found]
    chosen: list[Candidate] = []
    while rest and len(chosen) < count:
        at = min(range(len(rest)), key=lambda n: (_novel(said, rest[n][1]), n))
        one, says = rest.pop(at)
        said.update(says)
        chosen.append(one)
    return chosen


def classes(answer: dict[str, Any]) -> frozenset[tuple[str, str]]:
    """Which classes an answer names, by label."""
    found = set()
    for mark in answer.get("annotations", ()):
        named = [mark["class"]] if "class" in mark else mark.get("classes", ())
        found |= {(str(mark["name"]), str(one)) for one in named}
    return frozenset(found)


def _novel(said: Counter[tuple[str, str]], says: Iterable[tuple[str, str]]) -> float:
    counts = [said[one] for one in says]
    return sum(counts) / len(counts) if counts else float(said.total())


@dataclass(frozen=True, slots=True)
class Pool:
    """How far the known answers of a level reach (`PoolOut`)."""

    level: int
    open: int
    people_left: int
    wanted: int
    dry_since: Any


_POOL = """
SELECT q.level, count(g.id) AS open, q.dry_since FROM queue q
LEFT JOIN gold g ON g.project_id = q.project_id AND g.stage_id = q.stage_id
  AND g.level = q.level AND g.retired_at IS NULL
WHERE q.project_id = :p AND q.stage_id = :stage AND q.gold
GROUP BY q.level, q.dry_since ORDER BY q.level
"""

# Who has had all of a level's: had a part in what they are about, or was given them.
_PEOPLE_LEFT = """
SELECT (SELECT count(*) FROM project_role r WHERE r.project_id = :p AND r.role = :role)
  - (SELECT count(*) FROM (
      SELECT x.worker_id FROM gold g
      JOIN task t ON t.project_id = g.project_id AND t.item_id = g.item_id
      JOIN task_role x ON x.project_id = t.project_id AND x.task_id = t.id
      JOIN project_role r ON r.project_id = x.project_id AND r.person_id = x.worker_id
        AND r.role = :role
      WHERE g.project_id = :p AND g.stage_id = :stage AND g.level = :level
        AND g.retired_at IS NULL
      GROUP BY x.worker_id HAVING count(DISTINCT g.id) = :open) w)
"""
_LEFT_FOR = """
SELECT count(*) FROM (
  SELECT FROM project_role r JOIN gold g ON g.project_id = r.project_id AND g.id = :gold
  WHERE r.project_id = :p AND r.role = :role AND NOT EXISTS (
    SELECT FROM task t
    JOIN task_role x ON x.project_id = t.project_id AND x.task_id = t.id
      AND x.worker_id = r.person_id
    WHERE t.project_id = g.project_id
      AND (t.item_id = g.item_id OR t.item_ids @> ARRAY[g.item_id]))
  LIMIT :most) w
"""


def pool(s: Session, project_id: int, stage_id: int, quality: dict[str, Any] | None) -> list[Pool]:
    """How far do the known answers of each level reach?"""
    here = {"p": project_id, "stage": stage_id}
    shares = quality_of(quality).gold
    return [
        Pool(
            level=row.level,
            open=row.open,
            people_left=_people_left(s, here, row.level, row.open),
            wanted=0 if shares is None else wanted(shares),
            dry_since=row.dry_since,
        )
        for row in s.execute(text(_POOL), here).all()
    ]


def _people_left(s: Session, here: dict[str, Any], level: int, open_: int) -> int:
    if open_ == 0:
        return 0
    values = here | {"level": level, "role": ROLES[level], "open": open_}
    return int(s.execute(text(_PEOPLE_LEFT), values).scalar_one())


def wanted(shares: GoldShares) -> int:
    """How many known answers does one person meet in his first 500?"""
    return round(
        shares.first * FIRST + shares.then * (UP_TO - FIRST) + shares.later * (MET - UP_TO)
    )


def people_left(s: Session, project_id: int, gold_id: int, level: int, most: int = 1_000) -> int:
    """How many people of its level, up to `most`, may still be given a known answer?"""
    values = {"p": project_id, "gold": gold_id, "role": ROLES[level], "most": most}
    return int(s.execute(text(_LEFT_FOR), values).scalar_one())


class Place(NamedTuple):
    """What a task is about: the part of its item, the asset that shows it, what is known of it."""

    part: dict[str, Any] | None
    asset_id: int | None
    facts: AssetFacts | None


def place(s: Session, project_id: int, item_id: int, task_id: int | None) -> Place:
    """What a task about the item shows; without one, the whole item."""
    row = s.execute(
        text(
            """SELECT t.part, t.asset_id, f.width, f.height, f.document, f.facts
               FROM item i
               LEFT JOIN task t ON t.project_id = i.project_id AND t.id = CAST(:task AS bigint)
               LEFT JOIN asset f ON f.project_id = i.project_id
                 AND f.id = coalesce(t.asset_id, i.asset_id)
               WHERE i.project_id = :p AND i.id = :item"""
        ),
        {"p": project_id, "item": item_id, "task": task_id},
    ).one()
    facts = facts_from(
        width=row.width,
        height=row.height,
        parts=None if row.document is None else parts_of(row.document),
        media=row.facts,
    )
    return Place(row.part, row.asset_id, facts)


def definition(s: Session, project_id: int, stage_id: int, version: int) -> str:
    """The label schema of that version, as text."""
    found: str = s.execute(
        text(
            """SELECT definition::text FROM label_schema
               WHERE project_id = :p AND stage_id = :stage AND version = :version"""
        ),
        {"p": project_id, "stage": stage_id, "version": version},
    ).scalar_one()
    return found
