"""Programs of others that run as our children, for as long as we live.

As root, PostgreSQL runs as a servant: a user without rights of his own. Nothing here changes the
modes of folders that are not ours.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

PATIENCE = 60.0  # seconds to wait for a server to be ready: recovery after a crash takes some
LONGEST_LOG = 10_000_000  # bytes, after which a new one is begun and the one before kept


class CannotStart(Exception):
    """A server would not start; the sentence says what to do."""


def spawn(
    command: list[str], log: Path, servant: pwd.struct_passwd | None = None, *reach: Path
) -> subprocess.Popen[bytes]:
    """Start `command` in a session of its own, so that Ctrl-C is ours alone; it dies with us. With
    a `servant` it runs as that user, who is made able to reach the program and the paths `reach`.
    Raises CannotStart."""
    options: dict[str, Any] = {}
    if servant is not None and not can_reach(servant, (Path(command[0]), *reach)):
        command = reaching(servant, command)
    elif servant is not None:
        options = {"user": servant.pw_uid, "group": servant.pw_gid, "extra_groups": []}
    if log.exists() and log.stat().st_size > LONGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    with open(log, "ab") as output:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(),
            cwd="/",
            env={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
            **options,
        )


def await_ready(
    ready: Callable[[], bool], process: subprocess.Popen[bytes], name: str, log: Path
) -> None:
    """Wait until `ready` says so. Raises CannotStart where the program ends before, or is not
    ready in time."""
    end = time.monotonic() + PATIENCE
    while not ready():
        if process.poll() is not None:
            raise CannotStart(f"{name} ended as it started:\n{last_words(log)}")
        if time.monotonic() > end:
            raise CannotStart(f"{name} is not ready after {PATIENCE:.0f} seconds; see {log}.")
        time.sleep(0.02)


def end_program(process: subprocess.Popen[bytes], number: int) -> None:
    """Send `number` and wait, and harsher signals where that is not enough."""
    for send, patience in ((number, 30), (signal.SIGQUIT, 5), (signal.SIGKILL, 5)):
        if process.poll() is None:
            process.send_signal(send)
            try:
                process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
        return


def last_words(log: Path, lines: int = 12) -> str:
    """The end of a log."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except OSError:
        return "(no log)"


def servant_of(cluster: Path) -> pwd.struct_passwd | None:
    """The user that PostgreSQL runs as where we are root, which it refuses to be; else None."""
    if os.geteuid() != 0:
        return None
    if cluster.exists() and cluster.stat().st_uid != 0:
        return pwd.getpwuid(cluster.stat().st_uid)
    for name in ("dure", "postgres"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    make = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", "dure"]
    try:
        subprocess.run(make, check=True, capture_output=True)
        return pwd.getpwnam("dure")
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        raise CannotStart(
            "PostgreSQL does not run as root, and a user for it could not be made: run Dure as an "
            "ordinary user, or make a user named dure."
        ) from error


def can_reach(servant: pwd.struct_passwd, paths: tuple[Path, ...]) -> bool:
    """Whether that user may enter `paths`, and every folder above them."""
    resolved = [path.resolve() for path in paths]
    for each in {*resolved, *(parent for path in resolved for parent in path.parents)}:
        found = each.stat()
        bit = stat.S_IXUSR if found.st_uid == servant.pw_uid else stat.S_IXOTH
        if not found.st_mode & bit:
            return False
    return True


def reaching(servant: pwd.struct_passwd, command: list[str]) -> list[str]:
    """`command` as the servant, with root's right to enter and read: the program or its data lie
    below a folder that only root enters, and whose mode is not ours to change."""
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise CannotStart(
            f"The user {servant.pw_name}, as whom PostgreSQL runs, cannot enter a folder above "
            f"{command[-1]} or its programs: allow it (chmod o+x), or run Dure as an ordinary user."
        )
    who = [f"--reuid={servant.pw_uid}", f"--regid={servant.pw_gid}", "--clear-groups"]
    # The one capability that containers leave to root; the bit lets access(2) count it too.
    may = ["--inh-caps=+dac_override", "--ambient-caps=+dac_override"]
    bits = ["--securebits=+no_setuid_fixup", "--pdeathsig=INT"]
    return [setpriv, *who, *may, *bits, "--", *command]


def die_with_parent(told: int = signal.SIGINT) -> Callable[[], None] | None:
    """What a child runs before its program: the signal `told` to it when we die (Linux; elsewhere
    the next start ends what was left)."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    set_death_signal = 1
    parent = os.getpid()

    def prepare() -> None:
        prctl(set_death_signal, told)
        if os.getppid() != parent:  # died between the fork and here
            os._exit(1)

    return prepare
