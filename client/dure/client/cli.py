"""`dure remote` (or `dure-remote`): what a script wants of a Dure somewhere else.

Everything is printed as lines of JSON, one for each row, so that it goes on into `jq` or a file.
Progress goes to standard error.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, ValidationError

from dure.client import Dure, Prediction
from dure.client.errors import DureError

app = typer.Typer(
    help="Ask a Dure somewhere else: DURE_REMOTE and DURE_TOKEN say where, and by whose leave.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
hooks = typer.Typer(help="Webhooks of a project, and their log.", no_args_is_help=True)
app.add_typer(hooks, name="hooks")

Project = Annotated[int, typer.Option("--project", "-p", help="The project's id.")]
Stage = Annotated[int, typer.Option("--stage", "-s", help="The stage's id.")]
Wait = Annotated[bool, typer.Option(help="Wait until it is done.")]


@app.callback()
def _where(
    context: typer.Context,
    url: Annotated[
        str, typer.Option(envvar="DURE_REMOTE", help="The address that people see.")
    ] = "http://localhost:8000",
    token: Annotated[
        str,
        typer.Option(envvar="DURE_TOKEN", help="Made under My account; better not on the line."),
    ] = "",
) -> None:
    if not token:
        raise typer.BadParameter("set DURE_TOKEN to a token that was made under My account")
    context.obj = context.with_resource(Dure(url, token))


def _dure(context: typer.Context) -> Dure:
    found: Dure = context.obj
    return found


def _show(rows: BaseModel | Iterable[BaseModel]) -> None:
    for row in [rows] if isinstance(rows, BaseModel) else rows:
        typer.echo(row.model_dump_json())


def _progress(what: str) -> Callable[[int, int], None] | None:
    """A line that is written over, for a person at a terminal."""
    if not sys.stderr.isatty():
        return None

    def say(done: int, total: int) -> None:
        far = f"{100 * done // total}%" if total else ""
        typer.echo(f"\r{what}: {done:,} {far}   ", nl=False, err=True)

    return say


@app.command("me")
def show_me(context: typer.Context) -> None:
    """Whose token it is."""
    _show(_dure(context).me())


@app.command("projects")
def list_projects(context: typer.Context) -> None:
    """The projects that the token opens."""
    _show(_dure(context).projects())


@app.command("stages")
def list_stages(context: typer.Context, project: Project) -> None:
    """A project's stages."""
    _show(_dure(context).stages(project))


@app.command("members")
def list_members(context: typer.Context, project: Project) -> None:
    """A project's team."""
    _show(_dure(context).members(project))


@app.command("invite")
def invite(
    context: typer.Context,
    email: Annotated[str, typer.Argument(help="Whom.")],
    project: Project,
    role: Annotated[str, typer.Option(help="As what.")] = "worker",
) -> None:
    """Offer somebody a role in a project."""
    _show(_dure(context).invite(project, email, role))


@app.command("upload")
def upload(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="What to send.")],
    project: Project,
    resume: Annotated[str | None, typer.Option(help="The id of an upload that broke off.")] = None,
) -> None:
    """Send a file, resumably; prints the upload's id."""
    sent = _dure(context).upload(project, file, resume=resume, progress=_progress(file.name))
    typer.echo(json.dumps({"upload_id": sent}))


@app.command("import")
def import_(
    context: typer.Context,
    source: Annotated[
        str, typer.Argument(help="A file, which is uploaded first; or the id of an upload.")
    ],
    project: Project,
    stage: Stage,
    format: Annotated[str, typer.Option(help="What it is; found out by itself.")] = "auto",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    skip_existing: Annotated[
        bool, typer.Option("--skip-existing", help="Do not report names that are there.")
    ] = False,
    wait: Wait = True,
) -> None:
    """Import a file into a stage."""
    dure = _dure(context)
    if Path(source).is_file():
        source = dure.upload(project, source, progress=_progress(source))
    batch = dure.begin_import(
        project,
        stage_id=stage,
        upload_id=source,
        format=format,
        dry_run=dry_run,
        skip_existing=skip_existing,
    )
    if wait:
        batch = dure.wait_for_batch(project, batch.id, progress=_progress("import"))
    _show(batch)


