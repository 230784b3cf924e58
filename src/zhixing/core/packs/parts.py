"""A return as a page of QR codes: numbered parts with checksums, put together again in whatever order they come.

A part reads `ZXP1:短码:whole:n:of:check:text`, in signs that a QR code holds tightly (alphanumeric mode). `whole` and
`check` are CRC-32; they catch accidents. Who may hand in for whom is the code's matter (`codes`).
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

HEAD = "ZXP1"
MOST_PARTS = 40
LONGEST_PART = 1200
PART_SIGNS = 300
"""Signs of text in one part: with its head a QR code of 61 modules, which an old phone still reads off a screen."""
_BASE45 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_SPLITS = 6
_HEX = 8


class Torn(ValueError):
    """A text that is no part, or was damaged on the way."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One part: whose code it bears, checksum of the whole, which of how many, its text."""

    code: str
    whole: str
    number: int
    total: int
    text: str

    @property
    def sign(self) -> str:
        """The part as a QR code holds it."""
        head = f"{HEAD}:{self.code}:{self.whole}:{self.number}:{self.total}"
        return f"{head}:{_check(head + self.text)}:{self.text}"

    @property
    def of(self) -> tuple[str, str, int]:
        """Which return it is a part of."""
        return (self.code, self.whole, self.total)


@dataclass(frozen=True, slots=True)
class Gathered:
    """Parts of one return. `missing`: the numbers still to come; `text` the whole where nothing is missing.

    `torn`: all parts are there and the whole does not fit its checksum.
    """

    code: str
    whole: str
    total: int
    missing: tuple[int, ...]
    text: str = ""
    torn: bool = False
    pieces: Mapping[int, Piece] = field(default_factory=dict)


def split(text: str, code: str) -> tuple[Piece, ...]:
    """A return as parts (the page's script does the same; the tests hold both together)."""
    raw = text.encode()
    signs, whole = _encode(raw), _check_bytes(raw)
    cut = [signs[at : at + PART_SIGNS] for at in range(0, len(signs), PART_SIGNS)]
    return tuple(Piece(code, whole, nth + 1, len(cut), one) for nth, one in enumerate(cut))


def read_piece(text: str) -> Piece:
    """A part. Raises Torn."""
    fields = text.strip("\r\n").split(":", _SPLITS)
    if len(text) > LONGEST_PART or len(fields) != _SPLITS + 1 or fields[0] != HEAD:
        raise Torn("不是学习包回传的二维码")
    _, code, whole, number, total, check, rest = fields
    head = f"{HEAD}:{code}:{whole}:{number}:{total}"
    if check != _check(head + rest):
        raise Torn("二维码内容不完整，请重新拍这一张")
    if not (number.isascii() and number.isdecimal() and total.isascii() and total.isdecimal()):
        raise Torn("二维码的张号不对，请重新生成")
    nth, count = int(number), int(total)
    if not 1 <= nth <= count <= MOST_PARTS or len(whole) != _HEX:
        raise Torn("二维码的张号不对，请重新生成")
    return Piece(code, whole, nth, count, rest)


def gather(pieces: Iterable[Piece]) -> tuple[Gathered, ...]:
    """Each return that any of the parts is of, in the order of the first part met; a part twice is one."""
    found: dict[tuple[str, str, int], dict[int, Piece]] = {}
    for one in pieces:
        found.setdefault(one.of, {})[one.number] = one
    return tuple(_together(key, parts) for key, parts in found.items())


def _together(key: tuple[str, str, int], parts: Mapping[int, Piece]) -> Gathered:
    code, whole, total = key
    missing = tuple(nth for nth in range(1, total + 1) if nth not in parts)
    if missing:
        return Gathered(code, whole, total, missing, pieces=parts)
    try:
        raw = _decode("".join(parts[nth].text for nth in range(1, total + 1)))
        if _check_bytes(raw) != whole:
            raise Torn("整份的校验不符")
        return Gathered(code, whole, total, (), raw.decode(), pieces=parts)
    except (Torn, UnicodeDecodeError):
        return Gathered(code, whole, total, (), torn=True, pieces=parts)


def _check(text: str) -> str:
    return _check_bytes(text.encode())


def _check_bytes(raw: bytes) -> str:
    return f"{zlib.crc32(raw):08X}"


def _encode(raw: bytes) -> str:
    """Base 45 (RFC 9285)."""
    found = []
    for at in range(0, len(raw), 2):
        pair = raw[at : at + 2]
        number, count = int.from_bytes(pair, "big"), len(pair) + 1
        for _ in range(count):
            number, sign = divmod(number, 45)
            found.append(_BASE45[sign])
    return "".join(found)


def _decode(signs: str) -> bytes:
    found = bytearray()
    for at in range(0, len(signs), 3):
        group = signs[at : at + 3]
        places = [_BASE45.find(sign) for sign in group]
        number = sum(place * 45**nth for nth, place in enumerate(places))
        size = len(group) - 1
        if min(places) < 0 or size < 1 or number >= 1 << (8 * size):
            raise Torn("二维码里有不认识的字符")
        found += number.to_bytes(size, "big")
    return bytes(found)
