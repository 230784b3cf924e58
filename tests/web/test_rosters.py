"""Rosters: what each sees, patterns for several at once, leave and its calling off, rooms and speakers."""

from __future__ import annotations

import datetime as dt
import io
from uuid import UUID, uuid4

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.web.conftest import TODAY, Bureau

from zhixing.actions.resources import resource_book, year_resources
from zhixing.actions.roll import roll
from zhixing.actions.rosters import year_rosters
from zhixing.core.people.register import Person
from zhixing.core.rosters.days import State
from zhixing.core.rosters.grid import AM
from zhixing.store.ledger.models import AuditLine, Fact

pytestmark = pytest.mark.django_db
WEEK = "2026-03-09"


def people(bureau: Bureau, number: int = 0) -> list[Person]:
    """Those on the roll of a branch, with a station first."""
    wanted = bureau.year.branches[number].id
    found = [
        one for one in roll().register.people.values() if (held := one.on_roll(TODAY)) and held.org == wanted
    ]
    return sorted(found, key=lambda one: station(one) == "none")


def station(one: Person) -> UUID | str:
    place = one.place_on(TODAY)
    return (place.station if place else None) or "none"


def send(client: Client, address: str, **said: object) -> tuple[int, str]:
    answer = client.post(address, {"uid": uuid4(), **said})
    return answer.status_code, answer.content.decode()


def pattern(client: Client, one: Person, name: str = "上七休七", anchor: str = "2026-03-09") -> int:
    said = {"people": [one.id], "pattern": name, "anchor": anchor, "since": "2026-01-01"}
    return send(client, f"/rosters/enter/pattern/?station={station(one)}", **said)[0]


def state(one: Person, day: str) -> State:
    rosters = year_rosters(2026, today=TODAY)
    return rosters.states(one.id)[rosters.grid.index(dt.date.fromisoformat(day), AM)]


def test_a_station_s_week_and_what_the_file_says(bureau: Bureau) -> None:
    one = people(bureau)[0]
    client = bureau.clients["branch"]
    assert state(one, WEEK) is State.UNKNOWN
    page = client.get(f"/rosters/?station={station(one)}&from={WEEK}").content.decode()
    assert "班次不明" in page
    assert one.name in page
    assert pattern(client, one) == 302
    assert state(one, WEEK) is State.DUTY
    assert state(one, "2026-03-16") is State.REST
    page = client.get(f"/rosters/?station={station(one)}&from={WEEK}").content.decode()
    assert "上七休七，起点 3 月 9 日" in page
    got = client.get(f"/rosters/export/xlsx/?station={station(one)}&from={WEEK}")
    sheet = openpyxl.load_workbook(io.BytesIO(got.content)).worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if one.name in row]
    assert rows[0][2:4] == ("当班", "当班")


def test_nobody_enters_what_is_another_branch_s(bureau: Bureau) -> None:
    one = people(bureau, 1)[0]
    for name in ("branch", "secretary"):
        assert pattern(bureau.clients[name], one) in (404, 422)
    for name in ("discipline", "publicity", "member", "system"):
        assert pattern(bureau.clients[name], one) == 404
    assert not Fact.objects.filter(kind="shift_roster").exists()
    assert pattern(bureau.clients["superior"], one) == 302
    assert pattern(bureau.clients["branch_other"], one, "上二休二") == 302
    page = bureau.clients["branch"].get(f"/rosters/?from={WEEK}").content.decode()
    assert one.name not in page or any(mine.name == one.name for mine in people(bureau))


def test_a_member_sees_his_own_row_alone(bureau: Bureau) -> None:
    client = bureau.clients["member"]
    page = client.get("/rosters/").content.decode()
    assert "我的班次" in page
    assert "可外出" not in page
    assert client.get("/rosters/export/xlsx/").status_code == 404
    assert client.get("/rosters/resources/").status_code == 404
    shown = [one.name for one in roll().register.people.values() if one.name in page]
    assert len(set(shown)) <= 1


def test_without_a_first_day_a_rotation_is_refused_and_nothing_typed_is_lost(bureau: Bureau) -> None:
    one = people(bureau)[0]
    said = {"people": [one.id], "pattern": "上二休二", "anchor": "", "since": "2026-02-03"}
    status, page = send(bureau.clients["branch"], "/rosters/enter/pattern/", **said)
    assert status == 422
    assert "轮班起点" in page
    assert "2026-02-03" in page
    assert f'value="{one.id}"' in page and "checked" in page  # noqa: PT018


