"""What is due, as pages show it: one row a thing with the one click that settles it, or one row a sort."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

from django.urls import reverse

from zhixing.core.figures.due import WORDS, Due, Sort
from zhixing.web.shared.citing import CiteLink, cite_links
from zhixing.web.shared.units import short_name

EXAMPLES = 3
_UNITS = {
    Sort.MEETING: "次",
    Sort.MAKEUP: "人次",
    Sort.NOTE: "篇",
    Sort.PAPER: "次",
    Sort.ARTICLE: "件",
    Sort.RETURN: "份",
    Sort.CONTACT: "人",
    Sort.GAP: "人",
    Sort.TALK: "人",
    Sort.TRANSFER: "人",
    Sort.QUESTION: "道",
    Sort.RULE: "条",
}


@dataclass(frozen=True, slots=True)
class DueRow:
    """One thing that is due; `when` in words, `go` is what the link does.

    `settle`: where it is settled by one press, without another page; `uid` is that form's own.
    """

    sort: str
    branch: str
    sentence: str
    late: bool
    when: str
    deadline: dt.date | None
    cites: tuple[CiteLink, ...]
    basis: str
    url: str
    go: str
    settle: str = ""
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A sort of things due: how many, a few examples, the article, where they are settled or seen."""

    count: int
    unit: str
    late: bool
    title: str
    examples: str
    article: str
    url: str
    go: str


def due_row(one: Due, today: dt.date, *, keeps: bool) -> DueRow:
    """A row. `keeps`: the reader keeps books, and may settle what is due; others only read."""
    url, go = _door(one, today) if keeps else ("", "")
    return DueRow(
        WORDS[one.sort],
        short_name(one.org_name),
        one.sentence,
        one.late,
        _when(one, today),
        one.deadline,
        cite_links(one.cites),
        "" if one.cites else one.basis,
        url,
        go,
        _settled_at(one) if keeps else "",
        str(uuid4()) if keeps else "",
    )


def _settled_at(one: Due) -> str:
    """Where one press settles it."""
    if one.sort is Sort.DECISION and one.thing is not None and one.form.isdigit():
        return reverse("recording:decision", args=[one.thing, one.form])
    return ""


def waiting(dues: Sequence[Due], today: dt.date) -> tuple[Waiting, ...]:
    """One row a sort, in the order of sorts, what is late first."""
    found = []
    for sort in Sort:
        mine = [one for one in dues if one.sort is sort]
        if mine:
            late = sum(one.late for one in mine)
            count = sum(one.count for one in mine)
            names = [f"{short_name(one.org_name)}{one.sentence}" for one in mine[:EXAMPLES]]
            rest = f"等 {len(mine)} 件" if len(mine) > EXAMPLES else ""
            article = "、".join(dict.fromkeys(one.article for one in mine if one.article))
            url, go = f"{reverse('todo:list')}?{urlencode({'sort': sort.value})}", "逐件办"
            if len(mine) == 1:
                url, go = _door(mine[0], today)
            title = f"{WORDS[sort]}（{late} 件已过期）" if late and late < len(mine) else WORDS[sort]
            unit = _UNITS.get(sort, "件")
            found.append(Waiting(count, unit, bool(late), title, "；".join(names) + rest, article, url, go))
    return tuple(sorted(found, key=lambda one: not one.late))


def _when(one: Due, today: dt.date) -> str:
    if one.deadline is None:
        return "没有期限" if not one.late else "现在"
    days = (one.deadline - today).days
    if days < 0:
        return f"已过 {-days} 天"
    return "今天到期" if days == 0 else f"还有 {days} 天"


