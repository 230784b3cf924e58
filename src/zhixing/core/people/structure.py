"""Whether the organisation has the shape its rules ask for; each finding with its article."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.people.register import COMMITTEE, GENERAL_BRANCH, GROUP, Org, Register
from zhixing.core.rules.book import Rule, Rulebooks


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about an organisation that a rule speaks of. `due` is the day it falls due, where there is one."""

    org: UUID
    name: str
    code: str
    sentence: str
    cite: str
    hard: bool
    due: dt.date | None = None


def check_structure(register: Register, rules: Rulebooks, day: dt.date) -> tuple[Finding, ...]:
    """All findings on `day`, units in organisational order."""
    full, everyone = _heads(register, day)
    found: list[Finding] = []
    for org in sorted(register.orgs.values(), key=lambda org: (org.order, org.name)):
        if not org.open_on(day):
            continue
        if org.is_branch:
            found.extend(_branch(org, full[org.id], everyone[org.id], register, rules, day))
        if org.kind != GROUP:
            found.extend(_term(org, rules, day))
    found.extend(_above(register, everyone, rules, day))
    return tuple(found)


def _heads(register: Register, day: dt.date) -> tuple[Counter[UUID], Counter[UUID]]:
    full: Counter[UUID] = Counter()
    everyone: Counter[UUID] = Counter()
    for person in register.people.values():
        roll = person.on_roll(day)
        if roll is not None:
            everyone[roll.org] += 1
            full[roll.org] += roll.standing != "预备党员"
    return full, everyone


def _branch(
    org: Org, full: int, everyone: int, register: Register, rules: Rulebooks, day: dt.date
) -> Iterator[Finding]:
    most = rules.on("branch.max_members", day)
    if most and everyone > most.whole("members"):
        yield _finding(
            org, most, f"现有党员 {everyone} 名,支部一般不超过 {most.whole('members')} 人,可考虑分设"
        )
    least = rules.on("branch.minimum", day)
    if least and 0 < full < least.whole("members"):
        yield _finding(
            org, least, f"正式党员 {full} 名,不足 {least.whole('members')} 名不单独成立支部,可建联合党支部"
        )
    committee = rules.on("branch.committee_at", day)
    size = rules.on("branch.committee_size", day)
    posts = _posts(org, register, day)
    if committee and full >= committee.whole("members") and posts < (size.whole("fewest") if size else 1):
        words = f"正式党员 {full} 名,应设支部委员会;登记在任的支部委员 {posts} 名"
        yield _finding(org, committee, words)
    if size and posts > size.whole("most"):
        yield _finding(org, size, f"登记在任的支部委员 {posts} 名,一般不超过 {size.whole('most')} 名")


def _posts(org: Org, register: Register, day: dt.date) -> int:
    holders = (person for person in register.people.values() if person.on_roll(day))
    return sum(any(post.org == org.id for post in person.posts_on(day)) for person in holders)


def term_end(org: Org, years: int) -> dt.date | None:
    """When the present term of so many years ends; None where nobody has told the election."""
    if org.elected is None:
        return None
    month_end = 28 if (org.elected.month, org.elected.day) == (2, 29) else org.elected.day
    return dt.date(org.elected.year + years, org.elected.month, month_end)


def _term(org: Org, rules: Rulebooks, day: dt.date) -> Iterator[Finding]:
    rule = rules.on("branch.term", day)
    if rule is None or org.elected is None:
        return
    years = rule.whole("years")
    due = term_end(org, years)
    assert due is not None
    left = (due - day).days
    if left < 0:
        yield _finding(
            org, rule, f"本届 {org.elected} 选出,任期 {years} 年,已于 {due} 届满,尚未登记换届", due
        )
    elif left <= rule.whole("warn_days"):
        # A year that is over is told as it stood on its last day.
        still = "当年年末时还有" if (day.month, day.day) == (12, 31) else "还有"
        yield _finding(org, rule, f"本届任期 {years} 年,{due} 届满,{still} {left} 天,要准备换届", due)


def _above(register: Register, everyone: Counter[UUID], rules: Rulebooks, day: dt.date) -> Iterator[Finding]:
    """机关党员 100 名以上设党委, 50 名以上设总支: the top, and every unit that has units below it."""
    committee, general = rules.on("party_committee.at", day), rules.on("general_branch.at", day)
    above = {org.parent for org in register.orgs.values() if org.kind != GROUP}
    for org in sorted(register.orgs.values(), key=lambda org: (org.order, org.name)):
        if not org.open_on(day) or org.kind == COMMITTEE or (org.id not in above and org.parent is not None):
            continue
        total = sum(everyone[unit] for unit in register.below(org.id))
        if committee and total >= committee.whole("members"):
            yield _finding(
                org, committee, f"共有党员 {total} 名,达到 {committee.whole('members')} 名,应设机关党委"
            )
        elif general and total >= general.whole("members") and org.kind != GENERAL_BRANCH:
            yield _finding(org, general, f"共有党员 {total} 名,达到 {general.whole('members')} 名,应设党总支")


def _finding(org: Org, rule: Rule, sentence: str, due: dt.date | None = None) -> Finding:
    return Finding(org.id, org.name, rule.code, sentence, rule.cite, rule.strength == "hard", due)
