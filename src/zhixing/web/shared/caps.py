"""How much a request may bring: refused before the body is read, and before a full disk is found by writing."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import TemporaryFileUploadHandler

MB = 1024 * 1024
MOST = 210 * MB
"""Bytes of one request: 200 MB of files and what stands around them."""
RECEIVING = frozenset(
    {"/imports/uploads/", "/library/documents/", "/library/media/", "/packs/returns/read/", "/courses/"}
)
"""Where workbooks, documents, recordings, pictures of returns and courses arrive; other forms are held to less."""
ELSEWHERE = 22 * MB
SPARE = 100 * MB
"""Bytes that must stay free on the disk."""


class CappedUpload(TemporaryFileUploadHandler):
    """Files go to the disk, never to memory; too many bytes, or too little room for them, end the request."""

    def handle_raw_input(
        self,
        input_data: Any,  # noqa: ANN401 - as Django calls it
        META: Mapping[str, Any],  # noqa: N803
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> None:
        """Before the first byte is read."""
        most = MOST if self.request is not None and self.request.path in RECEIVING else ELSEWHERE
        if content_length > most:
            raise RequestDataTooBig(f"{content_length // MB} MB")
        if content_length > shutil.disk_usage(tempfile.gettempdir()).free - SPARE:
            raise RequestDataTooBig("no room")
