"""What a member did besides sessions: outputs passed, tests, practice, talks, pledges; and gates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

from zhixing.core.facts.kinds import (
    Gate,
    Pledge,
    PracticeJoined,
    PracticeVisit,
    SelfStudy,
    SelfStudyChecked,
    Talk,
    TestTaken,
)
from zhixing.core.facts.record import Fact
from zhixing.core.figures.figure import Figure, Line, Unit, cite, hours, sources
from zhixing.core.figures.yearfacts import Drawers, furthest
from zhixing.core.people.register import Person
from zhixing.core.rules.book import Rulebooks

RESULTS = ("未抽查", "退回", "通过", "优")
PLEDGE_STATES = ("践诺中", "已践诺")


def in_year(facts: Iterable[Fact], year: int) -> list[Fact]:
    """The facts whose day lies in the year, by day."""
    kept = [fact for fact in facts if fact.day is not None and fact.day.year == year]
    return sorted(kept, key=lambda fact: (fact.day or dt.date.min, fact.seq))


def self_study(mine: Iterable[Fact], drawers: Drawers, year: int, rules: Rulebooks) -> Figure:
    """Outputs that a person checked and passed (通过 or 优); not time, not logins."""
    rule = rules.on("selfstudy.outputs", dt.date(year, 12, 31))
    passing = rule.words("passing") if rule else ("通过", "优")
    lines = []
    for fact in in_year(mine, year):
        if isinstance(fact.body, SelfStudy) and fact.about:
            checks = [c for c in drawers.states.get(fact.about, ()) if isinstance(c.body, SelfStudyChecked)]
            results = [check.body.result for check in checks if isinstance(check.body, SelfStudyChecked)]
            best = max(results, key=_rank, default="未抽查")
            facts = (fact.uid, *(check.uid for check in checks))
            counts = 1 if best in passing else 0
            lines.append(Line(fact.day, fact.body.output, best, counts, facts, sources(fact, *checks)))
    passed = sum(line.amount for line in lines)
    sentence = f"登记成果 {len(lines)} 项,抽查通过 {passed} 项;只认成果,不认时长"
    return Figure("selfstudy_passed", "个人自学成果", passed, Unit.ITEMS, sentence, cite(rule), tuple(lines))


def _rank(result: str) -> int:
    return RESULTS.index(result) if result in RESULTS else -1


def delayed_test(mine: Iterable[Fact], year: int) -> Figure:
    """延时复测: the last one's score in hundredths of a point; first tests are not shown to anybody."""
    taken = [f for f in in_year(mine, year) if isinstance(f.body, TestTaken) and f.body.delayed]
    if not taken:
        return Figure("delayed_test", "延时复测", None, Unit.POINTS, "本年没有延时复测")
    lines = []
    for fact in taken:
        assert isinstance(fact.body, TestTaken)
        detail = f"{hours(fact.body.score)} / {hours(fact.body.full)}"
        lines.append(Line(fact.day, fact.body.title, detail, 0, (fact.uid,), sources(fact)))
    last = taken[-1].body
    assert isinstance(last, TestTaken)
    sentence = f"延时复测 {len(taken)} 次,最近一次 {hours(last.score)} / {hours(last.full)};只作帮学参考"
    return Figure("delayed_test", "延时复测", last.score, Unit.POINTS, sentence, (), tuple(lines))


def practice(mine: Iterable[Fact], drawers: Drawers, year: int) -> Figure:
    """下基层: how often, and what came of it."""
    lines, settled, raised = [], 0, 0
    for fact in in_year(mine, year):
        visit = drawers.visits.get(fact.about) if fact.about else None
        if isinstance(fact.body, PracticeJoined) and visit and isinstance(visit.body, PracticeVisit):
            held = visit.body
            raised += bool(held.problem)
            settled += bool(held.problem and held.settled)
            outcome = (
                f"{held.problem}:{'已办结' if held.settled else '未办结'}" if held.problem else "未反映问题"
            )
            lines.append(Line(fact.day, held.place, outcome, 1, (fact.uid, visit.uid), sources(fact)))
    sentence = f"下基层 {len(lines)} 次,反映问题 {raised} 件,办结 {settled} 件"
    return Figure("practice", "下基层", len(lines), Unit.TIMES, sentence, (), tuple(lines))


def talks(mine: Iterable[Fact], year: int, rules: Rulebooks, names: Mapping[UUID, str]) -> Figure:
    """谈心谈话 with the member: count and last day only; the content is never kept."""
    rule = rules.on("talk.yearly", dt.date(year, 12, 31))
    lines = []
    for fact in in_year(mine, year):
        if isinstance(fact.body, Talk):
            speaker = names.get(UUID(fact.body.speaker), "") if fact.body.speaker else ""
            detail = f"谈话人 {speaker or '未认定'}" + (",有诉求" if fact.body.has_need else "")
            lines.append(Line(fact.day, fact.body.way, detail, 1, (fact.uid,), sources(fact)))
    last = lines[-1].day if lines else None
    sentence = f"谈心谈话 {len(lines)} 次" + (f",最近 {last:%m-%d}" if last else ";本年还没有谈过")
    return Figure("talks", "谈心谈话", len(lines), Unit.TIMES, sentence, cite(rule), tuple(lines))


def pledges(mine: Iterable[Fact], drawers: Drawers, year: int) -> Figure:
    """承诺践诺: made, and kept."""
    lines = []
    for fact in in_year(mine, year):
        if isinstance(fact.body, Pledge) and fact.about:
            states = drawers.states.get(fact.about, ())
            state = furthest(states, PLEDGE_STATES) or PLEDGE_STATES[0]
            facts = (fact.uid, *(one.uid for one in states))
            title = fact.body.code or "承诺"
            kept = 1 if state == PLEDGE_STATES[-1] else 0
            lines.append(Line(fact.day, title, state, kept, facts, sources(fact, *states)))
    kept = sum(line.amount for line in lines)
    sentence = f"承诺 {len(lines)} 项,已践诺 {kept} 项" if lines else "本年没有登记承诺"
    return Figure("pledges", "承诺践诺", kept, Unit.ITEMS, sentence, (), tuple(lines))


def gate(mine: Iterable[Fact], year: int, rules: Rulebooks) -> Figure:
    """评优资格: whether an 影响期 runs past 31 December. Its reason is never shown here."""
    rule = rules.on("gate.effect", dt.date(year, 12, 31))
    end = dt.date(year, 12, 31)
    lines = []
    for fact in mine:
        if isinstance(fact.body, Gate) and fact.day is not None and fact.day <= end:
            if fact.body.until > dt.date(year, 1, 1):
                past = fact.body.until > dt.date(year + 1, 1, 1)
                last = fact.body.until - dt.timedelta(days=1)
                detail = f"至 {last}" + (",年末仍在影响期内" if past else ",年末前已满")
                lines.append(Line(fact.day, "影响期", detail, int(past), (fact.uid,), sources(fact)))
    closed = any(line.amount for line in lines)
    sentence = "不符合当年参评条件:影响期跨过年末" if closed else "没有跨过年末的影响期"
    return Figure(
        "gate_at_year_end", "参评资格限制", int(closed), Unit.YES_NO, sentence, cite(rule), tuple(lines)
    )


def last_contact(person: Person, mine: Iterable[Fact], until: dt.date) -> dt.date | None:
    """The last day up to `until` on which somebody talked with the member."""
    days = [fact.day for fact in mine if isinstance(fact.body, Talk) and fact.day and fact.day <= until]
    return max(days, default=None)
