"""Places on the pages of a document that are not to be read.

A page on which something is hidden becomes a picture of itself: nothing of its text, or of what
lay under the place, is left in the file. The other pages stay as they are.
"""

import json
from pathlib import Path

from app.assets.cuts.base import Cut, CutFailed, Step
from app.assets.media import document
from app.assets.media.base import MediaRefused
from app.labels.effects import Operations


def made(path: Path, operations: Operations, folder: Path, step: Step) -> Cut:
    """The document as it may be read. Raises CutFailed."""
    told = folder / "places.json"
    told.write_text(
        json.dumps(
            [
                [one.page, one.effect.value, one.x, one.y, one.width, one.height]
                for one in operations.pages
            ]
        )
    )
    try:
        hidden = document.hide(path, told, folder, step)
        found = document.probe(hidden, "made.pdf")
    except MediaRefused as no:
        raise CutFailed(no.detail) from None
    return Cut(document.MEDIA_TYPE, found.kept, facts=dict(found.facts), thumbnail=found.thumbnail)
