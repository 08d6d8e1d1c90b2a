"""Videos that say on every frame which one it is: sixteen fields, a bit each, the lowest first."""

import tempfile
from pathlib import Path

from app.assets.media import ffmpeg

BITS = 16


def numbered(path: Path, frames: int, *options: str, width: int = 640, height: int = 360) -> None:
    """A video of so many frames at 30 a second, as `options` of FFmpeg say; by default in H.264
    with frames that depend on later ones.
    """
    bits = [n * BITS // width for n in range(width)]
    lines = 8  # of a picture that is then stretched
    with tempfile.NamedTemporaryFile(dir=path.parent) as raw:
        for n in range(frames):
            line = bytes(235 if n >> bit & 1 else 16 for bit in bits)
            raw.write(line * lines)
        raw.flush()
        given = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{width}x{lines}", "-r", "30"]
        scaled = ["-vf", f"scale={width}:{height}:flags=neighbor", "-pix_fmt", "yuv420p"]
        coded = options or ("-c:v", "libx264", "-preset", "veryfast", "-bf", "3", "-g", "60")
        ffmpeg.run(
            [*given, "-i", raw.name, *scaled, *coded, str(path)],
            seconds=120,
            encoder="libx264",
        )


def read(pixels: bytes, width: int) -> int:
    """The number on a frame, of one line of its gray pixels."""
    each = width / BITS
    return sum((pixels[int((bit + 0.5) * each)] > 125) << bit for bit in range(BITS))
