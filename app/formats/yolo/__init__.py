"""YOLO as Ultralytics has it: a text file a picture, a line a mark, all numbers fractions of the
picture's sides.

`class cx cy w h` (detect), `class x1 y1 x2 y2 ...` (segment), `class` and four corners (OBB),
`class cx cy w h x y v ...` (pose); `data.yaml` names the classes, the folders, and for poses
`kpt_shape`. A picture is `images/{train,val}/….jpg` and its labels `labels/{train,val}/….txt`; an
empty file says that nothing is there.
"""

from app.formats.yolo.reading import files, looks_like, read
from app.formats.yolo.writing import BENDS, HOLDS, Places, Task, split, write

__all__ = ["BENDS", "HOLDS", "Places", "Task", "files", "looks_like", "read", "split", "write"]
