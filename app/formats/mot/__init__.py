"""MOTChallenge 1.1: a folder for each video, with `gt/gt.txt`, `gt/labels.txt` (as CVAT adds) and
`seqinfo.ini`.

A line of `gt.txt` is a box on a frame: `frame, id, x, y, width, height, conf, class, visibility`.
Frames, ids and classes count from 1; x and y are the upper left corner in pixels, counted from 0 as
CVAT does and as Dure does. `conf` is 1 (a 0 says that the box is not to be looked at), `visibility`
1, and 0 where the object is occluded (read: below one half). A track is not there on frames without
a line. Numbers are written in full; read, a track gets the fewest keyframes from which every line
follows again, to the digits that the file has.
"""

from app.formats.mot.reading import files, looks_like, read
from app.formats.mot.writing import BENDS, HOLDS, write

__all__ = ["BENDS", "HOLDS", "files", "looks_like", "read", "write"]
