"""COCO: `images`, `annotations` with `bbox` [x, y, width, height] in pixels, and `categories`.

An outline is the one ring of `segmentation`, a mask its compressed run lengths, keypoints
`keypoints` [x, y, v, ...] of the category's points. COCO has no turned box: its outline is written,
and said so. `file_name` is relative to the archive. What is said of the picture as a whole has no
place in COCO: it stands beside each image as `attributes` (label -> classes, number or text), and a
mark's own attributes as its `attributes`, as CVAT writes them; other readers step over both.
Documents are written page by page (`documents.py`).
"""

from app.formats.coco.reading import files, looks_like, read
from app.formats.coco.writing import BENDS, HOLDS, write
from app.formats.writing import Category

__all__ = ["BENDS", "HOLDS", "Category", "files", "looks_like", "read", "write"]
