"""`dure doctor`: what is configured, whether it can be reached and its tables are up to date."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass

import typer
from rich.console import Console
from rich.markup import escape
from sqlalchemy import create_engine, make_url, pool, text
from sqlalchemy.orm import Session

from app.commands.migrate import pending
from app.commands.servers import connected
from app.core.programs import CannotStart
from app.core.settings import Settings, settings
from app.vault.keys import keys
from app.vault.sealing import by_key


@dataclass(frozen=True)
class Finding:
    """One line of the table."""

    what: str
    where: str
    state: str
    good: bool = True


def command() -> None:
    """Say what is configured, reachable and migrated. Exit code 1 where something is amiss."""
    configured = settings()
    embedded = configured.database_url is None
    findings = [Finding("address", configured.address, "set" if configured.base_url else "default")]
    if embedded and not (configured.folder / "postgres").exists():
        findings.append(
            Finding("database", str(configured.folder), "not made yet: ./dure up makes it", False)
        )
    else:
        try:
            with connected("dure doctor", migrate=False) as config:
                findings += [_try("database", _shown(config.database_url), _database, config)]
                findings += [_try("tables", "", _tables, config)]
                findings += [_try("seal", "", _seal, config)]
                findings += [_try("redis", _shown(config.redis_url), _redis, config)]
        except CannotStart as error:
            findings.append(Finding("database", str(configured.folder), str(error), False))
    findings.append(_try("storage", configured.storage, _storage, configured))
    findings += [_try("ffmpeg", "", _ffmpeg, configured), _mail(configured), _secret(configured)]
    console = Console(soft_wrap=True, highlight=False)
    for finding in findings:
        colour, mark = ("green", "ok") if finding.good else ("red", "!!")
        where = f"  [dim]{escape(finding.where)}[/]" if finding.where else ""
        console.print(f"[{colour}]{mark}[/] {finding.what:<8} {escape(finding.state)}{where}")
    raise typer.Exit(0 if all(finding.good for finding in findings) else 1)


def _try(what: str, where: str, check: Callable[[Settings], str], config: Settings) -> Finding:
    """The finding of `check`, which answers what is well and raises what is not."""
    try:
        return Finding(what, where, check(config))
    except Exception as error:  # whatever a server's client raises is the finding
        reason = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
        return Finding(what, where, reason or type(error).__name__, False)


def _database(config: Settings) -> str:
    engine = create_engine(config.app_database_url(), poolclass=pool.NullPool)
    with engine.connect() as connection:
        version, role, writes = connection.execute(
            text(
                "SELECT current_setting('server_version'), current_user,"
                " coalesce(has_table_privilege(to_regclass('event'), 'UPDATE'), false)"
            )
        ).one()
    if writes:
        return f"PostgreSQL {version} as {role}, who may rewrite history: use a lesser role"
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


def _secret(config: Settings) -> Finding:
    if config.secret is None:
        return Finding("secret", str(config.folder / "secret"), "made once, for this folder alone")
    return Finding("secret", "", "set")


def _shown(url: str | None) -> str:
    """An address without its password."""
    return "" if url is None else make_url(url).render_as_string(hide_password=True)
