"""Everything that can be asked of Dure, once: `Dure` and `AsyncDure` are made of this."""

from __future__ import annotations

import base64
import hashlib
import io
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, TypeVar
from urllib.parse import quote

from dure.client.core import (
    Act,
    Call,
    Fetch,
    Pause,
    Reply,
    ask,
    ask_list,
    pause,
    send,
)
from dure.client.errors import Broken, Failed, Refused, TimedOut, Unreachable
from dure.client.models import (
    Batch,
    Chore,
    ChoreRef,
    Correction,
    Delivery,
    DeliveryWhole,
    Download,
    Hook,
    HookKind,
    HookMade,
    HookSecret,
    Invitation,
    Item,
    Me,
    Member,
    ModelAgreement,
    Page,
    Prediction,
    Predictions,
    Project,
    Refusal,
    Release,
    ReleaseReport,
    Stage,
    Unlabeled,
    Upload,
)

T = TypeVar("T")
Progress = Callable[[int, int], object]
"""Called with the bytes that are there, and all of them."""

CHUNK = 8 << 20
AT_ONCE = 1_000
"""Predictions in one request."""
GIVES_UP = 8
"""Failures in a row after which an upload or a download is given up."""
TUS = {"Tus-Resumable": "1.0.0"}


def _some(**values: Any) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def _post(path: str, body: Any = None, *, safe: bool = False) -> Call:
    return Call("POST", path, json={} if body is None else body, safe=safe)


# Who, where


def me() -> Act[Me]:
    """Whose token it is."""
    return ask(Me, Call("GET", "/me"))


def projects(*, after: int = 0, limit: int = 100) -> Act[Page[Project]]:
    """The projects that the token opens, the newest first."""
    return ask(Page[Project], Call("GET", "/projects", {"after": after, "limit": limit}))


def project(project_id: int) -> Act[Project]:
    """One project."""
    return ask(Project, Call("GET", f"/projects/{project_id}"))


def stages(project_id: int, *, after: int = 0, limit: int = 100) -> Act[Page[Stage]]:
    """A project's stages, in their order."""
    params = {"after": after, "limit": limit}
    return ask(Page[Stage], Call("GET", f"/projects/{project_id}/stages", params))


def members(project_id: int, *, after: str = "", limit: int = 100) -> Act[Page[Member]]:
    """A project's team, by pseudonym."""
    params = {"after": after, "limit": limit}
    return ask(Page[Member], Call("GET", f"/projects/{project_id}/members", params))


def invite(project_id: int, email: str, role: str) -> Act[Invitation]:
    """Offer a role in a project to an address."""
    body = {"email": email, "role": role}
    return ask(Invitation, _post(f"/projects/{project_id}/invitations", body))


# Bytes in


@contextmanager
def _opened(source: str | os.PathLike[str] | bytes | BinaryIO) -> Iterator[BinaryIO]:
    if isinstance(source, bytes):
        yield io.BytesIO(source)
    elif isinstance(source, (str, os.PathLike)):
        with open(source, "rb") as file:
            yield file
    else:
        yield source


def upload(
    project_id: int,
    source: str | os.PathLike[str] | bytes | BinaryIO,
    *,
    name: str | None = None,
    resume: str | None = None,
    progress: Progress | None = None,
) -> Act[str]:
    """Send a file, a folder's zip, a tar …; its upload id. A line that breaks is taken up where the
    server has come to; `resume` is the id of an upload that another run has begun."""
    if name is None:
        name = Path(source).name if isinstance(source, (str, os.PathLike)) else "upload"
    with _opened(source) as file:
        length = file.seek(0, os.SEEK_END)
        if resume is None:
            named = base64.b64encode(name.encode()).decode()
            headers = {**TUS, "Upload-Length": str(length), "Upload-Metadata": f"filename {named}"}
            call = Call("POST", f"/projects/{project_id}/uploads", headers=headers)
            made = yield from ask(Upload, call)
            upload_id, offset = made.id, 0
        else:
            upload_id = resume
            offset = yield from upload_offset(project_id, upload_id)
        failures = 0
        while offset < length:
            if progress is not None:
                progress(offset, length)
            file.seek(offset)
            before = offset
            try:
                offset = yield from _send_bytes(project_id, upload_id, offset, file.read(CHUNK))
            except (Unreachable, Refused) as broken:
                failures += 1
                again = isinstance(broken, Unreachable) or broken.status in (409, 423, 500)
                if not again or failures >= GIVES_UP:
                    raise
                yield Pause(pause(failures))
                offset = yield from upload_offset(project_id, upload_id)
            if offset > before:
                failures = 0
        if progress is not None:
            progress(length, length)
    return upload_id


