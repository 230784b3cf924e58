"""The lessons of a plan as a list: searched, filtered and sorted by the address; a file holds exactly what is shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from zhixing.core.cells import POST_WORDS, TIER_WORDS, Cell, Post, Tier
from zhixing.core.plan.matrix import reaches
from zhixing.core.plan.plan import WAY_WORDS, AnnualPlan, Lesson, Way
from zhixing.core.plan.saying import hours_words, month_words, months_of, scope_words, time_words
from zhixing.interop.documents.cells import Cell as Value
from zhixing.web.plan.names import Asked, Names
from zhixing.web.shared.lists import Chip, Choice, Filter, Pages, chips, kept, page_of, select

HEADINGS = (
    *("序号", "时间", "学习主题", "类别", "形式", "参加范围", "学时", "组织方式"),
    *("主讲人", "责任单位", "对应问题", "上级要求", "教案"),
)
LATE, ALL_YEAR = 14, 13
"""For sorting, behind the months: what has no time yet, what comes back month by month."""
OFTEN = 3
"""From so many days on a lesson belongs to the whole year."""


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson in the list. `number` is its place in the plan; `mine`: it is for the reader's own cell."""

    number: int
    lesson: Lesson
    url: str
    month: str
    when: str
    scope: str
    hours: str
    org: str
    speaker: str
    place: str
    answers: tuple[Asked, ...]
    mine: bool = False

    @property
    def way(self) -> str:
        """法定节拍, 分批轮训 or 支部组织."""
        return WAY_WORDS[self.lesson.way]

    @property
    def forms(self) -> str:
        """Its forms, joined."""
        return "、".join(self.lesson.forms)

    @property
    def missing(self) -> str:
        """What its 教案 lacks, in words; empty where it is complete."""
        return lacking(self.lesson)

    @property
    def cells(self) -> tuple[Value, ...]:
        """Under `HEADINGS`."""
        answers = "、".join(one.number or one.text for one in self.answers)
        about = (self.number, self.when, self.lesson.title, self.lesson.category, self.forms, self.scope)
        how = (self.hours, self.way, self.speaker, self.org)
        return (*about, *how, answers, self.lesson.duty, self.missing or "齐全")


@dataclass(frozen=True, slots=True)
class MonthGroup:
    """The lessons of a month, or those that come back through the year; `label` heads them."""

    label: str
    rows: tuple[LessonLine, ...]


@dataclass(frozen=True, slots=True)
class LessonList:
    """The list as the address asks for it."""

    q: str
    filters: tuple[Filter, ...]
    sorts: tuple[Choice, ...]
    chips: tuple[Chip, ...]
    total: int
    rows: tuple[LessonLine, ...]
    pages: Pages[LessonLine]
    groups: tuple[MonthGroup, ...]
    keep: Mapping[str, str]


SORTS: Mapping[str, str] = {"": "按时间", "number": "按序号", "category": "按类别", "org": "按责任单位"}


@dataclass(frozen=True, slots=True)
class Own:
    """Where the reader stands himself: cell and branch."""

    cell: Cell
    branch: UUID | None


def lines(
    plan: AnnualPlan, lessons: Sequence[Lesson], names: Names, own: Own | None = None
) -> tuple[LessonLine, ...]:
    """These lessons of a plan, numbered as they stand in it."""
    numbers = {one.id: n for n, one in enumerate(plan.lessons, 1)}
    return tuple(
        _line(plan.year, numbers.get(one.id, 0), one, names, _concerns(plan, one, own)) for one in lessons
    )


def _concerns(plan: AnnualPlan, one: Lesson, own: Own | None) -> bool:
    """Whether it is for the reader: his cell, held by his branch or for the whole."""
    return own is not None and reaches(one, own.cell, {own.branch} if own.branch else set(), plan.org)


def _line(year: int, number: int, one: Lesson, names: Names, mine: bool) -> LessonLine:
    return LessonLine(
        number=number,
        lesson=one,
        url=reverse("plan:lesson", args=[year, one.id]),
        month=month_words(one),
        when=time_words(one),
        scope=scope_words(one.cells),
        hours=hours_words(one),
        org=names.org(one.org),
        speaker=names.teaches(one),
        place=names.places(one),
        answers=names.answers(one),
        mine=mine,
    )


def lacking(lesson: Lesson) -> str:
    """`缺目标、主讲人`; empty where the 教案 is complete."""
    plan = lesson.plan
    parts = (
        ("目标", plan.goal),
        ("材料", plan.materials),
        ("主讲人", plan.speaker or lesson.speakers),
        ("讨论题", plan.questions),
        ("行动", plan.action),
    )
    gone = [word for word, found in parts if not found]
    return f"缺{'、'.join(gone)}" if gone else ""


