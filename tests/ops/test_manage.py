"""Django's own check of a deployment has nothing to say in the production profile."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path

from tests.ops.scratch import PROJECT


def test_the_production_profile_gives_no_warning(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("ZHIXING_", "DJANGO_"))}
    environment |= {
        "ZHIXING_HOME": str(tmp_path),
        "ZHIXING_PROFILE": "production",
        "ZHIXING_HOSTS": "zhixing.example.cn",
        "ZHIXING_SECRET_KEY": secrets.token_urlsafe(60),
    }
    done = subprocess.run(
        [sys.executable, str(PROJECT / "manage.py"), "check", "--deploy", "--fail-level", "WARNING"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout
