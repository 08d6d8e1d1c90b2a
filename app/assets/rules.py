"""What is wrong with a take, by what was measured and what its stage asks for. Pure."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

Asked: TypeAlias = Mapping[str, Any]
"""The question that a take answers, as the JSON of its definition with all its defaults."""
Measured: TypeAlias = Mapping[str, Any]

QUIETEST = -60.0
"""dBFS; where nothing is ever louder there is nothing to hear."""

_RECORDED = {
    "wav": frozenset({"audio/wav"}),
    # What browsers record when they compress: Safari knows AAC where the others know Opus.
    "opus": frozenset({"audio/ogg", "audio/webm", "audio/mp4"}),
}


class TakeFault(NamedTuple):
    """Why a take does not pass; `code` is stable, `value` and `limit` are what was compared."""

    code: str
    detail: str
    value: float | str | None = None
    limit: float | str | None = None

    def json(self) -> dict[str, Any]:
        """As it is kept and sent."""
        return self._asdict()


def faults(asked: Asked, measured: Measured) -> tuple[TakeFault, ...]:
    """Everything that the person has to do better with the next take, the gravest first."""
    judge = _JUDGES.get(asked["kind"])
    return () if judge is None else tuple(judge(asked, measured))


def collects(asked: Asked) -> bool:
    """Whether this question is answered with takes."""
    return asked["kind"] in _JUDGES


def _recording(asked: Asked, measured: Measured) -> Iterator[TakeFault]:
    yield from _format(asked, measured)
    yield from _length(asked, measured)
    level, peak = measured["rms_db"], measured["peak_db"]
    silence, most = measured["silence"], asked.get("max_silence")
    if peak < QUIETEST:
        yield TakeFault(
            "silent",
            "Nothing is heard; see that the microphone is on and not covered.",
            peak,
            QUIETEST,
        )
        return
    if most is not None and silence > most:
        yield TakeFault(
            "silent",
            f"{silence:.0%} of it are silence, and {most:.0%} may be; speak without long pauses.",
            silence,
            most,
        )
    least = asked.get("min_level")
    if least is not None and level < least:
        yield TakeFault(
            "too_quiet",
            f"It is {level:g} dB loud and must be {least:g}; come nearer or speak up.",
            level,
            least,
        )
    clipped, most = measured["clipped"], asked.get("max_clipped")
    if most is not None and clipped > most:
        yield TakeFault(
            "clipped",
            "It is too loud for the microphone; move away from it or speak more softly.",
            clipped,
            most,
        )
    noise, most = measured["noise_db"], asked.get("max_noise")
    if most is not None and noise > most:
        yield TakeFault(
            "noisy",
            f"It is {noise:g} dB loud where nobody speaks, and may be {most:g}; find a quieter "
            "place.",
            noise,
            most,
        )


def _format(asked: Asked, measured: Measured) -> Iterator[TakeFault]:
    wanted = asked.get("container")
    if wanted is not None and measured["media_type"] not in _RECORDED[wanted]:
        yield TakeFault(
            "wrong_container",
            f"It is {measured['media_type']}, and {wanted.upper()} is asked for.",
            measured["media_type"],
            wanted,
        )
    rate, asks = measured["rate"], asked.get("rate")
    # Opus has no rate of its own: every decoder gives 48,000.
    exact = measured["media_type"] == "audio/wav"
    if asks is not None and (rate != asks if exact else rate < asks):
        yield TakeFault(
            "wrong_rate", f"It has {rate} samples a second, and {asks} are asked for.", rate, asks
        )
    channels, asks = measured["channels"], asked.get("channels")
    if asks is not None and channels != asks:
        yield TakeFault(
            "wrong_channels",
            f"It has {channels} channels, and {asks} are asked for.",
            channels,
            asks,
        )


def _length(asked: Asked, measured: Measured) -> Iterator[TakeFault]:
    seconds = measured["length"] / 1000
    least, most = asked.get("min_seconds"), asked.get("max_seconds")
    if least is not None and seconds < least:
        yield TakeFault(
            "too_short", f"It is {seconds:.1f} s long and must be {least:g} s.", seconds, least
        )
    if most is not None and seconds > most:
        yield TakeFault(
            "too_long", f"It is {seconds:.1f} s long and may be {most:g} s.", seconds, most
        )


def _size(asked: Asked, measured: Measured) -> Iterator[TakeFault]:
    """A picture that is turned on its side is as large as one that stands."""
    width, height = measured["width"], measured["height"]
    wide, high = asked.get("min_width") or 0, asked.get("min_height") or 0
    if max(width, height) < max(wide, high) or min(width, height) < min(wide, high):
        yield TakeFault(
            "too_small",
            f"It has {width} × {height} pixels and must have {wide or '…'} × {high or '…'}.",
            f"{width}x{height}",
            f"{wide}x{high}",
        )


def _photograph(asked: Asked, measured: Measured) -> Iterator[TakeFault]:
    yield from _size(asked, measured)
    light = measured["light"]
    least, most = asked.get("min_light"), asked.get("max_light")
    if least is not None and light < least:
        yield TakeFault(
            "too_dark", "It is too dark; find more light or use the flash.", light, least
        )
    if most is not None and light > most:
        yield TakeFault("too_bright", "It is too bright; turn away from the light.", light, most)
    sharp, least = measured["sharpness"], asked.get("min_sharpness")
    if least is not None and sharp < least:
        yield TakeFault(
            "blurred", "It is blurred; hold still and wait until it is in focus.", sharp, least
        )


def _film(asked: Asked, measured: Measured) -> Iterator[TakeFault]:
    yield from _length(asked, measured)
    yield from _size(asked, measured)


def _file(asked: Asked, measured: Measured) -> Iterator[TakeFault]:
    wanted = asked.get("types")
    of_all = f"{measured['media_type'].partition('/')[0]}/*"
    if wanted and measured["media_type"] not in wanted and of_all not in wanted:
        yield TakeFault(
            "wrong_type",
            f"It is {measured['media_type']}, and {', '.join(wanted)} is asked for.",
            measured["media_type"],
            ", ".join(wanted),
        )
    most = asked.get("max_bytes")
    if most is not None and measured["bytes"] > most:
        yield TakeFault(
            "too_large",
            f"It has {measured['bytes']} bytes and may have {most}.",
            measured["bytes"],
            most,
        )


_JUDGES: Mapping[str, Callable[[Asked, Measured], Iterator[TakeFault]]] = {
    "recording": _recording,
    "photograph": _photograph,
    "film": _film,
    "file": _file,
}

# --- what a kind could not be measured for -----------------------------------------------------

_WRONG = frozenset(
    {"not_a_sound", "not_a_picture", "not_a_video", "not_a_pdf", "picture_type", "not_a_series"}
)


def refused(reason: str, detail: str) -> TakeFault:
    """The fault of a file that is not taken as what was asked for."""
    return TakeFault("wrong_type" if reason in _WRONG else "unreadable", detail, reason)


def alike(kind: str, likeness: float, limit: float) -> TakeFault:
    """The fault of a take that looks, or sounds, like one that is there already."""
    if kind == "sound":
        sentence = "It sounds like a recording that is here already; speak it yourself, anew."
        return TakeFault("played_back", sentence, likeness, limit)
    sentence = "It looks like a picture that is here already; photograph something else."
    return TakeFault("alike", sentence, likeness, limit)


DUPLICATE = TakeFault("duplicate", "This very file is here already; make another one.")
INFECTED = TakeFault("infected", "A virus was found in it; clean the device and take it anew.")
SCAN_FAILED = TakeFault("scan_failed", "It could not be checked for viruses; send it again later.")
LOST = TakeFault("unreadable", "It could not be looked over; take it again.")
