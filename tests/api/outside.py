"""A small provider of identities on loopback: it describes itself, has keys, and gives codes and
tokens, as OpenID Connect has it. What it says of whom, and what it does wrong, a test decides."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "dure", "a secret between the two"


@dataclass
class Provider:
    """The provider: `person` is who is signed in there."""

    url: str = ""
    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": "u-1", "email": "a@example.com", "email_verified": True}
    )
    wrong: str = ""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    key: RSAKey = field(
        default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}, auto_kid=False)
    )

    def let_through(self, location: str) -> dict[str, str]:
        """What a person's yes there brings the browser back with."""
        asked = {name: given[0] for name, given in parse_qs(urlsplit(location).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        assert asked["client_id"] == CLIENT
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def described(self) -> dict[str, Any]:
        elsewhere = "http://169.254.169.254" if self.wrong == "endpoint elsewhere" else self.url
        return {
            "issuer": "https://other.example" if self.wrong == "issuer" else self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{elsewhere}/token",
            "jwks_uri": f"{self.url}/keys",
        }

    def token(self, form: dict[str, str]) -> dict[str, Any] | None:
        asked = self.codes.pop(form.get("code", ""), None)
        verifier = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).rstrip(b"=").decode()
        right = (
            asked is not None
            and challenge == asked["code_challenge"]
            and form.get("redirect_uri") == asked["redirect_uri"]
            and form.get("client_secret") == SECRET
        )
        if not right or asked is None:
            return None
        now = int(time.time())
        said = {
            **self.person,
            "iss": self.url,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        }
        changes: dict[str, dict[str, Any]] = {
            "audience": {"aud": "somebody else"},
            "nonce": {"nonce": "of another"},
            "expired": {"exp": now - 3600, "iat": now - 7200},
            "token's issuer": {"iss": "https://other.example"},
            "no subject": {"sub": ""},
        }
        said |= changes.get(self.wrong, {})
        header, key = {"alg": "RS256", "kid": "1"}, self.key
        if self.wrong == "another's key":
            key = RSAKey.generate_key(2048, {"kid": "1"}, auto_kid=False)
        token = jwt.encode(header, said, key)
        if self.wrong == "no signature":
            parts = [json.dumps({"alg": "none"}), json.dumps(said)]
            plain = [base64.urlsafe_b64encode(one.encode()).rstrip(b"=").decode() for one in parts]
            token = ".".join([*plain, ""])
        return {"access_token": "x", "token_type": "Bearer", "id_token": token}


@contextmanager
def provider() -> Iterator[Provider]:
    """A provider that runs."""
    made = Provider()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def _say(self, body: dict[str, Any] | None) -> None:
            made.asked.append(self.path)
            content = json.dumps(body or {"error": "invalid_grant"}).encode()
            if made.wrong == "too long":
                content += b" " * (2 << 20)
            if made.wrong == "redirect":
                self.send_response(302)
                self.send_header("Location", f"{made.url}/keys")
            else:
                self.send_response(200 if body is not None else 400)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def do_GET(self) -> None:
            if self.path.startswith("/authorize?"):
                self._send_back()
                return
            keys = {"keys": [made.key.as_dict(private=False)]}
            self._say(keys if self.path == "/keys" else made.described())

        def _send_back(self) -> None:
            asked = parse_qs(urlsplit(self.path).query)
            back = urlencode(made.let_through(self.path))
            self.send_response(302)
            self.send_header("Location", f"{asked['redirect_uri'][0]}?{back}")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self._say(made.token({name: given[0] for name, given in form.items()}))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
