"""What can be asked and what cannot: every reason tells a clerk what to do; who may compare with the article."""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhixing.core.questions.checks import (
    QuestionError,
    can_be_compared,
    check_comparison,
    check_question,
    flaws,
    hints,
    tidy,
)
from zhixing.core.questions.comparing import Difference, differences, doubles
from zhixing.core.questions.question import TRUE_FALSE, Answer, Cited, Form, Question, is_right
from zhixing.core.questions.taking import Turn, checked, draft, offered
from zhixing.core.questions.wire import content_digest, decode_content, encode_content
from zhixing.core.questions.words import (
    answer_words,
    fold_stem,
    parts,
    read_blanks,
    read_cites,
    read_letters,
    read_truth,
)

SEVEN = ("政治理论", "政治教育和政治训练", "党章党规党纪", "党的宗旨", "革命传统", "形势政策", "知识技能")
CITED = (Cited("中国共产党党员教育管理工作条例", "第二十条"),)
SINGLE = replace(
    draft(Form.SINGLE, "每年不少于多少学时？"),
    options=("24", "32", "40"),
    right=frozenset({1}),
    cites=CITED,
    category="知识技能",
    why="第二十条。",
)
MULTIPLE = replace(SINGLE, form=Form.MULTIPLE, right=frozenset({0, 2}))
TRUTH = replace(
    draft(Form.TRUE_FALSE, "主题党日每月 1 次。"), options=TRUE_FALSE, right=frozenset({0}), cites=CITED
)
BLANKS = replace(
    draft(Form.FILL_IN, "大会每____，支委会每____。"), blanks=(("季度", "季"), ("月",)), cites=CITED
)
SHORT = replace(draft(Form.SHORT, "什么是三会一课？"), model="大会、支委会、小组会、党课。", cites=CITED)
SOUND = (SINGLE, MULTIPLE, TRUTH, BLANKS, SHORT)


@pytest.mark.parametrize("question", SOUND, ids=lambda one: one.form.value)
def test_sound_questions_pass(question: Question) -> None:
    assert flaws(question, categories=SEVEN) == ()


WRONG = (
    (replace(SINGLE, stem=""), "没有题干"),
    (replace(SINGLE, stem="题" * 1001), "最多 1000 个"),
    (replace(SINGLE, stem="____"), "题干没有内容"),
    (replace(SINGLE, stem="选哪个？\nA. 甲"), "像是选项或者答案"),
    (replace(SINGLE, why="答案：B"), "像是选项或者答案"),
    (replace(SINGLE, options=("32",), right=frozenset({0})), "有 1 个选项"),
    (replace(SINGLE, options=tuple("一二三四五六七八九")), "有 9 个选项"),
    (replace(SINGLE, options=("24", "", "40")), "选项 B 是空的"),
    (replace(SINGLE, options=("24", "32", "３２")), "选项 C 和选项 B 一样"),
    (replace(SINGLE, options=("24", "32 C. 40")), "里像还有一个选项"),
    (replace(SINGLE, options=("24", "题" * 301)), "超过 300 个字"),
    (replace(SINGLE, right=frozenset()), "没有标哪个选项对"),
    (replace(SINGLE, right=frozenset({3})), "没有这个选项"),
    (replace(SINGLE, right=frozenset({0, 1})), "只能有 1 个"),
    (replace(MULTIPLE, right=frozenset({1})), "多选题只标了 1 个对的"),
    (replace(TRUTH, options=("是", "否")), "判断题不写选项"),
    (replace(TRUTH, right=frozenset({0, 1})), "“正确”或者“错误”"),
    (replace(TRUTH, right=frozenset()), "“正确”或者“错误”"),
    (replace(BLANKS, stem="没有空"), "题干里没有空"),
    (replace(BLANKS, blanks=(("季度",),)), "题干有 2 个空，答案有 1 个"),
    (replace(BLANKS, blanks=(("季度",), ())), "第 2 个空没有答案"),
    (replace(BLANKS, blanks=(("季度",), ("月；日",))), "第 2 个空的答案"),
    (replace(BLANKS, blanks=(("季度",), tuple("一二三四五六七八九"))), "写法超过 8 种"),
    (replace(BLANKS, stem="____，" * 9, blanks=(("一",),) * 9), "最多 8 个"),
    (replace(BLANKS, options=("甲", "乙")), "填空题不写选项"),
    (replace(SHORT, model=""), "没有参考答案"),
    (replace(SHORT, model="字" * 2001), "超过 2000 个字"),
    (replace(SINGLE, why="字" * 2001), "超过 2000 个字"),
    (replace(SINGLE, category="文娱"), "没有“文娱”这一类"),
    (replace(SINGLE, topics=("学时、培训",)), "知识点最多"),
    (replace(SINGLE, cites=(Cited("条例》《规定"),)), "读不准"),
    (replace(SINGLE, cites=CITED * 7), "依据最多 6 条"),
    (replace(SINGLE, note="字" * 301), "备注超过"),
)


