"""Pure decisions about the catalogue: what a search finds, how a data set is cited, and what search
engines read of it."""

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from app.core.clock import day_of

LICENCES = {
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC-BY-NC-4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC-BY-NC-SA-4.0": "https://creativecommons.org/licenses/by-nc-sa/4.0/",
    "MIT": "https://opensource.org/license/mit",
    "Apache-2.0": "https://www.apache.org/licenses/LICENSE-2.0",
    "KOGL-1": "https://www.kogl.or.kr/info/license.do",
}
"""Where well-known licences stand."""


def folded(text: str) -> str:
    """A text as searches compare it: one form of each letter, without case, one space."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def words_of(texts: Iterable[str]) -> str:
    """All that a data set is found by."""
    return "\n".join(folded(text) for text in texts)


def asked(q: str) -> list[str]:
    """The words of a search, each of which must be there."""
    return folded(q).split()[:20]


def terms_hash(ko: str, en: str) -> str:
    """What stands for the terms in exactly these words."""
    return hashlib.sha256(f"{ko}\0{en}".encode()).hexdigest()


def cited(
    *, title: str, creators: Sequence[str], publisher: str, version: str, at: datetime, url: str
) -> str:
    """How a data set is named where it is used, as a line."""
    names = ", ".join(creators)
    return f"{names} ({day_of(at).year}). {title} (v{version}) [Data set]. {publisher}. {url}"


def bibtex(
    *, title: str, creators: Sequence[str], publisher: str, version: str, at: datetime, url: str
) -> str:
    """The same for BibTeX. Names are in braces: an organisation has no family name."""
    year = day_of(at).year
    plain = unicodedata.normalize("NFKD", title).lower()
    key = f"{re.sub(r'[^a-z0-9]+', '', plain)[:24] or 'dataset'}{year}"
    rows = (
        ("author", " and ".join(f"{{{_escaped(name)}}}" for name in creators)),
        ("title", f"{{{_escaped(title)}}}"),
        ("year", str(year)),
        ("version", _escaped(version)),
        ("publisher", f"{{{_escaped(publisher)}}}"),
        ("url", url),
    )
    inside = ",\n".join(f"  {name} = {{{value}}}" for name, value in rows)
    return f"@misc{{{key},\n{inside}\n}}"


def _escaped(text: str) -> str:
    return re.sub(r"([\\{}%&#$_~^])", lambda found: _TEX[found[1]], text)


_TEX = {one: f"\\{one}" for one in "{}%&#$_"} | {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def metadata(found: Mapping[str, Any], url: str, download: str) -> dict[str, Any]:
    """A data set as schema.org's `Dataset`, with what Croissant 1.0 adds.

    `found` is a row of the catalogue with `versions`; `url` is its page, `download` where a file is
    asked for. https://docs.mlcommons.org/croissant/docs/croissant-spec.html
    """
    newest = found["versions"][0]
    packed = newest["media_type"]
    return {
        "@context": {
            "@vocab": "https://schema.org/",
            "sc": "https://schema.org/",
            "cr": "http://mlcommons.org/croissant/",
            "conformsTo": "http://purl.org/dc/terms/conformsTo",
        },
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": found["title_en"],
        "alternateName": found["title_ko"],
        "description": found["about_en"],
        "inLanguage": ["ko", "en"],
        "url": url,
        "version": newest["version"],
        "license": LICENCES.get(found["licence"], found["licence"]),
        "keywords": found["keywords"],
        "creator": [{"@type": "sc:Organization", "name": name} for name in found["creators"]],
        "publisher": {"@type": "sc:Organization", "name": found["organisation"]},
        "datePublished": found["published_at"].isoformat(),
        "dateModified": newest["offered_at"].isoformat(),
        "isAccessibleForFree": True,
        "citeAs": found["citation"]["bibtex"],
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": f"release-{newest['version']}",
                "name": f"release-{newest['version']}",
                "contentUrl": download,
                "contentSize": f"{newest['bytes']} B",
                "encodingFormat": packed,
                "sha256": newest["sha256"],
            }
        ],
    }
