"""How values are written on pages."""

from __future__ import annotations

import datetime as dt
import re

from django import template
from django.http import HttpRequest

from zhixing.core.figures import figure

register = template.Library()

SIZES = {"large": "大", "largest": "特大"}
"""Type sizes besides the standard one."""

_FULL = str.maketrans(",;()?!", "\uff0c\uff1b\uff08\uff09\uff1f\uff01")
_COLON = re.compile(r":(?!\d)")


@register.filter
def hours(hundredths: int | None) -> str:
    """3150 → 31.5."""
    return figure.hours(hundredths)


@register.filter
def cn(sentence: str) -> str:
    """Chinese punctuation in a sentence that was written with the narrow kind."""
    return _COLON.sub("\uff1a", sentence.translate(_FULL))


@register.filter
def day(value: dt.date | None) -> str:
    """2025-03-09, or a dash."""
    return value.isoformat() if value else "—"


@register.filter
def month_day(value: dt.date | None) -> str:
    """03-09."""
    return f"{value:%m-%d}" if value else ""


@register.filter
def size_class(request: HttpRequest | None) -> str:
    """The class of the reader's type size; nothing for the standard one."""
    wanted = request.COOKIES.get("size", "") if request else ""
    return f"size-{wanted}" if wanted in SIZES else ""
