"""Links that an S3-compatible storage serves: Signature Version 4 in the query (Amazon S3 API
Reference, “Authenticating Requests: Using Query Parameters”)."""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote, urlsplit

_ALGORITHM = "AWS4-HMAC-SHA256"


@dataclass(frozen=True, slots=True)
class Signer:
    """Whose keys sign, for which region of which service's address."""

    endpoint: str  # https://host[:port], without a slash at the end
    region: str
    access_key: str
    secret_key: str

    def link(self, path: str, ttl: timedelta, told: Mapping[str, str], now: datetime) -> str:
        """An address of the object at `path` (bucket/key), good for `ttl` from `now` (UTC); `told`
        is what S3 is to answer with, such as response-content-type."""
        stamp = now.strftime("%Y%m%dT%H%M%SZ")
        scope = f"{stamp[:8]}/{self.region}/s3/aws4_request"
        query = {
            "X-Amz-Algorithm": _ALGORITHM,
            "X-Amz-Credential": f"{self.access_key}/{scope}",
            "X-Amz-Date": stamp,
            "X-Amz-Expires": str(int(ttl.total_seconds())),
            "X-Amz-SignedHeaders": "host",
            **told,
        }
        asked = "&".join(f"{_said(name)}={_said(query[name])}" for name in sorted(query))
        place = "/" + quote(path, safe="/-_.~")
        host = urlsplit(self.endpoint).netloc
        request = f"GET\n{place}\n{asked}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD"
        digest = hashlib.sha256(request.encode()).hexdigest()
        words = f"{_ALGORITHM}\n{stamp}\n{scope}\n{digest}"
        signature = hmac.digest(self._key(scope), words.encode(), "sha256").hex()
        return f"{self.endpoint}{place}?{asked}&X-Amz-Signature={signature}"

    def _key(self, scope: str) -> bytes:
        key = f"AWS4{self.secret_key}".encode()
        for part in scope.split("/"):
            key = hmac.digest(key, part.encode(), "sha256")
        return key


def _said(text: str) -> str:
    return quote(text, safe="-_.~")
