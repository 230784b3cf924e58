"""Writes `docs/generated/*.md` from the code: floors, facts, rules, headers, personal data, commands, settings, states.

`python tools/generate_docs.py`; with `--check` nothing is written and the exit code tells. Chinese words for
things whose code is English stand here; one that is missing stops the run: nothing new arrives unexplained.
"""

from __future__ import annotations

import argparse
import ast
import configparser
import datetime as dt
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from importlib import import_module
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import cast
from uuid import UUID

from zhixing.core.facts.kinds import BODIES, Body, Kind
from zhixing.core.facts.record import natural_key
from zhixing.core.intake import rows as r
from zhixing.core.intake.desk import Known
from zhixing.core.intake.folder import take_folder
from zhixing.core.people.register import Register
from zhixing.core.rules.words import describe_book
from zhixing.interop.rulebook_files import load_rulebooks
from zhixing.ops.main import parser

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "zhixing"
OUT = ROOT / "docs" / "generated"
HEAD = "<!-- 由程序生成：tools/generate_docs.py。请勿手改；改了代码以后运行 python tools/generate_docs.py -->\n\n"

FLOORS = {
    "config": "设置、网址、网站入口",
    "web": "网页：按谁来用分房间，只读查询，不碰库表",
    "api": "给程序用的接口：与网页同一套规则、同一道门",
    "ops": "`zhixing` 命令，一个动作一个模块",
    "actions": "用户的动作，一个动作一个模块；只有这里写账：权限、事务、操作记录",
    "store": "库表：账户、账本、定格的年份；只增不改的保护也在这里",
    "solvers": "批次方案的求解：只认 core 的值，自己不存什么",
    "interop": "工作簿、公文表式与内存里的值互相转换",
    "core": "事实、规则、折算：只进值、只出值，不读时钟、不碰数据库",
}
sys.path.insert(0, str(ROOT))
KINDS: dict[str, tuple[str, str]] = import_module("tools.kind_words").KINDS
SETTINGS = {
    "ZHIXING_HOME": ("数据放在哪个文件夹：内置数据库、密钥", "当前文件夹下的 `.zhixing`"),
    "ZHIXING_RULEBOOKS": ("规则册文件夹", "随程序的 `rulebooks`"),
    "ZHIXING_PROFILE": ("`local` 本机试用；`production` 正式使用，只走 https", "`local`"),
    "ZHIXING_SECRET_KEY": ("登录会话的签名密钥", "文件 `keys/secret.key`，第一次运行时生成"),
    "ZHIXING_SEAL_KEY": ("诉求内容、限制类别的加密密钥", "文件 `keys/seal.key`，第一次运行时生成"),
    "ZHIXING_CHAIN_DIGEST": ("新建账本时用哪种摘要；建好后不再改变", "`sha256`"),
    "ZHIXING_HOSTS": ("网站的域名或地址，多个用英文逗号隔开", "只认本机"),
    "ZHIXING_COURSES_HOST": ("课件用的第二个域名，转到同一个服务", "不设，课件打不开（本机除外）"),
    "ZHIXING_PROXIES": ("前面有几层反向代理；据此取访客自己的地址来限次", "`0`"),
    "ZHIXING_DATABASE_URL": ("数据库：`sqlite:///文件` 或 `postgresql://…`", "内置 SQLite"),
    "ZHIXING_DATABASE_OWNER_URL": ("PostgreSQL 建库、升级时用的所有者身份", "空：用同一身份"),
    "ZHIXING_MFA": ("谁要设动态口令：`officers` 干部和三员、`all`、`off`", "正式使用 `officers`，本机 `off`"),
    "ZHIXING_PASSWORDS": ("`plain` 长度和常见口令；`dengbao` 另加三种字符、90 天更换", "`plain`"),
    "ZHIXING_IDLE_MINUTES": ("多少分钟没有操作就退出；0 只按八小时", "`30`"),
    "ZHIXING_OIDC_URL": ("单位统一身份认证（OIDC）的地址", "空：不用，不载入"),
    "ZHIXING_OIDC_CLIENT": ("在统一身份认证里登记的客户端编号", "空"),
    "ZHIXING_OIDC_SECRET": ("客户端密钥", "空"),
    "ZHIXING_OIDC_NAME": ("登录页按钮上的字", "单位统一身份认证"),
    "ZHIXING_OIDC_CLAIM": ("哪一项是用户名", "`preferred_username`"),
    "ZHIXING_CAS_URL": ("CAS 服务器的地址，以 `/` 结尾", "空：不用，不载入"),
    "ZHIXING_NOTICE_URLS": (
        "通知发往哪里：apprise 地址，多个用空格隔开；只发件数、账本回执和网址",
        "空：不发",
    ),
    "ZHIXING_NOTICE_MAIL": (
        "给本人选定的邮箱发通知用的邮件服务器：`mailtos://用户:密码@服务器?from=…`",
        "空：不发",
    ),
    "ZHIXING_NOTICE_RHYTHM": ("单位的通知每天发（`daily`）还是每周一发（`weekly`）", "`daily`"),
    "ZHIXING_FONTS": (
        "单位自己的字体文件夹（方正小标宋、仿宋_GB2312 等），做 PDF 时优先使用",
        "空：用随程序的字体",
    ),
    "ZHIXING_LOG": ("日志写成 `line`（文字）还是 `json`（含每次请求）", "本机 `line`，正式使用 `json`"),
    "ZHIXING_TRACE": ("设为 1 时，出错显示程序细节，给维护人员看", "空"),
}
VALUES = ("取值", "默认")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; bars and line breaks in cells are made harmless."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(_cell(text) for text in line)} |\n" for line in lines)


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def code(words: Iterable[str]) -> str:
    """Identifiers as they are written in code."""
    return "、".join(f"`{word}`" for word in words)


