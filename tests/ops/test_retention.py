"""`zhixing retention` and `zhixing verify --receipt`, as commands of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from tests.ops.scratch import PROJECT, Scratch, installation


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scratch]:
    """An installation with the sample bureau."""
    with installation(tmp_path_factory.mktemp("site")) as scratch:
        done = scratch.run("import", str(PROJECT / "sample" / "云川县"), "--year", "2025")
        assert done.returncode == 0, done.stderr
        yield scratch


def test_a_receipt_is_given_and_held_against_the_ledger(site: Scratch) -> None:
    told = site.run("anchor", "--out", "anchor.json").stdout
    code = re.search(r"ZX1-\S+", told)
    assert code
    same = site.run("verify", "--receipt", code[0])
    assert (same.returncode, "与回执一致" in same.stdout) == (0, True)
    other = code[0][:-4] + ("0000" if not code[0].endswith("0000") else "1111")
    assert site.run("verify", "--receipt", other).returncode == 1
    broken = site.run("verify", "--receipt", code[0][:-1])
    assert broken.returncode == 1
    assert "请整段复制" in broken.stderr


def test_what_is_due_is_listed_and_nothing_runs_without_two_names(site: Scratch) -> None:
    listed = site.run("retention", "--preview")
    assert listed.returncode == 0, listed.stderr
    assert "保存期满" in listed.stdout
    alone = site.run("retention", "--run", "--by", "dangwei", "--reason", "年度清理")
    assert alone.returncode == 1
    assert "--second" in alone.stderr
    swept = site.run("retention", "--sweep")
    assert swept.returncode == 0, swept.stderr
    assert site.run("verify").returncode == 0


def test_the_tick_sends_nothing_where_nobody_asked(site: Scratch) -> None:
    ticked = site.run("tick", "--all")
    assert ticked.returncode == 0, ticked.stderr
    assert "通知" not in ticked.stdout
