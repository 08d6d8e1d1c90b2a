"""Subtitles, a file beside each recording or video: WebVTT and SubRip (SRT). Times are whole
milliseconds; frames of a video are told by its rate, and read back the same.

VTT: a cue for each segment, by time. What is written of it, line by line, is the cue's text, who
speaks its voice (`<v S1>`), and a comment before it, `NOTE dure {...}`, has what a cue has no place
for: label, class, channel, attributes, and how many lines of the cue each written line takes. Where
nothing is written the class is shown. A cue whose text was changed by hand comes back changed.

SRT has text and times, no more. Read, a text is a class where a label has one of that name, else it
is what was said. Cues of other programs are read the same way.
"""

from app.formats.subtitles.reading import (
    looks_like,
    read_srt,
    read_vtt,
    srt_files,
    vtt_files,
)
from app.formats.subtitles.writing import BENDS, HOLDS, write_srt, write_vtt

__all__ = [
    "BENDS",
    "HOLDS",
    "looks_like",
    "read_srt",
    "read_vtt",
    "srt_files",
    "vtt_files",
    "write_srt",
    "write_vtt",
]
