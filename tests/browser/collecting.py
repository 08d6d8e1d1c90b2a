"""Collecting as tests see it: a voice for Chromium's microphone, a line that can be cut, a stage of
prompts, and the recorder's page."""

from __future__ import annotations

import io
import json
import socket
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Page, expect

from app.commands import web
from tests.browser.conftest import FLAGS, Dure
from tests.browser.windows import Windows
from tests.journeys.caller import Caller, new_key, until
from tests.journeys.collecting import AGREEMENT, Site

RATE = 48_000
SAID: dict[str, Any] = {
    "birth_year": 1991,
    "sex": "female",
    "grew_up": "busan",
    "lives": "seoul",
    "lives_years": 12,
    "language": "ko",
    "device": "phone",
}


def voice(seconds: int, seed: int = 7) -> bytes:
    """A WAV of something like speech: syllables of changing pitch with rests, no two alike."""
    random = np.random.default_rng(seed)
    parts: list[Any] = []
    length = 0
    while length < seconds * RATE:
        last = random.uniform(0.12, 0.3)
        now = np.arange(int(last * RATE)) / RATE
        pitch = random.uniform(110, 240) * (1 + random.uniform(-0.2, 0.2) * now / last)
        phase = 2 * np.pi * np.cumsum(pitch) / RATE
        weights = random.uniform(0.1, 1, 12) / np.arange(1, 13)
        sound = sum(w * np.sin(n * phase) for n, w in enumerate(weights, 1))
        sound = sound / np.abs(sound).max() * np.sin(np.pi * now / last) ** 0.5 * 0.5
        rest = np.zeros(int(random.uniform(0.02, 0.1) * RATE))
        parts += [sound, rest]
        length += len(sound) + len(rest)
    samples = np.concatenate(parts) * 32_000
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(samples.astype("<i2").tobytes())
    return out.getvalue()


class Line:
    """A TCP line to the server that counts what goes up, and that can be cut and mended."""

    def __init__(self, url: str) -> None:
        self._to = ("127.0.0.1", int(url.rsplit(":", 1)[1]))
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = self._door.getsockname()[1]
        self.up = 0
        """Bytes that went to the server."""
        self.most: int | None = None
        """After so many the line breaks by itself."""
        self._cut = threading.Event()
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._serving = threading.Thread(target=self._serve, daemon=True)
        self._serving.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_cut(self) -> bool:
        return self._cut.is_set()

    def cut(self) -> None:
        """Nothing goes through, and what was on its way is lost."""
        self._cut.set()
        with self._lock:
            for one in self._open:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            self._open.clear()

    def mend(self) -> None:
        self.most = None
        self._cut.clear()

    def close(self) -> None:
        self.cut()
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)  # wakes who waits at it
        self._serving.join()
        self._door.close()

    def _serve(self) -> None:
        carrying: list[threading.Thread] = []
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                if self._cut.is_set():
                    near.close()
                    continue
                one = threading.Thread(target=self._carry, args=(near,), daemon=True)
                carrying.append(one)
                one.start()
        self.cut()  # what came in meanwhile, too
        for one in carrying:
            one.join()

    def _carry(self, near: socket.socket) -> None:
        with suppress(OSError), near, socket.create_connection(self._to) as far:
            with self._lock:
                self._open |= {near, far}
            back = threading.Thread(target=self._pass, args=(far, near, False), daemon=True)
            back.start()
            self._pass(near, far, True)
            back.join()

    def _pass(self, one: socket.socket, other: socket.socket, up: bool) -> None:
        with suppress(OSError):
            while piece := one.recv(16_384):
                if up:
                    self.up += len(piece)
                    if self.most is not None and self.up > self.most:
                        self.cut()
                        break
                other.sendall(piece)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


def recording(**about: Any) -> dict[str, Any]:
    """The question for a recording, of a room as loud as one likes."""
    asked = {"kind": "recording", "name": "speech", "ko": "읽은 소리", "en": "Speech"}
    return asked | {"rate": 16_000, "min_seconds": 1, "max_seconds": 60, "max_noise": 0} | about


