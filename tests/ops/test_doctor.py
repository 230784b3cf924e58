"""An examination finds what is wrong, says what to do, and tells nothing about anybody."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from tests.ops.scratch import PROJECT, installation
from tests.ops.test_upgrade import execute, home_of, on_sqlite

from zhixing.actions.examine import BAD, GOOD, WARN
from zhixing.ops import machine

MESSY = PROJECT / "tests" / "data" / "杂乱样例"


def test_a_sound_installation_passes_and_a_spoilt_one_does_not(tmp_path: Path) -> None:
    folder = tmp_path / "台账"
    folder.mkdir()
    for book in ("站点与班制", "党员花名册"):
        shutil.copy(MESSY / f"{book}.xlsx", folder)
    with installation(tmp_path) as scratch:
        done = scratch.run("doctor")
        assert (done.returncode, "zhixing init" in done.stdout) == (1, True), done.stderr
        assert scratch.run("import", str(folder), "--year", "2025").returncode == 0
        assert scratch.run("backup").returncode == 0
        assert scratch.run("anchor", "--out", "a.json").returncode == 0
        done = scratch.run("doctor", "--json")
        assert done.returncode == 0, done.stdout
        found = {one["subject"]: one for one in json.loads(done.stdout)}
        sound = {"数据库", "版本", "落盘", "防改保护", "账本", "备份", "锚文件", "字体", "Python"}
        assert {name: found[name]["level"] for name in sound} == dict.fromkeys(sound, GOOD)
        done = scratch.run("dossier", "--year", "2025", "--out", "y.json")
        names = [one["name"] for one in json.loads((tmp_path / "y.json").read_text("utf-8"))["members"]]
        told = scratch.run("doctor").stdout
        assert names
        assert [name for name in names if name in told] == []
        verbs = {verb for (verb,) in execute(scratch, "SELECT verb FROM ledger_auditline")}
        assert {"备份", "写锚", "体检"} <= verbs
        home = home_of(scratch)
        assert [
            path.name for path in (home, *home.glob("zhixing.sqlite3*")) if path.stat().st_mode & 0o077
        ] == []
        home.chmod(0o755)
        lines = {one["subject"]: one for one in json.loads(scratch.run("doctor", "--json").stdout)}
        assert lines["数据文件夹"]["level"] == BAD
        assert scratch.run("init").returncode == 0
        assert home.stat().st_mode & 0o777 == 0o700
        off = "claim_no_update" if on_sqlite(scratch) else "claim_no_change ON ledger_claim"
        execute(scratch, f"DROP TRIGGER {off}")
        (home_of(scratch) / "keys" / "seal.key").chmod(0o644)
        done = scratch.run("doctor")
        assert done.returncode == 1
        assert "restore-guards" in done.stdout
        assert "chmod 600" in done.stdout


def test_disk_and_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)
    for free, level in ((100, BAD), (500, WARN), (5000, GOOD)):
        given = usage._replace(free=free * machine.MIB)
        monkeypatch.setattr(shutil, "disk_usage", lambda _, given=given: given)
        assert machine.disk_finding(tmp_path).level == level
    monkeypatch.delenv("ZHIXING_SEAL_KEY", raising=False)
    monkeypatch.setenv("ZHIXING_SECRET_KEY", "x" * 50)
    assert [one.level for one in machine.key_findings(tmp_path)] == [BAD, GOOD]


def test_settings_fonts_and_calendar_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [one.level for one in machine.setting_findings()] == [WARN]
    monkeypatch.setattr(settings, "FONTS", str(tmp_path / "none"))
    found = {one.subject: one for one in machine.machine_findings(dt.date(2040, 3, 1))}
    assert found["字体"].level == BAD
    assert (found["工作日历"].level, "2040" in found["工作日历"].found) == (WARN, True)
