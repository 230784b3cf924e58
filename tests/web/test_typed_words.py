"""Nothing that somebody typed reaches the audit administrator: no file name, reason, title, place, search word."""

from __future__ import annotations

from uuid import uuid4

import pytest
from tests import cast
from tests.web.conftest import NOW, TODAY, Bureau

from zhixing.actions import ask_withdrawal, meeting_forms, organisation, recording
from zhixing.actions.changing import Sheet
from zhixing.actions.export_list import export_list
from zhixing.actions.recording import Ask
from zhixing.actions.withdraw import withdraw_batch
from zhixing.core.recording.study import SessionForm
from zhixing.store.intake import queries as uploads
from zhixing.store.ledger.models import AuditLine, Fact
from zhixing.store.people.models import Account

pytestmark = pytest.mark.django_db
WORD = "王磊病休"


def _audited(bureau: Bureau) -> str:
    """What the audit administrator reads, page and file."""
    client = bureau.clients["audit"]
    return "".join(
        client.get(page).content.decode() for page in ("/keepers/audit/", "/keepers/audit/export/")
    )


def test_titles_names_and_searches_stay_out(bureau: Bureau) -> None:
    branch, superior = (cast.actor(name, today=TODAY) for name in ("branch", "superior"))
    org = bureau.year.branches[0].id
    person = next(one.id for one in bureau.year.members if one.branch_id == org and one.on_roll_at_end)
    form = SessionForm(org, TODAY, 60, ("集中学习",), WORD, roll={person: "present"})
    recording.record_session(form, Ask(branch, NOW, TODAY, uuid4()))
    held = Fact.objects.filter(kind="session_held").order_by("-seq")[0].about
    assert held is not None
    for which in ("L3", "L4"):
        made = meeting_forms.session_form(branch, held, which, "docx", now=NOW, today=TODAY)
        assert made is not None
        assert WORD in made.name
    organisation.found_group(Sheet(uuid4(), branch, NOW, TODAY), org, name=f"{WORD}党小组")
    organisation.rename(Sheet(uuid4(), superior, NOW, TODAY), org, name=f"{WORD}党支部")
    assert export_list(branch, "人员名单", ["姓名"], [["甲"]], "csv", now=NOW, told=f"姓名含“{WORD}”")
    text = _audited(bureau)
    assert "三会一课记录-2026-03-02.docx" in text
    assert "学习活动 2026-03-02" in text
    assert WORD not in text
    assert not AuditLine.objects.filter(detail__contains=WORD).exists()
    assert not AuditLine.objects.filter(target__contains=WORD).exists()


def test_reasons_of_withdrawals_stay_with_them(bureau: Bureau) -> None:
    leader, superior = (cast.actor(name, today=TODAY) for name in ("leader", "superior"))
    wanted = ask_withdrawal.ask(1, reason=WORD, actor=superior, now=NOW)
    assert WORD not in _audited(bureau)
    asked = uploads.withdrawal(wanted)
    assert asked is not None
    assert ask_withdrawal.may_confirm(leader, asked)
    withdraw_batch("1", by=superior.signature, second=WORD, reason=WORD, now=NOW)
    assert Fact.objects.filter(kind="reversal", reason=WORD).exists()
    assert WORD not in _audited(bureau)


def test_one_human_with_two_accounts_is_no_second_person(bureau: Bureau) -> None:
    leader, superior = (cast.actor(name, today=TODAY) for name in ("leader", "superior"))
    wanted = ask_withdrawal.ask(1, reason="记错了", actor=superior, now=NOW)
    asked = uploads.withdrawal(wanted)
    assert asked is not None
    person = bureau.year.members[0].id
    Account.objects.filter(pk__in=(leader.account, superior.account)).update(person=person)
    from dataclasses import replace

    assert ask_withdrawal.may_confirm(leader, asked)
    assert not ask_withdrawal.may_confirm(replace(leader, person=person), asked)


@pytest.mark.parametrize("address", ["/library/?q=%00", "/2025/members/?q=%E7%8E%8B%00"])
def test_a_nul_in_an_address_is_refused_in_words(bureau: Bureau, address: str) -> None:
    assert bureau.clients["branch"].get(address).status_code == 400


def test_a_nul_in_a_form_is_refused_and_nothing_written(bureau: Bureau) -> None:
    before = AuditLine.objects.count()
    answer = bureau.clients["member"].post("/mine/notes/new/", {"title": "读\x00后", "body": "x"})
    assert answer.status_code == 400
    assert AuditLine.objects.count() == before
