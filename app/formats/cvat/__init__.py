"""CVAT's XML for images, version 1.1: one file, an `<image>` with its shapes for each picture.

Boxes may be turned (`rotation`, degrees clockwise about the centre); masks are run lengths row by
row within their cut-out, as ours are; a skeleton has `<points>` for each of its points; a `<tag>`
is said of the picture. Labels are flat: a class that two labels have is written `label: class`.
`occluded` is an attribute of ours by that name, and `group_id` a number for each group of a
picture.
"""

from app.formats.cvat.reading import files, looks_like, read
from app.formats.cvat.writing import BENDS, HOLDS, write

__all__ = ["BENDS", "HOLDS", "files", "looks_like", "read", "write"]