def floors() -> str:
    """The floors of `.importlinter` with the packages that are there and the imports there really are."""
    layers = [[room for room in layer if (PACKAGE / room).is_dir()] for layer in _layers()]
    present = {path.name for path in PACKAGE.iterdir() if (path / "__init__.py").is_file()}
    if present != {room for layer in layers for room in layer}:
        raise ValueError(f".importlinter 与包不一致：{present}")
    edges = {(here, there) for here in present for there in _imports(PACKAGE / here) & present - {here}}
    graph = "```mermaid\nflowchart TB\n"
    for number, layer in enumerate(layer for layer in layers if layer):
        graph += f"  subgraph floor{number}[ ]\n    direction LR\n"
        graph += "".join(f'    {room}["{room}<br>{_rooms(room)}"]\n' for room in sorted(layer)) + "  end\n"
    graph += "".join(f"  {here} --> {there}\n" for here, there in sorted(edges)) + "```\n"
    rows = [(f"`{name}`", FLOORS[name], code(_rooms(name).split())) for layer in layers for name in layer]
    return (
        "# 楼层\n\n箭头是程序里真有的引用，只许向下；同一层的房间互不引用。规则在 `.importlinter`，测试看守。\n\n"
        + graph
        + "\n"
        + table(("楼层", "做什么", "房间"), rows)
    )


def _layers() -> list[list[str]]:
    config = configparser.ConfigParser()
    config.read(ROOT / ".importlinter", "utf-8")
    lines = config["importlinter:contract:floors"]["layers"].split("\n")
    return [[room.strip().strip("()") for room in line.split("|")] for line in lines if line.strip()]


def _rooms(floor: str) -> str:
    return " ".join(sorted(path.parent.name for path in (PACKAGE / floor).glob("*/__init__.py")))


def _imports(package: Path) -> set[str]:
    """The floors that the modules of a package import."""
    found = set()
    for path in package.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("zhixing."):
                found.add((node.module or "").split(".")[1])
            elif isinstance(node, ast.Import):
                found |= {a.name.split(".")[1] for a in node.names if a.name.startswith("zhixing.")}
    return found


def facts() -> str:
    """The closed list of fact kinds."""
    private = private_words()
    rows = []
    for kind, body in BODIES.items():
        term, meaning = KINDS[kind.value]
        kept = code(sorted(private.get(kind.value, ()))) or "—"
        if body.SEALED:
            kept += "（加密）"
        own = code(_fields(body)) or "—"
        rows.append((term, f"`{kind.value}`", meaning, own, code(_key(body)), kept, str(body.VERSION)))
    head = (
        "术语",
        "代码",
        "说的是什么",
        "内容字段（进哈希链）",
        "靠什么认出是同一件事",
        "链外另存的文字",
        "版本",
    )
    words = (
        f"# 事实种类\n\n共 {len(list(Kind))} 种，封闭清单：不在表里的入不了账。每条事实另有：主体 `subject`（谁）、"
        "对象 `about`（哪一场、哪一件）、日期 `day`、三个时间、登记人、来源（批次、文件、工作表、行号）。\n\n"
        "“靠什么认出”一栏的字段都相同、其余内容也相同，是同一条，不重复入账；其余内容不同，是互相矛盾，列为待认定"
        "（几种描述类的以后来的为准，见[原理](../原理.md)）。\n\n"
    )
    return words + table(head, rows)


