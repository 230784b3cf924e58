"""The `zhixing` command: one parser, one module a verb, errors in a sentence and an exit code."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from zhixing.ops.command_line import CommandLine

CLERKS_ERROR = 1
UNREADABLE = 2
DEMO_HOME = ".zhixing/demo"
EARLIEST, LATEST = 1921, 2100

Verb = Callable[[argparse.Namespace], int]


def main(argv: list[str] | None = None) -> int:
    """Runs a command. Exit codes: 0 done, 1 could not be done, 2 a workbook (or the command line) unreadable."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    # Whatever is written here, ledger, keys, exports, is for its owner's eyes.
    os.umask(0o077)
    words = parser().parse_args(argv)
    # One command, then the process ends: a year is a few hundred thousand small objects that live until then,
    # and looking through them for garbage again and again costs a fifth of the time. Servers are processes of
    # their own and collect as usual.
    gc.disable()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhixing.config.settings")
    if words.command == "demo" and not os.environ.get("ZHIXING_HOME"):
        # The sample never lies in one database with an organ's own ledger.
        os.environ["ZHIXING_HOME"] = DEMO_HOME
    try:
        verb: Verb = words.verb
        if getattr(words, "files_only", False):
            return verb(words)
        if words.command == "restore":
            _lead_to(words)
        import django

        django.setup()
        return verb(words)
    except BrokenPipeError:
        # Whoever was reading (`| head`) has seen enough; what was entered is entered.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("已中断；已入账的都在，重新运行会接着做。", file=sys.stderr)
        return 130
    except Exception as failure:  # noqa: BLE001  the edge: every failure becomes a sentence
        return _fail(failure)


def _lead_to(words: argparse.Namespace) -> None:
    """A restoration into another home or database, or with keys that are brought along."""
    place = words.into or ""
    if words.with_keys:
        _take_keys(words.with_keys)
    if not place:
        return
    if place.startswith(("postgres://", "postgresql://", "sqlite:///")):
        os.environ["ZHIXING_DATABASE_URL"] = place
    else:
        os.environ["ZHIXING_HOME"] = place
        os.environ.pop("ZHIXING_DATABASE_URL", None)
    os.environ.pop("ZHIXING_DATABASE_OWNER_URL", None)


def _take_keys(file: str) -> None:
    """Keys from a file of `backup --with-keys` stand in for those of the home, before settings would make new ones."""
    from zhixing.interop.key_file import read_keys

    keys = read_keys(Path(file))
    os.environ["ZHIXING_SEAL_KEY"], os.environ["ZHIXING_SECRET_KEY"] = keys.seal, keys.secret


def _fail(failure: Exception) -> int:
    if os.environ.get("ZHIXING_TRACE"):
        raise failure
    known = type(failure).__module__.startswith("zhixing") or isinstance(failure, (OSError, ValueError))
    print(f"没有办成：{_sentence(failure)}", file=sys.stderr)
    if not known:
        print("（设 ZHIXING_TRACE=1 再运行一次，可看到细节）", file=sys.stderr)
    return CLERKS_ERROR


def _sentence(failure: Exception) -> str:
    """Sentences of the core are shared with the ledger and written with narrow punctuation."""
    if not type(failure).__module__.startswith("zhixing.core"):
        return str(failure)
    from zhixing.interop.documents.punctuation import printed

    return printed(str(failure))


def parser() -> CommandLine:
    """The command line."""
    top = CommandLine(prog="zhixing", description="知行：党员教育全年闭环")
    verbs = top.add_subparsers(dest="command", required=True, metavar="命令")
    _intake(verbs)
    _year(verbs)
    _ledger(verbs)
    _privacy(verbs)
    _safety(verbs)
    _service(verbs)
    return top


if TYPE_CHECKING:
    Verbs: TypeAlias = argparse._SubParsersAction[CommandLine]


def _lazy(module: str, function: str) -> Verb:
    """The verb's module is loaded only when it is called: other commands start quicker."""

    def run(words: argparse.Namespace) -> int:
        from importlib import import_module

        result: int = getattr(import_module(f"zhixing.ops.{module}"), function)(words)
        return result

    return run


def year(text: str) -> int:
    """A year that records can be of."""
    if not text.isdecimal() or not EARLIEST <= int(text) <= LATEST:
        raise argparse.ArgumentTypeError(f"年度“{text}”不对，要在 {EARLIEST} 到 {LATEST} 之间，例如 2025")
    return int(text)


