"""The bank in the browser's hands: the starting bank, list and files, a question, its versions, a file taken in."""

from __future__ import annotations

import io
import json
import re
from html import unescape
from uuid import UUID, uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.conftest import TODAY, Bureau

from zhixing.actions.questions import bank
from zhixing.core.questions.question import Form, Question
from zhixing.store.ledger.models import AuditLine

pytestmark = pytest.mark.django_db
TYPED = {
    "form": "单选",
    "stem": "养护站的学习资料多久换一次？",
    "option_A": "每周",
    "option_B": "每月",
    "answer": "B",
    "why": "每月一换。",
    "cites": "《中国共产党党员教育管理工作条例》第十六条",
    "category": "知识技能",
    "topics": "学习资料",
}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The day that the bureau is looked at."""
    for module in ("views", "acts", "taking"):
        monkeypatch.setattr(f"zhixing.web.questions.{module}.today", lambda: TODAY)


def _typed(**more: str) -> dict[str, str]:
    return {"uid": str(uuid4()), **TYPED, **more}


def _new(client: Client, **more: str) -> Question:
    answer = client.post("/questions/new/", _typed(**more))
    assert answer.status_code == 302, answer.content.decode()
    return max(bank(today=TODAY), key=lambda one: one.code)


def _page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_bank_offers_the_starting_one_once(bureau: Bureau) -> None:
    client = bureau.clients["publicity"]
    assert "装入起始题库" in _page(client, "/questions/")
    assert client.post("/questions/start/").status_code == 302
    page = _page(client, "/questions/")
    assert "装入起始题库" not in page
    assert f"<b>{len(bank(today=TODAY))} 道</b>" in page
    assert len(bank(today=TODAY)) >= 120
    client.post("/questions/start/")
    assert len(bank(today=TODAY)) < 240
    assert all(not one.reviewed for one in bank(today=TODAY))


def test_the_list_says_what_is_filtered_and_exports_exactly_that(bureau: Bureau) -> None:
    client = bureau.clients["superior"]
    client.post("/questions/start/")
    query = "?form=multiple&category=党章党规党纪"
    wanted = [
        one for one in bank(today=TODAY) if one.form is Form.MULTIPLE and one.category == "党章党规党纪"
    ]
    page = _page(client, f"/questions/{query}")
    assert f"<b>{len(wanted)} 道</b>" in page
    assert "题型：多选" in page
    answer = client.get(f"/questions/export/xlsx/{query}")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert [row[0] for row in rows[1:]] == [one.code for one in wanted]
    assert AuditLine.objects.filter(verb="导出", target__contains=f"{len(wanted)}道").exists()
    for form in ("docx", "gift", "xml"):
        assert client.get(f"/questions/export/{form}/").status_code == 200
    assert client.get("/questions/export/pdf/").status_code == 404
    assert "没有符合条件的题目" in _page(client, "/questions/?q=没有这样的词")
    assert _page(client, "/questions/?q=T0003").count('class="code"') == 1


def test_pages_ask_few_questions_of_the_database(bureau: Bureau) -> None:
    client = bureau.clients["superior"]
    client.post("/questions/start/")
    one = bank(today=TODAY)[0]
    for address in ("/questions/", f"/questions/{one.id}/", "/questions/new/", f"/questions/{one.id}/edit/"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(address)
        assert len(asked) <= 20, f"{address}: {len(asked)}"


def test_members_and_administrators_do_not_come(bureau: Bureau) -> None:
    one = _new(bureau.clients["publicity"])
    for name in ("member", "system", "security", "audit", "stranger"):
        for address in ("/questions/", "/questions/export/xlsx/", f"/questions/{one.id}/", "/questions/new/"):
            assert bureau.clients[name].get(address).status_code == 404, (name, address)
        assert bureau.clients[name].post("/questions/start/").status_code == 404


def test_a_refused_form_keeps_what_was_typed(bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    answer = client.post("/questions/new/", _typed(answer="AB"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "单选题标了 2 个对的" in page
    assert "养护站的学习资料多久换一次？" in page
    assert 'value="每周"' in page
    assert bank(today=TODAY) == ()
    assert client.post("/questions/new/", _typed(stem="")).status_code == 422


def test_sent_twice_it_is_one_question(bureau: Bureau) -> None:
    client, said = bureau.clients["branch"], _typed()
    client.post("/questions/new/", said)
    client.post("/questions/new/", said)
    assert len(bank(today=TODAY)) == 1


def test_another_compares_it_with_its_article(bureau: Bureau) -> None:
    one = _new(bureau.clients["superior"])
    address = f"/questions/{one.id}/"
    mine = _page(bureau.clients["superior"], address)
    assert "自己写的题请另一人对照条文核对" in mine
    assert "核对无误" not in mine
    refused = bureau.clients["superior"].post(f"{address}review/", {"version": 1})
    assert refused.status_code == 422
    assert bureau.clients["publicity"].post(f"{address}review/", {"version": 1}).status_code == 404
    assert "每月开展 1 次主题党日" in _page(bureau.clients["leader"], address), "the rule in its book"
    done = bureau.clients["leader"].post(f"{address}review/", {"version": 1, "words": "条例单行本"})
    assert done.status_code == 302
    (now,) = bank(today=TODAY)
    assert now.reviewed
    assert now.checked_on == TODAY
    assert "已核对" in _page(bureau.clients["superior"], address)


def test_a_change_is_a_new_version_that_waits_for_its_check(bureau: Bureau) -> None:
    one = _new(bureau.clients["publicity"])
    address = f"/questions/{one.id}/"
    bureau.clients["leader"].post(f"{address}review/", {"version": 1})
    edit = bureau.clients["publicity"]
    assert edit.post(f"{address}edit/", _typed(seen="1", why="两周一换。")).status_code == 422
    said = _typed(seen="1", why="两周一换。", reason="原来写错")
    assert edit.post(f"{address}edit/", said).status_code == 302
    (now,) = bank(today=TODAY)
    assert (now.version, now.reviewed, now.why) == (2, False, "两周一换。")
    page = _page(edit, address)
    assert "<del>每月一换。</del>" in page
    assert "原来写错" in page
    late = edit.post(f"{address}edit/", _typed(seen="1", why="又改。", reason="不知道有新版"))
    assert late.status_code == 422
    assert "刚刚改过" in late.content.decode()


def test_a_retired_question_is_not_asked_and_comes_back_with_a_new_version(bureau: Bureau) -> None:
    client = bureau.clients["discipline"]
    one = _new(client)
    address = f"/questions/{one.id}/"
    assert client.post(f"{address}retire/", {"version": 1, "reason": ""}).status_code == 422
    early = client.post(f"{address}retire/", {"version": 1, "reason": "修订", "on": "2020-01-01"})
    assert "不能早于今天" in early.content.decode()
    assert client.post(f"{address}retire/", {"version": 1, "reason": "条文已修订"}).status_code == 302
    assert bank(today=TODAY) == ()
    assert "已停用" in _page(client, "/questions/")
    again = _typed(seen="1", reason="仍然适用")
    assert client.post(f"{address}edit/", again).status_code == 302
    (now,) = bank(today=TODAY)
    assert now.version == 2


NUMBERED = """一、单选题
1. 主题党日一般多久开展 1 次？（ B ）
A. 每周 B. 每月 C. 每季度
2. 没有答案的题（ ）
A. 甲 B. 乙
"""


def _bring(client: Client, text: str, name: str = "题.txt") -> str:
    answer = client.post("/questions/import/", {"file": SimpleUploadedFile(name, text.encode())})
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def _take(client: Client, page: str) -> str:
    fields = {
        name: unescape(re.search(rf'name="{name}" value="([^"]*)"', page)[1])  # type: ignore[index]
        for name in ("uid", "name", "carried")
    }
    ticked = re.findall(r'name="take" value="(\d+)"', page)
    answer = client.post("/questions/import/take/", {**fields, "take": ticked})
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def test_a_file_is_looked_through_and_taken_in_without_the_wrong_ones(bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    page = _bring(client, NUMBERED)
    assert bank(today=TODAY) == (), "nothing is written yet"
    assert "单选第 2 题" in page
    assert "没有答案" in page
    assert "收入新题 1 道" in _take(client, page)
    assert [one.stem for one in bank(today=TODAY)] == ["主题党日一般多久开展 1 次？（　　）"]
    _take(client, page)
    assert len(bank(today=TODAY)) == 1, "sent twice"
    again = _bring(client, NUMBERED)
    assert "题库里已有 1 道" in again
    assert 'name="take"' not in again
    changed = _bring(client, NUMBERED.replace("每季度", "每半年"))
    assert "记为新一版" in changed
    _take(client, changed)
    (now,) = bank(today=TODAY)
    assert (now.version, now.options[2]) == (2, "每半年")


def test_what_was_exported_brings_nothing_new(bureau: Bureau) -> None:
    client = bureau.clients["superior"]
    client.post("/questions/start/")
    count = len(bank(today=TODAY))
    for form in ("xlsx", "docx", "gift", "xml"):
        content = client.get(f"/questions/export/{form}/").content
        answer = client.post("/questions/import/", {"file": SimpleUploadedFile(f"题库.{form}", content)})
        page = answer.content.decode()
        assert f"题库里已有 {count} 道" in page, form
        assert 'name="take"' not in page


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("题.pdf", b"%PDF-1.7", "不是题库文件"),
        ("题.docx", b"PK\x03\x04broken", "没有读成"),
        ("题.txt", b"", "没有读成"),
        ("题.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><quiz/>', "不安全"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(bureau: Bureau, name: str, data: bytes, told: str) -> None:
    answer = bureau.clients["branch"].post("/questions/import/", {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_what_is_carried_is_checked_again(bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    for carried in ("", "[]]", '[["a", "b"]]', json.dumps([["第 1 题", json.dumps(["", '{"form":"x"}'])]])):
        said = {"uid": str(uuid4()), "name": "题", "carried": carried, "take": ["0"]}
        assert client.post("/questions/import/take/", said).status_code == 422
    broken = json.dumps(["", json.dumps({"form": "single", "stem": "题", "right": [0]})])
    said = {"uid": str(uuid4()), "name": "题", "carried": json.dumps([["第 1 题", broken]]), "take": ["0"]}
    assert client.post("/questions/import/take/", said).status_code == 422
    assert bank(today=TODAY) == ()


def test_nothing_is_there_under_another_id(bureau: Bureau) -> None:
    client, nobody = bureau.clients["superior"], UUID(int=7)
    for end in ("", "edit/"):
        assert client.get(f"/questions/{nobody}/{end}").status_code == 404
    for end in ("review/", "retire/"):
        assert client.post(f"/questions/{nobody}/{end}", {"version": 1, "reason": "x"}).status_code == 404
