"""Pieces of a document: some of its pages, as they are."""

from pathlib import Path

from app.assets.cuts.base import Cut, CutFailed, Step
from app.assets.media import document
from app.assets.media.base import MediaRefused


def pages(path: Path, first: int, last: int, folder: Path, step: Step) -> Cut:
    """Pages `first` to `last`, counted from 1. Raises CutFailed."""
    try:
        cut = document.cut(path, first, last, folder, step)
        found = document.probe(cut, "cut.pdf")
    except MediaRefused as no:
        raise CutFailed(no.detail) from None
    return Cut(document.MEDIA_TYPE, found.kept, facts=dict(found.facts), thumbnail=found.thumbnail)
