"""Messages between the search and its prover: a length, then JSON. Nothing that is read can run anything (ASVS V1.5.2).

A message is a tuple of whole numbers, texts, arrays of whole numbers, and values of the kinds named here.
"""

from __future__ import annotations

import json
import struct
from dataclasses import fields, is_dataclass
from typing import IO, Any

import numpy as np

from zhixing.core.timetable.instance import (
    Course,
    Instance,
    Instructor,
    Member,
    Requirement,
    Station,
    Venue,
    Weights,
)
from zhixing.solvers.relaxation import Known

HEAD = struct.Struct("<Q")
KINDS: dict[str, type[Any]] = {
    kind.__name__: kind
    for kind in (Course, Instance, Instructor, Known, Member, Requirement, Station, Venue, Weights)
}


def send(pipe: IO[bytes], message: tuple[Any, ...]) -> None:
    """Writes a message."""
    content = json.dumps(_plain(message), ensure_ascii=False, separators=(",", ":")).encode()
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
    message: tuple[Any, ...] = _read(json.loads(content))
    return message


def _plain(value: Any) -> Any:  # noqa: ANN401 - as JSON has it
    if isinstance(value, np.ndarray):
        return {"array": value.tolist()}
    if isinstance(value, np.integer):
        return int(value)
    if is_dataclass(value) and not isinstance(value, type):
        held = [_plain(getattr(value, field.name)) for field in fields(value)]
        return {"kind": type(value).__name__, "values": held}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value


def _read(value: Any) -> Any:  # noqa: ANN401 - as JSON has it
    if isinstance(value, list):
        return tuple(_read(one) for one in value)
    if isinstance(value, dict):
        if "array" in value:
            return np.array(value["array"], dtype=np.int64)
        return KINDS[value["kind"]](*(_read(one) for one in value["values"]))
    return value
