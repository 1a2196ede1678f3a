"""A passkey in software: answers as a security key would, or wrongly where a test wants that."""

from __future__ import annotations

import hashlib
import json
import os
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor

PRESENT, VERIFIED, HOLDS_KEY = 0x01, 0x04, 0x40


def text(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


class SoftwareKey:
    """One key for one site; `count` goes on with each use."""

    def __init__(self, origin: str = "https://testserver") -> None:
        self.origin = origin
        self.site = origin.split("://")[1].split(":")[0]
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(32)
        self.count = 1
        self.user = ""

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """Answer to the wish for a new passkey."""
        asked = options["publicKey"]
        self.user = asked["user"]["id"]
        flags = PRESENT | VERIFIED | HOLDS_KEY
        held = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + self._public()
        attested = {"fmt": "none", "attStmt": {}, "authData": self._data(flags) + held}
        said = self._client("webauthn.create", asked["challenge"])
        response = {"clientDataJSON": text(said), "attestationObject": text(cbor.encode(attested))}
        return self._answer(response) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def get(self, options: dict[str, Any], **wrong: Any) -> dict[str, Any]:
        """Answer to the wish to sign in; `wrong` changes one thing of it.

        `flags`, `origin`, `challenge`, `count`, `secret` (another key signs), `id`.
        """
        self.count = wrong.get("count", self.count + 1)
        challenge = wrong.get("challenge", options["publicKey"]["challenge"])
        said = self._client("webauthn.get", challenge, wrong.get("origin", self.origin))
        data = self._data(wrong.get("flags", PRESENT | VERIFIED))
        signer = wrong.get("secret", self.secret)
        signed = signer.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": text(said),
            "authenticatorData": text(data),
            "signature": text(signed),
            "userHandle": self.user,
        }
        return self._answer(response, wrong.get("id", self.id)) | {"clientExtensionResults": {}}

    def _answer(self, response: dict[str, Any], key: bytes | None = None) -> dict[str, Any]:
        name = text(key or self.id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response}

    def _client(self, kind: str, challenge: str, origin: str = "") -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": origin or self.origin}
        return json.dumps(said | {"crossOrigin": False}).encode()

    def _data(self, flags: int) -> bytes:
        site = hashlib.sha256(self.site.encode()).digest()
        return site + bytes([flags]) + self.count.to_bytes(4, "big")

    def _public(self) -> bytes:
        point = self.secret.public_key().public_numbers()
        x, y = point.x.to_bytes(32, "big"), point.y.to_bytes(32, "big")
        return cbor.encode({1: 2, 3: -7, -1: 1, -2: x, -3: y})
