"""What is asked of the outside provider (OpenID Connect Core 1.0, Discovery 1.0), at its own hosts
alone: no proxy, no redirect, within a time, and no more of an answer than is any use."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpcore
import orjson
import structlog
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from app.core.address import Target, reachable, target_of
from app.core.outgoing import Lines, calling
from app.core.settings import settings
from app.people.problems import NoOutside, OutsideRefused

log = structlog.get_logger(__name__)

SECONDS = 10.0
MOST = 1 << 20
"""Bytes of an answer."""
LEEWAY = 60
"""Seconds that the provider's clock may differ."""
ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
"""Of signatures: none that could be made with what is public."""


@dataclass(frozen=True, slots=True)
class Provider:
    """The provider that is configured, as it describes itself."""

    issuer: str
    client_id: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


def configured() -> bool:
    """Whether people may sign in by an outside provider."""
    config = settings()
    return bool(config.oidc_issuer and config.oidc_client_id)


def discover() -> Provider:
    """The provider, by its own description. Raises `NoOutside`, `OutsideRefused`."""
    config = settings()
    if not (config.oidc_issuer and config.oidc_client_id):
        raise NoOutside("No outside provider is set up here; sign in with a password.")
    issuer = config.oidc_issuer
    found = _json(_call("GET", f"{issuer.rstrip('/')}/.well-known/openid-configuration"))
    ends = [found.get(name) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")]
    if found.get("issuer") != issuer or not all(isinstance(end, str) for end in ends):
        raise _refused("it describes another issuer, or lacks an endpoint")
    provider = Provider(issuer, config.oidc_client_id, *map(str, ends))
    _target(provider.authorization_endpoint)
    return provider


def way_there(provider: Provider, *, back: str, state: str, nonce: str, verifier: str) -> str:
    """Where the browser goes: the authorization endpoint, with a challenge for the code (PKCE)."""
    return str(
        prepare_grant_uri(
            provider.authorization_endpoint,
            provider.client_id,
            "code",
            redirect_uri=back,
            scope="openid email profile",
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(verifier),
            code_challenge_method="S256",
        )
    )


def claims(provider: Provider, *, code: str, back: str, nonce: str, verifier: str) -> CodeIDToken:
    """What the provider says of whoever came back with `code`: signed by it, for us, for this one
    sign-in, now. Raises `OutsideRefused`."""
    secret = settings().oidc_client_secret
    form = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": back,
        "client_id": provider.client_id,
        "code_verifier": verifier,
        **({"client_secret": secret.get_secret_value()} if secret else {}),
    }
    kind = [("content-type", "application/x-www-form-urlencoded")]
    answer = _json(_call("POST", provider.token_endpoint, kind, urlencode(form).encode()))
    keys = _json(_call("GET", provider.jwks_uri))
    try:
        token = jwt.decode(
            str(answer.get("id_token", "")),
            KeySet.import_key_set(keys),  # type: ignore[arg-type]
            algorithms=ALGORITHMS,
        )
        said = CodeIDToken(
            token.claims,
            token.header,
            {"iss": {"value": provider.issuer}, "aud": {"value": provider.client_id}},
            {
                "nonce": nonce,
                "client_id": provider.client_id,
                "access_token": answer.get("access_token"),
            },
        )
        said.validate(leeway=LEEWAY)
        if said.get("nonce") != nonce or not isinstance(said.get("sub"), str) or not said["sub"]:
            raise _refused("the token is of another sign-in")
    except (JoseError, ValueError, TypeError, KeyError) as fault:
        raise _refused(f"{type(fault).__name__}: {fault}") from fault
    return said


def _refused(why: str) -> OutsideRefused:
    # What exactly was wrong is for who runs this, not for whoever came with it.
    log.warning("outside sign-in refused", why=why[:300])
    return OutsideRefused("The outside provider's answer could not be checked; try again.")


def _target(address: str) -> Target:
    """A place of the provider's own: at its issuer's origin, or at a host that is configured; with
    TLS unless the issuer itself is without."""
    issuer, found = target_of(str(settings().oidc_issuer)), target_of(address)
    if found.origin != issuer.origin and not (
        found.scheme == "https" and found.among(settings().oidc_hosts)
    ):
        raise _refused(f"{found.authority} is no host of the provider: see DURE_OIDC_HOSTS")
    return found


def _call(
    method: str, address: str, headers: Sequence[tuple[str, str]] = (), body: bytes | None = None
) -> bytes:
    target = _target(address)
    sent = [
        ("host", target.authority),
        ("accept", "application/json"),
        ("accept-encoding", "identity"),
        ("content-length", str(len(body or b""))),
        *headers,
    ]
    found = bytearray()
    try:
        with calling(method, Lines(SECONDS, reachable), target, sent, body) as answer:
            for piece in answer.iter_stream():
                found += piece
                if len(found) > MOST:
                    raise _refused("its answer is too long")
            if answer.status != 200:
                raise _refused(f"{target.path} answered {answer.status}")
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as fault:
        raise _refused(f"{target.authority}: {fault!r}") from fault
    return bytes(found)


def _json(answer: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(answer)
    except orjson.JSONDecodeError as fault:
        raise _refused("its answer is no JSON") from fault
    if not isinstance(found, dict):
        raise _refused("its answer is no object")
    return found
