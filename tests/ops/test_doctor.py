"""An examination finds what is wrong, says what to do, and tells nothing about anybody."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from tests.ops.scratch import PROJECT, installation
from tests.ops.test_upgrade import execute, home_of, on_sqlite

from zhixing.actions import library_search
from zhixing.actions.examine import BAD, GOOD, WARN, database_findings
from zhixing.core.library.article import Article, Sort
from zhixing.ops import clock, machine
from zhixing.store.content import api
from zhixing.store.ledger.api import Stamp

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
        sound = {"数据库", "版本", "落盘", "防改保护", "账本", "文库检索", "备份", "锚文件", "字体", "Python"}
        assert {name: found[name]["level"] for name in sound} == dict.fromkeys(sound, GOOD)
        assert "文库检索已重建，0 篇" in scratch.run("init", "--rebuild-search").stdout
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


@pytest.mark.django_db
@pytest.mark.parametrize(
    "harm",
    ["UPDATE content_found SET title = 'x'", "DELETE FROM content_found", "DROP TABLE content_found_fts"],
)
def test_a_search_out_of_step_is_found_and_rebuilt(harm: str) -> None:
    if connection.vendor != "sqlite" and "fts" in harm:
        pytest.skip("只有 SQLite 有这张表")
    wanted, entry = Stamp("体检", clock.now()), uuid4()
    one = Article(id=entry, version=0, sort=Sort.ARTICLE, title="治超工作怎么学")
    api.create(one, uid=uuid4(), org=None, written="", hand=api.Hand("编辑", None, clock.now()))
    api.show(entry, 1, now=clock.now())
    assert (library_search.out_of_step(), library_search.find("治超")) == (0, (entry,))
    with connection.cursor() as cursor:
        cursor.execute(harm)
    assert library_search.out_of_step() > 0
    found = {row.subject: row for row in database_findings(now=clock.now())}["文库检索"]
    assert (found.level, "--rebuild-search" in found.remedy) == (BAD, True)
    assert library_search.rebuild(wanted) == 1
    assert (library_search.out_of_step(), library_search.find("治超")) == (0, (entry,))


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
