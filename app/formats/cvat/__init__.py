"""CVAT's XML, version 1.1. For images: one file, an `<image>` with its shapes for each picture.

Boxes may be turned (`rotation`, degrees clockwise about the centre); masks are run lengths row by
row within their cut-out, as ours are; a skeleton has `<points>` for each of its points; a `<tag>`
is said of the picture. Labels are flat: a class that two labels have is written `label: class`.
`occluded` is an attribute of ours by that name, and `group_id` a number for each group of a
picture.

For videos (`tracks.py`, `video.py`): one file a video, a `<track>` with a shape for each frame
(from 0) on which the object is there; those with `keyframe="1"` somebody set. A track ends with a
shape that is `outside`. Read, a track has the keyframes that the file names, and more only where
its other shapes do not follow from them.
"""

from app.formats.cvat import tracks
from app.formats.cvat.reading import files, looks_like, read
from app.formats.cvat.writing import BENDS, HOLDS, write

__all__ = ["BENDS", "HOLDS", "files", "looks_like", "read", "tracks", "write"]
