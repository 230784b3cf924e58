"""Packs on the screens: composed without typing, fetched, answered, read back, confirmed; nobody sees another's."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests import cast, packed
from tests.packed import NOW, TODAY
from tests.web.conftest import Bureau

from zhixing.actions.roll import roll
from zhixing.core.facts.kinds import Kind
from zhixing.core.packs.pack import Pack
from zhixing.core.packs.sheet import write_sheet
from zhixing.store.content import api as content
from zhixing.store.content import queries as content_queries
from zhixing.store.ledger.models import Fact
from zhixing.store.packs import queries
from zhixing.store.packs.models import Return

OK, GONE, WRONG = 200, 404, 422


@pytest.fixture(autouse=True)
def then(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day of the sample. The cast is signed in before: its sessions are kept for other tests, and would have expired."""
    for place in ("views", "back", "paper", "mine"):
        monkeypatch.setattr(f"zhixing.web.packs.{place}.today", lambda: TODAY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def away(bureau: Bureau) -> UUID:
    person = cast.actor("member", today=TODAY).person
    assert person is not None
    return person


@pytest.fixture
def session(bureau: Bureau, away: UUID) -> UUID:
    return packed.missed_session(bureau.year, [away])


@pytest.fixture
def pack(bureau: Bureau, session: UUID) -> Pack:
    return packed.handed_out(session, bureau.year.branches[0].id)


def page(client: Client, address: str, *, status: int = OK) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def fields(html: str) -> dict[str, list[str]]:
    """What a form would send as it stands: hidden and ticked fields, values typed before."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", html):
        told = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        kind = told.get("type", "text")
        if told.get("name") and (kind in ("hidden", "text") or " checked" in tag):
            found.setdefault(told["name"], []).append(told.get("value", ""))
    return found


def test_a_pack_is_composed_from_a_missed_session_without_typing(bureau: Bureau, session: UUID) -> None:
    packed.article("组织生活怎么过：四项制度")
    packed.banked()
    officer = bureau.clients["branch"]
    assert f"?session={session}" in page(officer, "/packs/")
    html = page(officer, f"/packs/compose/?session={session}")
    sent = fields(html[html.index('class="packing"') :])
    assert len(sent["texts"]) == 1
    assert "做成文件约" in html
    told = {**sent, "org": re.findall(r'<option value="([^"]+)" selected', html), "do": ["publish"]}
    answer = officer.post("/packs/compose/", told)
    assert answer.status_code == 302
    (row,) = queries.offered()
    assert (row.session, row.org) == (session, bureau.year.branches[0].id)
    assert officer.post("/packs/compose/", told).status_code == 302
    assert len(queries.made()) == 1
    refused = officer.post("/packs/compose/", {**told, "texts": [], "title": "新名称"})
    assert refused.status_code == WRONG
    assert "请至少选一篇文章" in refused.content.decode()
    assert 'value="新名称"' in refused.content.decode()


def test_a_session_that_no_article_is_named_after_gets_two_of_its_category(
    bureau: Bureau, session: UUID
) -> None:
    for title in ("理论是行动的先导", "学什么、怎么学", "第三篇"):
        packed.article(title, category="政治理论")
    packed.article("党旗下的路", category="革命传统")
    officer = bureau.clients["branch"]
    html = page(officer, f"/packs/compose/?session={session}")
    sent = fields(html[html.index('class="packing"') :])
    assert len(sent["texts"]) == 2
    told = {**sent, "org": re.findall(r'<option value="([^"]+)" selected', html), "do": ["publish"]}
    assert officer.post("/packs/compose/", told).status_code == 302
    assert "同一教育内容类别" in page(bureau.clients["branch_other"], "/packs/")


def test_articles_and_questions_are_found_among_many_and_what_is_ticked_stays(bureau: Bureau) -> None:
    ticked, other = packed.article("廉洁自律准则"), packed.article("党费怎么交")
    asked = packed.banked()[0]
    officer = bureau.clients["superior"]
    sent = {
        "do": "find",
        "find": "党费",
        "title": "写了一半",
        "texts": [str(ticked.id)],
        "questions": [str(asked)],
    }
    answer = officer.post("/packs/compose/", sent)
    html = answer.content.decode()
    assert answer.status_code == OK
    assert html.index('name="do" value="find"') < html.index('name="do" value="publish"'), (
        "Enter finds, it hands nothing out"
    )
    assert 'value="写了一半"' in html
    assert fields(html)["texts"] == [str(ticked.id)]
    assert fields(html)["questions"] == [str(asked)]
    assert str(other.id) in html
    assert "列出文章 2 篇、题 1 道" in html
    none = officer.post("/packs/compose/", {"do": "find", "find": "没有这样的字"}).content.decode()
    assert "没有找到这样的文章" in none
    assert "没有找到这样的题" in none
    assert str(other.id) not in none


def test_a_pack_is_fetched_with_its_size_told_before(bureau: Bureau, away: UUID, pack: Pack) -> None:
    member = bureau.clients["member"]
    html = page(member, "/mine/packs/")
    size = re.search(r"下载 (\d+ KB)", html)
    assert size is not None
    raw = member.get(f"/mine/packs/{pack.id}/{pack.version}/file/zip/")
    assert raw.status_code == OK
    assert abs(len(raw.content) - int(size[1].split()[0]) * 1024) < 2048
    assert "attachment" in raw["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(raw.content)) as held:
        assert roll().register.people[away].name in held.read("answer.html").decode()
    plain = bureau.clients["branch"].get(f"/packs/{pack.id}/{pack.version}/file/page/")
    assert roll().register.people[away].name not in plain.content.decode()
    assert member.get(f"/mine/packs/{pack.id}/{pack.version}/file/exe/").status_code == GONE


def test_nobody_sees_a_pack_or_return_of_others(bureau: Bureau, away: UUID, pack: Pack) -> None:
    bureau.clients["member"].post(
        f"/mine/packs/{pack.id}/{pack.version}/hand-in/", {"q1": "B", "note": packed.NOTE}
    )
    (row,) = Return.objects.all()
    name, desk = roll().register.people[away].name, "/packs/returns/export/csv/"
    assert "/packs/returns/export/xlsx/" in page(bureau.clients["branch"], "/packs/returns/")
    taken = page(bureau.clients["branch"], desk)
    assert name in taken
    assert packed.NOTE not in taken
    assert name not in page(bureau.clients["branch_other"], desk)
    doors = {
        "branch_other": [
            f"/packs/compose/?pack={pack.id}",
            f"/packs/compose/?session={pack.session}",
            f"/packs/{pack.id}/",
            f"/packs/{pack.id}/codes/",
            f"/packs/{pack.id}/paper/",
        ],
        "member_other": [f"/mine/packs/{pack.id}/{pack.version}/"],
        "member": [f"/packs/{pack.id}/", f"/packs/returns/{row.id}/", f"/packs/{pack.id}/codes/"],
        "publicity": ["/packs/", "/packs/returns/"],
    }
    doors["branch_other"] += [f"/packs/returns/{row.id}/", f"/packs/{pack.id}/{pack.version}/file/zip/"]
    doors["member_other"] += [f"/mine/packs/{pack.id}/{pack.version}/file/zip/"]
    for name, addresses in doors.items():
        for address in addresses:
            page(bureau.clients[name], address, status=GONE)
    for door in ("withdraw",):
        assert bureau.clients["branch_other"].post(f"/packs/{pack.id}/{door}/").status_code == GONE
    sent = bureau.clients["branch_other"].post(f"/packs/returns/{row.id}/back/", {"word": "不行"})
    assert sent.status_code == GONE


def test_a_member_answers_in_the_browser_and_keeps_what_was_typed(
    bureau: Bureau, away: UUID, pack: Pack
) -> None:
    member, address = bureau.clients["member"], f"/mine/packs/{pack.id}/{pack.version}/"
    html = page(member, address)
    assert "条例有明确规定" not in html
    assert "集体领导、民主集中" in html
    uid = fields(html)["uid"][-1]
    letters = {"q1": ["B", "C"], "q2": ["A", "B"], "note": packed.NOTE, "uid": uid}
    refused = member.post(f"{address}hand-in/", letters)
    assert refused.status_code == WRONG
    assert packed.NOTE in refused.content.decode()
    whole = {
        "q1": "B",
        "q2": ["A", "B"],
        "q3": "A",
        "q4": ["民主集中制", "党小组"],
        "q5": "站里",
        "note": packed.NOTE,
    }
    for _ in range(2):
        assert member.post(f"{address}hand-in/", {**whole, "uid": uid}).status_code == 302
    (row,) = Return.objects.all()
    assert (row.lacks, row.state, row.way) == ("", "waiting", "phone")
    after = page(member, address)
    assert "条例有明确规定" in after
    assert str(row.id)[:8] in after
    assert "待支部确认" in page(member, "/mine/packs/")
    officer = bureau.clients["branch"]
    assert "齐全" in page(officer, "/packs/returns/")
    assert packed.NOTE in page(officer, f"/packs/returns/{row.id}/")
    told = officer.post("/packs/returns/confirm/", {"returns": [str(row.id)]}).content.decode()
    assert "已确认补学 1 人" in told
    assert Fact.objects.filter(kind=Kind.MAKEUP.value, subject=away, day=TODAY).count() == 1
    mine = page(member, "/mine/packs/")
    assert "已确认补学" in mine
    assert f"已补学，{TODAY.month}月{TODAY.day}日" in mine
    assert "随时可学" not in mine


def test_files_are_shown_before_they_are_taken(bureau: Bureau, away: UUID, pack: Pack) -> None:
    officer, name = bureau.clients["branch"], roll().register.people[away].name
    good = SimpleUploadedFile("好.json", write_sheet(packed.sheet(pack, away, name)).encode())
    bad = SimpleUploadedFile("坏.jpg", b"\xff\xd8\xff\xe0broken")
    html = officer.post("/packs/returns/read/", {"files": [good, bad], "pasted": ""}).content.decode()
    assert "可收 1 份" in html
    assert "坏.jpg" in html
    assert not Return.objects.exists()
    taken = officer.post("/packs/returns/accept/", {"carried": fields(html)["carried"][0]})
    assert "等支部确认补学" in taken.content.decode()
    assert Return.objects.get().person == away
    assert officer.post("/packs/returns/read/", {}).status_code == WRONG
    assert officer.post("/packs/returns/accept/", {"carried": "x"}).status_code == WRONG
    assert officer.post("/packs/returns/confirm/", {}).status_code == WRONG
    row = Return.objects.get()
    assert officer.post(f"/packs/returns/{row.id}/back/", {"word": ""}).status_code == WRONG
    assert officer.post(f"/packs/returns/{row.id}/back/", {"word": "请补"}).status_code == 302
    assert "退回：请补" in page(bureau.clients["member"], "/mine/packs/")


def test_answer_sheets_are_keyed_in_on_one_screen(bureau: Bureau, away: UUID, pack: Pack) -> None:
    officer, address = bureau.clients["branch"], f"/packs/{pack.id}/paper/"
    html = page(officer, address)
    uid = fields(html)["uid"][-1]
    other = next(one for one in packed.people(bureau.year, 0) if one != away)
    line = {
        f"p{away.hex}-1": "b",
        f"p{away.hex}-2": "AB",
        f"p{away.hex}-3": "A",
        f"p{away.hex}-4": "民主集中制；党小组",
    }
    line |= {f"p{away.hex}-5": "1", f"n{away.hex}": "1", f"p{other.hex}-1": "Z", "uid": uid}
    refused = officer.post(address, line)
    assert refused.status_code == WRONG
    told = refused.content.decode()
    assert "收下 1 份，1 份没有收" in told
    assert 'value="Z"' in told
    row = Return.objects.get()
    assert (row.person, row.lacks, row.way) == (away, "", "paper")
    assert officer.post(address, line).status_code == WRONG
    assert Return.objects.count() == 1
    assert officer.post(address, {"uid": uid}).status_code == OK


def test_codes_are_listed_for_ones_own_people_only(bureau: Bureau, pack: Pack) -> None:
    html = page(bureau.clients["branch"], f"/packs/{pack.id}/codes/")
    mine = packed.people(bureau.year, 0)
    assert html.count('class="code"') >= len(mine) > 3
    whole = packed.handed_out(None, None, title="本局学什么", lesson=UUID(int=7), questions=())
    theirs = page(bureau.clients["branch_other"], f"/packs/{whole.id}/codes/")
    assert roll().register.people[mine[0]].name not in theirs


def test_those_who_owe_the_session_stand_first_and_the_others_are_folded(
    bureau: Bureau, away: UUID, pack: Pack
) -> None:
    name = roll().register.people[away].name
    for place, told in (("codes", "还没补这一场的 1 人"), ("paper", "还没补这一场的 1 人")):
        html = page(bureau.clients["branch"], f"/packs/{pack.id}/{place}/")
        assert told in html
        first, others = html.split("<details", 1)[0], html.split(">其他 ", 1)[1]
        assert first.count('class="code"') + first.count(f'name="n{away.hex}"') == 1
        assert name in first
        assert others.count('class="code"') + others.count("的心得</span>") >= 3


def test_an_erratum_of_an_article_is_told_on_the_page_of_the_pack(bureau: Bureau, pack: Pack) -> None:
    superior, address = bureau.clients["superior"], f"/packs/{pack.id}/"
    assert "有勘误" not in page(superior, address)
    (text,) = pack.texts
    held = content_queries.shown_one(text.id)
    assert held is not None
    mended = replace(held, body=held.body.replace("会议决定", "会议决定。"))
    hand = content.Hand("褚青", None, NOW)
    number = content.add_version(mended, uid=uuid4(), written=mended.body, reason="勘误", hand=hand)
    assert "有勘误" not in page(superior, address), "readers do not have it yet"
    content.show(text.id, number or 0, now=NOW)
    assert f'有勘误，请<a href="/packs/compose/?pack={pack.id}">改一版</a>：《{text.title}》' in page(
        superior, address
    )
    form = page(superior, f"/packs/compose/?pack={pack.id}")
    told = {**fields(form[form.index('class="packing"') :]), "org": [str(pack.org)], "do": ["publish"]}
    assert superior.post("/packs/compose/", told).status_code == 302
    assert "有勘误" not in page(superior, address)


@pytest.mark.parametrize("address", ["/packs/", "/packs/returns/", "/packs/{}/", "/packs/{}/paper/"])
def test_pages_ask_little_of_the_database(
    bureau: Bureau, away: UUID, pack: Pack, address: str, django_assert_max_num_queries: object
) -> None:
    name = roll().register.people[away].name
    officer = bureau.clients["superior"]
    officer.post("/packs/returns/read/", {"pasted": write_sheet(packed.sheet(pack, away, name))})
    page(officer, address.format(pack.id))
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        page(officer, address.format(pack.id))


def test_a_members_page_asks_little_of_the_database(
    bureau: Bureau, pack: Pack, django_assert_max_num_queries: object
) -> None:
    member = bureau.clients["member"]
    for address in ("/mine/packs/", f"/mine/packs/{pack.id}/{pack.version}/"):
        page(member, address)
        with django_assert_max_num_queries(20):  # type: ignore[operator]
            page(member, address)