def upload_offset(project_id: int, upload_id: str) -> Act[int]:
    """How many bytes of an upload the server has."""
    call = Call("HEAD", f"/projects/{project_id}/uploads/{quote(upload_id)}", headers=TUS)
    reply = yield from send(call)
    return int(reply.headers["upload-offset"])


def _send_bytes(project_id: int, upload_id: str, offset: int, piece: bytes) -> Act[int]:
    headers = {
        **TUS,
        "Upload-Offset": str(offset),
        "Content-Type": "application/offset+octet-stream",
    }
    path = f"/projects/{project_id}/uploads/{quote(upload_id)}"
    reply = yield from send(Call("PATCH", path, content=piece, headers=headers))
    return int(reply.headers["upload-offset"])


def begin_import(
    project_id: int,
    *,
    stage_id: int,
    upload_id: str | None = None,
    upload_ids: Sequence[str] | None = None,
    connection_id: int | None = None,
    folder: str | None = None,
    format: str = "auto",
    dry_run: bool = False,
    skip_existing: bool = False,
) -> Act[Batch]:
    """Have uploads, or a folder of a connection, imported in the background. May be retried."""
    body = _some(
        stage_id=stage_id,
        upload_id=upload_id,
        upload_ids=None if upload_ids is None else list(upload_ids),
        connection_id=connection_id,
        folder=folder,
        format=format,
        dry_run=dry_run,
        on_existing="skip" if skip_existing else "refuse",
    )
    # A dry run of an upload may be made again and again; it changes nothing.
    return ask(Batch, _post(f"/projects/{project_id}/imports", body, safe=upload_id is not None))


def batch(project_id: int, batch_id: int) -> Act[Batch]:
    """An import, and how far it is."""
    return ask(Batch, Call("GET", f"/projects/{project_id}/batches/{batch_id}"))


def wait_for_batch(
    project_id: int, batch_id: int, *, timeout: float = 3600, progress: Progress | None = None
) -> Act[Batch]:
    """An import once it has ended. Raises `Failed` where it failed, `TimedOut`."""
    found = yield from _wait(
        lambda: batch(project_id, batch_id),
        lambda one: one.state not in ("pending", "importing"),
        timeout,
        f"import {batch_id}",
        progress,
    )
    if found.state != "imported":
        raise Failed(f"import {batch_id} is {found.state}", found.problem)
    return found


def refusals(
    project_id: int, batch_id: int, *, after: int = 0, limit: int = 200
) -> Act[Page[Refusal]]:
    """What an import has not taken, and why."""
    path = f"/projects/{project_id}/batches/{batch_id}/refusals"
    return ask(Page[Refusal], Call("GET", path, {"after": after, "limit": limit}))


def items(
    project_id: int,
    *,
    stage_id: int | None = None,
    batch_id: int | None = None,
    state: str | None = None,
    after: int = 0,
    limit: int = 200,
) -> Act[Page[Item]]:
    """A project's items."""
    params = _some(stage_id=stage_id, batch_id=batch_id, state=state, after=after, limit=limit)
    return ask(Page[Item], Call("GET", f"/projects/{project_id}/items", params))


def open_work(project_id: int, stage_id: int, *, batch_id: int | None = None) -> Act[ChoreRef]:
    """Put a stage's ready items on offer."""
    path = f"/projects/{project_id}/stages/{stage_id}/openings"
    return ask(ChoreRef, _post(path, _some(batch_id=batch_id)))


# Background work


def chore(project_id: int, chore_id: int) -> Act[Chore]:
    """A piece of background work."""
    return ask(Chore, Call("GET", f"/projects/{project_id}/chores/{chore_id}"))


def wait_for_chore(
    project_id: int, chore_id: int, *, timeout: float = 3600, progress: Progress | None = None
) -> Act[Chore]:
    """A piece of background work once it has ended. Raises `Failed`, `TimedOut`."""
    found = yield from _wait(
        lambda: chore(project_id, chore_id),
        lambda one: one.state in ("done", "dead", "cancelled"),
        timeout,
        f"chore {chore_id}",
        progress,
    )
    if found.state != "done":
        raise Failed(f"chore {chore_id} is {found.state}", found.error)
    return found


def _wait(
    look: Callable[[], Act[T]],
    over: Callable[[T], bool],
    timeout: float,
    what: str,
    progress: Progress | None,
) -> Act[T]:
    """What `look` finds once it is over, asked ever less often. Raises `TimedOut`."""
    until = time.monotonic() + timeout
    wait = 0.25
    while True:
        found = yield from look()
        if progress is not None:
            progress(getattr(found, "done", None) or 0, getattr(found, "total", None) or 0)
        if over(found):
            return found
        left = until - time.monotonic()
        if left <= 0:
            raise TimedOut(f"{what} has not ended within {timeout:g} seconds")
        yield Pause(min(wait, left))
        wait = min(5.0, wait * 1.5)


# Releases


def releases(
    project_id: int, *, stage_id: int | None = None, after: int = 0, limit: int = 100
) -> Act[Page[Release]]:
    """A project's releases, in order."""
    params = _some(stage_id=stage_id, after=after, limit=limit)
    return ask(Page[Release], Call("GET", f"/projects/{project_id}/releases", params))


def release(project_id: int, release_id: int) -> Act[Release]:
    """One release, and how far it is."""
    return ask(Release, Call("GET", f"/projects/{project_id}/releases/{release_id}"))


def make_release(
    project_id: int,
    *,
    stage_id: int,
    version: str,
    format: str = "coco",
    media: bool = False,
    split: Mapping[str, Any] | None = None,
    provenance: bool | None = None,
    shards: int | None = None,
    packing: Mapping[str, Any] | None = None,
    template_id: int | None = None,
) -> Act[Release]:
    """Freeze what a stage has accepted, and have a file of it built. May be retried."""
    body = _some(
        stage_id=stage_id,
        version=version,
        format=format,
        media=media,
        split=None if split is None else dict(split),
        provenance=provenance,
        shards=shards,
        packing=None if packing is None else dict(packing),
        template_id=template_id,
    )
    return ask(Release, _post(f"/projects/{project_id}/releases", body, safe=True))


def wait_for_release(
    project_id: int, release_id: int, *, timeout: float = 7200, progress: Progress | None = None
) -> Act[Release]:
    """A release once it is built. Raises `Failed`, `TimedOut`."""
    found = yield from _wait(
        lambda: release(project_id, release_id),
        lambda one: one.state != "building",
        timeout,
        f"release {release_id}",
        progress,
    )
    if found.state != "ready":
        raise Failed(f"release {release_id} is {found.state}", found.problem)
    return found