def _fields(body: type[Body]) -> list[str]:
    return [field.name for field in fields(body)]  # type: ignore[arg-type]


def _key(body: type[Body]) -> list[str]:
    """The fields of the natural key: always subject and about, the day where it tells, the kind's own."""
    make = cast("Callable[..., Body]", body)
    blank = make(**dict.fromkeys(_fields(body), ""))
    days = [natural_key(blank, None, None, dt.date(2025, 1, day)) for day in (1, 2)]
    return ["subject", "about", *(["day"] if days[0] != days[1] else []), *blank.KEY]


@cache
def private_words() -> Mapping[str, frozenset[str]]:
    """The words kept outside the chain by kind of fact, as an intake of one row a workbook drafts them."""
    at, day, name = r.Origin("", "", 1), dt.date(2025, 1, 1), "张三丰"
    texts = {field.name: "" for field in fields(r.RosterRow) if field.type == "str"}
    roster = r.RosterRow(origin=at, joined_on=day, **{**texts, "name": name, "branch": "一支部"})
    records: dict[str, r.Row] = {
        "党员花名册": roster,
        "群众和入党积极分子": r.NonMemberRow(at, "李四光", "群众", "一支部", ""),
        "困难诉求台账": r.NeedRow(at, "1", name, "", day, "诉求", "受理"),
        "评优资格限制": r.GateRow(at, name, "", "诫勉", day, 6),
        "承诺践诺": r.PledgeRow(at, "1", name, "", day, "承诺", None, "践诺中"),
    }
    sheets = [r.Sheet("", "", kind, "", 2025, 1, (row,), (), ()) for kind, row in records.items()]
    numbers: dict[tuple[str, ...], UUID] = {}
    serial = count(1)

    def identify(*parts: str) -> UUID:
        return numbers.setdefault(parts, UUID(int=next(serial)))

    folder = r.Folder(tuple(sheets), (), (), "")
    intake = take_folder(
        folder, Register({}, {}, {}), Known({}), identify=identify, today=dt.date(2026, 1, 1), year=2025
    )
    found: dict[str, set[str]] = {}
    for draft in intake.drafts:
        found.setdefault(draft.kind.value, set()).update(draft.private or {})
    found |= {"objection": {"reason"}, "objection_answered": {"words"}}
    found |= {"change_proposed": {"reason", "words"}, "change_settled": {"words"}}
    return {kind: frozenset(words) for kind, words in found.items() if words}


def rules() -> str:
    """Every rule of every book in words."""
    shelf = load_rulebooks(ROOT / "rulebooks")
    every = [rule for book in shelf.books for rule in book.rules]
    text = f"# 规则总表\n\n{len(shelf.books)} 册、{len(every)} 条，其中 {sum(r.pending for r in every)} 条待核对。"
    text += "“硬性”的须照办或写明理由，“提示”的只作提醒；“待核对”的还没有人对照过原文。\n"
    head = ("规则", "代码", "依据", "内容", "适用", "强度", "参数", "施行", "核对")
    for book in map(describe_book, shelf.books):
        text += f"\n## {book.title}\n\n`{book.id}` · {book.basis} · {book.period}\n\n{book.note}\n\n"
        rows = []
        for rule in (rule for section in book.sections for rule in section.rules):
            values = "；".join(f"{one.title} {one.value}" for one in rule.params) or "—"
            said = (rule.title, f"`{rule.code}`", rule.cite, rule.text, rule.binds, rule.strength)
            rows.append((*said, values, rule.period, f"{rule.check}（{rule.evidence}）"))
        text += table(head, rows)
    return text


def headers() -> str:
    """The kinds of workbook and every header that is understood."""
    return str(beside("header_page").header_page(table))


def personal() -> str:
    """What facts and tables hold about people, field by field, and which words facts keep."""
    return str(beside("personal_page").personal_page(table, code))


