"""Articles as values: who may do what, marks of secrecy, words replaced where they were marked, versions compared."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhixing.core.library import checking, comparing, mending, reviewing
from zhixing.core.library.article import Stage
from zhixing.core.library.plain import paragraphs

HATS = ("member", "branch", "secretary", "discipline", "publicity", "superior")
TABLE = {
    # hat: writes, edits, first, second, third
    "member": (0, 0, 0, 0, 0),
    "branch": (1, 0, 0, 0, 0),
    "secretary": (0, 0, 1, 1, 0),
    "discipline": (0, 0, 0, 0, 0),
    "publicity": (1, 1, 1, 1, 0),
    "superior": (1, 1, 0, 1, 1),
}
STAGES = (Stage.FIRST, Stage.SECOND, Stage.THIRD)


@pytest.mark.parametrize("hat", HATS)
def test_who_may_do_what(hat: str) -> None:
    found = (
        reviewing.may_write([hat]),
        reviewing.may_edit([hat]),
        *(reviewing.may_review(stage, [hat]) for stage in STAGES),
    )
    assert tuple(map(int, found)) == TABLE[hat]


def test_no_step_is_taken_by_whoever_took_another() -> None:
    """All hats at once do not help: every step of a round needs another person."""
    for stage in STAGES:
        for count in range(4):
            for mine in itertools.combinations((Stage.DRAFT, *STAGES[:2]), count):
                refused = reviewing.why_not(stage, HATS, mine=mine)
                assert bool(refused) is bool(mine), (stage, mine)
    assert reviewing.why_not(Stage.PUBLISHED, HATS, mine=())


def test_each_of_the_three_reviews_proofreads() -> None:
    """三审三校: 引文 and 文字 are ticked at every step, secrecy before publication."""
    for stage, proof in zip(STAGES, ("一校", "二校", "三校"), strict=True):
        for looked in ((), ("quotes",), ("wording", reviewing.SECRECY)):
            assert proof in reviewing.lacking(stage, looked)
        assert ("保密审查" in reviewing.lacking(stage, reviewing.PROOF)) is (stage is Stage.THIRD)
        assert not reviewing.lacking(stage, [*reviewing.PROOF, reviewing.SECRECY])
        assert proof in reviewing.recorded(stage, passed=True, looked=reviewing.PROOF)
        assert proof not in reviewing.recorded(stage, passed=True, looked=())
        assert not reviewing.recorded(stage, passed=False, looked=reviewing.PROOF)


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("机密★3年\n关于", True),
        ("密级：秘密", True),
        ("秘 密\n标题", True),
        ("【绝密】", True),
        ("保守国家秘密是每名党员的义务", False),
        ("揭开桥梁养护的秘密", False),
        ("按机密级管理的会议室在三楼", False),
    ],
)
def test_a_mark_of_secrecy_is_told_from_the_word(text: str, marked: bool) -> None:
    assert bool(checking.classified(text)) is marked


def test_hints_point_and_never_judge() -> None:
    text = (
        "张三县长指出，“要把路修好、把站管好、把群众的事办好”。见《中国共产党党员教育管理工作条例》第二十条。"
    )
    sorts = [one.sort for one in checking.hints("挥机关党组织作用", text)]
    assert {"领导人", "引文", "文件", "用字"} <= set(sorts)
    assert checking.hints("发挥机关党组织作用", "春运值守要点") == ()


BODY = "<h2>一、要求</h2><p>要发<strong>挥机</strong>关党组织 作用 &amp; 责任，挥机关带头。</p>"


def test_words_are_replaced_where_they_were_marked() -> None:
    mended = mending.mend_body(BODY, mending.Quote("挥机关带"), "发挥机关带")
    assert mended == BODY.replace("挥机关带", "发挥机关带")
    across = mending.mend_body(BODY, mending.Quote("挥机 关党"), "扬机关党")
    assert paragraphs(across)[1] == "要发扬机关党组织 作用 & 责任，挥机关带头。"
    assert across.count("<strong>") == across.count("</strong>") == 1
    second = mending.mend_body(BODY, mending.Quote("挥机关", before="责任，", after="带头"), "发挥机关")
    assert second.endswith("责任，发挥机关带头。</p>")


def test_words_that_cannot_be_placed_are_refused() -> None:
    for quote in (mending.Quote("没有这些字"), mending.Quote("挥机关"), mending.Quote("  ")):
        with pytest.raises(mending.NotFound):
            mending.mend_body(BODY, quote, "x")
    with pytest.raises(mending.NotFound):
        mending.mend_title("标题", mending.Quote("<h2>"), "x")


@given(st.text(alphabet="发挥机关党<>&\"' a\n", max_size=12))
def test_what_is_put_in_is_text_and_never_markup(became: str) -> None:
    mended = mending.mend_body(BODY, mending.Quote("责任"), became)
    assert mended.count("<") == BODY.count("<")
    assert "".join("".join(paragraphs(mended)).split()) == "".join(
        "".join(paragraphs(BODY)).replace("责任", became).split()
    )


def test_the_slip_in_the_title() -> None:
    title = "充分挥机关党组织在交通建设中的战斗堡垒作用"
    mended = mending.mend_title(title, mending.Quote("挥机关党组织"), "发挥机关党组织")
    assert mended == "充分发挥机关党组织在交通建设中的战斗堡垒作用"
    assert [run.text for run in comparing.words(title, mended) if run.turn is comparing.Turn.NEW] == ["发"]


@given(
    st.lists(st.text("甲乙丙 x1", max_size=6), max_size=5),
    st.lists(st.text("甲乙丙 x1", max_size=6), max_size=5),
)
def test_a_comparison_holds_both_versions_whole(old: list[str], new: list[str]) -> None:
    found = comparing.compared(old, new)
    kept = {
        "old": (comparing.Turn.SAME, comparing.Turn.GONE),
        "new": (comparing.Turn.SAME, comparing.Turn.NEW),
    }
    said = {
        side: "".join(run.text for paragraph in found for run in paragraph if run.turn in turns)
        for side, turns in kept.items()
    }
    assert said == {"old": "".join(old), "new": "".join(new)}
