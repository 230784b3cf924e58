"""The key under which personal codes of packs (短码) are made; it follows from the installation's own."""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings


def key() -> bytes:
    """32 bytes, the same for as long as the installation keeps its key."""
    return hmac.new(settings.SEAL_KEY.encode(), b"codes of packs", hashlib.sha256).digest()
