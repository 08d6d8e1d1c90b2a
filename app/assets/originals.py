"""Originals that something was hidden in, and items that look alike."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from PIL import Image
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from app.assets import prints, serving
from app.assets.attempt import Attempt
from app.assets.measures.base import Print
from app.assets.schemas import AlikeGroup, AlikeOut, GroupsPage, OriginalOut
from app.core.document import Document
from app.core.errors import NotFound
from app.models.asset import Asset, OriginalAccess
from app.models.item import Item
from app.models.project import Stage
from app.storage import Missing, storage

LOOKED_THROUGH = 200
"""Items that one page looks through for some that are alike."""
MOST_ALIKE = 50
"""Of one group."""

_CHUNK = 50


def shown(s: Session, project_id: int, item_id: int, *, by: int, why: str) -> OriginalOut:
    """An item's original, and a line in the log of who was shown it. Raises NotFound."""
    original = s.execute(
        select(Asset)
        .join(Item, (Item.project_id == Asset.project_id) & (Item.asset_id == Asset.id))
        .where(Item.project_id == project_id, Item.id == item_id, Asset.destroyed_at.is_(None))
    ).scalar_one_or_none()
    if original is None:
        raise NotFound("There is no original of this item.")
    text_of = None if original.document is None else Document.model_validate(original.document)
    media = None if text_of is not None else serving.links(original, original=True)
    s.execute(
        insert(OriginalAccess).values(
            project_id=project_id,
            asset_id=original.id,
            item_id=item_id,
            person_id=by,
            why=why,
        )
    )
    return OriginalOut(media=media, document=text_of)


def accesses(
    s: Session, project_id: int, *, item_id: int | None, before: int, limit: int
) -> list[Any]:
    """Who was shown originals, the newest first."""
    return list(
        s.execute(
            text(
                """SELECT o.id, o.item_id, i.name AS item, i.stage_id, coalesce(m.pseudonym, '–')
                    AS by, o.why, o.at
                  FROM original_access o
                  JOIN item i ON i.project_id = o.project_id AND i.id = o.item_id
                  LEFT JOIN project_member m
                    ON m.project_id = o.project_id AND m.person_id = o.person_id
                  WHERE o.project_id = :project AND (:before = 0 OR o.id < :before)
                    AND (CAST(:item AS bigint) IS NULL OR o.item_id = :item)
                  ORDER BY o.id DESC LIMIT :limit"""
            ),
            {"project": project_id, "item": item_id, "before": before, "limit": limit},
        )
    )


# --- alike -------------------------------------------------------------------------------------

# What is looked at: of each item the print of its own asset; what is out of the data set is not.
_LOOKED = """
SELECT i.id, i.asset_id, p.kind, p.bits, p.bands FROM item i
LEFT JOIN print p ON p.project_id = i.project_id AND p.asset_id = i.asset_id
WHERE i.project_id = :project AND i.stage_id = :stage AND i.id > :after AND i.state <> 'excluded'
ORDER BY i.id LIMIT :limit
"""

_LIKE = """
SELECT i.id, i.name, i.state, a.thumbnail_key, a.width, a.height, p.bits
FROM print p
JOIN item i ON i.project_id = p.project_id AND i.asset_id = p.asset_id AND i.stage_id = :stage
  AND i.state <> 'excluded'
LEFT JOIN asset a ON a.project_id = i.project_id AND a.id = coalesce(i.made_id, i.asset_id)
  AND NOT a.withheld
WHERE p.project_id = :project AND p.kind = :kind AND p.bands && CAST(:probes AS int[])
ORDER BY i.id LIMIT 200
"""


def alike(s: Session, project_id: int, stage_id: int, *, after: int, limit: int) -> GroupsPage:
    """Groups of items of a stage that are alike, by their first items. Raises NotFound."""
    if s.get(Stage, (project_id, stage_id)) is None:
        raise NotFound("There is no such stage in this project.")
    values = {"project": project_id, "stage": stage_id, "after": after, "limit": LOOKED_THROUGH}
    rows = s.execute(text(_LOOKED), values).all()
    groups: list[AlikeGroup] = []
    for row in rows:
        if row.kind is None:
            continue
        found = list(_group(s, project_id, stage_id, row))
        # It is shown with the first of them alone.
        if len(found) > 1 and found[0].id == row.id:
            groups.append(AlikeGroup(id=row.id, items=found[:MOST_ALIKE]))
            if len(groups) == limit:
                return GroupsPage(items=groups, next=row.id, looking=_unseen(s, values))
    edge = rows[-1].id if len(rows) == LOOKED_THROUGH else None
    return GroupsPage(items=groups, next=edge, looking=_unseen(s, values))


def _group(s: Session, project_id: int, stage_id: int, row: Any) -> Iterator[AlikeOut]:
    bands = tuple(row.bands)
    wanted = list(prints.probes(bands)) if row.kind == "picture" else list(bands)
    values = {"project": project_id, "stage": stage_id, "kind": row.kind, "probes": wanted}
    for one in s.execute(text(_LIKE), values):
        difference = prints.difference(row.kind, row.bits, one.bits) if one.id != row.id else 0.0
        if difference <= prints.limit(row.kind):
            yield AlikeOut(
                id=one.id,
                name=one.name,
                state=one.state,
                thumbnail_url=serving.thumbnail(one.thumbnail_key),
                width=one.width,
                height=one.height,
                difference=difference,
            )


_UNSEEN = """FROM item i
JOIN asset a ON a.project_id = i.project_id AND a.id = i.asset_id
  AND a.thumbnail_key IS NOT NULL AND a.facts IS NULL
WHERE i.project_id = :project AND i.stage_id = :stage AND i.state <> 'excluded'
  AND NOT EXISTS (SELECT FROM print p WHERE p.project_id = a.project_id AND p.asset_id = a.id)"""


def _unseen(s: Session, values: dict[str, Any]) -> bool:
    return bool(s.execute(text(f"SELECT EXISTS (SELECT {_UNSEEN})"), values).scalar())


def looked_at(s: Session, project_id: int) -> bool:
    """Whether a chore looks at pictures of the project already, or will."""
    return bool(
        s.execute(
            text(
                """SELECT EXISTS (SELECT FROM chore WHERE kind = 'print_stage'
                  AND project_id = :project AND state IN ('queued', 'failed', 'running'))"""
            ),
            {"project": project_id},
        ).scalar()
    )


def print_stage(attempt: Attempt, project_id: int, stage_id: int) -> int:
    """Look at a stage's pictures that nobody has looked at, by their small ones; how many."""
    from app.assets.measures.eye import print_of  # with numpy, which the web goes without

    wanted = text(f"SELECT a.id, a.thumbnail_key {_UNSEEN} ORDER BY a.id LIMIT {_CHUNK}")
    done = 0
    while True:
        with attempt.transaction() as s:
            rows = s.execute(wanted, {"project": project_id, "stage": stage_id}).all()
        if not rows:
            return done
        found: list[tuple[int, Print]] = []
        for row in rows:
            attempt.progress(done)
            try:
                small = b"".join(storage().open(row.thumbnail_key))
                with Image.open(BytesIO(small), formats=["WEBP"]) as image:
                    bits = bytes.fromhex(print_of(image.convert("L")))
            except (Missing, OSError):
                bits = bytes(8)  # nothing is seen
            found.append((row.id, prints.of_picture(bits)))
            done += 1
        with attempt.transaction() as s:
            for asset_id, one in found:
                prints.keep(s, project_id, asset_id, one)
