"""A plan after its publication, pressed twice, read by those who may not read all: what the pages say then."""

from __future__ import annotations

import re

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.web.conftest import Bureau
from tests.web.planted_plan import PLAN_YEAR, plant
from tests.web.test_pages import text
from tests.web.test_plan import HOME, filled, known, send

from zhixing.actions import plan as plans
from zhixing.core.cells import Cell, Post, Tier
from zhixing.core.plan.audience import Audience
from zhixing.core.plan.matrix import CellView
from zhixing.core.plan.plan import State
from zhixing.web.plan.matrix import groups_of, tier_hours

pytestmark = pytest.mark.django_db


def test_what_a_change_opens_is_told_before_it_is_saved_and_stands_on_the_page_after(bureau: Bureau) -> None:
    one, client = plant(State.PUBLISHED), bureau.clients["superior"]
    assert "发布后核对" in text(client, HOME)
    assert "发布后核对" not in text(bureau.clients["member"], HOME)
    before = plans.current(PLAN_YEAR)
    address = f"{HOME}lessons/{one.course}/act/"
    said = {"act": "remove", "based_on": 1, "reason": "主讲人调走"}
    asked = client.post(address, said)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "还没有存" in page
    (open_now,) = set(re.findall(r"问题 \S+“[^”]+”还没有课", page)) - set(
        re.findall(r"问题 \S+“[^”]+”还没有课", text(client, HOME))
    )
    assert 'name="reason" value="主讲人调走"' in page
    assert plans.current(PLAN_YEAR) == before
    assert "还没有存" in send(client, address, **said, known="0" * 16)
    assert "这一课已取消" in send(client, address, **said, known=known(page))
    assert open_now in text(client, HOME)


def test_a_form_that_opens_something_keeps_what_was_typed_and_saves_when_pressed_again(
    bureau: Bureau,
) -> None:
    one, client = plant(State.PUBLISHED), bureau.clients["superior"]
    address = f"{HOME}lessons/{one.bare}/edit/"
    said = filled(client, address) | {"duty": "", "title": "安全警示", "reason": "改名"}
    asked = client.post(address, said)
    assert asked.status_code == 422
    assert "没有对应的问题，也没有上级要求" in asked.content.decode()
    assert "安全警示" in asked.content.decode()
    assert client.post(address, said | {"known": known(asked.content.decode())}).status_code == 302
    held = plans.current(PLAN_YEAR)
    assert held is not None
    assert (held.number, held.state) == (2, State.CHANGED)


def test_a_former_version_that_opens_something_asks_too(bureau: Bureau) -> None:
    one, client = plant(State.PUBLISHED), bureau.clients["superior"]
    address = f"{HOME}lessons/{one.other}/edit/"
    said = filled(client, address) | {"duty": "上级部署", "reason": "补依据"}
    assert client.post(address, said).status_code == 302
    back = {"old": 1, "based_on": 2, "reason": "改回"}
    page = send(client, f"{HOME}versions/restore/", **back)
    assert "还没有存" in page
    assert "已按那一版恢复" in send(client, f"{HOME}versions/restore/", **back, known=known(page))


def test_a_draft_asked_for_twice_is_one_and_a_stale_page_is_told(bureau: Bureau) -> None:
    client = bureau.clients["superior"]
    for _ in range(2):
        assert "草案已生成" in send(client, f"{HOME}draft/", based_on=0)
    assert [line.reason for line in plans.versions(PLAN_YEAR)] == ["起草"]
    page = text(client, f"{HOME}draft/")
    assert 'name="based_on" value="1"' in page
    held = plans.current(PLAN_YEAR)
    assert held is not None
    own = next(one for one in held.plan.lessons if one.org == bureau.year.branches[0].id)
    send(bureau.clients["branch"], f"{HOME}lessons/{own.id}/act/", act="copy", based_on=1)
    stale = client.post(f"{HOME}draft/", {"based_on": 1})
    assert stale.status_code == 422
    assert "已经存了第 2 版，先看改了什么" in stale.content.decode()
    assert len(plans.versions(PLAN_YEAR)) == 2
    assert "草案已生成" in send(client, f"{HOME}draft/", based_on=2)


def test_taken_out_twice_is_said(bureau: Bureau) -> None:
    one, client = plant(), bureau.clients["superior"]
    address = f"{HOME}lessons/{one.other}/act/"
    assert "这一课已取消" in send(client, address, act="remove", based_on=1)
    again = client.post(address, {"act": "remove", "based_on": 1})
    assert again.status_code == 422
    assert "《参观学习》已经取消" in again.content.decode()
    assert len(plans.versions(PLAN_YEAR)) == 2
    hidden = bureau.clients["branch"].post(address, {"act": "remove", "based_on": 1})
    assert hidden.status_code == 404


def test_who_is_exempt_in_a_branch_is_for_its_readers(bureau: Bureau) -> None:
    cell = Cell(Tier.FRONT, Post.OFFICE)
    uids = [one.id for one in bureau.year.members[:4]]
    mine, theirs = (branch.id for branch in bureau.year.branches[:2])
    people = Audience(
        *(PLAN_YEAR, bureau.year.as_of, dict.fromkeys(uids, cell), frozenset(uids[1::2])),
        names=dict.fromkeys(uids, "某"),
        stations={},
        branches=dict(zip(uids, (mine, mine, theirs, theirs), strict=True)),
    )
    view = CellView(cell, 2, 2, (), (), 0, 0, "")
    groups = groups_of(view, people, {mine: "甲", theirs: "乙"}, frozenset({mine}))
    assert [(one.count, one.exempt, len(one.names)) for one in groups] == [(2, 1, 2), (2, 0, 0)]


@pytest.mark.parametrize(
    ("planned", "told"),
    [
        ((3600, 4000), "离目标 56 还差 16—20"),
        ((3600, 3600), "离目标 56 还差 20"),
        ((3600, 5600), "离目标 56 最多还差 20"),
        ((5600, 6000), "超出目标 4"),
        ((5600, 5600), ""),
    ],
)
def test_hours_are_held_against_the_target(planned: tuple[int, int], told: str) -> None:
    views = [
        CellView(Cell(Tier.COMMITTEE, post), 1, 0, (), (), hours, 5600, "")
        for post, hours in zip((Post.OFFICE, Post.MARITIME), planned, strict=True)
    ]
    assert [one.told for one in tier_hours(views)] == [told]


def test_tiers_without_anybody_are_named(bureau: Bureau) -> None:
    plant()
    page = text(bureau.clients["superior"], HOME)
    (empty,) = re.findall("没有人的层次不列：([^。]+)。", page)
    rows = re.findall(r'<th scope="row">(\S+)</th><td (?:class="none|data-h="机关")', page)
    assert empty
    assert not set(empty.split("、")) & set(rows)


@pytest.mark.parametrize("address", ["table/docx/", "export/docx/", "export/xlsx/", "document/docx/"])
def test_papers_ask_few_queries(
    bureau: Bureau, address: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    plant(State.PUBLISHED)
    client = bureau.clients["superior"]
    text(client, HOME)
    with django_assert_max_num_queries(20):
        assert client.get(f"{HOME}{address}").status_code == 200
