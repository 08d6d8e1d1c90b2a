"""FFmpeg on strangers' recordings: what it may do, how long, and how much."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.assets.media import ffmpeg
from app.assets.media.ffmpeg import FfmpegFailed, run, source, stream

ENDLESS = ["-f", "lavfi", "-i", "testsrc=duration=100000:size=640x360"]


def test_an_encoder_that_there_is_none_of_is_said_to_be_missing() -> None:
    assert Path(ffmpeg.program("libx264")).exists()
    with pytest.raises(ffmpeg.FfmpegMissing, match="install"):
        ffmpeg.program("h264_of_tomorrow")


def test_a_file_cannot_name_other_files(tmp_path: Path) -> None:
    secret = tmp_path / "secret.ts"
    run([*ENDLESS, "-frames:v", "3", "-f", "mpegts", str(secret)], seconds=20)
    playlist = tmp_path / "video.mp4"
    playlist.write_text(f"#EXTM3U\n#EXTINF:1,\nfile:{secret}\n#EXT-X-ENDLIST\n")
    joined = tmp_path / "joined.mp4"
    joined.write_text(f"ffconcat version 1.0\nfile '{secret}'\n")
    for trick in (playlist, joined):
        with pytest.raises(FfmpegFailed) as refused:
            run([*source(trick, ["mov", "matroska"]), "-f", "null", "-"], seconds=20)
        assert refused.value.reason == "failed"
        assert refused.value.tail


def test_a_name_is_no_option_and_no_address(tmp_path: Path) -> None:
    for name in ("-version", "http:x", "a b'c;d.mp4"):
        path = tmp_path / name
        run([*ENDLESS, "-frames:v", "2", "-f", "mp4", f"file:{path}"], seconds=20)
        listed = run([*source(path, ["mov"]), "-f", "framecrc", "pipe:1"], seconds=20)
        assert len([line for line in listed.splitlines() if line[:1] != b"#"]) == 2


def test_time_and_size_have_bounds(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(FfmpegFailed) as slow:
        run([*ENDLESS, "-f", "null", "-"], seconds=0.7)
    assert slow.value.reason == "too_slow"
    assert time.monotonic() - began < 10
    with pytest.raises(FfmpegFailed) as long:
        run([*ENDLESS, "-f", "rawvideo", "pipe:1"], seconds=60, limit=3_000_000)
    assert long.value.reason == "too_large"
    out = tmp_path / "out.avi"
    with pytest.raises(FfmpegFailed) as large:
        run([*ENDLESS, "-c:v", "rawvideo", str(out)], seconds=60, limit=3_000_000)
    assert large.value.reason == "too_large"
    assert out.stat().st_size <= 3_000_000


def test_who_is_told_to_stop_stops_it() -> None:
    def step() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        run([*ENDLESS, "-f", "null", "-"], seconds=60, step=step)
    pieces = stream([*ENDLESS, "-f", "rawvideo", "pipe:1"], seconds=60)
    assert next(pieces)
    pieces.close()  # type: ignore[attr-defined]
    assert not _children()


def test_it_dies_with_us() -> None:
    program = (
        "from app.assets.media.ffmpeg import stream\n"
        f"pieces = stream({['-re', *ENDLESS, '-f', 'rawvideo', 'pipe:1']!r}, seconds=60)\n"
        "next(pieces); import os\n"
        "print(open(f'/proc/self/task/{os.getpid()}/children').read(), flush=True)\n"
        "import time; time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True)
    try:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert _is_alive(child)
        parent.stdout.close()
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    until = time.monotonic() + 20
    while _is_alive(child):
        assert time.monotonic() < until, "the child outlived us"
        os.sched_yield()


def _is_alive(process: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{process}/stat").read_text()
    except FileNotFoundError:
        return False


def _children() -> list[str]:
    listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    names = [Path(f"/proc/{one}/comm").read_text() for one in listed]
    return [name for name in names if name.startswith("ffmpeg")]
