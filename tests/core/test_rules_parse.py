"""Reading rulebook texts: what is refused, and at which line the clerk finds it."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixing.core.rules.book import RulebookError, Rulebooks
from zhixing.core.rules.parse import parse_books

BOOK = """\
[book]
id = "{id}"
title = "学时"
basis = "某规划"
in_force_from = {since}
{until}
"""

RULE = """\
[[rule]]
code = "target.member_hours"
article = "第二十条"
text = "每年一般不少于 32 学时。"
strength = "soft"
binds = "党员"
params.hours = 32
pending = true
evidence = "样例"
"""


def text(*rules: str, id: str = "a", since: str = "2019-01-01", until: str = "") -> str:
    last = f"in_force_until = {until}" if until else ""
    return BOOK.format(id=id, since=since, until=last) + "".join("\n" + rule for rule in rules or (RULE,))


def refused(texts: dict[str, str]) -> RulebookError:
    with pytest.raises(RulebookError) as caught:
        parse_books(texts)
    return caught.value


def line(source: str, part: str) -> int:
    """The last line that holds `part`, from 1."""
    return max(number for number, each in enumerate(source.splitlines(), start=1) if part in each)


def test_a_sound_book_is_read() -> None:
    rule = parse_books({"a.toml": text()}).need("target.member_hours", dt.date(2020, 1, 1))
    assert rule.whole("hours") == 32
    assert rule.cite == "《某规划》第二十条"
    assert rule.in_force_until is None


@pytest.mark.parametrize(
    ("old", "new", "at", "reason"),
    [
        ('code = "target.member_hours"', 'code = "target.hours"', "code", "不认识的规则代码 target.hours"),
        ('article = "第二十条"\n', "", "[[rule]]", "缺少 article"),
        ('article = "第二十条"', 'article = " "', "article", "article 不能为空"),
        ("params.hours = 32\n", "", "[[rule]]", "缺少参数 hours"),
        ("params.hours = 32", 'params.hours = "32"', "params.hours", "应当是整数"),
        ("params.hours = 32", "params.hours = true", "params.hours", "应当是整数"),
        ("params.hours = 32", "params.hours = 32.5", "params.hours", "应当是整数"),
        ("params.hours = 32", "params.hours = -1", "params.hours", "应当是整数"),
        ("params.hours = 32", "params = { hours = 32, days = 4 }", "params", "没有名为 days 的参数"),
        ("params.hours = 32", "params.hours = 32\nparams.days = 4", "params.days", "没有名为 days 的参数"),
        ('strength = "soft"', 'strength = "weak"', "strength", "strength 只能写"),
        ('binds = "党员"', "binds = 3", "binds", "binds 应当写成文字"),
        ("pending = true", "pending = 1", "pending", "pending 只能写 true 或 false"),
        ("pending = true", "pending = false", "[[rule]]", "没有核对人"),
        ("pending = true", 'checked_by = "某人"', "[[rule]]", "没有核对人"),
        ("pending = true", "checked_on = 2020-01-01\npending = true", "pending", "不应再标 pending"),
        ("pending = true", 'checked_by = "某人"\nchecked_on = "昨天"', "checked_on", "checked_on 应当是日期"),
        (
            "pending = true",
            "pending = true\nin_force_from = 2018-01-01",
            "in_force_from",
            "早于规则册的生效日",
        ),
        (
            "pending = true",
            "pending = true\nin_force_until = 2018-01-01",
            "in_force_until",
            "早于生效日",
        ),
        ("pending = true", 'pending = true\nnotes = "x"', "notes", "不认识的栏目 notes"),
    ],
)
def test_a_wrong_rule_is_refused_at_its_line(old: str, new: str, at: str, reason: str) -> None:
    bad = text(RULE, RULE.replace("target.member_hours", "online.yearly_hours").replace(old, new))
    if old.startswith("code"):
        bad = text(RULE, RULE.replace(old, new))
    error = refused({"hours.toml": bad})
    assert reason in error.reason
    assert (error.file, error.line) == ("hours.toml", line(bad, at))
    assert str(error).startswith(f"hours.toml 第 {error.line} 行:")


@pytest.mark.parametrize(
    ("source", "at", "reason"),
    [
        (text().replace("2019-01-01", '"2019-01-01"'), 5, "in_force_from 应当是日期"),
        (text().replace("2019-01-01", "2019-02-30"), 5, "不合 TOML 写法"),
        (text().replace("in_force_from = 2019-01-01\n", ""), 1, "缺少 in_force_from"),
        (text(until="2018-12-31"), 6, "早于生效日"),
        (text().replace('"某规划"', '"某规划'), 4, "不合 TOML 写法"),
        (text() + "[extra]\n", 17, "不认识的栏目 extra"),
        (BOOK.format(id="a", since="2019-01-01", until=""), 1, "没有一条规则"),
        (RULE, 1, "缺少规则册抬头"),
        ("", 1, "缺少规则册抬头"),
    ],
)
def test_a_wrong_book_is_refused_at_its_line(source: str, at: int, reason: str) -> None:
    error = refused({"b.toml": source})
    assert reason in error.reason
    assert (error.file, error.line) == ("b.toml", at)


def test_lists_that_belong_together_must_be_of_equal_length() -> None:
    gate = RULE.replace("target.member_hours", "gate.no_vote").replace(
        "params.hours = 32", 'params.categories = ["甲", "乙"]\nparams.months = [12]'
    )
    error = refused({"a.toml": text(gate)})
    assert "应当一样长" in error.reason
    assert error.line == line(text(gate), "params.categories")


def test_a_second_book_of_the_same_id_is_refused() -> None:
    error = refused({"a.toml": text(until="2019-12-31"), "b.toml": text(since="2020-01-01")})
    assert (error.file, error.line) == ("b.toml", 2)
    assert "已用于 a.toml" in error.reason


@given(shift=st.integers(0, 30), noise=st.sampled_from(["", "# [[rule]]", "   "]))
def test_the_line_moves_with_the_text_above(shift: int, noise: str) -> None:
    bad = text(RULE, RULE.replace("params.hours = 32", 'params.hours = "x"'))
    error = refused({"a.toml": (noise + "\n") * shift + bad})
    assert error.line == shift + line(bad, 'params.hours = "x"')


def test_headers_inside_texts_and_lists_are_no_headers() -> None:
    tricky = RULE.replace(
        'text = "每年一般不少于 32 学时。"', 'text = """\n[[rule]]\nparams.hours = 1\n"""  # [['
    ).replace('evidence = "样例"', "evidence = '''\n[[rule]]\n\"'''")
    posts = RULE.replace("member_hours", "committee_hours").replace(
        "params.hours = 32", 'params.hours = 56\nparams.posts = [\n  "[[rule]]",\n]'
    )
    bad = text(tricky, posts, RULE.replace("target.member_hours", "online.yearly_hours") + "stray = 1\n")
    assert refused({"a.toml": bad}).line == line(bad, "stray = 1")


def test_a_table_of_parameters_is_read_and_located() -> None:
    rule = RULE.replace("params.hours = 32\n", "") + "[rule.params]\nhours = 32\n"
    assert parse_books({"a.toml": text(rule)}).editions("target.member_hours")[0].whole("hours") == 32
    bad = text(RULE.replace("target.member_hours", "online.yearly_hours"), rule + "days = 1\n")
    assert refused({"a.toml": bad}).line == line(bad, "days = 1")


DAYS = st.dates(dt.date(2019, 1, 1), dt.date(2019, 2, 28))


@given(DAYS, DAYS, DAYS, DAYS, DAYS)
def test_two_editions_are_accepted_just_when_no_day_has_both(
    a: dt.date, b: dt.date, c: dt.date, d: dt.date, day: dt.date
) -> None:
    first, second = (min(a, b), max(a, b)), (min(c, d), max(c, d))
    texts = {
        "a.toml": text(id="a", since=str(first[0]), until=str(first[1])),
        "b.toml": text(id="b", since=str(second[0]), until=str(second[1])),
    }
    if max(first[0], second[0]) <= min(first[1], second[1]):
        error = refused(texts)
        assert "同时生效" in error.reason
        assert error.line == line(texts[error.file], "code =")
        return
    rule = parse_books(texts).on("target.member_hours", day)
    holding = [id for id, (since, until) in (("a", first), ("b", second)) if since <= day <= until]
    assert ([rule.book] if rule else []) == holding


def test_an_open_edition_blocks_every_later_one() -> None:
    error = refused({"a.toml": text(), "b.toml": text(id="b", since="2030-01-01")})
    assert error.file == "b.toml"
    assert "a.toml" in error.reason


def local(since: str = "2019-01-01") -> str:
    return text(RULE.replace("32\n", "40\n"), id="local", since=since).replace(
        'basis = "某规划"', 'basis = "某规划"\nlocality = "邻市"'
    )


ADOPT = '[[adopt]]\nlocality = "{}"\nsince = {}\ndecision = "党委会议"\n'


@given(DAYS, DAYS)
def test_the_adopted_table_counts_from_its_day(since: dt.date, day: dt.date) -> None:
    adopted = ADOPT.format("邻市", since) + ADOPT.format("", "2019-03-01")
    books = parse_books({"a.toml": text(), "c.toml": adopted, "l.toml": local()})
    assert books.need("target.member_hours", day).whole("hours") == (40 if day >= since else 32)
    assert books.need("target.member_hours", day, "").whole("hours") == 32
    assert books.adopted_locality(dt.date(2019, 3, 1)) == ""


def test_choices_count_by_date_whatever_order_they_are_written_in() -> None:
    adopted = ADOPT.format("邻市", "2019-06-01") + ADOPT.format("", "2019-01-01")
    books = parse_books({"a.toml": text(), "c.toml": adopted, "l.toml": local()})
    assert [books.adopted_locality(dt.date(2019, month, 1)) for month in (5, 6)] == ["", "邻市"]


def test_a_place_without_a_rule_of_its_own_follows_the_rule_for_everywhere() -> None:
    books = parse_books({"a.toml": text(), "l.toml": local(since="2020-01-01")})
    assert books.need("target.member_hours", dt.date(2019, 6, 1), "邻市").whole("hours") == 32


@pytest.mark.parametrize(
    ("adopted", "at", "reason"),
    [
        (ADOPT.format("远方", "2019-01-01"), 2, "没有口径名为 远方"),
        (ADOPT.format("", "2019-01-01") * 2, 7, "已经采用过"),
        (ADOPT.format("", "'今天'"), 3, "since 应当是日期"),
        ('[[adopt]]\nlocality = ""\n', 1, "缺少 since"),
        (ADOPT.format("", "2019-01-01") + "[book]\n", 5, "不认识的栏目 book"),
    ],
)
def test_a_wrong_choice_of_table_is_refused_at_its_line(adopted: str, at: int, reason: str) -> None:
    error = refused({"a.toml": text(), "adoption.toml": adopted})
    assert reason in error.reason
    assert (error.file, error.line) == ("adoption.toml", at)


OTHER = RULE.replace("target.member_hours", "online.yearly_hours")


def digest(texts: dict[str, str]) -> str:
    return parse_books(texts).digest


def test_the_digest_names_the_content_not_the_files() -> None:
    first = digest({"a.toml": text(RULE, OTHER)})
    assert first == digest({"z.toml": "# 备注\n" + text(OTHER, RULE)})
    assert first != digest({"a.toml": text(RULE.replace("= 32\n", "= 33\n"), OTHER)})
    assert first != digest({"a.toml": text(RULE, OTHER, until="2020-01-01")})
    assert first != digest({"a.toml": text(RULE, OTHER), "c.toml": ADOPT.format("", "2019-01-01")})


def one() -> Rulebooks:
    return parse_books({"a.toml": text()})


def test_asking_for_a_parameter_that_is_not_there_names_rule_and_book() -> None:
    rule = one().editions("target.member_hours")[0]
    with pytest.raises(RulebookError, match=r"target\.member_hours.*规则册 a.*没有参数 days"):
        rule.whole("days")
    for ask in (rule.words, rule.wholes):
        with pytest.raises(RulebookError, match="参数 hours 不是"):
            ask("hours")


def test_parameters_cannot_be_changed_by_who_holds_the_rule() -> None:
    rule = one().editions("target.member_hours")[0]
    with pytest.raises(TypeError):
        rule.params["hours"] = 1  # type: ignore[index]