@pytest.mark.parametrize(("question", "told"), WRONG, ids=[told for _, told in WRONG])
def test_what_is_wrong_is_told_with_what_to_do(question: Question, told: str) -> None:
    with pytest.raises(QuestionError, match=told) as refused:
        check_question(question, categories=SEVEN)
    assert any(word in str(refused.value) for word in ("请", "最多", "要有", "只能", "是：")), refused.value


def test_what_weakens_a_question_is_only_told() -> None:
    assert hints(SINGLE) == ()
    bare = replace(SINGLE, cites=(), category="", why="", options=("24", "32", "以上都对"))
    assert flaws(bare, categories=SEVEN) == ()
    assert len(hints(bare)) == 4


def test_who_may_compare_with_the_article() -> None:
    """The truth table: reviewed × cites × author."""
    for reviewed, cited, author in itertools.product((False, True), repeat=3):
        one = replace(SINGLE, cites=CITED if cited else (), checked_by="刘英" if reviewed else "")
        allowed = cited and not reviewed and not author
        assert can_be_compared(one, author=author) is allowed
        if allowed:
            check_comparison(one, author=author)
        else:
            with pytest.raises(QuestionError):
                check_comparison(one, author=author)


def test_whether_it_may_be_asked_on_a_day() -> None:
    day = dt.date(2026, 3, 2)
    assert SINGLE.in_force(day)
    assert not replace(SINGLE, until=day).in_force(day)
    assert replace(SINGLE, until=day + dt.timedelta(1)).in_force(day)


@pytest.mark.parametrize(
    ("question", "answer", "right"),
    [
        (SINGLE, Answer(frozenset({1})), True),
        (SINGLE, Answer(frozenset({0})), False),
        (SINGLE, Answer(), False),
        (MULTIPLE, Answer(frozenset({0, 2})), True),
        (MULTIPLE, Answer(frozenset({0})), False),
        (MULTIPLE, Answer(frozenset({0, 1, 2})), False),
        (TRUTH, Answer(frozenset({0})), True),
        (TRUTH, Answer(frozenset({1})), False),
        (BLANKS, Answer(texts=("季 度", "月。")), True),
        (BLANKS, Answer(texts=("季", "月")), True),
        (BLANKS, Answer(texts=("月", "季度")), False),
        (BLANKS, Answer(texts=("季度",)), False),
        (SHORT, Answer(texts=("随便",)), None),
    ],
)
def test_whether_an_answer_is_right(question: Question, answer: Answer, right: bool | None) -> None:
    assert is_right(question, answer) is right


def test_answers_in_words_and_back() -> None:
    assert [answer_words(one) for one in SOUND] == ["B", "AC", "正确", "季度｜季；月", SHORT.model]
    assert read_letters("A、Ｃ") == frozenset({0, 2})
    assert read_letters("b") == frozenset({1})
    assert read_letters("三十二") is None
    assert read_letters("") is None
    assert [read_truth(word) for word in ("√", "对", "T", "×", "错误", "也许")] == [
        frozenset({0}),
        frozenset({0}),
        frozenset({0}),
        frozenset({1}),
        frozenset({1}),
        None,
    ]
    assert read_blanks("季度|季；月", 2) == BLANKS.blanks


