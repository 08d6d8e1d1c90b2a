"""What an import reads from, as its row names it: uploads, a connection's folder, a local file."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeAlias
from urllib.parse import unquote, urlsplit

from sqlalchemy.orm import Session

from app.assets import connections, uploads
from app.assets.archives import FileSource, FolderSource, Named, ZipSource
from app.assets.cloud import CloudSource
from app.assets.tars import HEAD, TarSource, glance, is_packed, is_tar
from app.core.errors import NotFound
from app.models.item import Batch

LocalSource: TypeAlias = "ZipSource | TarSource | FolderSource | FileSource | ManySource"
AnySource: TypeAlias = "LocalSource | CloudSource"


class SourceGone(NotFound):
    """What was to be imported is not there any more."""

    code, title = "source_gone", "Source gone"


class _Folder(NamedTuple):
    connection_id: int
    name: str


def named_uploads(upload_ids: Sequence[str]) -> str:
    """How a batch names uploads."""
    return "upload:" + "+".join(upload_ids)


def named_folder(connection_id: int, folder: str) -> str:
    """How a batch names a folder of a connection."""
    return f"cloud:{connection_id}:{folder}"


def _folder_of(source: str) -> _Folder | None:
    kind, _, rest = source.partition(":")
    connection_id, _, name = rest.partition(":")
    return _Folder(int(connection_id), name) if kind == "cloud" else None


class ManySource(Named[tuple["LocalSource", str]]):
    """Several uploads side by side, as if all of it had been packed together."""

    def __init__(self, sources: Sequence["LocalSource"]) -> None:
        super().__init__()
        self._sources = sources
        for one in sources:
            self._refused.extend(one.refused())
            for name in one.names():
                self._add(name, (one, name))

    def open(self, name: str) -> AbstractContextManager[BinaryIO]:
        """The bytes of one file."""
        source, inner = self._raw[name]
        return source.open(inner)

    def close(self) -> None:
        """Close all of them."""
        for one in self._sources:
            one.close()


def open_source(path: Path, name: str, step: Callable[[], None] = lambda: None) -> LocalSource:
    """What lies at `path`, which its sender called `name`. Raises ArchiveRefused."""
    if path.is_dir():
        return FolderSource(path)
    with path.open("rb") as file:
        head = file.read(HEAD)
    if head.startswith(b"PK") or name.lower().endswith(".zip"):
        return ZipSource(path)
    if is_tar(head, name):
        return TarSource(path, step)
    return FileSource(path, name)


def look_through(path: Path, name: str) -> None:
    """Whether an upload can be opened at all, as far as that is quickly known. Raises
    ArchiveRefused.
    """
    with path.open("rb") as file:
        packed = is_packed(file.read(HEAD))
    if packed:
        glance(path)
    else:
        open_source(path, name).close()


def source_of(s: Session, batch: Batch) -> Callable[[Callable[[], None]], AnySource]:
    """What opens a batch's source, outside of any transaction. It is handed what is called while it
    takes long. Raises SourceGone, ConnectionGone, ArchiveRefused, then or now.
    """
    folder = _folder_of(batch.source)
    if folder is not None:
        connection = connections.find(s, batch.project_id, folder.connection_id)
        place = connections.place_of(connection)
        return lambda _: CloudSource(connection, place, folder.name)
    upload_ids = uploads.uploads_of(batch.source)
    if not upload_ids:
        path = Path(unquote(urlsplit(batch.source).path))
        return lambda step: _open([(path, batch.name)], step)
    names = uploads.names_of(s, upload_ids) if len(upload_ids) > 1 else {}
    files = [(uploads.spool_path(one), names.get(one, batch.name)) for one in upload_ids]
    return lambda step: _open(files, step)


def _open(files: Sequence[tuple[Path, str]], step: Callable[[], None]) -> LocalSource:
    if not all(path.exists() for path, _ in files):
        raise SourceGone("What was to be imported is not there any more; send it again.")
    with ExitStack() as opened:
        sources: list[LocalSource] = []
        for path, name in files:
            sources.append(open_source(path, name, step))
            opened.callback(sources[-1].close)
        opened.pop_all()
    return sources[0] if len(sources) == 1 else ManySource(sources)
