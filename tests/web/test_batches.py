"""Batches through the browser's door: who sees what, what a page costs, what a form does."""

from __future__ import annotations

import io
import re
from uuid import UUID, uuid4

import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests import cast, planted_batches
from tests.planted_batches import PLAN_YEAR, TODAY, asked, prepare, worked
from tests.web.conftest import Bureau

from zhixing.actions.workdays import holidays_note
from zhixing.store.plans import batches as queries
from zhixing.store.plans import models

pytestmark = pytest.mark.django_db
MOST = 20


@pytest.fixture(autouse=True)
def in_march(monkeypatch: pytest.MonkeyPatch) -> None:
    """The year has begun, and most of it lies ahead."""
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


@pytest.fixture
def ready(bureau: Bureau) -> Bureau:
    """A bureau that can be planned."""
    prepare()
    return bureau


@pytest.fixture
def held(ready: Bureau) -> UUID:
    """A batch in force that everybody has been told of."""
    batch = planted_batches.in_force()
    planted_batches.published(batch)
    return batch


def addresses(batch: UUID) -> dict[str, str]:
    """Every page of a batch, by the name of its route."""
    row = queries.batch(batch)
    assert row is not None
    found = planted_batches.situation(row)
    assert found is not None
    station = found.keys.stations[0]
    return {
        "batch": f"/batches/{batch}/",
        "run": f"/batches/{batch}/runs/0/",
        "station": f"/batches/{batch}/stations/{station}/",
        "unserved": f"/batches/{batch}/unserved/",
        "export": f"/batches/{batch}/export/xlsx/",
        "unserved_export": f"/batches/{batch}/unserved/csv/",
        "progress": f"/batches/{batch}/progress/",
        "year": f"/{PLAN_YEAR}/batches/",
        "change": f"/{PLAN_YEAR}/batches/change/",
        "wish": f"/{PLAN_YEAR}/batches/wish/",
        "asks": f"/{PLAN_YEAR}/batches/asks/",
        "mine": f"/{PLAN_YEAR}/batches/mine/",
    }


OFFICERS = {"batch", "run", "unserved", "export", "unserved_export", "progress", "year"}
SEES = {
    "superior": OFFICERS | {"station", "change", "wish", "asks"},
    "leader": OFFICERS | {"station"},
    "branch": OFFICERS,
    "secretary": OFFICERS,
    "branch_other": OFFICERS,
    "discipline": set[str](),
    "publicity": set[str](),
    "member": {"mine"},
    "member_other": {"mine"},
    "system": set[str](),
    "security": set[str](),
    "audit": set[str](),
    "stranger": set[str](),
}
"""Who sees which page of a batch in force. A station is seen by its own branch's officers besides."""


def test_who_sees_which_page(ready: Bureau, held: UUID) -> None:
    wrong, pages = [], addresses(held)
    for name, client in ready.clients.items():
        for page, address in pages.items():
            if page == "station" and name in ("branch", "secretary", "branch_other"):
                continue
            status = client.get(address).status_code
            if (status == 200) is not (page in SEES[name]) or status not in (200, 404):
                wrong.append(f"{name} {page}: {status}")
    assert wrong == []


def test_a_station_is_seen_by_its_own_branch(ready: Bureau, held: UUID) -> None:
    row = queries.batch(held)
    found = planted_batches.situation(row) if row else None
    assert found is not None
    register = planted_batches.roll().register
    for one in found.keys.stations:
        org = register.stations[one].org if one in register.stations else one
        own = {"branch": ready.year.branches[0].id, "branch_other": ready.year.branches[1].id}
        for name, branch in own.items():
            status = ready.clients[name].get(f"/batches/{held}/stations/{one}/").status_code
            assert (status == 200) is (org == branch), (name, register.name_of(org))


def test_two_answers_side_by_side(ready: Bureau, held: UUID) -> None:
    other = worked(asked())
    page = ready.clients["superior"].get(f"/batches/{held}/compare/?other={other}")
    assert "开班期数" in page.content.decode()
    assert ready.clients["superior"].get(f"/batches/{held}/compare/?other=x").status_code == 404
    assert ready.clients["branch"].get(f"/batches/{held}/compare/?other={other}").status_code == 404


