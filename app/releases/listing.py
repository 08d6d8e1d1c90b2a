"""What is in a release: the list that is made once, what each item of it is compared by, and how
the list differs from that of the release before.

An item's digest is the SHA-256 of its name, its asset's SHA-256 and, in their order, the SHA-256 of
what each answer that stands says of it (its piece and its annotations, as the database writes
them): nothing of who said it, or when.
"""

from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core.states import ItemState
from app.models.release import Release

# What one answer says: of the item, or of a piece of it. Where answers came to one, that is said.
_SAID = """sha256(convert_to(coalesce(t.part::text, '')
  || (coalesce(c.answer, v.answer) -> 'annotations')::text, 'UTF8'))"""
_AGREED = "c.state IN ('agreed', 'decided')"

# Not flattened: what is sorted and grouped are digests, not whole answers.
_STANDING = f"""
SELECT i.project_id, i.id AS item_id, i.name, f.sha256, a.id AS root_id, a.answer_id,
  {_SAID} AS said
FROM item i
JOIN (
  SELECT project_id, id, item_id, part FROM task
  WHERE project_id = :project AND item_ids IS NULL AND gold_id IS NULL
  UNION ALL
  -- Of a bundle: of each item that was not begun anew by itself.
  SELECT b.project_id, b.id, m.item, b.part FROM task b, unnest(b.item_ids) m (item)
  WHERE b.project_id = :project AND b.item_ids IS NOT NULL AND NOT EXISTS (
    SELECT FROM task z WHERE z.project_id = b.project_id AND z.item_id = m.item
      AND z.item_ids IS NULL AND z.gold_id IS NULL AND z.id > b.id)
) t ON t.project_id = i.project_id AND t.item_id = i.id
JOIN assignment a ON a.project_id = t.project_id AND a.task_id = t.id AND a.level = 0
JOIN submission v ON v.project_id = a.project_id AND v.id = a.answer_id
LEFT JOIN consensus c ON c.project_id = t.project_id AND c.task_id = t.id AND {_AGREED}
LEFT JOIN asset f ON f.project_id = i.project_id AND f.id = coalesce(i.made_id, i.asset_id)
WHERE i.project_id = :project AND i.stage_id = :stage AND i.state IN ('accepted', 'released')
  AND a.state = 'accepted' AND a.judged AND NOT a.surplus {{narrowed}}
  -- Where the stage says how much may be wrong: of lots that were accepted.
  AND (NOT EXISTS (SELECT FROM stage g WHERE g.project_id = i.project_id
      AND g.id = i.stage_id AND g.quality ? 'limit')
    OR EXISTS (SELECT FROM lot_item m JOIN lot l ON l.project_id = m.project_id
        AND l.id = m.lot_id AND l.state = 'accepted'
      JOIN assignment r ON r.project_id = m.project_id AND r.id = m.root_id
        AND NOT r.surplus
      WHERE m.project_id = i.project_id AND m.item_id = i.id))
OFFSET 0
"""
_DIGEST = "sha256(convert_to({name} || E'\\n' || coalesce({sha256}, ''), 'UTF8') || {said})"
_LISTED = f"""
SELECT project_id, CAST(:release AS bigint) AS release_id, item_id,
  array_agg(answer_id ORDER BY root_id) AS submission_ids,
  {
    _DIGEST.format(
        name="any_value(name)",
        sha256="any_value(sha256)",
        said="string_agg(said, '' ORDER BY root_id)",
    )
} AS digest
FROM ({_STANDING}) s GROUP BY project_id, item_id
"""
_COLUMNS = "(project_id, release_id, item_id, submission_ids, digest)"
_FREEZE = f"INSERT INTO release_item {_COLUMNS} {_LISTED.format(narrowed='')}"


def freeze(s: Session, project_id: int, stage_id: int, release_id: int) -> None:
    """Note which answers stand for which items, as of this one statement's snapshot: answers that
    are accepted (which is: paid), judged and within the overlap, of items that are accepted.
    """
    values = {"project": project_id, "stage": stage_id, "release": release_id}
    s.execute(text(_FREEZE), values)


