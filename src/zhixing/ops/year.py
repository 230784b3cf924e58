"""`zhixing dossier` and `zhixing freeze`."""

from __future__ import annotations

import argparse
from dataclasses import replace

from zhixing.actions.dossier import whole_year
from zhixing.actions.freeze import freeze_year, recompute
from zhixing.actions.handing_out import record_handed_out
from zhixing.actions.start import make_ready
from zhixing.core.figures.member import MemberYear
from zhixing.core.figures.organ import OrganYear
from zhixing.core.names import parse_ref
from zhixing.interop.documents.dossier_json import dossier_json
from zhixing.ops import clock
from zhixing.ops.outfile import writable

ANNUAL = {"记实表": "record", "学时登记表": "register", "指标卡": "card"}
"""The forms of a year by the word they are asked for, as `actions.export` knows them."""


def dossier(words: argparse.Namespace) -> int:
    """Writes a year in one of five formats."""
    make_ready()
    year = _part(whole_year(words.year, today=clock.today()), words)
    out = writable(words.out)
    content = _written(year, words)
    # What was taken, not the file's name: that may name a member.
    told = f"{words.year}年{words.form}{out.suffix}"
    record_handed_out(told, people=len(year.members), size=len(content), by=clock.login(), now=clock.now())
    out.write_bytes(content)
    print(f"{words.year} 年：{len(year.members)} 名党员，{len(year.branches)} 个支部 → {out}")
    return 0


def _part(year: OrganYear, words: argparse.Namespace) -> OrganYear:
    if words.branch:
        units = tuple(unit for unit in year.branches if unit.name == words.branch)
        if not units:
            known = "、".join(unit.name for unit in year.branches) or "还没有导入花名册"
            raise ValueError(f"没有叫“{words.branch}”的支部；现有：{known}")
        members = tuple(member for member in year.members if member.branch == words.branch)
        year = replace(year, members=members, branches=units, organ=None)
    if words.member:
        one = _one(year, words.member)
        units = tuple(unit for unit in year.branches if unit.name == one.branch)
        year = replace(year, members=(one,), branches=units)
    return year


def _one(year: OrganYear, text: str) -> MemberYear:
    """A member by name, told apart as lists do it: 王磊(第2党小组)."""
    ref = parse_ref(text)
    found = [member for member in year.members if member.name == ref.name]
    if ref.qualifier:
        exact = [one for one in found if ref.qualifier in {one.branch, one.group, one.branch + one.group}]
        found = exact or [one for one in found if _is_at(one, ref.qualifier)]
    if not found:
        raise ValueError(f"{year.year} 年的花名册里没有“{text}”")
    if len(found) > 1:
        places = "、".join(one.branch + one.group for one in found)
        raise ValueError(f"有 {len(found)} 名党员叫“{ref.name}”（{places}）；请在括号里写明支部或党小组")
    return found[0]


def _is_at(member: MemberYear, qualifier: str) -> bool:
    return any(qualifier in name for name in (member.branch, member.group, member.branch + member.group))


def _written(year: OrganYear, words: argparse.Namespace) -> bytes:
    if words.format == "json":
        return dossier_json(year)
    if words.format in {"csv", "xlsx"}:
        from zhixing.interop.documents.dossier_tables import dossier_csv, dossier_xlsx

        return dossier_xlsx(year) if words.format == "xlsx" else dossier_csv(year, encoding=words.encoding)
    from zhixing.actions.export import FORMS

    wanted = FORMS[ANNUAL[words.form] + ("-pdf" if words.format == "pdf" else "")]
    return wanted.make(year, organ_name(year), clock.today())


def organ_name(year: OrganYear) -> str:
    """The organ's name without the committee's ending."""
    return year.organ.name.removesuffix("机关党委") if year.organ else ""


def freeze(words: argparse.Namespace) -> int:
    """Freezes a year, or computes frozen copies again. Exit 1 when one differs."""
    make_ready()
    if words.check:
        copies = recompute(words.year)
        for copy in copies:
            told = "重算一致" if copy.kept == copy.now else f"重算不一致：{copy.now[:16]}"
            touched = "" if copy.whole else "；定格的内容被动过，与当时的摘要不符"
            print(f"{copy.year} 年 {copy.kept[:16]}…：{told}{touched}")
        if not copies:
            print(f"{words.year} 年还没有定格过。")
        return 0 if all(copy.same for copy in copies) else 1
    done = freeze_year(words.year, by=words.by or clock.login(), now=clock.now(), today=clock.today())
    print(f"{done.year} 年已定格：{done.size} 字节，摘要 {done.digest}，规则版本 {done.rulebook[:16]}…")
    return 0
