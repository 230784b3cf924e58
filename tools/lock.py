"""Writes `requirements.lock` and `requirements-test.lock` from `pyproject.toml`.

Run by whoever changes a dependency: `python tools/lock.py [--upgrade]`; needs `uv` and the package index.
The locks hold versions and digests for every platform and no address, so that each site's own index,
mirror or proxy stays a matter of its own pip configuration.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEADER = "# 由 tools/lock.py 按 pyproject.toml 生成，请勿手改；安装：pip install --require-hashes -r {name}\n"
FLAGS = [
    *("--universal", "--python-version=3.11", "--generate-hashes", "--no-config", "--quiet"),
    *("--no-emit-index-url", "--no-emit-find-links", "--no-annotate", "--no-header"),
]


def uv_command() -> list[str]:
    """The `uv` on PATH, or the one installed beside this Python."""
    found = shutil.which("uv")
    return [found] if found else [sys.executable, "-m", "uv"]


def compile_lock(name: str, extra: list[str], upgrade: bool) -> None:
    """Resolve one lock; versions already locked stay unless `upgrade`."""
    # A local index or wheel folder would give digests that no other site can meet.
    env = {k: v for k, v in os.environ.items() if not k.startswith(("UV_", "PIP_"))}
    with tempfile.TemporaryDirectory() as folder:
        draft = Path(folder) / name
        lock = ROOT / name
        if lock.exists() and not upgrade:
            shutil.copy(lock, draft)
        command = [*uv_command(), "pip", "compile", "pyproject.toml", "-o", str(draft), *FLAGS, *extra]
        subprocess.run(command, cwd=ROOT, env=env, check=True)
        lines = draft.read_text("utf-8").splitlines(keepends=True)
        body = "".join(line for line in lines if not line.startswith("#"))
        lock.write_text(HEADER.format(name=name) + body, "utf-8")


def main() -> None:
    """The runtime lock first; the test lock then takes the same versions."""
    upgrade = "--upgrade" in sys.argv[1:]
    compile_lock("requirements.lock", [], upgrade)
    compile_lock("requirements-test.lock", ["--group", "test", "-c", "requirements.lock"], upgrade)


if __name__ == "__main__":
    main()