# Of each item of an earlier release: whether its answers were set aside, because it was begun anew,
# whether some of them are gone, because somebody withdrew, and which are left.
_OLD = """
SELECT r.item_id, r.submission_ids, r.digest, i.name, i.asset_id, i.made_id,
  bool_or(v.answer IS NULL) AS erased,
  bool_or(v.answer IS NOT NULL AND (o.surplus OR k.item_ids IS NOT NULL AND EXISTS (
    SELECT FROM task z WHERE z.project_id = k.project_id AND z.item_id = r.item_id
      AND z.item_ids IS NULL AND z.gold_id IS NULL AND z.id > k.id))) AS anew,
  array_agg(v.id ORDER BY u.n) FILTER (WHERE v.answer IS NOT NULL) AS kept
FROM release_item r
JOIN item i ON i.project_id = r.project_id AND i.id = r.item_id AND i.state <> 'excluded'
CROSS JOIN LATERAL unnest(r.submission_ids) WITH ORDINALITY u (id, n)
JOIN submission v ON v.project_id = r.project_id AND v.id = u.id
JOIN assignment x ON x.project_id = v.project_id AND x.id = v.assignment_id
JOIN assignment o ON o.project_id = x.project_id AND o.id = x.root_id
JOIN task k ON k.project_id = x.project_id AND k.id = x.task_id
WHERE r.project_id = :project AND r.release_id = :old
GROUP BY r.item_id, r.submission_ids, r.digest, i.name, i.asset_id, i.made_id
"""
_ANEW = "AND i.id IN (SELECT item_id FROM old WHERE anew OR erased)"
_SAID_LEFT = f"""(SELECT string_agg({_SAID}, '' ORDER BY u.n)
  FROM unnest(old.kept) WITH ORDINALITY u (id, n)
  JOIN submission v ON v.project_id = :project AND v.id = u.id
  JOIN assignment x ON x.project_id = v.project_id AND x.id = v.assignment_id
  JOIN task t ON t.project_id = x.project_id AND t.id = x.task_id
  LEFT JOIN consensus c ON c.project_id = t.project_id AND c.task_id = t.id AND {_AGREED})"""
_PATCH = f"""
WITH old AS MATERIALIZED ({_OLD}), fresh AS MATERIALIZED ({_LISTED.format(narrowed=_ANEW)})
INSERT INTO release_item {_COLUMNS}
SELECT CAST(:project AS bigint), CAST(:release AS bigint), item_id, submission_ids, digest
FROM old WHERE NOT (anew OR erased)
UNION ALL SELECT f.project_id, f.release_id, f.item_id, f.submission_ids, f.digest FROM fresh f
UNION ALL
SELECT CAST(:project AS bigint), CAST(:release AS bigint), old.item_id, old.kept,
  {_DIGEST.format(name="old.name", sha256="f.sha256", said=_SAID_LEFT)}
FROM old
LEFT JOIN asset f ON f.project_id = :project AND f.id = coalesce(old.made_id, old.asset_id)
WHERE old.erased AND NOT old.anew AND old.kept IS NOT NULL
  AND NOT EXISTS (SELECT FROM fresh WHERE fresh.item_id = old.item_id)
"""
_MISSING = f"""
SELECT count(*) FROM ({_OLD}) old WHERE anew AND NOT EXISTS (
  SELECT FROM release_item n WHERE n.project_id = :project AND n.release_id = :release
    AND n.item_id = old.item_id)
"""


def patch(s: Session, project_id: int, stage_id: int, release_id: int, old: int) -> int:
    """Note the items of the release `old` once more: those that were begun anew with the answers
    that they have now, less what is excluded or gone, and nothing else. Answers how many have no
    new answer that stands yet.
    """
    values = {"project": project_id, "stage": stage_id, "release": release_id, "old": old}
    s.execute(text(_PATCH), values)
    return int(s.execute(text(_MISSING), values).scalar_one())


def in_work(s: Session, project_id: int, release_id: int) -> int:
    """How many items of the release are being worked on again."""
    return int(
        s.execute(
            text(
                """SELECT count(*) FROM item i
                   WHERE i.project_id = :project AND i.state IN (:reopened, :in_work)
                     AND i.stage_id = (SELECT stage_id FROM release
                       WHERE project_id = :project AND id = :release)
                     AND EXISTS (SELECT FROM release_item r WHERE r.project_id = i.project_id
                       AND r.release_id = :release AND r.item_id = i.id)"""
            ),
            {
                "project": project_id,
                "release": release_id,
                "reopened": ItemState.REOPENED.value,
                "in_work": ItemState.IN_WORK.value,
            },
        ).scalar_one()
    )


def outdated(s: Session, project_id: int, release_id: int) -> bool:
    """Whether something of the release was begun anew, is excluded or gone."""
    values = {"project": project_id, "old": release_id, "release": release_id}
    excluded = """SELECT FROM release_item r
      JOIN item i ON i.project_id = r.project_id AND i.id = r.item_id AND i.state = 'excluded'
      WHERE r.project_id = :project AND r.release_id = :release"""
    changed = f"SELECT FROM ({_OLD}) old WHERE anew OR erased"
    return bool(
        s.execute(text(f"SELECT EXISTS ({excluded}) OR EXISTS ({changed})"), values).scalar()
    )


_COMPARE = """
INSERT INTO release_change (project_id, release_id, item_id, what)
SELECT :project, :release, item_id, CASE WHEN o.there IS NULL THEN 'added'
  WHEN n.there IS NULL THEN 'removed' ELSE 'changed' END
FROM (SELECT item_id, digest, true AS there FROM release_item
  WHERE project_id = :project AND release_id = :release) n
FULL JOIN (SELECT item_id, digest, true AS there FROM release_item
  WHERE project_id = :project AND release_id = :previous) o USING (item_id)
WHERE o.there IS NULL OR n.there IS NULL OR n.digest <> o.digest
"""


def compare(s: Session, project_id: int, release_id: int, previous: int) -> None:
    """Note each item that is not as it was in the release before. One of a release that has no
    digests (they came later) counts as unchanged."""
    values = {"project": project_id, "release": release_id, "previous": previous}
    s.execute(text(_COMPARE), values)


def changes(s: Session, project_id: int, release_id: int) -> dict[str, int]:
    """How many items were added, removed and changed."""
    rows = s.execute(
        text(
            """SELECT what, count(*) FROM release_change
               WHERE project_id = :project AND release_id = :release GROUP BY 1"""
        ),
        {"project": project_id, "release": release_id},
    )
    return {"added": 0, "removed": 0, "changed": 0} | {str(what): int(n) for what, n in rows}


def ranges(s: Session, release: Release, shards: int) -> list[tuple[int, int | None]]:
    """As many stretches of the list as that, of the same number of items each: (after, up to)."""
    if shards == 1:
        return [(0, None)]
    rows = s.scalars(
        text(
            """SELECT max(item_id) FROM (
                 SELECT item_id, ntile(:shards) OVER (ORDER BY item_id) AS tile FROM release_item
                 WHERE project_id = :project AND release_id = :release) tiled
               GROUP BY tile ORDER BY 1"""
        ),
        {"project": release.project_id, "release": release.id, "shards": shards},
    )
    ends = [int(end) for end in rows]
    return list(zip([0, *ends[:-1]], ends, strict=True))


# --- shares ---


def key_of(by: str) -> tuple[str, dict[str, Any]]:
    """What items have in common that stay together: SQL for the JSON of a list of names, and what
    it is bound to. Of a source: what its meta says, else the item of an earlier stage that it came
    from, else the folder that it lies in."""
    if by == "speaker":
        return "coalesce(i.meta -> 'speakers', jsonb_build_array(i.meta -> 'speaker'))::text", {}
    if by == "source":
        return (
            """jsonb_build_array(coalesce(i.meta ->> 'source', i.source_id::text,
              nullif(regexp_replace(i.name, '/?[^/]*$', ''), ''), i.name))::text""",
            {},
        )
    return "jsonb_build_array(i.meta ->> :meta_key)::text", {"meta_key": by.removeprefix("meta:")}


_OF_RELEASE = """release_item r JOIN item i ON i.project_id = r.project_id AND i.id = r.item_id
  WHERE r.project_id = :project AND r.release_id = :release"""
_OF_STAGE = """item i WHERE i.project_id = :project AND i.stage_id = :stage
  AND i.state IN ('accepted', 'released')"""


def groups(
    s: Session, project_id: int, by: str, *, release: int | None = None, stage: int | None = None
) -> dict[str, int]:
    """How many items each group has, of a release or, as it would be now, of a stage."""
    key, bound = key_of(by)
    among = _OF_STAGE if release is None else _OF_RELEASE
    values = {"project": project_id, "release": release, "stage": stage} | bound
    rows = s.execute(text(f"SELECT {key}, count(*) FROM {among} GROUP BY 1"), values)
    return {str(name): int(count) for name, count in rows}


