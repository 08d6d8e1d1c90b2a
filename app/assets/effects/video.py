"""Objects of a video that are not to be seen, stretches of it that are not to be heard, and videos
that are trimmed.

For each effect a film of shapes is drawn, white where it is to be; FFmpeg lays the blurred, or the
black, frame over the frame there. Frame n of what is made is frame n of the original.
"""

import io
import math
import wave
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw

from app.assets.cuts import video as windows
from app.assets.cuts.base import Cut, CutFailed, Step
from app.assets.cuts.sound import Samples
from app.assets.effects import sound
from app.assets.effects.picture import CELLS
from app.assets.media import ffmpeg, video
from app.assets.media.base import MediaRefused
from app.assets.media.ffmpeg import MAX_PIXELS, FfmpegFailed
from app.labels.effects import Effect, Following, Heard, Operations
from app.labels.track import Track, shape_at

_QUALITY = "16"
_RATE = 48_000  # of what is heard


def made(
    path: Path, facts: Mapping[str, Any], operations: Operations, into: Path, step: Step
) -> Cut:
    """The video as it may be seen and heard. Raises CutFailed."""
    came = into.with_name("hidden.mp4")
    try:
        if operations.hides:
            _hidden(path, facts, operations, came, step)
            found = video.probe(came, "made.mp4")
            if found.facts["length"] != facts["length"]:
                raise CutFailed("Its frames cannot be counted for sure; convert the video anew.")
            path, facts = found.kept.rename(into.with_name("whole.mp4")), found.facts
        if operations.trim is not None:
            start, end = (int(one) for one in operations.trim)
            times = windows.timeline(path, facts, step)
            return windows.window(path, facts, times, start, end, into, step)
    except FfmpegFailed as why:
        raise CutFailed(video.broken(why).detail) from None
    except MediaRefused as no:
        raise CutFailed(no.detail) from None
    return Cut(
        "video/mp4",
        path,
        facts=facts,
        width=found.width,
        height=found.height,
        thumbnail=found.thumbnail,
    )


def _hidden(
    path: Path, facts: Mapping[str, Any], operations: Operations, into: Path, step: Step
) -> None:
    width, height = facts["width"], facts["height"]
    over, under = facts["rate"]
    inputs: list[str] = []
    # Shapes and frames meet by their numbers, in a time that has a unit for each.
    counted = f"settb={under}/{over},setpts=N"
    graph = [f"[0:V:0]scale={width}:{height},setsar=1,{counted},format=gbrp[v0]"]
    last = "v0"
    for effect in (Effect.BLUR, Effect.MASK):
        tracks = [one for one in operations.following if one.effect is effect]
        if not tracks:
            continue
        shapes = into.with_name(f"shapes.{effect}")
        cell = _shapes(tracks, facts, shapes, step)
        number = 1 + len(inputs) // 6
        inputs += ["-f", "png_pipe", "-framerate", f"{over}/{under}", "-i", f"file:{shapes}"]
        few = f"{max(1, math.ceil(width / cell))}:{max(1, math.ceil(height / cell))}"
        # Softer than in pictures: the cells of each frame cut otherwise what moves, and nothing
        # finer than a cell may come together from many. Colours lie in a film at half its
        # fineness, which makes each slope twice as steep.
        other = (
            f"scale={few}:flags=area,scale={width}:{height}:flags=neighbor,"
            f"gblur=sigma={cell:.1f}:steps=3"
            if effect is Effect.BLUR
            else "drawbox=color=black:t=fill"
        )
        shown = f"w{number}"
        graph += [
            f"[{last}]split[a{number}][b{number}]",
            f"[b{number}]{other}[o{number}]",
            f"[{number}:v]format=gbrp,{counted}[m{number}]",
            f"[a{number}][o{number}][m{number}]maskedmerge[{shown}]",
        ]
        last = shown
    heard = _heard(path, facts, operations.heard, into, step) if facts["sound"] else None
    sound_of: list[str] = []
    if heard is not None:
        sound_of = ["-map", f"{1 + len(inputs) // 6}:a:0", "-c:a", "aac", "-b:a", "160k"]
    even = width % 2 == 0 and height % 2 == 0
    to = ["-filter_complex", ";".join(graph), "-map", f"[{last}]", *sound_of]
    to += ["-fps_mode", "passthrough", "-frames:v", str(facts["length"]), "-c:v", "libx264"]
    to += ["-preset", "veryfast", "-crf", _QUALITY, "-pix_fmt", "yuv420p" if even else "yuv444p"]
    to += ["-threads", str(ffmpeg.THREADS), "-bf", "0", "-map_metadata", "-1"]
    to += ["-fflags", "+bitexact", "-movflags", "+faststart", "-f", "mp4", str(into)]
    source = ffmpeg.source(path, video.KINDS, "-max_pixels", str(MAX_PIXELS))
    listened = [] if heard is None else ["-i", f"file:{heard}"]
    ffmpeg.run(
        [*source, *inputs, *listened, *to],
        seconds=300 + facts["length"],
        encoder="libx264",
        step=step,
        limit=video.MAX_BYTES,
    )


