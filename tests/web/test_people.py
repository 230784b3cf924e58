"""The people pages: lists that say what they show, forms that keep what was typed, a transfer through two officers."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID, uuid4

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.web.conftest import TODAY, Bureau
from tests.web.test_pages import Watch, text

from zhixing.actions.roll import roll
from zhixing.core.names import stroke_key
from zhixing.core.people.register import GROUP, Person
from zhixing.interop.pinyin import spelt
from zhixing.store.ledger import models
from zhixing.web.shared.lists import PAGE

pytestmark = pytest.mark.django_db
NAMES = re.compile(r'<th scope="row"><a href="/people/([0-9a-f-]{36})/">([^<]+)</a>')


def member(bureau: Bureau, number: int = 0) -> Person:
    """A plain member on the roll of a branch."""
    wanted = bureau.year.branches[number].id
    return next(
        one
        for one in roll().register.people.values()
        if one.roll
        and one.roll[-1].org == wanted
        and one.on_roll(TODAY)
        and one.roll[-1].group
        and not one.posts_on(TODAY)
    )


def send(client: Client, address: str, **said: object) -> str:
    """Fills in a form and follows; gives the page one lands on."""
    answer = client.post(address, {"uid": uuid4(), "day": TODAY.isoformat(), **said}, follow=True)
    return answer.content.decode()


def pages(bureau: Bureau) -> list[tuple[str, str]]:
    """Role and address of every kind of page of this screen."""
    one, branch = member(bureau), bureau.year.branches[0].id
    found = [("branch", "/people/"), ("branch", f"/people/{one.id}/"), ("branch", "/people/transfers/")]
    found += [("branch", "/people/new/"), ("branch", "/people/new-candidate/"), ("branch", "/organisations/")]
    found += [("superior", "/people/"), ("superior", "/organisations/"), ("superior", "/organisations/new/")]
    verbs = ("words", "group", "transfer", "post", "place", "exempt", "dual", "leave")
    found += [("branch", f"/people/{one.id}/change/{verb}/") for verb in verbs]
    acts = ("rename", "elect", "group", "station", "close")
    return found + [("superior", f"/organisations/{branch}/{act}/") for act in acts]


@pytest.mark.parametrize("members", [24, 96])
def test_queries_do_not_grow_with_the_people(
    db: None,
    founded: Callable[[int], Bureau],
    members: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    bureau = founded(members)
    for role, address in pages(bureau):
        with django_assert_max_num_queries(20):
            page = text(bureau.clients[role], address)
        watch = Watch()
        watch.feed(page)
        assert (address, watch.faults, watch.open) == (address, [], [])


def test_a_page_holds_fifty_and_the_export_all(db: None, founded: Callable[[int], Bureau]) -> None:
    bureau = founded(96)
    client = bureau.clients["superior"]
    first, second = (NAMES.findall(text(client, f"/people/?page={n}")) for n in (1, 2))
    everybody = len(roll().register.people)
    assert (len(first), len(second)) == (PAGE, everybody - PAGE)
    names = [name for _, name in [*first, *second]]
    assert names == sorted(names, key=stroke_key)
    assert "第 51—" in text(client, "/people/?page=2")
    rows = list(csv.reader(io.StringIO(client.get("/people/export/csv/").content.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == names
    members = text(client, "/2025/members/?gap=open")
    assert f"{len([m for m in bureau.year.members if m.in_denominator and not m.met])} 人</b>" in members
    line = models.AuditLine.objects.filter(verb="导出").latest("position")
    assert f"{everybody} 条" in line.detail


def test_filters_stay_in_the_address_and_the_export_follows(bureau: Bureau) -> None:
    client, wanted = bureau.clients["superior"], bureau.year.branches[1]
    tests: list[tuple[dict[str, str], Callable[[Person], object]]] = [
        ({"branch": str(wanted.id)}, lambda one: one.roll and one.roll[-1].org == wanted.id),
        ({"post": "any"}, lambda one: one.posts_on(TODAY)),
        ({"exempt": "yes"}, lambda one: one.exempt_on(TODAY)),
        ({"state": "left"}, lambda one: one.roll and not one.on_roll(TODAY)),
    ]
    for query, keep in tests:
        expected = {str(one.id) for one in roll().register.people.values() if keep(one)}
        page = text(client, f"/people/?{urlencode(query)}")
        assert {uid for uid, _ in NAMES.findall(page)} == expected
        assert f"{len(expected)} 人</b>" in page
        book = openpyxl.load_workbook(
            io.BytesIO(client.get(f"/people/export/xlsx/?{urlencode(query)}").content)
        )
        assert book.active.max_row == len(expected) + 1
    both = text(client, f"/people/?post=any&branch={wanted.id}")
    assert f'href="?branch={wanted.id}"' in both
    assert 'href="?post=any"' in both
    assert "没有符合条件的人" in text(client, "/people/?q=没有这个人")


def test_a_name_is_found_by_its_letters(bureau: Bureau) -> None:
    client, one = bureau.clients["superior"], member(bureau)
    whole, initials, *_ = spelt(one.name)
    for q in (one.name, one.name[-1], whole, initials, initials.upper()):
        assert str(one.id) in text(client, f"/people/?{urlencode({'q': q})}")
        assert str(one.id) in text(client, f"/2025/members/?{urlencode({'q': q})}")
    assert spelt("阿依努尔·买买提艾力")[1] == "aynemmtal"
    place = one.place_on(TODAY)
    station = roll().register.stations[place.station] if place and place.station else None
    if station:
        assert str(one.id) in text(client, f"/people/?{urlencode({'q': station.name})}")


def test_a_branch_sees_its_own(bureau: Bureau) -> None:
    mine = {uid for uid, _ in NAMES.findall(text(bureau.clients["branch"], "/people/"))}
    branch = bureau.year.branches[0].id
    assert mine == {str(p.id) for p in roll().register.people.values() if p.roll and p.roll[-1].org == branch}
    assert "登记党员" not in text(bureau.clients["discipline"], "/people/")
    page = text(bureau.clients["branch"], "/organisations/")
    assert bureau.year.branches[0].name in page
    assert bureau.year.branches[1].name not in page


def test_the_card_tells_the_history_with_sources_and_is_noted(bureau: Bureau) -> None:
    client, one = bureau.clients["branch"], member(bureau)
    page = text(client, f"/people/{one.id}/")
    for words in ("组织关系", "党内职务", "站点岗位", "第 1 批导入", "刘英", "换党小组", "2025 年记实"):
        assert words in page
    line = models.AuditLine.objects.filter(subject=one.id).latest("position")
    assert (line.verb, line.target) == ("查看", "人员卡片和历史")
    landed = send(client, f"/people/{one.id}/change/exempt/", decided_by="支部委员会", day="2026-02-01")
    assert "支部委员会决定" in landed
    assert "2026-02-01 — 今" in landed
    assert "手工登记" in landed
    held = roll().register.people[one.id].exemptions[-1].fact
    landed = send(client, f"/people/{one.id}/change/end-exempt/", held=held, day="2026-02-20")
    assert "2026-02-01 — 2026-02-20" in landed
    assert "周健（branch）终止" in landed


def test_a_form_refused_keeps_what_was_typed(bureau: Bureau) -> None:
    client, one = bureau.clients["branch"], member(bureau)
    address = f"/people/{one.id}/change/place/"
    before = models.Fact.objects.count()
    answer = client.post(address, {"uid": uuid4(), "duty": "总调度", "day": "2027-01-01"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "没有记入" in page
    assert "之后" in page
    assert 'value="总调度"' in page
    assert 'value="2027-01-01"' in page
    answer = client.post(address, {"uid": uuid4(), "duty": "总调度", "day": "明天"})
    assert "日期请写成" in answer.content.decode()
    assert models.Fact.objects.count() == before
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(address, {"uid": uuid4(), "duty": "总调度", "day": "2026-01-01"}).status_code == 403


def test_a_form_sent_twice_is_one(bureau: Bureau) -> None:
    client, one = bureau.clients["branch"], member(bureau)
    said = {"uid": uuid4(), "title": "青年委员", "day": "2026-02-01"}
    for _ in range(2):
        answer = client.post(f"/people/{one.id}/change/post/", said)
        assert answer.status_code == 302
    assert [span.title for span in roll().register.people[one.id].posts_on(TODAY)] == ["青年委员"]


def test_a_transfer_goes_through_two_officers(bureau: Bureau) -> None:
    one, target = member(bureau), bureau.year.branches[1]
    mine, theirs = bureau.clients["branch"], bureau.clients["branch_other"]
    assert theirs.get(f"/people/{one.id}/").status_code == 404
    landed = send(mine, f"/people/{one.id}/change/transfer/", target=target.id, letter="on")
    assert "在途" in landed
    assert mine.get(f"/people/{one.id}/transfer/receive/").status_code == 404
    waiting = text(theirs, "/people/transfers/")
    assert one.name in waiting
    assert "2026-05-31 到期，请催办" in waiting
    group = next(o.id for o in roll().register.orgs.values() if o.kind == GROUP and o.parent == target.id)
    landed = send(theirs, f"/people/{one.id}/transfer/receive/", group=group)
    assert "已办结 1 件" in landed
    assert mine.get(f"/people/{one.id}/").status_code == 404
    page = text(theirs, f"/people/{one.id}/")
    assert target.name in page
    assert f"{bureau.year.branches[0].name} → {target.name}" in page
    assert theirs.get(f"/people/{one.id}/transfer/return/").status_code == 404


def test_newcomers_and_units_by_hand(bureau: Bureau) -> None:
    client, branch = bureau.clients["branch"], bureau.year.branches[0].id
    said = {"name": "欧阳新", "org": branch, "way": "came", "duty": "科员"}
    answer = client.post("/people/new/", {"uid": uuid4(), "day": "2026-02-01", **said})
    assert answer.status_code == 422
    assert "转入的请写明从哪个党组织转来" in answer.content.decode()
    landed = send(client, "/people/new/", **said, came_from="邻县党支部", day="2026-02-01")
    assert "<h1>欧阳新" in landed
    assert "邻县党支部 → " in landed
    assert send(client, "/people/new-candidate/", name="赵六一", org=branch, stage="入党申请人").count(
        "赵六一"
    )
    landed = send(client, f"/organisations/{branch}/group/", name="第9党小组")
    assert "第9党小组" in landed
    assert "已经有过" in send(client, f"/organisations/{branch}/group/", name="第9党小组")
    landed = send(client, f"/organisations/{branch}/station/", name="新桥站", distance="45.5", minimum="2")
    assert "新桥站" in landed
    assert "45.5 公里" in landed
    station = next(one for one in roll().register.stations.values() if one.name == "新桥站")
    edit = f"/organisations/{branch}/station/?station={station.id}"
    assert 'value="45.5"' in text(client, edit)
    send(client, edit, name="新桥站", distance="46", minimum="3", shift="四班三运转")
    now = roll().register.stations[station.id]
    assert (now.distance, now.minimum, now.shift) == (460, 3, "四班三运转")
    assert client.get(f"/organisations/{branch}/rename/").status_code == 404
    assert client.get(f"/organisations/{branch}/station/?station={UUID(int=1)}").status_code == 404
    boss = bureau.clients["superior"]
    landed = send(
        boss, "/organisations/new/", kind="temporary_branch", name="大桥临时党支部", founded="2026-01-05"
    )
    assert "大桥临时党支部" in landed
    landed = send(boss, f"/organisations/{branch}/elect/", day="2026-01-05")
    assert "2029-01-05" in landed
