"""Objecting and correcting through pages: nothing typed is lost, nothing is seen by whom it does not concern."""

from __future__ import annotations

import json
from io import BytesIO
from uuid import UUID, uuid4

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.sample_year import YEAR
from tests.web.conftest import TODAY, Bureau

from zhixing.actions.own_aspects import ASPECTS
from zhixing.core.facts.kinds import Attendance, NeedRaised
from zhixing.core.facts.record import Fact
from zhixing.store.ledger import models, queries

pytestmark = pytest.mark.django_db
MOST_QUERIES = 20


def absence(name: str = "member") -> Fact:
    """An attendance in which this member was absent."""
    person = cast.actor(name, today=TODAY).person
    return next(one for one in queries.facts() if one.subject == person and one.body == Attendance("absent"))


def _object(bureau: Bureau, fact: Fact, **more: str) -> UUID:
    typed = {"uid": str(uuid4()), "reason": "当天到会，签到表有我", **more}
    answer = bureau.clients["member"].post(f"/mine/object/{fact.uid}/", typed)
    assert answer.status_code == 302, answer.content.decode()
    return UUID(answer["Location"].split("/")[-2])


def _propose(bureau: Bureau, fact: Fact, objection: UUID | None = None, **typed: str) -> str:
    data = {"uid": str(uuid4()), "how": "change", "state": "present", "reason": "核对签到表", **typed}
    if objection:
        data["objection"] = str(objection)
    answer = bureau.clients["branch"].post(f"/corrections/propose/{fact.uid}/", data)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_the_whole_way(bureau: Bureau) -> None:
    fact = absence()
    member, branch, secretary = (bureau.clients[name] for name in ("member", "branch", "secretary"))
    mine = member.get(f"/{YEAR}/mine/").content.decode()
    assert f"/mine/object/{fact.uid}/" in mine
    objection = _object(bureau, fact)
    assert "异议办理中" in member.get(f"/{YEAR}/mine/").content.decode()
    listed = branch.get("/corrections/").content.decode()
    assert f"/corrections/{objection}/" in listed
    assert "签到表" not in listed
    opened = branch.get(f"/corrections/{objection}/").content.decode()
    assert "签到表有我" in opened
    proposal = _propose(bureau, fact, objection)
    assert "由另一位有权的人用自己的账户确认" in branch.get(proposal).content.decode()
    assert branch.post(proposal, {"act": "confirm"}).status_code == 422
    assert "确认更正" in secretary.get(proposal).content.decode()
    assert secretary.post(proposal, {"act": "confirm"}).status_code == 302
    assert secretary.post(proposal, {"act": "confirm"}).status_code == 422
    answered = member.get(f"/mine/objections/{objection}/").content.decode()
    assert "已更正" in answered
    mine = member.get(f"/{YEAR}/mine/").content.decode()
    assert "更正后" in mine
    assert "核对签到表" in mine
    readers = member.get("/mine/readers/").content.decode()
    assert "打开保密内容" in readers
    assert "周健（branch）" in readers


def test_what_is_refused_is_not_lost(bureau: Bureau) -> None:
    fact = absence()
    answer = bureau.clients["member"].post(f"/mine/object/{fact.uid}/", {"reason": "  ", "uid": str(uuid4())})
    assert answer.status_code == 422
    typed = {"uid": str(uuid4()), "how": "change", "state": "absent", "reason": "写了很多字的理由"}
    answer = bureau.clients["branch"].post(f"/corrections/propose/{fact.uid}/", typed)
    assert answer.status_code == 422
    assert "写了很多字的理由" in answer.content.decode()
    assert "与原来一样" in answer.content.decode()
    objection = _object(bureau, fact)
    answer = bureau.clients["branch"].post(f"/corrections/{objection}/", {"act": "upheld", "words": ""})
    assert answer.status_code == 422
    done = bureau.clients["branch"].post(
        f"/corrections/{objection}/", {"act": "upheld", "words": "签到表上没有"}
    )
    assert done.status_code == 302
    page = bureau.clients["member"].get(f"/mine/objections/{objection}/").content.decode()
    assert "签到表上没有" in page
    assert "再次提出" in page


