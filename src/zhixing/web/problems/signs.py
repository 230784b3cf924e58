"""The page of signals: each opens to its facts and its article, each becomes a problem with one click."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from zhixing.actions.problem_signals import MONTHS, Signals
from zhixing.actions.problem_signals import signals as signals_of
from zhixing.actions.recording import keeps
from zhixing.actions.roll import roll
from zhixing.core.cells import POST_WORDS, Post
from zhixing.core.papers.topics import WeakTopic
from zhixing.core.problems.signals import Complaints, Group, WeakTest
from zhixing.store.people.queries import Actor
from zhixing.web.shared.citing import CiteLink, cite_links
from zhixing.web.shared.gate import OFFICERS
from zhixing.web.shared.units import short_name


@dataclass(frozen=True, slots=True)
class Sign:
    """A signal: what stands out, in figures; where its facts are; the form filled in (empty for who may not enter).

    `months`: the totals behind it, month by month.
    """

    words: str
    about: str
    facts: str
    go: str
    enter: str
    months: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class SignGroup:
    """Signals of one sort, the articles they rest on, and what an empty list means."""

    title: str
    signs: tuple[Sign, ...]
    cites: tuple[CiteLink, ...]
    empty: str


@dataclass(frozen=True, slots=True)
class SignalsPage:
    """The signals of a year."""

    year: int
    years: tuple[tuple[str, int, bool], ...]
    groups: tuple[SignGroup, ...]
    count: int


def signals_page(actor: Actor, year: int, years: Sequence[int], *, today: dt.date) -> SignalsPage:
    """The page for whoever asks."""
    found, base = signals_of(actor, year, today=today), reverse("problems:signals")
    few = f"不满 {found.fewest} 人的不列，能从总数里减出这样几个人的也不列，看不出个人。"
    groups = (
        SignGroup(
            "测验薄弱项",
            tuple(_weak(actor, one, year) for one in found.weak),
            cite_links(found.weak_cites),
            f"没有得分率低于规定的；{few}",
        ),
        SignGroup(
            "题目薄弱处",
            tuple(_topic(actor, one, year) for one in found.topics),
            cite_links(found.weak_cites),
            f"入账的答卷里，各知识点的得分率都不低；{few}",
        ),
        SignGroup(
            "群众诉求",
            tuple(_complaints(actor, one) for one in found.complaints),
            cite_links(found.complaint_cites),
            "没有突出的；还没有数的，可以导入《群众诉求汇总》（月份、诉求类别、件数）。",
        ),
        SignGroup("超期未办", tuple(_overdue(found)), (), "没有超期的。"),
        SignGroup("学时没学满", tuple(_gaps(actor, found)), cite_links(found.gap_cites), "各支部都学满了。"),
    )
    told = tuple((f"{base}?year={one}", one, one == year) for one in years)
    return SignalsPage(year, told, groups, found.count)


def _enter(actor: Actor, asked: Iterable[tuple[str, str]]) -> str:
    """The address of the form with everything filled in; empty for who enters nothing."""
    if not actor.wears(*OFFICERS):
        return ""
    return f"{reverse('recording:form', args=['problem'])}?{urlencode([one for one in asked if one[1]])}"


def _weak(actor: Actor, one: WeakTest, year: int) -> Sign:
    whom = _whom(one.group)
    mean = f"{one.permille // 10}.{one.permille % 10}%"
    asked = [
        ("text", f"{whom}对“{one.title}”掌握不牢（平均得分率 {mean}）"),
        *_asked(one.group),
    ]
    url, enter = _doors(actor, one.group, asked, year)
    told = f"{one.people} 人，最近一次 {one.last:%Y-%m-%d}"
    return Sign(f"{whom}《{one.title}》平均得分率 {mean}", told, url, "看台账", enter)


def _topic(actor: Actor, one: WeakTopic, year: int) -> Sign:
    whom, mean = _whom(one.group), f"{one.permille // 10}.{one.permille % 10}%"
    asked = [("text", f"{whom}对“{one.topic}”方面的题掌握不牢（得分率 {mean}）"), *_asked(one.group)]
    _, enter = _doors(actor, one.group, asked, year)
    told = f"{one.people} 人，{one.items} 道题，最近一次 {one.last:%Y-%m-%d}"
    url = reverse("papers:home") if actor.wears(*OFFICERS) else ""
    return Sign(f"{whom}“{one.topic}”得分率 {mean}", told, url, "看测验" if url else "", enter)


def _whom(group: Group) -> str:
    """`第一支部`, or `窗口岗位`."""
    if group.branch is not None:
        return short_name(roll().register.name_of(group.branch))
    return f"{POST_WORDS[Post(group.post)]}岗位"


def _asked(group: Group) -> list[tuple[str, str]]:
    """What the form of a problem is filled in with, whichever test it comes from."""
    return [("source", "测验"), ("weight", "3"), ("category", "知识技能"), ("posts", group.post)]


def _doors(actor: Actor, group: Group, asked: list[tuple[str, str]], year: int) -> tuple[str, str]:
    """Where the group's books are, and the form filled in."""
    branch = group.branch
    if branch is not None:
        asked += [("org", str(branch)), ("orgs", str(branch))]
        url = reverse("officer:branch", args=[year, branch])
    else:
        asked += _owner(actor)
        url = reverse("officer:members", args=[year])
    kept = branch is None or keeps(actor, branch, roll().register)
    return url, _enter(actor, asked) if kept else ""


