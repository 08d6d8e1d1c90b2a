"""Dialect speech, as Korea's public sets of it are laid out: `라벨링데이터/a.json` for each
recording, which lies, where the release has the files, at `원천데이터/a.wav`.

    {"id", "metadata": {"title", "file", "length", "sampling", "channels", "prompt", "topic",
                        "device", "release"},
     "speaker": [{"id", "age", "sex", "occupation", "birthplace", "principal_residence",
                  "current_residence", "education"}],
     "utterance": [{"id", "speaker_id", "standard_form", "dialect_form", "start", "end", "note",
                    "eojeolList": [{"id", "eojeol", "standard", "isDialect"}]}]}

Times and lengths are seconds, `sampling` Hz. What is not known is null: nobody is asked for
occupation, birthplace and education. Speakers are those of the item's `meta`: `speaker` (a
pseudonym) with `profile`, or `speakers`, a list of such, of which the n-th is the n-th speaker that
the label names. An item whose meta names none has the speakers that its segments name.

An utterance is a segment with written lines. Its dialect form is the line called `dialect_form`,
else `dialect`, `방언` or `사투리`; its standard form is `standard_form`, else `standard`, `표준어`
or `표준`; its note `note` or `비고`. Where a label has none of these names, its first line is the
dialect form and its second the standard one. With one form alone both are the same. Read, both come
back as the first two lines of a label that has written lines and one class.
"""

from app.formats.dialect.reading import files, looks_like, read
from app.formats.dialect.writing import BENDS, HOLDS, SOURCE, write

__all__ = ["BENDS", "HOLDS", "SOURCE", "files", "looks_like", "read", "write"]