@pytest.mark.parametrize("name", [*cast.CAST, "stranger"])
def test_who_sees_a_case(bureau: Bureau, name: str) -> None:
    fact = absence()
    objection = _object(bureau, fact)
    proposal = _propose(bureau, fact)
    client = bureau.clients[name]
    over = name in {"superior", "leader", "branch", "secretary"}
    for address in (f"/corrections/{objection}/", proposal, f"/corrections/propose/{fact.uid}/"):
        assert client.get(address).status_code == (200 if over else 404), address
    for address in (f"/mine/objections/{objection}/", f"/mine/object/{fact.uid}/"):
        assert client.get(address).status_code == (200 if name == "member" else 404), address
    for address in (f"/corrections/{uuid4()}/", f"/mine/objections/{uuid4()}/", f"/mine/object/{uuid4()}/"):
        assert client.get(address).status_code == 404
    if not over:
        assert client.post(proposal, {"act": "confirm"}).status_code == 404
        typed = {"how": "drop", "reason": "x"}
        assert client.post(f"/corrections/propose/{fact.uid}/", typed).status_code == 404
    shown = client.get("/corrections/").content.decode()
    assert (str(objection) in shown) is over


def test_a_session_is_put_right_for_everybody(bureau: Bureau) -> None:
    fact = absence()
    branch = bureau.clients["branch"]
    session = next(
        one for one in queries.facts() if one.about == fact.about and one.kind.value == "session_held"
    )
    assert (
        f"/corrections/propose/{session.uid}/"
        in branch.get(f"/corrections/propose/{fact.uid}/").content.decode()
    )
    typed = {"uid": str(uuid4()), "how": "change", "minutes": "多", "reason": "记错时长"}
    assert branch.post(f"/corrections/propose/{session.uid}/", typed).status_code == 422
    made = branch.post(f"/corrections/propose/{session.uid}/", {**typed, "minutes": "180"})
    assert made.status_code == 302
    assert bureau.clients["leader"].post(made["Location"], {"act": "confirm"}).status_code == 302
    (right,) = [
        one for one in queries.facts() if one.about == fact.about and getattr(one.body, "minutes", 0) == 180
    ]
    assert right.second


def test_all_that_is_held_and_a_copy(bureau: Bureau) -> None:
    need = next(one for one in queries.facts() if isinstance(one.body, NeedRaised))
    account = next(name for name in ("member", "member_other"))
    person = cast.actor(account, today=TODAY).person
    models_before = models.AuditLine.objects.filter(subject=person).count()
    client = bureau.clients[account]
    shown = client.get("/mine/held/").content.decode()
    mine = [one for one in queries.facts() if one.subject == person]
    assert f"{len(mine)} 条事实" in shown
    assert models.AuditLine.objects.filter(subject=person).count() == models_before
    client.get("/mine/held/?open=1")
    assert models.AuditLine.objects.filter(subject=person, verb="打开保密内容").count() == 1
    answer = client.get("/mine/copy/json/")
    assert {one["received_at"][-6:] for one in answer.json()["facts"]} == {"+08:00"}
    told = json.loads(b"".join(answer) if answer.streaming else answer.content)
    assert told["schema"] == "zhixing.own-data/2"
    assert {one["uid"] for one in told["facts"]} == {str(one.uid) for one in mine}
    document = docx.Document(BytesIO(client.get("/mine/copy/docx/").content))
    words = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert told["person"]["name"] in words
    assert words.count("出席登记") == 0 or "日期" in words
    assert client.get("/mine/copy/exe/").status_code == 404
    assert need.subject != person or "孩子入学" in words


def test_confidential_words_of_ones_own_are_opened(bureau: Bureau) -> None:
    fact = absence()
    _object(bureau, fact)
    member = bureau.clients["member"]
    assert "签到表有我" not in member.get("/mine/held/").content.decode()
    assert "签到表有我" in member.get("/mine/held/?open=1").content.decode()
    assert "签到表有我" in member.get("/mine/copy/json/").content.decode()


