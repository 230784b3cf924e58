"""The register of problems in the browser's hands: the list and its file, one problem, signals, every change."""

from __future__ import annotations

import datetime as dt
import io
from uuid import UUID, uuid4

import openpyxl
import pytest
from django.test import Client
from tests.web.conftest import TODAY, Bureau

from zhixing.actions.problem_answers import Lesson
from zhixing.actions.problems import all_problems, open_problems
from zhixing.core.problems.register import Problem
from zhixing.core.problems.words import STATES

pytestmark = pytest.mark.django_db
YEAR = TODAY.year


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day that the bureau is looked at."""
    for module in ("views", "acts"):
        monkeypatch.setattr(f"zhixing.web.problems.{module}.today", lambda: TODAY)
    monkeypatch.setattr("zhixing.web.recording.views.today", lambda: TODAY)


def _enter(client: Client, org: UUID, text: str, **more: str) -> Problem:
    said = {"org": str(org), "text": text, "weight": "3", "state": "未开始", "uid": str(uuid4()), **more}
    answer = client.post("/record/problem/", said)
    assert answer.status_code == 302, answer.content.decode()
    return next(one for one in all_problems().values() if one.text == text)


def _sheet(**said: str) -> dict[str, str]:
    return {"uid": str(uuid4()), **said}


def test_last_years_open_problems_stand_first_under_their_own_number(bureau: Bureau) -> None:
    client = bureau.clients["superior"]
    before = open_problems(YEAR, today=TODAY)
    assert before
    assert all(one.carried and one.year == YEAR - 1 for one in before)
    _enter(client, bureau.year.branches[0].id, "办事窗口排队久")
    page = client.get("/problems/").content.decode()
    assert page.index(f"{YEAR - 1}-{before[0].code}") < page.index("办事窗口排队久")
    assert "往年结转" in page
    last = client.get(f"/problems/?year={YEAR - 1}").content.decode()
    assert "办事窗口排队久" not in last
    assert f"{YEAR - 1}-{before[0].code}" not in last
    assert client.get("/problems/?year=1999").status_code == 404


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("q=排队", True),
        ("q=没有这个", False),
        ("state=已销号", False),
        ("carried=yes", False),
        ("overdue=yes", False),
    ],
)
def test_the_file_holds_what_the_list_shows(bureau: Bureau, query: str, kept: bool) -> None:
    client = bureau.clients["superior"]
    _enter(client, bureau.year.branches[0].id, "办事窗口排队久", source="群众反映")
    page = client.get(f"/problems/?{query}").content.decode()
    assert ("办事窗口排队久</a>" in page) is kept
    answer = client.get(f"/problems/export/xlsx/?{query}")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = [row for row in sheet.iter_rows(values_only=True) if len(row) > 8 and row[8] in STATES]
    assert any("办事窗口排队久" in row for row in rows) is kept
    body = page.partition('class="stack roll problems"')[2].partition("<tbody>")[2]
    assert body.count("<tr") == len(rows)


def test_steps_follow_one_another_and_closing_wants_evidence(bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    one = _enter(client, bureau.year.branches[0].id, "巡查记录不全")
    url = f"/problems/{one.id}/"
    assert client.post(f"{url}step/", _sheet(state="已销号")).status_code == 422
    for state in ("整改中", "待销号"):
        assert client.post(f"{url}step/", _sheet(state=state)).status_code == 302
    refused = client.post(f"{url}step/", _sheet(state="已销号"))
    assert refused.status_code == 422
    assert "销号要有成效" in refused.content.decode()
    assert client.post(f"{url}effect/", _sheet(words="  ")).status_code == 422
    assert client.post(f"{url}effect/", _sheet(words="抽查 30 份记录全部齐全")).status_code == 302
    assert client.post(f"{url}step/", _sheet(state="已销号")).status_code == 302
    assert all_problems()[one.id].closed
    page = client.get(url).content.decode()
    assert page.count("抽查 30 份记录全部齐全") >= 2
    assert "整改中" in page


def test_a_change_keeps_what_was_said_before(bureau: Bureau) -> None:
    client, org = bureau.clients["branch"], bureau.year.branches[0].id
    one = _enter(client, org, "标志标牌缺失")
    url, sheet = f"/problems/{one.id}/", {"source": "", "category": "", "owner": str(org)}
    answer = client.post(f"{url}change/", _sheet(text="标志标牌缺失", weight="5", due="2026-06-30", **sheet))
    assert answer.status_code == 302, answer.content.decode()
    now = all_problems()[one.id]
    assert (now.weight, now.due, now.code) == (5, dt.date(2026, 6, 30), one.code)
    assert "权重 3 → 5" in client.get(url).content.decode()
    wrong = client.post(f"{url}change/", _sheet(text="改了一半", weight="5", due="明天", **sheet))
    assert wrong.status_code == 422
    assert "改了一半" in wrong.content.decode()
    posts = {"uid": str(uuid4()), "orgs": [str(org)], "posts": ["maintenance", "works"], "stations": []}
    assert client.post(f"{url}places/", posts).status_code == 302
    assert all_problems()[one.id].posts == ("maintenance", "works")
    assert "养护、工程" in client.get(url).content.decode()


def test_doubles_are_offered_asked_about_and_go_on_as_one(bureau: Bureau) -> None:
    client, org = bureau.clients["branch"], bureau.year.branches[0].id
    first = _enter(client, org, "坑槽修补不及时")
    second = _enter(client, org, "坑槽修补不够及时", posts="maintenance")
    page = client.get(f"/problems/{second.id}/").content.decode()
    assert f"/problems/{second.id}/merge/{first.id}/" in page
    url = f"/problems/{second.id}/merge/{first.id}/"
    assert "是同一个问题吗" in client.get(url).content.decode()
    assert client.post(url, _sheet(keep=str(first.id))).status_code == 302
    known = all_problems()
    assert known[second.id].into == first.id
    assert (known[first.id].merged, known[first.id].posts) == ((second.id,), ("maintenance",))
    assert second.id not in {one.id for one in open_problems(YEAR, today=TODAY)}
    assert client.get(url).status_code == 404
    assert "已经归并" in client.get(f"/problems/{second.id}/").content.decode()
    assert second.text in client.get(f"/problems/{first.id}/").content.decode()


def test_a_signal_becomes_a_problem_without_a_typed_word(bureau: Bureau) -> None:
    client = bureau.clients["superior"]
    page = client.get(f"/problems/signals/?year={YEAR - 1}").content.decode()
    assert "列为问题" in page
    url = page.split('class="btn" href="/record/problem/?')[1].split('"')[0].replace("&amp;", "&")
    form = client.get(f"/record/problem/?{url}").content.decode()
    assert 'name="text" value=""' not in form
    names = {member.name for member in bureau.year.members}
    assert not any(name in page for name in names)


def test_who_reads_and_who_changes(bureau: Bureau) -> None:
    one = _enter(bureau.clients["branch"], bureau.year.branches[0].id, "巡查不到位")
    reads = {
        name
        for name, client in bureau.clients.items()
        if client.get(f"/problems/{one.id}/").status_code == 200
    }
    changes = {
        name
        for name, client in bureau.clients.items()
        if client.get(f"/problems/{one.id}/change/").status_code == 200
    }
    assert changes == {"superior", "leader", "branch", "secretary"}
    assert reads == changes | {"discipline", "publicity"}


def test_the_lessons_of_a_plan_stand_on_the_page_of_the_problem_they_answer(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = _enter(bureau.clients["superior"], bureau.year.branches[0].id, "文书不规范")
    lesson = Lesson(uuid4(), YEAR, "执法文书怎么写", "已发布", out=True)
    monkeypatch.setattr("zhixing.actions.problem_file.lessons_for", lambda problem, years: (lesson,))
    page = bureau.clients["branch"].get(f"/problems/{one.id}/").content.decode()
    assert f"/{YEAR}/plan/lessons/{lesson.id}/" in page
    assert "执法文书怎么写" in page
