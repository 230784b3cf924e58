"""今日学习: what is there for a member, calmly; few queries, nothing written, nobody else's."""

from __future__ import annotations

import datetime as dt
import json
from uuid import UUID, uuid4

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import cast, packed
from tests.web.banked import bank
from tests.web.conftest import Bureau

from zhixing.actions import makeups, memory, today
from zhixing.actions.actors import actor_of
from zhixing.actions.features import switch
from zhixing.actions.leave import ask_leave
from zhixing.actions.today import Sort
from zhixing.core.library.article import Sort as ArticleSort
from zhixing.core.memory.answer import CardAnswer, Rating
from zhixing.core.plan.dates import OwnDate
from zhixing.core.plan.dates_wire import written
from zhixing.store.ledger.models import AuditLine
from zhixing.store.ledger.steady import steady
from zhixing.store.people.queries import Actor
from zhixing.store.plans import telling_api
from zhixing.store.plans.telling_api import Word
from zhixing.web.today.pages import LineView, today_page

pytestmark = pytest.mark.django_db
WHERE = "/mine/today/"


def _actor(name: str) -> Actor:
    found = actor_of(User.objects.get(username=name).pk, today=timezone.localdate())
    assert found is not None
    return found


def _tell(person: UUID, *dates: OwnDate) -> None:
    word = Word(uuid4(), person, "new", written(dates, ()))
    telling_api.tell([word], year=timezone.localdate().year, batch=None, now=timezone.now())


def _date(hours: int, title: str, *, cancelled: bool = False) -> OwnDate:
    start = timezone.localtime().replace(tzinfo=None, second=0, microsecond=0) + dt.timedelta(hours=hours)
    return OwnDate(
        start, start + dt.timedelta(hours=2), uuid4(), title, "综合文化站", "王教员", cancelled=cancelled
    )


def test_the_next_date_hours_cards_and_a_door_to_each(bureau: Bureau) -> None:
    actor, now = _actor("member"), timezone.now()
    assert actor.person is not None
    bank(20, now=now)
    _tell(
        actor.person,
        _date(-40, "已经过去的课"),
        _date(30, "安全生产专题"),
        _date(20, "取消的课", cancelled=True),
        _date(200, "以后的课"),
    )
    tiles = today.for_today(actor, now=now)
    assert [one.sort for one in tiles] == [Sort.SESSION, Sort.OWED, Sort.REVIEW, Sort.NOTE]
    assert (tiles[0].title, tiles[0].aside) == ("安全生产专题", "后面还有 1 场")
    page = bureau.clients["member"].get(WHERE).content.decode()
    for words in ("安全生产专题", "综合文化站，主讲 王教员", "学时", "复习 10 题", "不记谁打开过"):
        assert words in page
    assert "已经过去的课" not in page
    assert "取消的课" not in page
    assert "安全生产专题" not in bureau.clients["member_other"].get(WHERE).content.decode()


def test_what_is_done_or_paused_is_said_or_left_out(bureau: Bureau) -> None:
    actor, now = _actor("member"), timezone.now()
    assert actor.person is not None
    bank(3, now=now)
    deck = memory.deck(actor.person, now=now)
    log = [CardAnswer(uuid4(), one.question.id, 1, Rating.GOOD, now) for one in deck.order]
    memory.take_answers(actor.person, log, now=now)
    assert "今天的复习做完了" in bureau.clients["member"].get(WHERE).content.decode()
    memory.choose(actor.person, (), paused=True, now=now)
    assert "复习做完了" not in bureau.clients["member"].get(WHERE).content.decode()


