"""Files that were made to do harm, byte by byte: small here, and as large as they like where they
are opened without care."""

import gzip
import io
import json
import struct
import tarfile
import tempfile
import warnings
import zipfile
import zlib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from app.assets.media import ffmpeg
from tests.assets.drawn import drawing, encoded
from tests.assets.papers import Sheet, line, paper, stream

SCRIPT = b"<script>alert(document.cookie)</script>"


def zipped(
    *files: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    """A zip of these."""
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as archive:
        warnings.simplefilter("ignore")  # of two files with one name
        for name, content in files:
            archive.writestr(name, content)
    return out.getvalue()


def linked_zip() -> bytes:
    """A zip whose picture is a link to a file of the machine."""
    info = zipfile.ZipInfo("a.jpg")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return zipped((info, b"/etc/passwd"))


def overlapping_zip() -> bytes:
    """One stream under many names: a bomb whose every file looks sensible."""
    out = io.BytesIO(zipped(("a.png", bytes(9 << 20))))
    with zipfile.ZipFile(out, "a") as archive:
        first = archive.infolist()[0]
        for number in range(300):
            info = zipfile.ZipInfo(f"{number}.png")
            for field in ("header_offset", "CRC", "compress_size", "file_size", "compress_type"):
                setattr(info, field, getattr(first, field))
            archive.filelist.append(info)
        archive._didModify = True  # type: ignore[attr-defined]
    return out.getvalue()


def nested_zip() -> bytes:
    """A bomb in a zip in a zip."""
    inner = zipped(("a.png", bytes(30 << 20)))
    return zipped(("b.zip", zipped(("a.zip", inner))))


def tarred(*files: tuple[str, bytes], more: tarfile.TarInfo | None = None) -> bytes:
    """A tar of these."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, content in files:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        if more is not None:
            archive.addfile(more)
    return out.getvalue()


def special(kind: bytes) -> bytes:
    """A tar with a link or a device."""
    info = tarfile.TarInfo("a.png")
    info.type, info.linkname = kind, "/etc/passwd"
    return tarred(more=info)


_ZEROS = bytes(1 << 20)


def _head(size: int) -> bytes:
    """How a tar of one file of so many bytes begins."""
    info = tarfile.TarInfo("a.png")
    info.size = size
    return info.tobuf()


def gzip_bomb() -> bytes:
    """A gigabyte of zeros in a megabyte, piece by piece."""
    return gzip.compress(_head(1 << 30)) + gzip.compress(_ZEROS, 9) * 1024


def _zstd(content: bytes) -> bytes:
    out = pa.BufferOutputStream()
    with pa.CompressedOutputStream(out, "zstd") as packed:
        packed.write(content)
    return bytes(out.getvalue())


def zstd_bomb() -> bytes:
    """A gigabyte of zeros in less than 100 KB."""
    return _zstd(_head(1 << 30)) + _zstd(_ZEROS) * 1024


def long_named_tar() -> bytes:
    """A name of two megabytes."""
    info = tarfile.TarInfo("x")
    info.pax_headers = {"path": "y" * (2 << 20)}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as archive:
        archive.addfile(info)
    return out.getvalue()


# --- pictures --------------------------------------------------------------------------------


def chunk(kind: bytes, body: bytes) -> bytes:
    """Of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    """A PNG that says it is so large, and has a hundred zeros for pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(bytes(100)))
    first = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head)
    return first + b"".join(chunks) + body + chunk(b"IEND", b"")


def deflated(megabytes: int) -> bytes:
    """So many megabytes of zeros, deflated: one, over and over."""
    packer = zlib.compressobj(9, wbits=-15)
    one = packer.compress(_ZEROS) + packer.flush(zlib.Z_FULL_FLUSH)
    return b"\x78\xda" + one * megabytes + packer.flush()


def text_bomb() -> bytes:
    """A PNG whose comment unpacks to two gigabytes."""
    return png(10, 10, chunk(b"zTXt", b"Comment\0\0" + deflated(2_000)))


def profile_bomb() -> bytes:
    """A PNG whose colour profile unpacks to two gigabytes."""
    return png(10, 10, chunk(b"iCCP", b"p\0\0" + deflated(2_000)))


def pixel_bomb() -> bytes:
    """A BMP of 60,000 by 60,000 pixels in sixty bytes."""
    return b"BM" + struct.pack(
        "<IHHIIiiHHIIiiII", 60, 0, 0, 54, 40, 60_000, 60_000, 1, 24, *[0] * 6
    )


def gif(frames: int, width: int = 2, height: int = 2, comment: bytes = b"") -> bytes:
    """A GIF of so many frames."""
    head = b"GIF89a" + struct.pack("<HHBBB", width, height, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    said = b"".join(
        bytes([len(comment[at : at + 255])]) + comment[at : at + 255]
        for at in range(0, len(comment), 255)
    )
    frame = b"," + struct.pack("<HHHHB", 0, 0, 2, 2, 0) + b"\x02\x03\x84\x8f\x05\0"
    return head + (b"!\xfe" + said + b"\0" if comment else b"") + frame * frames + b";"


def gif_script() -> bytes:
    """A GIF that is a script as well: its width spells the beginning of a comment."""
    (width,) = struct.unpack("<H", b"/*")
    return gif(1, width, 2, b"*/=1;" + SCRIPT)


def tiff(width: int, height: int) -> bytes:
    """A TIFF that says it is so large."""
    tags = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1)]
    tags += [(262, 3, 1, 1), (273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, 1)]
    rows = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + rows + struct.pack("<I", 0)


def endless_tiff() -> bytes:
    """A TIFF whose directory of pages leads back to itself."""
    return tiff(2, 2)[:-4] + struct.pack("<I", 8)


def metadata_jpeg() -> bytes:
    """A JPEG behind 40 MB of metadata."""
    plain = encoded("JPEG")
    segment = b"\xff\xe1" + struct.pack(">H", 65_535) + b"Exif\0\0" + bytes(65_527)
    return plain[:2] + segment * 640 + plain[2:]


def metadata_webp() -> bytes:
    """The same of a WebP."""
    body = encoded("WEBP", xmp=bytes(40 << 20))
    assert len(body) > 40 << 20
    return body


def jpeg_zip() -> bytes:
    """A picture that is a zip as well."""
    return encoded("JPEG", drawing()) + zipped(("x.html", SCRIPT))


# --- sounds, films, documents ------------------------------------------------------------------


def box(kind: bytes, body: bytes, size: int | None = None) -> bytes:
    """An atom of an MP4, which says it is so long."""
    return struct.pack(">I", 8 + len(body) if size is None else size) + kind + body


def mp4(*boxes: bytes) -> bytes:
    """What begins as an MP4."""
    return box(b"ftyp", b"isom\0\0\2\0isomiso2avc1mp41") + b"".join(boxes)


def deep_mp4() -> bytes:
    """Atoms in atoms, ten thousand deep."""
    inner = b""
    for _ in range(10_000):
        inner = box(b"moov", inner)
    return mp4(inner)


def id3(size: int) -> bytes:
    """An MP3 that is nothing but a label of so many bytes, which says it is longer still."""
    return b"ID3\4\0\0" + b"\x7f\x7f\x7f\x7f" + bytes(size)


def wav(claims: int) -> bytes:
    """A WAV of no samples that says it has so many bytes of them."""
    form = struct.pack("<HHIIHH", 1, 1, 1, 1, 1, 8)
    data = b"fmt " + struct.pack("<I", len(form)) + form + b"data" + struct.pack("<I", claims)
    return b"RIFF" + struct.pack("<I", claims) + b"WAVE" + data


def playlist() -> bytes:
    """A list of files to play, of which one is the machine's."""
    return b"#EXTM3U\n#EXT-X-MEDIA-SEQUENCE:0\n#EXTINF:1,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n"


def pdf_page_bomb() -> bytes:
    """A page of a hundred kilometres."""
    return paper(Sheet(line("x"), size=(3e8, 3e8)))


def pdf_stream_bomb() -> bytes:
    """A page whose drawing unpacks 200 MB from 1 KB."""
    packed = zlib.compress(deflated(200), 9)
    drawn = stream(packed, "/Filter[/FlateDecode/FlateDecode]")
    return paper(Sheet(extra="/Contents {n} 0 R", objects=[drawn]))


def pdf_tree_bomb() -> bytes:
    """A document that says it has two thousand million pages, which are each other."""
    plain = paper(Sheet(line("x")))
    return plain.replace(b"/Count 1/Kids[", b"/Count 2000000000/Kids[2 0 R ")


def pdf_html() -> bytes:
    """A PDF that is a page with a script as well."""
    return b"<html>" + SCRIPT + b"<!--\n" + paper(Sheet(line("x"))) + b"-->" + SCRIPT


def pdf_script() -> bytes:
    """A PDF that opens with a script."""
    script = b"<</S/JavaScript/JS(app.alert\\(1\\))>>"
    return paper(Sheet(line("x")), catalog="/OpenAction {n} 0 R", extra=[script])


# --- labels ------------------------------------------------------------------------------------

LAUGHS = (
    b'<?xml version="1.0"?><!DOCTYPE annotations [<!ENTITY a "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]><annotations><image name='&a11;'/></annotations>"
).replace(b"&a0;", b"&a;")
OUTSIDE = (
    b'<!DOCTYPE annotations [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    b"<annotations><image name='a'>&e;</image></annotations>"
)


def deep_json(depth: int = 100_000) -> bytes:
    """Lists in lists."""
    return b'{"name":"a.png","meta":' + b"[" * depth + b"]" * depth + b"}\n"


def parquet_bomb() -> bytes:
    """A table of four pictures that are nothing but zeros."""
    out = io.BytesIO()
    table = pa.table({"image": pa.array([bytes(20 << 20)] * 4, pa.large_binary())})
    pq.write_table(table, out, compression="zstd", use_dictionary=False)
    return out.getvalue()


def coco(*pictures: object, **more: object) -> bytes:
    """A list of pictures."""
    return json.dumps(
        {"images": list(pictures), "annotations": [], "categories": []} | more
    ).encode()


def long_film() -> bytes:
    """A film of two pictures, five hours apart."""
    still = "color=black:size=64x64:rate=1/20000:duration=40000"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.mkv")
        ffmpeg.run(["-f", "lavfi", "-i", still, "-c:v", "mjpeg", str(path)], seconds=30)
        return path.read_bytes()
