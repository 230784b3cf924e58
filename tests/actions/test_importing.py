"""Importing for real: preview, import, repeat, withdraw, freeze; on the sample bureau and the messy one."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from zhixing.actions.dossier import whole_year
from zhixing.actions.freeze import freeze_year, recompute
from zhixing.actions.import_folder import import_folder, preview
from zhixing.actions.withdraw import NotWithdrawn, withdraw_batch
from zhixing.core.facts.kinds import ProblemSet
from zhixing.core.facts.record import FactError
from zhixing.core.intake.rows import Folder, ProblemRow
from zhixing.interop.documents.dossier_json import dossier_json
from zhixing.interop.report_json import report
from zhixing.interop.workbooks.folder import read_folder
from zhixing.store.ledger import models, queries

pytestmark = pytest.mark.django_db(transaction=True)

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
PROJECT = Path(__file__).resolve().parents[2]
BUREAUS = {"云川县": PROJECT / "sample" / "云川县", "杂乱样例": PROJECT / "tests" / "data" / "杂乱样例"}
KEYS = (
    "kind",
    "exempt",
    "target_hours",
    "collective_hours",
    "cadre_hours",
    "gap_hours",
    "selfstudy_passed",
    "expected",
    "present",
    "approved_absence",
    "makeup",
    "practice",
    "talks",
    "gate_at_year_end",
)


SESSIONS = 40
"""Of 246: enough to see everything happen, few enough to see it often."""


@pytest.fixture(scope="module")
def bureau() -> Folder:
    """The messy bureau with its first sessions."""
    folder = read_folder(BUREAUS["杂乱样例"], year=2025)
    cut = [
        replace(sheet, records=sheet.records[:SESSIONS], rows=SESSIONS)
        if sheet.kind == "学习活动台账"
        else sheet
        for sheet in folder.sheets
    ]
    return replace(folder, sheets=tuple(cut))


def take(folder: Folder, year: int = 2025) -> int:
    """Imports and gives the batch's number."""
    done = import_folder(folder, name="台账", year=year, by="刘英", now=NOW, today=TODAY)
    assert done.number is not None
    return done.number


def year_bytes(year: int = 2025) -> bytes:
    """The dossier as written."""
    return dossier_json(whole_year(year, today=TODAY))


def nameless(dossier: bytes) -> str:
    """A dossier without the uids of its facts: taken in anew they are new facts."""
    return re.sub(r'"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}"', '"uid"', dossier.decode())


@pytest.mark.parametrize("name", list(BUREAUS))
def test_every_figure_equals_the_reference(name: str) -> None:
    path = BUREAUS[name]
    folder = read_folder(path, year=2025)
    reference = json.loads((path / "核算参考.json").read_text("utf-8"))
    take(folder)
    told = json.loads(year_bytes())
    found = {(m["name"], m["branch"], m["group"]): m for m in told["members"]}
    assert len(found) == len(reference["members"])
    for member in reference["members"]:
        mine = found[member["name"], member["branch"], member["group"]]
        assert {key: mine[key] for key in KEYS} == {key: member[key] for key in KEYS}, member["name"]
    units = {(b["branch"], b["in_denominator"], b["met"]) for b in told["branches"]}
    assert units == {(b["branch"], b["in_denominator"], b["met"]) for b in reference["branches"]}
    assert (told["problems"], told["problems_closed"]) == (
        reference["problems"],
        reference["problems_closed"],
    )


def test_a_preview_changes_nothing(bureau: Folder) -> None:
    folder = bureau
    intake = preview(folder, year=2025, today=TODAY)
    assert len(intake.drafts) > 4_000
    assert intake.unresolved == ()
    tables = (models.Fact, models.Private, models.ChainHead, models.Batch, models.AuditLine)
    assert [table.objects.count() for table in tables] == [0] * 5


def test_a_second_run_takes_only_what_is_new(bureau: Folder) -> None:
    folder = bureau
    take(folder)
    before, count = year_bytes(), queries.fact_count()
    again = import_folder(folder, name="台账", year=2025, by="刘英", now=NOW, today=TODAY)
    assert (again.facts, queries.fact_count()) == (0, count)
    assert year_bytes() == before
    files = report(again.intake, folder, number=2)["files"]
    assert all(one["taken"] == 0 and one["repeated"] == one["rows"] for one in files), files


