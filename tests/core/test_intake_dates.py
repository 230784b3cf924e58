"""What lies ahead or cannot be, hours that nobody stated, posts read by their ending."""

from __future__ import annotations

import datetime as dt

import pytest
from tests.core.made import BRANCH, YEAR, Ledger, fields, ledger, member, of, only, reasons, row, training
from tests.core.test_register import the

from zhixing.core.facts.accept import check_draft
from zhixing.core.facts.kinds import Gate, Membership, PostHeld, Training
from zhixing.core.facts.record import Draft, FactError, Source
from zhixing.core.intake.remarks import by_ending, post_code
from zhixing.core.intake.rows import GateRow, OrgRow

SOON = dt.date(YEAR + 2, 7, 1)


@pytest.mark.parametrize(
    ("remark", "reason", "spans"),
    [
        ("2027年7月转入", "转入的月份(2027 年 7 月)在今天(2026-01-06)之后", None),
        ("2025年9月转入;2025年3月转出", "转出的月份早于转入的月份", None),
        ("2027年7月转出", "转出的月份(2027 年 7 月)在今天(2026-01-06)之后", [(None, None)]),
        ("2027年7月任组织委员", "任职的月份(2027 年 7 月)在今天(2026-01-06)之后", [(None, None)]),
    ],
)
def test_a_remark_about_what_lies_ahead_or_cannot_be_is_left_open(
    remark: str, reason: str, spans: list[tuple[dt.date | None, dt.date | None]] | None
) -> None:
    made = Ledger([], [])
    intake = made.take(member("王磊", remark=remark))
    assert [field for field, _ in fields(intake)] == ["备注"]
    assert reason in reasons(intake)[0]
    if spans is None:
        assert only(made.facts, Membership) == []
    else:
        assert [(one.start, one.until) for one in the(made, "王磊").roll] == spans
        assert of(made.year(), "王磊").target.value == 3200
        assert intake.remarks == ()


def test_a_transfer_out_before_the_transfer_in_on_the_ledger_is_left_open() -> None:
    made = ledger(member("王磊", remark="2025年9月转入"))
    assert "早于已入账的转入(2025-09-01)" in reasons(made.take(member("王磊", remark="2025年3月转出")))[0]


def test_days_to_come_are_left_out_and_shown() -> None:
    made = Ledger([], [])
    intake = made.take(row(OrgRow, name=BRANCH, founded=SOON, elected=SOON), member("王磊", joined_on=SOON))
    assert [field for field, _ in fields(intake)] == ["成立时间", "换届时间", "入党时间"]
    (branch,) = made.register.branches()
    assert (branch.founded, branch.elected) == (None, None)
    assert the(made, "王磊").words["joined_on"] == ""


@pytest.mark.parametrize(
    "body",
    [
        PostHeld("", "secretary", "书记", SOON),
        Membership("", "", "", "", SOON),
        Training("班", "", "A", SOON, None, "", "", False),
    ],
)
def test_no_fact_tells_of_what_has_not_happened(body: PostHeld | Membership | Training) -> None:
    draft = Draft(body, chain=BRANCH, source=Source())  # type: ignore[arg-type]
    with pytest.raises(FactError, match="在今天"):
        check_draft(draft, today=dt.date(YEAR, 7, 1))
    check_draft(draft, today=SOON)


def test_what_falls_due_may_lie_ahead() -> None:
    made = ledger(member("王磊"), row(GateRow, name="王磊", months=60))
    assert len(only(made.facts, Gate)) == 1


def test_study_online_needs_its_hours_and_self_study_its_output() -> None:
    made = ledger(member("王磊"))
    days = {"start": dt.date(YEAR, 3, 1), "end": dt.date(YEAR, 4, 30)}
    intake = made.take(training("王磊", ledgers="C", **days), training("王磊", ledgers="D"))
    assert [field for field, _ in fields(intake)] == ["学时", "计入学时账"]
    assert "请在“学时”一栏填上学时" in reasons(intake)[0]
    assert reasons(intake)[1] == "个人自学按成果登记,请记入自学登记"
    assert of(made.year(), "王磊").online.value == 0
    made.take(training("王磊", ledgers="C", hours=5200, **days))
    assert of(made.year(), "王磊").online.value == 5200


@pytest.mark.parametrize(
    ("title", "code", "shown"),
    [
        *((f"{word}委员", "committee_member", True) for word in ("统战", "保密", "生活", "群工")),
        *((title, "committee_member", False) for title in ("委员", "支委", "机关第一党支部委员")),
        ("青年委员", "youth_officer", False),
        ("机关党委第一党支部书记", "secretary", False),
        *((title, None, False) for title in ("机关党委书记", "局党委委员", "纪委书记", "人大常委会委员")),
    ],
)
def test_posts_of_the_branch_committee_and_of_no_other(title: str, code: str | None, shown: bool) -> None:
    assert (post_code(title), by_ending(title)) == (code, shown)
    intake = Ledger([], []).take(member("王磊", post=title))
    assert any(f"党内职务“{title}”读作支部委员" in warning for warning in intake.warnings) == shown
