"""Parquet: tables by columns, as data sets for training are passed on.

Read are the form of Hugging Face's `datasets` (pictures and sounds in the table or beside it,
classes by number with their names in the schema, boxes under `objects`, tokens with tags) and the
columns of our own JSON Lines, which are what is written.
"""

from app.formats.parquet.reading import files, read
from app.formats.parquet.writing import write, write_tables

__all__ = ["files", "read", "write", "write_tables"]
