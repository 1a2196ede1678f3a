"""An identity provider on loopback that can be told to answer wrongly in any way."""

from __future__ import annotations

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from casework.agencies.identity_tokens import half_hash

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=2048)
SHORT = rsa.generate_private_key(public_exponent=65537, key_size=1024)
CURVE = ec.generate_private_key(ec.SECP256R1())
ACCESS = "an access token"


def published(key: Any, name: str, **more: str) -> dict[str, Any]:
    """A public key as a provider publishes it."""
    kind = jwt.algorithms.RSAAlgorithm if hasattr(key, "private_numbers") else None
    kind = jwt.algorithms.ECAlgorithm if isinstance(key, ec.EllipticCurvePrivateKey) else kind
    return json.loads(kind.to_jwk(key.public_key())) | {"kid": name, "use": "sig"} | more


def public_text(key: Any) -> bytes:
    """A public key as text: what somebody signs with who takes it for a shared secret."""
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def unsafe_hs256(claims: dict[str, Any], secret: bytes, header: dict[str, Any]) -> str:
    """A token signed with a shared secret, which a careful library would not make."""
    signer = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256)
    parts = [{"alg": "HS256", "typ": "JWT", **header}, claims]
    said = b".".join(jwt.utils.base64url_encode(json.dumps(each).encode()) for each in parts)
    return (said + b"." + jwt.utils.base64url_encode(signer.sign(said, secret))).decode()


class Forger:
    """A provider whose every part can be replaced: `claims`, `header`, `key`, `keys` and so on."""

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.claims: dict[str, Any] = {}
        self.left_out: set[str] = set()
        self.header: dict[str, Any] = {}
        self.key, self.algorithm, self.name = KEY, "RS256", "first"
        self.keys: Any = [published(KEY, "first")]
        self.config: dict[str, Any] = {}
        self.userinfo: dict[str, Any] = {}
        self.token: Any = None
        self.moved: set[str] = set()
        self.asked: list[tuple[str, dict[str, list[str]]]] = []
        self.nonce = ""
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def id_token(self) -> str:
        """The token, with what was changed in it."""
        if self.token is not None:
            return self.token(self) if callable(self.token) else self.token
        return jwt.encode(
            self.said(), self.key, self.algorithm, headers={"kid": self.name, **self.header}
        )

    def said(self) -> dict[str, Any]:
        now = int(time.time())
        good = {
            "iss": self.issuer, "sub": "colin", "aud": "holdfast", "iat": now, "exp": now + 300,
            "nonce": self.nonce, "amr": ["pwd", "mfa"], "auth_time": now - 5,
            "at_hash": half_hash(ACCESS, "RS256"),
        }  # fmt: skip
        said = good | self.claims
        return {name: value for name, value in said.items() if name not in self.left_out}

    def _answer(self, path: str, body: dict[str, list[str]]) -> Any:
        if path == "/.well-known/openid-configuration":
            places = {
                "authorization_endpoint": "/auth", "token_endpoint": "/token",
                "userinfo_endpoint": "/me", "jwks_uri": "/keys",
            }  # fmt: skip
            return (
                {"issuer": self.issuer}
                | {name: self.issuer + place for name, place in places.items()}
                | self.config
            )
        if path == "/token" and body.get("code") != ["a code"]:
            return {"error": "invalid_grant"}
        if path == "/token":
            return {"access_token": ACCESS, "token_type": "Bearer", "id_token": self.id_token()}
        if path == "/keys":
            return {"keys": self.keys}
        return {"sub": "colin", "email": "colin@example.org"} | self.userinfo

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        forger = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                path = urlsplit(self.path).path
                length = int(self.headers.get("content-length") or 0)
                body = parse_qs(self.rfile.read(length).decode())
                forger.asked.append((path, body))
                if path in forger.moved:
                    self.send_response(302)
                    self.send_header("location", f"{forger.issuer}/elsewhere{path}")
                    self.end_headers()
                    return
                said = json.dumps(forger._answer(path.removeprefix("/elsewhere"), body)).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.end_headers()
                self.wfile.write(said)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *args: Any) -> None:
                """Tests need no lines of it."""

        return Handler
