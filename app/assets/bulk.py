"""An import's bulk statements: rows come in by COPY, items are made of them by one statement."""

from collections.abc import Iterable
from typing import Any, cast

import psycopg
from sqlalchemy import Result, delete, func, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.assets.rows import Block
from app.core.states import ItemState
from app.models.item import Batch, Refusal

ROW_COLUMNS = (
    "project_id, batch_id, row, place, name, sha256, media_type, bytes, width, height,"
    " storage_key, thumbnail_key, url, connection_id, etag, meta, prelabels, document, facts"
)
REFUSAL_COLUMNS = "project_id, batch_id, row, place, name, grade, code, detail"


def copy_in(s: Session, table: str, columns: str, blocks: Iterable[str]) -> None:
    """COPY lines (tab-separated text form) into a table, in the session's transaction."""
    raw = cast("psycopg.Connection[Any]", s.connection().connection.driver_connection)
    with raw.cursor() as cursor:
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for block in blocks:
                copy.write(block)


def rows_kept(s: Session, project_id: int, batch_id: int) -> int:
    """How many rows wait to become items."""
    counted = "SELECT count(*) FROM import_row WHERE project_id = :project AND batch_id = :batch"
    return int(s.execute(text(counted), {"project": project_id, "batch": batch_id}).scalar_one())


def start_over(s: Session, project_id: int, batch_id: int) -> None:
    """Forget what an earlier attempt read, and its report."""
    forget_rows(s, project_id, batch_id)
    s.execute(delete(Refusal).where(Refusal.project_id == project_id, Refusal.batch_id == batch_id))
    s.execute(
        update(Batch)
        .where(Batch.project_id == project_id, Batch.id == batch_id)
        .values(read=0, taken=0, refused=0, noted=0, mark=None, reasons={}, preview=None)
    )


def last_refusal(s: Session, project_id: int, batch_id: int) -> int:
    """The number of the last refusal that was kept; 0 for none."""
    kept = select(func.max(Refusal.row)).where(
        Refusal.project_id == project_id, Refusal.batch_id == batch_id
    )
    return s.execute(kept).scalar() or 0


def _insert(
    s: Session, statement: str, on_conflict: str, values: dict[str, Any]
) -> Result[*tuple[Any, ...]]:
    """Insert as if nothing of it were there yet, which spares a look and a record a row; where
    something is, the same again with `on_conflict`.
    """
    try:
        with s.begin_nested():
            return s.execute(text(statement.format(on_conflict="")), values)
    except IntegrityError:
        return s.execute(text(statement.format(on_conflict=on_conflict)), values)


def add_assets(s: Session, project_id: int, batch_id: int, first: int, last: int) -> None:
    """Assets for the rows from `first` to `last`; content that is known stays as it is, but for
    bytes or a text where only the hash was known so far. Afterwards each row has the number of its
    asset.
    """
    values = {"project": project_id, "batch": batch_id, "first": first, "last": last}
    made = _insert(
        s,
        """WITH made AS (
             INSERT INTO asset (project_id, id, sha256, media_type, bytes, width, height,
               storage_key, thumbnail_key, url, connection_id, etag, document, facts)
             SELECT DISTINCT ON (sha256) project_id, asset_id, sha256, media_type, bytes, width,
               height, storage_key, thumbnail_key, url, connection_id, etag, document, facts
             FROM import_row
             WHERE project_id = :project AND batch_id = :batch AND row BETWEEN :first AND :last
             ORDER BY sha256, row {on_conflict}
             RETURNING old.id IS NULL AS new)
           SELECT count(*) FROM made WHERE new""",
        """ON CONFLICT (project_id, sha256) DO UPDATE SET media_type = excluded.media_type,
             bytes = excluded.bytes, width = excluded.width, height = excluded.height,
             storage_key = excluded.storage_key, thumbnail_key = excluded.thumbnail_key,
             document = excluded.document, facts = excluded.facts, destroyed_at = NULL
           WHERE asset.storage_key IS NULL AND asset.document IS NULL
             AND (excluded.storage_key IS NOT NULL OR excluded.document IS NOT NULL)""",
        values,
    ).scalar_one()
    if made == last - first + 1:
        return
    s.execute(
        text(
            """UPDATE import_row r SET asset_id = a.id, width = coalesce(r.width, a.width)
               FROM asset a
               WHERE r.project_id = :project AND r.batch_id = :batch
                 AND r.row BETWEEN :first AND :last
                 AND a.project_id = r.project_id AND a.sha256 = r.sha256 AND a.id <> r.asset_id"""
        ),
        values,
    )


_MINE = "r.project_id = :project AND r.batch_id = :batch"


def drop_existing(s: Session, project_id: int, batch_id: int, stage_id: int, first: int) -> int:
    """Take back the rows whose name an item of another batch has; how many. They are reported from
    number `first` on, or not at all when that is 0.
    """
    return _drop(
        s,
        f"""SELECT r.row, r.place, r.name FROM import_row r
          JOIN item i ON i.project_id = r.project_id AND i.stage_id = :stage AND i.name = r.name
          WHERE {_MINE} AND i.batch_id <> :batch""",
        {"project": project_id, "batch": batch_id, "stage": stage_id, "first": first},
        "name_exists",
        "The stage has an item of this name already; rename it, or leave it out.",
    )


