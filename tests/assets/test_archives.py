"""Zips, folders and single files as sources of an import."""

import io
import unicodedata
import zipfile
from pathlib import Path

import pytest

from app.assets.archives import (
    ArchiveRefused,
    FileSource,
    FolderSource,
    ZipSource,
)
from app.assets.sources import open_source
from app.formats.source import BrokenEntry


def packed(
    *files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED
) -> io.BytesIO:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in files:
            archive.writestr(name, content)
    out.seek(0)
    return out


def read(source: ZipSource | FolderSource | FileSource, name: str) -> bytes:
    with source.open(name) as stream:
        return stream.read()


def test_names_and_bytes_of_a_zip() -> None:
    source = ZipSource(packed(("b/a.jpg", b"1"), ("a.jpg", b"2"), ("__MACOSX/a.jpg", b"")))
    assert source.names() == ["b/a.jpg", "a.jpg"]
    assert (read(source, "b/a.jpg"), read(source, "a.jpg")) == (b"1", b"2")
    assert source.refused() == []


def unflagged(raw: bytes) -> io.BytesIO:
    """A zip whose one name is `raw`, without the flag that says UTF-8."""
    placeholder = "n" * len(raw)
    content = packed((placeholder, b"x")).getvalue()
    return io.BytesIO(content.replace(placeholder.encode(), raw))


@pytest.mark.parametrize("encoding", ["cp949", "utf-8"])
def test_korean_names_without_a_flag(encoding: str) -> None:
    source = ZipSource(unflagged("사진/적혈구.jpg".encode(encoding)))
    assert source.names() == ["사진/적혈구.jpg"]
    assert read(source, "사진/적혈구.jpg") == b"x"


def test_decomposed_names_and_backslashes() -> None:
    name = "사진/적혈구.jpg"
    for spelled in (unicodedata.normalize("NFD", name), name.replace("/", "\\")):
        source = ZipSource(packed((spelled, b"x")))
        assert source.names() == [name]
        assert read(source, name) == b"x"


def test_two_files_of_one_name_are_told() -> None:
    name = "가.jpg"
    source = ZipSource(packed((name, b"1"), (unicodedata.normalize("NFD", name), b"2")))
    assert read(source, name) == b"1"
    assert [one.code for one in source.refused()] == ["duplicate_name"]
    with pytest.warns(UserWarning, match="Duplicate name"):
        source = ZipSource(packed(("a.jpg", b"1"), ("a.jpg", b"2")))
    assert (read(source, "a.jpg"), len(source.refused())) == (b"1", 1)


def linked() -> zipfile.ZipInfo:
    info = zipfile.ZipInfo("link.jpg")
    info.create_system = 3
    info.external_attr = 0o120777 << 16
    return info


def overlapping() -> io.BytesIO:
    """One stream under many names, as a bomb without a high ratio does it."""
    out = packed(("a", bytes(100_000)), method=zipfile.ZIP_STORED)
    archive = zipfile.ZipFile(out, "a")
    first = archive.infolist()[0]
    for number in range(20):
        info = zipfile.ZipInfo(f"b{number}")
        for field in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
            setattr(info, field, getattr(first, field))
        archive.filelist.append(info)
        archive.NameToInfo[info.filename] = info
    archive._didModify = True  # type: ignore[attr-defined]
    archive.close()
    return out


def locked() -> io.BytesIO:
    content = bytearray(packed(("a.jpg", b"x")).getvalue())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return io.BytesIO(bytes(content))


@pytest.mark.parametrize(
    ("archive", "reason"),
    [
        (packed(("../a.jpg", b"")), "leads_out"),
        (packed(("a/../../b.jpg", b"")), "leads_out"),
        (packed(("/etc/passwd", b"")), "leads_out"),
        (packed(("C:\\a.jpg", b"")), "leads_out"),
        (packed(("..\\a.jpg", b"")), "leads_out"),
        (packed((linked(), b"/etc/passwd")), "link"),
        (packed(("a.jpg", bytes(30 << 20))), "bomb"),
        (overlapping(), "bomb"),
        (locked(), "encrypted"),
        (io.BytesIO(b"PK\x03\x04 and then nothing"), "not_a_zip"),
        (io.BytesIO(b""), "not_a_zip"),
        (io.BytesIO(packed(("a.jpg", b"x" * 5000)).getvalue()[:-40]), "not_a_zip"),
    ],
)
def test_a_hostile_or_broken_zip_is_refused_whole(archive: io.BytesIO, reason: str) -> None:
    with pytest.raises(ArchiveRefused) as refused:
        ZipSource(archive)
    assert refused.value.reason == reason


def test_limits_of_number_and_size() -> None:
    two = packed(("a.jpg", b"12"), ("b.jpg", b"34"))
    for limits, reason in (
        ({"max_entries": 1}, "too_many_files"),
        ({"max_unpacked": 3}, "too_large"),
    ):
        with pytest.raises(ArchiveRefused) as refused:
            ZipSource(two, **limits)
        assert refused.value.reason == reason
    assert len(ZipSource(two, max_entries=2, max_unpacked=4).names()) == 2


def test_a_damaged_file_costs_only_itself() -> None:
    content = packed(
        ("a.jpg", b"x" * 50), ("b.jpg", b"y" * 50), method=zipfile.ZIP_STORED
    ).getvalue()
    source = ZipSource(io.BytesIO(content.replace(b"x" * 50, b"x" * 49 + b"!")))
    with pytest.raises(BrokenEntry):
        read(source, "a.jpg")
    assert read(source, "b.jpg") == b"y" * 50


def test_a_place_before_the_file_is_damage() -> None:
    content = packed(("a.jpg", b"x"), ("b.jpg", b"y")).getvalue()
    source = ZipSource(io.BytesIO(content[1:]))
    with pytest.raises(BrokenEntry):
        read(source, "a.jpg")


def test_a_damaged_file_that_is_packed_by_bzip2() -> None:
    content = bytearray(packed(("a.jpg", b"x" * 5_000), method=zipfile.ZIP_BZIP2).getvalue())
    at = content.index(b"BZh")
    content[at + 12 : at + 20] = bytes(8)
    with pytest.raises(BrokenEntry):
        read(ZipSource(io.BytesIO(content)), "a.jpg")


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / unicodedata.normalize("NFD", "가.jpg")).write_bytes(b"1")
    (tmp_path / "a.jpg").write_bytes(b"2")
    (tmp_path / ".DS_Store").touch()
    (tmp_path / "link.jpg").symlink_to("/etc/passwd")
    source = open_source(tmp_path, "folder")
    assert source.names() == ["a.jpg", "b/가.jpg"]
    assert read(source, "b/가.jpg") == b"1"
    assert [one.code for one in source.refused()] == ["link"]


def test_one_file_or_a_zip_by_its_content(tmp_path: Path) -> None:
    manifest = tmp_path / "spool"
    manifest.write_bytes(b"{}")
    source = open_source(manifest, "폴더\\m.jsonl")
    assert source.names() == ["폴더/m.jsonl"]
    assert read(source, "폴더/m.jsonl") == b"{}"
    manifest.write_bytes(packed(("a.jpg", b"")).getvalue())
    assert open_source(manifest, "anything").names() == ["a.jpg"]
    manifest.write_bytes(b"no zip")
    with pytest.raises(ArchiveRefused):
        open_source(manifest, "a.zip")
