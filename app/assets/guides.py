"""Pictures that a guideline shows: opened as strangers', kept once by project and content."""

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from app.assets.pictures import Picture, open_picture
from app.core.errors import NotFound
from app.models.project import GuidePicture
from app.models.transition import record
from app.storage import storage

MAX_BYTES = 8 << 20
MAX_PIXELS = 50_000_000


@dataclass(frozen=True, slots=True)
class Opened:
    """A picture that can be shown, and the hash of the bytes as they came."""

    sha256: str
    picture: Picture


def opened(content: bytes, name: str) -> Opened:
    """The picture in `content`. Raises `PictureRefused`."""
    found = open_picture(content, name, max_pixels=MAX_PIXELS)
    return Opened(sha256(content).hexdigest(), found)


def keep(s: Session, project_id: int, given: Opened, *, by: int) -> GuidePicture:
    """Store a picture for a project's guidelines; the same bytes again are the same picture."""
    known = select(GuidePicture).where(
        GuidePicture.project_id == project_id, GuidePicture.sha256 == given.sha256
    )
    before = s.scalars(known).one_or_none()
    if before is not None:
        return before
    stored = storage().put([given.picture.content])
    made = s.execute(
        insert(GuidePicture)
        .values(
            project_id=project_id,
            sha256=given.sha256,
            media_type=given.picture.media_type,
            bytes=len(given.picture.content),
            width=given.picture.width,
            height=given.picture.height,
            storage_key=stored.key,
            created_by=by,
        )
        .on_conflict_do_nothing()
        .returning(GuidePicture.id)
    ).scalar()
    if made is not None:
        record(
            s,
            project_id=project_id,
            subject="guide_picture",
            subject_id=made,
            by=by,
            target="added",
        )
    return s.scalars(known).one()


def picture(s: Session, project_id: int, picture_id: int) -> GuidePicture:
    """One of the project's pictures. Raises `NotFound`."""
    found = s.get(GuidePicture, (project_id, picture_id))
    if found is None:
        raise NotFound("There is no such picture in this project.")
    return found
