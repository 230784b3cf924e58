"""Taking back: a batch that others repeat, one wrong row, an import that was cut; and a frozen year edited."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from django.db import connection, transaction
from tests import ledgers
from tests.actions.test_importing import BUREAUS, NOW, TODAY, nameless, take, year_bytes
from tests.databases import as_owner, lift_guards

from zhixing.actions.freeze import freeze_year, recompute
from zhixing.actions.import_folder import import_folder, preview
from zhixing.actions.withdraw import NotWithdrawn, Withdrawn, withdraw_batch, withdraw_row
from zhixing.core.facts.record import FactError
from zhixing.core.intake.rows import Folder, Sheet
from zhixing.interop.workbooks.folder import read_folder
from zhixing.store.ledger import api, models, queries
from zhixing.store.reviews.models import FrozenYear

pytestmark = pytest.mark.django_db(transaction=True)
SHEET = "学习活动台账"


@pytest.fixture(scope="module")
def whole() -> Folder:
    """The sample bureau with its first 30 sessions."""
    folder = read_folder(BUREAUS["云川县"], year=2025)
    return sessions(folder, 0, 30)


def sessions(folder: Folder, first: int, last: int, digest: str = "c" * 64) -> Folder:
    """The folder with these rows of the register of sessions only."""

    def cut(sheet: Sheet) -> Sheet:
        if sheet.kind != SHEET:
            return sheet
        records = sheet.records[first:last]
        return replace(sheet, records=records, rows=len(records))

    return Folder(tuple(cut(sheet) for sheet in folder.sheets), (), (), digest)


def undo(number: int, second: str | None = "李明") -> Withdrawn:
    """Withdraws a batch."""
    return withdraw_batch(str(number), by="刘英", second=second, reason="拿错了文件夹", now=NOW)


def values(dossier: bytes) -> object:
    """A dossier without uids and without how many facts there are.

    Branches that no roster lists stand in the order in which workbooks first named them: not compared.
    """
    told = json.loads(nameless(dossier))
    told.pop("facts", None)
    told["branches"].sort(key=lambda unit: unit["branch"])
    return told


def test_withdrawing_one_of_two_overlapping_imports_leaves_the_other(whole: Folder) -> None:
    """A then B, then not A: as if there had been only B. And not B either: nothing."""
    one, other = sessions(whole, 0, 20, "a" * 64), sessions(whole, 10, 30, "b" * 64)
    second = take(other)
    alone = values(year_bytes())
    undo(second)
    empty = values(year_bytes())
    first, second = take(one), take(other)
    both = values(year_bytes())
    done = undo(first)
    assert done.kept > 0
    assert values(year_bytes()) == alone != both
    done = undo(second)
    assert done.kept == 0
    assert values(year_bytes()) == empty
    assert not queries.in_force()
    assert list(queries.breaks()) == []


@pytest.mark.drill
def test_any_two_overlapping_imports_with_one_roster(rounds: Callable[[int, int], int]) -> None:
    """Random rows of every workbook but the roster: A then B, then not A, is B alone."""
    base = sessions(read_folder(BUREAUS["云川县"], year=2025), 0, 30)
    for seed in range(2, 2 + rounds(1, 20)):
        print("seed", seed)
        rng = random.Random(seed)
        one, other = _some_rows(base, rng), _some_rows(base, rng)
        number = take(other)
        alone = values(year_bytes())
        undo(number)
        assert not queries.in_force()
        first, second = take(one), take(other)
        undo(first)
        assert values(year_bytes()) == alone, f"seed {seed}"
        undo(second)
        assert not queries.in_force(), f"seed {seed}"


def _some_rows(folder: Folder, rng: random.Random) -> Folder:
    """The people of the first 90 rows of the roster, and some of 30 rows of everything else."""

    def some(sheet: Sheet) -> Sheet:
        if sheet.kind == "党员花名册":
            records = sheet.records[:90]
        elif sheet.kind == "站点与班制":
            return sheet
        else:
            records = type(sheet.records)(row for row in sheet.records[:30] if rng.random() < 0.6)
        return replace(sheet, records=records, rows=len(records))

    return Folder(tuple(some(sheet) for sheet in folder.sheets), (), (), f"{rng.getrandbits(256):064x}")


def test_withdrawing_the_later_of_two_leaves_the_earlier(whole: Folder) -> None:
    one, other = sessions(whole, 0, 20, "a" * 64), sessions(whole, 10, 30, "b" * 64)
    take(one)
    alone = year_bytes()
    undo(take(other))
    assert nameless(year_bytes()) == nameless(alone)


def test_next_years_roster_holds_the_people_of_this_one(whole: Folder) -> None:
    roster = replace(whole, sheets=tuple(s for s in whole.sheets if s.kind != SHEET), digest="d" * 64)
    first = take(roster, 2025)
    take(Folder(tuple(_of_year(s, 2026) for s in roster.sheets), (), (), "e" * 64), 2026)
    before = {(one["name"], one["branch"], one["group"]) for one in json.loads(year_bytes(2026))["members"]}
    undo(first)
    members = json.loads(year_bytes(2026))["members"]
    assert {(one["name"], one["branch"], one["group"]) for one in members} == before
    assert len(before) > 200


def _of_year(sheet: Sheet, year: int) -> Sheet:
    return replace(sheet, year=year)


def test_organisations_that_others_stand_on_stay(whole: Folder) -> None:
    """The second folder has no roster: it stands on the organisations that the first brought."""
    kinds = {"站点与班制", "党员花名册"}
    first = take(replace(whole, sheets=tuple(s for s in whole.sheets if s.kind in kinds), digest="a" * 64))
    second = take(replace(whole, sheets=tuple(s for s in whole.sheets if s.kind == SHEET), digest="b" * 64))
    done = undo(first)
    assert done.kept > 0
    assert json.loads(year_bytes())["branches"]
    undo(second)
    assert not queries.in_force()


def test_a_batch_is_withdrawn_once_by_two_people_for_a_reason(whole: Folder) -> None:
    number = take(whole)
    undo(number)
    with pytest.raises(NotWithdrawn, match="已经撤回过"):
        undo(number)
    with transaction.atomic():
        empty = api.open_batch(folder="空", digest="f" * 64, year=2025, stamp=api.Stamp("刘英", NOW))
    for second, reason, sentence in (
        ("刘英", "错了", "操作人本人"),
        ("李明", " ", "理由"),
        (" ", "错了", "第二人"),
    ):
        with pytest.raises(FactError, match=sentence):
            withdraw_batch(str(empty.number), by="刘英", second=second, reason=reason, now=NOW)


def test_a_missing_second_person_stands_on_the_batch(whole: Folder) -> None:
    small = sessions(whole, 0, 1)
    number = take(small)
    undo(number, second=None)
    (row,) = queries.batches()
    assert row.second_missing
    assert {fact.second for fact in queries.facts() if fact.reverses} == {"未指明(命令行撤回)"}


def test_claims_are_written_quickly(whole: Folder) -> None:
    """Not a figure of speed, but that claims grow with what is restated and not with the number of tries."""
    take(whole)
    held = len(queries.in_force())
    take(whole)
    assert models.Claim.objects.count() == held
    number = take(whole)
    assert models.Claim.objects.filter(batch=queries.batch(str(number)).id).count() == held  # type: ignore[union-attr]


def test_one_wrong_row_is_taken_back_and_the_corrected_workbook_goes_in(tmp_path: Path) -> None:
    folder = tmp_path / "台账"
    shutil.copytree(BUREAUS["云川县"], folder)
    file = folder / "学习活动台账.xlsx"
    row, name = _mark_absent(file, "present")
    import_folder(read_folder(folder, year=2025), name="台账", year=2025, by="刘英", now=NOW, today=TODAY)
    before = json.loads(year_bytes())
    _mark_absent(file, "absent", row)
    again = read_folder(folder, year=2025)
    assert preview(again, year=2025, today=TODAY).unresolved, "it contradicts what was entered"
    done = withdraw_row(
        "1", file="学习活动台账.xlsx", row=row, by="刘英", second="李明", reason="记错了", now=NOW
    )
    assert done.reversed > 1
    last = models.AuditLine.objects.order_by("-position")[0]
    assert (last.verb, f"第 {row} 行" in last.detail, "李明" in last.detail) == ("撤回一行", True, False)
    corrected = preview(again, year=2025, today=TODAY)
    assert corrected.unresolved == ()
    take(again)
    after = json.loads(year_bytes())
    changed = [
        (old["name"], old["present"], new["present"])
        for old, new in zip(before["members"], after["members"], strict=True)
        if old["present"] != new["present"]
    ]
    assert [one[0] for one in changed] == [name]
    assert list(queries.breaks()) == []


def _mark_absent(file: Path, state: str, row: int = 0) -> tuple[int, str]:
    """Finds a row with several present, or moves its first present to the absent; the row and the name."""
    book = openpyxl.load_workbook(file)
    sheet = book.active
    assert sheet is not None
    heads = {}
    for top in range(1, 6):
        cells = {str(cell.value): cell.column for cell in sheet[top] if cell.value}
        if any("实到" in word for word in cells) and any("缺席" in word for word in cells):
            heads, first = cells, top + 1
            break
    here = next(column for word, column in heads.items() if "实到" in word and "名单" in word)
    gone = next(column for word, column in heads.items() if "缺席" in word)
    for number in range(row or first, sheet.max_row + 1):
        names = [part for part in str(sheet.cell(number, here).value or "").split("、") if part]
        if len(names) > 3 and not sheet.cell(number, gone).value:
            break
    if state == "present":
        sheet.delete_rows(number + 20, sheet.max_row)
    else:
        sheet.cell(number, here).value = "、".join(names[1:])
        sheet.cell(number, gone).value = names[0]
    book.save(file)
    return number, names[0].split("(")[0].split("（")[0]


def test_a_row_that_is_not_there_is_told_so(whole: Folder) -> None:
    number = take(sessions(whole, 0, 2))
    for file, row, sentence in (("没有.xlsx", 3, "这一批的文件："), ("学习活动台账.xlsx", 999, "没有还算数")):
        with pytest.raises(NotWithdrawn, match=sentence):
            withdraw_row(str(number), file=file, row=row, by="刘英", second="李明", reason="错", now=NOW)


def test_an_import_cut_before_its_folder_was_corrected_is_closed(whole: Folder) -> None:
    """Its digest will never come again: it would run for ever."""
    with transaction.atomic():
        cut = api.open_batch(folder="台账", digest="0" * 64, year=2025, stamp=api.Stamp("刘英", NOW))
        ledgers.enter(ledgers.drafts(), api.Stamp("刘英", NOW, cut.id))
    take(whole)
    first, later = sorted(queries.batches(), key=lambda row: row.number)
    assert (first.state_words, first.facts, later.state_words) == ("已中断", len(ledgers.drafts()), "已完成")
    assert undo(first.number).reversed > 0
    line = models.AuditLine.objects.get(verb="开始导入")
    assert "第 1 批记为已中断" in line.detail


def test_a_frozen_year_whose_bytes_were_touched_is_told(whole: Folder) -> None:
    take(sessions(whole, 0, 5))
    freeze_year(2025, by="刘英", now=NOW, today=TODAY)
    assert [(copy.same, copy.whole) for copy in recompute(2025)] == [(True, True)]
    with as_owner(), transaction.atomic(), connection.cursor() as cursor:
        restore = lift_guards(cursor)
        FrozenYear.objects.update(content=b"{}")
        for statement in restore:
            cursor.execute(statement)
    assert [(copy.same, copy.whole) for copy in recompute(2025)] == [(False, False)]
