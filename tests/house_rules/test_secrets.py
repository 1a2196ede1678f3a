"""No secret lies in the tree: keys, tokens, passwords in addresses. Nothing is excused."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LARGEST = 2 << 20
"""Bytes; larger files are pictures."""
SHAPES = {
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a key of Amazon": r"\b(AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of GitHub": r"\b(gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{50,})\b",
    "a token of GitLab": r"\bglpat-[A-Za-z0-9_-]{20,}\b",
    "a token of Slack": r"\bxox[abpr]-[A-Za-z0-9-]{10,}\b",
    "a key of Google": r"\bAIza[0-9A-Za-z_-]{35}\b",
    "a key of Stripe": r"\b[sr]k_live_[0-9a-zA-Z]{20,}\b",
    "a key of GOV.UK Notify": r"\b[a-z_]+-[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-[0-9a-f]{8}-",
    "a signed token": r"\beyJ[A-Za-z0-9_-]{15,}\.eyJ[A-Za-z0-9_-]{15,}\.[A-Za-z0-9_-]{15,}",
    "a password in an address": r"\b[a-z+]+://[^/\s:@\"'<>{]+:[^/\s:@\"'<>{…]{3,}@[a-z0-9.-]+\.[a-z]{2,}",
    "a sealing key": r"(?m)^\s*\w+ [A-Za-z0-9+/]{43}=\s*$",
    "a secret that is set": (
        r"(?i)(?<![a-z])(secret|password|passwd|token|api_?key)\w*[\"']?\s*[:=]\s*"
        r"[\"'](?=[^\"']*\d)(?=[^\"']*[A-Z])(?=[^\"']*[a-z])[A-Za-z0-9+/_=-]{20,}[\"']"
    ),
}


def found(text: str) -> list[str]:
    """The kinds of secret that a text seems to hold."""
    return [name for name, shape in SHAPES.items() if re.search(shape, text)]


def test_no_file_of_the_tree_holds_a_secret():
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\0")  # fmt: skip
    files = [ROOT / name for name in listed if name and (ROOT / name).is_file()]
    files = [each for each in files if each != Path(__file__) and each.stat().st_size < LARGEST]

    holding = {
        str(each.relative_to(ROOT)): kinds
        for each in files
        if (kinds := found(each.read_text(encoding="utf-8", errors="ignore")))
    }

    assert len(files) > 500
    assert holding == {}


WRONG = {
    "a private key": "-----BEGIN RSA " + "PRIVATE KEY-----",
    "a key of Amazon": "AKIA" + "ABCDEFGHIJKLMNOP",
    "a token of GitHub": "ghp_" + "a1B2" * 9,
    "a token of GitLab": "glpat-" + "a1B2c3D4e5F6g7H8i9J0",
    "a token of Slack": "xoxb-" + "123456789012-abc",
    "a key of Google": "AIza" + "a1B2c3D" * 5,
    "a key of Stripe": "sk_live_" + "a1B2c3D4e5F6g7H8i9J0",
    "a key of GOV.UK Notify": "live_key-" + "1234abcd-12ab-12ab-12ab-1234567890ab" + "-1234abcd-",
    "a signed token": "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0NTY3ODkwIn0." + "a" * 20,
    "a password in an address": "postgresql://holdfast:" + "hunter22@db.example.org/x",
    "a sealing key": "first " + "a1B2c3D4" * 5 + "e5F=",
    "a secret that is set": "client_secret" + ' = "a1B2c3D4e5F6g7H8i9J0"',
}


@pytest.mark.parametrize("kind", SHAPES)
def test_each_kind_would_be_found(kind):
    assert kind in found(WRONG[kind])
