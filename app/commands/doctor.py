"""`dure doctor`: what is configured, whether it can be reached, is up to date and well."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.markup import escape
from sqlalchemy import create_engine, make_url, pool, text
from sqlalchemy.orm import Session

from app import __version__
from app.commands.migrate import pending
from app.commands.servers import connected
from app.commands.standing import Finding, of_address, of_database, of_disk
from app.core.programs import CannotStart
from app.core.settings import Settings, settings
from app.vault.keys import keys
from app.vault.sealing import by_key

LOOKS = {"ok": ("green", "ok"), "note": ("yellow", "--"), "bad": ("red", "!!")}


def command(
    as_json: Annotated[
        bool, typer.Option("--json", help="For programs: an object a line.")
    ] = False,
) -> None:
    """Say what is configured, reachable, up to date and well; exit code 1 where it is not."""
    found = list(_findings(settings()))
    if as_json:
        for finding in found:
            typer.echo(orjson.dumps(asdict(finding)).decode())
    else:
        console = Console(soft_wrap=True, highlight=False)
        for finding in found:
            colour, mark = LOOKS[finding.state]
            where = f"  [dim]{escape(finding.where)}[/]" if finding.where else ""
            console.print(f"[{colour}]{mark}[/] {finding.what:<8} {escape(finding.says)}{where}")
    raise typer.Exit(1 if any(finding.state == "bad" for finding in found) else 0)


def _findings(configured: Settings) -> Iterator[Finding]:
    yield Finding("dure", "", __version__)
    yield from of_address(configured)
    if configured.database_url is None and not (configured.folder / "postgres").exists():
        says = "not made yet: ./dure up makes it"
        yield Finding("database", str(configured.folder), says, "bad")
    else:
        try:
            with connected("dure doctor", migrate=False) as config:
                yield from _servers(config)
        except CannotStart as error:
            yield Finding("database", str(configured.folder), str(error), "bad")
    yield _try("storage", configured.storage, _storage, configured)
    yield from of_disk(configured)
    yield _try("ffmpeg", "", _ffmpeg, configured)
    yield _mail(configured)
    yield from _secrets(configured)


def _servers(config: Settings) -> Iterator[Finding]:
    database = _try("database", _shown(config.database_url), _database, config)
    tables = _try("tables", "", _tables, config)
    yield database
    yield tables
    yield _try("seal", "", _seal, config)
    yield _try("redis", _shown(config.redis_url), _redis, config)
    if database.state == tables.state == "ok":
        yield from of_database(config)


def _try(what: str, where: str, check: Callable[[Settings], str], config: Settings) -> Finding:
    """The finding of `check`, which answers what is well and raises what is not."""
    try:
        return Finding(what, where, check(config))
    except Exception as error:  # whatever a server's client raises is the finding
        reason = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
        return Finding(what, where, reason or type(error).__name__, "bad")


def _database(config: Settings) -> str:
    engine = create_engine(config.app_database_url(), poolclass=pool.NullPool)
    with engine.connect() as connection:
        version, role = connection.execute(
            text("SELECT current_setting('server_version'), current_user")
        ).one()
    return f"PostgreSQL {version} as {role}"


def _seal(config: Settings) -> str:
    """Whether the keys are there for all that is under seal."""
    held = keys().all
    engine = create_engine(config.app_database_url(), poolclass=pool.NullPool)
    with Session(engine) as s:
        found = by_key(s)
    lost = sum(count for key, count in found.items() if key not in held)
    if lost:
        raise LookupError(f"{lost} numbers are sealed with a key that is not in the file")
    return f"{len(held)} keys, {sum(found.values())} numbers"


def _tables(config: Settings) -> str:
    left = pending(config.app_database_url())
    if left:
        raise LookupError(f"{len(left)} migrations behind: run ./dure migrate")
    return "up to date"


def _redis(config: Settings) -> str:
    if config.redis_url is None:
        return "none: workers listen to the database"
    from redis import Redis

    with Redis.from_url(config.redis_url, socket_connect_timeout=2) as connection:
        return f"Redis {connection.info('server')['redis_version']}"


def _storage(config: Settings) -> str:
    from app.storage import make_storage

    storage = make_storage(config)
    stored = storage.put([b"dure doctor ", secrets.token_bytes(16)])  # like nobody else's
    storage.delete(stored.key)
    return "can be written"


def _ffmpeg(_: Settings) -> str:
    from app.assets.media import ffmpeg

    own, encodes = ffmpeg.program(), ffmpeg.program("libx264")
    return own if own == encodes else f"{own}, and {encodes} for videos"


def _mail(config: Settings) -> Finding:
    if config.smtp_url is None:
        return Finding("mail", str(config.outbox), "laid out as files: set DURE_SMTP_URL to send")
    return Finding("mail", _shown(config.smtp_url), "configured")


def _secrets(config: Settings) -> Iterator[Finding]:
    if config.secret is None:
        yield Finding("secret", str(config.folder / "secret"), "made once, for this folder alone")
    else:
        yield Finding("secret", "", "set")
    for name in ("secret", "seal.key", "push.pem"):
        path = config.folder / name
        if path.exists() and path.stat().st_mode & 0o077:
            yield Finding("secret", str(path), "others can read it: chmod 600", "bad")


def _shown(url: str | None) -> str:
    """An address without its password."""
    return "" if url is None else make_url(url).render_as_string(hide_password=True)
