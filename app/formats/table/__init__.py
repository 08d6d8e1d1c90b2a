"""CSV, for spreadsheets: UTF-8 with a byte order mark, one row per annotation or one per item.

By annotation the common fields have columns of their own, and `more` holds the rest as JSON; an
item without annotations has one row without a kind. Where segments or events are asked for, these
have columns for speaker, channel, each written line, their times in milliseconds beside those in
the item's own units, attributes, and who gave the answer when. By item each label of the schema
that is about the whole item has a column `label [kind]`. A cell that a spreadsheet would take for a
formula gets an apostrophe, which reading takes away again. The rows of one item stand together.
"""

from app.formats.table.reading import files, looks_like, read
from app.formats.table.writing import HOLDS, WHOLES, timed, write, write_items

__all__ = ["HOLDS", "WHOLES", "files", "looks_like", "read", "timed", "write", "write_items"]
