"""Every released database to the newest version, killed inside at random: as it was, or whole; never in between."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from tests.ops.released import RELEASED, lay, releases
from tests.ops.scratch import Scratch, installation

OLD = "版本较旧"


def home_of(scratch: Scratch) -> Path:
    """Its data folder."""
    return Path(scratch.environment["ZHIXING_HOME"])


def on_sqlite(scratch: Scratch) -> bool:
    """Which database it has."""
    return "ZHIXING_DATABASE_URL" not in scratch.environment


def execute(scratch: Scratch, statement: str) -> list[tuple[object, ...]]:
    """A statement as the owner of the tables."""
    if on_sqlite(scratch):
        door = sqlite3.connect(home_of(scratch) / "zhixing.sqlite3")
        try:
            with door:
                return door.execute(statement).fetchall()
        finally:
            door.close()
    url = scratch.environment.get("ZHIXING_DATABASE_OWNER_URL", scratch.environment["ZHIXING_DATABASE_URL"])
    with psycopg.connect(url) as link:
        cursor = link.execute(statement)
        return cursor.fetchall() if cursor.description else []


def anchored(scratch: Scratch, version: str) -> bool:
    """Whether the ledger is whole and holds what that version's anchor says."""
    done = scratch.run("verify", "--anchor", str(RELEASED / version / "anchor.json"))
    return done.returncode == 0 and "与锚文件一致" in done.stdout


@pytest.mark.parametrize("version", releases())
def test_a_released_database_is_upgraded_after_a_backup(tmp_path: Path, version: str) -> None:
    with installation(tmp_path) as scratch:
        lay(scratch, version)
        done = scratch.run("verify")
        assert (done.returncode, OLD in done.stderr) == (1, True)
        done = scratch.run("serve", "--port", "1")
        assert (done.returncode, OLD in done.stderr) == (1, True)
        done = scratch.run("upgrade")
        assert done.returncode == 0, done.stderr
        (backup,) = (home_of(scratch) / "backups").glob("*.zip")
        assert backup.name in done.stdout
        assert anchored(scratch, version)
        assert "不用升级" in scratch.run("upgrade").stdout
        assert "第 1 批" in scratch.run("batches").stdout
        # The backup of the former version is brought up to date when it is restored.
        done = scratch.run("restore", str(backup), "--force")
        assert done.returncode == 0, done.stderr
        assert anchored(scratch, version)


@pytest.mark.parametrize("version", releases())
def test_init_upgrades_as_well(tmp_path: Path, version: str) -> None:
    with installation(tmp_path) as scratch:
        lay(scratch, version)
        done = scratch.run("init")
        assert done.returncode == 0, done.stderr
        assert anchored(scratch, version)
        assert list((home_of(scratch) / "backups").glob("*.zip"))


@pytest.mark.parametrize("version", releases())
def test_a_database_whose_guard_was_taken_off_is_not_upgraded(tmp_path: Path, version: str) -> None:
    with installation(tmp_path) as scratch:
        lay(scratch, version)
        off = "claim_no_update" if on_sqlite(scratch) else "claim_no_change ON ledger_claim"
        execute(scratch, f"DROP TRIGGER {off}")
        done = scratch.run("upgrade")
        assert (done.returncode, "claim_no" in done.stderr) == (1, True)
        done = scratch.run("init")
        assert (done.returncode, "claim_no" in done.stderr) == (1, True)
        assert "0003" not in str(execute(scratch, "SELECT name FROM django_migrations WHERE app = 'ledger'"))


@pytest.mark.parametrize("version", releases())
def test_a_tampered_ledger_is_not_switched(tmp_path: Path, version: str) -> None:
    with installation(tmp_path) as scratch:
        lay(scratch, version)
        row = "(SELECT fact FROM ledger_private WHERE NOT sealed ORDER BY fact LIMIT 1)"
        execute(scratch, f"UPDATE ledger_private SET payload = '{{}}' WHERE fact = {row}")
        done = scratch.run("upgrade")
        assert (done.returncode, "原库未动" in done.stderr) == (1, True), done.stderr
        assert "0003" not in str(execute(scratch, "SELECT name FROM django_migrations WHERE app = 'ledger'"))


def test_a_database_of_a_newer_version_is_refused(tmp_path: Path) -> None:
    with installation(tmp_path) as scratch:
        assert scratch.run("init").returncode == 0
        execute(
            scratch,
            "INSERT INTO django_migrations (app, name, applied) VALUES ('ledger', '9999_later', '2027-01-01')",
        )
        for words in (("init",), ("serve", "--port", "1"), ("backup",)):
            done = scratch.run(*words)
            assert (done.returncode, "新" in done.stderr) == (1, True), done.stderr


@pytest.mark.drill
@pytest.mark.parametrize("version", releases())
def test_killed_inside_it_is_as_it_was_or_whole(
    tmp_path: Path, version: str, rounds: Callable[[int, int], int]
) -> None:
    count = rounds(3, 100)
    with installation(tmp_path / "first") as scratch:
        lay(scratch, version)
        start = time.monotonic()
        assert scratch.run("upgrade").returncode == 0
        took = time.monotonic() - start
    former = cut = 0
    for seed in range(count):
        folder = tmp_path / f"run{seed}"
        with installation(folder) as scratch:
            lay(scratch, version)
            ended, was = _killed(scratch, version, random.Random(seed).uniform(0.05, 1.0) * took)
            cut += not ended
            former += was
        shutil.rmtree(folder)
    print(
        f"seeds 0..{count - 1}: {cut} of {count} upgrades were cut, {former} left the former; none half done"
    )


def _killed(scratch: Scratch, version: str, after: float) -> tuple[bool, bool]:
    """Kills an upgrade; whether it had ended by itself, and whether the database was the former one."""
    before = str(execute(scratch, "SELECT app, name FROM django_migrations ORDER BY app, name"))
    child = scratch.start("upgrade")
    time.sleep(after)
    ended = child.poll() is not None
    child.send_signal(signal.SIGKILL)
    child.communicate(timeout=60)
    was = before == str(execute(scratch, "SELECT app, name FROM django_migrations ORDER BY app, name"))
    told = scratch.run("verify")
    assert (told.returncode, OLD in told.stderr) == ((1, True) if was else (0, False)), told.stderr
    if was:
        done = scratch.run("upgrade")
        assert done.returncode == 0, done.stderr
    assert anchored(scratch, version)
    left = [path.name for path in home_of(scratch).glob(".*.new*")]
    assert left == [], "what a killed run left is gone after the next"
    return ended, was
