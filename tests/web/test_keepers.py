"""The administrators' pages: each sees what is his, nobody members' data; every act leaves its line."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.web.conftest import TODAY, Bureau

from zhixing.actions import keeping
from zhixing.core.people.grants import GrantError, Wanted
from zhixing.store.ledger.models import AuditLine
from zhixing.store.people.models import Account, Grant

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 2, 0, tzinfo=dt.UTC)


def account(name: str) -> int:
    """The number of the account of this user name."""
    return int(Account.objects.get(user__username=name).pk)


def last_line() -> tuple[str, str, str]:
    """Who did what to whom last."""
    row = AuditLine.objects.order_by("-position").first()
    assert row is not None
    return row.by, row.verb, row.target


def test_an_administrator_begins_with_what_he_keeps(bureau: Bureau) -> None:
    ends = {name: bureau.clients[name].get("/", follow=True) for name in cast.KEEPERS}
    assert {name: end.request["PATH_INFO"] for name, end in ends.items()} == {
        "system": "/keepers/system/",
        "security": "/keepers/accounts/",
        "audit": "/keepers/audit/",
    }
    assert all(end.status_code == 200 for end in ends.values())


def test_no_keeper_reads_a_members_name(bureau: Bureau) -> None:
    names = {member.name for member in bureau.year.members}
    bureau.clients["branch"].get(bureau.member_of(0))
    bureau.clients["branch"].get(bureau.member_of(0) + "export/record/")
    labels = set(Account.objects.filter(person__isnull=False).values_list("label", flat=True))
    for name, pages in (
        ("system", ("/keepers/system/", "/keepers/system/accounts/")),
        (
            "security",
            ("/keepers/accounts/", f"/keepers/accounts/{account('member')}/", "/keepers/accounts/?q=member"),
        ),
        ("audit", ("/keepers/audit/", "/keepers/audit/export/", "/keepers/audit/?check=1")),
    ):
        for page in pages:
            text = bureau.clients[name].get(page).content.decode()
            assert [one for one in names | labels if one in text] == [], page


def test_a_role_is_given_and_ended(bureau: Bureau) -> None:
    client, number = bureau.clients["security"], account("member")
    org = str(bureau.year.branches[1].id)
    form = {"role": "publicity", "org": org, "start": "2026-03-02", "until": "", "reason": "分工"}
    assert client.post(f"/keepers/accounts/{number}/grant/", form).status_code == 302
    assert last_line() == ("安全乙（security）", "授权", "member")
    page = client.get(f"/keepers/accounts/{number}/").content.decode()
    assert "宣传委员" in page
    assert bureau.year.branches[1].name in page
    grant = Grant.objects.get(account_id=number)
    assert client.post(f"/keepers/grants/{grant.pk}/end/").status_code == 302
    assert last_line() == ("安全乙（security）", "收回", "member")
    assert client.post(f"/keepers/grants/{grant.pk}/end/").status_code == 422
    assert client.post("/keepers/grants/999999/end/").status_code == 404


@pytest.mark.parametrize(
    ("name", "role", "sentence"),
    [
        ("security", "branch", "不能给自己授权"),
        ("audit", "system", "三员分立"),
        ("branch", "audit", "三员分立"),
        ("member", "security", "三员分立"),
        ("member", "king", "没有这种角色"),
        ("member", "branch", "请选这个角色管的党组织"),
    ],
)
def test_what_cannot_be_given_keeps_what_was_typed(
    bureau: Bureau, name: str, role: str, sentence: str
) -> None:
    number, before = account(name), Grant.objects.count()
    form = {"role": role, "org": "", "start": "2026-03-02", "until": "", "reason": "写好的理由"}
    answer = bureau.clients["security"].post(f"/keepers/accounts/{number}/grant/", form)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert name == "security" or (sentence in text and "写好的理由" in text)
    assert Grant.objects.count() == before


def test_only_the_right_keeper_acts(bureau: Bureau) -> None:
    wanted = Wanted("superior", None, TODAY, None, "理由")
    for name in ("superior", "system", "audit", "branch", "member"):
        one = cast.actor(name, today=TODAY)
        with pytest.raises(keeping.Refused):
            keeping.give_role(one, account("publicity"), wanted, now=NOW, today=TODAY)
    for name in ("superior", "security", "audit", "branch", "member"):
        with pytest.raises(keeping.Refused):
            keeping.set_active(cast.actor(name, today=TODAY), account("publicity"), False, now=NOW)
        with pytest.raises(keeping.Refused):
            keeping.open_account(cast.actor(name, today=TODAY), "zuzhike", "组织科", now=NOW)


def test_the_last_security_administrator_stays(bureau: Bureau) -> None:
    security = cast.actor("security", today=TODAY)
    grant = Grant.objects.get(account__user__username="security")
    with pytest.raises((keeping.Refused, GrantError)):
        keeping.end_role(security, grant.pk, now=NOW, today=TODAY)


def test_sessions_end_by_order(bureau: Bureau) -> None:
    assert bureau.clients["member"].get("/accounts/mine/").status_code == 200
    number = account("member")
    assert bureau.clients["security"].post(f"/keepers/accounts/{number}/sessions/").status_code == 302
    answer = bureau.clients["member"].get("/accounts/mine/")
    assert answer.status_code == 302
    assert "/accounts/login/" in answer["Location"]


def test_a_closed_account_is_out_at_once(bureau: Bureau) -> None:
    number = account("member")
    address = f"/keepers/system/accounts/{number}/active/"
    assert bureau.clients["system"].post(address, {"active": "0"}).status_code == 302
    assert bureau.clients["member"].get("/accounts/mine/").status_code == 302
    assert bureau.clients["system"].post(address, {"active": "1"}).status_code == 302
    assert last_line()[1] == "启用账户"
    own = f"/keepers/system/accounts/{account('system')}/active/"
    bureau.clients["system"].post(own, {"active": "0"})
    assert User.objects.get(username="system").is_active


def test_an_offices_account_is_opened_and_invited(bureau: Bureau) -> None:
    client = bureau.clients["system"]
    made = {"username": "zuzhike", "label": "组织科"}
    assert client.post("/keepers/system/accounts/", made).status_code == 302
    assert client.post("/keepers/system/accounts/", made).status_code == 422
    bad = client.post("/keepers/system/accounts/", {"username": "组织", "label": "组织科"})
    assert bad.status_code == 422
    assert "小写字母" in bad.content.decode()
    slip = client.post(f"/keepers/system/accounts/{account('zuzhike')}/invite/").content.decode()
    code = re.search(r'class="code">([A-Z2-9-]{14})<', slip)
    assert code is not None
    assert "style=" not in slip
    fresh = Client()
    form = {"username": "zuzhike", "code": code[1], "password1": "春风又绿江南岸一九", "password2": "x"}
    assert fresh.post("/accounts/activate/", form).status_code == 422
    form["password1"] = form["password2"] = "chun feng you lv jiang nan"
    assert fresh.post("/accounts/activate/", form).status_code == 302
    assert fresh.get("/accounts/mine/").status_code == 404
    again = Client().post("/accounts/activate/", form)
    assert again.status_code == 422
    assert AuditLine.objects.filter(verb="登录失败", target="zuzhike", detail="开户单").count() == 1


def test_audit_lines_are_filtered_paged_and_taken_out(bureau: Bureau) -> None:
    client = bureau.clients["audit"]
    for _ in range(3):
        bureau.clients["member"].get("/2025/members/")
    page = client.get("/keepers/audit/?verb=拒绝&account=member").content.decode()
    assert "<b>3 行</b>" in page
    out = client.get("/keepers/audit/export/?verb=拒绝&account=member")
    lines = out.content.decode("utf-8-sig").splitlines()
    assert len(lines) == 4
    assert "member" in lines[1]
    assert last_line() == ("审计丙（audit）", "导出", "操作记录.csv")
    wrong = client.get("/keepers/audit/?first=昨天").content.decode()
    assert "日期要写成" in wrong
    assert "完整" in client.get("/keepers/audit/?check=1").content.decode()


def test_lines_are_taken_out_in_local_time_and_tell_what_is_left_out(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    from zhixing.web.keepers import audit

    monkeypatch.setattr(audit, "MOST", 3)
    client, row = bureau.clients["audit"], AuditLine.objects.order_by("-position").first()
    assert row is not None
    total = AuditLine.objects.count()
    assert "一次最多导出较新的 3 行" in client.get("/keepers/audit/").content.decode()
    lines = client.get("/keepers/audit/export/").content.decode("utf-8-sig").splitlines()
    assert f"{timezone.localtime(row.at):%Y-%m-%d %H:%M:%S}" in lines[1]
    assert f"更早的 {total - 3} 行没有导出" in lines[4]
    assert f"另有 {total - 3} 行未导出" in AuditLine.objects.order_by("-position")[0].detail


def test_a_group_is_offered_with_its_branch(bureau: Bureau) -> None:
    page = bureau.clients["security"].get(f"/keepers/accounts/{account('member')}/").content.decode()
    offered = re.findall(r'<option value="[0-9a-f-]{36}">([^<]*)<', page)
    assert len(offered) == len(set(offered))
    groups = [one for one in offered if one.endswith("党小组")]
    assert groups
    assert all("·" in one for one in groups)


def test_no_number_joins_a_person_to_a_confidential_matter(bureau: Bureau) -> None:
    """Whom a confidential line concerns is not told; nor does any line tell both a number and whose it is."""
    from zhixing.store.ledger import api

    person = Account.objects.get(user__username="member").person
    assert person is not None
    by, own = api.Stamp("冯岩（discipline）", NOW), api.Stamp("某某（member）", NOW)
    for verb, target in (
        ("登记评优资格限制", "评优资格限制 2026-03-01"),
        ("登记困难诉求", "困难诉求"),
        ("登记办理情况", "诉求办理"),
        ("登记谈心谈话", "谈心谈话 2026-03-01"),
        ("查看", "登记：评优资格限制"),
        ("答复异议：维持", "学时登记"),
        ("打开保密内容", "更正提议的理由"),
    ):
        api.audit(by, verb, target, "", person)
    api.audit(own, "提出异议", "评优资格限制 2026-03-01", "", person)
    api.audit(own, "导出", "本人资料（docx）", "", person)
    api.audit(by, "查看", "人员卡片和历史", "", person)
    client, number = bureau.clients["audit"], person.hex[:8]
    for address in ("/keepers/audit/", "/keepers/audit/export/"):
        text = client.get(address).content.decode()
        rows = [row for row in re.split(r"<tr>|\r\n", text) if number in row]
        assert len(rows) == 1, address
        assert "人员卡片和历史" in rows[0]
        told = [row for row in re.split(r"<tr>|\r\n", text) if "提出异议" in row and "某某" not in row]
        assert not [row for row in told if "评优" in row and "<option" not in row], address


def test_refusals_name_the_screen(bureau: Bureau) -> None:
    bureau.clients["member"].get("/keepers/audit/")
    row = AuditLine.objects.filter(verb="拒绝").order_by("-position")[0]
    assert (row.target, row.detail) == ("操作记录", "GET，keepers:audit")


def test_every_route_has_a_screen() -> None:
    from django.urls import get_resolver

    from zhixing.web.shared.screens import SCREENS

    spaces = set(get_resolver().namespace_dict)
    assert spaces <= {*SCREENS, "django_cas_ng", "socialaccount"}, spaces


def test_no_administrator_prints_a_members_slip(bureau: Bureau) -> None:
    """Printing a code is being able to use it: the administrator allows, the branch prints."""
    from zhixing.actions import invites

    client, number = bureau.clients["system"], account("member")
    branch = cast.actor("branch", today=TODAY)
    person = Account.objects.get(pk=number).person
    assert person is not None

    def state() -> tuple[str, bool]:
        one = next(one for one in invites.places(branch, today=TODAY) if one.person == person)
        return one.state, one.openable

    assert state() == ("open", False)
    answer = client.post(f"/keepers/system/accounts/{number}/invite/")
    assert answer.status_code == 302
    assert last_line()[1:] == ("允许重设口令", "member")
    assert state() == ("reset", True)
    assert [
        slip.username for slip in invites.open_for(branch, [person], now=timezone.now(), today=TODAY)
    ] == ["member"]
    inside = client.post(f"/keepers/system/accounts/{account('branch')}/invite/", follow=True)
    assert 'class="code"' not in inside.content.decode()
    assert "不能打印" in inside.content.decode()


def test_a_branch_opens_nobody_with_more_rights(bureau: Bureau) -> None:
    """Whoever prints the secretary's slip could become the secretary."""
    from zhixing.actions import invites

    branch, superior = (cast.actor(name, today=TODAY) for name in ("branch", "superior"))
    mine = {one.person: one for one in invites.places(branch, today=TODAY)}
    theirs = {one.person: one for one in invites.places(superior, today=TODAY)}
    held = [one for one in mine.values() if one.elsewhere]
    assert held
    assert all(theirs[one.person].openable for one in held)
    assert not any(one.openable for one in held)
    with pytest.raises(keeping.Refused, match="机关党委"):
        invites.open_for(branch, [held[0].person], now=NOW, today=TODAY)


