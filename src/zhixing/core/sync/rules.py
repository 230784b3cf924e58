"""By which rules envelopes are taken in: what counts as the same content, and whose clock decides.

All pure: the server's moment comes in as an argument.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re

from zhixing.core.sync.envelope import Verb

MOST = 200
"""Envelopes a request."""
MOST_BYTES = 2 * 1024 * 1024
"""Bytes a request."""
LARGEST = 1024 * 1024
"""Bytes of one body."""
DEEPEST = 12
"""How deep a body may nest."""
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a character."""


class Unreadable(ValueError):
    """Something that is not written as it should be; the sentence says how."""


def canonical(body: str) -> str:
    """The body in the one spelling that digests are taken of: keys sorted, no blanks. Raises Unreadable.

    Numbers are whole: floats print differently on different machines. NUL and halves of characters, which no
    database keeps, are nowhere in it.
    """
    if len(body) > LARGEST or len(body.encode(errors="replace")) > LARGEST:
        raise Unreadable(f"一条内容最多 {LARGEST // 1024} KB")
    try:
        said = json.loads(body, parse_float=_no_float, parse_constant=_no_float)
    except (ValueError, RecursionError) as broken:
        raise Unreadable("内容不是有效的 JSON，或写了小数") from broken
    if not isinstance(said, dict) or _depth(said) > DEEPEST:
        raise Unreadable("内容应是一层层写明的对象")
    spelt = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if "\\u0000" in spelt.replace("\\\\", "") or _HALF.search(spelt):
        raise Unreadable("里面有认不出的字符，请删去重写那一处")
    return spelt


def digest(verb: Verb, body: str) -> str:
    """What tells one content from another: SHA-256 over the verb and the canonical body, hexadecimal."""
    return hashlib.sha256(f"{verb.value}\n{canonical(body)}".encode()).hexdigest()


def corrected(made_at: dt.datetime, *, device_now: dt.datetime | None, received: dt.datetime) -> dt.datetime:
    """When it was made by the server's clock: received − (device now − made), never later than received.

    The difference of two readings of one clock is sound however wrong the clock is; without the second reading
    the claim is only capped.
    """
    if device_now is None:
        return min(made_at, received)
    return min(received - (device_now - made_at), received)


def _no_float(_: str) -> object:
    raise ValueError("no float")


def _depth(said: object) -> int:
    """How deep lists and objects nest, without recursion."""
    deepest, waiting = 0, [(said, 1)]
    while waiting:
        one, level = waiting.pop()
        if isinstance(one, dict | list):
            deepest = max(deepest, level)
            if deepest > DEEPEST:
                break
            inner = one.values() if isinstance(one, dict) else one
            waiting.extend((part, level + 1) for part in inner)
    return deepest
