"""The pages: what they tell, how many queries they take, and what they must never show."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.template.loader import render_to_string
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests import cast
from tests.cast import PASSWORD
from tests.sample_year import YEAR, drawn_folder
from tests.web.conftest import NOW, TODAY, Bureau

from zhixing.actions.dossier import member_year_for, whole_year
from zhixing.actions.import_folder import import_folder
from zhixing.actions.withdraw import withdraw_batch
from zhixing.core.figures.figure import hours
from zhixing.store.ledger.queries import BatchRow
from zhixing.web.overview.waiting import open_rows
from zhixing.web.shared.templatetags.zhixing import cn

pytestmark = pytest.mark.django_db

VOID = {"meta", "link", "input", "br", "img", "hr"}


class Watch(HTMLParser):
    """Notes inline style and script, and tags left open."""

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attrs}
        self.faults += [f"{tag} {name}" for name in names if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in names):
            self.faults.append(tag)
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes nothing")


def text(client: Client, address: str) -> str:
    """A page, asked for and found."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def all_pages(bureau: Bureau) -> list[tuple[str, str]]:
    """Role and address of every kind of page."""
    return [
        ("superior", f"/{YEAR}/"),
        ("superior", bureau.own),
        ("superior", f"/{YEAR}/members/"),
        ("superior", bureau.member_of(0)),
        ("superior", "/imports/"),
        ("superior", "/imports/1/"),
        ("superior", "/rulebooks/"),
        ("superior", "/rulebooks/education-2019/"),
        ("superior", "/rulebooks/hours-2009/to/hours-2019/"),
        ("branch", bureau.own),
        ("branch", f"/{YEAR}/members/"),
        ("branch", bureau.member_of(0)),
        ("member", f"/{YEAR}/mine/"),
        ("member", "/rulebooks/"),
    ]