def test_a_withdrawn_batch_leaves_every_figure_as_it_was(bureau: Folder) -> None:
    folder = bureau
    people = tuple(sheet for sheet in folder.sheets if sheet.kind in {"站点与班制", "党员花名册"})
    first = Folder(people, (), (), "a" * 64)
    take(first)
    before, count = year_bytes(), queries.fact_count()
    number = take(folder)
    full = year_bytes()
    assert full != before
    done = withdraw_batch(str(number), by="刘英", second="李明", reason="拿错了文件夹", now=NOW)
    assert (done.number, done.reversed) == (number, queries.fact_count() - count - done.reversed)
    assert year_bytes() == before
    assert list(queries.breaks()) == []
    take(folder)
    assert nameless(year_bytes()) == nameless(full)


def test_a_withdrawal_asks_for_a_second_person_and_a_batch_that_exists(bureau: Folder) -> None:
    folder = bureau
    number = take(folder)
    count = queries.fact_count()
    with pytest.raises(FactError, match="第二人"):
        withdraw_batch(str(number), by="刘英", second="刘英", reason="错了", now=NOW)
    with pytest.raises(FactError, match="理由"):
        withdraw_batch(str(number), by="刘英", second="李明", reason=" ", now=NOW)
    with pytest.raises(NotWithdrawn, match="没有编号为 99 的批次"):
        withdraw_batch("99", by="刘英", second="李明", reason="错了", now=NOW)
    assert queries.fact_count() == count


def test_a_frozen_year_computes_to_the_same_bytes(bureau: Folder) -> None:
    folder = bureau
    number = take(folder)
    frozen = freeze_year(2025, by="刘英", now=NOW, today=TODAY)
    assert freeze_year(2025, by="刘英", now=NOW, today=dt.date(2031, 5, 1)).digest == frozen.digest
    withdraw_batch(str(number), by="刘英", second="李明", reason="更正", now=NOW)
    copies = recompute(2025)
    assert [copy.same for copy in copies] == [True]
    assert freeze_year(2025, by="刘英", now=NOW, today=TODAY).digest != frozen.digest
    with pytest.raises(ValueError, match="还没有过完"):
        freeze_year(2026, by="刘英", now=NOW, today=TODAY)


def test_what_lies_after_the_servers_day_is_refused_as_such(bureau: Folder) -> None:
    folder = bureau
    early = preview(folder, year=2025, today=dt.date(2025, 6, 30))
    assert early.unresolved
    assert all("在今天(2025-06-30)之后" in row.reason for row in early.unresolved)
    assert not [d for d in early.drafts if d.day and d.day > dt.date(2025, 6, 30)]


def test_an_import_meets_another_on_its_way(bureau: Folder) -> None:
    """Somebody else has imported half of it meanwhile: nothing is doubled, nothing is lost."""
    folder = bureau
    half = Folder(folder.sheets[: len(folder.sheets) // 2], (), (), "b" * 64)
    came_in: list[int] = []

    def meanwhile(words: str, done: int, total: int) -> None:
        if not came_in:
            came_in.append(take(half))

    import_folder(folder, name="台账", year=2025, by="刘英", now=NOW, today=TODAY, progress=meanwhile)
    mixed, count = year_bytes(), queries.fact_count()
    assert list(queries.breaks()) == []
    keys = [draft.key for draft in preview(folder, year=2025, today=TODAY).drafts]
    assert keys == []
    contents, _ = queries.known_contents()
    assert count == sum(len(found) for found in contents.values())
    assert json.loads(mixed)["problems"] == 12


def test_the_stored_report_does_not_say_why_somebody_is_exempt(bureau: Folder) -> None:
    folder = bureau
    take(folder)
    (stored,) = queries.batches()
    assert "不作硬性要求" in stored.report
    assert not [word for word in ("患病", "体弱", "行动不便") if word in stored.report]
    mine = report(preview(folder, year=2025, today=TODAY), folder, number=None)
    assert any("患病" in remark["text"] for remark in mine["remarks"]), (
        "the clerk's own copy quotes the roster"
    )


def test_a_description_told_anew_and_back_again_holds_as_told_last(bureau: Folder) -> None:
    (problems,) = [sheet for sheet in bureau.sheets if sheet.kind == "突出问题清单"]
    first = problems.records[0]
    assert isinstance(first, ProblemRow)
    later = replace(problems, records=(replace(first, weight=first.weight % 5 + 1), *problems.records[1:]))
    weights = []
    for place, sheet in enumerate((problems, later, problems, problems)):
        take(Folder((sheet,), (), (), f"{place}" * 64))
        bodies = [fact.body for fact in reversed(queries.facts()) if isinstance(fact.body, ProblemSet)]
        weights.append(next(one.weight for one in bodies if one.code == first.code))
    assert weights == [first.weight, first.weight % 5 + 1, first.weight, first.weight]
    assert len(bodies) == len(problems.records) + 2