@app.command("refusals")
def list_refusals(
    context: typer.Context,
    batch: Annotated[int, typer.Argument(help="The import's id.")],
    project: Project,
) -> None:
    """What an import has not taken, and why."""
    _show(_dure(context).refusals(project, batch))


@app.command("items")
def list_items(
    context: typer.Context,
    project: Project,
    stage: Annotated[int | None, typer.Option("--stage", "-s")] = None,
    batch: Annotated[int | None, typer.Option(help="Of one import.")] = None,
    state: Annotated[str | None, typer.Option(help="ready, in_work, accepted …")] = None,
) -> None:
    """A project's items."""
    _show(_dure(context).items(project, stage_id=stage, batch_id=batch, state=state))


@app.command("open")
def open_work(
    context: typer.Context,
    project: Project,
    stage: Stage,
    batch: Annotated[int | None, typer.Option(help="Of one import alone.")] = None,
    wait: Wait = True,
) -> None:
    """Put a stage's ready items on offer."""
    dure = _dure(context)
    begun = dure.open_work(project, stage, batch_id=batch)
    _show(dure.wait_for_chore(project, begun.chore_id) if wait else begun)


@app.command("wait")
def wait_for(
    context: typer.Context,
    chore: Annotated[int, typer.Argument(help="The chore's id.")],
    project: Project,
    timeout: Annotated[float, typer.Option(help="Seconds.")] = 3600,
) -> None:
    """Wait for background work."""
    dure = _dure(context)
    _show(dure.wait_for_chore(project, chore, timeout=timeout, progress=_progress("chore")))


@app.command("releases")
def list_releases(context: typer.Context, project: Project) -> None:
    """A project's releases."""
    _show(_dure(context).releases(project))


@app.command("release")
def make_release(
    context: typer.Context,
    version: Annotated[str, typer.Argument(help="Such as 1.0.")],
    project: Project,
    stage: Stage,
    format: Annotated[str, typer.Option(help="coco, jsonl, yolo, parquet …")] = "coco",
    media: Annotated[bool, typer.Option("--media", help="With the files themselves.")] = False,
    provenance: Annotated[
        bool | None, typer.Option(help="With who did what and when, by pseudonyms.")
    ] = None,
    shards: Annotated[int | None, typer.Option(help="In so many files.")] = None,
    wait: Wait = True,
) -> None:
    """Freeze what a stage has accepted as a release."""
    dure = _dure(context)
    made = dure.make_release(
        project,
        stage_id=stage,
        version=version,
        format=format,
        media=media,
        provenance=provenance,
        shards=shards,
    )
    if wait:
        made = dure.wait_for_release(project, made.id, progress=_progress("release"))
    _show(made)


@app.command("download")
def download(
    context: typer.Context,
    release: Annotated[int, typer.Argument(help="The release's id.")],
    project: Project,
    to: Annotated[Path, typer.Option("--to", "-o", help="A folder, or a file.")] = Path(),
) -> None:
    """Bring a release here, resumably, and check its SHA-256."""
    for path in _dure(context).download(project, release, to, progress=_progress("download")):
        typer.echo(json.dumps({"path": str(path)}, ensure_ascii=False))


@app.command("report")
def show_report(
    context: typer.Context,
    release: Annotated[int, typer.Argument(help="The release's id.")],
    project: Project,
) -> None:
    """The quality report of a release."""
    _show(_dure(context).report(project, release))


@app.command("unlabeled")
def list_unlabeled(
    context: typer.Context,
    project: Project,
    stage: Stage,
    model: Annotated[str | None, typer.Option(help="Without what it has predicted.")] = None,
) -> None:
    """A stage's items that are not accepted yet, with links to their files."""
    _show(_dure(context).unlabeled(project, stage, model=model))


@app.command("predict")
def predict(
    context: typer.Context,
    file: Annotated[
        typer.FileText,
        typer.Argument(help='Lines such as {"item_id": 17, "score": 0.8, "annotations": []}; or -'),
    ],
    project: Project,
    stage: Stage,
    model: Annotated[str, typer.Option(help="Its name with its version.")],
) -> None:
    """Hand in a model's predictions; prints what became of each."""
    told = _dure(context).predict(project, stage, model, _predictions(file))
    _show(told.results)
    typer.echo(f"{told.kept} kept, {told.refused} not", err=True)


