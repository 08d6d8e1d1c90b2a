"""`dure bench import`: items registered from a JSONL manifest, a Parquet table or a bucket, as the
chore does it.
"""

import hashlib
import resource
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from time import monotonic
from typing import Any, cast

import psycopg

from app.assets import connections, importing, sources
from app.bench.ground import Ground, prepare, scratch
from app.core.database import owner_engine, transaction
from app.core.log import start_logging
from app.core.settings import configure, settings
from app.models.item import Batch
from app.models.project import Inspect
from app.models.source import ConnectionMode
from app.queue.run import do
from app.queue.service import enqueue
from app.storage import forget_storage


class From(StrEnum):
    """What is imported."""

    JSONL = "jsonl"
    PARQUET = "parquet"
    S3 = "s3"  # at moto, by reference


def measure(*, items: int, source: From = From.JSONL, say: Any = lambda _: None) -> dict[str, Any]:
    """Rows a second from the chore's start to visible items, and the process's peak memory; beside
    a bare COPY of what was made.
    """
    start_logging("bench")
    with scratch():
        ground = prepare(name="import", tasks=1, people=1, inspect=Inspect.NONE)
        say(f"Making {items} rows ({source.value}) …")
        with _made(ground, source, items) as (named, format, megabytes):
            before = peak_memory()
            say("Importing …")
            start = monotonic()
            taken = _import(ground, named, format)
            seconds = monotonic() - start
            peak = peak_memory()
        say("Copying …")
        bare = copy_again(settings().folder)
    return {
        "from": source.value,
        "items": taken,
        "source_mb": round(megabytes, 1),
        "seconds": round(seconds, 2),
        "rows_per_s": round(taken / seconds),
        "copy_rows_per_s": round(taken / bare),
        "ratio_to_copy": round(bare / seconds, 3),
        "memory_before_mb": round(before),
        "memory_peak_mb": round(peak),
    }


@contextmanager
def _made(ground: Ground, source: From, items: int) -> Iterator[tuple[str, str, float]]:
    """What is to be imported: as a batch names it, its format, megabytes."""
    if source is From.S3:
        with _bucket(items) as address:
            yield _connected(ground, address), "folder", 0.0
        return
    path = settings().folder / f"manifest.{source.value}"
    (write_manifest if source is From.JSONL else write_table)(path, items)
    yield path.as_uri(), source.value, path.stat().st_size / 1e6


@contextmanager
def _bucket(files: int) -> Iterator[str]:
    """The address of a bucket of so many files, in another process."""
    command = [sys.executable, "-m", "app.bench.buckets", str(files)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        address = server.stdout.readline().decode().strip()
        allowed = settings().cloud_hosts
        configure(cloud_hosts=address.removeprefix("http://"))
        try:
            yield address
        finally:
            configure(cloud_hosts=",".join(allowed) or None)
            server.stdin.close()


def _connected(ground: Ground, address: str) -> str:
    with transaction() as s:
        made = connections.connect(
            s,
            by=ground.people[0].id,
            project_id=ground.project_id,
            name="bench",
            address="s3://pictures",
            region=None,
            endpoint=address,
            mode=ConnectionMode.REFERENCE,
            key_id="bench",
            secret="bench",  # noqa: S106 - moto asks for none
        )
        return sources.named_folder(made.id, "")


def write_table(path: Path, items: int) -> Path:
    """The rows of such a manifest as Parquet."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = ("name", "url", "sha256")
    schema = pa.schema(
        [(name, pa.string()) for name in columns] + [("width", pa.int32()), ("height", pa.int32())]
    )
    with pq.ParquetWriter(path, schema) as out:
        for first in range(0, items, 50_000):
            rows = [_fields(n) for n in range(first, min(first + 50_000, items))]
            out.write_table(pa.Table.from_pylist(rows, schema))
    return path


def _fields(number: int) -> dict[str, Any]:
    name = f"2026/{number // 1000:04d}/picture-{number:08d}.jpg"
    digest = hashlib.sha256(name.encode()).hexdigest()
    url = f"https://files.example.org/{name}"
    return {"name": name, "url": url, "sha256": digest, "width": 1920, "height": 1080}


def write_manifest(path: Path, items: int) -> Path:
    """A manifest as a camera's archive would have it: a folder for every 1,000 pictures."""
    with path.open("wb", buffering=1 << 20) as file:
        for number in range(items):
            file.write(_line(number))
    return path


def manifest_size(items: int) -> float:
    """Megabytes of such a manifest."""
    return len(_line(items)) * items / 1e6


def _line(number: int) -> bytes:
    name = b"2026/%04d/picture-%08d.jpg" % (number // 1000, number)
    digest = hashlib.sha256(name).hexdigest().encode()
    return (
        b'{"name":"%s","url":"https://files.example.org/%s","sha256":"%s",'
        b'"width":1920,"height":1080}\n' % (name, name, digest)
    )


def register(ground: Ground, manifest: Path) -> int:
    """Import a manifest through its chore, in this process; how many items it made."""
    return _import(ground, manifest.as_uri(), "jsonl")


def _import(ground: Ground, source: str, format: str) -> int:
    forget_storage()
    # The chore's handler registers itself.
    import app.workers.assets  # noqa: F401

    with transaction() as s:
        batch, _ = importing.begin(
            s,
            project_id=ground.project_id,
            stage_id=ground.stage_id,
            by=None,
            source=source,
            name=f"bench.{format}",
            format=format,
            dry_run=False,
            skip_existing=False,
        )
        args = {"project_id": ground.project_id, "batch_id": batch.id}
        batch.chore_id = enqueue(s, "import", args, project_id=ground.project_id)
        chore_id = batch.chore_id
    do(chore_id)
    with transaction() as s:
        return s.get_one(Batch, (ground.project_id, batch.id)).taken


def copy_again(folder: Path) -> float:
    """Seconds that PostgreSQL takes to COPY all assets and items into tables like theirs, with the
    same indexes and checks: what an import would cost that looked at nothing.
    """
    tables = ("asset", "item")
    with owner_engine().begin() as connection:
        raw = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
        with raw.cursor() as cursor:
            for table in tables:
                cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")
                with (folder / table).open("wb") as file:
                    with cursor.copy(f"COPY {table} TO STDOUT") as rows:
                        file.writelines(rows)
            start = monotonic()
            for table in tables:
                with (folder / table).open("rb") as file:
                    with cursor.copy(f"COPY bare_{table} FROM STDIN") as copy:
                        while block := file.read(1 << 20):
                            copy.write(block)
        connection.rollback()
        return monotonic() - start


def peak_memory() -> float:
    """The most that this process ever had in memory, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Watch(threading.Thread):
    """Notes how much memory this process has while something runs, in megabytes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._end = threading.Event()
        self.peak = 0.0

    def __enter__(self) -> "Watch":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._end.set()
        self.join()

    def run(self) -> None:
        """Look twenty times a second."""
        import psutil

        this = psutil.Process()
        while not self._end.wait(0.05):
            self.peak = max(self.peak, this.memory_info().rss / (1 << 20))
