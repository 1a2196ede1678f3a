"""Is what an agency's sign-in says of somebody true: signed by it, for us, now, and as asked?

Everything is decided from what is given; nothing is fetched and no clock is asked.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

import jwt

SIGNED_BY = {
    f"{kind}{bits}": kty
    for kind, kty in (("RS", "RSA"), ("PS", "RSA"), ("ES", "EC"))
    for bits in (256, 384, 512)
}
"""Ways of signing with a key that only the agency has, and the kind of key for each.

Neither “none” nor one with a shared secret (HS) is among them: with these, whoever knows
a public key could sign.
"""
SHORTEST_KEY = 2048
"""Bits of an RSA key."""
MINUTE = 60
"""Seconds by which the clocks of two sites may differ."""
OLDEST = 10 * MINUTE
"""Seconds since a token was made; it is fetched right after."""
LONGEST = 20_000
"""Letters of a token."""


class NotTrusted(ValueError):
    """A token is not what it should be; the message says in what, and holds no data of it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What we know of the question to which a token is the answer."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str
    now: float
    """Seconds since 1970."""


def claims_of(token: Any, keys: Any, asked: Asked) -> dict[str, Any]:
    """What a token says, once its signature and its terms hold. Raises NotTrusted.

    `keys` is the provider's published set (JWKS).
    """
    if not isinstance(token, str) or not 0 < len(token) < LONGEST:
        raise NotTrusted("there is no token")
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in SIGNED_BY:
            raise NotTrusted("it is signed in a way that is not accepted")
        key = _key(keys, header.get("kid"), algorithm)
        claims = jwt.decode(token, key, algorithms=[algorithm], options=_UNCHECKED)
    except (jwt.PyJWTError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, NotTrusted):
            raise
        raise NotTrusted("its signature does not hold") from error
    _for_us(claims, asked)
    _in_time(claims, asked.now)
    _belongs(claims, asked, algorithm)
    return claims


_UNCHECKED = {
    f"verify_{name}": False for name in ("aud", "iss", "exp", "nbf", "iat", "sub", "jti")
} | {"verify_signature": True}
"""The library checks the signature; the terms are checked below, each with its reason."""


def _key(keys: Any, named: Any, algorithm: str) -> Any:
    """The one published key that may have signed this: by name, kind and use."""
    listed = [each for each in keys["keys"] if isinstance(each, dict)]
    fitting = [
        each
        for each in listed
        if each.get("kty") == SIGNED_BY[algorithm]
        and each.get("use", "sig") == "sig"
        and each.get("alg", algorithm) == algorithm
        and (named is None or each.get("kid") == named)
    ]
    if len(fitting) != 1:
        raise NotTrusted("no published key, or more than one, has the name of its key")
    key = jwt.PyJWK(fitting[0], algorithm=algorithm).key
    if SIGNED_BY[algorithm] == "RSA" and key.key_size < SHORTEST_KEY:
        raise NotTrusted("its key is too short")
    return key


def _for_us(claims: dict[str, Any], asked: Asked) -> None:
    if claims.get("iss") not in {asked.issuer, asked.issuer + "/"}:
        raise NotTrusted("it is from somebody else")
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    if asked.client_id not in named:
        raise NotTrusted("it is for somebody else")
    party = claims.get("azp")
    if party != asked.client_id and (party is not None or len(named) > 1):
        raise NotTrusted("it was given to somebody else")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= 255:
        raise NotTrusted("it names nobody")


def _in_time(claims: dict[str, Any], now: float) -> None:
    made, ends, begins = (_moment(claims.get(name)) for name in ("iat", "exp", "nbf"))
    if ends is None or ends <= now - MINUTE:
        raise NotTrusted("it has run out")
    if made is None or not now - OLDEST <= made <= now + MINUTE:
        raise NotTrusted("it was not made just now")
    if claims.get("nbf") is not None and (begins is None or begins > now + MINUTE):
        raise NotTrusted("it does not hold yet")


def _moment(value: Any) -> float | None:
    """A number that is a moment; true and false are numbers to Python and none to us."""
    good = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if good else None


def _belongs(claims: dict[str, Any], asked: Asked, algorithm: str) -> None:
    """To the question that this browser asked, and to the token that came with it."""
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), asked.nonce.encode()):
        raise NotTrusted("it is the answer to another question")
    half = claims.get("at_hash")
    if half is not None and half != half_hash(asked.access_token, algorithm):
        raise NotTrusted("it belongs to another token")


def half_hash(text: str, algorithm: str) -> str:
    """The left half of a hash of a token, as OpenID Connect has it (`at_hash`)."""
    full = hashlib.new(f"sha{algorithm[2:]}", text.encode()).digest()
    return base64.urlsafe_b64encode(full[: len(full) // 2]).rstrip(b"=").decode()


def nonce_for(verifier: str) -> str:
    """A word that the token has to repeat; only who began the sign-in can work it out.

    It follows from the secret that the session keeps for the proof of the code (PKCE), so
    that nothing more has to be kept.
    """
    closed = hashlib.sha256(f"nonce:{verifier}".encode()).digest()
    return base64.urlsafe_b64encode(closed).rstrip(b"=").decode()
