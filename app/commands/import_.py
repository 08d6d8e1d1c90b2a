"""`dure import`: pictures or texts, and their labels, from this machine into a project."""

from pathlib import Path
from typing import Annotated

import orjson
import typer

from app.assets import importing, queries
from app.assets.schemas import ImportFormat
from app.commands.doing import doing, find_stage
from app.commands.servers import connected
from app.core.database import transaction
from app.core.errors import Problem
from app.core.states import BatchState
from app.models.item import Batch

SHOWN = 20


def command(
    source: Annotated[
        Path,
        typer.Argument(
            exists=True,
            help="A folder, a zip or a tar (.gz, .zst) of data, with label files of other tools or "
            "without; or one such file, as a JSONL manifest or a Parquet table.",
        ),
    ],
    project: Annotated[int, typer.Option(help="The project's id.")],
    stage: Annotated[
        str | None, typer.Option(help="The stage's id or name; not needed where there is one.")
    ] = None,
    format: Annotated[
        ImportFormat, typer.Option(help="What its files are; found out where nothing is said.")
    ] = ImportFormat.AUTO,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    skip_existing: Annotated[
        bool, typer.Option("--skip-existing", help="Do not report names that the stage has.")
    ] = False,
    report: Annotated[
        Path | None, typer.Option(help="Write everything that was left out here, as JSONL.")
    ] = None,
) -> None:
    """Import a folder or a file. What cannot be taken is left out, with a reason."""
    with connected("dure import"):
        with transaction() as s:
            place = find_stage(s, project, stage)
            batch, _ = importing.begin(
                s,
                project_id=project,
                stage_id=place.id,
                by=None,
                source=source.resolve().as_uri(),
                name=source.resolve().name,
                format=format.value,
                dry_run=dry_run,
                skip_existing=skip_existing,
            )
        key = (project, batch.id)
        try:
            with doing(f"{batch.name} → {place.name}") as work:
                importing.Importer(work, *key).run()
        except BaseException as ended:
            _end(key, ended)
            raise
        with transaction() as s:
            batch = s.get_one(Batch, key)
        _show(batch)
        if batch.refused or batch.noted:
            _tell(key, report)


def _end(key: tuple[int, int], ended: BaseException) -> None:
    """Whatever ended it, nothing half-made stays."""
    refused = isinstance(ended, Problem)
    why = (
        ended.detail
        if isinstance(ended, Problem)
        else f"It was broken off ({type(ended).__name__})."
    )
    with transaction() as s:
        try:
            importing.end(s, *key, BatchState.FAILED if refused else BatchState.CANCELLED, why)
        except importing.ImportEnded:
            pass


def _show(batch: Batch) -> None:
    would = "would be taken" if batch.dry_run else "taken"
    typer.echo(
        f"Import {batch.id} ({batch.format}): {batch.taken} items {would}, "
        f"{batch.refused} refused, {batch.skipped} there already, {batch.noted} notes."
    )


def _tell(key: tuple[int, int], report: Path | None) -> None:
    """What was left out: the first lines on the screen, or all of them in a file."""
    if report is None:
        with transaction() as s:
            rows = queries.refusals(s, *key, grade=None, after=0, limit=SHOWN + 1)
        for row in rows[:SHOWN]:
            typer.echo(f"  {row.place}: {row.detail}")
        if len(rows) > SHOWN:
            typer.echo("  … and more; write them all with --report FILE.")
        return
    after = 0
    with report.open("wb") as out:
        while True:
            with transaction() as s:
                rows = queries.refusals(s, *key, grade=None, after=after, limit=1_000)
            for row in rows:
                fields = ("place", "name", "grade", "code", "detail")
                line = {field: getattr(row, field) for field in fields}
                out.write(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
            if len(rows) < 1_000:
                return
            after = rows[-1].row
