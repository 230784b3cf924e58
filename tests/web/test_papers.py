"""Tests from blueprint to record in the browser's hands: made, opened, sat on a phone, keyed in, told item by item."""

from __future__ import annotations

import datetime as dt
import re
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.core.papers.planted import question
from tests.web.conftest import Bureau

from zhixing.actions.roll import roll
from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.kinds import TestTaken as Taken
from zhixing.core.papers.paper import laid_out
from zhixing.core.questions.question import Form
from zhixing.store.ledger import things
from zhixing.store.papers import queries
from zhixing.store.papers.models import Going, Paper, Sheet, Sitting
from zhixing.store.questions import api as bank
from zhixing.store.questions.api import Hand

pytestmark = pytest.mark.django_db
FORMS = (Form.SINGLE, Form.MULTIPLE, Form.TRUE_FALSE, Form.FILL_IN, Form.SHORT)
MADE = {
    "form-1": "single",
    "count-1": "4",
    "marks-1": "2",
    "form-2": "multiple",
    "count-2": "2",
    "marks-2": "4",
    "form-3": "true_false",
    "count-3": "2",
    "marks-3": "1",
    "form-4": "fill_in",
    "count-4": "1",
    "marks-4": "2.5",
    "minutes": "30",
    "anchors": "0",
}


@pytest.fixture(autouse=True)
def filled(db: None) -> None:
    """Six questions of each form."""
    now = timezone.now()
    for n in range(1, 31):
        one = question(n, FORMS[n % 5], category="党章党规", topics=("组织生活",), document="《党章》")
        bank.write_new(one, uid=uuid4(), hand=Hand("甲（jia）", None, now))


def _org(client: Client) -> str:
    found = re.search(
        r'<select name="org"><option value="([0-9a-f-]+)"', client.get("/papers/make/").content.decode()
    )
    assert found
    return found[1]


