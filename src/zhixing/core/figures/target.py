"""The year's target: month by month on the roll, by post, written out as a sum; and the gap to it."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.figures.figure import Cite, Figure, Line, Unit, cites, hours
from zhixing.core.people.register import Person
from zhixing.core.rules.book import Rulebooks


@dataclass(frozen=True, slots=True)
class Months:
    """How many months count by each rule, with the facts that say so."""

    plain: int
    in_post: int
    exempt: int
    off_roll: int
    facts: tuple[UUID, ...]


def months_of(person: Person, year: int, posts: tuple[str, ...]) -> Months:
    """The months of the year by what holds in them.

    A month is on the roll when its last day is: the month of 转入 counts, that of 转出 does not. A post held
    on any day of a month makes it a month in post; an exemption on any day frees the whole month.
    """
    plain = in_post = exempt = off = 0
    facts: list[UUID] = []
    for month in range(1, 13):
        first = dt.date(year, month, 1)
        last = dt.date(year, month, calendar.monthrange(year, month)[1])
        roll = person.on_roll(last)
        free = next((span for span in person.exemptions if span.touches(first, last)), None)
        held = next((s for s in person.posts if s.touches(first, last) and s.post in posts), None)
        if roll is None:
            off += 1
        elif free is not None:
            exempt += 1
            facts.extend(free.facts)
        elif held is not None:
            in_post += 1
            facts.extend((*roll.facts, *held.facts))
        else:
            plain += 1
            facts.extend(roll.facts)
    return Months(plain, in_post, exempt, off, tuple(dict.fromkeys(facts)))


def target(person: Person, year: int, rules: Rulebooks, where: dict[UUID, str]) -> Figure:
    """条例第二十条: hours a year by tier, by months; None for the exempt and for a year without a rule.

    `where` gives the place of entry of a fact by its uid.
    """
    day = dt.date(year, 12, 31)
    base, post = rules.on("target.member_hours", day), rules.on("target.committee_hours", day)
    rounding, exemption = rules.on("target.rounding", day), rules.on("exemption.study", day)
    if base is None or post is None or rounding is None:
        return _figure(None, f"{year} 年没有生效的学时规则,不设目标", ())
    months = months_of(person, year, post.words("posts"))
    lines = _lines(months, base.whole("hours"), post.whole("hours"), where)
    if months.exempt and not months.plain and not months.in_post:
        sentence = "不作硬性要求:没有学时目标,不进任何分母;参加了照样记学时"
        return _figure(None, sentence, cites([exemption]), lines)
    twelfths = months.plain * base.whole("hours") + months.in_post * post.whole("hours")
    step = rounding.whole("step_hundredths")
    value = (2 * twelfths * 100 + 12 * step) // (24 * step) * step
    exact = twelfths * 100 == value * 12
    rounded = "" if exact else f" ≈ {hours(value)}(按 {hours(step)} 学时取整)"
    sentence = f"目标 = {_sum_words(months, base.whole('hours'), post.whole('hours'))}"
    sentence += f" = {hours(value)}" if exact else rounded
    if months.off_roll or months.exempt:
        sentence += f";在册 {12 - months.off_roll} 个月" + (
            f",其中豁免 {months.exempt} 个月" if months.exempt else ""
        )
    used = [base if months.plain else None, post if months.in_post else None, rounding if not exact else None]
    return _figure(value, sentence, cites([*used, exemption if months.exempt else None]), lines)


def gap(goal: Figure, earned: int) -> Figure:
    """max(0, target − A); nothing for those without a target."""
    if goal.value is None:
        return Figure("gap_hours", "还差学时", None, Unit.HOURS, "没有目标,不计缺口", goal.cites)
    value = max(0, goal.value - earned)
    if value:
        sentence = f"目标 {hours(goal.value)} − 集中学习 {hours(earned)} = 还差 {hours(value)} 学时"
    else:
        sentence = f"集中学习 {hours(earned)},不少于目标 {hours(goal.value)},已达到"
    return Figure("gap_hours", "还差学时", value, Unit.HOURS, sentence, goal.cites)


def _sum_words(months: Months, base: int, post: int) -> str:
    """`32×6/12 + 56×6/12`."""
    parts = []
    if months.plain:
        parts.append(f"{base}×{months.plain}/12")
    if months.in_post:
        parts.append(f"{post}×{months.in_post}/12")
    return " + ".join(parts) or "0"


def _lines(months: Months, base: int, post: int, where: dict[UUID, str]) -> tuple[Line, ...]:
    places = tuple(dict.fromkeys(where[fact] for fact in months.facts if fact in where))
    rows = [
        ("普通党员在册", months.plain, base),
        ("任支部职务在册", months.in_post, post),
        ("不作硬性要求", months.exempt, 0),
        ("不在册", months.off_roll, 0),
    ]
    found = []
    for title, count, hour in rows:
        if count:
            detail = f"{count} 个月 × {hour}/12" if hour else f"{count} 个月,不计目标"
            found.append(Line(None, title, detail, count, months.facts, places))
    return tuple(found)


def _figure(
    value: int | None, sentence: str, rules: tuple[Cite, ...], lines: tuple[Line, ...] = ()
) -> Figure:
    return Figure("target_hours", "学时目标", value, Unit.HOURS, sentence, rules, lines)