class Collecting:
    """A collect stage on offer, a speaker who may take part, and an inspector."""

    def __init__(
        self,
        dure: Dure,
        labels: list[dict[str, Any]],
        prompts: list[dict[str, Any]],
        **collect: Any,
    ) -> None:
        self.dure = dure
        # Who is called here hangs up with the others.
        self.site = Site(dure.url, dure.outbox, callers=dure.callers)
        site = self.site
        site.found("방언 수집")
        definition = {"modality": "prompt", "labels": labels}
        about = {"kind": "collect", "overlap": 2, "inspect1": "all", "inspect2": "none"}
        path = site.stage("녹음", definition, collect={"minors": "guardian"} | collect, **about)
        site.boss.post(f"{site.project}/agreement", AGREEMENT)
        site.boss.post(f"{path}/open", status=200)
        site.boss.post(f"{site.project}/open", status=200)
        lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in prompts)
        site.bring("녹음", "대본.jsonl", lines.encode(), len(prompts))
        site.boss.post(f"{site.project}/funding", {"amount": 5_000_000}, key=new_key())
        site.offer("녹음")

    @property
    def project(self) -> int:
        return self.site.project_id

    @property
    def id(self) -> int:
        return self.site.stages["녹음"]

    @property
    def work(self) -> str:
        """The page where one collects."""
        return f"/do/{self.project}/{self.id}"

    def speaker(self, name: str = "화자", *, birth_year: int = SAID["birth_year"]) -> Caller:
        """Somebody of the team who has agreed and said who he is."""
        caller = self.site.join(name, "worker", birth_year=birth_year)
        self.sign(caller)
        caller.send("PUT", "/me/participant", SAID | {"birth_year": birth_year})
        return caller

    def inspector(self) -> Caller:
        """Somebody who looks over what was made; he has agreed, too."""
        caller = self.site.join("검수자", "primary_inspector")
        self.sign(caller)
        return caller

    def sign(self, caller: Caller) -> None:
        """The project's agreement."""
        told = caller.get(f"{self.site.project}/participation")
        path = f"/agreements/{told['agreement']['id']}/sign"
        caller.post(path, {"locale": "ko"}, status=204)

    def takes(self, who: Caller, lease: int) -> list[Any]:
        """What the server has of a lease."""
        return list(who.get(f"{self.site.project}/assignments/{lease}/captures"))

    def became(self, who: Caller, lease: int, state: str) -> dict[str, Any]:
        """The work of a lease, once it is in that state."""

        def look() -> dict[str, Any] | None:
            found = who.get(f"{self.site.project}/assignments/{lease}")
            return dict(found) if found["state"] == state else None

        return dict(until(look, f"the work to be {state}"))

    def lease(self, who: Caller) -> int:
        """The one piece that somebody holds."""
        rows = who.get("/me/assignments", project_id=self.project)["items"]
        return int(next(row["id"] for row in rows if row["level"] == 0))


class Recorder:
    """The page with the recorder on it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.deck = page.locator(".pr-deck")
        self.big = page.locator(".pr-rec")
        self.takes = page.locator(".pr-takes .pr-take")
        self.poor = page.locator(".pr-deck .pr-take")

    def ready(self, *, word: str = "마이크 켜기") -> Recorder:
        """Turns the microphone on and lets the room be heard."""
        self.deck.wait_for(timeout=60_000)
        self.page.get_by_role("button", name=word).click()
        self.page.get_by_role("button", name="주변 소리 재기").click()
        expect(self.big).to_be_visible(timeout=20_000)
        return self

    def record(self, seconds: int) -> None:
        """From Space to Space, until so many seconds are on the clock."""
        self.page.locator("body").press("Space")
        expect(self.big).to_have_attribute("aria-pressed", "true")
        self.reached(seconds, timeout=60_000)
        self.page.locator("body").press("Space")
        expect(self.big).not_to_have_attribute("aria-pressed", "true")

    def reached(self, seconds: int, timeout: float | None = None) -> None:
        """Waits until so many seconds are on the clock, or more: who looks now and then may never
        see the one at which they were just so many."""
        self.page.wait_for_function(
            """(least) => {
              const told = document.querySelector(".pr-clock")?.textContent.match(/^(\\d+):(\\d+)/);
              return told && Number(told[1]) * 60 + Number(told[2]) >= least;
            }""",
            arg=seconds,
            timeout=timeout,
        )

    def passed(self) -> None:
        """Waits until the take in sight has passed."""
        expect(self.takes.last).to_have_attribute("data-state", "done", timeout=60_000)


@contextmanager
def voiced(browser: Browser, folder: Path) -> Iterator[Windows]:
    """The contexts of a further Chromium, with a voice at its microphone."""
    flags = [*FLAGS, *microphone(folder)]
    path = web.chromium("chromium-headless-shell")
    with browser.browser_type.launch(executable_path=path, args=flags) as launched:
        yield Windows(launched)


def microphone(folder: Path) -> list[str]:
    """Chromium's flags for a microphone that hears a voice, and a camera that sees a picture."""
    file = folder / "voice.wav"
    file.write_bytes(voice(150))
    return [
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={file}",
        "--autoplay-policy=no-user-gesture-required",
    ]
