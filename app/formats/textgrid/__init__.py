"""Praat's TextGrid: a file beside each recording, in Praat's long form, UTF-8, times in seconds.

A label's segments are an IntervalTier whose texts are their classes; each line that is written of
them is a tier of its own with the same intervals, whose texts are what was written. Each speaker
has tiers of his own, and so has each channel of a series; segments that lie across each other go to
further tiers. Events are the points of a TextTier, their classes its marks. Names of tiers:
`label@channel/speaker/line#2`, of which all but the label may be missing; a backslash before `\\`,
`@`, `/` or `#` takes that for a letter of the name. A label without annotations has one empty tier.

Read are the long and the short form, in UTF-8 and in UTF-16 (with a byte order mark), and in CP949.
What stands in a tier of another program is a class where a label has one of that name, else what
was said; the tier's name may be that of a label or of a speaker.
"""

from app.formats.textgrid.reading import files, looks_like, read
from app.formats.textgrid.writing import BENDS, HOLDS, write

__all__ = ["BENDS", "HOLDS", "files", "looks_like", "read", "write"]
