"""What needs somebody now: his branches only, each with its article, and gone once it is done."""

from __future__ import annotations

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.web.banked import bank
from tests.web.conftest import Bureau

from zhixing.actions import question_desk
from zhixing.actions.duties import due_now
from zhixing.core.figures.due import Due, Sort
from zhixing.store.questions.models import Version
from zhixing.web.shared.duties import due_row, waiting

pytestmark = pytest.mark.django_db
TODAY = dt.date.today()  # noqa: DTZ011 - as the server asks


def _page(bureau: Bureau, name: str, query: str = "") -> str:
    answer = bureau.clients[name].get(f"/todo/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def _rows(page: str) -> list[str]:
    return re.findall(r'<tr><th scope="row">(.*?)<br>', page)


def test_an_officer_sees_what_is_due_in_his_branch_alone(bureau: Bureau) -> None:
    own, other = bureau.year.branches[0].name, bureau.year.branches[1].name
    page = _page(bureau, "branch", "?sort=meeting")
    short = other.removesuffix("党支部")
    assert _rows(page)
    assert f'<td data-h="党支部">{short}</td>' not in page
    whole = _page(bureau, "superior", "?sort=meeting")
    assert f'<td data-h="党支部">{short}</td>' in whole
    assert own.removesuffix("党支部") in whole


def test_a_missing_meeting_leads_to_its_form_filled_in_and_goes_once_recorded(bureau: Bureau) -> None:
    page = _page(bureau, "branch", "?sort=meeting&when=ahead")
    before = _rows(page)
    link = re.search(r'href="(/record/session/\?[^"]+)"', page)
    assert link is not None
    form = bureau.clients["branch"].get(link[1].replace("&amp;", "&")).content.decode()
    chosen = re.search(r'name="forms" value="([^"]+)" checked', form)
    org = re.search(r'<option value="([^"]+)" selected>', form)
    day = re.search(r'name="day" value="([^"]+)"', form)
    assert chosen
    assert org
    assert day
    people = dict(re.findall(r'name="(p-[^"]+)" value="(present)"', form))
    said = {"uid": str(uuid4()), "org": org[1], "day": day[1], "forms": [chosen[1]], "title": "研究学习计划"}
    bureau.clients["branch"].post("/record/session/", {**said, "minutes": "60", "ledgers": "A", **people})
    after = _rows(_page(bureau, "branch", "?sort=meeting&when=ahead"))
    assert len(after) == len(before) - 1


def test_filters_stay_in_the_address_and_say_what_they_leave(bureau: Bureau) -> None:
    page = _page(bureau, "superior", "?when=late")
    shown = int(re.search(r"<b>(\d+) 件</b>", page)[1])  # type: ignore[index]
    assert shown == len(_rows(page))
    assert "已按 期限：已过期 筛选" in page
    assert "没有要办的事" in _page(bureau, "superior", "?sort=nonsense")


def test_who_keeps_no_books_reads_and_has_no_button(bureau: Bureau) -> None:
    page = _page(bureau, "discipline", "?sort=meeting")
    assert _rows(page)
    assert "/record/session/?" not in page


def test_every_sort_of_due_leads_somewhere() -> None:
    for sort in Sort:
        one = Due(
            sort, uuid4(), "甲党支部", "一句话", False, TODAY, person=uuid4(), thing=uuid4(), form="党课"
        )
        assert due_row(one, TODAY, keeps=True).url
        assert due_row(one, TODAY, keeps=False).url == ""
    (row,) = waiting([Due(Sort.MEETING, uuid4(), "甲党支部", "党课", True, TODAY, form="党课")] * 2, TODAY)
    assert (row.count, row.unit, row.late) == (2, "次", True)


@pytest.mark.parametrize("name", ["branch", "secretary", "superior"])
def test_every_door_of_the_list_opens(bureau: Bureau, name: str) -> None:
    page = _page(bureau, name).replace("&amp;", "&")
    main = page[page.index("<main") :]
    doors = {href.partition("?")[0].partition("#")[0]: href for href in re.findall(r'href="(/[^"]+)"', main)}
    assert doors
    shut = {href for href in doors.values() if bureau.clients[name].get(href).status_code != 200}
    assert shut == set()


def test_needs_are_told_to_those_who_keep_the_books_alone(bureau: Bureau) -> None:
    person = next(one.id for one in bureau.year.members if one.branch_id == bureau.year.branches[0].id)
    day = (TODAY - dt.timedelta(days=9)).isoformat()
    said = {"uid": str(uuid4()), "person": str(person), "day": day, "text": "就医不便"}
    assert bureau.clients["branch"].post("/record/need/", said).status_code == 302
    assert "就医" not in _page(bureau, "branch", "?sort=need")
    assert _rows(_page(bureau, "branch", "?sort=need"))
    assert not _rows(_page(bureau, "discipline", "?sort=need"))
    page = bureau.clients["branch"].get("/record/open/").content.decode()
    step = re.search(r'action="(/record/open/need_raised/[^"]+)"', page)
    assert step
    assert "就医" not in page
    done = bureau.clients["branch"].post(step[1], {"uid": str(uuid4()), "state": "受理"}, follow=True)
    assert "已登记" in done.content.decode()
    assert not _rows(_page(bureau, "branch", "?sort=need"))


def test_providers_are_told_apart_by_who_asks(bureau: Bureau) -> None:
    sorts = {one.sort for one in due_now(cast.actor("superior", today=TODAY), TODAY)}
    assert Sort.RULE in sorts
    assert Sort.RULE not in {one.sort for one in due_now(cast.actor("branch", today=TODAY), TODAY)}
    assert due_now(cast.actor("member", today=TODAY), TODAY) == ()


def test_questions_nobody_has_compared_wait_for_who_may_compare_them(bureau: Bureau) -> None:
    bank(6, now=dt.datetime.now(dt.UTC))
    secretary, superior = cast.actor("secretary", today=TODAY), cast.actor("superior", today=TODAY)
    with CaptureQueriesContext(connection) as seen:
        (due,) = question_desk.waiting(superior, TODAY)
    assert (due.count, due.late, due.deadline, len(seen)) == (5, False, None, 1)
    assert due_row(due, TODAY, keeps=True).url == "/questions/?state=waiting"
    assert [one.count for one in question_desk.waiting(secretary, TODAY)] == [5]
    assert list(question_desk.waiting(cast.actor("branch", today=TODAY), TODAY)) == []
    Version.objects.update(account=superior.account)
    assert list(question_desk.waiting(superior, TODAY)) == [], "another compares what he wrote himself"
    assert "题库有 5 道题没有对照条文核对" in _page(bureau, "secretary", "?sort=question")