def test_a_draft_of_the_planner_is_seen_by_who_plans_alone(ready: Bureau) -> None:
    batch = worked(asked())
    seen = {name for name, one in ready.clients.items() if one.get(f"/batches/{batch}/").status_code == 200}
    assert seen == {"superior"}


def test_a_branch_s_officer_reads_no_name_of_another_branch(ready: Bureau, held: UUID) -> None:
    others = {one.name for one in ready.year.members if one.branch_id == ready.year.branches[1].id}
    pages = [
        ready.clients["branch"].get(address).content.decode()
        for page, address in addresses(held).items()
        if page in OFFICERS - {"export"}
    ]
    assert not [name for name in others for page in pages if name in page]
    got = ready.clients["branch"].get(f"/batches/{held}/export/xlsx/").content
    sheet = openpyxl.load_workbook(io.BytesIO(got)).worksheets[0]
    told = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert not told & others
    mine = {one.name for one in ready.year.members if one.branch_id == ready.year.branches[0].id}
    assert told & mine


@pytest.mark.parametrize("page", ["batch", "run", "unserved", "year", "change", "wish", "asks"])
def test_a_page_asks_the_database_no_more_than_so_often(
    ready: Bureau, held: UUID, page: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address, client = addresses(held)[page], ready.clients["superior"]
    client.get(address)
    with django_assert_max_num_queries(MOST):
        assert client.get(address).status_code == 200


def test_a_member_sees_his_own_and_asks(
    ready: Bureau, held: UUID, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = ready.clients["member"]
    with django_assert_max_num_queries(MOST):
        page = client.get(f"/{PLAN_YEAR}/batches/mine/").content.decode()
    me = cast.actor("member", today=TODAY).person
    assert me is not None
    seat = next(one for one in queries.seats(held, [me]) if one.run is not None)
    assert "那天去不了" in page
    with django_assert_max_num_queries(MOST):
        page = client.get(f"/{PLAN_YEAR}/batches/mine/?of={seat.requirement}").content.decode()
    offered = re.findall(r'<option value="([0-9a-f-]{36})">', page)
    codes = [str(one.code) for one in queries.runs(held) if one.number != seat.run]
    said = {
        "form": uuid4(),
        "requirement": seat.requirement,
        "choice": (offered or codes)[0],
        "words": "出差",
    }
    answer = client.post(f"/batches/{held}/ask/", said)
    if not offered:
        assert answer.status_code == 422
        return
    assert answer.status_code == 302
    client.post(f"/batches/{held}/ask/", said)
    assert len(queries.asks_of(me, held)) == 1
    assert "出差" in ready.clients["superior"].get(f"/{PLAN_YEAR}/batches/asks/").content.decode()
    wish = queries.asks_of(me, held)[0].id
    assert ready.clients["member_other"].post(f"/batches/asks/{wish}/answer/").status_code == 404
    assert client.post(f"/batches/asks/{wish}/answer/", {"what": "back"}).status_code == 302
    assert queries.asks_of(me, held)[0].state == queries.Asked.WITHDRAWN


def start(client: Client, **said: object) -> tuple[int, str]:
    """Asks the planner through its form."""
    form = {"form": uuid4(), "seconds": 30, "start": "2026-03-03", **said}
    answer = client.post(f"/{PLAN_YEAR}/batches/start/", form)
    return answer.status_code, answer.headers.get("Location", "") or answer.content.decode()


def test_start_progress_stop_and_again_by_the_form(ready: Bureau) -> None:
    client = ready.clients["superior"]
    status, where = start(client)
    assert status == 302
    page = client.get(where).content.decode()
    assert "等着排" in page
    assert 'http-equiv="refresh"' in page, "it goes on without script"
    batch = UUID(where.rstrip("/").rpartition("/")[2])
    assert start(client)[0] == 422, "one at a time"
    worked(batch)
    moved = client.get(f"/batches/{batch}/progress/")
    assert moved.headers["HX-Refresh"] == "true"
    assert "独立核查通过" in client.get(where).content.decode()
    assert client.post(f"/batches/{batch}/do/", {"what": "accept"}).status_code == 302
    assert "现行方案" in client.get(f"/{PLAN_YEAR}/batches/").content.decode()
    run = queries.runs(batch)[0]
    assert client.post(f"/batches/{batch}/runs/{run.number}/lock/", {"locked": "1"}).status_code == 302
    assert "已锁定" in client.get(f"/batches/{batch}/").content.decode()
    assert start(client, seconds=7)[0] == 422
    assert start(client, start="2025-01-01")[0] == 422


def test_an_event_in_few_clicks_shows_who_moves(ready: Bureau, held: UUID) -> None:
    client, run = ready.clients["superior"], queries.runs(held)[0]
    said = {"form": uuid4(), "what": "run", "which": str(run.code)}
    answer = client.post(f"/{PLAN_YEAR}/batches/change/", said)
    assert answer.status_code == 302
    made = UUID(answer.headers["Location"].rstrip("/").rpartition("/")[2])
    worked(made)
    page = client.get(f"/batches/{made}/").content.decode()
    assert "改了什么" in page
    assert "这一期取消" in page
    wrong = {
        "form": uuid4(),
        "what": "venue",
        "which": str(run.venue),
        "since": "2026-05-02",
        "until": "2026-05-01",
    }
    answer = client.post(f"/{PLAN_YEAR}/batches/change/", wrong)
    assert answer.status_code == 422
    assert "早于起日" in answer.content.decode()
    assert "2026-05-02" in answer.content.decode(), "nothing typed is lost"


def test_a_wish_through_the_form(ready: Bureau) -> None:
    client, planted = ready.clients["superior"], planted_batches.built()
    said = {"form": uuid4(), "what": "runs", "lesson": str(planted.course), "count": "1"}
    answer = client.post(f"/{PLAN_YEAR}/batches/wish/", said)
    assert answer.status_code == 302
    made = UUID(answer.headers["Location"].rstrip("/").rpartition("/")[2])
    worked(made, seconds=5)
    page = client.get(f"/batches/{made}/").content.decode()
    assert "最多开 1 期" in page
    assert any(words in page for words in ("办得到", "办不到", "没有查清"))
    assert client.post(f"/{PLAN_YEAR}/batches/wish/", {"what": "runs"}).status_code == 422


def test_what_cannot_be_dropped_says_why(ready: Bureau, held: UUID) -> None:
    answer = ready.clients["superior"].post(f"/batches/{held}/do/", {"what": "drop"})
    assert answer.status_code == 422
    assert "已经采用过，不能放弃" in answer.content.decode()


def test_after_accepting_the_page_leads_to_telling(ready: Bureau, held: UUID) -> None:
    client = ready.clients["superior"]
    models.Batch.objects.filter(id=held).update(published_at=None)
    page = client.get(f"/batches/{held}/").content.decode()
    assert "还没有告知本人" in page
    assert f'href="/{PLAN_YEAR}/dates/"' in page
    assert "还没有告知本人" not in ready.clients["branch"].get(f"/batches/{held}/").content.decode()


def test_a_year_under_way_says_from_when_it_is_planned(ready: Bureau, held: UUID) -> None:
    page = ready.clients["superior"].get(f"/{PLAN_YEAR}/batches/").content.decode()
    assert 'value="2026-03-03"' in page, "a batch is out: from tomorrow"
    chosen = ready.clients["superior"].get(f"/{PLAN_YEAR}/batches/?start=2026-01-01").content.decode()
    assert 'value="2026-01-01"' in chosen
    assert "已经过去的日子" in chosen
    assert "?start=2026-03-03#start" in chosen


def test_a_year_without_its_holidays_says_so(
    ready: Bureau, held: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, said = ready.clients["superior"], "2027 年放假安排还没有导入"
    pages = f"/{PLAN_YEAR}/batches/", f"/batches/{held}/"
    assert not any("放假安排" in client.get(one).content.decode() for one in pages)
    assert holidays_note(2027).startswith(said)
    monkeypatch.setattr("zhixing.web.batches.heads.holidays_note", lambda _: holidays_note(2027))
    assert all(said in client.get(one).content.decode() for one in pages)