def lesson_list(
    found: Sequence[LessonLine], asked: Mapping[str, str], *, mine_first: bool = False
) -> LessonList:
    """What the address leaves of them, in its order. `mine_first`: what concerns the reader stands before the rest."""
    filters, q = _filters(found, asked, works=not mine_first), _q(asked)
    shown = sorted(_kept(found, filters, asked, q), key=_order(asked.get("sort", "")))
    if mine_first:
        shown.sort(key=lambda one: not one.mine)
    sort = asked.get("sort", "") if asked.get("sort", "") in SORTS else ""
    keep = kept(filters, asked, q) | ({"sort": sort} if sort else {})
    pages = page_of(shown, asked, keep)
    return LessonList(
        q=q,
        filters=filters,
        sorts=tuple(Choice(value, words, value == sort) for value, words in SORTS.items()),
        chips=chips(filters, asked, q, f"查找“{q}”"),
        total=len(found),
        rows=tuple(shown),
        pages=pages,
        groups=_groups(pages.rows, sort, mine_first),
        keep=keep,
    )


def shown_lines(
    found: Sequence[LessonLine], asked: Mapping[str, str], *, mine_first: bool = False
) -> tuple[list[LessonLine], str]:
    """The lines that the address leaves, in its order, and the filters in words: what a file holds."""
    page = lesson_list(found, asked, mine_first=mine_first)
    return list(page.rows), "，".join(one.words for one in page.chips)


def _groups(shown: Sequence[LessonLine], sort: str, mine_first: bool) -> tuple[MonthGroup, ...]:
    if sort:
        return (MonthGroup("", tuple(shown)),) if shown else ()
    found: dict[str, list[LessonLine]] = {}
    for one in shown:
        month, _ = _first(one.lesson)
        label = {ALL_YEAR: "全年多次", LATE: "时间待定"}.get(month, f"{month} 月")
        found.setdefault("与您有关" if mine_first and one.mine else label, []).append(one)
    return tuple(MonthGroup(label, tuple(rows)) for label, rows in found.items())


def _order(sort: str) -> Callable[[LessonLine], tuple[object, ...]]:
    orders: Mapping[str, Callable[[LessonLine], tuple[object, ...]]] = {
        "number": lambda one: (one.number,),
        "category": lambda one: (one.lesson.category, one.number),
        "org": lambda one: (one.org, one.number),
    }
    return orders.get(sort, lambda one: (_first(one.lesson), one.number))


def _first(lesson: Lesson) -> tuple[int, int]:
    """Month and day with which it begins."""
    if lesson.way is not Way.COURSE and len(lesson.days) >= OFTEN:
        return (ALL_YEAR, lesson.days[0].day)
    days = (lesson.window[0],) if lesson.way is Way.COURSE and lesson.window else lesson.days
    first = min(days, default=None)
    return (first.month, first.day) if first else (LATE, 0)


def _q(asked: Mapping[str, str]) -> str:
    return asked.get("q", "").strip()[:40]


def _kept(
    found: Iterable[LessonLine], filters: Sequence[Filter], asked: Mapping[str, str], q: str
) -> list[LessonLine]:
    tests: Mapping[str, Callable[[LessonLine, str], bool]] = {
        "tier": lambda one, value: not one.lesson.cells or any(c.tier == value for c in one.lesson.cells),
        "post": lambda one, value: not one.lesson.cells or any(c.post == value for c in one.lesson.cells),
        "category": lambda one, value: one.lesson.category == value,
        "way": lambda one, value: one.lesson.way == value,
        "month": lambda one, value: int(value) in months_of(one.lesson),
        "org": lambda one, value: str(one.lesson.org) == value,
        "open": lambda one, value: _open(one, value),
    }
    left = list(found)
    for each in filters:
        if each.chosen:
            left = [one for one in left if tests[each.name](one, asked[each.name])]
    if q:
        left = [one for one in left if q in one.lesson.title or q in one.speaker or q in one.lesson.code]
    return left


def _open(one: LessonLine, value: str) -> bool:
    """Lessons that want something: no problem or duty answered, a 教案 not complete, no time."""
    if value == "answer":
        return not one.lesson.answered
    return bool(one.missing) if value == "plan" else not months_of(one.lesson)


def _filters(found: Sequence[LessonLine], asked: Mapping[str, str], *, works: bool) -> tuple[Filter, ...]:
    """The select boxes; what is still to be done is asked by those who work with the plan."""
    categories = dict.fromkeys(one.lesson.category for one in found if one.lesson.category)
    orgs = {str(one.lesson.org): one.org for one in found}
    opens = [("answer", "没有对应问题或要求"), ("plan", "教案不全"), ("time", "时间待定")]
    all_filters = [
        select("tier", "层次", [(one.value, words) for one, words in TIER_WORDS.items()], asked),
        select("post", "岗位", [(one.value, words) for one, words in POST_WORDS.items()], asked),
        select("category", "类别", [(one, one) for one in categories], asked),
        select("way", "方式", [(one.value, words) for one, words in WAY_WORDS.items()], asked),
        select("month", "月份", [(str(n), f"{n} 月") for n in range(1, 13)], asked),
        select("org", "责任单位", list(orgs.items()) if len(orgs) > 1 else (), asked),
        select("open", "待补", opens if works else (), asked),
    ]
    return tuple(one for one in all_filters if one.choices)


def cell_of(slug: str) -> Cell | None:
    """The cell that a part of an address names: `front-maintenance`."""
    tier, _, post = slug.partition("-")
    try:
        return Cell(Tier(tier), Post(post))
    except ValueError:
        return None


def slug_of(cell: Cell) -> str:
    """A cell as a part of an address."""
    return f"{cell.tier.value}-{cell.post.value}"
