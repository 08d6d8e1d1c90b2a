"""A bucket of any number of files at moto, for `dure bench import --from s3`.

`python -m app.bench.buckets FILES` prints its address and serves until its input ends.

moto goes through all files for every page that is asked for, and takes a third of a second to write
one: that would be all that is measured. So pages are written from numbers; whatever else is asked,
and how, is moto as it is.
"""

import sys
from typing import Any

BUCKET = "pictures"


def name_of(number: int) -> str:
    """A picture's name: a folder for every thousand."""
    return f"2026/{number // 1000:06d}/picture-{number:09d}.jpg"


def _page(first: int, last: int, files: int) -> str:
    more = last < files
    rows = "".join(
        f"<Contents><Key>{name_of(n)}</Key><LastModified>2026-01-01T00:00:00.000Z</LastModified>"
        f"<ETag>&quot;{n:032x}&quot;</ETag><Size>204800</Size><StorageClass>STANDARD"
        "</StorageClass></Contents>"
        for n in range(first, last)
    )
    token = f"<NextContinuationToken>{last}</NextContinuationToken>" if more else ""
    head = (
        f"<Name>{BUCKET}</Name><Prefix/><MaxKeys>1000</MaxKeys><KeyCount>{last - first}</KeyCount>"
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
        f"{head}<IsTruncated>{str(more).lower()}</IsTruncated>{token}{rows}</ListBucketResult>"
    )


def serve(files: int) -> None:
    """Serve until the input ends."""
    import httpx
    from moto.s3.responses import S3Response
    from moto.server import ThreadedMotoServer

    def listed(asked: Any) -> tuple[int, dict[str, str], str]:
        token = asked.querystring.get("continuation-token", [None])[0]
        after = asked.querystring.get("start-after", [None])[0]
        first = int(token) if token else int(after[-13:-4]) + 1 if after else 0
        return 200, {}, _page(first, min(first + 1_000, files), files)

    setattr(S3Response, "list_objects_v2", listed)  # noqa: B010 - of another's class
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    httpx.put(f"{address}/{BUCKET}", headers={"Host": "localhost"}).raise_for_status()
    sys.stdout.write(f"{address}\n")
    sys.stdout.flush()
    sys.stdin.read()
    server.stop()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
