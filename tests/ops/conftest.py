"""What several tests of commands ask for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.ops.scratch import Scratch, installation


@pytest.fixture
def scratch(tmp_path: Path) -> Iterator[Scratch]:
    """An installation that is ready."""
    with installation(tmp_path) as made:
        assert made.run("init").returncode == 0
        yield made
