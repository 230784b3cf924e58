"""The plan of a year on one page: how far it has come and what comes next, matrix, hours, year strip, lessons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.timezone import localtime

from zhixing.core.plan import rules
from zhixing.core.plan.checks import SORT_WORDS, Finding, Sort
from zhixing.core.plan.matrix import CellView
from zhixing.core.plan.plan import STATE_WORDS, Lesson, State
from zhixing.store.plans.queries import OpinionRow
from zhixing.web.plan.lessons import LessonLine, LessonList, Own, lesson_list, lines, slug_of
from zhixing.web.plan.matrix import MatrixPart, TierHours, matrix_part, tier_hours
from zhixing.web.plan.names import Names
from zhixing.web.plan.sight import Sight
from zhixing.web.plan.strip import Season, Strip, strip
from zhixing.web.shared.downloads import Offer
from zhixing.web.shared.nav import Link

PATH = (State.DRAFT, State.OPINIONS, State.APPROVED, State.PUBLISHED)
FEW = 6
"""Findings of a sort shown before the rest folds away."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage on the way: `now` the plan stands there, `past` it has been there."""

    words: str
    now: bool
    past: bool


@dataclass(frozen=True, slots=True)
class NextStep:
    """What comes next: a button (`verb`) for who may press it, or a sentence that says who does it or what is missing."""

    verb: str
    words: str
    told: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """Something to look at before approval, and where."""

    words: str
    remedy: str
    hard: bool
    url: str


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one sort: the first few, and the rest folded."""

    title: str
    hard: int
    count: int
    first: tuple[FindingLine, ...]
    rest: tuple[FindingLine, ...]


@dataclass(frozen=True, slots=True)
class YearPage:
    """The page. `number` 0: there is no plan, or none that the reader may see (`waiting`)."""

    year: int
    years: tuple[Link, ...]
    number: int
    state: str
    told: str
    stages: tuple[Stage, ...]
    step: NextStep | None
    waiting: bool
    drafts: bool
    works: bool
    adds: bool
    public: bool
    hidden: int
    opinions: int
    unanswered: int
    findings: tuple[FindingGroup, ...]
    matrix: MatrixPart | None
    hours: tuple[TierHours, ...]
    strip: Strip | None
    lessons: LessonList | None
    mine: str
    exports: tuple[Offer, ...]
    papers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Around:
    """What the page shows besides the plan itself."""

    names: Names
    views: Sequence[CellView]
    seasons: Sequence[Season]
    findings: Sequence[Finding]
    opinions: Sequence[OpinionRow]
    own: Own | None
    years: tuple[Link, ...]


def no_plan(seen: Sight, years: tuple[Link, ...]) -> YearPage:
    """The page of a year without a plan that the reader may see."""
    drafts = rules.can_draft(None, who=seen.hand) and not seen.waiting
    empty: tuple[()] = ()
    return YearPage(
        year=seen.year,
        years=years,
        number=0,
        state="",
        told="",
        stages=empty,
        step=None,
        waiting=seen.waiting,
        drafts=drafts,
        works=seen.works,
        adds=False,
        public=False,
        hidden=0,
        opinions=0,
        unanswered=0,
        findings=empty,
        matrix=None,
        hours=empty,
        strip=None,
        lessons=None,
        mine="",
        exports=empty,
        papers=empty,
    )


def year_page(seen: Sight, around: Around, asked: Mapping[str, str], *, today: dt.date) -> YearPage:
    """The page of a plan as this reader sees it."""
    held = seen.held
    found = lines(held.plan, seen.lessons, around.names, around.own)
    listed = lesson_list(found, asked, mine_first=not seen.works)
    unanswered = sum(not one.answer for one in around.opinions)
    return YearPage(
        year=seen.year,
        years=around.years,
        number=held.number,
        state=STATE_WORDS[held.state],
        told=f"第 {held.number} 版，{held.by}，{localtime(held.made_at):%m-%d}",
        stages=_stages(held.state),
        step=next_step(seen, around, unanswered) if seen.works else None,
        waiting=False,
        drafts=rules.can_draft(held.state, who=seen.hand),
        works=seen.works,
        adds=seen.may_add,
        public=seen.public,
        hidden=seen.hidden,
        opinions=len(around.opinions),
        unanswered=unanswered,
        findings=tuple(_groups(seen, around.findings)) if seen.works else (),
        matrix=matrix_part(seen.year, around.views) if seen.works else None,
        hours=tier_hours(around.views) if seen.works else (),
        strip=strip(held.plan, _drawn(seen, found), around.seasons, today=today),
        lessons=listed,
        mine=around.own.cell.words if around.own else "",
        exports=_exports(seen.year, listed.keep),
        papers=paper_offers(seen.year) if seen.works or seen.public else (),
    )


def _drawn(seen: Sight, found: Sequence[LessonLine]) -> Sequence[Lesson]:
    """The lessons in the strip: for one who only reads those that concern him, if any do."""
    mine = [] if seen.works else [one.lesson for one in found if one.mine]
    return mine or seen.lessons


def _stages(state: State) -> tuple[Stage, ...]:
    at = PATH.index(State.PUBLISHED if state is State.CHANGED else state)
    words = [STATE_WORDS[one] for one in PATH]
    if state is State.CHANGED:
        words[-1] = "已发布，有调整"
    return tuple(Stage(word, n == at, n < at) for n, word in enumerate(words))


def next_step(seen: Sight, around: Around, unanswered: int) -> NextStep | None:
    """One button, or who has to do what first."""
    state, hand = seen.held.state, seen.hand
    hard = sum(one.hard for one in around.findings)
    if state is State.DRAFT:
        return _step(
            rules.can_send(state, who=hand), "send", "送各支部征求意见", "机关党委改好后送各支部征求意见"
        )
    if state is State.OPINIONS:
        free = rules.can_approve(state, who=hand, unanswered=unanswered, in_the_way=hard)
        return _step(free, "approve", "审定计划", _why_not(seen, unanswered, hard))
    if state is State.APPROVED:
        return _step(rules.can_publish(state, who=hand), "publish", "发布计划", "已审定，等机关党委发布")
    return None


def _why_not(seen: Sight, unanswered: int, hard: int) -> str:
    if not seen.hand.approves:
        return "正在征求意见：对本支部的课可以直接改，其他的提意见"
    parts = [
        f"{unanswered} 条意见还没有答复" if unanswered else "",
        f"{hard} 项核对必须先处理" if hard else "",
        "送审或最后改过的人不能自己审定，由机关党委另一人审定" if seen.hand.was_sender else "",
    ]
    return "还不能审定：" + "；".join(part for part in parts if part)


def _step(free: bool, verb: str, words: str, otherwise: str) -> NextStep:
    return NextStep(verb, words, "") if free else NextStep("", "", otherwise)


def _groups(seen: Sight, findings: Sequence[Finding]) -> Iterable[FindingGroup]:
    for sort in Sort:
        mine = [_finding(seen, one) for one in findings if one.sort is sort]
        mine.sort(key=lambda one: not one.hard)
        if mine:
            hard = sum(one.hard for one in mine)
            yield FindingGroup(SORT_WORDS[sort], hard, len(mine), tuple(mine[:FEW]), tuple(mine[FEW:]))


def _finding(seen: Sight, one: Finding) -> FindingLine:
    year, url = seen.year, ""
    if one.lesson is not None:
        url = reverse("plan:lesson", args=[year, one.lesson])
    elif one.problem is not None and seen.may_add:
        url = f"{reverse('plan:new', args=[year])}?problem={one.problem}"
    elif one.cell is not None:
        url = reverse("plan:cell", args=[year, slug_of(one.cell)])
    return FindingLine(one.words, one.remedy, one.hard, url)


def _exports(year: int, keep: Mapping[str, str]) -> tuple[Offer, ...]:
    ending = f"?{urlencode(keep)}" if keep else ""
    forms = (("xlsx", "所列的课（Excel）"), ("docx", "所列的课（计划表 Word）"), ("csv", "所列的课（CSV）"))
    return tuple(Offer(words, reverse("plan:export", args=[year, form]) + ending) for form, words in forms)


def paper_offers(year: int) -> tuple[Offer, ...]:
    """The plan's own papers."""
    papers = (("document", "学习计划正文"), ("table", "学习计划表（L2）"))
    return tuple(
        Offer(f"{words}（{ending_words}）", reverse(f"plan:{name}", args=[year, ending]))
        for name, words in papers
        for ending, ending_words in (("docx", "Word"), ("pdf", "PDF"))
    )
