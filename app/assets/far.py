"""Pictures that stay in their cloud: looked at there, and passed on from there.

An import only lists them. Aside, the head of each is read, which tells its size: then its item is
ready. After that small pictures of them are made. What stands in the rows says what is left to do,
so another attempt, or another worker, goes on.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import monotonic
from typing import Any, cast

import orjson
from PIL import Image
from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from app.assets import connections
from app.assets.pictures import (
    MAX_PIXELS,
    MAX_SIDE,
    MEDIA_TYPES,
    PictureRefused,
    open_picture,
    sniff,
)
from app.core.errors import NotFound, Problem
from app.core.settings import settings
from app.core.states import ITEM, ItemState, allowed
from app.models.asset import UNDRAWN, UNSEEN, Asset
from app.models.source import Connection
from app.queue.run import Run
from app.queue.service import enqueue
from app.storage import LINK_TTL, sign_link, storage
from app.storage.cloud import CloudDown, CloudFile, CloudRefused, Place, ranges, read

CHORE = "look_far"
RUN_SECONDS = 30.0  # then others have their turn
SHOWN = frozenset({"image/jpeg", "image/png", "image/webp"})

_PREFIX = "far-"
_HEADS, _WHOLE = 256, 16  # at a time
_HANDS = 16
_ORIENTATION = 0x0112
_LYING = frozenset({5, 6, 7, 8})

_DUE = f"""SELECT p.id FROM project p WHERE (
    EXISTS (SELECT FROM asset a WHERE a.project_id = p.id AND {UNSEEN})
    OR EXISTS (SELECT FROM asset a WHERE a.project_id = p.id AND {UNDRAWN}))
  AND NOT EXISTS (SELECT FROM chore c WHERE c.kind = :kind AND c.project_id = p.id
    AND (c.state IN ('queued', 'failed', 'running')
      OR c.state IN ('dead', 'cancelled') AND c.finished_at > now() - interval '10 minutes'))"""
_WAITING = """SELECT id, url, bytes, etag, connection_id FROM asset a
  WHERE project_id = :project AND {where} AND id > :after ORDER BY id LIMIT :limit"""
_LOOKED = """UPDATE asset a SET looked_at = now(), unfit = n.unfit,
    width = coalesce(n.width, a.width), height = coalesce(n.height, a.height),
    media_type = coalesce(n.media_type, a.media_type)
  FROM jsonb_to_recordset(CAST(:rows AS jsonb))
    AS n (id bigint, width bigint, height bigint, media_type text, unfit text)
  WHERE a.project_id = :project AND a.id = n.id AND a.destroyed_at IS NULL"""
# The parts of one statement see the rows as they were: what is looked at is committed before.
_READY = """
WITH due AS (
  SELECT i.id, a.unfit FROM item i
  JOIN asset a ON a.project_id = i.project_id AND a.id = i.asset_id AND a.looked_at IS NOT NULL
  WHERE i.project_id = :project AND i.state = :draft
    AND i.stage_id = ANY (ARRAY(SELECT g.id FROM stage g WHERE g.project_id = :project))
  ORDER BY i.id LIMIT :limit FOR NO KEY UPDATE OF i SKIP LOCKED),
moved AS (
  UPDATE item i SET state = CASE WHEN d.unfit IS NULL THEN :ready ELSE :excluded END,
    excluded_for = CASE WHEN d.unfit IS NOT NULL THEN 'unreadable' END
  FROM due d WHERE i.project_id = :project AND i.id = d.id RETURNING i.id, i.state, d.unfit),
told AS (
  INSERT INTO event (project_id, subject, subject_id, source, target, why)
  SELECT :project, 'item', id, :draft, state,
    CASE WHEN unfit IS NULL THEN 'looked at' ELSE 'unreadable' END FROM moved)
SELECT count(*) FROM moved"""


class FarGone(NotFound):
    """A picture that its cloud does not give any more."""

    code, title = "picture_gone", "Picture gone"


@dataclass(frozen=True, slots=True)
class FarFile:
    """A picture in its cloud, to be read in ranges."""

    place: Place
    name: str
    size: int
    etag: str | None

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` up to `end`, in pieces; the first one is here already. Raises
        FarGone, CloudRefused.
        """
        coming = ranges(self.place, self.name, start, end, self.etag)
        try:
            first = next(coming, b"")
        except CloudRefused as no:
            if no.reason == "denied":
                raise
            raise FarGone(no.detail) from None
        except CloudDown as down:
            raise CloudRefused("down", str(down)) from None
        return _with(first, coming)


