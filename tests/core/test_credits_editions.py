"""Hours under several editions of a rule: each day by its own, each edition cited, no day without a rule breaks a year."""

from __future__ import annotations

import datetime as dt

from tests.sample_year import WHEN, identify, rulebooks

from zhixing.core.facts.kinds import Attendance, SessionHeld, Training
from zhixing.core.facts.record import Fact, Source
from zhixing.core.figures import credits
from zhixing.core.figures.yearfacts import sort_facts
from zhixing.core.rules.book import Adoption, Rulebooks

MEMBER, BRANCH = identify("member"), identify("branch")


def training(first: dt.date, last: dt.date) -> Fact:
    """A training of so many days, into A and B."""
    body = Training("党务干部培训班", "县委组织部", "A+B", last, None, "", "结业证书", False)
    return fact(1, body, first)


def fact(seq: int, body: Training | SessionHeld | Attendance, day: dt.date) -> Fact:
    """One fact about the member, or about session S."""
    about = None if isinstance(body, Training) else identify("S")
    subject = None if isinstance(body, SessionHeld) else MEMBER
    times = (WHEN, WHEN, WHEN)
    return Fact(seq, identify(str(seq)), BRANCH, seq, body, subject, about, day, *times, "刘英", Source())


def counted(facts: list[Fact], rules: Rulebooks) -> dict[str, list[credits.Credit]]:
    """The member's credits."""
    drawers = sort_facts(facts)
    return credits.credits(drawers.by_person.get(MEMBER, ()), drawers, rules)


def moving(since: dt.date) -> Rulebooks:
    """The rulebooks of an organ that adopts the neighbour's conversion table on a day."""
    shelf = rulebooks()
    return Rulebooks(shelf.books, (*shelf.adoptions, Adoption("邻市", since, "会议纪要")))


def test_each_day_is_worth_what_its_own_edition_says() -> None:
    rules = moving(dt.date(2025, 6, 1))
    found = counted([training(dt.date(2025, 5, 30), dt.date(2025, 6, 2))], rules)["A"]
    (line,) = credits.lines(found, 2025)
    assert line.amount == 800 + 800 + 600 + 600
    assert "2 天×8 + 2 天×6" in line.detail
    assert {rule.locality for rule in credits.used_rules(found, 2025)} == {"", "邻市"}


def test_a_day_before_all_rules_earns_nothing_and_says_so() -> None:
    old = dt.date(2005, 3, 5)
    held = SessionHeld("H1", "09:00", 90, "集中学习", "学习", "政治理论", "全局", "A", "", None, None, False)
    facts = [training(old, old), fact(2, held, old), fact(3, Attendance("present"), old)]
    found = counted(facts, rulebooks())["A"]
    lines = credits.lines(found, 2005)
    assert [line.amount for line in lines] == [0, 0]
    assert all("没有生效的换算规则" in line.detail for line in lines)
    assert credits.used_rules(found, 2005) == ()


def test_the_cap_is_cited_only_where_it_cuts() -> None:
    day = dt.date(2025, 5, 30)
    held = SessionHeld("H1", "09:00", 90, "集中学习", "学习", "政治理论", "全局", "A", "", None, None, False)
    rules = rulebooks()
    alone = counted([training(day, day)], rules)["A"]
    both = counted([training(day, day), fact(2, held, day), fact(3, Attendance("present"), day)], rules)["A"]
    assert "conversion.daily_cap" not in {rule.code for rule in credits.used_rules(alone, 2025)}
    assert "conversion.daily_cap" in {rule.code for rule in credits.used_rules(both, 2025)}
    assert sum(credit.in_year(2025) for credit in both) == 800