def test_a_page_of_lines_ends_and_goes_on(bureau: Bureau) -> None:
    for _ in range(40):
        bureau.clients["security"].get("/keepers/system/")
    from zhixing.web.keepers import audit

    total = AuditLine.objects.count()
    seen: list[int] = []
    address = "/keepers/audit/"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(audit, "SIZE", 15)
        while address:
            text = bureau.clients["audit"].get(address).content.decode()
            seen += [int(one) for one in re.findall(r'data-h="序号">(\d+)<', text)]
            more = re.search(r'href="(\?[^"]*below=\d+)">更早的', text)
            address = "/keepers/audit/" + more[1].replace("&amp;", "&") if more else ""
    assert seen == list(range(total, 0, -1))


def test_no_purge_below_the_term(bureau: Bureau) -> None:
    client, before = bureau.clients["audit"], AuditLine.objects.count()
    assert client.post("/keepers/audit/purge/", {"days": "182"}).status_code == 422
    assert client.get("/keepers/audit/purge/?days=0").status_code == 422
    assert client.get("/keepers/audit/purge/?days=183").status_code == 200
    assert client.post("/keepers/audit/purge/", {"days": "无"}).status_code == 422
    assert AuditLine.objects.count() == before


def test_pages_of_keepers_need_few_queries(bureau: Bureau, django_assert_max_num_queries: object) -> None:
    for name, page in (
        ("security", "/keepers/accounts/"),
        ("security", f"/keepers/accounts/{account('member')}/"),
        ("system", "/keepers/system/"),
        ("system", "/keepers/system/accounts/"),
        ("audit", "/keepers/audit/?check=1"),
        ("branch", "/accounts/members/"),
    ):
        with django_assert_max_num_queries(20):  # type: ignore[operator]
            assert bureau.clients[name].get(page).status_code == 200, page


def test_a_line_that_names_a_member_is_found(db: None) -> None:
    from tests.web.conftest import lines_that_name

    from zhixing.store.ledger import api

    api.audit(api.Stamp("刘英", NOW), "导出", "个人年度记实表-王㛃.docx")
    api.audit(api.Stamp("王㛃（wangjie）", NOW), "登录", "口令")
    assert len(lines_that_name(["王㛃"])) == 1


def test_signatures_within_a_line_are_user_names(db: None) -> None:
    from zhixing.store.ledger import api, audit_lines

    api.audit(
        api.Stamp("刘英（liuying）", NOW),
        "确认更正",
        "学时",
        "提出人：王㛃（wangjie），第二人：某支部 书记（li2）",
    )
    row = audit_lines.lines(audit_lines.Wanted(), below=None, size=1)[0]
    assert (row.by, row.detail) == ("liuying", "提出人：wangjie，第二人：li2")
