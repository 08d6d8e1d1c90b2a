"""What changed since the release before, as files that lie beside the data."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any

import orjson
from sqlalchemy.orm import Session

from app.models.release import Release
from app.releases import queries
from app.releases.reading import Attempt

_PAGE = 1_000


def beside(
    attempt: Attempt, release: Release, changes: Mapping[str, int], previous: str
) -> dict[str, Callable[[], Iterable[bytes]]]:
    """`CHANGES.md` for people and `changes.json` for programs."""
    about = release.version, previous, changes
    return {
        "CHANGES.md": lambda: markdown(*about, rows(attempt.transaction, release)),
        "changes.json": lambda: _json(*about, rows(attempt.transaction, release)),
    }


def rows(
    opened: Callable[[], AbstractContextManager[Session]], release: Release
) -> Iterator[queries.Changed]:
    """What changed, a page in a transaction of its own; but nothing that its giver took back: a
    name can tell of him."""
    after = 0
    while True:
        with opened() as s:
            found = queries.changed(
                s,
                release.project_id,
                release.id,
                after=after,
                limit=_PAGE,
                what=None,
                taken_back=False,
            )
        yield from found
        if len(found) < _PAGE:
            return
        after = found[-1].id


def markdown(
    version: str, previous: str, changes: Mapping[str, int], items: Iterable[queries.Changed]
) -> Iterator[bytes]:
    """The change log as text: how much changed, and every item by name."""
    yield (
        f"# {version}\n\nSince {previous}: {changes['added']} added, {changes['changed']} changed, "
        f"{changes['removed']} removed.\n\n"
    ).encode()
    removed = 0
    for row in items:
        removed += row.what == "removed"
        yield f"- {row.what}: {row.name}\n".encode()
    if more := changes["removed"] - removed:
        yield f"- removed: {more} that were taken back by who gave them\n".encode()


def _json(
    version: str, previous: str, changes: Mapping[str, int], items: Iterable[queries.Changed]
) -> Iterator[bytes]:
    head: dict[str, Any] = {"version": version, "previous": previous, **changes}
    yield orjson.dumps(head)[:-1] + b',"items":['
    comma = b"\n"
    removed = 0
    for row in items:
        removed += row.what == "removed"
        told = {"name": row.name, "what": row.what, "digest": row.digest, "before": row.before}
        yield comma + orjson.dumps(told)
        comma = b",\n"
    yield b'\n],"taken_back":%d}\n' % (changes["removed"] - removed)
