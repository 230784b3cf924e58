"""The rulebooks that are shipped: numbers, articles and days of force, as the domain page gives them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from zhixing.core.rules.book import RulebookError, Rulebooks, Strength
from zhixing.core.rules.codes import CODES
from zhixing.interop.rulebook_files import load_rulebooks

FOLDER = Path(__file__).parents[2] / "rulebooks"
END_OF_2025 = dt.date(2025, 12, 31)
LATER = {"burden.forbidden", "voice.terms"}
"""Codes whose document is younger than 2025."""


@pytest.fixture(scope="module")
def books() -> Rulebooks:
    return load_rulebooks(FOLDER)


def test_every_code_has_an_edition_in_force_at_the_end_of_2025(books: Rulebooks) -> None:
    missing = {code for code in CODES if books.on(code, END_OF_2025) is None}
    assert missing == LATER


def test_every_code_is_stated_by_some_book(books: Rulebooks) -> None:
    assert {code for code in CODES if not books.editions(code)} == set()


@pytest.mark.parametrize(
    ("day", "member", "committee"),
    [
        ("2009-01-01", 24, 40),
        ("2013-12-31", 24, 40),
        ("2019-05-06", 32, 56),
        ("2023-12-31", 32, 56),
        ("2024-01-01", 32, 56),
        ("2026-11-22", 32, 56),
    ],
)
def test_hours_follow_the_edition_of_the_day(books: Rulebooks, day: str, member: int, committee: int) -> None:
    date = dt.date.fromisoformat(day)
    assert books.need("target.member_hours", date).whole("hours") == member
    assert books.need("target.committee_hours", date).whole("hours") == committee


def test_no_hours_are_claimed_for_years_nobody_has_read_up(books: Rulebooks) -> None:
    assert books.on("target.member_hours", dt.date(2016, 6, 1)) is None
    with pytest.raises(RulebookError, match=r"2016-06-01 没有生效的规则 target\.member_hours"):
        books.need("target.member_hours", dt.date(2016, 6, 1))


def test_the_56_hours_change_their_source_at_new_year_2024(books: Rulebooks) -> None:
    before = books.need("target.committee_hours", dt.date(2023, 12, 31))
    after = books.need("target.committee_hours", dt.date(2024, 1, 1))
    assert (before.book, before.pending) == ("hours-2019", False)
    assert (after.book, after.pending) == ("hours-2024", True)


@pytest.mark.parametrize(
    ("code", "name", "value"),
    [
        ("conversion.minutes", "block_minutes", 30),
        ("conversion.minutes", "block_hundredths", 50),
        ("conversion.training_day", "day_hundredths", 800),
        ("conversion.half_day", "half_day_hundredths", 400),
        ("conversion.daily_cap", "cap_hundredths", 800),
        ("target.rounding", "step_hundredths", 50),
        ("cadre.yearly_hours", "hours", 90),
        ("cadre.yearly_days", "days", 12),
        ("cadre.leader_hours", "hours", 550),
        ("online.yearly_hours", "hours", 50),
        ("development.training", "hours", 24),
        ("talk.yearly", "times", 1),
        ("contact.remote", "days", 90),
        ("contact.abroad", "days", 180),
        ("contact.alone", "days", 30),
        ("remote.distance", "tenths_km", 300),
        ("branch.minimum", "members", 3),
        ("branch.max_members", "members", 50),
        ("branch.committee_at", "members", 7),
        ("branch.joint_units", "units", 5),
        ("general_branch.at", "members", 50),
        ("party_committee.at", "members", 100),
        ("branch.term", "years", 3),
        ("branch.term", "warn_days", 90),
        ("meeting.general", "per_quarter", 1),
        ("meeting.committee", "per_month", 1),
        ("meeting.group", "per_month", 1),
        ("meeting.theme_day", "per_month", 1),
        ("lecture.secretary", "per_year", 1),
        ("meeting.org_life", "per_year", 1),
        ("standing.rectification", "max_months", 12),
        ("notice.workdays", "workdays", 5),
    ],
)
def test_numbers_in_force_in_2025(books: Rulebooks, code: str, name: str, value: int) -> None:
    assert books.need(code, END_OF_2025).whole(name) == value


@pytest.mark.parametrize(
    ("code", "cite", "strength"),
    [
        ("target.member_hours", "《中国共产党党员教育管理工作条例》第二十条", Strength.SOFT),
        ("exemption.study", "《中国共产党党员教育管理工作条例》第二十三条", Strength.HARD),
        ("contact.abroad", "《中国共产党党员教育管理工作条例》第三十四条", Strength.HARD),
        ("standing.rectification", "《中国共产党党员教育管理工作条例》第三十条", Strength.HARD),
        ("talk.yearly", "《中国共产党支部工作条例(试行)》第十九条", Strength.SOFT),
        ("review.yearly", "《中国共产党党员教育管理工作条例》第十八条", Strength.SOFT),
        ("branch.max_members", "《中国共产党支部工作条例(试行)》第四条", Strength.SOFT),
    ],
)
def test_articles_and_strength(books: Rulebooks, code: str, cite: str, strength: Strength) -> None:
    rule = books.need(code, END_OF_2025)
    assert (rule.cite, rule.strength) == (cite, strength)


def test_the_seven_kinds_of_content(books: Rulebooks) -> None:
    assert books.need("content.categories", END_OF_2025).words("names") == (
        "政治理论",
        "政治教育和政治训练",
        "党章党规党纪",
        "党的宗旨",
        "革命传统",
        "形势政策",
        "知识技能",
    )


def test_effect_periods_by_category(books: Rulebooks) -> None:
    rule = books.need("gate.effect", END_OF_2025)
    months = dict(zip(rule.words("categories"), rule.wholes("months"), strict=True))
    assert {name: months[name] for name in ("党内警告", "严重警告", "撤销党内职务", "诫勉")} == {
        "党内警告": 12,
        "严重警告": 18,
        "撤销党内职务": 24,
        "诫勉": 6,
    }
    assert rule.pending
    assert set(rule.words("to_check")) < set(months)


def test_what_was_only_remembered_waits_for_a_check(books: Rulebooks) -> None:
    remembered = [rule for book in books.books for rule in book.rules if "凭记忆" in rule.evidence]
    assert remembered
    assert {rule.code for rule in remembered if not rule.pending} == set()


def test_another_places_table_counts_only_where_it_is_adopted(books: Rulebooks) -> None:
    day = dt.date(2025, 3, 1)
    assert books.adopted_locality(day) == ""
    assert books.need("conversion.training_day", day).whole("day_hundredths") == 800
    assert books.need("conversion.training_day", day, "邻市").whole("day_hundredths") == 600
    assert books.need("conversion.half_day", day, "邻市").whole("half_day_hundredths") == 300
    assert books.need("conversion.daily_cap", day, "邻市").whole("cap_hundredths") == 600
    assert books.need("conversion.minutes", day, "邻市").whole("block_minutes") == 30
    assert books.need("conversion.training_day", dt.date(2023, 12, 31), "邻市").whole("day_hundredths") == 800


def test_conversion_holds_from_2009(books: Rulebooks) -> None:
    assert books.on("conversion.minutes", dt.date(2009, 1, 1)) is not None
    assert books.on("conversion.minutes", dt.date(2008, 12, 31)) is None


def test_a_folder_without_rulebooks_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match="没有规则手册文件"):
        load_rulebooks(tmp_path)


def test_a_file_in_another_encoding_is_refused_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "old.toml").write_bytes(b"# a\n# b\n" + "title = '党员教育'".encode("gb18030"))
    with pytest.raises(RulebookError, match=r"old\.toml 第 3 行:不是 UTF-8"):
        load_rulebooks(tmp_path)
