"""Backups taken while others write, restored and compared byte by byte; and everything that is refused."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.ops.scratch import PROJECT, Scratch, installation

AUDIT = "00000000-0000-0000-0000-0000000a0d17"
FEW = 5
"""Rounds on one ledger, that it may not grow beyond what a round is about."""
MESSY = PROJECT / "tests" / "data" / "杂乱样例"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scratch]:
    """An installation with some workbooks imported, sealed words among them, and a backup `b.zip`."""
    home = tmp_path_factory.mktemp("site")
    folder = home / "台账"
    folder.mkdir()
    for book in ("站点与班制", "党员花名册", "困难诉求台账"):
        shutil.copy(MESSY / f"{book}.xlsx", folder)
    with installation(home) as scratch:
        assert scratch.run("import", str(folder), "--year", "2025").returncode == 0
        done = scratch.run("backup", "--out", "b.zip", "--with-keys", "keys.json")
        assert done.returncode == 0, done.stderr
        yield scratch


def beside(scratch: Scratch, home: Path) -> Scratch:
    """Another home on SQLite with the same keys; a restoration leads there."""
    environment = {k: v for k, v in scratch.environment.items() if "DATABASE" not in k}
    (home / "home").mkdir(parents=True)
    shutil.copytree(Path(scratch.environment["ZHIXING_HOME"]) / "keys", home / "home" / "keys")
    return Scratch(home, {**environment, "ZHIXING_HOME": str(home / "home")})


def parts(path: Path) -> dict[str, bytes]:
    """The canonical tables of a backup."""
    with zipfile.ZipFile(path) as pack:
        return {name: pack.read(name) for name in pack.namelist() if name.startswith("tables/")}


def same_but_for_the_audit(before: dict[str, bytes], after: dict[str, bytes], *, more: int) -> None:
    """Byte by byte the same; the audit lines have grown by so many at their end, and their head with them."""
    assert before.keys() == after.keys()
    lines = before.pop("tables/ledger_auditline.jsonl"), after.pop("tables/ledger_auditline.jsonl")
    assert lines[1].startswith(lines[0])
    assert lines[1].count(b"\n") == lines[0].count(b"\n") + more
    heads = before.pop("tables/ledger_chainhead.jsonl"), after.pop("tables/ledger_chainhead.jsonl")
    ends = [[line for line in told.splitlines() if AUDIT.encode() not in line] for told in heads]
    assert ends[0] == ends[1]
    assert [name for name in before if before[name] != after[name]] == []


def test_a_backup_holds_no_sessions_and_no_keys(site: Scratch) -> None:
    with zipfile.ZipFile(site.home / "b.zip") as pack:
        told = json.loads(pack.read("manifest.json"))
        content = b"".join(pack.read(name) for name in pack.namelist())
    keys = json.loads((site.home / "keys.json").read_text("utf-8"))
    assert keys["seal"].encode() not in content
    assert "tables/django_session.jsonl" not in parts(site.home / "b.zip")
    assert told["left_out"] == ["sessions.session"]
    assert {"ledger_fact", "ledger_auditline", "auth_user"} <= {one["name"] for one in told["tables"]}
    assert any(chain == AUDIT for chain, _, _ in told["heads"])
    for name in ("b.zip", "keys.json"):
        assert (site.home / name).stat().st_mode & 0o777 == 0o600


def test_a_backup_goes_into_a_folder_or_the_home_and_over_nothing(site: Scratch, tmp_path: Path) -> None:
    assert site.run("backup", "--out", str(tmp_path)).returncode == 0
    assert site.run("backup").returncode == 0
    assert [path.suffix for path in tmp_path.iterdir()] == [".zip"]
    assert list((Path(site.environment["ZHIXING_HOME"]) / "backups").glob("*.zip"))
    done = site.run("backup", "--out", "b.zip")
    assert (done.returncode, "不覆盖" in done.stderr) == (1, True)
    done = site.run("backup", "--out", "没有/b.zip")
    assert (done.returncode, "不存在" in done.stderr) == (1, True)
    for _ in range(2):
        assert site.run("backup", "--out", str(tmp_path / "新" / "backup")).returncode == 0
    assert [path.suffix for path in (tmp_path / "新" / "backup").iterdir()] == [".zip", ".zip"]
    done = site.run("backup", "--out", "keys.json")
    assert (done.returncode, "是一个文件" in done.stderr) == (1, True)


def test_a_restored_database_verifies_and_is_used_on(site: Scratch, tmp_path: Path) -> None:
    other = beside(site, tmp_path)
    assert site.run("anchor", "--out", "a.json").returncode == 0
    assert site.run("backup", "--out", "c.zip").returncode == 0
    done = other.run("restore", str(site.home / "c.zip"))
    assert done.returncode == 0, done.stderr
    done = other.run("verify", "--anchor", str(site.home / "a.json"))
    assert done.returncode == 0, done.stdout + done.stderr
    done = other.run("restore", str(site.home / "c.zip"))
    assert (done.returncode, "--force" in done.stderr) == (1, True)
    assert other.run("backup", "--out", "d.zip").returncode == 0
    # The lines of the restoration; the one of the backup comes after its moment.
    same_but_for_the_audit(parts(site.home / "c.zip"), parts(tmp_path / "d.zip"), more=1)
    done = other.run("restore", str(site.home / "c.zip"), "--force")
    assert done.returncode == 0, done.stderr
    (aside,) = (tmp_path / "home").glob("zhixing.sqlite3.before-*")
    with sqlite3.connect(aside) as door:
        assert door.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert (
        other.run("account", "dangwei", "--role", "superior", stdin="a-long-password-2025\n").returncode == 0
    )


def test_keys_come_along_or_the_restoration_is_refused(site: Scratch, tmp_path: Path) -> None:
    other = beside(site, tmp_path)
    shutil.rmtree(tmp_path / "home" / "keys")
    done = other.run("restore", str(site.home / "b.zip"))
    assert (done.returncode, "seal.key" in done.stderr) == (1, True)
    done = other.run("restore", str(site.home / "b.zip"), "--with-keys", str(site.home / "keys.json"))
    assert done.returncode == 0, done.stderr
    assert other.run("verify").returncode == 0


def test_a_broken_database_is_put_aside_and_replaced(site: Scratch, tmp_path: Path) -> None:
    other = beside(site, tmp_path)
    database = tmp_path / "home" / "zhixing.sqlite3"
    database.write_bytes(b"SQLite format 3\x00" + b"torn" * 5000)
    (tmp_path / "home" / "zhixing.sqlite3-wal").write_bytes(b"torn")
    done = other.run("restore", str(site.home / "b.zip"))
    assert done.returncode == 1
    assert database.read_bytes().endswith(b"torn")
    done = other.run("restore", str(site.home / "b.zip"), "--force")
    assert done.returncode == 0, done.stderr
    assert other.run("verify").returncode == 0
    aside = next((tmp_path / "home").glob("zhixing.sqlite3.before-*[0-9]"))
    assert aside.read_bytes().endswith(b"torn")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda told: told["migrations"].append(["ledger", "9999_later"]), "新"),
        (lambda told: told["tables"].pop(), "不符"),
        (lambda told: told["heads"][0].__setitem__(2, "0" * 64), "断裂"),
        (lambda told: told.__setitem__("installation", "0" * 64), "安装登记"),
    ],
)
def test_another_backup_than_was_written_is_refused(
    site: Scratch, tmp_path: Path, change: Callable[[dict[str, object]], None], sentence: str
) -> None:
    torn = tmp_path / "torn.zip"
    with zipfile.ZipFile(site.home / "b.zip") as pack, zipfile.ZipFile(torn, "w") as out:
        told = json.loads(pack.read("manifest.json"))
        change(told)
        for name in pack.namelist():
            if name != "manifest.json":
                out.writestr(name, pack.read(name))
        out.writestr("manifest.json", json.dumps(told))
    other = beside(site, tmp_path)
    done = other.run("restore", str(torn))
    assert done.returncode == 1
    assert sentence in done.stderr, done.stderr
    assert not list((tmp_path / "home").glob("*.sqlite3*")), "nothing is left of it"
    assert not list((tmp_path / "home").glob(".*.new*"))


def test_a_restoration_waits_for_nobody_who_works_there(site: Scratch, tmp_path: Path) -> None:
    other = beside(site, tmp_path)
    assert other.run("restore", str(site.home / "b.zip")).returncode == 0
    writer = writing(other, 1)
    done = other.run("restore", str(site.home / "b.zip"), "--force")
    end(writer)
    assert (done.returncode, "先停掉" in done.stderr) == (1, True), done.stderr


def writing(scratch: Scratch, seed: int) -> subprocess.Popen[bytes]:
    """A process that writes; gives it once it has begun."""
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.ops.writing", str(seed)],
        env={
            **scratch.environment,
            "PYTHONPATH": os.pathsep.join([str(PROJECT), scratch.environment.get("PYTHONPATH", "")]),
        },
        cwd=PROJECT,
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    assert child.stdout.readline().strip() == b"1"
    return child


def end(writer: subprocess.Popen[bytes]) -> None:
    """As a power cut would."""
    writer.kill()
    writer.communicate()


@pytest.mark.drill
def test_backups_while_writing_come_back_byte_for_byte(
    tmp_path: Path, rounds: Callable[[int, int], int]
) -> None:
    count, behind = rounds(2, 100), 0
    for first in range(0, count, FEW):
        (tmp_path / f"from{first}").mkdir()
        with installation(tmp_path / f"from{first}") as scratch:
            assert scratch.run("init").returncode == 0
            for seed in range(first, min(first + FEW, count)):
                behind += _drill(scratch, tmp_path / f"round{seed}", seed)
    print(
        f"seeds 0..{count - 1}: {count} of {count} identical; {behind} facts came while the backups were taken"
    )
    assert behind > 0


def _drill(scratch: Scratch, folder: Path, seed: int) -> int:
    """A backup while a process writes, which is then killed; how many facts came after the backup's moment."""
    writer = writing(scratch, seed)
    folder.mkdir()
    done = scratch.run("backup", "--out", str(folder / "b.zip"))
    end(writer)
    assert done.returncode == 0, done.stderr
    with installation(folder) as other:
        keys = Path(scratch.environment["ZHIXING_HOME"]) / "keys"
        shutil.copytree(keys, folder / "home" / "keys")
        done = other.run("restore", str(folder / "b.zip"))
        assert done.returncode == 0, done.stderr
        done = other.run("verify")
        assert done.returncode == 0, done.stdout
        assert other.run("backup", "--out", str(folder / "again.zip")).returncode == 0
        same_but_for_the_audit(parts(folder / "b.zip"), parts(folder / "again.zip"), more=1)
    done = scratch.run("verify")
    assert done.returncode == 0, done.stdout
    now = int(done.stdout.split(" 条事实", 1)[0])
    then = parts(folder / "b.zip")["tables/ledger_fact.jsonl"].count(b"\n")
    shutil.rmtree(folder)
    return now - then