def _predictions(lines: Iterable[str]) -> Iterator[Prediction]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield Prediction.model_validate_json(line)
            except ValidationError as error:
                raise typer.BadParameter(f"line {number}: {error.errors()[0]['msg']}") from None


@app.command("rank")
def rank(
    context: typer.Context,
    project: Project,
    stage: Stage,
    model: Annotated[str, typer.Option(help="Whose scores count.")],
    wait: Wait = True,
) -> None:
    """Put what a model is least sure of first."""
    dure = _dure(context)
    begun = dure.order_by_score(project, stage, model)
    _show(dure.wait_for_chore(project, begun.chore_id) if wait else begun)


@app.command("corrections")
def list_corrections(
    context: typer.Context,
    project: Project,
    stage: Stage,
    model: Annotated[str | None, typer.Option(help="Beside what it had said alone.")] = None,
    after: Annotated[int, typer.Option(help="The id of the last one that you have.")] = 0,
) -> None:
    """What has been accepted since, and how models' predictions differ from it."""
    _show(_dure(context).corrections(project, stage, model=model, after=after))


@app.command("agreement")
def show_agreement(context: typer.Context, project: Project, stage: Stage) -> None:
    """How far each version of a model agrees with people, by class."""
    _show(_dure(context).agreement(project, stage))


HookId = Annotated[int, typer.Argument(help="The webhook's id.")]


@hooks.command("list")
def list_hooks(context: typer.Context, project: Project) -> None:
    """A project's webhooks, and how they do."""
    _show(_dure(context).hooks(project))


@hooks.command("kinds")
def list_kinds(context: typer.Context) -> None:
    """Everything that a webhook can be told."""
    _show(_dure(context).hook_kinds())


@hooks.command("make")
def make_hook(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="Where to tell it.")],
    kinds: Annotated[list[str], typer.Argument(help="What: item.accepted, release.ready …")],
    project: Project,
    name: Annotated[str, typer.Option(help="What it is for.")] = "script",
) -> None:
    """Have a program be told what happens; its secret is printed this once."""
    _show(_dure(context).make_hook(project, name=name, address=address, kinds=kinds))


@hooks.command("switch")
def switch_hook(
    context: typer.Context,
    hook: HookId,
    project: Project,
    on: Annotated[bool, typer.Option("--on/--off")],
    missed: Annotated[bool, typer.Option(help="Be told of what was missed.")] = True,
) -> None:
    """Switch a webhook on or off."""
    _show(_dure(context).change_hook(project, hook, on=on, missed=missed))


@hooks.command("test")
def test_hook(context: typer.Context, hook: HookId, project: Project) -> None:
    """Send a message to see it arrive."""
    _show(_dure(context).test_hook(project, hook))


@hooks.command("rotate")
def rotate_hook(
    context: typer.Context,
    hook: HookId,
    project: Project,
    at_once: Annotated[bool, typer.Option("--at-once", help="End the old one now.")] = False,
) -> None:
    """Make another secret."""
    _show(_dure(context).rotate_hook(project, hook, at_once=at_once))


@hooks.command("remove")
def remove_hook(context: typer.Context, hook: HookId, project: Project) -> None:
    """Remove a webhook and its log."""
    _dure(context).remove_hook(project, hook)


@hooks.command("log")
def list_deliveries(
    context: typer.Context,
    hook: HookId,
    project: Project,
    outcome: Annotated[str | None, typer.Option(help="waiting, delivered or given_up.")] = None,
) -> None:
    """What a webhook was told, the newest first."""
    _show(_dure(context).deliveries(project, hook, outcome=outcome))


@hooks.command("redeliver")
def redeliver(
    context: typer.Context,
    hook: HookId,
    delivery: Annotated[int, typer.Argument(help="The message's id.")],
    project: Project,
) -> None:
    """Send a message again."""
    _show(_dure(context).redeliver(project, hook, delivery))


def main(arguments: list[str] | None = None) -> None:
    """Run what the command line asks for. A refusal is one sentence and exit code 1."""
    try:
        app(arguments, prog_name="dure-remote")
    except DureError as error:
        typer.echo(str(error), err=True)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