def drop_second(s: Session, project_id: int, batch_id: int, first: int) -> int:
    """Take back the rows whose name an earlier row has, and report them; how many."""
    return _drop(
        s,
        f"""SELECT row, place, name FROM (
            SELECT r.row, r.place, r.name,
              row_number() OVER (PARTITION BY r.name ORDER BY r.row) AS nth
            FROM import_row r WHERE {_MINE}) numbered
          WHERE nth > 1""",
        {"project": project_id, "batch": batch_id, "first": first},
        "second_row",
        "An earlier row has this name; rename it, or leave it out.",
    )


def _drop(s: Session, which: str, values: dict[str, Any], code: str, detail: str) -> int:
    dropped = s.execute(
        text(
            f"""WITH chosen AS ({which}),
            gone AS (
              DELETE FROM import_row r USING chosen x WHERE {_MINE} AND r.row = x.row
              RETURNING r.row, r.place, r.name),
            told AS (
              INSERT INTO refusal ({REFUSAL_COLUMNS})
              SELECT :project, :batch,
                CAST(:first AS bigint) - 1 + row_number() OVER (ORDER BY row), place,
                name, 'item', CAST(:code AS text), CAST(:detail AS text)
              FROM gone WHERE CAST(:first AS bigint) > 0 ORDER BY row LIMIT 100000)
            SELECT count(*) FROM gone"""
        ),
        values | {"code": code, "detail": detail},
    )
    return int(dropped.scalar_one())


def add_items(
    s: Session, project_id: int, stage_id: int, batch_id: int, first: int, last: int
) -> tuple[int, int, int]:
    """Items of the rows from `first` to `last`, in their order: (how many, the first id, the last
    id); zeros for none. A row whose name is taken becomes none. A picture in a cloud whose size
    nobody has seen is a draft until somebody has (`far.py`).
    """
    count, first_id, last_id = _insert(
        s,
        f"""WITH made AS (
              INSERT INTO item (project_id, stage_id, batch_id, asset_id, name, state, meta,
                prelabels)
              SELECT r.project_id, :stage, r.batch_id, r.asset_id, r.name,
                CASE WHEN r.connection_id IS NOT NULL AND r.width IS NULL THEN :draft
                  ELSE :ready END, r.meta, r.prelabels
              FROM import_row r
              WHERE {_MINE} AND r.row BETWEEN :first AND :last ORDER BY r.row {{on_conflict}}
              RETURNING id)
            SELECT count(*), coalesce(min(id), 0), coalesce(max(id), 0) FROM made""",
        "ON CONFLICT (project_id, stage_id, name) DO NOTHING",
        {
            "project": project_id,
            "stage": stage_id,
            "batch": batch_id,
            "first": first,
            "last": last,
            "ready": ItemState.READY.value,
            "draft": ItemState.DRAFT.value,
        },
    ).one()
    return count, first_id, last_id


def prepare_bulk(s: Session, *, by_block: bool) -> None:
    """Make this transaction's plans fit: `by_block`, where rows come in blocks that are small
    beside the tables that they are joined with, whatever statistics from before say; else
    everything at once, with memory to sort and join a million rows in.
    """
    joins = "off" if by_block else "on"
    s.execute(text(f"SET LOCAL enable_hashjoin = {joins}"))
    s.execute(text(f"SET LOCAL enable_mergejoin = {joins}"))
    if not by_block:
        s.execute(text("SET LOCAL work_mem = '256MB'"))
        s.execute(text("ANALYZE import_row"))


def commit_later(s: Session) -> None:
    """Do not wait for the disk when this transaction commits. A crash that loses it empties
    `import_row` as well, so the source is read again; the last transaction waits for all before it.
    """
    s.execute(text("SET LOCAL synchronous_commit = off"))


def forget_rows(s: Session, project_id: int, batch_id: int) -> None:
    """Drop what an import has gathered."""
    s.execute(
        text("DELETE FROM import_row r WHERE r.project_id = :project AND r.batch_id = :batch"),
        {"project": project_id, "batch": batch_id},
    )


def begin_alone(s: Session, stage_id: int) -> None:
    """Two requests begin imports into one stage one after the other."""
    s.execute(select(func.pg_advisory_xact_lock(0x696D70, func.hashint8(stage_id))))


def finish_alone(s: Session, stage_id: int) -> None:
    """Two imports into one stage make their items one after the other."""
    s.execute(select(func.pg_advisory_xact_lock(0x696D71, func.hashint8(stage_id))))


def count_up(
    s: Session, project_id: int, batch_id: int, block: Block, preview: list[Any] | None
) -> None:
    """Note how far the source is read, and add to the batch's counters."""
    shown = {} if preview is None else {"preview": preview}
    s.execute(
        update(Batch)
        .where(Batch.project_id == project_id, Batch.id == batch_id)
        .values(
            read=block.read,
            mark=block.mark,
            taken=Batch.taken + len(block.rows),
            refused=Batch.refused + block.refused,
            noted=Batch.noted + block.noted,
            reasons=block.reasons,
            **shown,
        )
    )


def analyze(s: Session) -> None:
    """Fresh statistics after a bulk load."""
    s.execute(text("ANALYZE item, asset"))
