"""What is due on a day, from the year's figures, the register and the rules. Pure: the day is given.

A meeting that is on record settles itself; nothing is due before the organ's first session on record, nor of a
form that its books have never kept (it may be kept elsewhere).
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.facts.kinds import Kind
from zhixing.core.figures.due import Due, Sort, by_urgency
from zhixing.core.figures.figure import cite
from zhixing.core.figures.member import MemberYear
from zhixing.core.figures.open import OpenThing
from zhixing.core.figures.rhythm import FORMS, Period, Rhythm
from zhixing.core.figures.unit import NEED_STATES, UnitYear
from zhixing.core.people.register import GROUP, Register
from zhixing.core.people.structure import Finding
from zhixing.core.rules.book import Rulebooks

SOON = dt.timedelta(days=14)
"""So long before a day one is told of it; of terms as long as their rule says."""
LAST_QUARTER = 10
"""What is due within the year is told of from October on."""


@dataclass(frozen=True, slots=True)
class Now:
    """What is due is judged by: the running year's figures, the register, the rules, the day.

    `forms`: every form that any session ever served, and `since` the day of the first; `open`: what waits.
    """

    year: int
    members: Sequence[MemberYear]
    branches: Sequence[UnitYear]
    structure: Sequence[Finding]
    forms: frozenset[str]
    since: dt.date | None
    open: Sequence[OpenThing]
    register: Register
    rules: Rulebooks
    today: dt.date


def dues(now: Now) -> tuple[Due, ...]:
    """Everything that is due, the most pressing first. `now.year` must be the year of `now.today`."""
    found: list[Due] = []
    for unit in now.branches:
        org = now.register.orgs.get(unit.id)
        if org is not None and org.open_on(now.today):
            found += [*_meetings(unit, now), *_contacts(unit, now), *_year_end(unit, now)]
    found += [due for thing in now.open if (due := _thing(thing, now)) is not None]
    found += [*_structure(now), *_posts(now)]
    return tuple(sorted(found, key=by_urgency))


def _meetings(unit: UnitYear, now: Now) -> Iterator[Due]:
    how_often = {form: (code, often) for form, code, often, _ in FORMS}
    for rhythm in unit.rhythms:
        code, often = how_often[rhythm.form]
        rule = now.rules.on(code, now.today)
        if rule is None or rhythm.form not in now.forms or not _bound(unit, rhythm, now):
            continue
        for period in rhythm.periods:
            end = _end(now.year, period)
            if period.held >= rule.whole(often) or not _counts(unit, period, end, now):
                continue
            late = end < now.today
            words = f"{period.label}{rhythm.form}" + ("未见记录" if late else "还没有开")
            yield Due(Sort.MEETING, unit.id, unit.name, words, late, end, rhythm.cites, form=rhythm.form)


def _bound(unit: UnitYear, rhythm: Rhythm, now: Now) -> bool:
    """支委会 binds branches with a committee, 党小组会 those with groups."""
    if rhythm.form == "党小组会":
        return any(org.kind == GROUP and org.parent == unit.id for org in now.register.orgs.values())
    if rhythm.form == "支委会":
        rule = now.rules.on("branch.committee_at", now.today)
        held = [person.on_roll(now.today) for person in now.register.people.values()]
        full = sum(one is not None and one.org == unit.id and one.standing != "预备党员" for one in held)
        posts = sum(
            any(post.org == unit.id for post in person.posts_on(now.today))
            for person in now.register.people.values()
        )
        return posts > 1 or (rule is not None and full >= rule.whole("members"))
    return True


def _counts(unit: UnitYear, period: Period, end: dt.date, now: Now) -> bool:
    """Whether a period has begun, the branch was there, and the books were kept; a year only near its end."""
    begin = dt.date(now.year, period.first, 1)
    org = now.register.orgs[unit.id]
    if begin > now.today or (org.founded is not None and org.founded > end):
        return False
    if period.last - period.first == 11 and now.today.month < LAST_QUARTER:
        return False
    return now.since is not None and now.since <= end


def _end(year: int, period: Period) -> dt.date:
    return dt.date(year, period.last, calendar.monthrange(year, period.last)[1])


def _contacts(unit: UnitYear, now: Now) -> Iterator[Due]:
    rule = now.rules.on("contact.remote", now.today)
    if rule is None:
        return
    every = dt.timedelta(days=rule.whole("days"))
    for one in unit.contacts:
        deadline = one.last + every if one.last else None
        if deadline is not None and deadline > now.today + SOON:
            continue
        late = deadline is None or deadline < now.today
        words = "没有谈话记录" if one.days is None else f"上次谈话 {one.days} 天前"
        place = f"（{one.station}）" if one.station else ""
        yield Due(
            Sort.CONTACT,
            unit.id,
            unit.name,
            f"{one.name}{place}{words}",
            late,
            deadline,
            unit.contact_cites,
            person=one.member,
        )


def _year_end(unit: UnitYear, now: Now) -> Iterator[Due]:
    """What the year asks for, told of in its last quarter: hours, and a talk with everybody."""
    if now.today.month < LAST_QUARTER:
        return
    end = dt.date(now.year, 12, 31)
    short = len(unit.coverage.short)
    if short:
        words = f"{short} 人集中学习学时未满"
        yield Due(Sort.GAP, unit.id, unit.name, words, False, end, unit.coverage.cites[:1], count=short)
    mine = [one for one in now.members if one.branch_id == unit.id and one.on_roll_at_end]
    silent = sum(not one.exempt and not one.talks.value for one in mine)
    rule = now.rules.on("talk.yearly", now.today)
    if silent and rule is not None:
        words = f"{silent} 人本年还没有谈心谈话记录"
        yield Due(Sort.TALK, unit.id, unit.name, words, False, end, cite(rule), count=silent)


def _thing(thing: OpenThing, now: Now) -> Due | None:
    """A problem, pledge or need whose day has come or comes soon."""
    name = _name(thing.person, now)
    org_name = now.register.name_of(thing.org)
    if thing.kind is Kind.NEED_RAISED:
        rule = now.rules.on("need.acceptance", now.today)
        if rule is None or thing.state != NEED_STATES[0]:
            return None
        due = thing.day + dt.timedelta(days=rule.whole("days"))
        words = f"{thing.words} {thing.day:%m-%d} 提出的诉求还没有受理".strip()
        return _due(Sort.NEED, thing, org_name, words, due, now, rule_code="need.acceptance")
    if thing.due is None or thing.due > now.today + SOON:
        return None
    if thing.kind is Kind.PROBLEM_SET:
        return _due(Sort.PROBLEM, thing, org_name, f"{thing.words}（{thing.state}）", thing.due, now)
    if thing.kind is Kind.PLEDGE:
        words = f"{name}的承诺{thing.words}到完成时限".replace("  ", " ")
        return _due(Sort.PLEDGE, thing, org_name, words, thing.due, now, rule_code="study.practice")
    return None


def _due(
    sort: Sort, thing: OpenThing, org_name: str, words: str, due: dt.date, now: Now, *, rule_code: str = ""
) -> Due:
    cites = cite(now.rules.on(rule_code, now.today)) if rule_code else ()
    basis = "" if cites else "整改清单所定时限"
    late = due < now.today
    return Due(
        sort, thing.org, org_name, words, late, due, cites, basis, person=thing.person, thing=thing.about
    )


def _name(person: UUID | None, now: Now) -> str:
    known = now.register.people.get(person) if person else None
    return known.name if known else ""


def _structure(now: Now) -> Iterator[Due]:
    """What the rules say of the organisation's shape, and the committees' terms."""
    for finding in now.structure:
        sort = Sort.TERM if finding.code == "branch.term" else Sort.STRUCTURE
        late = finding.due is not None and finding.due < now.today
        cites = cite(now.rules.on(finding.code, now.today))
        yield Due(sort, finding.org, finding.name, finding.sentence, late, finding.due, cites, finding.cite)


def _posts(now: Now) -> Iterator[Due]:
    """Posts that run out within the time in which a term is told of."""
    rule = now.rules.on("branch.term", now.today)
    ahead = dt.timedelta(days=rule.whole("warn_days")) if rule else SOON
    for person in now.register.people.values():
        for post in person.posts:
            if (
                post.until is not None
                and now.today <= post.until <= now.today + ahead
                and post.covers(now.today)
            ):
                words = f"{person.name}的{post.title}任职到 {post.until} 为止"
                name = now.register.name_of(post.org)
                yield Due(Sort.TERM, post.org, name, words, False, post.until, cite(rule), person=person.id)
