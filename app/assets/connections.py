"""Connections to clouds: made, tried, and taken away. What their keys are, nobody is told again."""

import threading
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.errors import Conflict, NotFound, TooManyRequests
from app.core.security import seal, unseal
from app.core.settings import settings
from app.models.source import Connection, ConnectionMode
from app.models.transition import record
from app.storage.cloud import CloudDown, CloudRefused, Found, Place, pages, place_at

SHOWN = 10
"""Files that a try lists."""

_SEALED = "cloud key"
_TRIES = threading.BoundedSemaphore(4)  # a cloud that hangs must not hold every thread


class ConnectionGone(NotFound):
    """The connection was taken away, and its key with it."""

    code, title = "connection_gone", "Connection gone"


class SecretLost(Conflict):
    """The kept key cannot be read any more."""

    code, title = "cloud_secret_lost", "The key is needed again"


@dataclass(frozen=True, slots=True)
class Tried:
    """The first files below a prefix, and whether there are more."""

    files: list[Found]
    more: bool


def connect(
    s: Session,
    *,
    by: int,
    project_id: int,
    name: str,
    address: str,
    region: str | None,
    endpoint: str | None,
    mode: ConnectionMode,
    key_id: str | None,
    secret: str | None,
) -> Connection:
    """Keep a connection; nobody is asked yet whether it works. Raises AddressRefused,
    HostNotAllowed.
    """
    place = place_at(
        address,
        region=region,
        endpoint=endpoint,
        key_id=key_id,
        secret=secret,
        allowed=settings().cloud_hosts,
    )
    key = settings().signing_key()
    made = Connection(
        project_id=project_id,
        name=name,
        address=place.address(),
        region=region,
        endpoint=endpoint,
        mode=mode,
        key_id=key_id,
        secret=None if secret is None else seal(key, _SEALED, secret),
        created_by=by,
    )
    s.add(made)
    s.flush()
    s.refresh(made)
    _tell(s, made, by, "connected")
    return made


def rekey(
    s: Session, *, by: int, project_id: int, connection_id: int, key_id: str | None, secret: str
) -> Connection:
    """Give it another key to the same place. Raises ConnectionGone, AddressRefused."""
    found = find(s, project_id, connection_id, lock=True)
    place_at(
        found.address,
        region=found.region,
        endpoint=found.endpoint,
        key_id=key_id,
        secret=secret,
        allowed=settings().cloud_hosts,
    )
    found.key_id = key_id
    found.secret = seal(settings().signing_key(), _SEALED, secret)
    s.flush()
    _tell(s, found, by, "rekeyed")
    return found


def disconnect(s: Session, *, by: int, project_id: int, connection_id: int) -> None:
    """Take it away: its key is forgotten, and what lies there cannot be read from here any more."""
    found = find(s, project_id, connection_id, lock=True)
    found.secret = None
    found.gone_at = s.execute(select(func.now())).scalar_one()
    s.flush()
    _tell(s, found, by, "disconnected")


def find(s: Session, project_id: int, connection_id: int, *, lock: bool = False) -> Connection:
    """The connection. Raises ConnectionGone for one that is not there, or not any more."""
    found = s.get(Connection, (project_id, connection_id), with_for_update=lock or None)
    if found is None or found.gone_at is not None:
        raise ConnectionGone("There is no such connection in this project, or not any more.")
    return found


def connections(s: Session, project_id: int, *, after: int, limit: int) -> list[Connection]:
    """The project's connections, in order."""
    wanted = select(Connection).where(
        Connection.project_id == project_id, Connection.id > after, Connection.gone_at.is_(None)
    )
    return list(s.scalars(wanted.order_by(Connection.id).limit(limit)))


def place_of(connection: Connection) -> Place:
    """Where it leads, with its key. Raises SecretLost, AddressRefused, HostNotAllowed."""
    secret = None
    if connection.secret is not None:
        secret = unseal(settings().signing_key(), _SEALED, connection.secret)
        if secret is None:
            raise SecretLost(
                "The key cannot be read any more, because this installation's secret was changed; "
                "give the connection its key again."
            )
    return place_at(
        connection.address,
        region=connection.region,
        endpoint=connection.endpoint,
        key_id=connection.key_id,
        secret=secret,
        allowed=settings().cloud_hosts,
    )


def tried(place: Place, folder: str = "") -> Tried:
    """What is found there now. Outside of any transaction. Raises CloudRefused, TooManyRequests."""
    if not _TRIES.acquire(blocking=False):
        raise TooManyRequests("Others are trying a connection just now; try again in a minute.")
    try:
        page = next(pages(place, folder), [])
    except CloudDown as down:
        raise CloudRefused("down", str(down)) from None
    finally:
        _TRIES.release()
    return Tried(page[:SHOWN], len(page) > SHOWN)


def _tell(s: Session, one: Connection, by: int, what: str) -> None:
    record(
        s,
        project_id=one.project_id,
        subject="project",
        subject_id=one.project_id,
        by=by,
        why="settings",
        data={"connection": what, "name": one.name},
    )
