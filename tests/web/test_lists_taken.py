"""Lists taken away: exactly what each shows, under its filters, to whoever may see it; with one audit line."""

from __future__ import annotations

import csv
import io
import re
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.test import Client
from tests.web.conftest import TODAY, Bureau

from zhixing.store.ledger.models import AuditLine

pytestmark = pytest.mark.django_db


def taken(client: Client, address: str) -> list[dict[str, str]]:
    """The rows of a list as CSV; each export leaves one line that names no filter."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert client.get(address.replace("/csv/", "/xlsx/")).content.startswith(b"PK")
    name = unquote(answer["Content-Disposition"].rpartition("''")[2])
    line = AuditLine.objects.filter(verb="导出").latest("id")
    assert (line.target.removesuffix("xlsx"), line.subject) == (name.removesuffix("csv"), None)
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("query", ["", "?when=late", "?sort=meeting"])
def test_what_is_due(bureau: Bureau, query: str) -> None:
    client = bureau.clients["branch"]
    page, rows = client.get(f"/todo/{query}").content.decode(), taken(client, f"/todo/export/csv/{query}")
    assert rows
    assert f"<b>{len(rows)} 件</b>" in page
    if query:
        assert f"/todo/export/xlsx/{query}" in page, "the filters go with the link"
        assert len({row["类别"] for row in rows}) == 1 or f"{len(rows)} 件已过期" in page


def test_what_waits_to_be_settled(bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    page, rows = client.get("/record/open/").content.decode(), taken(client, "/record/open/export/csv/")
    told = re.findall(r"<h2>([^<]+)</h2><small>(\d+) 件", page)
    assert told == [(sort, str(sum(row["类别"] == sort for row in rows))) for sort, _ in told]
    assert len(rows) == sum(int(number) for _, number in told)
    assert {row["党支部"] for row in rows} == {bureau.year.branches[0].name}


def test_needs_taken_away_are_told_to_those_who_have_them(bureau: Bureau) -> None:
    member = next(one for one in bureau.year.members if one.branch_id == bureau.year.branches[0].id)
    need = {"uid": str(uuid4()), "person": str(member.id), "day": f"{TODAY}", "text": "就医不便"}
    assert bureau.clients["secretary"].post("/record/need/", need).status_code == 302
    rows = taken(bureau.clients["branch"], "/record/open/export/csv/")
    (row,) = (row for row in rows if row["类别"] == "困难诉求")
    assert member.name in row["事项"]
    assert "就医" not in str(rows)
    looked = AuditLine.objects.filter(verb="查看", target="困难诉求（待办结清单）")
    assert [line.subject for line in looked] == [member.id]


def test_cases(bureau: Bureau) -> None:
    client = bureau.clients["superior"]
    rows = taken(client, "/corrections/export/csv/")
    page = client.get("/corrections/").content.decode()
    told = [int(number) for number in re.findall(r"<h2>[^<]*?(\d+) 件</h2>", page)]
    assert [
        sum(row["办理"] == queue for row in rows) for queue in ("待答复", "待第二人确认", "已办结")
    ] == told


def test_imports(bureau: Bureau) -> None:
    rows = taken(bureau.clients["superior"], "/imports/export/csv/")
    assert [(row["批次"], row["文件夹"], row["状态"]) for row in rows] == [("1", "台账", "已完成")]
    assert taken(bureau.clients["branch"], "/imports/export/csv/") == []


def test_accounts_of_members(bureau: Bureau) -> None:
    client, branch = bureau.clients["branch"], bureau.year.branches[0]
    rows = taken(client, "/accounts/members/export/csv/?state=none")
    page = client.get("/accounts/members/?state=none").content.decode()
    assert f"<b>{len(rows)} 人</b>" in page
    assert "/accounts/members/export/xlsx/?branch=&amp;state=none" in page
    assert {row["账户"].partition("，")[0] for row in rows} == {"没有账户"}
    assert {row["党支部"] for row in rows} == {branch.name}


def test_who_looked(bureau: Bureau) -> None:
    client = bureau.clients["member"]
    bureau.clients["branch"].get(bureau.member_of(0))
    page, rows = client.get("/mine/readers/").content.decode(), taken(client, "/mine/readers/export/csv/")
    told = re.search(r"共 (\d+) 次", page)
    assert len(rows) == (int(told[1]) if told else 0)
