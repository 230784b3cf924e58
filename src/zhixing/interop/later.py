"""Libraries that are loaded when first used: a server that makes no document for hours need not carry them."""

from __future__ import annotations

from importlib import import_module
from typing import Any


class Later:
    """Stands for a module; the first attribute asked for loads it. Many threads may ask at once."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> Any:
        return getattr(import_module(self._name), attribute)
