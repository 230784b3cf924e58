"""Confidential words at rest: AES-256-GCM per record, keyed by the installation (integrity rule 11)."""

from __future__ import annotations

import base64
import hashlib
import os
from functools import cache
from typing import Protocol
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings


class SealError(RuntimeError):
    """Sealed words that this installation's key does not open."""


def seal(words: str, record: str) -> str:
    """Encrypts; `record` is bound in, so that a sealed text cannot be moved to another record."""
    nonce = os.urandom(12)
    return base64.b64encode(nonce + _cipher().encrypt(nonce, words.encode(), record.encode())).decode()


def unseal(sealed: str, record: str) -> str:
    """Decrypts. Raises SealError when key or record do not fit."""
    raw = base64.b64decode(sealed)
    try:
        return _cipher().decrypt(raw[:12], raw[12:], record.encode()).decode()
    except InvalidTag as wrong:
        raise SealError("密封内容打不开:密钥不是写入时的那一把,或内容被动过") from wrong


class Stored(Protocol):
    """A row of private words."""

    fact: UUID
    payload: str
    sealed: bool


def opened(row: Stored) -> str:
    """The words of a row, unsealed where they lie sealed."""
    return unseal(row.payload, row.fact.hex) if row.sealed else row.payload


def sm3(data: bytes) -> str:
    """SM3 (GB/T 32905-2016), hexadecimal."""
    digest = hashes.Hash(hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()


@cache
def _cipher() -> AESGCM:
    return AESGCM(hashlib.sha256(settings.SEAL_KEY.encode()).digest())
