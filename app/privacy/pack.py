"""A copy as a file: tables as JSON, files as they are, and a page that says what is in it."""

from collections.abc import Iterable
from datetime import datetime
from html import escape
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from app.core.clock import SEOUL
from app.privacy.words import WORDS

_PAGE = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>
<style>body{{font:16px/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem}}
td{{padding:.1rem 1rem .1rem 0}}h2{{margin-top:2rem}}</style></head><body>
<h1>{title}</h1>
{body}
</body></html>
"""


class Pack:
    """A copy that is being written into `out`, a piece at a time."""

    def __init__(self, out: BinaryIO, locale: str, now: datetime) -> None:
        self._zip = ZipFile(out, "w", ZIP_DEFLATED, allowZip64=True)
        self._say = WORDS["en" if locale == "en" else "ko"]
        self._locale = locale
        self._now = now.astimezone(SEOUL)
        self._held: dict[str, list[tuple[str, int | None]]] = {}

    def table(self, path: str, rows: Iterable[str]) -> int:
        """A table of rows that are JSON already; how many they were."""
        count = 0
        with self._zip.open(self._named(path), "w", force_zip64=True) as out:
            out.write(b"[")
            for count, row in enumerate(rows, 1):
                out.write((",\n" if count > 1 else "\n").encode() + row.encode())
            out.write(b"\n]\n")
        self._hold(path, count)
        return count

    def file(self, path: str, pieces: Iterable[bytes]) -> None:
        """A file as it is; what is compressed already is not compressed again."""
        with self._zip.open(self._named(path, ZIP_STORED), "w", force_zip64=True) as out:
            for piece in pieces:
                out.write(piece)
        self._hold(path, None)

    def close(self, name: str) -> None:
        """Say what is in it, and end."""
        say = self._say
        made = say["made"].format(at=f"{self._now:%Y-%m-%d %H:%M}", name=name)
        parts = [f"<p>{escape(one)}</p>" for one in (made, say["how"], say["left_out"], say["law"])]
        for folder, held in self._held.items():
            parts.append(f"<h2>{escape(say[f'folder.{folder}'])}</h2><table>")
            for path, count in held:
                told = say["files"] if count is None else say["rows"].format(count=f"{count:,}")
                link = f'<a href="{escape(path)}">{escape(path.partition("/")[2])}</a>'
                parts.append(f"<tr><td>{link}</td><td>{told}</td></tr>")
            parts.append("</table>")
        page = _PAGE.format(lang=self._locale, title=escape(say["title"]), body="\n".join(parts))
        self._zip.writestr(self._named("index.html"), page)
        self._zip.close()

    def _named(self, path: str, how: int = ZIP_DEFLATED) -> ZipInfo:
        made = ZipInfo(path, self._now.timetuple()[:6])
        made.compress_type = how
        return made

    def _hold(self, path: str, count: int | None) -> None:
        self._held.setdefault(path.partition("/")[0], []).append((path, count))