_OF_THING = {
    Sort.PROBLEM: ("problems:one", "办理"),
    Sort.OPEN_ROW: ("intake:upload", "去认"),
    Sort.OBJECTION: ("correction:case", "去办"),
    Sort.CONFIRM: ("correction:case", "去办"),
    Sort.PAPER: ("papers:sitting", "去收卷"),
}
"""Settled on the page of the thing itself."""
_AT_DESK = {
    Sort.WITHDRAWAL: ("intake:list", "去确认"),
    Sort.RETURN: ("packs:desk", "去确认"),
    Sort.MAKEUP: ("recording:owed", "去安排"),
    Sort.VOICE: ("voices:desk", "去答复"),
    Sort.ERASURE: ("keeping:erasures", "去确认"),
}
"""Settled at one desk for all."""


def _meeting_door(one: Due, today: dt.date) -> tuple[str, str]:
    """A meeting to be recorded, leave to be answered, a decision to be settled."""
    if one.sort is Sort.MEETING:
        day = min(one.deadline, today) if one.deadline else today
        asked = {"org": str(one.org), "forms": one.form, "day": day.isoformat()}
        return f"{reverse('recording:session')}?{urlencode(asked)}", "登记这次会"
    if one.sort is Sort.LEAVE:
        return f"{reverse('recording:leave')}#{one.thing}", "去批"
    return f"{reverse('recording:session_file', args=[one.thing])}#decision-{one.form}", "看决议"


def _door(one: Due, today: dt.date) -> tuple[str, str]:
    """Where a thing is settled with one click, or its form filled in beforehand."""
    if one.sort in _OF_THING and one.thing is not None:
        view, go = _OF_THING[one.sort]
        return reverse(view, args=[one.thing]), go
    if one.sort in _AT_DESK:
        view, go = _AT_DESK[one.sort]
        return reverse(view), go
    if one.sort in (Sort.MEETING, Sort.LEAVE, Sort.DECISION):
        return _meeting_door(one, today)
    if one.sort is Sort.NOTE:
        return f"{reverse('notes:desk')}?state=handed", "去抽查"
    if one.sort is Sort.QUESTION:
        return f"{reverse('questions:list')}?state=waiting", "去核对"
    if one.sort is Sort.BATCH and one.thing is not None:
        return reverse("batches:batch", args=[one.thing]), "去看方案"
    if one.sort is Sort.BATCH and one.deadline is not None and one.form == "tell":
        return reverse("dates:publishing", args=[one.deadline.year]), "去告知"
    if one.sort is Sort.BATCH and one.deadline is not None:
        return reverse("batches:asks", args=[one.deadline.year]), "去办"
    if one.sort is Sort.PLAN and one.deadline is not None:
        name, words = ("opinions", "提意见") if one.form == "opinion" else ("year", "去办")
        return reverse(f"plan:{name}", args=[one.deadline.year]), words
    if one.sort is Sort.PREPARE and one.thing is not None and one.deadline is not None:
        return reverse("plan:lesson", args=[one.deadline.year, one.thing]), "去备课"
    if one.sort is Sort.CONTACT:
        return (
            f"{reverse('recording:form', args=['talk'])}?{urlencode({'person': str(one.person)})}",
            "登记谈话",
        )
    if one.sort in (Sort.NEED, Sort.PLEDGE):
        return f"{reverse('recording:open')}#{one.thing}", "办理"
    if one.sort is Sort.ARTICLE:
        return (
            (reverse("library:slips"), "去答复")
            if one.form == "slips"
            else (f"{reverse('library:desk')}?wait=mine", "去审稿")
        )
    if one.sort is Sort.TRANSFER:
        return reverse("people:card", args=[one.person]), "看转接"
    if one.sort is Sort.GAP:
        asked = {"gap": "open", "branch": str(one.org)}
        return f"{reverse('officer:members', args=[today.year])}?{urlencode(asked)}", "看名单"
    if one.sort is Sort.TALK:
        return reverse("recording:form", args=["talk"]), "登记谈话"
    if one.sort is Sort.TERM and one.person is not None:
        return reverse("people:card", args=[one.person]), "看任职"
    if one.sort in (Sort.TERM, Sort.STRUCTURE):
        return reverse("people:organisations"), "看组织"
    return reverse("rulebooks:list"), "去核对"
