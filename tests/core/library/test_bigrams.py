"""What stands in a text is found, what does not is not: against looking by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixing.core.library.bigrams import Span, excerpt, grams, holds, marked, needles, normal

HAN = st.text(st.sampled_from("党员教育管理学习"), min_size=1, max_size=6)
TEXTS = st.text(st.sampled_from("党员教育管理学习 ，。\n2013abＡ１"), max_size=80)


@given(TEXTS, HAN)
def test_chinese_words_are_found_where_they_stand(text: str, word: str) -> None:
    assert holds(grams(text), needles(word)) == (word in text)


@given(TEXTS)
def test_every_piece_of_a_run_is_found(text: str) -> None:
    kept = grams(text)
    for run in normal(text).replace("，", " ").replace("。", " ").split():
        for start in range(len(run)):
            if run[start].isascii() and start and run[start - 1].isascii():
                continue  # Latin words and numbers are found from their beginning.
            assert holds(kept, needles(run[start:]))


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("加强党员教育", "党员", True),
        ("加强党员教育", "教", True),
        ("加强党员教育", "育", True),
        ("加强党员教育", "员党", False),
        ("加强党员教育", "教育 党员", True),
        ("加强党员教育", "教育 干部", False),
        ("２０１３年４月", "2013", True),
        ("2013年度", "2013年", True),
        ("2013 年度", "2013年", True),
        ("12013年", "2013", False),
        ("用 SCORM 课件", "scorm", True),
        ("用 SCORM 课件", "sco", True),
        ("党，员", "党员", False),
        ("党\u200b员", "党员", True),
        ("𠮷林", "𠮷林", True),
        ("人工智能AI应用", "智能ai", True),
    ],
)
def test_what_is_found(text: str, query: str, found: bool) -> None:
    assert holds(grams(text), needles(query)) is found


def test_a_query_without_words_is_no_query() -> None:
    assert needles(" ，。%_ ' \" * ") == ()


def test_an_excerpt_marks_what_was_looked_for() -> None:
    text = "前文" * 40 + "要加强党员教育管理工作" + "后文" * 40
    spans = excerpt(text, needles("党员教育"), length=40)
    assert [one.text for one in spans if one.marked] == ["党员教育"]
    assert spans[0] == Span("……")
    assert spans[-1] == Span("……")
    assert len("".join(one.text for one in spans)) <= 44


def test_full_width_is_marked_as_it_was_written() -> None:
    assert marked("ＳＣＯＲＭ课件㈠", needles("scorm")) == (Span("ＳＣＯＲＭ", True), Span("课件㈠"))


@given(TEXTS, st.text(st.sampled_from("党员2a习 "), max_size=5))
def test_marking_changes_no_text(text: str, query: str) -> None:
    assert "".join(one.text for one in marked(text, needles(query))) == text
    whole = "".join(one.text for one in excerpt(text, needles(query), length=20))
    assert whole.removeprefix("……").removesuffix("……") in text


@given(TEXTS, st.text(st.sampled_from("党员2a习"), min_size=1, max_size=3))
def test_what_is_found_is_marked(text: str, query: str) -> None:
    found = bool(needles(query)) and holds(grams(text), needles(query))
    assert any(one.marked for one in marked(text, needles(query))) or not found
