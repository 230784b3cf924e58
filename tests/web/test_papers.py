"""Tests from blueprint to record in the browser's hands: made, opened, sat on a phone, printed."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import timezone
from tests import cast, packed
from tests.web.conftest import Bureau
from tests.web.papers_made import (
    MADE,
    fill_bank,
    made,
    opened,
    org_of,
    right_of,
    taken,
)

from zhixing.core.facts.kinds import TestTaken as Taken
from zhixing.core.facts.record import FactError
from zhixing.store.papers import queries
from zhixing.store.papers.models import Going, Paper, Sheet, Sitting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def filled(db: None) -> None:
    """A bank of thirty."""
    fill_bank()


def test_a_paper_is_looked_at_before_it_is_kept_and_nothing_typed_is_lost(bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    sent = {**MADE, "uid": str(uuid4()), "seed": "7", "title": "试一试", "org": org_of(client), "act": "see"}
    page = client.post("/papers/make/", sent).content.decode()
    assert "抽出 9 道题，满分 20.5 分" in page
    assert 'value="试一试"' in page
    assert not Paper.objects.exists()
    again = client.post("/papers/make/", {**sent, "act": "again"}).content.decode()
    assert 'name="seed" value="8"' in again
    short = client.post("/papers/make/", {**sent, "count-1": "40"})
    assert short.status_code == 422
    assert "还缺 34 道" in short.content.decode()
    assert 'value="试一试"' in short.content.decode()
    wrong = client.post("/papers/make/", {**sent, "marks-2": "两分"})
    assert wrong.status_code == 422
    assert "第 2 行：每道几分请写数" in wrong.content.decode()


def test_kept_twice_is_kept_once_and_a_version_follows_a_version(bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    uid = str(uuid4())
    first = made(client, uid=uid)
    assert Paper.objects.count() == 1
    made(client, uid=uid)
    assert Paper.objects.count() == 1
    held = Paper.objects.get()
    page = client.get(f"/papers/make/?again={held.id}").content.decode()
    assert f'name="series" value="{held.series}"' in page
    made(client, series=str(held.series))
    assert sorted(Paper.objects.values_list("number", flat=True)) == [1, 2]
    assert first


def test_an_assigned_test_is_sat_on_a_phone_and_goes_on_record(bureau: Bureau) -> None:
    officer, member = bureau.clients["branch"], bureau.clients["member"]
    paper = made(officer)
    sitting = opened(officer, paper)
    assert "第四季度测验" in member.get("/papers/").content.decode()
    assert "开始答卷" in member.get(f"/papers/take/{sitting}/").content.decode()
    assert member.post(f"/papers/take/{sitting}/begin/").status_code == 302
    due = Going.objects.get().due_at
    member.post(f"/papers/take/{sitting}/begin/")
    assert Going.objects.get().due_at == due, "beginning again gives no more time"
    sheet = member.get(f"/papers/take/{sitting}/").content.decode()
    assert "可以答到" in sheet
    assert "还有 29 分钟" in sheet or "还有 30 分钟" in sheet
    right = right_of(paper)
    part = {name: right[name] for name in list(right)[:3]}
    saved = member.post(f"/papers/take/{sitting}/save/", part, headers={"X-Saving": "1"})
    assert saved.status_code == 204
    assert member.get(f"/papers/take/{sitting}/").content.decode().count(" checked") == 3, (
        "there after a reload"
    )
    before, uid = len(taken()), str(uuid4())
    answer = member.post(f"/papers/take/{sitting}/hand-in/", {**right, "uid": uid}, follow=True)
    told = answer.content.decode()
    assert "20.5 / 20.5 分" in told
    assert "别人还在答这份卷" in told
    assert "依据：" not in told, "the key is not out while others may still hand in"
    assert "（正确）" not in told
    assert "看成绩" in member.get("/papers/").content.decode()
    member.post(f"/papers/take/{sitting}/hand-in/", {**right, "uid": uid})
    member.post(f"/papers/take/{sitting}/hand-in/", {"uid": str(uuid4())})
    assert Sheet.objects.count() == 1
    assert len(taken()) == before + 1
    assert taken()[-1] == Taken("第四季度测验", 2050, 2050, False, 1)
    assert not Going.objects.exists(), "until when he had time is kept nowhere"
    officer.post(f"/papers/sittings/{sitting}/close/")
    after = member.get(f"/papers/take/{sitting}/result/").content.decode()
    assert all(words in after for words in ("（正确）", "依据：", "党章", "第一条"))
    assert "待核对" in after, "a key that nobody has compared with its article says so"


def test_late_is_taken_within_the_grace_and_what_was_saved_after_it(bureau: Bureau) -> None:
    officer, member = bureau.clients["branch"], bureau.clients["member"]
    paper = made(officer)
    right = right_of(paper)
    for late, told in ((2, "在宽限以内，照收"), (20, "按最后一次保存的作答")):
        sitting = opened(officer, paper)
        member.post(f"/papers/take/{sitting}/begin/")
        first = next(iter(right))
        member.post(f"/papers/take/{sitting}/save/", {first: right[first]})
        Going.objects.update(due_at=timezone.now() - dt.timedelta(minutes=late))
        sent = {**right, "uid": str(uuid4())}
        page = member.post(f"/papers/take/{sitting}/hand-in/", sent, follow=True).content.decode()
        assert told in page
        assert ("20.5 / 20.5 分" if late == 2 else "2 / 20.5 分") in page


def test_the_lists_are_taken_away_as_they_are_shown(bureau: Bureau) -> None:
    officer = bureau.clients["branch"]
    sitting = opened(officer, made(officer))
    page = officer.get("/papers/").content.decode()
    for address, told in (("/papers/sittings/export/", "集中"), ("/papers/export/", "20.5")):
        assert f"{address}xlsx/" in page
        rows = officer.get(f"{address}csv/").content.decode("utf-8-sig").splitlines()
        assert len(rows) == 2
        assert rows[0].count(",") == rows[1].count(",")
        assert "第四季度测验" in rows[1]
        assert told in rows[1]
        assert officer.get(f"{address}exe/").status_code == 404
    assert str(sitting) in page
    other = bureau.clients["branch_other"].get("/papers/export/csv/").content.decode()
    assert "第四季度测验" not in other


def test_closing_hands_in_what_was_saved(bureau: Bureau) -> None:
    officer, member = bureau.clients["branch"], bureau.clients["member"]
    paper = made(officer)
    sitting = opened(officer, paper)
    member.post(f"/papers/take/{sitting}/begin/")
    right = right_of(paper)
    first = next(iter(right))
    member.post(f"/papers/take/{sitting}/save/", {first: right[first]})
    page = officer.post(f"/papers/sittings/{sitting}/close/", follow=True).content.decode()
    assert "收了 1 份" in page
    assert "2 / 20.5 分" in member.get(f"/papers/take/{sitting}/result/").content.decode()
    assert Sitting.objects.get().closed


def test_a_test_by_choice_stays_private_until_the_member_says_so(bureau: Bureau) -> None:
    officer, member = bureau.clients["branch"], bureau.clients["member"]
    paper = made(officer)
    sitting = opened(officer, paper, way="choice")
    before = len(taken())
    member.post(f"/papers/take/{sitting}/begin/")
    sent = {**right_of(paper), "uid": str(uuid4())}
    page = member.post(f"/papers/take/{sitting}/hand-in/", sent, follow=True).content.decode()
    assert "只有您自己看得到" in page
    assert "别人还在答这份卷" in page
    assert "（正确）" not in page, "others can still sit it and put it on record"
    assert len(taken()) == before
    assert "其中 1 份没有计入" in officer.get(f"/papers/sittings/{sitting}/").content.decode()
    assert bureau.clients["member_other"].post(f"/papers/take/{sitting}/count/").status_code == 404
    assert "已计入台账" in member.post(f"/papers/take/{sitting}/count/", follow=True).content.decode()
    member.post(f"/papers/take/{sitting}/count/")
    assert len(taken()) == before + 1
    officer.post(f"/papers/sittings/{sitting}/close/")
    assert "（正确）" in member.get(f"/papers/take/{sitting}/result/").content.decode()


def test_what_was_just_answered_is_there_when_the_sheet_is_refused(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer, member = bureau.clients["branch"], bureau.clients["member"]
    paper = made(officer)
    sitting = opened(officer, paper)
    member.post(f"/papers/take/{sitting}/begin/")

    def refuse(*_: object, **__: object) -> None:
        raise FactError("同一天同名的测验已有几条，请核对")

    monkeypatch.setattr("zhixing.actions.papers_sheets.enter", refuse)
    right = right_of(paper)
    sent = {**right, "uid": str(uuid4())}
    page = member.post(f"/papers/take/{sitting}/hand-in/", sent, follow=True).content.decode()
    assert "请核对" in page
    ticked = sum(len(one) for one in right.values() if isinstance(one, list))
    assert page.count(" checked") == ticked
    assert 'value="三会一课"' in page


def test_a_delayed_test_is_drawn_from_what_was_studied_weeks_ago(bureau: Bureau) -> None:
    officer, member = bureau.clients["branch"], bureau.clients["member"]
    uid = {"uid": str(uuid4())}
    assert "还不到 5 道" in member.post("/papers/delayed/", uid, follow=True).content.decode()
    paper = made(officer)
    sitting = opened(officer, paper)
    member.post(f"/papers/take/{sitting}/begin/")
    member.post(f"/papers/take/{sitting}/hand-in/", {**right_of(paper), "uid": str(uuid4())})
    Sheet.objects.update(day=timezone.localdate() - dt.timedelta(weeks=4))
    before = len(taken())
    answer = member.post("/papers/delayed/", uid, follow=True)
    assert "延时复测" in answer.content.decode()
    member.post("/papers/delayed/", uid)
    own = Sitting.objects.get(way="own")
    assert own.paper.owner == cast.actor("member", today=timezone.localdate()).person
    assert timezone.localtime(own.opens_at).time() == dt.time(), "when it was begun is kept nowhere"
    drawn = {item.question.id for item in queries.paper(own.paper_id).paper.items}  # type: ignore[union-attr]
    assert drawn <= {item.question.id for item in queries.paper(paper).paper.items}  # type: ignore[union-attr]
    sent = {**right_of(own.paper_id), "uid": str(uuid4())}
    assert (
        "只有您自己看得到"
        in member.post(f"/papers/take/{own.id}/hand-in/", sent, follow=True).content.decode()
    )
    assert "延时复测" not in officer.get("/papers/").content.decode()
    for door in ("", "result/"):
        assert bureau.clients["member_other"].get(f"/papers/take/{own.id}/{door}").status_code == 404
    assert officer.get(f"/papers/sittings/{own.id}/").status_code == 404
    assert officer.get(f"/papers/{own.paper_id}/").status_code == 404
    member.post(f"/papers/take/{own.id}/count/")
    assert len(taken()) == before + 1
    assert taken()[-1].delayed
    member.post(f"/papers/take/{own.id}/drop/")
    assert Sitting.objects.filter(pk=own.id).exists(), "what is on record stays"


def test_a_test_of_ones_own_may_be_thrown_away(bureau: Bureau) -> None:
    officer, member = bureau.clients["branch"], bureau.clients["member"]
    paper = made(officer)
    sitting = opened(officer, paper)
    member.post(f"/papers/take/{sitting}/begin/")
    member.post(f"/papers/take/{sitting}/hand-in/", {**right_of(paper), "uid": str(uuid4())})
    Sheet.objects.update(day=timezone.localdate() - dt.timedelta(weeks=4))
    member.post("/papers/delayed/", {"uid": str(uuid4())})
    own = Sitting.objects.get(way="own")
    member.post(f"/papers/take/{own.id}/hand-in/", {"uid": str(uuid4())})
    page = member.get(f"/papers/take/{own.id}/result/").content.decode()
    assert "（正确）" in page, "nobody else sits it"
    assert page.index("<summary>删掉这次自测") < page.index("确定删掉"), "asked before it is deleted"
    assert "已删除" in member.post(f"/papers/take/{own.id}/drop/", follow=True).content.decode()
    assert not Paper.objects.exclude(owner=None).exists()


def test_who_is_not_asked_finds_nothing(bureau: Bureau) -> None:
    paper = made(bureau.clients["branch"])
    sitting = opened(bureau.clients["branch"], paper)
    other = bureau.clients["member_other"]
    assert "第四季度测验" not in other.get("/papers/").content.decode()
    assert other.get(f"/papers/take/{sitting}/").status_code == 404
    for verb in ("begin", "save", "hand-in", "count", "drop"):
        assert other.post(f"/papers/take/{sitting}/{verb}/", {"uid": str(uuid4())}).status_code == 404


def test_what_the_form_does_not_list_is_not_taken_by_number(bureau: Bureau) -> None:
    """Another branch's session, sitting, paper and series: its people not invited, its figures not read."""
    mine, theirs = bureau.clients["branch_other"], bureau.clients["branch"]
    person = cast.actor("member", today=timezone.localdate()).person
    assert person is not None
    session = packed.missed_session(bureau.year, [person])
    paper, foreign = made(mine), made(theirs)
    sitting = opened(theirs, foreign, session=str(session))
    now = timezone.localtime()
    sent = {
        "opens_at": f"{now:%Y-%m-%dT%H:%M}",
        "closes_at": f"{now + dt.timedelta(days=1):%Y-%m-%dT%H:%M}",
        "way": "assigned",
    }
    for more in ({"session": str(session)}, {"against": str(sitting)}, {"session": str(uuid4())}):
        assert mine.post(f"/papers/{paper}/open/", {**sent, **more, "uid": str(uuid4())}).status_code == 404
    assert Sitting.objects.count() == 1
    series = str(Paper.objects.get(pk=foreign).series)
    kept = {**MADE, "uid": str(uuid4()), "seed": "7", "title": "第四季度测验", "org": org_of(mine)}
    for more in ({"series": series}, {"against": str(foreign), "same": "1"}):
        for act in ("see", "keep") if "against" in more else ("keep",):
            assert mine.post("/papers/make/", {**kept, **more, "act": act}).status_code == 404
    assert Paper.objects.count() == 2


@pytest.mark.parametrize("form", ["paper", "key", "paper-pdf", "key-pdf"])
def test_the_paper_and_its_key_are_printed_apart(bureau: Bureau, form: str) -> None:
    client = bureau.clients["branch"]
    paper = made(client)
    answer = client.get(f"/papers/{paper}/print/{form}/")
    assert answer.status_code == 200
    assert answer.content[:4] == (b"%PDF" if form.endswith("pdf") else b"PK\x03\x04")
    assert client.get(f"/papers/{paper}/print/else/").status_code == 404


def test_a_delayed_test_for_a_session_asks_only_what_was_asked_before(bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    first = made(client)
    again = made(
        client,
        against=str(first),
        same="1",
        seed="9",
        **{"count-1": "3", "title": "延时复测_only_what_was_asked"},
    )
    asked = {item.question.id for item in queries.paper(first).paper.items}  # type: ignore[union-attr]
    assert {item.question.id for item in queries.paper(again).paper.items} <= asked  # type: ignore[union-attr]
    more = {**MADE, "count-1": "5", "act": "see", "against": str(first), "same": "1", "org": org_of(client)}
    assert "还缺 1 道" in client.post("/papers/make/", more).content.decode()
