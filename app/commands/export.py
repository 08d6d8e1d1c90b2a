"""`dure export`: a project's finished work as a data set on this machine."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from app.commands.doing import doing, find_stage
from app.commands.servers import connected
from app.core.database import transaction
from app.core.errors import Invalid, Problem
from app.core.states import ReleaseState
from app.models.release import Release
from app.releases import building, rules, service
from app.releases.schemas import ReleaseFormat, ReleaseIn
from app.storage import storage


def command(
    project: Annotated[int, typer.Option(help="The project's id.")],
    stage: Annotated[
        str | None, typer.Option(help="The stage's id or name; not needed where there is one.")
    ] = None,
    format: Annotated[ReleaseFormat, typer.Option(help="What to write.")] = ReleaseFormat.COCO,
    media: Annotated[bool, typer.Option("--media", help="With the pictures themselves.")] = False,
    version: Annotated[
        str | None, typer.Option(help="The release's version; the time where none is given.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A file or a folder to write to.")
    ] = None,
) -> None:
    """Make a release, and write it to a file. A version that exists is only written."""
    version = version or datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    with connected("dure export"):
        with transaction() as s:
            place = find_stage(s, project, stage)
            try:
                ReleaseIn(version=version, stage_id=place.id, format=format, media=media)
            except ValueError:
                raise Invalid(
                    "A version has 1 to 40 letters, digits, dots, dashes and underscores."
                ) from None
            release, new = service.begin(
                s,
                project_id=project,
                stage_id=place.id,
                version=version,
                format=format,
                media=media,
                by=None,
            )
        key = (project, release.id)
        if new:
            try:
                with doing(f"{place.name} {version}") as work:
                    building.Builder(work, *key).run()
            except BaseException as ended:
                why = ended.detail if isinstance(ended, Problem) else "It was broken off."
                with transaction() as s:
                    building.fail(s, *key, why)
                raise
        with transaction() as s:
            release = s.get_one(Release, key)
        _write(release, output)


def _write(release: Release, output: Path | None) -> None:
    if release.state is not ReleaseState.READY or release.storage_key is None:
        raise Invalid(f"The release “{release.version}” is “{release.state}”; there is no file.")
    path = output or Path()
    if path.is_dir():
        path /= rules.file_name(release)
    with path.open("wb") as out:
        for piece in storage().open(release.storage_key):
            out.write(piece)
    typer.echo(f"{path}: {release.items} items, {release.bytes} bytes, SHA-256 {release.sha256}")
