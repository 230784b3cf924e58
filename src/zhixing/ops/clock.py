"""The wall clock and the person at the keyboard: read here, handed down as arguments."""

from __future__ import annotations

import datetime as dt
import getpass

from django.utils import timezone


def now() -> dt.datetime:
    """The moment, in UTC."""
    return timezone.now()


def today() -> dt.date:
    """The server's day where the organ is (Asia/Shanghai)."""
    return timezone.localdate()


def login() -> str:
    """Who types, as the system knows him."""
    try:
        return f"{getpass.getuser()}(命令行)"
    except (OSError, KeyError):
        return "命令行"
