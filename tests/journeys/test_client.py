"""A script's whole way by the client, over HTTP, with a worker process: up, in, predicted, worked
on, told of, corrected, released, down. Blocking, awaited, and from the command line."""

from __future__ import annotations

import asyncio
import io
import json
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import httpx
import pytest
from PIL import Image
from typer.testing import CliRunner

from app.core.database import transaction
from app.core.settings import ROOT, configure
from app.people import tokens
from app.tasks import views
from dure.client import AsyncDure, Dure, Prediction, errors, webhooks
from dure.client.cli import app as remote
from tests.conftest import Database, run_server, run_workers
from tests.factories import Place
from tests.hooks.receiver import Got, Handler, Receiver

BOX = {"kind": "box", "class": "RBC", "x": 10, "y": 10, "width": 20, "height": 30}


def pictures(count: int) -> bytes:
    """A zip of so many."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(count):
            picture = io.BytesIO()
            Image.new("RGB", (200, 100), (number * 9, 80, 90)).save(picture, "PNG")
            archive.writestr(f"밤/{number:02}.png", picture.getvalue())
    return out.getvalue()


class Shop:
    """A project, who works in it, and a token of its manager's."""

    def __init__(self, url: str, receiver: Receiver) -> None:
        self.url, self.receiver = url, receiver
        self.place = Place.make(items=0, inspect1="none")
        with transaction() as s:
            _, self.token = tokens.make(
                s, self.place.manager, "script", ["manage"], None, [self.place.project_id]
            )
        self.worker = self.place.person("worker")

    def work(self) -> None:
        """All that is on offer is done: what is suggested is taken as it is."""
        while leases := self.place.claim(self.worker, count=1):
            with transaction() as s:
                (shown,) = views.leases(s, self.place.project_id, leases)
            answer = shown["item"]["suggested"]
            self.place.submit(
                self.worker, leases[0], answer=answer or {"modality": "picture", "annotations": []}
            )


def soon(look: Callable[[], Any], seconds: float = 40) -> Any:
    """What is there once it is."""
    until = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < until, "it does not come"
        time.sleep(0.2)
    return found


@pytest.fixture
def shop(database: Database, tmp_path: Path) -> Iterator[Shop]:
    left = iter([503])

    def late(handler: Handler, _: Got) -> None:
        """The first message is taken when it comes again."""
        handler.send(next(left, 200))

    with Receiver(late).up() as receiver:
        configure(hook_hosts=receiver.host)
        with run_workers(tmp_path), run_server(tmp_path) as server:
            yield Shop(server.url, receiver)
    configure(hook_hosts=None)


@pytest.mark.timeout(180)
def test_a_scripts_whole_way(shop: Shop, tmp_path: Path) -> None:
    project, stage = shop.place.project_id, shop.place.stage_id
    with Dure(shop.url, shop.token) as dure:
        assert [one.id for one in dure.projects()] == [project]
        assert [one.id for one in dure.stages(project)] == [stage]
        hook = dure.make_hook(
            project,
            name="training",
            address=shop.receiver.address,
            kinds=["batch.imported", "item.accepted", "release.ready"],
        )

        # In.
        upload = dure.upload(project, pictures(4), name="night.zip")
        dry = dure.begin_import(project, stage_id=stage, upload_id=upload, dry_run=True)
        assert dure.wait_for_batch(project, dry.id).taken == 4
        begun = dure.begin_import(project, stage_id=stage, upload_id=upload)
        batch = dure.wait_for_batch(project, begun.id)
        assert (batch.taken, batch.refused) == (4, 0)
        assert dure.begin_import(project, stage_id=stage, upload_id=upload).id == batch.id
        assert len(list(dure.items(project, batch_id=batch.id, limit=1))) == 4

        # A model, and people.
        todo = list(dure.unlabeled(project, stage, model="rings-1", limit=3))
        assert len(todo) == 4
        picture = httpx.get(urljoin(shop.url, todo[0].url))
        assert Image.open(io.BytesIO(picture.content)).size == (200, 100)
        told = dure.predict(
            project,
            stage,
            "rings-1",
            (
                Prediction(item_id=one.id, score=0.9 - at / 10, annotations=[BOX])
                for at, one in enumerate(todo)
            ),
        )
        assert (told.kept, told.refused) == (4, 0)
        assert list(dure.unlabeled(project, stage, model="rings-1")) == []
        opened = dure.open_work(project, stage)
        dure.wait_for_chore(project, opened.chore_id)
        ordered = dure.order_by_score(project, stage, "rings-1")
        assert dure.wait_for_chore(project, ordered.chore_id).result == {"moved": 4}
        shop.work()
        found = soon(
            lambda: (had := list(dure.corrections(project, stage))) and len(had) == 4 and had
        )
        # The least sure came first.
        assert [one.item_id for one in found] == [one.id for one in reversed(todo)]
        assert [one.predictions[0].agreement for one in found] == [1.0] * 4
        (model,) = dure.agreement(project, stage)
        assert (model.model, model.agreement, model.classes[0].kept) == ("rings-1", 1.0, 4)

        # Out.
        made = dure.make_release(project, stage_id=stage, version="1.0", format="coco", media=True)
        release = dure.wait_for_release(project, made.id)
        assert (
            dure.make_release(project, stage_id=stage, version="1.0", format="coco", media=True).id
            == release.id
        )
        (path,) = dure.download(project, release.id, tmp_path)
        with zipfile.ZipFile(path) as archive:
            assert archive.testzip() is None
        assert path.stat().st_size == release.bytes

        # Told, the first when it was sent again.
        soon(lambda: len({one.said["sequence"] for one in shop.receiver.got}) == 6)
        soon(lambda: not list(dure.deliveries(project, hook.id, outcome="waiting")))
        log = list(dure.deliveries(project, hook.id, limit=2))
        assert {one.outcome for one in log} == {"delivered"}
        assert {one.kind for one in log} == {"batch.imported", "item.accepted", "release.ready"}
        tries = dure.delivery(project, hook.id, log[-1].id).tries
        assert [one.status for one in tries] == [503, 200]
        events = [webhooks.verify(hook.secret, one.headers, one.body) for one in shop.receiver.got]
        assert {one.data.get("version") for one in events} == {None, "1.0"}

        # What is refused is an exception with its code.
        with pytest.raises(errors.NotFound):
            dure.project(10**9)
        with pytest.raises(errors.Conflict) as caught:
            dure.make_release(project, stage_id=stage, version="1.0", format="voc")
        assert caught.value.code == "version_taken"


