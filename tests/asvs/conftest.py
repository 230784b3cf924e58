"""The small bureau of tests/web, for the requirements of ASVS 5.0."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from tests.web.conftest import bureau, quick

__all__ = ["bureau", "quick"]


@pytest.fixture(autouse=True)
def fresh_limits(db: None) -> Iterator[None]:
    """Nobody has failed yet."""
    cache.clear()
    yield
    cache.clear()