def _shapes(tracks: Sequence[Following], facts: Mapping[str, Any], into: Path, step: Step) -> float:
    """A picture for each frame, one after the other in a file; pixels of a cell of what is blurred,
    by the largest that is ever seen.
    """
    size = (facts["width"], facts["height"])
    largest = 8.0 * CELLS
    drawn: tuple[Any, bytes] | None = None
    with into.open("wb") as file:
        for frame in range(facts["length"]):
            outlines = [found for one in tracks if (found := _outline(one.track, frame))]
            for across, down in (tuple(zip(*one, strict=True)) for one in outlines):
                largest = max(largest, max(across) - min(across), max(down) - min(down))
            if drawn is None or drawn[0] != outlines:
                drawn = outlines, _drawn(size, outlines)
            file.write(drawn[1])
            if not frame % 100:
                step()
    return largest / CELLS


def _drawn(size: tuple[int, int], outlines: Sequence[Sequence[tuple[float, float]]]) -> bytes:
    shape = Image.new("L", size, 0)
    draw = ImageDraw.Draw(shape)
    for outline in outlines:
        draw.polygon(outline, fill=255, outline=255)
        draw.line([*outline, outline[0]], fill=255, width=3)
    out = io.BytesIO()
    shape.save(out, "PNG", compress_level=1)
    return out.getvalue()


def _outline(track: Track, frame: int) -> list[tuple[float, float]]:
    shown = shape_at(track, frame)
    if shown is None:
        return []
    numbers = shown.numbers
    if track.kind == "box_track":
        x, y, width, height = numbers
        return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def _heard(
    path: Path, facts: Mapping[str, Any], heard: Sequence[Heard], into: Path, step: Step
) -> Path:
    """What is heard from the first frame on, as a WAV, with a tone or silence where it must be."""
    first = float(windows.first(path))
    plain = into.with_name("samples")
    at = f"asetpts=PTS-{first}/TB,aresample={_RATE}:async=1:first_pts=0"
    to = ["-ac", "2", "-ar", str(_RATE), "-c:a", "pcm_s16le", "-f", "s16le", str(plain)]
    ffmpeg.run(
        [*ffmpeg.source(path, video.KINDS), "-map", "0:a:0", "-af", at, *to],
        seconds=300,
        step=step,
    )
    whole = Samples(plain, _RATE, 2, 2)
    each = 1000 * facts["rate"][1] / facts["rate"][0]
    sound.hide(whole, [Heard(one.effect, one.start * each, one.end * each) for one in heard], step)
    spoken = into.with_name("spoken.wav")
    with wave.open(str(spoken), "wb") as file, plain.open("rb") as content:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        while piece := content.read(1 << 20):
            file.writeframesraw(piece)
    return spoken
