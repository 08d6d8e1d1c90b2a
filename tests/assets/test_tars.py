"""Tars, plain and packed, as sources of an import; and several uploads as one."""

import gzip
import io
import random
import tarfile
from pathlib import Path

import psutil
import pyarrow as pa
import pytest

from app.assets.archives import ArchiveRefused, FileSource, ZipSource
from app.assets.sources import ManySource, look_through, open_source
from app.assets.tars import TarSource
from app.formats import Format, detect, folder
from tests.api.desk import packed

FILES = {"./가/1.png": b"one", "가/2.png": b"two" * 5_000, "__MACOSX/x": b"", "가/1.json": b"{}"}


def tar(files: dict[str, bytes], *more: tarfile.TarInfo) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        for info in more:
            archive.addfile(info)
    return out.getvalue()


def zstd(content: bytes) -> bytes:
    out = pa.BufferOutputStream()
    with pa.CompressedOutputStream(out, "zstd") as stream:
        stream.write(content)
    return bytes(out.getvalue())


PACKERS = {"a.tar": bytes, "a.tar.gz": gzip.compress, "a.tgz": gzip.compress, "a.tar.zst": zstd}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path) -> None:
    from app.core.settings import configure

    configure(data=tmp_path / "data")


def at(tmp_path: Path, content: bytes, name: str = "a.tar") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", PACKERS)
def test_files_of_a_tar_are_read_from_any_place(tmp_path: Path, name: str) -> None:
    path = at(tmp_path, PACKERS[name](tar(FILES)), name)
    look_through(path, name)
    source = open_source(path, name)
    assert source.names() == ["가/1.png", "가/2.png", "가/1.json"]
    with source.open("가/2.png") as two, source.open("가/1.png") as one:
        assert (one.read(), two.read(3)) == (b"one", b"two")
        two.seek(-3, io.SEEK_END)
        assert two.read() == b"two"
    source.close()
    # nothing was unpacked beside it, and the working file is gone
    assert [one.name for one in tmp_path.rglob("*") if one.is_file()] == [name]


@pytest.mark.parametrize("name", ["../a.png", "/etc/passwd", "C:\\a.png", "a/../../b"])
def test_names_that_lead_out(tmp_path: Path, name: str) -> None:
    with pytest.raises(ArchiveRefused) as refused:
        TarSource(at(tmp_path, tar({name: b"x"})))
    assert refused.value.reason == "leads_out"


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE])
def test_links_and_devices(tmp_path: Path, kind: bytes) -> None:
    link = tarfile.TarInfo("a.png")
    link.type, link.linkname = kind, "/etc/passwd"
    with pytest.raises(ArchiveRefused) as refused:
        TarSource(at(tmp_path, tar({}, link)))
    assert refused.value.reason == "link"


def test_bombs(tmp_path: Path) -> None:
    zeros = tar({"a.png": b"\0" * (30 << 20)})
    for name in ("a.tar.gz", "a.tar.zst"):
        with pytest.raises(ArchiveRefused) as refused:
            TarSource(at(tmp_path, PACKERS[name](zeros), name))
        assert refused.value.reason == "bomb", name
    with pytest.raises(ArchiveRefused) as refused:
        TarSource(at(tmp_path, tar({"a": b"1", "b": b"2"})), max_entries=1)
    assert refused.value.reason == "too_many_files"
    with pytest.raises(ArchiveRefused) as refused:
        TarSource(at(tmp_path, gzip.compress(tar({"a": b"1" * 5_000}))), max_unpacked=4_000)
    assert refused.value.reason == "too_large"
    # a name of two megabytes in a header of its own
    long = tarfile.TarInfo("x")
    long.pax_headers = {"path": "y" * (2 << 20)}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(long)
    with pytest.raises(ArchiveRefused) as refused:
        TarSource(at(tmp_path, out.getvalue()))
    assert refused.value.reason == "bomb"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no tar at all",
        tar(FILES)[:700],
        tar({"a.png": b"x" * 5_000})[:2_048],
        gzip.compress(tar(FILES))[:-20],
        gzip.compress(tar(FILES))[:40] + b"\xff" * 40,
        gzip.compress(b"no tar", mtime=0),
        zstd(b"no tar"),
        b"\x28\xb5\x2f\xfd garbage",
        b"\x1f\x8b garbage",
    ],
)
def test_what_is_none_or_cut_off(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(ArchiveRefused) as refused:
        open_source(at(tmp_path, content), "a.tar")
    assert refused.value.reason == "not_a_tar"


def test_a_damaged_one_leaves_nothing_in_the_memory(tmp_path: Path) -> None:
    whole = zstd(tar({"a.bin": random.Random(1).randbytes(900_000)}))
    path = at(tmp_path, whole[:-2_000], "a.tar.zst")

    def held() -> int:
        for _ in range(20):
            with pytest.raises(ArchiveRefused):
                TarSource(path)
        return int(psutil.Process().memory_info().rss)

    assert -held() + held() < 6 << 20, "20 times 0.9 MB"


def test_a_size_that_lies(tmp_path: Path) -> None:
    content = bytearray(tar({"a.png": b"x" * 100}))
    content[124:136] = b"77777777777\0"
    content[148:156] = b"%06o\0 " % (sum(content[:148]) + 8 * 32 + sum(content[156:512]))
    with pytest.raises(ArchiveRefused) as refused:
        TarSource(at(tmp_path, bytes(content)))
    assert refused.value.reason == "not_a_tar"


def test_several_uploads_are_as_one(tmp_path: Path) -> None:
    """Pictures in one archive, their labels in another: as programmes deliver them."""
    pictures = open_source(at(tmp_path, tar({"a.png": b"1", "b.png": b"2"})), "TS_1.tar")
    labels = ZipSource(io.BytesIO(packed({"a.xml": b"<annotation><object/></annotation>"})))
    more = FileSource(at(tmp_path, b"3", "b.png"), "b.png")
    source = ManySource([pictures, labels, more])
    assert source.names() == ["a.png", "b.png", "a.xml"]
    assert [one.code for one in source.refused()] == ["duplicate_name"]
    assert detect(source) is Format.VOC
    with source.open("a.xml") as xml, source.open("a.png") as png:
        assert (xml.read(5), png.read()) == (b"<anno", b"1")
    assert [one.name for one in folder.read(source)][:1] == ["b.png"]
    source.close()
