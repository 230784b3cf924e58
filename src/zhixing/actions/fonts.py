"""The office's own fonts, for every PDF."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


def own_fonts() -> Path | None:
    """The office's folder of fonts, where one is set."""
    return Path(settings.FONTS) if settings.FONTS else None
