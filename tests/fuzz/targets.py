"""Everything that reads what strangers send: what it is given, and what it may answer.

A target is handed files that are in order and a folder of its own; what it raises is a crash.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from app.assets.archives import ArchiveRefused, Named, ZipSource
from app.assets.bare import noted
from app.assets.media import MediaRefused, document, ffmpeg, series, sound, video
from app.assets.pictures import PictureRefused, open_picture, sniff
from app.assets.tars import TarSource
from app.core.errors import Problem
from app.formats import Format, UnknownFormat, clean_name, detect, reader
from app.formats.configs import BadConfig, cvat_labels, label_studio_config
from app.formats.record import Refused
from app.formats.source import BrokenEntry
from app.payouts.results import read as read_result
from app.payouts.templates import PRESETS
from tests.assets.drawn import drawing, encoded, place
from tests.assets.papers import Sheet, line, paper
from tests.assets.test_sound import written as wav
from tests.formats import test_configs, test_hostile, test_parquet_in, test_tracks
from tests.formats.sources import Files
from tests.security.bombs import gif, tarred, zipped

Good = Mapping[str, bytes]
PICTURES = {"images/말/a.png": test_hostile.PICTURE["images/말/a.png"]}
GOLDEN = Path(test_hostile.__file__).parent / "golden"


@dataclass(frozen=True)
class Target:
    """One reader. Of its files one is damaged at a time."""

    good: Callable[[], Good]
    run: Callable[[Path, Good], None]
    weight: float = 1.0  # of the inputs of a long run; children of ours are dear
    seconds: float = 5.0  # of this process's and its children's work for one input
    beside: Good | None = None  # what lies beside, and stays as it is


# --- label files -----------------------------------------------------------------------------


def read_all(kind: Format | None, files: Good) -> None:
    """Every record of it can be kept, every refusal can be told."""
    source = Files(dict(files))
    try:
        found = detect(source)
    except UnknownFormat:
        found = Format.FOLDER
    for one in reader(kind or found)(source):
        if isinstance(one, Refused):
            assert one.code
            assert len(one.sentence) < 1_000
        else:
            assert clean_name(one.name) == one.name
            test_hostile.assert_fits(one)
            json.dumps([one.meta, one.document], allow_nan=False).encode()


def reading(kind: Format | None, good: Callable[[], Good], **more: bytes) -> Target:
    return Target(good, lambda _, files: read_all(kind, files), beside=PICTURES | more)


def golden(*names: str) -> Callable[[], Good]:
    return lambda: {name.rpartition("/")[2]: (GOLDEN / name).read_bytes() for name in names}


def of_tracks(format: str) -> Callable[[], Good]:
    return lambda: test_tracks.written(format, test_tracks.record(test_tracks.TRACKS))[0]


def tables() -> Good:
    boxes = [{"bbox": [1.0, 2.0, 3.0, 4.0], "category": "car"}]
    image = {"bytes": test_parquet_in.PNG, "path": "a.png"}
    return {
        "a.parquet": test_parquet_in.table({"image": [image, image], "objects": [boxes, []]}),
        "b.parquet": test_parquet_in.table({"text": ["가", "b"] * 20, "label": [1, 0] * 20}),
    }


# --- archives --------------------------------------------------------------------------------

FILES = (("가/1.png", test_hostile.PICTURE["images/말/a.png"]), ("가/2.txt", b"two" * 100))


def through(source: Named[object]) -> None:
    for name in source.names():
        with suppress(BrokenEntry), source.open(name) as stream:
            while stream.read(1 << 16):
                pass


def all_zips() -> Good:
    methods = (zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA, zipfile.ZIP_STORED)
    return {f"{method}.zip": zipped(*FILES, method=method) for method in methods}


def zips(folder: Path, files: Good) -> None:
    for content in files.values():
        with suppress(ArchiveRefused):
            source = ZipSource(io.BytesIO(content))
            through(source)
            source.close()


def tars(folder: Path, files: Good) -> None:
    path = folder / "a.tar"
    for name, content in files.items():
        path.write_bytes(_packed(name, content))
        with suppress(ArchiveRefused):
            source = TarSource(path)
            through(source)
            source.close()
        path.unlink()


def _packed(name: str, content: bytes) -> bytes:
    """Packed after it was damaged; or damaged after it was packed."""
    if name == "inner.gz":
        return gzip.compress(content, 1)
    return content


def all_tars() -> Good:
    plain = tarred(*FILES)
    packed = pa.BufferOutputStream()
    with pa.CompressedOutputStream(packed, "zstd") as stream:
        stream.write(plain)
    whole = {"a.tar": plain, "inner.gz": plain, "a.gz": gzip.compress(plain)}
    return whole | {"a.zst": bytes(packed.getvalue())}


# --- media -----------------------------------------------------------------------------------


def pictures(folder: Path, files: Good) -> None:
    for name, content in files.items():
        with suppress(PictureRefused):
            found = open_picture(content, name)
            kind, shown = sniff(found.content), found.content
            assert noted(shown, kind) == 0
            assert b"Secret" not in _beside_pixels(kind, shown)
            assert found.width * found.height <= 200_000_000


def _beside_pixels(kind: str, shown: bytes) -> bytes:
    """What a picture has besides its pixels, where these are kept as they came: damage can put
    anything among them."""
    if kind == "JPEG":
        return shown.partition(b"\xff\xda")[0]
    if kind != "WEBP":
        return shown
    beside, at = shown[:12], 12
    while at < len(shown):
        size = int.from_bytes(shown[at + 4 : at + 8], "little")
        pixels = shown[at : at + 4] in (b"VP8 ", b"VP8L", b"ALPH")
        beside += b"" if pixels else shown[at : at + 8 + size]
        at += 8 + size + size % 2
    return beside


def picture(kind: str) -> Callable[[], Good]:
    def good() -> Good:
        if kind == "GIF":
            return {"a.gif": gif(3), "b.gif": encoded("GIF")}
        exif = {} if kind == "BMP" else {"exif": place(6)}
        small = drawing(24, 16)
        return {"a": encoded(kind, small), "b": encoded(kind, small.convert("L"), **exif)}

    return good


def medium(probe: Callable[[Path, str], object], name: str) -> Callable[[Path, Good], None]:
    def run(folder: Path, files: Good) -> None:
        for content in files.values():
            own = folder / "own"
            own.mkdir()
            (own / "file").write_bytes(content)
            try:
                with suppress(MediaRefused):
                    probe(own / "file", name)
            finally:
                for one in own.iterdir():
                    one.unlink()
                own.rmdir()

    return run


def rows() -> Good:
    lines = [f"{at / 10},{at % 7},{-at}" for at in range(200)]
    dated = [f"2026-01-01T00:00:{at:02d}+09:00;{at},5;x" for at in range(60)]
    return {
        "a.csv": "\n".join(["time,ECG (mV),x", *lines]).encode(),
        "b.csv": "\n".join(["시각;값;말", *dated]).encode(),
    }


def made_of_sound(*endings: str) -> Callable[[], Good]:
    def good() -> Good:
        import tempfile

        with tempfile.TemporaryDirectory() as name:
            tone = wav(Path(name, "a.wav"), np.sin(np.arange(1_600) / 5) / 2, 8_000)
            found = {"a.wav": tone.read_bytes()}
            for ending in endings:
                to = Path(name, f"a{ending}")
                ffmpeg.run([*ffmpeg.source(tone, ("wav",)), str(to)], seconds=60)
                found[to.name] = to.read_bytes()
            return found

    return good


def films() -> Good:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        found = {}
        for ending, codec in ((".mp4", "mpeg4"), (".mkv", "mjpeg")):
            to = Path(name, f"a{ending}")
            still = "testsrc=size=64x48:rate=5:duration=1"
            ffmpeg.run(["-f", "lavfi", "-i", still, "-c:v", codec, str(to)], seconds=60)
            found[to.name] = to.read_bytes()
        return found


# --- others ----------------------------------------------------------------------------------


def configs(_: Path, files: Good) -> None:
    for name, content in files.items():
        with suppress(BadConfig):
            if name == "labels.json":
                try:
                    given = json.loads(content)
                except (ValueError, RecursionError):  # as the request's body, which is read before
                    continue
                cvat_labels(given)
            else:
                label_studio_config(content.decode(errors="replace"))


def config_files() -> Good:
    labels = [{"name": "car", "type": "rectangle", "attributes": [{"name": "a", "values": ["1"]}]}]
    return {
        "picture.xml": test_configs.PICTURE.encode(),
        "text.xml": test_configs.TEXT.encode(),
        "labels.json": json.dumps(labels).encode(),
    }


def results(_: Path, files: Good) -> None:
    for content in files.values():
        with suppress(Problem):
            read_result(content, PRESETS["generic"])


def result_files() -> Good:
    from tests.payouts.test_results import GENERIC, book

    columns = GENERIC.result
    heads = [columns.reference, columns.amount, columns.status]
    lines = [heads, *([f"D{n}", 1_000 * n, columns.paid[0]] for n in range(1, 5))]
    text = "\n".join(",".join(map(str, row)) for row in lines)
    return {"a.csv": text.encode("cp949"), "a.xlsx": book(*lines)}


LABELS = test_hostile.GOOD
TARGETS: dict[str, Target] = {
    **{name: reading(None, lambda name=name: LABELS[name]) for name in sorted(LABELS)},  # type: ignore[misc]
    "mot": reading(Format.MOT, of_tracks("mot"), **{"길/a.mp4": b""}),
    "cvat_video": reading(Format.CVAT, of_tracks("cvat_video"), **{"길/a.mp4": b""}),
    "textgrid": reading(None, golden("clock/sound.TextGrid", "clock/video.TextGrid")),
    "subtitles": reading(None, golden("clock/sound.vtt", "clock/sound.srt")),
    "clock tables": reading(None, golden("clock/sound.csv", "clock/video.jsonl")),
    "dialect": reading(Format.DIALECT, golden("dialect/할머니 1.json")),
    "parquet": reading(Format.PARQUET, tables),
    "texts": reading(Format.FOLDER, lambda: {"a.txt": "서울 👩‍👩‍👧\r\n끝".encode()}),
    "zip": Target(all_zips, zips),
    "tar": Target(all_tars, tars),
    **{
        kind: Target(picture(kind), pictures)
        for kind in ("BMP", "GIF", "JPEG", "PNG", "TIFF", "WEBP")
    },
    "series": Target(rows, medium(series.probe, "a.csv")),
    "configurations": Target(config_files, configs),
    "bank results": Target(result_files, results),
    "sounds": Target(
        made_of_sound(".mp3", ".m4a", ".ogg", ".flac"), medium(sound.probe, "a.wav"), 0.01, 60
    ),
    "films": Target(films, medium(video.probe, "a.mp4"), 0.006, 60),
    "documents": Target(
        lambda: {"a.pdf": paper(Sheet(line("가 one")), Sheet(rotate=90))},
        medium(document.probe, "a.pdf"),
        0.006,
        60,
    ),
}
