"""题录 is offered where it is certain, and asked about where it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixing.core.library.imprint import Imprint, moment_of, read_imprint

BODY = "各支部要结合实际，把学习教育抓在经常、严在日常。"


def test_the_head_of_the_old_page() -> None:
    found = read_imprint(
        [
            "发挥机关党组织作用",
            "湖北南漳交通运输局　某某",
            "2013-04-23 16:10　来源：共产党员网",
            BODY,
            "（责任编辑：李文）",
        ]
    )
    assert found == Imprint(
        title="发挥机关党组织作用",
        published="2013-04-23 16:10",
        source="共产党员网",
        editor="李文",
        lines=(0, 2, 4),
    )


def test_one_line_holds_several_fields() -> None:
    found = read_imprint(["通知", "发布时间：2013年4月23日 来源：本单位 作者：王磊 责编：李文", BODY])
    assert (found.title, found.published, found.source, found.author, found.editor) == (
        *("通知", "2013-04-23", "本单位", "王磊", "李文"),
    )
    assert found.lines == (0, 1)


def test_a_moment_after_the_source() -> None:
    found = read_imprint(["题", "来源：共产党员网 2013-04-23 16:10", BODY])
    assert (found.source, found.published) == ("共产党员网", "2013-04-23 16:10")


def test_two_different_sources_are_asked_about() -> None:
    found = read_imprint(["题", "来源：甲网", BODY, "来源：乙报"])
    assert found.source == ""
    assert found.lines == (0,)
    assert "甲网；乙报" in found.doubts[0]


def test_dates_and_words_within_sentences_are_no_imprint() -> None:
    found = read_imprint(["2013年4月23日，局党委召开会议。", "资金来源：财政拨款。会议通过。", BODY])
    assert found == Imprint()


def test_titles_that_differ_are_asked_about() -> None:
    found = read_imprint(["甲标题", BODY], titles=["乙标题"])
    assert found.title == ""
    assert "乙标题；甲标题" in found.doubts[0]


def test_a_pages_title_with_the_sites_name() -> None:
    found = read_imprint(["甲标题", BODY], titles=["甲标题_共产党员网"])
    assert (found.title, found.lines) == ("甲标题", (0,))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2013-04-23 16:10", "2013-04-23 16:10"),
        ("2013/4/3 6:05:09", "2013-04-03 06:05"),
        ("2013年4月23日", "2013-04-23"),
        ("2013-13-01", ""),
        ("2013-02-30 10:00", ""),
        ("2013-02-03 25:00", ""),
        ("于2013-02-03", ""),
    ],
)
def test_moments(text: str, moment: str) -> None:
    assert moment_of(text) == moment


PARTS = st.sampled_from(
    [
        "来源：",
        "作者：",
        "编辑：",
        "2013-04-23",
        "甲",
        "乙网",
        "。",
        " ",
        "　",
        "标题",
        "16:10",
        "：",
        "（",
        "）",
    ]
)


@given(st.lists(st.lists(PARTS, max_size=6).map("".join), max_size=20), st.lists(st.just("标题"), max_size=1))
def test_every_field_stands_in_the_text(paragraphs: list[str], titles: list[str]) -> None:
    found = read_imprint(paragraphs, titles=titles)
    words = "\n".join([*paragraphs, *titles])
    assert all(value in words for value in (found.title, found.source, found.author, found.editor))
    assert all(0 <= line < len(paragraphs) for line in found.lines)
