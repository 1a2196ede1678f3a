"""Everything that reads what others wrote, each as a function of bytes.

A target may refuse, in the way in which what it drives refuses; anything else that it raises
is a fault. None of them needs the database.
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.signing import BadSignature
from django.http import QueryDict

from casework.agencies import identity_tokens, welcome
from casework.agencies.identity_tokens import Asked, NotTrusted
from casework.cast import NOW
from casework.concerns import cursor
from casework.config import environment, sealing
from casework.exchange import folders
from casework.exchange.reading import dates, values
from casework.exchange.reading.logs import TABLES
from casework.exchange.reading.problems import FileRefused
from casework.exchange.reading.profiles import PROFILES
from casework.exchange.reading.reader import Row, TableFile
from casework.notices import signing
from casework.subjects import names
from casework.web import forms, sealed_words
from pathways import sources

Target = Callable[[bytes], None]
TODAY = date(2026, 11, 20)
PLACE = Path(tempfile.gettempdir())


def text_of(data: bytes) -> str:
    return data.decode("utf-8", errors="replace")


def a_file(data: bytes, name: str, folder: str) -> Path:
    path = Path(folder) / name
    path.write_bytes(data)
    return path


def table(data: bytes) -> None:
    """A file of an import: its encoding, heading, rows and cells. The first byte names which."""
    which = sorted(TABLES)[data[0] % len(TABLES)] if data else "ssd_missing"
    with tempfile.TemporaryDirectory() as folder, suppress(FileRefused):
        file = TableFile(
            a_file(data[1:], f"{which}.csv", folder), TABLES[which], PROFILES["lcs"], TODAY
        )
        for row in file.rows():
            if isinstance(row, Row):
                file.convert(row)


def cells(data: bytes) -> None:
    """The same below a heading that is right, so that the cells are reached."""
    which = TABLES[sorted(TABLES)[data[0] % len(TABLES)] if data else "ssd_missing"]
    heading = ",".join(column.name for column in which.columns).encode()
    number = sorted(TABLES).index(which.name)
    table(bytes([number]) + heading + b"\n" + data[1:] + b"\n")


def archive(data: bytes) -> None:
    """A zip that somebody sent."""
    with tempfile.TemporaryDirectory() as folder, suppress(FileRefused):
        folders.unpack(a_file(data, "files.zip", folder), Path(folder) / "out")


def name_of_file(data: bytes) -> None:
    """The name that somebody gave a file."""
    with tempfile.TemporaryDirectory() as folder:
        put = folders.put(io.BytesIO(b"x"), text_of(data), Path(folder))
        if put.parent != Path(folder) or not put.is_file():
            raise AssertionError(f"{put} lies elsewhere")


def moment(data: bytes) -> None:
    """A date in a cell."""
    with suppress(dates.NotADate):
        dates.read_moment(text_of(data).strip())


def value(data: bytes) -> None:
    """Numbers, codes and flags in a cell."""
    text = text_of(data)
    for read in (values.clean, values.clean_lines, values.clean_identifier, values.yes_no,
                 values.nhs_number_is_right, values.upn_is_right, values.postcode):  # fmt: skip
        read(text)
    for read in (values.codes, values.flags):
        with suppress(ValueError):
            read(text)


def typed_day(data: bytes) -> None:
    """A day typed into a form, in one box and in three."""
    text = text_of(data)
    for field in (forms.DateField(), forms.OneBoxDateField(), forms.DraftDateField()):
        with suppress(ValidationError):
            field.clean(text)
        with suppress(ValidationError):
            field.clean([*text.split("/", 2), "", ""][:3])


def form(data: bytes) -> None:
    """The body of a form, as far as Django and our own fields read it."""
    sent = QueryDict(data, mutable=False)
    for each in list(sent)[:20]:
        with suppress(ValidationError):
            forms.DateField().clean([*sent.getlist(each)[:3], "", "", ""][:3])


def pack(data: bytes) -> None:
    """A file of a policy pack; what is wrong with it is listed and not raised."""
    with tempfile.TemporaryDirectory() as folder:
        sources.read(a_file(data, "pack.yaml", folder))


def words(data: bytes) -> None:
    """Sealed words in an address."""
    if sealed_words.opened(text_of(data), whose=7, now=NOW):
        raise AssertionError("words that nobody sealed were opened")


def sealed(data: bytes) -> None:
    """A sealed text out of the database."""
    with suppress(sealing.CannotOpen):
        sealing.unseal(text_of(data), place="somewhere")


def place_in_list(data: bytes) -> None:
    """Where a list goes on, out of an address."""
    cursor.unpacked(text_of(data), 2)


def link(data: bytes) -> None:
    """A link out of a mail."""
    path, _, signature = text_of(data).partition("\n")
    try:
        signing.check(path, signature, max_age=timedelta(days=3))
    except BadSignature:
        if welcome.account_for(path, signature, path) is not None:
            raise AssertionError("a link that nobody signed opened") from None
        return
    raise AssertionError("a link that nobody signed was taken")


def token(data: bytes) -> None:
    """What an agency's sign-in says of somebody."""
    asked = Asked("https://x.example", "holdfast", "nonce", "access", 1_800_000_000.0)
    try:
        identity_tokens.claims_of(text_of(data), {"keys": []}, asked)
    except NotTrusted:
        return
    raise AssertionError("a token that nobody signed was taken")


def looked_for(data: bytes) -> None:
    """A name that is looked for."""
    text = text_of(data)
    names.plain(text)
    names.sound(text)


def setting(data: bytes) -> None:
    """A setting of the site: a key, an address of the database."""
    text = text_of(data)
    with suppress(ImproperlyConfigured, ValueError):
        environment.database(text)
    with suppress(ImproperlyConfigured):
        sealing._key("HOLDFAST_SEALING_KEYS", text)


TARGETS: dict[str, Target] = {
    each.__name__: each
    for each in (table, cells, archive, name_of_file, moment, value, typed_day, form, pack, words,
                 sealed, place_in_list, link, token, looked_for, setting)
}  # fmt: skip
