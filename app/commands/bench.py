"""`dure bench`: measurements on servers of their own, as ratios within one run."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console

app = typer.Typer(help="Measure the engine.")
SIZES = "100000,1000000,10000000"
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]


@contextmanager
def telling(as_json: bool) -> Iterator[Callable[[str], None]]:
    """A spinner on standard error that says what is going on; plain lines where nobody looks."""
    console = Console(stderr=True)
    if as_json and not sys.stderr.isatty():
        yield lambda line: print(line, file=sys.stderr)
        return
    with console.status("…") as status:
        yield status.update


def show(result: dict[str, Any], as_json: bool) -> None:
    """Print what was measured."""
    if as_json:
        print(orjson.dumps(result).decode())
        return
    for name, value in result.items():
        print(f"{name:24} {value}")


@app.command()
def loop(
    tasks: Annotated[int, typer.Option(min=1000)] = 1_000_000,
    clients: Annotated[int, typer.Option(min=1, max=256)] = 8,
    seconds: Annotated[int, typer.Option(min=1, max=600)] = 20,
    processes: Annotated[int, typer.Option(min=1, max=16, help="API processes.")] = 2,
    table: Annotated[bool, typer.Option("--table", help="By clients and tasks, as below.")] = False,
    sizes: Annotated[str, typer.Option(help="Of the table, by commas.")] = SIZES,
    crowds: Annotated[str, typer.Option(help="Clients of the table, by commas.")] = "1,8,32,200",
    as_json: AsJson = False,
) -> None:
    """Hand-ins through HTTP, each with its next lease, beside pgbench with the same statements."""
    from app.bench import loop as one
    from app.bench import table as by_size

    with telling(as_json) as say:
        if not table:
            result = one.measure(
                tasks=tasks, clients=clients, seconds=seconds, processes=processes, say=say
            )
        else:
            result = by_size.measure(
                tasks=[int(one) for one in sizes.split(",")],
                clients=[int(one) for one in crowds.split(",")],
                seconds=seconds,
                processes=processes,
                say=say,
            )
    if table and not as_json:
        for row in result.pop("rows"):
            print("  ".join(f"{name} {value}" for name, value in row.items()))
    show(result, as_json)


@app.command()
def claims(
    sizes: Annotated[str, typer.Option(help="Queue sizes, by commas.")] = SIZES,
    as_json: AsJson = False,
) -> None:
    """Buffers that one claim reads, by the size of its queue."""
    from app.bench.claims import measure

    with telling(as_json) as say:
        result = measure(sizes=[int(size) for size in sizes.split(",")], say=say)
    show(result, as_json)


@app.command("import")
def import_(
    items: Annotated[int, typer.Option(min=1000)] = 1_000_000,
    source: Annotated[
        str, typer.Option("--from", help="jsonl, parquet, or s3: a bucket at moto, by reference")
    ] = "jsonl",
    as_json: AsJson = False,
) -> None:
    """Items registered from a manifest, a table or a bucket, rows a second."""
    from app.bench.imports import From, measure

    with telling(as_json) as say:
        result = measure(items=items, source=From(source), say=say)
    show(result, as_json)


@app.command()
def upload(
    uploads: Annotated[int, typer.Option(min=10, max=5_000)] = 500,
    kilobytes: Annotated[int, typer.Option(min=1, max=100_000)] = 1024,
    processes: Annotated[int, typer.Option(min=1, max=16, help="API processes.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Takes that many people send at once: seconds, memory, and whether any is lost."""
    from app.bench.upload import measure

    with telling(as_json) as say:
        result = measure(uploads=uploads, kilobytes=kilobytes, processes=processes, say=say)
    show(result, as_json)


@app.command("list")
def list_(
    items: Annotated[int, typer.Option(min=1000)] = 1_000_000, as_json: AsJson = False
) -> None:
    """Pages of a long list of items, milliseconds."""
    from app.bench.lists import measure

    with telling(as_json) as say:
        result = measure(items=items, say=say)
    show(result, as_json)


@app.command()
def rows(
    items: Annotated[int, typer.Option(min=1000)] = 1_000_000, as_json: AsJson = False
) -> None:
    """What a finished item takes in the database: bytes, log, processor time."""
    from app.bench.rows import measure

    with telling(as_json) as say:
        result = measure(items=items, say=say)
    show(result, as_json)


@app.command()
def ledger(
    entries: Annotated[int, typer.Option(min=1000)] = 1_000_000,
    people: Annotated[int, typer.Option(min=20, max=100_000)] = 31_000,
    as_json: AsJson = False,
) -> None:
    """A person's statement in a long ledger, milliseconds, and a payout of everybody, seconds."""
    from app.bench.ledger import measure

    with telling(as_json) as say:
        result = measure(entries=entries, people=people, say=say)
    show(result, as_json)


@app.command("export")
def export(
    items: Annotated[int, typer.Option(min=1000)] = 1_000_000,
    format: Annotated[
        list[str] | None, typer.Option(help="Such as coco, jsonl, parquet: these without a word.")
    ] = None,
    boxes: Annotated[
        list[int] | None, typer.Option(min=0, max=12, help="On an item; 1 and 12 without a word.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Labeled items written as data sets: seconds and memory for each format."""
    from app.bench.exports import measure
    from app.releases.schemas import ReleaseFormat

    formats = [ReleaseFormat(one) for one in format or ("coco", "jsonl", "parquet")]
    with telling(as_json) as say:
        result = measure(items=items, formats=formats, boxes=boxes or [1, 12], say=say)
    show(result, as_json)


@app.command()
def editor(
    shapes: Annotated[int, typer.Option(min=1, max=100_000)] = 5000,
    kind: Annotated[str, typer.Option(help="box or polygon")] = "box",
    seconds: Annotated[int, typer.Option(min=1, max=60, help="Of each panning.")] = 4,
    as_json: AsJson = False,
) -> None:
    """The picture editor in Chromium: frames while panning, milliseconds to what a key does."""
    from app.bench.editor import measure

    with telling(as_json) as say:
        result = measure(shapes=shapes, kind=kind, seconds=seconds, say=say)
    show(result, as_json)