def _with(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def link(asset: Asset) -> str:
    """Where the app passes it on for some minutes."""
    key = f"{_PREFIX}{asset.project_id}-{asset.id}"
    return sign_link(settings().signing_key(), key, LINK_TTL, media_type=asset.media_type)


def is_far(key: str) -> bool:
    """Whether a link's key means a picture in a cloud."""
    return key.startswith(_PREFIX)


def file_of(s: Session, key: str) -> FarFile:
    """What a link's key means. Raises FarGone, ConnectionGone."""
    project_id, asset_id = map(int, key.removeprefix(_PREFIX).split("-"))
    asset = s.get(Asset, (project_id, asset_id))
    if asset is None or asset.connection_id is None or asset.url is None or asset.bytes is None:
        raise FarGone("The picture is not there any more.")
    place = connections.place_of(connections.find(s, project_id, asset.connection_id))
    return FarFile(place, _name(place, asset.url), asset.bytes, asset.etag)


def start_due(s: Session) -> list[int]:
    """Have a chore look in each project where some wait; the projects."""
    projects = list(s.scalars(text(_DUE), {"kind": CHORE}))
    for project_id in projects:
        enqueue(s, CHORE, {"project_id": project_id}, project_id=project_id)
    return projects


class Looking:
    """One chore's part: heads first, so that work can begin, small pictures then."""

    def __init__(self, run: Run, seconds: float = RUN_SECONDS) -> None:
        self._run = run
        self._project_id: int = run.args["project_id"]
        self._until = monotonic() + seconds
        self._places: dict[int, Place | None] = {}
        self._down: set[int] = set()
        self._why: Exception | None = None

    def run(self) -> dict[str, int]:
        """How many were looked at and drawn. Raises what keeps all that are left from being read:
        then it is tried again later, after a pause.
        """
        looked = self._all(UNSEEN, _HEADS, self._look)
        drawn = self._all(UNDRAWN, _WHOLE, self._draw)
        if looked + drawn == 0 and self._why is not None:
            raise self._why
        return {"looked": looked, "drawn": drawn}

    def _all(self, where: str, most: int, step: Callable[[Sequence[Row[Any]]], int]) -> int:
        done = after = 0
        with self._run.transaction() as s:
            self._ready(s)
        while monotonic() < self._until:
            with self._run.transaction() as s:
                values = {"project": self._project_id, "after": after, "limit": most}
                rows = s.execute(text(_WAITING.format(where=where)), values).all()
                for row in rows:
                    self._know(s, row.connection_id)
            if not rows:
                break
            after = rows[-1].id
            done += step([row for row in rows if row.connection_id not in self._down])
            self._run.progress(done)
        return done

    def _know(self, s: Session, connection_id: int) -> None:
        """Where a connection leads; None for one that was taken away."""
        if connection_id in self._places or connection_id in self._down:
            return
        found = s.get(Connection, (self._project_id, connection_id))
        try:
            here = found is not None and found.gone_at is None
            self._places[connection_id] = connections.place_of(found) if here and found else None
        except Problem as no:
            self._down.add(connection_id)
            self._why = no

    def _look(self, rows: Sequence[Row[Any]]) -> int:
        with ThreadPoolExecutor(_HANDS) as hands:
            found = [one for one in hands.map(self._head, rows) if one is not None]
        with self._run.transaction() as s:
            values = {"project": self._project_id, "rows": orjson.dumps(found).decode()}
            s.execute(text(_LOOKED), values)
        with self._run.transaction() as s:
            self._ready(s)
        return len(found)

    def _ready(self, s: Session) -> None:
        """Whoever has been looked at is ready, or taken out where it is no picture."""
        assert allowed(ITEM, ItemState.DRAFT, ItemState.READY)
        assert allowed(ITEM, ItemState.DRAFT, ItemState.EXCLUDED)
        values = {
            "project": self._project_id,
            "draft": ItemState.DRAFT.value,
            "ready": ItemState.READY.value,
            "excluded": ItemState.EXCLUDED.value,
            "limit": 5_000,
        }
        while s.execute(text(_READY), values).scalar_one() == values["limit"]:
            self._run.progress()

    def _head(self, row: Row[Any]) -> dict[str, Any] | None:
        """What the head of a picture tells; None where its cloud does not answer now."""
        try:
            place = self._places[row.connection_id]
            if place is None:
                return {"id": row.id, "unfit": "disconnected"}
            file = CloudFile(place, _name(place, row.url), row.bytes, row.etag)
            return {"id": row.id} | _size(cast(Any, io.BufferedReader(file, 1 << 16)))
        except (CloudDown, CloudRefused) as no:
            return self._said(row, no)

    def _draw(self, rows: Sequence[Row[Any]]) -> int:
        drawn = 0
        for row in rows:
            self._run.progress()
            small, unfit = None, None
            try:
                place = self._places[row.connection_id]
                if place is None:
                    unfit = "disconnected"
                else:
                    whole = read(place, _name(place, row.url), 0, row.bytes, row.etag)
                    picture = open_picture(whole, row.url)
                    kept = storage().put(iter([picture.thumbnail]), media_type="image/webp")
                    small = kept.key
            except PictureRefused as no:
                unfit = no.reason
            except (CloudDown, CloudRefused) as no:
                said = self._said(row, no)
                if said is None:
                    continue
                unfit = said["unfit"]
            with self._run.transaction() as s:
                s.execute(
                    text(
                        "UPDATE asset SET thumbnail_key = :small, unfit = :unfit"
                        " WHERE project_id = :project AND id = :id AND destroyed_at IS NULL"
                    ),
                    {"small": small, "unfit": unfit, "project": self._project_id, "id": row.id},
                )
            drawn += 1
        return drawn

    def _said(self, row: Row[Any], no: Exception) -> dict[str, Any] | None:
        """A file that is gone or another by now is unfit; else the whole connection waits."""
        if isinstance(no, CloudRefused) and no.reason in ("missing", "changed"):
            return {"id": row.id, "unfit": no.reason}
        self._down.add(row.connection_id)
        self._why = no
        return None


def _size(file: Any) -> dict[str, Any]:
    """Width and height as shown, the true type; or why it is no picture that can stay there."""
    try:
        kind = sniff(file.peek(1024))
        media_type = MEDIA_TYPES[kind]
        if media_type not in SHOWN:
            return {"unfit": "picture_type"}
        with Image.open(file, formats=(kind,)) as picture:
            width, height = picture.size
            if picture.getexif().get(_ORIENTATION) in _LYING:
                width, height = height, width
    except PictureRefused as no:
        return {"unfit": no.reason}
    except (CloudDown, CloudRefused):
        raise
    except Exception:  # Pillow says in many ways that a file makes no sense
        return {"unfit": "broken"}
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        return {"unfit": "bomb"}
    return {"width": width, "height": height, "media_type": media_type}


def _name(place: Place, url: str) -> str:
    """A file's name below a connection's prefix."""
    return url.removeprefix(place.address() + "/")