def _owner(actor: Actor) -> list[tuple[str, str]]:
    """Who answers for what no branch does alone: the whole organ where the actor keeps its books."""
    root = roll().register.root
    return [("org", str(root.id))] if root is not None and keeps(actor, root.id, roll().register) else []


def _gaps(actor: Actor, found: Signals) -> Iterable[Sign]:
    register = roll().register
    if found.everywhere:
        total = sum(one.of for one in found.gaps)
        told = "一人也没学满的，多半是活动还没有登记齐，先核对登记"
        url = f"{reverse('officer:members', args=[found.year])}?gap=open"
        yield Sign(f"{len(found.gaps)} 个支部的 {total} 人都还没学满", told, url, "看名单", "")
        return
    for one in found.gaps:
        asked = [
            ("text", f"{short_name(one.name)}集中学习学时没学满（{one.short} 人）"),
            ("weight", "2"),
            ("category", "知识技能"),
            ("org", str(one.branch)),
            ("orgs", str(one.branch)),
        ]
        query = urlencode({"gap": "open", "branch": str(one.branch)})
        url = f"{reverse('officer:members', args=[found.year])}?{query}"
        enter = _enter(actor, asked) if keeps(actor, one.branch, register) else ""
        yield Sign(
            f"{short_name(one.name)} {one.short} 人没学满", f"共 {one.of} 人计入", url, "看名单", enter
        )


_LATE = {"problem": "突出问题超期未销号", "plan": "计划到期没有活动记录", "need": "诉求超期没有受理"}


def _overdue(found: Signals) -> Iterable[Sign]:
    urls = {
        "problem": f"{reverse('problems:list')}?year={found.year}&overdue=yes",
        "plan": reverse("recording:open"),
        "need": f"{reverse('todo:list')}?sort=need",
    }
    for sort, count in found.overdue:
        yield Sign(f"{_LATE[sort]} {count} 件", "", urls[sort], "逐件看", "")


def _complaints(actor: Actor, one: Complaints) -> Sign:
    share = f"{one.permille // 10}.{one.permille % 10}%"
    span = f"{one.first:%Y-%m} 至 {one.last:%Y-%m}"
    compared = f"，前 {MONTHS} 个月 {one.before} 件" if one.before >= 0 else "，没有上一时段可比"
    owner = next((org for org in roll().register.orgs.values() if org.name in one.units), None)
    asked = [
        ("text", f"群众反映“{one.category}”较集中（{span} {one.count} 件，占 {share}）"),
        ("source", "群众反映"),
        ("weight", "4"),
        ("category", "党的宗旨"),
    ]
    if owner is not None and keeps(actor, owner.id, roll().register):
        asked += [("org", str(owner.id)), ("orgs", str(owner.id))]
    else:
        asked += _owner(actor)
    return Sign(
        f"{one.category} {one.count} 件，占 {share}",
        f"{span}{compared}{'；' + '、'.join(one.units) if one.units else ''}",
        "",
        "",
        _enter(actor, asked),
        tuple((f"{day:%Y-%m}", count) for day, count in one.months),
    )