def _made(client: Client, **more: str) -> UUID:
    uid = uuid4()
    sent = {
        **MADE,
        "uid": str(uid),
        "seed": "7",
        "title": "第四季度测验",
        "org": _org(client),
        "act": "keep",
        **more,
    }
    answer = client.post("/papers/make/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return uid


def _opened(client: Client, paper: UUID, **more: str) -> UUID:
    uid, now = uuid4(), timezone.localtime()
    sent = {
        "uid": str(uid),
        "opens_at": f"{now - dt.timedelta(minutes=1):%Y-%m-%dT%H:%M}",
        "closes_at": f"{now + dt.timedelta(days=1):%Y-%m-%dT%H:%M}",
        "grace": "5",
        "way": "assigned",
        **more,
    }
    answer = client.post(f"/papers/{paper}/open/", sent)
    assert answer.status_code == 302, answer.content.decode()
    return uid


def _right(paper: UUID) -> dict[str, str | list[str]]:
    """What a form sends for every question right."""
    row = queries.paper(paper)
    assert row is not None
    sent: dict[str, str | list[str]] = {}
    for n, item in enumerate(row.paper.items):
        if item.question.options:
            sent[f"item-{n}"] = [str(place) for place in sorted(item.question.right)]
        else:
            sent[f"text-{n}-0"] = "三会一课"
    return sent


def _taken() -> list[Taken]:
    return [fact.body for fact in things.of_kinds(Kind.TEST_TAKEN) if isinstance(fact.body, Taken)]


def test_a_paper_is_looked_at_before_it_is_kept_and_nothing_typed_is_lost(bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    sent = {**MADE, "uid": str(uuid4()), "seed": "7", "title": "试一试", "org": _org(client), "act": "see"}
    page = client.post("/papers/make/", sent).content.decode()
    assert "抽出 9 道题，满分 20.5 分" in page
    assert 'value="试一试"' in page
    assert not Paper.objects.exists()
    again = client.post("/papers/make/", {**sent, "act": "again"}).content.decode()
    assert 'name="seed" value="8"' in again
    short = client.post("/papers/make/", {**sent, "count-1": "40"})
    assert short.status_code == 422
    assert "还缺 34 道" in short.content.decode()
    assert 'value="试一试"' in short.content.decode()
    wrong = client.post("/papers/make/", {**sent, "marks-2": "两分"})
    assert wrong.status_code == 422
    assert "第 2 行：每道几分请写数" in wrong.content.decode()


def test_kept_twice_is_kept_once_and_a_version_follows_a_version(bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    uid = str(uuid4())
    first = _made(client, uid=uid)
    assert Paper.objects.count() == 1
    _made(client, uid=uid)
    assert Paper.objects.count() == 1
    held = Paper.objects.get()
    page = client.get(f"/papers/make/?again={held.id}").content.decode()
    assert f'name="series" value="{held.series}"' in page
    _made(client, series=str(held.series))
    assert sorted(Paper.objects.values_list("number", flat=True)) == [1, 2]
    assert first


def test_an_assigned_test_is_sat_on_a_phone_and_goes_on_record(bureau: Bureau) -> None:
    officer, member = bureau.clients["branch"], bureau.clients["member"]
    paper = _made(officer)
    sitting = _opened(officer, paper)
    assert "第四季度测验" in member.get("/papers/").content.decode()
    assert "开始答卷" in member.get(f"/papers/take/{sitting}/").content.decode()
    assert member.post(f"/papers/take/{sitting}/begin/").status_code == 302
    due = Going.objects.get().due_at
    member.post(f"/papers/take/{sitting}/begin/")
    assert Going.objects.get().due_at == due, "beginning again gives no more time"
    sheet = member.get(f"/papers/take/{sitting}/").content.decode()
    assert "可以答到" in sheet
    assert "还有 29 分钟" in sheet or "还有 30 分钟" in sheet
    right = _right(paper)
    part = {name: right[name] for name in list(right)[:3]}
    saved = member.post(f"/papers/take/{sitting}/save/", part, headers={"X-Saving": "1"})
    assert saved.status_code == 204
    assert member.get(f"/papers/take/{sitting}/").content.decode().count(" checked") == 3, (
        "there after a reload"
    )
    before, uid = len(_taken()), str(uuid4())
    answer = member.post(f"/papers/take/{sitting}/hand-in/", {**right, "uid": uid}, follow=True)
    told = answer.content.decode()
    assert "20.5 / 20.5 分" in told
    assert "依据：" in told
    assert "党章" in told
    assert "第一条" in told
    member.post(f"/papers/take/{sitting}/hand-in/", {**right, "uid": uid})
    member.post(f"/papers/take/{sitting}/hand-in/", {"uid": str(uuid4())})
    assert Sheet.objects.count() == 1
    assert len(_taken()) == before + 1
    assert _taken()[-1] == Taken("第四季度测验", 2050, 2050, False, 1)
    assert not Going.objects.exists(), "until when he had time is kept nowhere"


def test_late_is_taken_within_the_grace_and_what_was_saved_after_it(bureau: Bureau) -> None:
    officer, member = bureau.clients["branch"], bureau.clients["member"]
    paper = _made(officer)
    right = _right(paper)
    for late, told in ((2, "在宽限以内，照收"), (20, "按最后一次保存的作答")):
        sitting = _opened(officer, paper)
        member.post(f"/papers/take/{sitting}/begin/")
        first = next(iter(right))
        member.post(f"/papers/take/{sitting}/save/", {first: right[first]})
        Going.objects.update(due_at=timezone.now() - dt.timedelta(minutes=late))
        sent = {**right, "uid": str(uuid4())}
        page = member.post(f"/papers/take/{sitting}/hand-in/", sent, follow=True).content.decode()
        assert told in page
        assert ("20.5 / 20.5 分" if late == 2 else "2 / 20.5 分") in page


def test_closing_hands_in_what_was_saved(bureau: Bureau) -> None:
    officer, member = bureau.clients["branch"], bureau.clients["member"]
    paper = _made(officer)
    sitting = _opened(officer, paper)
    member.post(f"/papers/take/{sitting}/begin/")
    right = _right(paper)
    first = next(iter(right))
    member.post(f"/papers/take/{sitting}/save/", {first: right[first]})
    page = officer.post(f"/papers/sittings/{sitting}/close/", follow=True).content.decode()
    assert "收了 1 份" in page
    assert "2 / 20.5 分" in member.get(f"/papers/take/{sitting}/result/").content.decode()
    assert Sitting.objects.get().closed


def test_a_test_by_choice_stays_private_until_the_member_says_so(bureau: Bureau) -> None:
    officer, member = bureau.clients["branch"], bureau.clients["member"]
    paper = _made(officer)
    sitting = _opened(officer, paper, way="choice")
    before = len(_taken())
    member.post(f"/papers/take/{sitting}/begin/")
    sent = {**_right(paper), "uid": str(uuid4())}
    page = member.post(f"/papers/take/{sitting}/hand-in/", sent, follow=True).content.decode()
    assert "只有您自己看得到" in page
    assert len(_taken()) == before
    assert "其中 1 份没有计入" in officer.get(f"/papers/sittings/{sitting}/").content.decode()
    assert bureau.clients["member_other"].post(f"/papers/take/{sitting}/count/").status_code == 404
    assert "已计入台账" in member.post(f"/papers/take/{sitting}/count/", follow=True).content.decode()
    member.post(f"/papers/take/{sitting}/count/")
    assert len(_taken()) == before + 1


def test_a_delayed_test_is_drawn_from_what_was_studied_weeks_ago(bureau: Bureau) -> None:
    officer, member = bureau.clients["branch"], bureau.clients["member"]
    uid = {"uid": str(uuid4())}
    assert "还不到 5 道" in member.post("/papers/delayed/", uid, follow=True).content.decode()
    paper = _made(officer)
    sitting = _opened(officer, paper)
    member.post(f"/papers/take/{sitting}/begin/")
    member.post(f"/papers/take/{sitting}/hand-in/", {**_right(paper), "uid": str(uuid4())})
    Sheet.objects.update(day=timezone.localdate() - dt.timedelta(weeks=4))
    before = len(_taken())
    answer = member.post("/papers/delayed/", uid, follow=True)
    assert "延时复测" in answer.content.decode()
    member.post("/papers/delayed/", uid)
    own = Sitting.objects.get(way="own")
    assert own.paper.owner == cast.actor("member", today=timezone.localdate()).person
    assert timezone.localtime(own.opens_at).time() == dt.time(), "when it was begun is kept nowhere"
    drawn = {item.question.id for item in queries.paper(own.paper_id).paper.items}  # type: ignore[union-attr]
    assert drawn <= {item.question.id for item in queries.paper(paper).paper.items}  # type: ignore[union-attr]
    sent = {**_right(own.paper_id), "uid": str(uuid4())}
    assert (
        "只有您自己看得到"
        in member.post(f"/papers/take/{own.id}/hand-in/", sent, follow=True).content.decode()
    )
    assert "延时复测" not in officer.get("/papers/").content.decode()
    for door in ("", "result/"):
        assert bureau.clients["member_other"].get(f"/papers/take/{own.id}/{door}").status_code == 404
    assert officer.get(f"/papers/sittings/{own.id}/").status_code == 404
    assert officer.get(f"/papers/{own.paper_id}/").status_code == 404
    member.post(f"/papers/take/{own.id}/count/")
    assert len(_taken()) == before + 1
    assert _taken()[-1].delayed
    member.post(f"/papers/take/{own.id}/drop/")
    assert Sitting.objects.filter(pk=own.id).exists(), "what is on record stays"


def test_a_test_of_ones_own_may_be_thrown_away(bureau: Bureau) -> None:
    officer, member = bureau.clients["branch"], bureau.clients["member"]
    paper = _made(officer)
    sitting = _opened(officer, paper)
    member.post(f"/papers/take/{sitting}/begin/")
    member.post(f"/papers/take/{sitting}/hand-in/", {**_right(paper), "uid": str(uuid4())})
    Sheet.objects.update(day=timezone.localdate() - dt.timedelta(weeks=4))
    member.post("/papers/delayed/", {"uid": str(uuid4())})
    own = Sitting.objects.get(way="own")
    member.post(f"/papers/take/{own.id}/hand-in/", {"uid": str(uuid4())})
    assert "已删除" in member.post(f"/papers/take/{own.id}/drop/", follow=True).content.decode()
    assert not Paper.objects.exclude(owner=None).exists()


def _key(client: Client, sitting: UUID, person: UUID, typed: dict[str, str]) -> str:
    sent = {"uid": str(uuid4()), "person": str(person), "day": f"{timezone.localdate()}", **typed}
    return client.post(f"/papers/sittings/{sitting}/key/", sent, follow=True).content.decode()


def _letters(paper: UUID) -> dict[str, str]:
    """What an officer types for every question right, in the letters of the printed paper."""
    row = queries.paper(paper)
    assert row is not None
    typed = {}
    for spot in laid_out(row.paper):
        one = row.paper.items[spot.item].question
        if one.form is Form.TRUE_FALSE:
            typed[f"q-{spot.item}"] = "√"
        elif one.options:
            typed[f"q-{spot.item}"] = "".join(spot.letter(place).lower() for place in one.right)
        elif one.form is Form.FILL_IN:
            typed[f"q-{spot.item}"] = "三会一课"
    return typed


def _people(branch: UUID) -> list[UUID]:
    today = timezone.localdate()
    return [
        uid
        for uid, one in roll().register.people.items()
        if (span := one.on_roll(today)) is not None and span.org == branch
    ]


def test_paper_sheets_are_keyed_in_and_told_item_by_item_from_five_on(bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    branch = bureau.year.branches[0].id
    paper = _made(client)
    sitting = _opened(client, paper)
    typed, people = _letters(paper), _people(branch)
    assert len(people) >= 6
    wrong = _key(client, sitting, people[0], {**typed, "q-0": "Z"})
    assert "没有录入" in wrong
    assert "请写选项的字母" in wrong
    assert f'value="{typed["q-1"]}"' in wrong
    for nth, person in enumerate(people[:4]):
        told = _key(client, sitting, person, typed if nth else {**typed, "q-0": ""})
        assert ("得 20.5 分" if nth else "得 18.5 分") in told
    page = client.get(f"/papers/sittings/{sitting}/").content.decode()
    assert "不满 5 份" in page
    assert "区分度" not in page
    _key(client, sitting, people[4], typed)
    assert "已经有了" in _key(client, sitting, people[4], typed)
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
    paper = _made(superior)
    sitting = _opened(superior, paper)
    theirs = _people(bureau.year.branches[1].id)[0]
    mine = _people(bureau.year.branches[0].id)[0]
    assert "第四季度测验" in branch.get("/papers/").content.decode()
    assert "得 20.5 分" in _key(branch, sitting, mine, _letters(paper))
    sent = {"uid": str(uuid4()), "person": str(theirs), **_letters(paper)}
    assert branch.post(f"/papers/sittings/{sitting}/key/", sent).status_code == 404
    assert branch.post(f"/papers/sittings/{sitting}/close/").status_code == 404
    assert branch.get(f"/papers/{paper}/").status_code == 200
    assert branch.get(f"/papers/{paper}/open/").status_code == 404


def test_short_answers_are_marked_without_names(bureau: Bureau) -> None:
    officer, member = bureau.clients["branch"], bureau.clients["member"]
    more = {"form-1": "short", "count-1": "1", "marks-1": "10", "count-2": "", "count-3": "", "count-4": ""}
    paper = _made(officer, **more)
    sitting = _opened(officer, paper)
    member.post(f"/papers/take/{sitting}/begin/")
    before = len(_taken())
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
    assert len(_taken()) == before + 1
    assert _taken()[-1].score == 850
    assert "8.5 / 10 分" in member.get(f"/papers/take/{sitting}/result/").content.decode()


def test_who_is_not_asked_finds_nothing(bureau: Bureau) -> None:
    paper = _made(bureau.clients["branch"])
    sitting = _opened(bureau.clients["branch"], paper)
    other = bureau.clients["member_other"]
    assert "第四季度测验" not in other.get("/papers/").content.decode()
    assert other.get(f"/papers/take/{sitting}/").status_code == 404
    for verb in ("begin", "save", "hand-in", "count", "drop"):
        assert other.post(f"/papers/take/{sitting}/{verb}/", {"uid": str(uuid4())}).status_code == 404


@pytest.mark.parametrize("form", ["paper", "key", "paper-pdf", "key-pdf"])
def test_the_paper_and_its_key_are_printed_apart(bureau: Bureau, form: str) -> None:
    client = bureau.clients["branch"]
    paper = _made(client)
    answer = client.get(f"/papers/{paper}/print/{form}/")
    assert answer.status_code == 200
    assert answer.content[:4] == (b"%PDF" if form.endswith("pdf") else b"PK\x03\x04")
    assert client.get(f"/papers/{paper}/print/else/").status_code == 404


def test_pages_take_few_queries(bureau: Bureau, django_assert_max_num_queries: pytest.FixtureRequest) -> None:
    client = bureau.clients["branch"]
    paper = _made(client)
    sitting = _opened(client, paper)
    typed = _letters(paper)
    for person in _people(bureau.year.branches[0].id)[:6]:
        _key(client, sitting, person, typed)
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


def test_a_delayed_test_for_a_session_asks_only_what_was_asked_before(bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    first = _made(client)
    again = _made(
        client,
        against=str(first),
        same="1",
        seed="9",
        **{"count-1": "3", "title": "延时复测_only_what_was_asked"},
    )
    asked = {item.question.id for item in queries.paper(first).paper.items}  # type: ignore[union-attr]
    assert {item.question.id for item in queries.paper(again).paper.items} <= asked  # type: ignore[union-attr]
    more = {**MADE, "count-1": "5", "act": "see", "against": str(first), "same": "1", "org": _org(client)}
    assert "还缺 1 道" in client.post("/papers/make/", more).content.decode()
