"""Import in the browser, without a browser: the pages, who may, what a second click does."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries, Settings
from tests.sent import SESSIONS, WORKBOOKS
from tests.web.conftest import Bureau

from zhixing.actions import look_through, take_in
from zhixing.core.facts.record import Source
from zhixing.core.intake.desk import remedy
from zhixing.interop.preview_json import read_preview
from zhixing.store.intake import queries
from zhixing.store.ledger import queries as ledger
from zhixing.web.intake.words import on_screen

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> None:
    """Uploads lie in a home of their own."""
    settings.HOME = tmp_path


def send(client: Client, workbooks: dict[str, bytes] | None = None, **said: str) -> str:
    """Uploads, has them looked through as the worker would, and gives the upload's address."""
    books = dict(WORKBOOKS) if workbooks is None else workbooks
    files = [SimpleUploadedFile(name, data) for name, data in books.items()]
    answer = client.post("/imports/uploads/", {"files": files, **said})
    assert answer.status_code == 302, answer.content.decode()
    work()
    return answer["Location"]


def work() -> None:
    """What the worker does."""
    for row in queries.open_uploads():
        run = take_in.run if row.state in ("accepted", "entering") else look_through.run
        run(str(row.id), now=timezone.now(), today=timezone.localdate())


def text(client: Client, address: str) -> str:
    """A page that is there."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def test_from_files_to_the_report(bureau: Bureau) -> None:
    client = bureau.clients["superior"]
    before = ledger.fact_count()
    assert "data-drop" in text(client, "/imports/")
    upload = send(client, folder="二月台账")
    page = text(client, upload)
    assert "导入预览" in page
    assert "2025 年" in page
    assert "还什么都没有写入" in page
    assert "第2党小组" in page
    assert ledger.fact_count() == before
    found = client.post(f"{upload}accept/")
    assert found["Location"] == upload
    assert 'http-equiv="refresh"' in text(client, upload)
    assert "等候入账" in text(client, f"{upload}progress/")
    client.post(f"{upload}accept/")
    assert DBTaskResult.objects.filter(task_path__endswith="take_in").count() == 1
    work()
    assert client.get(f"{upload}progress/")["HX-Refresh"] == "true"
    report = client.get(upload)["Location"]
    assert report == "/imports/2/"
    assert "二月台账" in text(client, report)
    assert "第 2 批" in text(client, "/imports/")


def test_two_clicks_settle_a_namesake_and_the_counts_follow(bureau: Bureau) -> None:
    client = bureau.clients["superior"]
    upload = send(client)
    row = queries.upload(UUID(upload.rstrip("/").rpartition("/")[2]))
    assert row is not None
    preview = read_preview(row.preview)
    place = next(one for one in preview.open if one.place.value == "王磊")
    said = {
        "file": place.place.file,
        "sheet": place.place.sheet,
        "row": str(place.place.row),
        "field": place.place.field,
        "value": "王磊",
    }
    nobody = client.post(f"{upload}decide/", {**said, "what": "pick"})
    assert nobody.status_code == 422
    assert "请从列出的人里选一位" in nobody.content.decode()
    answer = client.post(f"{upload}decide/", {**said, "what": "pick", "person": place.candidates[1].person})
    assert answer["Location"] == f"{upload}#open"
    page = text(client, upload)
    assert "正在按新的认定重算" in page
    assert "认定为王磊（公路养护中心党支部第2党小组）" in page
    assert "正在按新的认定重算" in text(client, f"{upload}progress/?part=summary")
    work()
    summary = text(client, f"{upload}progress/?part=summary")
    assert f"<b>{preview.facts + 1}</b>" in summary
    assert "hx-get" not in summary
    client.post(f"{upload}decide/", {**said, "what": "back"})
    work()
    assert f"<b>{preview.facts}</b>" in text(client, f"{upload}progress/?part=summary")


def test_a_name_that_nobody_has_is_picked_from_the_roll(bureau: Bureau) -> None:
    client = bureau.clients["superior"]
    upload = send(client)
    row = queries.upload(UUID(upload.rstrip("/").rpartition("/")[2]))
    assert row is not None
    place = next(one for one in read_preview(row.preview).open if one.place.value == "查无此")
    assert place.candidates == ()
    assert '<option value="李思源（公路养护中心党支部第1党小组）">' in text(client, upload)
    at = {"file": place.place.file, "sheet": place.place.sheet, "field": place.place.field}
    said = {**at, "row": str(place.place.row), "value": "查无此", "what": "seek"}
    for typed, sentence in (("赵无", "没有找到"), ("", "没有找到"), ("王磊", "对得上 2 人")):
        answer = client.post(f"{upload}decide/", {**said, "who": typed})
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    client.post(f"{upload}decide/", {**said, "who": "张建国"})
    assert "认定为张建国（机关第一党支部）" in text(client, upload)


def test_what_cannot_be_taken_is_told_on_the_page(bureau: Bureau) -> None:
    client = bureau.clients["superior"]
    answer = client.post("/imports/uploads/", {})
    assert answer.status_code == 422
    assert "没有选文件" in answer.content.decode()
    answer = client.post("/imports/uploads/", {"year": "12", "files": SimpleUploadedFile("a.csv", b"x")})
    assert "年度“12”不对" in answer.content.decode()
    upload = send(client, {"坏.xlsx": b"PK\x03\x04broken", **WORKBOOKS})
    page = text(client, upload)
    assert "没有读的工作簿 1 个" in page
    assert "坏.xlsx" in page


def test_a_screen_tells_of_no_command() -> None:
    source = Source(UUID(int=1), "台账（一）.xlsx", "Sheet1", 7)
    told = on_screen(f"与已入账的记录不一致;{remedy(source)}")
    assert "zhixing" not in told
    assert told.endswith("先撤回原来那一行（在那一批的报告最下面撤回）,再导入")
    gone = "请撤回那一行(zhixing import --withdraw 批次 --file 甲.xlsx --row 行;批次见 zhixing batches)"
    assert on_screen(gone) == "请撤回那一行（在那一批的报告最下面撤回）"


def test_too_large_a_request_is_refused_before_it_is_read(bureau: Bureau, settings: Settings) -> None:
    client = bureau.clients["superior"]
    answer = client.generic(
        "POST",
        "/imports/uploads/",
        b"--x",
        "multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(300_000_000),
    )
    assert answer.status_code == 400
    assert "没有收下" in answer.content.decode()


def test_the_same_again_is_told(bureau: Bureau) -> None:
    client = bureau.clients["superior"]
    first = send(client)
    client.post(f"{first}accept/")
    work()
    second = send(client)
    assert "这些文件第 2 批已经导入过" in text(client, second)
    third = send(client)
    assert "也上传了同样的文件" in text(client, third)


def test_a_branch_sees_its_own_uploads_only(bureau: Bureau) -> None:
    superior, branch, other = (bureau.clients[name] for name in ("superior", "branch", "branch_other"))
    upload = send(branch, {"台账.csv": SESSIONS.encode()})
    assert "不是本支部的人和事" in text(branch, upload) or "待认定" in text(branch, upload)
    assert other.get(upload).status_code == 404
    assert other.post(f"{upload}accept/").status_code == 404
    assert superior.get(upload).status_code == 200
    assert "第 1 批" not in text(branch, "/imports/")
    assert branch.get("/imports/1/").status_code == 404
    mine = send(superior)
    assert branch.get(mine).status_code == 404
    assert mine not in text(branch, "/imports/")
    for name in ("member", "discipline", "publicity", "system", "security", "audit", "stranger"):
        assert bureau.clients[name].get("/imports/").status_code == 404


def test_other_branches_rows_are_one_line_a_file(bureau: Bureau) -> None:
    home, other = (unit.name for unit in bureau.year.branches[:2])
    head = SESSIONS.splitlines()[:2]
    row = "{},2025-03-05,09:00,60,主题党日,学习党章,党的基本理论教育,{},A,"
    books = "\n".join([*head, row.format("X001", other), row.format("X002", other)]).encode()
    branch = bureau.clients["branch"]
    upload = send(branch, {"台账.csv": books})
    page = text(branch, upload)
    assert "台账.csv：另有 2 行是别的支部的，没有收" in page
    assert "待认定 0 处" in page
    assert "没有可入账的" in page
    assert "接受，入账" not in page
    books = "\n".join([*head, row.format("X001", other), row.format("X003", home)]).encode()
    upload = send(branch, {"台账.csv": books})
    assert "接受，入账" in text(branch, upload)
    branch.post(f"{upload}accept/")
    work()
    report = text(branch, branch.get(upload)["Location"])
    assert "台账.csv：另有 1 行是别的支部的，没有收" in report
    assert "待认定 0 处" in report


def test_a_withdrawal_waits_for_somebody_else(bureau: Bureau) -> None:
    superior, leader, branch = (bureau.clients[name] for name in ("superior", "leader", "branch"))
    answer = superior.post("/imports/1/withdraw/", {"what": "batch", "reason": " "})
    assert answer.status_code == 422
    assert "请写明撤回的理由" in answer.content.decode()
    superior.post("/imports/1/withdraw/", {"what": "batch", "reason": "年份写错"})
    (asked,) = queries.withdrawals(1)
    door = f"/imports/withdrawals/{asked.id}/"
    page = text(superior, "/imports/1/")
    assert "待确认" in page
    assert "确认撤回" not in page
    assert superior.post(door, {"answer": "yes"}).status_code == 404
    assert branch.post(door, {"answer": "yes"}).status_code == 404
    assert "确认撤回" in text(leader, "/imports/")
    leader.post(door, {"answer": "yes"})
    assert "已撤回" in text(superior, "/imports/1/")
    batch = ledger.batch("1")
    assert batch is not None
    assert (batch.state, batch.second_missing) == ("withdrawn", False)


def test_a_withdrawal_stands_on_the_list_of_who_may_confirm_it(bureau: Bureau) -> None:
    clients = bureau.clients
    clients["superior"].post("/imports/1/withdraw/", {"what": "batch", "reason": "年份写错"})
    asked = ("superior", "leader", "secretary", "branch")
    told = {name for name in asked if "第 1 批导入的整批" in text(clients[name], "/todo/?sort=withdrawal")}
    assert told == {"leader"}


def test_one_row_and_thinking_better_of_it(bureau: Bureau) -> None:
    superior = bureau.clients["superior"]
    for said, told in (
        ({"file": "x.xlsx", "row": "九"}, "哪一行"),
        ({"row": "9"}, "哪个工作簿"),
        ({"file": "没有.xlsx", "row": "9"}, "没有还算数的事实"),
    ):
        answer = superior.post("/imports/1/withdraw/", {"what": "row", "reason": "多写", **said})
        assert answer.status_code == 422
        assert told in answer.content.decode()
    superior.post("/imports/1/withdraw/", {"what": "batch", "reason": "试试"})
    (asked,) = queries.withdrawals(1)
    superior.post(f"/imports/withdrawals/{asked.id}/", {"answer": "no"})
    assert queries.withdrawals(1)[0].state == "dropped"


def test_pages_ask_the_database_little(
    bureau: Bureau, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = bureau.clients["superior"]
    upload = send(client)
    client.get(upload)
    for address, most in (("/imports/", 20), (upload, 20), (f"{upload}progress/", 12), ("/imports/1/", 20)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_every_write_is_closed_to_whom_it_does_not_concern(bureau: Bureau) -> None:
    """POST by everybody of the cast to a branch's upload; only those over that branch get through."""
    upload = send(bureau.clients["branch"], {"台账.csv": SESSIONS.encode()})
    shut = [name for name in bureau.clients if name not in ("superior", "leader", "branch", "secretary")]
    assert len(shut) > 7
    for name in shut:
        for verb in ("decide", "accept", "drop", "again"):
            assert bureau.clients[name].post(f"{upload}{verb}/").status_code == 404, (name, verb)
        assert bureau.clients[name].post("/imports/1/withdraw/", {"reason": "x"}).status_code == 404
        assert bureau.clients[name].post("/imports/1/go-on/").status_code == 404
    row = queries.upload(UUID(upload.rstrip("/").rpartition("/")[2]))
    assert row is not None
    assert row.state == "waiting"
    for name in ("branch", "secretary"):
        assert bureau.clients[name].post("/imports/1/withdraw/", {"reason": "x"}).status_code == 404
    assert bureau.clients["secretary"].post(f"{upload}accept/").status_code == 302


def test_what_was_left_open_is_settled_after_all(bureau: Bureau) -> None:
    client = bureau.clients["superior"]
    first = send(client)
    client.post(f"{first}accept/")
    work()
    before = ledger.fact_count()
    assert "接着认定" in text(client, "/imports/2/")
    second = client.post("/imports/2/go-on/")["Location"]
    assert second != first
    work()
    row = queries.upload(UUID(second.rstrip("/").rpartition("/")[2]))
    assert row is not None
    preview = read_preview(row.preview)
    assert preview.facts == 0
    place = next(one for one in preview.open if one.place.value == "王磊")
    said = {name: getattr(place.place, name) for name in ("file", "sheet", "row", "field", "value")}
    client.post(f"{second}decide/", {**said, "what": "pick", "person": place.candidates[0].person})
    client.post(f"{second}accept/")
    work()
    assert ledger.fact_count() == before + 1
    told = client.post("/imports/1/go-on/")
    assert told.status_code == 422
    assert "已经清理了" in told.content.decode()