def ready(s: Session, project_id: int, stage_id: int) -> int:
    """How many items of the stage are accepted or released."""
    values = {"project": project_id, "stage": stage_id}
    return int(s.execute(text(f"SELECT count(*) FROM {_OF_STAGE}"), values).scalar_one())


def share_again(s: Session, project_id: int, release_id: int, patched: int) -> int:
    """Put each item into the share that it was in; how many those are."""
    found = s.execute(
        text(
            """INSERT INTO release_share (project_id, release_id, item_id, share)
               SELECT r.project_id, r.release_id, r.item_id, x.share FROM release_item r
               JOIN release_share x ON x.project_id = r.project_id AND x.release_id = :patched
                 AND x.item_id = r.item_id
               WHERE r.project_id = :project AND r.release_id = :release"""
        ),
        {"project": project_id, "release": release_id, "patched": patched},
    )
    return int(found.rowcount)  # type: ignore[attr-defined]


def share_groups(
    s: Session, project_id: int, release_id: int, by: str, found: dict[str, str]
) -> None:
    """Put each item into the share of its group."""
    key, bound = key_of(by)
    s.execute(
        text(
            f"""INSERT INTO release_share (project_id, release_id, item_id, share)
                SELECT r.project_id, r.release_id, r.item_id, m.value
                FROM release_item r
                JOIN item i ON i.project_id = r.project_id AND i.id = r.item_id
                JOIN jsonb_each_text(CAST(:found AS jsonb)) m ON m.key = {key}
                WHERE r.project_id = :project AND r.release_id = :release"""
        ),
        {"project": project_id, "release": release_id, "found": orjson.dumps(found).decode()}
        | bound,
    )


def share_items(
    s: Session, project_id: int, release_id: int, seed: int, edges: dict[str, float]
) -> None:
    """Put items into shares one by one, in an order that the seed and their names draw. `edges` are
    the shares in order, each with the part of all at which it ends."""
    cases = " ".join(f"WHEN n <= round(total * :e{at}) THEN :s{at}" for at in range(len(edges)))
    values: dict[str, Any] = {"project": project_id, "release": release_id, "seed": str(seed)}
    for at, (share, edge) in enumerate(edges.items()):
        values |= {f"e{at}": edge, f"s{at}": share}
    s.execute(
        text(
            f"""INSERT INTO release_share (project_id, release_id, item_id, share)
                SELECT :project, :release, item_id, CASE {cases} END FROM (
                  SELECT r.item_id, count(*) OVER () AS total, row_number() OVER (
                    ORDER BY sha256(convert_to(:seed || ':' || i.name, 'UTF8')), r.item_id) AS n
                  FROM {_OF_RELEASE}) drawn"""
        ),
        values,
    )


def shares(
    s: Session, project_id: int, release_id: int, by: str
) -> dict[str, tuple[int, list[str]]]:
    """Of each share that has items how many, and the groups in it (not where by item)."""
    key, bound = ("NULL::text", {}) if by == "item" else key_of(by)
    rows = s.execute(
        text(
            f"""SELECT x.share, {key}, count(*) FROM release_share x
                JOIN item i ON i.project_id = x.project_id AND i.id = x.item_id
                WHERE x.project_id = :project AND x.release_id = :release GROUP BY 1, 2"""
        ),
        {"project": project_id, "release": release_id} | bound,
    )
    found: dict[str, tuple[int, list[str]]] = {}
    for share, group, count in rows:
        held, known = found.get(share, (0, []))
        if group is not None:
            known.append(str(group))
        found[share] = (held + int(count), known)
    return found


def names(s: Session, project_id: int, release_id: int, share: str) -> Any:
    """The names of a share's items in order, as the database hands them out."""
    return s.execute(
        text(
            """SELECT i.name FROM release_share x
               JOIN item i ON i.project_id = x.project_id AND i.id = x.item_id
               WHERE x.project_id = :project AND x.release_id = :release AND x.share = :share
               ORDER BY i.name"""
        ),
        {"project": project_id, "release": release_id, "share": share},
        execution_options={"stream_results": True, "yield_per": 10_000},
    ).scalars()
