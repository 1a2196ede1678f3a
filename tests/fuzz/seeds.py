"""What each target is given to begin with: right, nearly right, and what has hurt others."""

from __future__ import annotations

import base64
import io
import zipfile

NASTY = [
    b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"-1", b"9" * 5_000, "٣".encode() * 5,
    "\u202eexe.csv".encode(), b"../../etc/passwd", b"=cmd|' /C calc'!A0", b"${jndi:ldap://x}",
    b"{{7*7}}", b"%s%s%n", b"' or 1=1 --", b"\r\nSet-Cookie: a=b", b"a" * 70_000,
    "é\u0301\u200b".encode() * 50, b"[" * 2_000, b"1e999", b"NaN", b"2026-02-30", b"0000-00-00",
    b"31/12/9999 24:00", b"99999", b"46000.99999999999", b"2026-11-20T25:61:61+99:99",
]  # fmt: skip


def a_zip(*members: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members:
            packed.writestr(name, content)
    return made.getvalue()


UNNAMED = base64.b64decode(
    "UEsDBBQAAAAIAGGQdF3FEJckBgAAAAQAAAAOAAAAc3NkX3BlcnNvbi5jc3ZL1EniAgBQSwECFAMAAAAUYQAIkHRdxRCX"
    "JAYAAAAEAAAADgAAAAAABAAAAA4AAAAAAAAAAACAAAABAAAAAHNjc3ZQSwUGAAAAAAEAAQA8AAAAMgAAAAAA"
)
"""A zip in which a file has no name: it once broke the reading."""
GOOD: dict[str, list[bytes]] = {
    "table": [b"\0miss_table_id,miss_person_id\n1,2\n", b"\x01a;b\n", b'\x02"a\nb",c\n"'],
    "cells": [b"\x051,100,2026-10-01,2026-10-02,Y,N\n", b"\x08\xff,9990000018,GU1 1AA,=1\n"],
    "archive": [UNNAMED, a_zip(("ssd_person.csv", b"a,b\n")), a_zip(("../x", b"1"), ("y", b"2"))],
    "name_of_file": [b"ssd_person.csv", b"C:\\x\\..", b"/etc/passwd", b"..."],
    "moment": [b"2026-10-01 09:30:00", b"01/10/2026", b"1 Oct 2026", b"46000.5"],
    "value": [b"999 000 0018", b"A123456789012", b"gu1 1aa", b'{"10A": 1}', b"10A;11A"],
    "typed_day": [b"24/11/2026", b"24 Nov 2026", b"2026-11-24", b"1/x/2026"],
    "form": [b"on_0=1&on_1=11&on_2=2026", b"a=%00&a=%ff", b"&&&=&="],
    "pack": [b"pack: surrey\nduties:\n  - id: x\n", b"a: &b [*b]\n", b"!!python/object:x\n"],
    "words": [b"first.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"],
    "sealed": [b"first.AAAA", b"second.AAAA", b"."],
    "place_in_list": [b"WyIyMDI2IiwgIjEiXQ", b"bnVsbA", b"W10"],
    "link": [b"/accounts/welcome/1-abc/\nx:y", b"/x\n~", b"/accounts/welcome/" + b"9" * 30],
    "token": [b"eyJhbGciOiJub25lIn0.e30.", b"eyJhbGciOiJSUzI1NiJ9.e30.AAAA", b"..", b"a.b.c"],
    "looked_for": ["O’Hara-Ånström".encode(), b"  ", "ﷺ".encode() * 10],
    "setting": [b"postgresql://a:b@c:5432/d", b"postgresql://[::1", b"first AAAA", b"x://:x"],
}  # fmt: skip


def of(name: str) -> list[bytes]:
    return [*GOOD[name], *NASTY]
