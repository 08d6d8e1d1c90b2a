"""What eight speakers say: takes made of recordings of spoken digits, one different from the other,
and what is wrong with bad ones.

A take is words of a voice over a quiet room: 200 ms of quiet, words of 500 ms with 500 ms of quiet
between them, 200 ms of quiet.
"""

from __future__ import annotations

import io
import wave
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.core.settings import ROOT
from tests import seoul

FOLDER = ROOT.parent / "shared" / "data" / "speech" / "fsdd" / "recordings"
ABSENT = "the recordings of digits are not beside the repository"
RATE = 16_000
WORD, EDGE = 500, 200  # milliseconds
STANDARD = ("영", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉")
DIALECT = ("공", "하나", "두이", "서이", "너이", "다섯", "여섯", "일곱", "야덜", "아홉")

Samples = NDArray[np.float64]


@dataclass(frozen=True)
class Speaker:
    """One of those who speak: a voice, at a speed that makes another person of it."""

    voice: str
    speed: float
    age: int  # which he turns this year; the next is in the same band
    said: Mapping[str, Any]  # of himself

    @property
    def birth_year(self) -> int:
        return seoul.today().year - self.age

    @property
    def cell(self) -> dict[str, str]:
        """The group that he belongs to."""
        return {"age": f"{self.age // 10 * 10}", "sex": self.said["sex"]}


def _who(voice: str, speed: float, at: int) -> Speaker:
    said = {
        "sex": ("female", "male")[at % 2],
        "grew_up": ("jeju", "busan", "jeonnam", "gangwon")[at % 4],
        "lives": "seoul",
        "lives_years": 3 + at,
        "language": "ko",
        "device": ("phone", "laptop")[at % 2],
    }
    return Speaker(voice, speed, 24 if at < 4 else 64, said)


VOICES = ("george", "jackson", "lucas", "nicolas", "theo", "yweweler", "george", "lucas")
SPEEDS = (1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.22, 0.82)
SPEAKERS = tuple(
    _who(voice, speed, at) for at, (voice, speed) in enumerate(zip(VOICES, SPEEDS, strict=True))
)
"""Two of each group of age and sex."""


def digits(prompt: int) -> tuple[int, ...]:
    """What a prompt asks for: no two ask for the same. The first is long enough to be known again
    when it is played back."""
    asked = (prompt % 10, (prompt * 3 + prompt // 10 + 1) % 10)
    return asked if prompt else (*asked, 7, 5)


def words(prompt: int, forms: tuple[str, ...]) -> list[str]:
    """The same in words."""
    return [forms[digit] for digit in digits(prompt)]


def starts(prompt: int) -> list[int]:
    """Where the words begin in a take, in milliseconds."""
    return [EDGE + 2 * WORD * at for at in range(len(digits(prompt)))]


def length(prompt: int) -> int:
    """Of a take, in milliseconds."""
    return starts(prompt)[-1] + WORD + EDGE


@cache
def _recorded(voice: str, digit: int, nth: int) -> Samples:
    with wave.open(str(FOLDER / f"{digit}_{voice}_{nth}.wav")) as file:
        rate = file.getframerate()
        found = np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768
    places = np.arange(0, len(found) - 1, rate / RATE)
    return np.interp(places, np.arange(len(found)), found)


def _word(voice: str, digit: int, nth: int, speed: float) -> Samples:
    found = _recorded(voice, digit, nth)
    heard = np.flatnonzero(np.abs(found) > np.abs(found).max() / 20)
    found = found[heard[0] : heard[-1]]
    found = np.interp(np.arange(0, len(found) - 1, speed), np.arange(len(found)), found)
    found = found[: WORD * RATE // 1000].copy()
    fade = RATE // 50
    found[-fade:] *= np.linspace(1, 0, fade)
    spoken: Samples = found * 0.5 / np.abs(found).max()
    return spoken


def take(speaker: Speaker, prompt: int) -> Samples:
    """What that speaker records for that prompt: no two are alike."""
    chance = np.random.default_rng([SPEAKERS.index(speaker), prompt])
    sound = chance.normal(0, 0.0004, length(prompt) * RATE // 1000)
    for which, (digit, start) in enumerate(zip(digits(prompt), starts(prompt), strict=True)):
        # Nobody says a word twice at the same speed.
        speed = speaker.speed * (1 + 0.035 * ((prompt // 10 + 2 * which) % 5 - 2))
        word = _word(speaker.voice, digit, (prompt + 2 * which) % 5, speed)
        begin = start * RATE // 1000
        sound[begin : begin + len(word)] += word
    return sound


def wav(samples: Samples, rate: int = RATE) -> bytes:
    """As a file."""
    out = io.BytesIO()
    with wave.open(out, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        whole = np.clip(np.round(samples * 32767), -32768, 32767)
        file.writeframes(whole.astype("<i2").tobytes())
    return out.getvalue()


def played_back(samples: Samples) -> Samples:
    """The same through a small loudspeaker and across a room."""
    spectrum = np.fft.rfft(samples)
    at = np.fft.rfftfreq(len(samples), 1 / RATE)
    spectrum[(at < 250) | (at > 3_400)] = 0
    heard = np.fft.irfft(spectrum, len(samples))
    late = round(0.023 * RATE)
    heard[late:] += 0.25 * heard[:-late]
    room = np.random.default_rng(5).normal(0, 0.0004, len(heard) + 1_234)
    room[1_234:] += 0.8 * heard
    return room


def bad(speaker: Speaker) -> dict[str, bytes]:
    """Takes with one thing wrong with each, by the fault's code; nobody has recorded them yet."""
    good = take(speaker, 1_000)
    return {
        "too_quiet": wav(good * 0.05),
        "clipped": wav(np.clip(good * 3, -1, 1)),
        "too_short": wav(good[: RATE * 8 // 10]),
        "silent": wav(good[: RATE // 10].repeat(20) * 0),
        "wrong_rate": wav(good[::2], RATE // 2),
    }
