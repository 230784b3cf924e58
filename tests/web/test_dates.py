"""Own dates: published, seen by each alone, fetched by a calendar, told again only to those a change touches."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar
from tests import cast
from tests.published import YEAR, Slot, accept_batch, course, publish_plan, theme_days
from tests.web.conftest import NOW, TODAY, Bureau

from zhixing.actions.actors import tree
from zhixing.actions.feeds import served
from zhixing.actions.notices import COUNTERS
from zhixing.actions.publishing import NotPublished, Outlook, publish
from zhixing.core.plan.plan import State
from zhixing.store.ledger.models import AuditLine
from zhixing.store.plans.models import Feed, Told
from zhixing.web.shared import lists

pytestmark = pytest.mark.django_db
FIRST, SECOND, LATER = dt.date(2026, 3, 10), dt.date(2026, 3, 17), dt.date(2026, 4, 14)
YEAR_END = dt.date(2026, 12, 31)
PAGE, FEEDS = "/mine/dates/", "/mine/dates/feeds/"


def people(bureau: Bureau) -> list[UUID]:
    """The two members of the cast, then the others."""
    own = [cast.actor(name, today=TODAY).person for name in ("member", "member_other")]
    return [one for one in own if one] + [one.id for one in bureau.year.members if one.id not in own]


def told(bureau: Bureau, runs: Iterable[Slot], seats: dict[UUID, int], *, nth: int = 1) -> Outlook:
    """Plan and batch come into force and are published."""
    root = tree().root
    assert root is not None
    now = timezone.now() + dt.timedelta(minutes=nth - 9)
    publish_plan(root.id, [course(1, root.id), theme_days(bureau.year.branches[0].id, [LATER])], now=now)
    accept_batch(nth, list(runs), seats, now=now)
    return publish(YEAR, by=cast.actor("superior", today=TODAY), now=now, today=TODAY)


def address(client: Client) -> str:
    """The address of a new feed, from the page that shows it."""
    page = client.post(FEEDS, {"label": "我的手机"}).content.decode()
    found = re.search(r"http://testserver(/calendar/[0-9a-f]{40}\.ics)", page)
    assert found is not None
    return found[1]


def events(client: Client, url: str) -> list[Any]:
    """What a calendar gets."""
    return list(Calendar.from_ical(client.get(url).content).walk("VEVENT"))


def test_before_anything_is_published_the_page_says_so(bureau: Bureau) -> None:
    page = bureau.clients["member"].get(PAGE).content.decode()
    assert "还没有发布" in page
    with pytest.raises(NotPublished):
        publish(YEAR, by=cast.actor("superior", today=TODAY), now=NOW, today=TODAY)


def test_each_sees_his_own_dates_alone(bureau: Bureau) -> None:
    mine, theirs, *_ = people(bureau)
    told(bureau, [Slot(1, FIRST), Slot(1, SECOND, "pm")], {mine: 0, theirs: 1})
    page = bureau.clients["member"].get(PAGE).content.decode()
    assert "3月10日 周二" in page
    assert "9:00—12:00" in page
    assert "3月17日" not in page
    assert "4月14日 周二" in page, "the theme day of one's own branch"
    other = bureau.clients["member_other"].get(PAGE).content.decode()
    assert "3月17日 周二" in other
    assert "4月14日" not in other


def test_who_has_a_seat_to_come_finds_where_to_exchange_it(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)
    mine, *_ = people(bureau)
    told(bureau, [Slot(1, FIRST)], {mine: 0})
    link = f'href="/{YEAR}/batches/mine/"'
    assert link in bureau.clients["member"].get(PAGE).content.decode()
    assert link not in bureau.clients["member_other"].get(PAGE).content.decode()


def test_a_draft_is_nobodys_date(bureau: Bureau) -> None:
    root = tree().root
    assert root is not None
    publish_plan(root.id, [course(1, root.id)], now=NOW, state=State.APPROVED)
    accept_batch(1, [Slot(1, FIRST)], {people(bureau)[0]: 0}, now=NOW)
    with pytest.raises(NotPublished):
        publish(YEAR, by=cast.actor("superior", today=TODAY), now=NOW, today=TODAY)


def test_only_those_are_told_whom_a_change_touches(bureau: Bureau) -> None:
    mine, theirs, *_ = people(bureau)
    told(bureau, [Slot(1, FIRST), Slot(1, SECOND)], {mine: 0, theirs: 1})
    before = Told.objects.count()
    found = told(bureau, [Slot(1, FIRST), Slot(1, LATER)], {mine: 0, theirs: 1}, nth=2)
    assert [one.person for one in found.people] == [theirs]
    assert Told.objects.count() == before + 1
    page = bureau.clients["member_other"].get(PAGE).content.decode()
    assert "有变动" in page
    assert "原来：3月17日" in page


def test_publishing_twice_tells_nobody_again(bureau: Bureau) -> None:
    mine, *_ = people(bureau)
    told(bureau, [Slot(1, FIRST)], {mine: 0})
    before = Told.objects.count()
    again = publish(YEAR, by=cast.actor("superior", today=TODAY), now=NOW + dt.timedelta(days=1), today=TODAY)
    assert again.people == ()
    assert Told.objects.count() == before


@pytest.mark.parametrize("name", ["leader", "branch", "secretary", "member", "publicity"])
def test_only_the_organs_officer_sends_dates_out(bureau: Bureau, name: str) -> None:
    with pytest.raises(NotPublished):
        publish(YEAR, by=cast.actor(name, today=TODAY), now=NOW, today=TODAY)
    assert bureau.clients[name].post(f"/{YEAR}/dates/").status_code == 404


def test_the_page_before_publishing_names_who_will_be_told(bureau: Bureau) -> None:
    mine, *_ = people(bureau)
    root = tree().root
    assert root is not None
    publish_plan(root.id, [course(1, root.id)], now=NOW)
    accept_batch(1, [Slot(1, YEAR_END)], {mine: 0}, now=NOW)
    client = bureau.clients["superior"]
    page = client.get(f"/{YEAR}/dates/").content.decode()
    name = next(one.name for one in bureau.year.members if one.id == mine)
    assert name in page
    assert "告知这 1 人" in page
    done = client.post(f"/{YEAR}/dates/", follow=True).content.decode()
    assert "已告知 1 人" in done
    assert "和上次告知的一样" in done


def test_a_calendar_follows_a_change_without_a_message(bureau: Bureau) -> None:
    mine, theirs, *_ = people(bureau)
    told(bureau, [Slot(1, FIRST), Slot(1, SECOND)], {mine: 0, theirs: 1})
    url = address(bureau.clients["member"])
    nobody = Client()
    run, theme = sorted(events(nobody, url), key=lambda one: one.decoded("dtstart"))
    assert (run["sequence"], run.decoded("dtstart").date()) == (0, FIRST)
    told(bureau, [Slot(1, LATER), Slot(1, SECOND)], {mine: 0, theirs: 1}, nth=2)
    after = {str(one["uid"]): one for one in events(nobody, url)}
    assert after[str(run["uid"])].decoded("dtstart").date() == LATER
    assert after[str(run["uid"])]["sequence"] == 1
    assert after[str(theme["uid"])]["sequence"] == 0


def test_what_falls_away_is_cancelled_in_the_calendar(bureau: Bureau) -> None:
    mine, theirs, *_ = people(bureau)
    told(bureau, [Slot(1, FIRST)], {mine: 0, theirs: 0})
    secret = address(bureau.clients["member"]).removeprefix("/calendar/").removesuffix(".ics")
    told(bureau, [Slot(1, FIRST)], {theirs: 0}, nth=2)
    for today, wanted in ((FIRST, [FIRST]), (FIRST + dt.timedelta(days=61), [])):
        found = served(secret, today=today)
        assert found is not None
        every = Calendar.from_ical(found.content).walk("VEVENT")
        gone = [one for one in every if str(one["status"]) == "CANCELLED"]
        assert [one.decoded("dtstart").date() for one in gone] == wanted


def test_a_run_of_two_days_is_two_dates_and_one_run(bureau: Bureau) -> None:
    mine, *_ = people(bureau)
    told(bureau, [Slot(1, FIRST, "am", 4)], {mine: 0})
    page = bureau.clients["member"].get(PAGE).content.decode()
    assert "3月10日 周二" in page
    assert "3月11日 周三" in page
    assert "9:00—17:30" in page
    notice = bureau.clients["superior"].get(f"/{YEAR}/dates/notice.docx")
    assert notice.status_code == 200


def test_an_address_is_shown_once_and_kept_as_a_digest(bureau: Bureau) -> None:
    client = bureau.clients["member"]
    url = address(client)
    secret = url.removeprefix("/calendar/").removesuffix(".ics")
    assert secret not in client.get(PAGE).content.decode()
    assert not Feed.objects.filter(secret=secret).exists()
    assert not AuditLine.objects.filter(detail__contains=secret).exists()


def test_a_revoked_address_looks_like_one_that_never_was(bureau: Bureau) -> None:
    client, nobody = bureau.clients["member"], Client()
    url = address(client)
    assert nobody.get(url).status_code == 200
    feed = Feed.objects.get()
    assert bureau.clients["member_other"].post(f"{FEEDS}{feed.id}/revoke/").status_code == 404
    assert nobody.get(url).status_code == 200
    client.post(f"{FEEDS}{feed.id}/revoke/")
    assert nobody.get(url).status_code == 404
    for other in ("/calendar/" + "0" * 40 + ".ics", "/calendar/short.ics", "/calendar/" + "G" * 40 + ".ics"):
        assert nobody.get(other).status_code == 404


def test_a_calendar_that_knows_the_dates_is_told_nothing_new(bureau: Bureau) -> None:
    url = address(bureau.clients["member"])
    answer = Client().get(url)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    again = Client().get(url, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "sessionid" not in answer.cookies


def test_fetching_a_calendar_leaves_no_trace(bureau: Bureau) -> None:
    url = address(bureau.clients["member"])
    before = AuditLine.objects.count()
    Client().get(url)
    assert AuditLine.objects.count() == before
    assert not {field.name for field in Feed._meta.get_fields()} & {"fetched_at", "count", "last_used"}


def test_too_many_addresses_are_refused_with_a_sentence(bureau: Bureau) -> None:
    client = bureau.clients["member"]
    for _ in range(5):
        address(client)
    answer = client.post(FEEDS, {"label": "第六个"})
    assert answer.status_code == 422
    assert "最多同时用 5 个" in answer.content.decode()


def test_notice_and_wall_sheet_are_handed_to_those_who_keep_the_books(bureau: Bureau) -> None:
    mine, theirs, *_ = people(bureau)
    told(bureau, [Slot(1, YEAR_END), Slot(1, SECOND)], {mine: 0, theirs: 1})
    for name, wanted in (("superior", 200), ("branch", 200), ("member", 404), ("discipline", 404)):
        for ending in ("docx", "pdf"):
            assert bureau.clients[name].get(f"/{YEAR}/dates/notice.{ending}").status_code == wanted, name
    page = bureau.clients["superior"].get(f"/{YEAR}/dates/papers/").content.decode()
    walls = re.findall(rf"/{YEAR}/dates/wall/[0-9a-f-]+\.pdf", page)
    assert walls, "somebody of the cast works at a station"
    assert bureau.clients["superior"].get(walls[0]).status_code == 200
    assert bureau.clients["superior"].get(walls[0].replace(".pdf", ".docx")).status_code == 200


def test_pages_ask_the_database_little(bureau: Bureau, django_assert_max_num_queries: Any) -> None:
    everybody = people(bureau)
    told(bureau, [Slot(1, FIRST), Slot(1, SECOND)], {one: nth % 2 for nth, one in enumerate(everybody)})
    for name, url in (
        ("member", PAGE),
        ("superior", f"/{YEAR}/dates/"),
        ("superior", f"/{YEAR}/dates/papers/"),
    ):
        bureau.clients[name].get(url)
        with django_assert_max_num_queries(20):
            assert bureau.clients[name].get(url).status_code == 200


def test_a_lesson_moved_in_the_plan_moves_the_fixed_day(bureau: Bureau) -> None:
    mine, *_ = people(bureau)
    told(bureau, [Slot(1, FIRST)], {mine: 0})
    root = tree().root
    assert root is not None
    lesson = theme_days(bureau.year.branches[0].id, [LATER])
    moved = replace(lesson, days=(SECOND,))
    publish_plan(root.id, [course(1, root.id), moved], now=NOW + dt.timedelta(days=1))
    found = publish(YEAR, by=cast.actor("superior", today=TODAY), now=NOW + dt.timedelta(days=1), today=TODAY)
    branch = {one.id for one in bureau.year.members if one.branch_id == bureau.year.branches[0].id}
    assert {one.person for one in found.people} <= branch
    assert all(len(one.changes) == 1 for one in found.people)


def test_what_a_branch_holds_on_one_day_follows_one_after_the_other(bureau: Bureau) -> None:
    mine, *_ = people(bureau)
    root, branch = tree().root, bureau.year.branches[0].id
    assert root is not None
    days = theme_days(branch, [LATER])
    lecture = replace(days, id=UUID(int=5), title="党课", code="J901")
    publish_plan(root.id, [days, lecture], now=NOW)
    found = publish(YEAR, by=cast.actor("superior", today=TODAY), now=NOW, today=TODAY)
    own = next(one for one in found.people if one.person == mine)
    first, second = own.dates
    assert (first.start.hour, first.end) == (15, second.start)


def test_a_committee_meeting_is_told_to_those_who_hold_a_post(bureau: Bureau) -> None:
    root, branch = tree().root, bureau.year.branches[0].id
    assert root is not None
    meeting = replace(theme_days(branch, [LATER]), forms=("支委会",), title="支委会")
    publish_plan(root.id, [meeting], now=NOW)
    found = publish(YEAR, by=cast.actor("superior", today=TODAY), now=NOW, today=TODAY)
    posts = {one.id for one in bureau.year.members if one.branch_id == branch and one.post}
    assert {one.person for one in found.people} == posts != set()


def test_a_notice_counts_changes_for_those_without_a_calendar(bureau: Bureau) -> None:
    mine, theirs, *_ = people(bureau)
    told(bureau, [Slot(1, FIRST)], {mine: 0, theirs: 0})
    told(bureau, [Slot(1, SECOND)], {mine: 0, theirs: 0}, nth=2)
    day = timezone.localdate()
    count = next(one for one in COUNTERS if one.words == "学习日期的变动").count
    member = cast.actor("member", today=TODAY)
    assert count(member, day, 1) == 1
    assert count(member, day + dt.timedelta(days=9), 7) == 0
    address(bureau.clients["member"])
    assert count(member, day, 1) == 0, "his calendar has it already"
    assert count(cast.actor("superior", today=TODAY), day, 1) == 0


def test_what_is_over_is_told_to_nobody(bureau: Bureau) -> None:
    mine, theirs, *_ = people(bureau)
    told(bureau, [Slot(1, FIRST), Slot(1, LATER)], {mine: 0, theirs: 1})
    root = tree().root
    assert root is not None
    accept_batch(2, [Slot(1, SECOND), Slot(1, YEAR_END)], {mine: 0, theirs: 1}, now=timezone.now())
    after = LATER - dt.timedelta(days=2)
    found = publish(YEAR, by=cast.actor("superior", today=TODAY), now=timezone.now(), today=after)
    assert [one.person for one in found.people] == [theirs], "his run of March moved within March"


def test_who_will_be_told_is_searched_and_turned_over(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 3)
    everybody, root = people(bureau), tree().root
    assert root is not None
    publish_plan(root.id, [course(1, root.id)], now=NOW)
    accept_batch(1, [Slot(1, YEAR_END)], dict.fromkeys(everybody, 0), now=NOW)
    client = bureau.clients["superior"]
    page = client.get(f"/{YEAR}/dates/").content.decode()
    assert "还没有发布过" in page
    assert f"第 1—3 人，共 {len(everybody)} 人" in page
    assert "第 4—6 人" in client.get(f"/{YEAR}/dates/?page=2").content.decode()
    name = bureau.year.members[0].name
    found = client.get(f"/{YEAR}/dates/?q={name}").content.decode()
    assert f"查找：{name}" in found
    client.post(f"/{YEAR}/dates/")
    assert "上次发布：" in client.get(f"/{YEAR}/dates/").content.decode()
