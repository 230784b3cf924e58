"""规则手册 in Word: a book area by area, and what changed between two books."""

from __future__ import annotations

from dataclasses import dataclass

from zhixing.core.rules.book import Book
from zhixing.core.rules.words import Difference, RuleWords, Section, describe_book, difference
from zhixing.interop.documents.word import fill

_NUMBERS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class RuleRow:
    """One rule as it is printed; never without a parameter line."""

    title: str
    code: str
    text: str
    binds: str
    params: tuple[str, ...]
    cite: str
    strength: str
    check: str
    pending: bool


@dataclass(frozen=True, slots=True)
class Area:
    """A numbered section."""

    title: str
    rules: tuple[RuleRow, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One row of a comparison as it is printed."""

    change: str
    title: str
    code: str
    old: str
    new: str
    params: tuple[str, ...]


def rulebook_docx(book: Book) -> bytes:
    """The whole book for reading and for the check by hand; dated by its first day of force."""
    words = describe_book(book)
    total = sum(len(section.rules) for section in words.sections)
    waiting = f"其中 {words.pending} 条尚待对照原文核对,核对前只作参考。" if words.pending else "全部已核对。"
    values = {
        "title": f"{words.title}规则手册",
        "under": f"依据{words.basis}    {words.period}",
        "note": words.note or "(没有说明)",
        "pending": f"共 {total} 条规则,{waiting}“硬性”的须照办或写明理由,“提示”的只作提醒。",
        "areas": [_area(number, section, words.basis) for number, section in enumerate(words.sections)],
    }
    return fill("rulebook", values, title=words.title, day=book.in_force_from)


def rulebook_difference_docx(a: Book, b: Book) -> bytes:
    """What book `b` adds, removes and changes against book `a`."""
    old, new = describe_book(a), describe_book(b)
    rows = [_change(each) for each in difference(a, b)]
    title = "规则手册前后对照"
    values = {
        "title": title,
        "under_old": f"{old.title},依据{old.basis},{old.period}",
        "under_new": f"{new.title},依据{new.basis},{new.period}",
        "old": "原规则",
        "new": "新规则",
        "rows": rows or [ChangeRow("—", "没有变化", "", "", "", ("—",))],
        "foot": f"共 {len(rows)} 处不同。只比对条文、效力、对象和参数;生效日期和核对情况不算变化。",
    }
    return fill("rulebook_difference", values, title=title, day=b.in_force_from)


def _area(number: int, section: Section, basis: str) -> Area:
    mark = _NUMBERS[number] if number < len(_NUMBERS) else f"十{_NUMBERS[number - len(_NUMBERS)]}"
    return Area(f"{mark}、{section.area}", tuple(_rule(rule, basis) for rule in section.rules))


def _rule(rule: RuleWords, basis: str) -> RuleRow:
    # The document stands in the title; only a rule from elsewhere names its own.
    return RuleRow(
        title=rule.title,
        code=rule.code,
        text=rule.text,
        binds=rule.binds,
        params=tuple(f"{param.title}:{param.value}" for param in rule.params) or ("—",),
        cite=rule.cite.removeprefix(basis),
        strength=rule.strength,
        check=rule.check,
        pending=rule.pending,
    )


def _change(each: Difference) -> ChangeRow:
    return ChangeRow(
        change=each.change.value,
        title=each.title,
        code=each.code,
        old=each.old_words or "(没有)",
        new=each.new_words or "(没有)",
        params=tuple(f"{p.title}:{p.old or '无'} → {p.new or '无'}" for p in each.params) or ("—",),
    )
