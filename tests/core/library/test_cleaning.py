"""What is not the text goes and is told; what is the text stays, whatever comes in."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixing.core.library.cleaning import (
    Removed,
    Stray,
    clean_pages,
    clean_text,
    lone,
    split_indented,
    tidy_signs,
)

SIGNS = st.sampled_from(
    "党员教育管理第页共章条一二三1230９１ \u3000\n\n\r\t。，：“”（）-—/abcPage\u200b\u00ad\ufeff\u0002\ue000"
)
TEXTS = st.text(SIGNS, max_size=300)
HAN = re.compile("[\u3400-\u9fff]")


def han(text: str) -> str:
    """Its Chinese characters, in order."""
    return "".join(HAN.findall(text))


@given(TEXTS)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean_text(text)
    twice = clean_text(once.text)
    assert twice.paragraphs == once.paragraphs
    assert twice.removed == ()


@given(st.lists(TEXTS, max_size=6))
def test_pages_cleaned_are_clean(pages: list[str]) -> None:
    once = clean_pages(pages)
    assert clean_text(once.text).paragraphs == once.paragraphs


@given(TEXTS)
def test_no_chinese_word_is_lost(text: str) -> None:
    cleaned = clean_text(text)
    told = Counter(han("".join(one.text for one in cleaned.removed)))
    assert Counter(han(cleaned.text)) + told == Counter(han(text))
    assert set(told) <= set("第页共")


@given(
    st.text(st.sampled_from("党员教育管理章条一二三1230９１ \u3000\n。，：“”（）-—abc\u200b"), max_size=300)
)
def test_chinese_words_keep_their_order(text: str) -> None:
    assert han(clean_text(text).text) == han(text)


def test_the_lone_one_of_the_old_page_goes_and_is_told() -> None:
    cleaned = clean_text("挥机关党组织的作用\n1 1 1\n　　加强党员教育管理。\n　　第二段。")
    assert cleaned.paragraphs == ("挥机关党组织的作用", "加强党员教育管理。", "第二段。")
    assert Removed(Stray.COUNT, "1 1 1", 1, "加强党员教育管理。") in cleaned.removed


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("1", Stray.COUNT),
        ("１　１　１", Stray.COUNT),
        ("00:00/00:00", Stray.COUNT),
        ("- 12 -", Stray.PAGE),
        ("— 3 —", Stray.PAGE),
        ("第 3 页 共 10 页", Stray.PAGE),
        ("3/10", Stray.PAGE),
        ("Page 3 of 10", Stray.PAGE),
        ("2026", None),
        ("一", None),
        ("第三章", None),
        ("1.", None),
        ("10%", None),
        ("2013-04-23 16:10", None),
        ("", None),
    ],
)
def test_what_is_no_text_by_itself(text: str, why: Stray | None) -> None:
    assert lone(text) is why


def test_rising_numbers_may_be_items_and_stay() -> None:
    cleaned = clean_text("1\n学习文件\n2\n讨论\n3\n表决")
    assert cleaned.paragraphs == ("1", "学习文件", "2", "讨论", "3", "表决")
    assert "1 至 3" in cleaned.doubts[0]


def test_lines_that_a_page_broke_are_joined() -> None:
    page = (
        "　　为了加强党员教育管理工作，提高党员队\n伍建设质量，保持党员队伍的先进性和纯洁\n性，根据有关规定，制定本办法。\n"
        "　　第二条　党员教育管理是党的建设基础性\n经常性工作。\n一、学习内容\n"
        "结合本单位的实际开展学习，注意运用 Open\nOffice 等工具软件做好记录。"
    )
    cleaned = clean_text(page)
    assert cleaned.paragraphs == (
        "为了加强党员教育管理工作，提高党员队伍建设质量，保持党员队伍的先进性和纯洁性，根据有关规定，制定本办法。",
        "第二条　党员教育管理是党的建设基础性经常性工作。",
        "一、学习内容",
        "结合本单位的实际开展学习，注意运用 Open Office 等工具软件做好记录。",
    )


def test_lines_of_an_author_stay_lines() -> None:
    verse = "不忘初心\n牢记使命\n永远奋斗\n继续前进"
    assert clean_text(verse).paragraphs == tuple(verse.split("\n"))


def test_heads_feet_and_numbers_of_pages_go() -> None:
    words = ["春耕时节走访第一站", "汛期巡查记事", "冬季养护小结", "年底回访"]
    pages = [f"学习资料 第{n}期\n{word}，看了沿线三个工点。\n- {n} -" for n, word in enumerate(words, 1)]
    cleaned = clean_pages(pages)
    assert cleaned.paragraphs == tuple(f"{word}，看了沿线三个工点。" for word in words)
    assert {(one.stray, one.times) for one in cleaned.removed} == {(Stray.PAGE, 4), (Stray.RUNNING, 4)}


def test_paragraphs_hidden_in_one_line_come_apart() -> None:
    assert split_indented("　　第一段。　　第二段　刘　英。") == ("第一段。", "第二段　刘　英。")


def test_unseen_signs_go_and_are_counted() -> None:
    assert tidy_signs("党\u200b员\u00a0 \u00a0教\ufeff育") == ("党员 教育", 2)


def test_own_made_characters_stay_as_a_doubt() -> None:
    cleaned = clean_text("张\ue000同志")
    assert cleaned.paragraphs == ("张\ue000同志",)
    assert "1 个字符" in cleaned.doubts[0]