def test_what_was_missed_on_duty_comes_with_its_pack_and_leave_is_told(bureau: Bureau) -> None:
    actor, now = _actor("member"), packed.NOW
    assert actor.person is not None
    session = packed.missed_session(bureau.year, [actor.person])
    pack = packed.handed_out(session, bureau.year.branches[0].id)
    start = dt.datetime.combine(packed.TODAY, dt.time(9)) + dt.timedelta(days=2)
    date = OwnDate(start, start + dt.timedelta(hours=2), uuid4(), "安全生产专题")
    _tell(actor.person, date)
    ask_leave(date.code, "shift", packed.ask("member"))
    with CaptureQueriesContext(connection) as seen, steady():
        tiles = today.for_today(actor, now=now)
    by_sort = {one.sort: one for one in tiles}
    assert by_sort[Sort.SESSION].lines[0].aside == "已请假，等支部批"
    assert "值班" in by_sort[Sort.OWED].lines[0].words
    assert by_sort[Sort.PACK].lines[0].door == (pack.id, pack.version)
    assert by_sort[Sort.PACK].lines[0].aside.startswith("补学，")
    page = today_page(tiles, packed.TODAY, offline=False)
    (line,) = next(one for one in page.tiles if one.key == "pack").lines
    assert line.url == f"/mine/packs/{pack.id}/{pack.version}/"
    with CaptureQueriesContext(connection) as seen, steady():
        today.for_today(actor, now=now)
    assert len(seen) <= 15, "with the four of the frame under twenty"


def test_every_way_of_making_up_is_named_alike_and_without_a_pack_it_says_whom_to_ask(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor, now, branch = _actor("member"), packed.NOW, bureau.year.branches[0]
    assert actor.person is not None
    session = packed.missed_session(bureau.year, [actor.person])
    video = packed.article("组织生活怎么过", sort=ArticleSort.VIDEO)

    def owed() -> tuple[LineView, str]:
        page = today_page(today.for_today(actor, now=now), packed.TODAY, offline=False)
        tile = next(one for one in page.tiles if one.key == "owed")
        return next(one for one in tile.lines if one.words.startswith("组织生活怎么过")), tile.soft

    line, soft = owed()
    seen = [(one.word, one.url) for one in line.ways]
    assert seen == [("视频补学", f"/library/{video.id}/"), ("送学上门", "")]
    assert f"请找{branch.name}的党务干部" in soft
    officer = cast.actor("branch", today=packed.TODAY)
    assert branch.id in {one.org for one in makeups.waiting(officer, packed.TODAY)}, "as it says"
    text = packed.article("组织生活怎么过")
    pack = packed.handed_out(session, branch.id)
    line, _ = owed()
    assert [one.word for one in line.ways] == ["学习包", "视频补学", "送学上门"]
    assert line.ways[0].url == f"/mine/packs/{pack.id}/{pack.version}/"
    assert line.reading is not None
    assert line.reading.url == f"/library/{text.id}/"
    by = cast.actor("superior", today=packed.TODAY)
    switch("offline_web", True, "网信备案〔2026〕1号", by=by, now=now, today=packed.TODAY)
    monkeypatch.setattr("zhixing.api.offline.for_today", lambda who, **_: today.for_today(who, now=now))
    told = json.loads(bureau.clients["member"].get("/api/offline/today/").content)
    asides = [one["aside"] for tile in told["tiles"] for one in tile["lines"]]
    assert f"{line.aside}；学习包、视频补学、送学上门，都一样算" in asides


def test_an_empty_day_says_so(bureau: Bureau) -> None:
    page = today_page((), dt.date(2026, 3, 2), offline=False)
    assert (page.day, page.tiles) == ("3月2日 周一", ())
    assert bureau.clients["member"].get(WHERE).status_code == 200


def test_an_account_without_a_person_has_no_day(bureau: Bureau) -> None:
    assert today.for_today(_actor("superior"), now=timezone.now()) == ()


def test_it_is_first_among_a_members_places(bureau: Bureau) -> None:
    page = bureau.clients["member"].get(WHERE).content.decode()
    nav = page[page.index("主导航") :]
    assert nav.index("今日学习") < nav.index("我的日程") < nav.index("我的档案")


def test_opening_it_writes_nothing_and_asks_little(bureau: Bureau) -> None:
    actor, now = _actor("member"), timezone.now()
    assert actor.person is not None
    asked = bank(30, now=now)
    log = [
        CardAnswer(uuid4(), asked[nth % 30].id, 1, Rating(nth % 4 + 1), now - dt.timedelta(hours=nth))
        for nth in range(200)
    ]
    memory.take_answers(actor.person, log, now=now)
    _tell(actor.person, _date(30, "安全生产专题"))
    client = bureau.clients["member"]
    client.get(WHERE)
    lines = AuditLine.objects.count()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(WHERE).status_code == 200
    assert len(seen) <= 20
    assert AuditLine.objects.count() == lines
    assert not any(one["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for one in seen.captured_queries)
