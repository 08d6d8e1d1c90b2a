"""Connections to clouds: where a project's data lies, and whether it can be read."""

from app.api.deps import Way
from app.api.ids import Key
from app.api.pages import After, Limit, Page, page
from app.api.router import Router
from app.assets import connections
from app.assets.cloud_schemas import CloudTriedOut, ConnectionIn, ConnectionOut, FolderIn, KeyIn
from app.people.permits import May

router = Router(prefix="/projects/{project_id}/connections", tags=["imports"])


@router.get("")
def list_connections(
    project_id: Key, door: Way, after: After = 0, limit: Limit = 50
) -> Page[ConnectionOut]:
    """The project's connections to clouds, without their secrets."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, _):
        rows = connections.connections(s, project_id, after=after, limit=limit + 1)
        return page([ConnectionOut.model_validate(row) for row in rows], limit)


@router.post("", status_code=201)
def connect(project_id: Key, body: ConnectionIn, door: Way) -> ConnectionOut:
    """Keep a connection: a prefix of a bucket at Amazon, Google or Azure, or at a host that the
    operator allows, and a key that may list and read it. Try it afterwards.
    """
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        made = connections.connect(s, by=me.id, project_id=project_id, **body.model_dump())
        return ConnectionOut.model_validate(made)


@router.put("/{connection_id}/key")
def set_connection_key(
    project_id: Key, connection_id: Key, body: KeyIn, door: Way
) -> ConnectionOut:
    """Give a connection another key to the same place."""
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        made = connections.rekey(
            s,
            by=me.id,
            project_id=project_id,
            connection_id=connection_id,
            key_id=body.key_id,
            secret=body.secret,
        )
        return ConnectionOut.model_validate(made)


@router.delete("/{connection_id}", status_code=204)
def disconnect(project_id: Key, connection_id: Key, door: Way) -> None:
    """Forget a connection's key. Items whose pictures lie there stay, but nobody can see these any
    more.
    """
    with door.enter(May.PROJECT_WRITE, project=project_id) as (s, me):
        connections.disconnect(s, by=me.id, project_id=project_id, connection_id=connection_id)


@router.post("/{connection_id}/try")
def try_connection(project_id: Key, connection_id: Key, body: FolderIn, door: Way) -> CloudTriedOut:
    """List the first ten files that a connection finds now. Nothing is kept."""
    with door.enter(May.ITEM_WRITE, project=project_id) as (s, _):
        place = connections.place_of(connections.find(s, project_id, connection_id))
    # Outside of any transaction: a cloud may let one wait.
    return CloudTriedOut.model_validate(connections.tried(place, body.folder or ""))
