"""`zhixing import`: preview, take in, report, withdraw."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tqdm import tqdm

from zhixing.actions.import_folder import import_folder, preview
from zhixing.actions.start import make_ready
from zhixing.actions.withdraw import withdraw_batch, withdraw_row
from zhixing.core.intake.folder import Intake
from zhixing.core.intake.rows import Folder
from zhixing.interop.documents.punctuation import printed
from zhixing.interop.report_json import report_json
from zhixing.interop.workbooks.folder import read_folder
from zhixing.ops import clock
from zhixing.ops.outfile import writable
from zhixing.store.ledger import queries

UNREADABLE = 2
SHOWN = 20


def run(words: argparse.Namespace) -> int:
    """The verb. Exit 2 when a workbook could not be read; the others have gone in all the same."""
    report = writable(words.report) if words.report else None
    make_ready()
    if words.withdraw:
        return _withdraw(words)
    if words.file or words.row or words.sheet:
        raise ValueError("--file、--row、--sheet 只和 --withdraw 一起用：撤回一批里的一行")
    if not words.folder or not words.year:
        raise ValueError("请写明文件夹和年度，例如：zhixing import 台账 --year 2025")
    path = Path(words.folder)
    if not path.is_dir():
        raise ValueError(f"“{path}”不是文件夹；请写放台账的文件夹")
    folder = read_folder(path, year=words.year, progress=_say)
    if words.preview:
        intake = preview(folder, year=words.year, today=clock.today())
        number = None
        _summary(intake, folder, "预览：什么都没有写")
    else:
        intake, number = _take(folder, path, words)
    if report:
        report.write_text(report_json(intake, folder, number=number), "utf-8")
        _say(f"报告：{report}")
    return UNREADABLE if folder.refusals else 0


def _take(folder: Folder, path: Path, words: argparse.Namespace) -> tuple[Intake, int | None]:
    with tqdm(total=0, desc="入账", unit="条", file=sys.stderr, leave=False) as bar:

        def progress(_: str, done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        done = import_folder(
            folder,
            name=path.resolve().name,
            year=words.year,
            by=words.by or clock.login(),
            now=clock.now(),
            today=clock.today(),
            progress=progress,
        )
    _summary(done.intake, folder, f"第 {done.number} 批，新入账 {done.facts} 条事实")
    return done.intake, done.number


def _withdraw(words: argparse.Namespace) -> int:
    by, now = words.by or clock.login(), clock.now()
    if (words.file is None) != (words.row is None):
        raise ValueError("撤回一行要同时写明 --file 和 --row，例如：--file 学习活动台账.xlsx --row 36")
    if words.file is not None:
        reason = words.reason or "撤回一行"
        place = {"file": words.file, "row": words.row, "sheet": words.sheet}
        done = withdraw_row(words.withdraw, **place, by=by, second=words.second, reason=reason, now=now)
        what = f"第 {done.number} 批里《{words.file}》第 {words.row} 行"
        kept = f"另有 {done.kept} 条党组织、站点别处还用着，留着。" if done.kept else ""
    else:
        reason = words.reason or "整批撤回"
        done = withdraw_batch(words.withdraw, by=by, second=words.second, reason=reason, now=now)
        what = f"第 {done.number} 批"
        kept = f"另有 {done.kept} 条别的批次也有或还用着，留着。" if done.kept else ""
    print(f"{what}已撤回：冲正 {done.reversed} 条事实，原事实和冲正都留在账上。{kept}")
    if words.second is None:
        print("提示：没有写第二人（--second），操作记录和批次里已如实注明。", file=sys.stderr)
    return 0


def list_batches(words: argparse.Namespace) -> int:
    """`zhixing batches`."""
    make_ready()
    rows = queries.batches()
    for row in rows:
        state = row.state_words + ("（缺第二人）" if row.second_missing else "")
        told = (f"{row.year} 年", row.folder, f"{row.facts} 条", state, row.by, row.started_at)
        print(f"第 {row.number} 批", *told, sep="  ")
    if not rows:
        print("还没有导入过。")
    return 0


def _summary(intake: Intake, folder: Folder, first: str) -> None:
    print(first)
    for sheet in intake.sheets:
        report = sheet.report
        rest = f"，待认定 {report.open} 行" if report.open else ""
        print(
            f"  {report.file}：{report.kind}，{report.rows} 行，新 {report.taken}，已有 {report.repeated}{rest}"
        )
    for refusal in folder.refusals:
        print(f"  没有读：{printed(refusal.reason)}")
    if intake.unresolved:
        print(f"待认定 {len(intake.unresolved)} 处：")
        for row in intake.unresolved[:SHOWN]:
            print(f"  {row.file} 第 {row.row} 行 {row.field}“{row.value}”：{printed(row.reason)}")
        if len(intake.unresolved) > SHOWN:
            print(f"  ……其余 {len(intake.unresolved) - SHOWN} 处见报告（--report）")
    if intake.remarks:
        print(f"花名册备注 {len(intake.remarks)} 条已按规则理解，请在报告里确认。")


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)