def _intake(verbs: Verbs) -> None:
    take = verbs.add_parser("import", help="导入一个文件夹的台账，或撤回一批")
    take.add_argument("folder", nargs="?", help="放台账的文件夹")
    take.add_argument("--year", type=year, help="台账所属年度")
    take.add_argument("--preview", action="store_true", help="只看会导入什么，不写任何东西")
    take.add_argument("--report", help="把导入报告写到这个 JSON 文件")
    take.add_argument("--withdraw", metavar="批次", help="撤回这一批（批次号）")
    take.add_argument("--file", help="只撤回这一批里的一行：那一行所在的文件，例如 学习活动台账.xlsx")
    take.add_argument("--row", type=int, help="只撤回一行：行号")
    take.add_argument("--sheet", help="只撤回一行：几张工作表都有这一行时，写明哪一张")
    take.add_argument("--reason", help="撤回理由")
    take.add_argument("--by", help="操作人（默认：系统登录名）")
    take.add_argument("--second", help="撤回的第二人")
    take.set_defaults(verb=_lazy("intake", "run"))
    listing = verbs.add_parser("batches", help="列出各批导入；加 solve、bound、check 则是排批次方案")
    listing.set_defaults(verb=_lazy("intake", "list_batches"))
    _planner(listing.add_subparsers(dest="planner", metavar="批次方案", help="不写：列出导入批次"))


def _planner(verbs: Verbs) -> None:
    """The planner of training batches works on files alone: no ledger, no settings."""
    solve = verbs.add_parser("solve", help="排一份批次方案")
    solve.add_argument("--seconds", type=float, default=30, help="用几秒（默认 30）")
    solve.add_argument("--seed", type=int, default=0, help="随机种子（默认 0）")
    solve.add_argument("--out", required=True, help="方案写到这个 JSON 文件")
    solve.add_argument(
        "--deterministic",
        action="store_true",
        help="按计算量算，不看钟表：同样的文件和种子总得同样的方案；--seconds 这时折成计算量，机器慢或正忙时实际用时更长",
    )
    bound = verbs.add_parser("bound", help="算下界：没有哪份方案代价比它小")
    bound.add_argument("--seconds", type=float, default=30, help="用几秒（默认 30）")
    check = verbs.add_parser("check", help="核对一份方案：违反的硬规则和各项代价")
    for verb, function in ((solve, "solve"), (bound, "bound"), (check, "check")):
        verb.add_argument("instance", help="题目 JSON 文件（training-batches/1）")
        verb.set_defaults(verb=_lazy("batches", function), files_only=True)
    check.add_argument("plan", help="方案 JSON 文件")


def _year(verbs: Verbs) -> None:
    dossier = verbs.add_parser("dossier", help="导出一年的记实")
    dossier.add_argument("--year", type=year, required=True, help="年度，例如 2025")
    dossier.add_argument(
        "--format",
        choices=("json", "csv", "xlsx", "docx", "pdf"),
        default="json",
        help="写成哪一种文件（默认 json）",
    )
    dossier.add_argument(
        "--form",
        choices=("记实表", "学时登记表", "指标卡"),
        default="记实表",
        help="docx、pdf 的表样",
    )
    dossier.add_argument("--branch", help="只导出这个支部")
    dossier.add_argument("--member", help="只导出这个人，可带括号注明支部或党小组")
    dossier.add_argument("--encoding", choices=("utf-8-sig", "gb18030"), default="utf-8-sig", help="csv 编码")
    dossier.add_argument("--out", required=True, help="写到这个文件")
    dossier.set_defaults(verb=_lazy("year", "dossier"))
    freeze = verbs.add_parser("freeze", help="定格一年：记实、规则版本和摘要")
    freeze.add_argument("--year", type=year, required=True, help="年度，例如 2025")
    freeze.add_argument("--check", action="store_true", help="把定格过的年份重算一遍，比对摘要")
    freeze.add_argument("--by", help="操作人（默认：系统登录名）")
    freeze.set_defaults(verb=_lazy("year", "freeze"))
    rules = verbs.add_parser("rulebook", help="列出规则册，或把一册、两册的差别写成文件")
    rules.add_argument("book", nargs="?", help="规则册编号")
    rules.add_argument("--against", help="与这一册比较")
    rules.add_argument("--out", help="写成 docx")
    rules.set_defaults(verb=_lazy("rulebook", "run"))


def _ledger(verbs: Verbs) -> None:
    init = verbs.add_parser("init", help="建库或升级")
    init.add_argument("--restore-guards", action="store_true", help="验证账本后恢复防改保护")
    init.add_argument("--rebuild-search", action="store_true", help="按发布的文章重建文库检索")
    init.set_defaults(verb=_lazy("ledger", "init"))
    verify = verbs.add_parser("verify", help="验证账本：改动、删除、换位、改写、截尾")
    verify.add_argument("--anchor", help="与留存的锚文件比对")
    verify.add_argument("--receipt", metavar="回执", help="与通知里的账本回执（ZX1-…）比对")
    verify.set_defaults(verb=_lazy("ledger", "verify"))
    anchor = verbs.add_parser("anchor", help="写出锚文件，带离本机保存")
    anchor.add_argument("--out", required=True, help="写到这个文件")
    anchor.set_defaults(verb=_lazy("ledger", "anchor"))


