"""Sheets keyed in from paper, short answers marked, results told item by item."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.utils import timezone
from tests import cast
from tests.web.conftest import Bureau
from tests.web.papers_made import (
    fill_bank,
    keyed,
    letters_of,
    made,
    opened,
    people_of,
    taken,
)

from zhixing.actions.roll import roll
from zhixing.core.facts.kinds import Kind
from zhixing.store.ledger import things

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def filled(db: None) -> None:
    """A bank of thirty."""
    fill_bank()


def test_paper_sheets_are_keyed_in_and_told_item_by_item_from_five_on(bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    branch = bureau.year.branches[0].id
    paper = made(client)
    sitting = opened(client, paper)
    typed, people = letters_of(paper), people_of(branch)
    assert len(people) >= 6
    wrong = keyed(client, sitting, people[0], {**typed, "q-0": "Z"})
    assert "没有录入" in wrong
    assert "请写选项的字母" in wrong
    assert f'value="{typed["q-1"]}"' in wrong
    for nth, person in enumerate(people[:4]):
        told = keyed(client, sitting, person, typed if nth else {**typed, "q-0": ""})
        assert ("得 20.5 分" if nth else "得 18.5 分") in told
    page = client.get(f"/papers/sittings/{sitting}/").content.decode()
    assert "不满 5 份" in page
    assert "区分度" not in page
    keyed(client, sitting, people[4], typed)
    assert "已经有了" in keyed(client, sitting, people[4], typed)
    page = client.get(f"/papers/sittings/{sitting}/").content.decode()
    assert "20.1" in page
    assert "80.0%" in page
    listed = client.get(f"/papers/sittings/{sitting}/export/csv/").content.decode("utf-8-sig")
    assert listed.count("\n") >= 10
    names = [roll().register.people[one].name for one in people[:5]]
    assert not any(name in listed for name in names)
    assert (
        sum(
            fact.subject in people[:5]
            for fact in things.of_kinds(Kind.TEST_TAKEN)
            if fact.day == timezone.localdate()
        )
        == 5
    )
    other = bureau.clients["branch_other"]
    assert other.get(f"/papers/sittings/{sitting}/").status_code == 404
    assert other.post(f"/papers/sittings/{sitting}/key/", {"person": str(people[5])}).status_code == 404


def test_the_organs_test_is_keyed_in_by_each_branch_for_its_own(bureau: Bureau) -> None:
    superior, branch = bureau.clients["superior"], bureau.clients["branch"]
    paper = made(superior)
    sitting = opened(superior, paper)
    theirs = people_of(bureau.year.branches[1].id)[0]
    mine = people_of(bureau.year.branches[0].id)[0]
    assert "第四季度测验" in branch.get("/papers/").content.decode()
    assert "得 20.5 分" in keyed(branch, sitting, mine, letters_of(paper))
    sent = {"uid": str(uuid4()), "person": str(theirs), **letters_of(paper)}
    assert branch.post(f"/papers/sittings/{sitting}/key/", sent).status_code == 404
    assert branch.post(f"/papers/sittings/{sitting}/close/").status_code == 404
    assert branch.get(f"/papers/{paper}/").status_code == 200
    assert branch.get(f"/papers/{paper}/open/").status_code == 404


def test_short_answers_are_marked_without_names(bureau: Bureau) -> None:
    officer, member = bureau.clients["branch"], bureau.clients["member"]
    more = {"form-1": "short", "count-1": "1", "marks-1": "10", "count-2": "", "count-3": "", "count-4": ""}
    paper = made(officer, **more)
    sitting = opened(officer, paper)
    member.post(f"/papers/take/{sitting}/begin/")
    before = len(taken())
    sent = {"text-0-0": "写了要点", "uid": str(uuid4())}
    assert (
        "等人评简答题" in member.post(f"/papers/take/{sitting}/hand-in/", sent, follow=True).content.decode()
    )
    page = officer.get(f"/papers/sittings/{sitting}/marks/").content.decode()
    assert "写了要点" in page
    person = cast.actor("member", today=timezone.localdate()).person
    assert person is not None
    assert roll().register.people[person].name not in page
    found = re.search(r'name="sheet" value="([0-9a-f-]+)"', page)
    assert found
    much = {"sheet": found[1], "item": "0", "marks": "11"}
    assert officer.post(f"/papers/sittings/{sitting}/marks/", much).status_code == 422
    officer.post(f"/papers/sittings/{sitting}/marks/", {**much, "marks": "8.5"})
    assert len(taken()) == before + 1
    assert taken()[-1].score == 850
    assert "8.5 / 10 分" in member.get(f"/papers/take/{sitting}/result/").content.decode()


def test_pages_take_few_queries(bureau: Bureau, django_assert_max_num_queries: pytest.FixtureRequest) -> None:
    client = bureau.clients["branch"]
    paper = made(client)
    sitting = opened(client, paper)
    typed = letters_of(paper)
    for person in people_of(bureau.year.branches[0].id)[:6]:
        keyed(client, sitting, person, typed)
    for address in (
        "/papers/",
        "/papers/make/",
        f"/papers/{paper}/",
        f"/papers/{paper}/open/",
        f"/papers/sittings/{sitting}/",
        f"/papers/sittings/{sitting}/key/",
    ):
        with django_assert_max_num_queries(20):  # type: ignore[operator]
            assert client.get(address).status_code == 200