def test_exception_leave_and_calling_it_off(bureau: Bureau) -> None:
    one, client = people(bureau)[0], bureau.clients["branch"]
    pattern(client, one, "常白班", "")
    swap = {"people": [one.id], "first": WEEK, "last": "", "part": "am", "duty": "on"}
    assert send(client, "/rosters/enter/exception/", **swap)[0] == 302
    assert (state(one, WEEK), state(one, "2026-03-10")) == (State.DUTY, State.WORK)
    away = {"people": [one.id], "first": WEEK, "last": "2026-03-13", "half": ""}
    assert send(client, "/rosters/enter/leave/", **away)[0] == 302
    assert state(one, "2026-03-12") is State.AWAY
    fact = Fact.objects.get(kind="leave_span")
    address = f"/rosters/leave/{one.id}/{fact.uid}/"
    assert bureau.clients["branch_other"].post(address).status_code == 404
    assert client.post(f"/rosters/leave/{uuid4()}/{fact.uid}/").status_code == 404
    assert client.post(address).status_code == 302
    assert (state(one, WEEK), state(one, "2026-03-12")) == (State.DUTY, State.WORK)
    wrong = {**away, "last": "2026-03-01"}
    status, page = send(client, "/rosters/enter/leave/", **wrong)
    assert (status, "早于起" in page) == (422, True)
    assert AuditLine.objects.filter(verb="登记不在岗", subject=one.id).count() == 1


def test_a_form_sent_twice_is_entered_once(bureau: Bureau) -> None:
    one, client = people(bureau)[0], bureau.clients["branch"]
    said = {"uid": uuid4(), "people": [one.id], "first": WEEK, "last": WEEK, "half": ""}
    for _ in range(2):
        assert client.post("/rosters/enter/leave/", said).status_code == 302
    assert Fact.objects.filter(kind="leave_span").count() == 1


def test_cover_moves_what_a_station_spares(bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    group = people(bureau)
    where = station(group[0])
    assert isinstance(where, UUID)
    mine = [one for one in group if station(one) == where]
    said = {"people": [one.id for one in mine], "pattern": "常白班", "since": "2026-01-01"}
    assert send(client, f"/rosters/enter/pattern/?station={where}", **said)[0] == 302
    before = year_rosters(2026, today=TODAY)
    t = before.grid.index(dt.date(2026, 3, 9), AM)
    cover = {"station": where, "minimum": len(mine), "weekdays": ["1"], "half": "am", "since": "2026-03-01"}
    assert send(client, "/rosters/enter/cover/", **cover)[0] == 302
    after = year_rosters(2026, today=TODAY)
    assert after.may_leave(where)[t] == 0 < before.may_leave(where)[t]
    assert after.may_leave(where)[t + 1] == before.may_leave(where)[t + 1]
    assert all(after.availability(one.id).free[t] == "0" for one in mine)
    assert send(bureau.clients["branch_other"], "/rosters/enter/cover/", **cover)[0] == 422


def test_rooms_speakers_and_busy_seasons(bureau: Bureau) -> None:
    client, branch = bureau.clients["superior"], bureau.clients["branch"]
    room = {"name": "三楼会议室", "seats": "80", "station": "", "in_use": "on"}
    assert send(client, "/rosters/resources/new/venue/", **room)[0] == 302
    assert send(client, "/rosters/resources/new/venue/", **room)[0] == 422
    assert send(branch, "/rosters/resources/new/venue/", **{**room, "name": "二楼"})[0] == 404
    venue = resource_book().venues[0].id
    gone = {"first": "2030-04-01", "last": "2030-04-02", "half": ""}
    assert send(client, f"/rosters/resources/{venue}/closed/", **gone)[0] == 302
    found = year_resources(2030, today=TODAY)
    t = found.grid.index(dt.date(2030, 4, 1), AM)
    assert found.venues[0].free[t] == "0"
    assert send(client, f"/rosters/resources/{venue}/reopen/", span="2030-04-01/")[0] == 302
    assert year_resources(2030, today=TODAY).venues[0].free[t] == "1"
    assert send(branch, f"/rosters/resources/{venue}/closed/", **gone)[0] == 404
    one = people(bureau)[0]
    assert send(branch, "/rosters/resources/new/speaker/", person=one.id, topics=["1"], in_use="on")[0] == 302
    outside = {"name": "周望（县委党校）", "topics": ["2", "3"], "in_use": "on"}
    assert send(client, "/rosters/resources/new/speaker/", **outside)[0] == 302
    assert send(client, "/rosters/resources/new/speaker/", in_use="on")[0] == 422
    names = {(row.name, row.outside, row.topics) for row in year_resources(2030, today=TODAY).speakers}
    assert names == {(one.name, False, (1,)), ("周望（县委党校）", True, (2, 3))}
    peak = {
        "name": "汛期",
        "first": "2030-06-01",
        "last": "2030-08-31",
        "places": [bureau.year.branches[0].id],
    }
    assert send(branch, "/rosters/resources/new/peak/", **peak)[0] == 302
    held = resource_book().peaks[0]
    assert (held.title, held.until) == ("汛期", dt.date(2030, 9, 1))
    page = client.get("/rosters/resources/").content.decode()
    assert "2030-06-01 至 2030-08-31" in page
    assert send(branch, f"/rosters/resources/{held.id}/end/")[0] == 302
    assert resource_book().peaks == ()
    assert client.get("/rosters/resources/export/xlsx/").status_code == 200


def test_few_queries_whatever_the_size(
    bureau: Bureau, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = bureau.clients["superior"]
    client.get("/rosters/")
    for address in ("/rosters/", "/rosters/?weeks=4", "/rosters/resources/", "/rosters/enter/pattern/"):
        with django_assert_max_num_queries(20):
            assert client.get(address).status_code == 200
