"""Report what is wrong with a release: on the spot, by whoever uses it; its managers hear of it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.errors import Invalid
from app.defects import queries, service
from app.defects.service import Finding, NoSuchItem
from app.inspection.rules import misplaced
from app.labels import facts_from, parts_of
from app.models.asset import Asset
from app.models.defect import Defect
from app.models.item import Item
from app.models.person import ProjectRoleName
from app.models.project import ProjectRole
from app.people.notifications import Told, notify


class PinMisplaced(Invalid):
    """The pin is nowhere on the item."""

    code, title = "defect_pin_misplaced", "Pin is nowhere on the item"


def report_defect(
    s: Session, *, by: int, project_id: int, release_id: int, found: Finding, key: str
) -> tuple[Defect, bool]:
    """Keep a finding and tell the project's managers; and whether it is new: the same key finds the
    first one. Raises `NotFound`, `NoSuchItem`, `NoSuchClass`, `PinMisplaced`."""
    known = queries.by_key(s, project_id, by, key)
    if known is not None:
        return known, False
    release = service.reported_on(s, project_id, release_id)
    item_id = None
    if found.item is not None:
        item_id = queries.item_of(s, release, found.item)
        if item_id is None:
            raise NoSuchItem(
                f"The release has no item “{found.item[:200]}”; copy its name from the release."
            )
        _must_be_somewhere(s, project_id, item_id, found)
    made = service.report(s, by=by, release=release, item_id=item_id, found=found, key=key)
    said = {"defect_id": made.id, "title": queries.title(s, project_id, release.stage_id)}
    managers = select(ProjectRole.person_id).where(
        ProjectRole.project_id == project_id,
        ProjectRole.role == ProjectRoleName.MANAGER,
        ProjectRole.person_id != by,
    )
    for person_id in s.scalars(managers).all():
        notify(s, person_id, Told.DEFECT_REPORTED, said, project_id)
    return made, True


def _must_be_somewhere(s: Session, project_id: int, item_id: int, found: Finding) -> None:
    if found.pin is None:
        return
    item = s.get_one(Item, (project_id, item_id))
    asset_id = item.made_id or item.asset_id
    asset = None if asset_id is None else s.get(Asset, (project_id, asset_id))
    facts = None
    if asset is not None:
        parts = None if asset.document is None else parts_of(asset.document)
        facts = facts_from(width=asset.width, height=asset.height, parts=parts, media=asset.facts)
    if (why := misplaced([found.pin], facts)) is not None:
        raise PinMisplaced(why)
