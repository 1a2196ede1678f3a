"""Files as they arrive: no more of them than this site takes, whoever sends them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler


class Bounded(FileUploadHandler):
    """Stands before those that write: refuses what says, or turns out, to be too large."""

    received = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803
        content_length: int,
        boundary: bytes,
        encoding: Any = None,
    ) -> None:
        if content_length > settings.LARGEST_REQUEST:
            raise RequestDataTooBig("More was sent than this site takes.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.received += len(raw_data)
        if self.received > settings.LARGEST_REQUEST:
            raise RequestDataTooBig("More was sent than this site takes.")
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The handlers behind it keep the file."""
