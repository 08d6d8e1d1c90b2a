"""A release is shared out among folders, once."""

import hashlib
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.core.errors import Conflict
from app.models.release import Release
from app.releases import listing
from app.releases.schemas import SplitShareOut
from app.releases.split import FOLDERS, NobodyNamed, Part, edges, goals, names, placed


class GroupsUnknown(Conflict):
    """Items of which nobody has said what they belong to cannot be shared out by that."""

    code, title = "speakers_unknown", "Groups not known"


def unknown(by: str, items: int) -> GroupsUnknown:
    """What is said where that many items do not tell."""
    field = "speaker" if by == "speaker" else by.removeprefix("meta:")
    what = "who speaks on them" if by == "speaker" else "what they belong to"
    return GroupsUnknown(
        f"{items} items do not say {what} (`{field}` in their meta); make the release without a "
        "split, or by item.",
        items=items,
    )


def share_out(s: Session, release: Release) -> None:
    """Put each item of the list into a share: of a patch the one that it was in. Raises
    GroupsUnknown."""
    split = release.split
    assert split is not None
    project_id, by = release.project_id, split["by"]
    if release.patches_id is not None and listing.share_again(
        s, project_id, release.id, release.patches_id
    ):
        return
    if by == "item":
        listing.share_items(s, project_id, release.id, split["seed"], edges(split))
        return
    try:
        found = placed(split, listing.groups(s, project_id, by, release=release.id))
    except NobodyNamed as unnamed:
        raise unknown(by, unnamed.args[0]) from None
    listing.share_groups(s, project_id, release.id, by, found)


def parts(s: Session, release: Release) -> list[Part]:
    """The release's shares that have items; one without a name where it is not split."""
    if release.split is None:
        return [Part()]
    project_id, wanted = release.project_id, goals(release.split)
    found = listing.shares(s, project_id, release.id, release.split["by"])
    made = []
    for name in FOLDERS:
        if name not in found:
            continue
        items, keys = found[name]
        digest = hashlib.sha256()
        for one in listing.names(s, project_id, release.id, name):
            digest.update(f"{one}\n".encode())
        groups = tuple(sorted({one for key in keys for one in names(key)}))
        made.append(Part(name, wanted.get(name, 0), items, groups, digest.hexdigest()))
    return made


def by_group(found: Mapping[str, str], items: Mapping[str, int]) -> dict[str, SplitShareOut]:
    """What shares would hold, where each group has one."""
    made: dict[str, SplitShareOut] = {}
    for share in FOLDERS:
        keys = [key for key, name in found.items() if name == share]
        if keys:
            groups = {one for key in keys for one in names(key)}
            made[share] = SplitShareOut(items=sum(items[key] for key in keys), groups=len(groups))
    return made


def by_item(split: Mapping[str, Any], items: int) -> dict[str, SplitShareOut]:
    """What shares would hold, where items are drawn one by one."""
    made: dict[str, SplitShareOut] = {}
    before = 0
    for share, edge in edges(split).items():
        upto = round(items * edge)
        if upto > before:
            made[share] = SplitShareOut(items=upto - before, groups=None)
        before = upto
    return made
