"""The library's recordings go into a backup and come out of it; one that was lost is told."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.ops.scratch import PROJECT, Scratch
from tests.ops.test_backup import beside

KEEP = """
import datetime as dt, os, uuid
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhixing.config.settings")
import django
django.setup()
from django.conf import settings
from zhixing.store.content import api, files
hand = api.Hand("褚青", None, dt.datetime(2026, 3, 2, tzinfo=dt.UTC))
for words in (b"a recording", b"a lost one"):
    kept = files.keep(settings.HOME, [words], most=100)
    api.add_medium(uuid.uuid4(), api.File(kept.sha256, "audio/mpeg", kept.size, "朗读"), hand=hand)
"""


def test_recordings_are_backed_up_and_restored(scratch: Scratch, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KEEP], env=scratch.environment, cwd=PROJECT, check=True)
    home = Path(scratch.environment["ZHIXING_HOME"])
    kept, lost = (hashlib.sha256(words).hexdigest() for words in (b"a recording", b"a lost one"))
    (home / "media" / lost).unlink()
    assert "缺 1 个" in scratch.run("doctor").stdout
    done = scratch.run("backup", "--out", str(tmp_path / "b.zip"))
    assert done.returncode == 0, done.stderr
    assert "文件 1 个" in done.stdout
    assert "1 个文件不在磁盘上" in done.stderr
    with zipfile.ZipFile(tmp_path / "b.zip") as pack:
        assert pack.read(f"media/{kept}") == b"a recording"
    other = beside(scratch, tmp_path / "elsewhere")
    restored = other.run("restore", str(tmp_path / "b.zip"))
    assert restored.returncode == 0, restored.stderr
    assert (tmp_path / "elsewhere" / "home" / "media" / kept).read_bytes() == b"a recording"