@pytest.mark.timeout(120)
def test_awaited_and_from_the_command_line(shop: Shop, tmp_path: Path) -> None:
    project, stage = shop.place.project_id, shop.place.stage_id

    async def way() -> list[str]:
        async with AsyncDure(shop.url, shop.token) as dure:
            ups = [dure.upload(project, pictures(n), name=f"{n}.zip") for n in (2, 3)]
            sent = await asyncio.gather(*ups)
            begun = await dure.begin_import(project, stage_id=stage, upload_id=sent[1])
            batch = await dure.wait_for_batch(project, begun.id)
            assert batch.taken == 3
            return [one.name async for one in dure.items(project, limit=2)]

    names = asyncio.run(way())
    assert sorted(names) == ["밤/00.png", "밤/01.png", "밤/02.png"]

    said = {"DURE_REMOTE": shop.url, "DURE_TOKEN": shop.token}
    place = ["--project", str(project), "--stage", str(stage)]

    def run(*words: str, sent: str | None = None) -> list[Any]:
        done = CliRunner().invoke(remote, list(words), env=said, input=sent)
        assert done.exit_code == 0, done.output + repr(done.exception)
        return [json.loads(line) for line in done.stdout.splitlines()]

    (tmp_path / "more.zip").write_bytes(pictures(5))
    (batch,) = run("import", str(tmp_path / "more.zip"), *place, "--skip-existing")
    assert (batch["taken"], batch["skipped"]) == (2, 3)
    todo = run("unlabeled", *place, "--model", "rings-1")
    assert len(todo) == 5
    lines = "\n".join(json.dumps({"item_id": one["id"], "annotations": []}) for one in todo)
    assert all(one["kept"] for one in run("predict", "-", *place, "--model", "rings-1", sent=lines))
    (opened,) = run("open", *place)
    assert opened["state"] == "done"
    shop.work()
    (release,) = run("release", "1.0", *place, "--format", "jsonl")
    assert (release["state"], release["items"]) == ("ready", 5)
    (brought,) = run("download", str(release["id"]), "-p", str(project), "-o", str(tmp_path))
    assert Path(brought["path"]).is_file()
    (hook,) = run("hooks", "make", shop.receiver.address, "item.accepted", "-p", str(project))
    assert hook["secret"].startswith("whsec_")
    run("hooks", "test", str(hook["id"]), "-p", str(project))
    soon(lambda: run("hooks", "log", str(hook["id"]), "-p", str(project), "--outcome", "delivered"))
    # Without a token, a sentence.
    done = CliRunner().invoke(remote, ["projects"], env={"DURE_REMOTE": shop.url, "DURE_TOKEN": ""})
    assert done.exit_code == 2
    assert "DURE_TOKEN" in done.output


@pytest.mark.timeout(120)
def test_the_worked_examples(
    shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What docs/api.md shows works, from the first to the last."""
    monkeypatch.setenv("DURE_REMOTE", shop.url)
    monkeypatch.setenv("DURE_TOKEN", shop.token)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "night.zip").write_bytes(pictures(3))
    told: dict[str, Any] = {}
    examples = re.findall(r"```python\n(.*?)```", (ROOT / "docs/api.md").read_text(), re.DOTALL)
    for example in examples:
        exec(example, told)
        if "open_work" in example:
            shop.work()
            soon(lambda: len(list(told["dure"].corrections(told["project"], told["stage"]))) == 3)
    said = capsys.readouterr().out
    assert "3 would come in; 0 would not:" in said
    assert "밤/00.png rings-1 1.0" in said
    assert "rings-1 1.0 {'cells: RBC': 1.0}" in said
    assert "version_taken" in said
    assert told["last"] > 0
    told["dure"].close()
