"""Messages between the search and its prover: a length, then a pickled tuple."""

from __future__ import annotations

import pickle
import struct
from typing import IO, Any

HEAD = struct.Struct("<Q")


def send(pipe: IO[bytes], message: tuple[Any, ...]) -> None:
    """Writes a message."""
    content = pickle.dumps(message, protocol=5)
    pipe.write(HEAD.pack(len(content)) + content)
    pipe.flush()


def receive(pipe: IO[bytes]) -> tuple[Any, ...] | None:
    """Reads a message; None where the other side has gone."""
    head = pipe.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    (size,) = HEAD.unpack(head)
    content = pipe.read(size)
    if len(content) < size:
        return None
    # Parent and child are one program: what comes through the pipe is our own.
    message: tuple[Any, ...] = pickle.loads(content)  # noqa: S301
    return message
