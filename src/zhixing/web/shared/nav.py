"""Where one can go: every place of the site, who sees it in the rail, and which four stand at a phone's foot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from zhixing.actions.actors import covers, tree
from zhixing.actions.dossier import READERS
from zhixing.actions.notes import CHECKERS
from zhixing.actions.problems import PROBLEM_READERS
from zhixing.actions.question_desk import WRITERS
from zhixing.core.people.register import Register
from zhixing.store.people.queries import (
    AUDIT,
    DISCIPLINE,
    MEMBER,
    PUBLICITY,
    SECRETARY,
    SECURITY,
    SUPERIOR,
    SYSTEM,
    Actor,
)
from zhixing.web.shared.gate import EVERYONE, INSIDE, OFFICERS

PHONE = 4
"""Places beside 更多 at the foot of a phone's screen."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place: its word, the name by which pages say they belong there, its view, who goes there.

    `year`: its address takes the year. `heading`: the group of the rail it stands in.
    `whole`: only for officers and secretaries over the whole tree.
    """

    label: str
    here: str
    view: str
    roles: tuple[str, ...]
    year: bool = False
    heading: str = ""
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A place to go. `less`: on a phone it stands under 更多. `heading`: where a group of the rail begins."""

    label: str
    url: str
    current: bool = False
    less: bool = False
    heading: str = ""


YEARLY, ROLL, RULES, KEEPING, OWN = "年度台账", "名册与办理", "依据", "管理", "本人设置"
"""What stands together in the rail, by its heading."""

PLACES: tuple[Place, ...] = (
    Place("待办", "todo", "todo:list", READERS),
    Place("今日学习", "today", "today:home", (MEMBER,)),
    Place("登记", "recording", "recording:start", (*OFFICERS, DISCIPLINE)),
    Place("人员", "people", "people:list", READERS),
    Place("问题清单", "problems", "problems:list", PROBLEM_READERS),
    Place("我的日程", "dates", "dates:mine", (MEMBER,)),
    Place("文库", "library", "library:list", INSIDE),
    Place("我的档案", "mine", "member:mine", (MEMBER,), year=True),
    Place("复习", "memory", "memory:home", (MEMBER,)),
    Place("测验", "papers", "papers:home", (*OFFICERS, MEMBER)),
    Place("我的笔记", "notes", "notes:mine", (MEMBER,)),
    Place("笔记抽查", "note_desk", "notes:desk", CHECKERS),
    Place("我的资料", "held", "member:held", (MEMBER,)),
    Place("我的异议", "objections", "member:objections", (MEMBER,)),
    Place("学习计划", "plan", "plan:home", INSIDE),
    Place("批次", "batches", "batches:home", OFFICERS),
    Place("学习包", "packs", "packs:list", OFFICERS),
    Place("党员", "members", "officer:members", READERS, year=True, heading=YEARLY),
    Place("活动台账", "sessions", "recording:sessions", (*READERS, PUBLICITY), year=True, heading=YEARLY),
    Place("表样与打印", "forms", "forms:list", OFFICERS, year=True, heading=YEARLY),
    Place("题库", "questions", "questions:list", WRITERS, heading=YEARLY),
    Place("班次", "rosters", "rosters:home", (*READERS, MEMBER), heading=YEARLY),
    Place("导入", "imports", "intake:list", OFFICERS, heading=YEARLY),
    Place("组织", "organisations", "people:organisations", READERS, heading=ROLL),
    Place("更正与异议", "corrections", "correction:list", OFFICERS, heading=ROLL),
    Place("党员账户", "openings", "openings:members", OFFICERS, heading=ROLL),
    Place("规则", "rulebooks", "rulebooks:list", INSIDE, heading=RULES),
    Place("工作日历", "calendar", "calendar:home", (SUPERIOR,), heading=RULES),
    Place("减负体检", "compliance", "compliance:checkup", INSIDE, heading=RULES),
    Place("意见建议", "voices", "voices:desk", (SUPERIOR, SECRETARY), whole=True, heading=KEEPING),
    Place(
        "保存期限与删除", "erasures", "keeping:erasures", (SUPERIOR, SECRETARY), whole=True, heading=KEEPING
    ),
    Place("账户与角色", "accounts", "keepers:accounts", (SECURITY,)),
    Place("系统", "system", "keepers:system", (SYSTEM,)),
    Place("账户启停", "system_accounts", "keepers:system_accounts", (SYSTEM,)),
    Place("工作日历", "calendar", "calendar:home", (SYSTEM,)),
    Place("操作记录", "audit", "keepers:audit", (AUDIT,)),
    Place("通知", "notices", "notices:own", INSIDE, heading=OWN),
    Place("账户", "account", "account:mine", EVERYONE, heading=OWN),
)
"""In the order of the rail; what somebody comes for most often stands first."""


def links(actor: Actor, *, here: str, year: int | None) -> tuple[Link, ...]:
    """The places of whoever asks, the current one marked."""
    known = tree()
    found = [*_home(actor, known, here=here, year=year), *_places(actor, known, here=here, year=year)]
    before = ["", *(one.heading for one in found)]
    return tuple(
        Link(one.label, one.url, one.current, nth >= PHONE, one.heading if one.heading != before[nth] else "")
        for nth, one in enumerate(found)
    )


def _home(actor: Actor, known: Register, *, here: str, year: int | None) -> Iterator[Link]:
    """The organ for those over all of it, else each branch one is over."""
    if covers(actor, known, *READERS):
        yield Link("总览", reverse("overview:home"), here == "overview")
    elif year is not None:
        held = [org for org in known.branches() if actor.over(org.id, *READERS)]
        for org in held:
            label = "本支部" if len(held) == 1 else org.name.removesuffix("党支部")
            yield Link(label, reverse("officer:branch", args=[year, org.id]), here == "branch")


def _places(actor: Actor, known: Register, *, here: str, year: int | None) -> Iterator[Link]:
    whole: bool | None = None
    gone = set[str]()
    for place in PLACES:
        if not actor.wears(*place.roles) or place.view in gone:
            continue
        gone.add(place.view)
        if place.whole and whole is None:
            whole = covers(actor, known, SUPERIOR, SECRETARY)
        if (whole or not place.whole) and (year is not None or not place.year):
            url = reverse(place.view, args=[year] if place.year else [])
            yield Link(place.label, url, place.here == here, heading=place.heading)