def test_pages_take_few_queries(bureau: Bureau) -> None:
    fact = absence()
    objection = _object(bureau, fact)
    proposal = _propose(bureau, fact, objection)
    asked = {}
    for name, address in (
        ("branch", "/corrections/"),
        ("branch", f"/corrections/{objection}/"),
        ("branch", proposal),
        ("branch", f"/corrections/propose/{fact.uid}/"),
        ("member", "/mine/held/?open=1"),
        *(("member", f"/mine/held/{word}/?open=1") for word in ASPECTS),
        ("member", "/mine/readers/"),
        ("member", "/mine/objections/"),
        ("member", f"/mine/objections/{objection}/"),
        ("member", f"/mine/object/{fact.uid}/"),
        ("member", f"/{YEAR}/mine/"),
        ("superior", "/workdays/"),
    ):
        with CaptureQueriesContext(connection) as made:
            assert bureau.clients[name].get(address).status_code == 200
        # Savepoints and the append lock mark a transaction; they ask nothing.
        marks = ("SAVEPOINT", "RELEASE", "SELECT pg_advisory")
        asked[address] = sum(not one["sql"].startswith(marks) for one in made.captured_queries)
    print(asked)
    assert max(asked.values()) <= MOST_QUERIES


NOTICE = "\n".join(
    [
        "日期 安排",
        *(f"2027-02-{day:02d} 休" for day in range(5, 12)),
        *(f"2027-10-{day:02d} 休" for day in range(1, 8)),
        "2027-02-20 班",
    ]
)


@pytest.mark.parametrize("name", [*cast.CAST, "stranger"])
def test_who_imports_the_holidays(bureau: Bureau, name: str) -> None:
    client = bureau.clients[name]
    allowed = name in ("system", "superior")
    typed = {"text": NOTICE, "words": "国办发明电〔2026〕9号"}
    looked = client.post("/workdays/", typed)
    assert looked.status_code == (200 if allowed else 404)
    assert not models.Fact.objects.filter(kind="calendar_year").exists()
    assert client.post("/workdays/", {**typed, "act": "enter"}).status_code == (302 if allowed else 404)
    assert models.Fact.objects.filter(kind="calendar_year").count() == allowed
    if allowed:
        assert "国办发明电〔2026〕9号" in client.get("/workdays/").content.decode()
        bad = client.post("/workdays/", {**typed, "text": NOTICE + "\n2027-13-01 休", "act": "enter"})
        assert bad.status_code == 422
        assert "2027-13-01" in bad.content.decode()


def test_only_who_keeps_the_books_is_offered_to_correct(bureau: Bureau) -> None:
    address = f"/{YEAR}/members/{absence().subject}/"
    offered = {
        name: "/corrections/propose/" in bureau.clients[name].get(address).content.decode()
        for name in ("branch", "secretary", "discipline", "superior", "leader")
    }
    assert offered == {
        "branch": True,
        "secretary": True,
        "discipline": False,
        "superior": True,
        "leader": True,
    }


def test_a_name_objected_to_is_put_right_where_people_are_kept(bureau: Bureau) -> None:
    person = cast.actor("member", today=TODAY).person
    named = next(
        one for one in queries.facts() if one.subject == person and one.kind.value == "person_described"
    )
    objection = _object(bureau, named, reason="名字少一笔")
    branch = bureau.clients["branch"]
    shown = branch.get(f"/corrections/{objection}/").content.decode()
    assert f"/corrections/propose/{named.uid}/" not in shown
    typed = {"uid": str(uuid4()), "how": "drop", "reason": "x"}
    refused = branch.post(f"/corrections/propose/{named.uid}/", typed)
    assert refused.status_code == 422
    done = branch.post(f"/corrections/{objection}/", {"act": "elsewhere", "words": "已在人员里改好"})
    assert done.status_code == 302
    assert "已另行更正" in bureau.clients["member"].get("/mine/objections/").content.decode()