def download(
    project_id: int,
    release_id: int,
    to: str | os.PathLike[str] = ".",
    *,
    progress: Progress | None = None,
) -> Act[list[Path]]:
    """A release's file, or all of its parts, written to the folder `to` (or, of one file, under
    that name) and held against their SHA-256. What an earlier run has left half is taken up where
    it broke off; what is there whole is left alone. Raises `Broken`."""
    found = yield from release(project_id, release_id)
    path = f"/projects/{project_id}/releases/{release_id}/download"
    place, written = Path(to), []
    if found.parts:
        place.mkdir(parents=True, exist_ok=True)
    for part in range(1, len(found.parts) + 1) if found.parts else (None,):
        call = Call("GET", path, _some(part=part))
        link = yield from ask(Download, call)
        goal = place / Path(link.filename).name if place.is_dir() else place
        yield from _bring(call, link, goal, progress)
        written.append(goal)
    return written


def _bring(call: Call, link: Download, goal: Path, progress: Progress | None) -> Act[None]:
    if goal.is_file() and goal.stat().st_size == link.bytes and _sha256(goal) == link.sha256:
        return
    half = goal.with_name(goal.name + ".part")
    failures = 0
    while True:
        start = half.stat().st_size if half.exists() else 0
        if start > link.bytes:
            half.unlink()
            start = 0
        if progress is not None:
            progress(start, link.bytes)
        if start == link.bytes:
            break
        try:
            with half.open("ab") as file:
                reply: Reply = yield Fetch(link.url, start, file.write)
            if reply.status not in (200, 206):
                raise Unreachable(f"the link answered with HTTP {reply.status}", sent=True)
        except Unreachable:
            came = (half.stat().st_size if half.exists() else 0) > start
            failures = 1 if came else failures + 1
            if failures >= GIVES_UP:
                raise
            yield Pause(pause(failures))
            link = yield from ask(Download, call)  # the one before may have run out
    if _sha256(half) != link.sha256:
        half.unlink()
        raise Broken(f"{goal.name} is not what the server says that it is; it was removed")
    half.replace(goal)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def report(project_id: int, release_id: int) -> Act[ReleaseReport]:
    """The quality report of a release."""
    path = f"/projects/{project_id}/releases/{release_id}/report"
    return ask(ReleaseReport, Call("GET", path))


# The model in the loop


def unlabeled(
    project_id: int, stage_id: int, *, model: str | None = None, after: int = 0, limit: int = 100
) -> Act[Page[Unlabeled]]:
    """A stage's items that are not accepted yet, and that `model` has not predicted."""
    params = _some(model=model, after=after, limit=limit)
    path = f"/projects/{project_id}/stages/{stage_id}/unlabeled"
    return ask(Page[Unlabeled], Call("GET", path, params))


def predict(
    project_id: int, stage_id: int, model: str, predictions: Iterable[Prediction]
) -> Act[Predictions]:
    """Hand in what a version of a model says of items, a thousand at a time. May be retried."""
    whole: Predictions | None = None
    for some in _in_parts(predictions, AT_ONCE):
        body = {"model": model, "predictions": [one.model_dump() for one in some]}
        path = f"/projects/{project_id}/stages/{stage_id}/predictions"
        told = yield from ask(Predictions, _post(path, body, safe=True))
        if whole is None:
            whole = told
        else:
            whole = Predictions(
                schema_version=told.schema_version,
                kept=whole.kept + told.kept,
                refused=whole.refused + told.refused,
                results=whole.results + told.results,
            )
    if whole is None:
        raise ValueError("there are no predictions to hand in")
    return whole


def _in_parts(found: Iterable[T], most: int) -> Iterable[list[T]]:
    waiting: list[T] = []
    for one in found:
        waiting.append(one)
        if len(waiting) == most:
            yield waiting
            waiting = []
    if waiting:
        yield waiting


def order_by_score(project_id: int, stage_id: int, model: str) -> Act[ChoreRef]:
    """Put what a model is least sure of first."""
    path = f"/projects/{project_id}/stages/{stage_id}/predictions/order"
    return ask(ChoreRef, _post(path, {"model": model}, safe=True))


