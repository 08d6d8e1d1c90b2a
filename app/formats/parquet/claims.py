"""What each row group of a Parquet file says of its columns' bytes, packed and unpacked, as JSON; a
program of its own, for the foot of a file on its standard input.

pyarrow ends the process where what a column says of itself contradicts another part of it.
"""

import io
import json
import sys

import pyarrow.parquet as pq


def main() -> None:
    """Read the foot, say what it claims."""
    told = pq.ParquetFile(io.BytesIO(sys.stdin.buffer.read())).metadata
    groups = [told.row_group(at) for at in range(told.num_row_groups)]
    chunks = [[group.column(at) for at in range(group.num_columns)] for group in groups]
    packed = [sum(one.total_compressed_size for one in each) for each in chunks]
    unpacked = [sum(one.total_uncompressed_size for one in each) for each in chunks]
    json.dump(list(zip(packed, unpacked, strict=True)), sys.stdout)


if __name__ == "__main__":
    main()