def beside(name: str) -> ModuleType:
    """A module beside this one, whether this one is run as a script or imported from `tools`."""
    return import_module(f"tools.{name}")


def commands() -> str:
    """Every verb with its words."""
    text = (
        "# 命令\n\n`zhixing` 写作 `python3 zx.py`。退出码：0 办成，1 没办成，2 有工作簿读不了或命令写错。\n"
    )
    for name, help_words, verb in _verbs(parser()):
        text += f"\n## {name}\n\n{help_words}\n\n"
        rows = []
        for action in verb._actions:
            if isinstance(action, argparse._HelpAction | argparse._SubParsersAction):
                continue
            words = code(action.option_strings) or f"`{action.metavar or action.dest}`"
            values = " / ".join(f"`{choice}`" for choice in action.choices or ())
            plain = action.default in (None, False) or action.nargs == 0
            default = "" if plain else f"`{action.default}`"
            if action.required and action.option_strings:
                default = "必填"
            rows.append((words, action.help or "", values, default))
        text += table(("参数", "说明", *VALUES), rows) if rows else "没有参数。\n"
    return text


def _verbs(top: argparse.ArgumentParser) -> Iterator[tuple[str, str, argparse.ArgumentParser]]:
    for action in top._actions:
        if isinstance(action, argparse._SubParsersAction):
            said = {choice.dest: choice.help or "" for choice in action._choices_actions}
            for name, verb in action.choices.items():
                yield name, said[name], verb
                yield from ((f"{name} {below}", words, inner) for below, words, inner in _verbs(verb))


def settings() -> str:
    """The environment variables that the code reads."""
    found = variables()
    if set(found) != set(SETTINGS):
        raise ValueError(f"环境变量与说明不一致：{sorted(set(found) ^ set(SETTINGS))}")
    rows = [(f"`{n}`", SETTINGS[n][0], code(found[n]), SETTINGS[n][1]) for n in SETTINGS]
    text = "# 环境变量\n\n写错了的值会在启动时说明，不会悄悄按默认办。\n\n"
    return text + table(("变量", "说明", *VALUES), rows)


def variables() -> dict[str, tuple[str, ...]]:
    """Each ZHIXING_ variable read anywhere in the package, with the values it may take where they are few."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not (isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant)):
                continue
            name = str(node.args[0].value)
            if re.fullmatch("ZHIXING_[A-Z_]+", name) and isinstance(node.func, ast.Attribute | ast.Name):
                few = node.args[1] if len(node.args) > 1 else None
                found[name] = tuple(ast.literal_eval(few)) if isinstance(few, ast.Tuple) else ()
    return found


def states() -> str:
    """Through which states a plan and its batches go."""
    return str(beside("state_page").state_page(table))


def requirements() -> str:
    """Which requirements of ASVS 5.0 a test holds, and why others have none."""
    made: str = import_module("tools.asvs").page()
    return made


PAGES: Mapping[str, Callable[[], str]] = {
    "楼层.md": floors,
    "事实种类.md": facts,
    "规则总表.md": rules,
    "表头对照.md": headers,
    "个人信息处理清单.md": personal,
    "命令.md": commands,
    "环境变量.md": settings,
    "状态.md": states,
    "ASVS.md": requirements,
}


def page(name: str) -> str:
    """One page as it should stand."""
    return HEAD + PAGES[name]()


def stale(folder: Path) -> list[str]:
    """The pages of a folder that are missing, differ from the code, or that no code makes."""
    there = {path.name: path.read_text("utf-8") for path in folder.glob("*.md")}
    return sorted(name for name in {*there, *PAGES} if name not in PAGES or there.get(name) != page(name))


def main(words: Sequence[str]) -> int:
    """Writes the pages; with --check only looks. Exit 1 when something is stale."""
    # Never the site's own folder or keys: nothing here opens a database.
    os.environ.update(dict.fromkeys(("ZHIXING_SECRET_KEY", "ZHIXING_SEAL_KEY"), "documents"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhixing.config.settings")
    import django

    django.setup()
    if "--check" in words:
        old = stale(OUT)
        print("需要重新生成：" + "、".join(old) if old else "都是最新的。")
        return 1 if old else 0
    for name in PAGES:
        (OUT / name).write_text(page(name), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