def _privacy(verbs: Verbs) -> None:
    retention = verbs.add_parser("retention", help="列出保存期满的内容；两人确认后清理")
    retention.add_argument("--preview", action="store_true", help="只看有什么到期（不写别的也是只看）")
    retention.add_argument("--run", action="store_true", help="清理到期的文字；事实、数字和链不变")
    retention.add_argument("--by", help="提出人的用户名（机关党委党务干部）")
    retention.add_argument("--second", help="确认人的用户名（另一名党务干部或书记）")
    retention.add_argument("--reason", help="理由")
    retention.add_argument("--sweep", action="store_true", help="只把已删除的文字从数据文件里清除干净")
    retention.set_defaults(verb=_lazy("retention", "run"))


def _safety(verbs: Verbs) -> None:
    backup = verbs.add_parser("backup", help="备份（服务不必停）")
    backup.add_argument(
        "--out", help="写到这个文件夹（没有就建），或以 .zip 结尾的文件（默认：数据文件夹里的 backups）"
    )
    backup.add_argument("--with-keys", metavar="文件", help="把密钥另写到这个文件，与备份分开保管")
    backup.set_defaults(verb=_lazy("backup", "backup"))
    restore = verbs.add_parser("restore", help="从备份恢复（先停服务）")
    restore.add_argument("file", help="备份文件")
    restore.add_argument("--into", metavar="地方", help="恢复到这个数据文件夹，或 postgresql:// 地址")
    restore.add_argument("--force", action="store_true", help="已有账本也恢复；原来的另存")
    restore.add_argument("--with-keys", metavar="文件", help="用这个密钥文件（backup --with-keys 写的）")
    restore.set_defaults(verb=_lazy("backup", "restore"))
    upgrade = verbs.add_parser("upgrade", help="升级数据库：先备份，再升级、验证（先停服务）")
    upgrade.add_argument("--out", help="升级前的备份写到这个文件夹（没有就建），或以 .zip 结尾的文件")
    upgrade.set_defaults(verb=_lazy("backup", "upgrade"))
    doctor = verbs.add_parser("doctor", help="体检：机器、密钥、设置、账本、备份，逐项说该怎么办")
    doctor.add_argument("--json", action="store_true", help="写成 JSON")
    doctor.set_defaults(verb=_lazy("doctor", "run"))


def _service(verbs: Verbs) -> None:
    demo = verbs.add_parser("demo", help="装入样例并开始服务")
    demo.add_argument("--port", type=int, default=8000, help="端口（默认 8000，占用时用下一个空的）")
    demo.add_argument("--no-serve", action="store_true", help="只装入样例，不开服务")
    demo.set_defaults(verb=_lazy("serving", "demo"))
    serve = verbs.add_parser("serve", help="开始服务")
    serve.add_argument("--host", default="127.0.0.1", help="听哪个地址（默认只听本机）")
    serve.add_argument("--port", type=int, default=8000, help="端口（默认 8000）")
    serve.add_argument(
        "--workers", type=int, default=1, help="几个网页进程（默认 1，够几百人；每多一个约多占 90 MB）"
    )
    serve.set_defaults(verb=_lazy("serving", "serve"))
    for verb in (demo, serve):
        verb.add_argument(
            "--no-worker", action="store_true", help="不照看后台进程（另有 zhixing worker 在跑）"
        )
    worker = verbs.add_parser("worker", help="后台进程：读取上传的台账、入账等")
    worker.add_argument("--batch", action="store_true", help="做完就结束，不一直等")
    worker.add_argument("--linger", type=float, default=0, help="做完以后再等几秒，没有新的才结束（秒）")
    worker.set_defaults(verb=_lazy("worker", "run"))
    tick = verbs.add_parser("tick", help="做到期的例行事务，由服务每五分钟叫一次")
    tick.add_argument("--all", action="store_true", help="不论到期没有，全做一遍")
    tick.set_defaults(verb=_lazy("tick", "run"))
    account = verbs.add_parser("account", help="设一个账户（口令从提示符读入）")
    account.add_argument("username", help="用户名")
    account.add_argument(
        "--role",
        required=True,
        help="角色：member branch secretary discipline publicity superior system security audit",
    )
    account.add_argument("--branch", help="支部名称（支部党务干部）")
    account.add_argument("--member", help="党员姓名，可带括号注明支部或党小组")
    account.add_argument("--invite", action="store_true", help="不设口令，给一个一次性码，由本人自设口令")
    account.set_defaults(verb=_lazy("accounts", "account"))


if __name__ == "__main__":
    sys.exit(main())
