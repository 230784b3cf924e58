"""The screen 表样与打印: who gets what, what is offered, and what is said when a sheet cannot be made."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries, Settings
from tests.sample_year import YEAR
from tests.web.conftest import Bureau
from tests.web.door_table import may_see
from tests.web.test_doors import addresses, doors

pytestmark = pytest.mark.django_db
LIST = f"/{YEAR}/forms/"
ASKED = {"title": "学习《条例》", "day": "2026-03-05", "start": "15:00", "place": "三楼", "ending": "pdf"}


def get(client: Client, url: str, data: dict[str, str] | None = None) -> HttpResponse:
    found = client.get(url, data)
    assert isinstance(found, HttpResponse)
    return found


def test_each_form_goes_only_to_those_who_keep_the_books(bureau: Bureau) -> None:
    wrong = []
    for door in (door for door in doors() if door.name.startswith("forms:")):
        for address, own, known in addresses(door, bureau):
            for role, client in bureau.clients.items():
                status = client.get(address).status_code
                seen = may_see(role, door.name, branch_own=own, known=known)
                if status != (200 if seen else 404):
                    wrong.append(f"{role} {address}: {status}, should {'see' if seen else 'not see'}")
    assert wrong == []


def test_the_page_offers_what_one_may_print(bureau: Bureau) -> None:
    whole = get(bureau.clients["superior"], LIST).content.decode()
    own = get(bureau.clients["branch"], LIST).content.decode()
    mine, other = bureau.year.branches[0], bureau.year.branches[1]
    assert reverse("forms:roster", args=[other.id, "pdf"]) in whole
    assert reverse("forms:roster", args=[mine.id, "pdf"]) in own
    assert str(other.id) not in own
    for link in re.findall(r'href="(/[^"]*\.(?:pdf|docx))"', own)[:30]:
        answer = bureau.clients["branch"].get(link)
        assert answer.status_code == 200, link
        assert "attachment" in answer["Content-Disposition"]
    month = get(bureau.clients["branch"], LIST, {"month": "3"}).content.decode()
    assert "3 月" in month
    assert get(bureau.clients["branch"], LIST, {"month": "x"}).status_code == 200


def test_a_page_takes_few_questions(
    bureau: Bureau, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    get(bureau.clients["superior"], LIST)
    with django_assert_max_num_queries(20):
        get(bureau.clients["superior"], LIST)


def test_a_sheet_for_a_meeting_to_come(bureau: Bureau) -> None:
    client, org = bureau.clients["branch"], str(bureau.year.branches[0].id)
    made = get(client, f"{LIST}sign-in/", {**ASKED, "org": org})
    assert made["Content-Type"] == "application/pdf"
    assert made.content.startswith(b"%PDF")
    assert get(client, f"{LIST}sign-in/", {**ASKED, "org": org, "ending": "docx"}).status_code == 200
    assert get(client, f"{LIST}sign-in/", {**ASKED, "org": org, "ending": "exe"}).status_code == 404
    assert get(client, f"{LIST}sign-in/", {**ASKED, "org": org, "whom": "committee"}).status_code == 200
    other = str(bureau.year.branches[1].id)
    assert get(client, f"{LIST}sign-in/", {**ASKED, "org": other}).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"org": ""}, "请选是哪个党组织"),
        ({"title": " "}, "请写活动名称"),
        ({"day": "3月5日"}, "请写开会的日期"),
        ({"start": "下午"}, "请写成 15:00 的样子"),
        ({"whom": "谁"}, "请从所列的里面选"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    bureau: Bureau, wrong: dict[str, str], said: str
) -> None:
    org = str(bureau.year.branches[0].id)
    page = get(bureau.clients["branch"], f"{LIST}sign-in/", {**ASKED, "org": org, **wrong}).content.decode()
    assert said in page
    assert 'value="三楼"' in page


def test_no_font_no_hole(bureau: Bureau, settings: Settings, tmp_path: Path) -> None:
    settings.FONTS = str(tmp_path / "gone")
    url = reverse("forms:roster", args=[bureau.year.branches[0].id, "pdf"])
    answer = bureau.clients["branch"].get(url)
    assert answer.status_code == 409
    assert "字体文件夹不存在" in answer.content.decode()
    assert url.replace(".pdf", ".docx") in answer.content.decode()
