"""Reading the environment, failing loudly: a setting that is wrong is named with its remedy."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


class SettingError(RuntimeError):
    """A setting that cannot be used, with the variable's name and what to write instead."""


def text(name: str, default: str) -> str:
    """A setting as text."""
    return os.environ.get(name, "").strip() or default


def flag(name: str, default: bool) -> bool:
    """A setting that is on or off: 1/0, yes/no, on/off, true/false."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "yes", "on", "true"}:
        return True
    if value in {"0", "no", "off", "false"}:
        return False
    raise SettingError(f"{name}={value!r} 不是开关值;请写 1 或 0")


def whole(name: str, default: int) -> int:
    """A setting that is a whole number, not negative."""
    value = text(name, str(default))
    if not value.isdecimal():
        raise SettingError(f"{name}={value!r} 不是整数;请写 0 或正整数")
    return int(value)


def choice(name: str, allowed: tuple[str, ...], default: str) -> str:
    """One of a few words."""
    value = text(name, default)
    if value not in allowed:
        raise SettingError(f"{name}={value!r} 不可用;可选:{'、'.join(allowed)}")
    return value


def home() -> Path:
    """Where the embedded database, keys and reports live: ZHIXING_HOME, or `./.zhixing`."""
    return Path(text("ZHIXING_HOME", ".zhixing")).expanduser().absolute()


def secret(name: str, file: Path) -> str:
    """A secret from the environment, or from a file made once with owner-only rights."""
    given = os.environ.get(name, "").strip()
    if given:
        return given
    try:
        return file.read_text("ascii").strip()
    except FileNotFoundError:
        return _made(file)


def _made(file: Path) -> str:
    """Several processes may start at once: the first to link its file in wins, all read that one."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(secrets.token_urlsafe(48))
        out.flush()
        os.fsync(out.fileno())
    try:
        # os.link refuses to overwrite; on file systems without links, rename is the next best.
        os.link(draft, file)
    except FileExistsError:
        pass
    except OSError:
        if not file.exists():
            draft.replace(file)
    draft.unlink(missing_ok=True)
    return file.read_text("ascii").strip()