def corrections(
    project_id: int, stage_id: int, *, model: str | None = None, after: int = 0, limit: int = 100
) -> Act[Page[Correction]]:
    """What has been accepted after the correction `after`, and what models had said of it."""
    params = _some(model=model, after=after, limit=limit)
    path = f"/projects/{project_id}/stages/{stage_id}/corrections"
    return ask(Page[Correction], Call("GET", path, params))


def agreement(project_id: int, stage_id: int) -> Act[list[ModelAgreement]]:
    """How far each version of a model agrees with what was accepted, by class."""
    path = f"/projects/{project_id}/stages/{stage_id}/models"
    return ask_list(ModelAgreement, Call("GET", path))


# Webhooks


def hook_kinds() -> Act[list[HookKind]]:
    """Everything that a webhook can be told."""
    return ask_list(HookKind, Call("GET", "/hooks/kinds"))


def hooks(project_id: int, *, after: int = 0, limit: int = 50) -> Act[Page[Hook]]:
    """A project's webhooks."""
    params = {"after": after, "limit": limit}
    return ask(Page[Hook], Call("GET", f"/projects/{project_id}/hooks", params))


def make_hook(project_id: int, *, name: str, address: str, kinds: Sequence[str]) -> Act[HookMade]:
    """Have a program be told what happens. The secret is shown this once."""
    body = {"name": name, "address": address, "kinds": list(kinds)}
    return ask(HookMade, _post(f"/projects/{project_id}/hooks", body))


def change_hook(
    project_id: int,
    hook_id: int,
    *,
    name: str | None = None,
    address: str | None = None,
    kinds: Sequence[str] | None = None,
    on: bool | None = None,
    missed: bool | None = None,
) -> Act[Hook]:
    """Change a webhook, or switch it on or off."""
    listed = None if kinds is None else list(kinds)
    body = _some(name=name, address=address, kinds=listed, on=on, missed=missed)
    path = f"/projects/{project_id}/hooks/{hook_id}"
    return ask(Hook, Call("PATCH", path, json=body, safe=True))


def remove_hook(project_id: int, hook_id: int) -> Act[None]:
    """Remove a webhook and its log."""
    yield from send(Call("DELETE", f"/projects/{project_id}/hooks/{hook_id}"))


def rotate_hook(project_id: int, hook_id: int, *, at_once: bool = False) -> Act[HookSecret]:
    """Another secret; the one before it signs as well for a day, unless it is to end at once."""
    path = f"/projects/{project_id}/hooks/{hook_id}/rotate"
    return ask(HookSecret, _post(path, {"at_once": at_once}))


def test_hook(project_id: int, hook_id: int) -> Act[Delivery]:
    """Send a message of the kind `test`."""
    return ask(Delivery, _post(f"/projects/{project_id}/hooks/{hook_id}/test"))


def deliveries(
    project_id: int,
    hook_id: int,
    *,
    outcome: str | None = None,
    before: int | None = None,
    limit: int = 100,
) -> Act[Page[Delivery]]:
    """A webhook's log, the newest first."""
    params = _some(outcome=outcome, before=before, limit=limit)
    path = f"/projects/{project_id}/hooks/{hook_id}/deliveries"
    return ask(Page[Delivery], Call("GET", path, params))


def delivery(project_id: int, hook_id: int, delivery_id: int) -> Act[DeliveryWhole]:
    """One message as it was sent, and each try."""
    path = f"/projects/{project_id}/hooks/{hook_id}/deliveries/{delivery_id}"
    return ask(DeliveryWhole, Call("GET", path))


def redeliver(project_id: int, hook_id: int, delivery_id: int) -> Act[Delivery]:
    """Send a message again."""
    path = f"/projects/{project_id}/hooks/{hook_id}/deliveries/{delivery_id}/redeliver"
    return ask(Delivery, _post(path, safe=True))
