"""Downloads: what the viewer sees and no more, under a Chinese name, each with an audit line."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.test import Client
from pytest_django import Settings
from tests.sample_year import YEAR
from tests.web.conftest import Bureau

from zhixing.actions.export import FORMS, Document
from zhixing.store.ledger.models import AuditLine
from zhixing.web.officer import views as officer

pytestmark = pytest.mark.django_db

SIGNATURES = {"xlsx": b"PK", "docx": b"PK", "csv": "\ufeff".encode(), "json": b"{", "pdf": b"%PDF"}


def fetch(client: Client, address: str) -> tuple[bytes, str]:
    """The file and the name it is offered under."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert "no-store" in answer["Cache-Control"]
    disposition = answer["Content-Disposition"]
    assert disposition.startswith("attachment; filename*=utf-8''")
    return answer.content, unquote(disposition.rpartition("''")[2])


@pytest.mark.parametrize("form", list(FORMS))
def test_every_form_of_a_branch(bureau: Bureau, form: str) -> None:
    content, name = fetch(bureau.clients["branch"], f"{bureau.own}export/{form}/")
    ending = FORMS[form].ending
    assert content.startswith(SIGNATURES[ending])
    assert name.startswith(f"{YEAR}年")
    assert name.endswith(f"{bureau.year.branches[0].name}.{ending}")
    line = AuditLine.objects.latest("id")
    assert (line.by, line.verb, line.target) == ("周健（branch）", "导出", name)


def test_one_paper_of_many_people_at_a_time(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks meanwhile hears so at once and holds no thread; tables and one's own year are made all the same."""
    other, paper = bureau.clients["superior"], f"/{YEAR}/members/export/record/"
    seen: dict[str, int] = {}

    def made(*_: object, **__: object) -> Document:
        monkeypatch.setattr(officer, "export_year", quick)
        busy = other.get(paper)
        assert "正在出另一份，请稍候再点" in busy.content.decode()
        assert busy["Retry-After"]
        for address in (paper, f"/{YEAR}/members/export/csv/"):
            seen[address] = other.get(address).status_code
        return quick()

    def quick(*_: object, **__: object) -> Document:
        return Document("表.docx", "application/octet-stream", b"PK")

    monkeypatch.setattr(officer, "export_year", made)
    assert bureau.clients["branch"].get(f"{bureau.own}export/record/").status_code == 200
    assert seen == {paper: 503, f"/{YEAR}/members/export/csv/": 200}
    assert other.get(paper).status_code == 200
    monkeypatch.setattr(officer, "export_year", lambda *_, **__: None)
    assert [other.get(paper).status_code for _ in range(2)] == [404, 404]


def test_a_branch_takes_away_only_its_own(bureau: Bureau) -> None:
    content, _ = fetch(bureau.clients["branch"], f"/{YEAR}/members/export/json/")
    taken = {member["name"] for member in json.loads(content)["members"]}
    first = bureau.year.branches[0].id
    assert taken == {member.name for member in bureau.year.members if member.branch_id == first}


def test_the_list_as_filtered(bureau: Bureau) -> None:
    content, name = fetch(bureau.clients["superior"], f"/{YEAR}/members/export/csv/?gap=open")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    wanted = [m.name for m in bureau.year.members if m.in_denominator and not m.met]
    assert [row["姓名"] for row in rows] == wanted
    assert name.endswith(f"所列{len(wanted)}人.csv")


def test_a_branch_takes_no_gate_away(bureau: Bureau) -> None:
    first = bureau.year.branches[0].id
    for form in ("csv", "json"):
        content, _ = fetch(bureau.clients["branch"], f"/{YEAR}/members/export/{form}/")
        assert "不符合" not in content.decode("utf-8-sig")
    table, _ = fetch(bureau.clients["branch"], f"/{YEAR}/members/export/csv/")
    rows = {row["姓名"]: row for row in csv.DictReader(io.StringIO(table.decode("utf-8-sig")))}
    assert {row["参评条件"] for row in rows.values()} == {""}
    mine = [member for member in bureau.year.members if member.branch_id == first]
    assert len(rows) == len({member.name for member in mine})
    listed, _ = fetch(bureau.clients["branch"], f"/{YEAR}/members/export/json/")
    assert {member["gate_at_year_end"] for member in json.loads(listed)["members"]} == {None}


def test_ones_own_file(bureau: Bureau) -> None:
    content, name = fetch(bureau.clients["member"], f"/{YEAR}/mine/export/record/")
    assert content.startswith(b"PK")
    assert "个人年度记实表" in name
    assert bureau.clients["member"].get(f"/{YEAR}/mine/export/card/").status_code == 404


def test_a_pdf_that_cannot_be_set_says_why_and_where_the_word_file_is(
    bureau: Bureau, tmp_path: Path, settings: Settings
) -> None:
    settings.FONTS = str(tmp_path / "none")
    lines = AuditLine.objects.count()
    for name, address in (
        ("member", f"/{YEAR}/mine/export/record"),
        ("superior", f"/{YEAR}/export/card"),
        ("branch", f"{bureau.own}export/register"),
        ("branch", f"/{YEAR}/members/export/record"),
    ):
        answer = bureau.clients[name].get(f"{address}-pdf/?gap=open")
        page = answer.content.decode()
        assert (answer.status_code, "字体文件夹不存在" in page) == (409, True)
        assert f'href="{address}/?gap=open"' in page
    assert AuditLine.objects.count() == lines


def test_the_menu_offers_word_and_pdf_of_each_form(bureau: Bureau) -> None:
    page = bureau.clients["superior"].get(f"/{YEAR}/").content.decode()
    for form in ("record", "register", "card"):
        assert f"/{YEAR}/export/{form}/" in page
        assert f"/{YEAR}/export/{form}-pdf/" in page
    mine = bureau.clients["member"].get(f"/{YEAR}/mine/").content.decode()
    assert "个人年度记实表（PDF）" in mine
    assert "班子指标卡" not in mine
    content, name = fetch(bureau.clients["member"], f"/{YEAR}/mine/export/record-pdf/")
    assert content.startswith(b"%PDF")
    assert name.endswith(".pdf")


def test_a_rulebook(bureau: Bureau) -> None:
    assert fetch(bureau.clients["member"], "/rulebooks/hours-2019/docx/")[0].startswith(b"PK")
    assert fetch(bureau.clients["member"], "/rulebooks/hours-2019/to/hours-2024/docx/")[0].startswith(b"PK")