@pytest.mark.parametrize(
    ("text", "cites"),
    [
        ("《条例》第二十条；《条例》第十六条", (Cited("条例", "第二十条"), Cited("条例", "第十六条"))),
        ("中国共产党支部工作条例第十二条", (Cited("中国共产党支部工作条例", "第十二条"),)),
        ("国办函〔2026〕12号", (Cited("国办函〔2026〕12号"),)),
        ("国办函〔2026〕12号第二条", (Cited("国办函〔2026〕12号", "第二条"),)),
        ("党章", (Cited("党章"),)),
        ("《条例》；《条例》", (Cited("条例"),)),
        (" ； ", ()),
    ],
)
def test_articles_are_read_with_marks_or_without(text: str, cites: tuple[Cited, ...]) -> None:
    assert read_cites(text) == cites


def test_what_changed_is_told_part_by_part() -> None:
    after = replace(SINGLE, options=("24", "32", "56", "90"), why="")
    assert differences(SINGLE, after) == (
        Difference("选项 C", "40", "56"),
        Difference("选项 D", "", "90"),
        Difference("解析", "第二十条。", ""),
    )
    assert differences(SINGLE, replace(SINGLE, version=2, code="T0009", checked_by="刘英")) == ()


def test_questions_that_ask_the_same_are_pointed_out() -> None:
    again = replace(SINGLE, stem="每年不少于多少学时？（　　）")
    assert fold_stem(again.stem) == fold_stem(SINGLE.stem)
    assert doubles([SINGLE, SHORT, again]) == ((SINGLE, again),)


def test_stray_signs_go_and_the_same_content_has_one_digest() -> None:
    dirty = replace(SINGLE, stem=" 每年不少于多少学时？\u200b\r\n\r\n", options=("24 ", "\ufeff32", "40\t"))
    assert tidy(dirty) == SINGLE
    assert tidy(tidy(dirty)) == tidy(dirty)
    assert content_digest(tidy(dirty)) == content_digest(replace(SINGLE, code="T0001", version=3))
    assert content_digest(SINGLE) != content_digest(replace(SINGLE, anchor=True))


@pytest.mark.parametrize("question", SOUND, ids=lambda one: one.form.value)
def test_content_is_kept_whole(question: Question) -> None:
    back = decode_content(encode_content(question), id=question.id, version=0, code="")
    assert back == question
    assert parts(back) == parts(question)


def test_a_file_beside_the_bank() -> None:
    held = replace(SINGLE, code="T0001", version=1)
    found = [
        checked("第 1 行", SINGLE),
        checked("第 2 行", replace(SINGLE, stem="每年不少于多少学时", why="另写。")),
        checked("第 3 行", SHORT),
        checked("第 4 行", SHORT),
        checked("第 5 行", replace(SINGLE, right=frozenset())),
        checked("第 6 行", replace(SINGLE, code="T0001", stem="整个改写了的题干？")),
    ]
    rows = offered(found, [held], categories=SEVEN)
    assert [one.turn for one in rows] == [
        Turn.KNOWN,
        Turn.CHANGED,
        Turn.NEW,
        Turn.WRONG,
        Turn.WRONG,
        Turn.CHANGED,
    ]
    assert rows[1].against == held
    assert "第 3 行" in rows[3].reasons[0]


def test_what_a_file_leaves_out_stays_as_the_bank_has_it() -> None:
    held = replace(SINGLE, code="T0001", version=1, topics=("学时",))
    bare = replace(SINGLE, cites=(), category="", why="")
    (row,) = offered([checked("第 1 行", bare)], [held], categories=SEVEN)
    assert row.turn is Turn.KNOWN


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.lists(st.text(max_size=20), max_size=4))
def test_anything_typed_is_tidied_to_something_that_stays_so(stem: str, options: list[str]) -> None:
    one = tidy(replace(SINGLE, stem=stem, options=tuple(options)))
    assert tidy(one) == one
    for flaw in flaws(one, categories=SEVEN):
        assert flaw.reason
