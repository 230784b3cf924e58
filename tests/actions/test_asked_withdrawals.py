"""Withdrawing by two, and what a branch may bring and take back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import override_settings
from tests.sent import NOW, SESSIONS, WORKBOOKS, officer, seen, sent, standing, take

from zhixing.actions import ask_withdrawal, upload
from zhixing.actions.actors import tree
from zhixing.actions.withdraw import NotWithdrawn
from zhixing.store.intake import queries
from zhixing.store.ledger import models as facts
from zhixing.store.ledger import queries as ledger
from zhixing.store.people.queries import Hat

pytestmark = pytest.mark.django_db(transaction=True)
LIU, ZHOU = officer(), officer("zhoujian", account=2)


@pytest.fixture(autouse=True)
def home(tmp_path: Path) -> Iterator[Path]:
    """A home of its own: uploads lie there."""
    with override_settings(HOME=tmp_path):
        yield tmp_path


def test_a_withdrawal_waits_for_somebody_else() -> None:
    number = take(sent(LIU))
    count = ledger.fact_count()
    with pytest.raises(NotWithdrawn, match="理由"):
        ask_withdrawal.ask(number, reason=" ", actor=LIU, now=NOW)
    wanted = ask_withdrawal.ask(number, reason="年份写错", actor=LIU, now=NOW)
    with pytest.raises(NotWithdrawn, match="正等第二人"):
        ask_withdrawal.ask(number, reason="再来一次", actor=ZHOU, now=NOW)
    asked = queries.withdrawal(wanted)
    assert asked is not None
    assert ledger.fact_count() == count
    assert not ask_withdrawal.may_confirm(LIU, asked)
    second = standing(ZHOU)
    assert ask_withdrawal.may_confirm(second, asked)
    assert not ask_withdrawal.may_confirm(replace(second, account=1), asked)
    assert not ask_withdrawal.may_confirm(
        officer("zhibu", Hat("branch", None, frozenset(tree().orgs)), account=7), asked
    )
    done = ask_withdrawal.confirm(asked, actor=ZHOU, now=NOW)
    assert (done.number, done.reversed) == (number, count)
    with pytest.raises(NotWithdrawn, match="已经有人答复过"):
        ask_withdrawal.confirm(asked, actor=ZHOU, now=NOW)
    row = facts.Fact.objects.filter(kind="reversal").first()
    assert row is not None
    assert (row.by, row.second, row.reason) == ("刘英（liuying）", "zhoujian", "年份写错")


def test_one_row_is_withdrawn_the_same_way_or_not() -> None:
    number = take(sent(LIU))
    count = ledger.fact_count()
    with pytest.raises(NotWithdrawn, match="没有还算数的事实"):
        ask_withdrawal.ask(number, file="台账.csv", row=99, reason="错", actor=LIU, now=NOW)
    wanted = ask_withdrawal.ask(number, file="台账.csv", row=4, reason="多写一场", actor=LIU, now=NOW)
    asked = queries.withdrawal(wanted)
    assert asked is not None
    ask_withdrawal.turn_down(asked, actor=ZHOU, now=NOW)
    assert ledger.fact_count() == count
    again = queries.withdrawal(
        ask_withdrawal.ask(number, file="台账.csv", row=4, reason="多写一场", actor=LIU, now=NOW)
    )
    assert again is not None
    assert ask_withdrawal.confirm(again, actor=ZHOU, now=NOW).reversed == 2
    assert len(queries.withdrawals(number)) == 2


def test_a_branch_adds_only_its_own_and_chooses_only_its_own() -> None:
    take(sent(LIU, {"花名册.csv": WORKBOOKS["花名册.csv"]}))
    branch = next(org for org in tree().orgs.values() if org.name == "机关第一党支部")
    zhang = officer("zhang", Hat("branch", branch.id, frozenset({branch.id})), account=3)
    with pytest.raises(upload.NotReceived, match="没有可以导入的"):
        sent(officer("nobody", Hat("branch", None, frozenset()), account=4))
    own = SESSIONS.replace("公路养护中心党支部", "机关第一党支部", 1).replace(
        "王磊、李思缘", "张建国、王磊", 1
    )
    wanted = sent(zhang, {"台账.csv": own.encode()})
    preview = seen(wanted)
    assert {one.kind: one.new for one in preview.kinds if one.new} == {"session_held": 1, "attendance": 1}
    assert "不是本支部的人和事，没有记入；请交机关党委或该支部导入" in [one.reason for one in preview.open]
    assert [one.candidates for one in preview.open if one.place.value == "王磊"] == [()]
    assert [one.name for one in preview.units] == ["机关第一党支部"]
    row = queries.upload(wanted)
    assert row is not None
    assert upload.may_handle(zhang, row)
    assert not upload.may_handle(officer("other", Hat("branch", None, frozenset({uuid4()})), account=5), row)
    number = take(wanted)
    assert queries.batches_within({branch.id}) == {number}
    assert ask_withdrawal.may_see_batch(zhang, number)
    assert not ask_withdrawal.may_see_batch(zhang, 1)
