"""Label Studio's JSON: a list of tasks, each with its data and the results of annotations.

Numbers are percents of the picture's sides; a rectangle turns about its upper left corner
(`rotation`, degrees clockwise); brush strokes are run lengths of RGBA bytes (`brush.py`); offsets
in texts count UTF-16 code units, ours code points. `from_name` is the label, `to_name` the picture
(`image`) or a text's part, or all parts with commas between. A mark's attributes are results of
their own under the mark's id, as those of controls with `perRegion`.
"""

from app.formats.labelstudio.reading import files, looks_like, read
from app.formats.labelstudio.writing import BENDS, HOLDS, write

__all__ = ["BENDS", "HOLDS", "files", "looks_like", "read", "write"]
