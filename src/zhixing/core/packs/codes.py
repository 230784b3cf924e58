"""短码: what a return says beside the name, so that nobody can hand one in for another. No number of any paper is used.

Seven signs are an HMAC of pack and person under a key of the installation; the eighth checks the others, so that
a slip of the pen is told on the page itself, without a server.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from uuid import UUID

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Without I, L, O and U, which are misread."""
LENGTH = 8
_MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1"})


def code_of(key: bytes, pack: UUID, person: UUID) -> str:
    """The code of one person for one pack, whatever its version: eight signs."""
    made = hmac.new(key, pack.bytes + person.bytes, hashlib.sha256).digest()
    number = int.from_bytes(made[:8], "big")
    signs = "".join(SIGNS[(number >> (5 * nth)) & 31] for nth in range(LENGTH - 1))
    return signs + check_sign(signs)


def check_sign(signs: str) -> str:
    """The sign behind seven others: odd weights, so that every single wrong sign shows."""
    return SIGNS[sum((2 * nth + 1) * SIGNS.index(sign) for nth, sign in enumerate(signs)) % 32]


def shown(code: str) -> str:
    """As it is printed: `ABCD-2345`."""
    return f"{code[:4]}-{code[4:]}"


def read_code(typed: str) -> str:
    """A typed code in its plain spelling; empty where it can't be one."""
    plain = "".join(sign for sign in typed.upper() if sign.isalnum()).translate(_MISREAD)
    if len(plain) != LENGTH or any(sign not in SIGNS for sign in plain):
        return ""
    return plain if check_sign(plain[:-1]) == plain[-1] else ""


def codes_of(key: bytes, pack: UUID, people: Iterable[UUID]) -> Mapping[str, UUID]:
    """Whose code each is, for one pack."""
    return {code_of(key, pack, one): one for one in people}