@pytest.mark.parametrize("members", [24, 96])
def test_queries_do_not_grow_with_the_people(
    db: None,
    founded: Callable[[int], Bureau],
    members: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    bureau = founded(members)
    for role, address in all_pages(bureau):
        most = 20
        with django_assert_max_num_queries(most):
            text(bureau.clients[role], address)


def test_pages_keep_to_the_policy_and_are_never_kept(bureau: Bureau) -> None:
    for role, address in all_pages(bureau):
        answer = bureau.clients[role].get(address)
        watch = Watch()
        watch.feed(answer.content.decode())
        assert (address, watch.faults, watch.open) == (address, [], [])
        policy = answer["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert "no-store" in answer["Cache-Control"]


def test_signing_in_by_hand(bureau: Bureau) -> None:
    client = Client()
    asked = client.get(bureau.own)
    assert asked["Location"].startswith("/accounts/login/?next=")
    page = text(client, asked["Location"])
    assert "登录" in page
    wrong = client.post("/accounts/login/", {"login": "branch", "password": "not this one"})
    assert "errors" in wrong.content.decode()
    right = client.post(
        "/accounts/login/", {"login": "branch", "password": "zhixing-test-2025", "next": bureau.own}
    )
    assert right["Location"] == bureau.own
    assert text(client, bureau.own)
    client.post("/accounts/logout/")
    assert client.get(bureau.own).status_code == 302


def test_the_cold_file_of_a_member_equals_the_whole_fold(bureau: Bureau) -> None:
    for member in bureau.year.members:
        file = member_year_for(cast.actor("superior", today=TODAY), member.id, YEAR, today=TODAY)
        assert file is not None
        assert file.member == member


def test_every_figure_opens_to_its_facts(bureau: Bureau) -> None:
    for member in bureau.year.members:
        page = text(bureau.clients["superior"], f"/{YEAR}/members/{member.id}/")
        for figure in (member.collective, member.cadre, member.self_study, member.practice, member.talks):
            assert f'id="{figure.key}"' in page
            for line in figure.lines:
                assert all(source in page for source in line.sources)
        assert f"<b>{hours(member.collective.value)}</b>" in page
        assert "第 1 批导入" in page


def test_a_withdrawn_fact_stays_on_the_page_with_its_reversal(bureau: Bureau) -> None:
    folder = drawn_folder(24, 24, 2)
    before = {member.name: member for member in bureau.year.members}
    withdraw_batch("1", by="刘英", second="李明", reason="装错文件夹", now=NOW)
    import_folder(folder, name="台账", year=YEAR, by="刘英", now=NOW, today=TODAY)
    for member in whole_year(YEAR, today=TODAY).members[:4]:
        assert member.collective.value == before[member.name].collective.value
        page = text(bureau.clients["superior"], f"/{YEAR}/members/{member.id}/")
        assert "冲正" in page
        assert "装错文件夹" in page
        assert "李明" in page
        assert "第 2 批导入" in page


def test_a_gate_is_seen_by_the_member_and_above_the_branch_only(bureau: Bureau) -> None:
    gated = next(member for member in bureau.year.members if member.gate.value)
    address = f"/{YEAR}/members/{gated.id}/"
    page = text(bureau.clients["superior"], address)
    assert "不符合参评条件" in page
    assert "诫勉" not in page
    for client, place in ((bureau.clients["branch"], bureau.own), (bureau.clients["branch"], address)):
        answer = client.get(place)
        assert "不符合" not in answer.content.decode()
        assert "参评" not in answer.content.decode()


def test_talks_show_their_day_and_way_only(bureau: Bureau) -> None:
    member = next(one for one in bureau.year.members if one.talks.value)
    page = text(bureau.clients["superior"], f"/{YEAR}/members/{member.id}/")
    talks = page[page.index('id="talks"') :]
    talks = talks[: talks.index('id="delayed_test"')]
    assert member.talks.lines[0].title in talks
    assert "谈话人" not in talks


def test_my_file_tells_all_that_is_held_and_why(bureau: Bureau) -> None:
    assert "/mine/held/" in text(bureau.clients["member"], f"/{YEAR}/mine/")
    page = text(bureau.clients["member"], "/mine/held/")
    for words in ("民族", "出生年月", "用途", "依据", "期限", "个人信息保护法", "花名册登记"):
        assert words in page


def test_the_list_filters_tells_and_counts(bureau: Bureau) -> None:
    client = bureau.clients["superior"]
    shown = {
        query: len(
            re.findall(
                rf'<th scope="row"><a href="/{YEAR}/members/', text(client, f"/{YEAR}/members/?{query}")
            )
        )
        for query in ("", "gap=open", "place=remote", "exempt=yes", "q=王", "q=没有这个人")
    }
    people = bureau.year.members
    assert shown == {
        "": len(people),
        "gap=open": sum(member.in_denominator and not member.met for member in people),
        "place=remote": sum(member.remote for member in people),
        "exempt=yes": sum(member.exempt for member in people),
        "q=王": sum("王" in member.name for member in people),
        "q=没有这个人": 0,
    }
    told = text(client, f"/{YEAR}/members/?gap=open&place=remote")
    assert f"共 {len(people)} 人" in told
    assert "远近：偏远" in told
    assert "没有符合条件的党员" in text(client, f"/{YEAR}/members/?q=没有这个人")


def test_an_illness_is_not_shown_on_the_report(bureau: Bureau) -> None:
    page = text(bureau.clients["superior"], "/imports/1/")
    assert "不作硬性要求" in page
    assert "长期患病" not in page


def test_an_empty_house_says_what_to_do(db: None) -> None:
    from django.contrib.auth.models import User

    from zhixing.actions.accounts import count_as_informed, ensure_account

    ensure_account("first", "zhixing-test-2025", role="superior", by="测试", now=NOW, today=TODAY)
    count_as_informed(("first",), now=NOW)
    client = Client()
    client.force_login(User.objects.get(username="first"), backend="zhixing.store.people.signing_in.Accounts")
    assert "zhixing import" in text(client, "/")
    assert "先上传花名册" in text(client, "/imports/")
    assert text(client, "/rulebooks/")
    assert client.get(f"/{YEAR}/").status_code == 404


def test_a_reader_chooses_the_size_of_type(bureau: Bureau) -> None:
    client = bureau.clients["member"]
    answer = client.post("/size/", {"size": "largest", "next": f"/{YEAR}/mine/"})
    assert answer["Location"] == f"/{YEAR}/mine/"
    assert 'class="size-largest"' in text(client, f"/{YEAR}/mine/")
    assert client.post("/size/", {"size": "x", "next": "https://example.org/"})["Location"] == "/"


def test_pages_that_say_no_say_what_to_do(bureau: Bureau) -> None:
    nothing = bureau.clients["member"].get(f"/{YEAR}/members/")
    assert nothing.status_code == 404
    assert "不在您可以看的范围里" in nothing.content.decode()
    assert "no-store" in nothing["Cache-Control"]
    strict = Client(enforce_csrf_checks=True)
    refused = strict.post("/accounts/login/", {"login": "a", "password": "b"})
    assert refused.status_code == 403
    assert "没有丢失任何" in refused.content.decode()
    assert "账本没有被改动" in render_to_string("500.html")
    assert "五分钟后再试" in render_to_string("429.html")


def test_too_many_failures_are_stopped(bureau: Bureau) -> None:
    client = Client()
    for _ in range(6):
        page = client.post(
            "/accounts/login/", {"login": "branch", "password": "not this one"}
        ).content.decode()
    assert "登录失败次数过多" in page
    assert "五分钟后再试" in page
    once = Client().post("/accounts/login/", {"login": "branch_other", "password": "not this one"})
    assert "用户名或口令不对" in once.content.decode()
    client.post("/accounts/login/", {"login": "branch", "password": PASSWORD})
    assert client.get("/").status_code == 302
    assert client.get("/")["Location"].startswith("/accounts/login/")


def test_what_waits_is_told_until_a_later_import_settles_it() -> None:
    def row(number: int, file: str, values: list[str], state: str = "done") -> BatchRow:
        left = [{"file": file, "row": 7, "value": value, "reason": "没有这个人"} for value in values]
        report = json.dumps({"files": [{"name": file}], "unresolved": left})
        return BatchRow(uuid4(), number, "台账", YEAR, "刘英", "2026-03-02T09:00:00", state, "", 1, report)

    first, other = row(1, "甲.xlsx", ["张三", "李四"]), row(2, "乙.xlsx", ["王五"])
    assert [one.value for one in open_rows([first, other], YEAR)] == ["张三", "李四", "王五"]
    assert [one.value for one in open_rows([first, other, row(3, "甲.xlsx", ["李四"])], YEAR)] == [
        "李四",
        "王五",
    ]
    assert len(open_rows([first, row(3, "甲.xlsx", [], "withdrawn")], YEAR)) == 2
    assert open_rows([first], YEAR - 1) == ()


def test_the_overview_counts_what_the_dossier_counts(bureau: Bureau) -> None:
    page = text(bureau.clients["superior"], f"/{YEAR}/")
    organ = bureau.year.organ
    assert organ is not None
    for count, words in (
        (len(organ.coverage.short), "集中学习学时未满"),
        (sum(line.overdue for line in organ.problems), "突出问题超期未销号"),
        (sum(one.due for one in organ.contacts), "偏远站点党员超过 90 天没有联系"),
    ):
        shown = re.search(rf">(\d+)<small>[^<]*</small></span><div><p>{words}", page)
        assert (words, int(shown.group(1)) if shown else 0) == (words, count)
    for unit in bureau.year.branches:
        assert f"{unit.coverage.ratio.part}/{unit.coverage.ratio.whole}" in page


def test_a_branch_says_who_is_outside_its_denominator_and_why(bureau: Bureau) -> None:
    for unit in bureau.year.branches:
        page = text(bureau.clients["superior"], f"/{YEAR}/branches/{unit.id}/")
        assert page.index('id="leaders"') < page.index('id="people"')
        for one in unit.coverage.outside:
            assert one.name in page
            assert cn(one.reason) in page
