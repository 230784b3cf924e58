"""What remarks and posts on a roster bind, in every wording that clerks use."""

from __future__ import annotations

import pytest
from tests.core.made import (
    YEAR,
    ledger,
    member,
    of,
)

from zhixing.core.intake.remarks import may_bind, post_code, read_remark, without_cause


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("2025年7月转入", "自 2025 年 7 月起在册"),
        ("2025.7转入", "自 2025 年 7 月起在册"),
        ("2025-07转入", "自 2025 年 7 月起在册"),
        ("7月转入", "自 2025 年 7 月起在册"),
        ("今年7月转入", "自 2025 年 7 月起在册"),
        ("24年7月转入", "自 2024 年 7 月起在册"),
        ("2025年7月15日由县水利局转入", "自 2025 年 7 月起在册"),
        ("2025年9月组织关系转出", "自 2025 年 9 月起不在册"),
        ("2025年3月转入,2025年9月转出", "自 2025 年 3 月起在册,当月计入;自 2025 年 9 月起不在册"),
        ("自2025年6月起担任宣传委员", "自 2025 年 6 月起任宣传委员"),
        ("2025年6月补选为机关第一党支部纪检委员", "起任机关第一党支部纪检委员"),
        ("2025年6月任青年委员", "自 2025 年 6 月起任青年委员"),
        ("年老体弱,不作硬性要求", "不作硬性要求"),
        ("长期患病不做硬性要求", "不作硬性要求"),
        ("行动不便,不作学习硬性要求", "不作硬性要求"),
        ("失能,不作 硬性要求", "不作硬性要求"),
    ],
)
def test_remarks_that_bind(text: str, meaning: str) -> None:
    assert meaning in read_remark(text, YEAR).meaning
    intake = ledger().take(member("王磊", remark=text))
    assert [(one.member, one.text) for one in intake.remarks] == [("王磊", text)]


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        *((text, False) for text in ("", "年老体弱", "2019年7月入职", "省级优秀共产党员")),
        *(
            (text, True)
            for text in ("2025年13月转入", "去年7月转入", "2025年6月起不再担任组织委员", "2025年6月任副科长")
        ),
    ],
)
def test_remarks_that_bind_nothing(text: str, doubtful: bool) -> None:
    assert read_remark(text, YEAR).meaning == ""
    assert may_bind(text) == doubtful
    intake = ledger().take(member("王磊", remark=text))
    assert intake.remarks == ()
    assert any("没有读懂" in warning for warning in intake.warnings) == doubtful


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("书记", "secretary"),
        ("第一党支部书记", "secretary"),
        ("支部副书记", "deputy_secretary"),
        ("组织委员、党小组长", "organization_officer"),
        ("党小组长兼纪检委员", "discipline_officer"),
        ("保密委员", "committee_member"),
        *((title, None) for title in ("", "无", "党小组长", "党组书记", "团支部书记", "工会委员")),
    ],
)
def test_posts_as_rosters_spell_them(title: str, code: str | None) -> None:
    assert post_code(title) == code
    one = of(ledger(member("王磊", post=title)).year(), "王磊")
    assert one.target.value == (5600 if code else 3200)


def test_a_post_in_the_remark_alone_holds_and_one_in_both_begins_in_its_month() -> None:
    made = ledger(
        member("王磊", remark="2025年10月任青年委员"),
        member("李四", post="组织委员", remark="2025年10月任青年委员"),
        member("赵六", post="青年委员", remark="2025年10月任青年委员"),
    )
    assert [of(made.year(), name).target.value for name in ("王磊", "李四", "赵六")] == [3800, 5600, 3800]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("长期患病,不作硬性要求", "不作硬性要求"),
        ("尿毒症不作硬性要求;2025年9月转出", "不作硬性要求,2025年9月转出"),
        ("2025年6月任组织委员,重病,不做硬性要求,住院", "2025年6月任组织委员,不作硬性要求"),
        ("2025年7月转入,由县水利局", "2025年7月转入,由县水利局"),
    ],
)
def test_no_illness_is_kept_of_a_remark(text: str, kept: str) -> None:
    assert without_cause(text) == kept
    assert read_remark(kept, YEAR) == read_remark(text, YEAR)
