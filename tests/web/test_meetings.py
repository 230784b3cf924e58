"""A meeting in the browser: votes with their base, minutes later, decisions as tasks, leave in two taps, make-ups."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from io import BytesIO
from uuid import UUID, uuid4

import docx
import pytest
from django.test import Client
from tests import cast
from tests.published import Slot
from tests.web.conftest import Bureau
from tests.web.test_dates import told

from zhixing.actions import leave, makeups, meetings
from zhixing.actions.choosing import Listed
from zhixing.actions.dossier import whole_year
from zhixing.actions.recording import Ask, NotYours
from zhixing.core.recording.meetings import DecisionForm, MeetingForm, Papers
from zhixing.core.recording.study import SessionForm
from zhixing.store.ledger import queries, redress
from zhixing.web.recording.drawing import named

pytestmark = pytest.mark.django_db
TODAY = dt.date.today()  # noqa: DTZ011 - as the server asks
NOW = dt.datetime.now(dt.UTC)
DAY = f"{TODAY:%Y-%m-%d}"


def _members(bureau: Bureau, branch: int = 0) -> list[str]:
    wanted = bureau.year.branches[branch].id
    return [str(one.id) for one in bureau.year.members if one.branch_id == wanted and one.on_roll_at_end]


def _said(bureau: Bureau, **said: object) -> dict[str, object]:
    return {
        "uid": str(uuid4()),
        "org": str(bureau.year.branches[0].id),
        "day": DAY,
        "forms": ["党员大会"],
        "title": "研究发展党员",
        "minutes": "60",
        "ledgers": "A",
        **{f"p-{person}": "present" for person in _members(bureau)},
        **said,
    }


def _page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


VOTE = {"vote-1-matter": "接收某同志为预备党员", "vote-1-rule": "admission", "vote-1-passed": "1"}


def test_a_vote_shows_its_base_and_the_article(bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    said = _said(bureau, **VOTE, **{"vote-1-approve": "9", "vote-1-against": "1"}, agenda="一、发展党员")
    page = client.post("/record/session/", said, follow=True).content.decode()
    found = re.search(r"应到会有表决权 (\d+) 人，实到 (\d+) 人；赞成 9 票，反对 1 票，弃权 0 票", page)
    assert found is not None, page
    assert int(found[1]) >= int(found[2]) >= 10
    assert "第十九条" in page
    assert "一、发展党员" in page


@pytest.mark.parametrize(
    ("wrong", "sentence", "field"),
    [
        ({"vote-1-approve": "99"}, "多于实到有表决权", "vote-1-approve"),
        ({"vote-1-approve": ""}, "请填写赞成票数", "vote-1-approve"),
        ({"vote-1-approve": "1"}, "请写明理由再登记", "vote-1-reason"),
        ({"vote-1-approve": "9", "vote-1-passed": ""}, "请选会上宣布的结果", "vote-1-passed"),
        (
            {"vote-1-approve": "9", "decision-1-due": "2020-01-01", "decision-1-text": "做"},
            "早于开会那天",
            "decision-1-due",
        ),
        ({"vote-1-approve": "9", "list": "committee-x"}, "名单已按新的重列", ""),
    ],
)
def test_what_cannot_be_comes_back_with_its_field_and_nothing_is_lost(
    bureau: Bureau, wrong: dict[str, str], sentence: str, field: str
) -> None:
    before = queries.fact_count()
    told_now = bureau.clients["branch"].post("/record/session/", _said(bureau, **{**VOTE, **wrong}))
    page = told_now.content.decode()
    assert told_now.status_code == 422
    assert sentence in page
    assert 'value="接收某同志为预备党员"' in page
    if field:
        assert re.search(rf'name="{field}"[^>]*aria-invalid="true"', page), field
        assert f'<a href="#f-{field}">到要填的地方</a>' in page
        assert f'id="f-{field}"' in page
    assert queries.fact_count() == before


def test_people_of_one_name_are_told_apart() -> None:
    home, road = uuid4(), uuid4()
    people = [
        Listed(uuid4(), name, branch, place, group, "", exempt=False)
        for name, branch, place, group in (
            ("崔芳强", home, "养护支部", "一组"),
            ("崔芳强", home, "养护支部", "二组"),
            ("李红", home, "养护支部", "一组"),
        )
    ]
    chosen = str(people[1].id)
    assert [(one.label, one.chosen) for one in named(people, chosen)] == [
        ("崔芳强（一组）", False),
        ("崔芳强（二组）", True),
        ("李红", False),
    ]
    people.append(Listed(uuid4(), "李红", road, "机关支部", "", "", exempt=False))
    assert [one.label for one in named(people, "")][2:] == ["李红（养护支部一组）", "李红（机关支部）"]


def test_the_form_asks_for_one_row_more(bureau: Bureau) -> None:
    said = _said(bureau, **{"act": "more-votes", "votes-rows": "1", "vote-1-matter": "甲"})
    page = bureau.clients["branch"].post("/record/session/", said).content.decode()
    assert 'name="vote-2-matter"' in page
    assert not re.search(r'value="1" selected>通过', page), "the result is what the meeting announced"
    assert 'value="甲"' in page


def test_a_committee_meeting_lists_its_members_alone(bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    org = bureau.year.branches[0].id
    page = _page(client, f"/record/session/?org={org}&forms=支委会")
    people = set(re.findall(r'name="p-([0-9a-f-]{36})"', page))
    whole = set(
        re.findall(r'name="p-([0-9a-f-]{36})"', _page(client, f"/record/session/?org={org}&forms=党课"))
    )
    assert people < whole
    assert "支部委员" in page
    key = re.search(r'name="list" value="([^"]+)"', page)
    assert key is not None
    said = {**_said(bureau, forms=["支委会"]), "list": key[1]}
    said = {name: value for name, value in said.items() if not name.startswith("p-") or name[2:] in people}
    told_now = client.post("/record/session/", said, follow=True)
    assert "已登记：算作 支委会" in told_now.content.decode()
    assert "这种会不叫" in told_now.content.decode()


def _held(bureau: Bureau, form: MeetingForm | None = None) -> UUID:
    person = cast.actor("member", today=TODAY).person
    papers = Papers(decisions=(DecisionForm("修好道班饮水", person, TODAY),))
    roll = {UUID(one): "present" for one in _members(bureau)}
    org = bureau.year.branches[0].id
    form = form or MeetingForm(
        SessionForm(org, TODAY, 60, ("主题党日",), "安全生产", ledgers="A", roll=roll), papers
    )
    booked = meetings.record_meeting(form, Ask(cast.actor("superior", today=TODAY), NOW, TODAY, uuid4()))
    assert booked.main.about is not None
    return booked.main.about


def test_minutes_are_written_later_and_anew(bureau: Bureau) -> None:
    client, session = bureau.clients["branch"], _held(bureau)
    address = f"/record/sessions/{session}/papers/"
    for words in ("第一稿", "第二稿"):
        said = {
            "uid": str(uuid4()),
            "way": "site",
            "place": "三楼会议室",
            "words": words,
            "observers": "县委组织部李某",
        }
        page = client.post(address, said, follow=True).content.decode()
        assert "会议记录已登记" in page
        assert words in page
    assert "第一稿" not in page
    assert "三楼会议室" in page
    assert "第二稿" in _page(client, address)
    empty = client.post(address, {"uid": str(uuid4()), "way": "site"})
    assert empty.status_code == 422
    assert "至少填一样" in empty.content.decode()


def test_a_decision_stands_in_the_lists_until_one_press_settles_it(bureau: Bureau) -> None:
    session, officer, owner = _held(bureau), bureau.clients["branch"], bureau.clients["member"]
    assert "修好道班饮水" in _page(officer, "/todo/?sort=decision")
    assert "修好道班饮水" in _page(owner, "/mine/dates/")
    press = re.search(
        rf'action="(/record/sessions/{session}/decisions/1/)".*?name="uid" value="([^"]+)"',
        _page(officer, "/todo/?sort=decision"),
        re.DOTALL,
    )
    assert press is not None
    assert (
        bureau.clients["branch_other"].post(press[1], {"uid": str(uuid4()), "state": "已办结"}).status_code
        == 404
    )
    assert (
        bureau.clients["member_other"].post(press[1], {"uid": str(uuid4()), "state": "已办结"}).status_code
        == 404
    )
    officer.post(press[1], {"uid": press[2], "state": "已办结", "back": "todo"})
    assert "修好道班饮水" not in _page(officer, "/todo/?sort=decision")
    assert "修好道班饮水" not in _page(owner, "/mine/dates/")
    assert "已办结" in _page(officer, f"/record/sessions/{session}/")


def test_its_owner_settles_a_decision_and_an_overdue_one_is_red(bureau: Bureau) -> None:
    session, owner = _held(bureau), cast.actor("member", today=TODAY)
    [one] = meetings.own_decisions(owner.person) if owner.person else []
    assert (one.late(TODAY), one.late(TODAY + dt.timedelta(days=1))) == (False, True)
    [due] = list(meetings.waiting(cast.actor("branch", today=TODAY), TODAY + dt.timedelta(days=1)))
    assert due.late
    ask = Ask(owner, NOW, TODAY, uuid4())
    meetings.settle_decision(session, 1, "已办结", ask)
    assert meetings.own_decisions(one.owner or uuid4()) == ()
    with pytest.raises(NotYours):
        meetings.settle_decision(session, 2, "已办结", ask)


def test_ones_own_list_opens_nobody_elses_decision(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    _held(bureau)
    opened, open_words = [], redress.opened_words

    def watched(uids: set[UUID]) -> Mapping[UUID, Mapping[str, str]]:
        opened.append(len(uids))
        return open_words(uids)

    monkeypatch.setattr(redress, "opened_words", watched)
    owner, other = cast.actor("member", today=TODAY), cast.actor("member_other", today=TODAY)
    assert owner.person is not None
    assert other.person is not None
    assert len(meetings.own_decisions(owner.person)) == 1
    assert meetings.own_decisions(other.person) == ()
    assert opened == [1, 0]


def _coming(bureau: Bureau) -> tuple[UUID, dt.date]:
    """Publishes a date to come for the member of the cast."""
    person = cast.actor("member", today=TODAY).person
    assert person is not None
    day = next(d for n in range(20, 40) if (d := TODAY + dt.timedelta(days=n)).weekday() == 1)
    told(bureau, [Slot(1, day)], {person: 0})
    return person, day


def test_leave_is_asked_and_granted_in_two_taps_each_and_stands_on_the_roll(bureau: Bureau) -> None:
    person, day = _coming(bureau)
    mine, officer = bureau.clients["member"], bureau.clients["branch"]
    page = _page(mine, "/mine/dates/")
    form = re.search(r'action="(/mine/leave/[0-9a-f-]+/)".*?name="uid" value="([^"]+)"', page, re.DOTALL)
    assert form is not None
    asked = mine.post(form[1], {"uid": form[2], "reason": "errand"}, follow=True).content.decode()
    assert "已请假，等支部批" in asked
    again = mine.post(form[1], {"uid": str(uuid4()), "reason": "private"}, follow=True).content.decode()
    assert "不用再请" in again
    todo = _page(officer, "/todo/?sort=leave")
    door = re.search(r'href="/record/leave/#([0-9a-f-]{36})"', todo)
    assert door is not None
    press = f"/record/leave/{door[1]}/"
    for other in ("branch_other", "member", "member_other"):
        answer = bureau.clients[other].post(press, {"uid": str(uuid4()), "outcome": "granted"})
        assert answer.status_code == 404, other
    officer.post(press, {"uid": str(uuid4()), "outcome": "granted"})
    assert leave.excused([person], day, "", today=TODAY) == {person: "leave"}
    assert leave.excused([person], day + dt.timedelta(days=1), "", today=TODAY) == {}
    assert "准假" in _page(mine, "/mine/dates/")
    assert door[1] not in _page(officer, "/todo/?sort=leave")
    mine.post(press, {"uid": str(uuid4()), "outcome": "withdrawn", "back": "mine"})
    assert leave.excused([person], day, "", today=TODAY) == {}


def test_nobody_grants_his_own_leave(bureau: Bureau) -> None:
    person, _ = _coming(bureau)
    member = cast.actor("member", today=TODAY)
    held = leave.Leave(uuid4(), person, "", TODAY, "", "errand", bureau.year.branches[0].id, TODAY, "asked")
    officer = cast.actor("branch", today=TODAY)
    assert leave.may_answer(officer, held, "granted")
    assert not leave.may_answer(officer, held, "withdrawn")
    assert leave.may_answer(member, held, "withdrawn")
    own = leave.Leave(uuid4(), officer.person or uuid4(), "", TODAY, "", "errand", held.chain, TODAY, "asked")
    if officer.person:
        assert not leave.may_answer(officer, own, "granted")


def test_duty_and_leave_are_offered_make_up_and_several_are_recorded_at_once(bureau: Bureau) -> None:
    people = [UUID(one) for one in _members(bureau)]
    states = ["duty", "leave", "absent", *["present"] * (len(people) - 3)]
    roll = dict(zip(people, states, strict=True))
    org = bureau.year.branches[0].id
    session = _held(
        bureau, MeetingForm(SessionForm(org, TODAY, 60, ("党课",), "学党章补", ledgers="A", roll=roll))
    )
    mine = [one for one in makeups.owed(people[0], TODAY) if one.session == session]
    assert [(one.away, one.hours, one.ways) for one in mine] == [("值班", 100, ("video", "delivered"))]
    assert not [one for one in makeups.owed(people[2], TODAY) if one.session == session]
    officer = bureau.clients["branch"]
    assert f'action="/record/sessions/{session}/makeups/"' in _page(officer, "/record/makeups/")
    table = officer.get("/record/makeups/export/csv/").content.decode("utf-8-sig")
    assert f'"学党章补","{TODAY}"' in table
    said = {"uid": str(uuid4()), "person": [str(one) for one in people[:2]], "day": DAY, "way": "delivered"}
    officer.post(f"/record/sessions/{session}/makeups/", {**said, "back": "owed"})
    assert f"/record/sessions/{session}/makeups/" not in _page(officer, "/record/makeups/")
    earned = {one.id: one.collective.value for one in whole_year(TODAY.year, today=TODAY).members}
    assert earned[people[0]] == earned[people[1]] == earned[people[3]] == 100


def test_the_pages_take_few_queries(bureau: Bureau, django_assert_max_num_queries: object) -> None:
    session = _held(bureau)
    client = bureau.clients["branch"]
    for address in ("/record/session/", f"/record/sessions/{session}/", "/record/makeups/", "/record/leave/"):
        client.get(address)
        with django_assert_max_num_queries(20):  # type: ignore[operator]
            assert client.get(address).status_code == 200


def test_a_roll_is_pasted_from_a_workbook_and_nothing_is_guessed(bureau: Bureau) -> None:
    client, people = bureau.clients["branch"], _members(bureau)
    names = {str(one.id): one.name for one in bureau.year.members}
    one, two, three = (names[uid] for uid in people[:3])
    sheet = (
        f"序号\t姓名\t备注\n1\t{one}\t值班\n2\t{two[0]} {two[1:]}\t\n3\t{three}\t请假（公务）\n4\t欧阳生人\t"
    )
    page = client.post("/record/session/", _said(bureau, act="paste", pasted=sheet)).content.decode()
    assert "认出 3 人；不在名单里的没有记：欧阳生人；没有贴到的请逐个核对" in page
    for uid, state in zip(people[:3], ("duty", "present", "leave"), strict=True):
        assert re.search(rf'name="p-{uid}" value="{state}" checked', page), state


def test_a_wrong_vote_and_a_wrong_press_are_taken_back_by_two_people(bureau: Bureau) -> None:
    session, officer = _held(bureau), bureau.clients["branch"]
    address = f"/record/sessions/{session}/"
    vote = {**VOTE, "vote-1-approve": "9", "vote-1-rule": "ordinary", "vote-1-reason": "人少"}
    officer.post(f"{address}papers/", {"uid": str(uuid4()), "way": "site", **vote})
    officer.post(f"{address}decisions/1/", {"uid": str(uuid4()), "state": "已办结"})
    doors = re.findall(r'href="(/corrections/propose/[0-9a-f-]+/)"><small>更正', _page(officer, address))
    assert len(doors) == 2, "the vote, and what was said of the decision"
    for door in doors:
        assert officer.get(door).status_code == 200
        said = {"uid": str(uuid4()), "how": "drop", "reason": "点错了"}
        case = officer.post(door, said)["Location"]
        assert bureau.clients["secretary"].post(case, {"act": "confirm"}).status_code == 302
    page = _page(officer, address)
    assert "接收某同志为预备党员" not in page
    assert "修好道班饮水" in _page(officer, "/todo/?sort=decision"), "the decision waits again"
    assert "/corrections/propose/" not in _page(bureau.clients["discipline"], address)


def test_leave_taken_back_and_asked_anew_is_asked_once(bureau: Bureau) -> None:
    _, _ = _coming(bureau)
    mine = bureau.clients["member"]
    form = re.search(r'action="(/mine/leave/[0-9a-f-]+/)"', _page(mine, "/mine/dates/"))
    assert form is not None
    for nth in range(4):
        mine.post(form[1], {"uid": str(uuid4()), "reason": "errand"})
        twice = mine.post(form[1], {"uid": str(uuid4()), "reason": "errand"}, follow=True)
        assert "不用再请" in twice.content.decode(), nth
        [waiting] = [one for one in leave.leaves() if one.open]
        mine.post(f"/record/leave/{waiting.id}/", {"uid": str(uuid4()), "outcome": "withdrawn"})


def test_who_was_absent_stands_with_the_reason_on_the_page_and_in_the_record(bureau: Bureau) -> None:
    client, people = bureau.clients["branch"], _members(bureau)
    away = {f"p-{people[0]}": "leave", f"p-{people[1]}": "absent", f"p-{people[2]}": "absent"}
    why = {f"why-leave-{people[0]}": "private", f"why-absent-{people[1]}": "unreached"}
    ticked_before = {f"why-leave-{people[1]}": "errand", f"why-absent-{people[3]}": "unasked"}
    said = _said(bureau, **away, **why, **ticked_before)
    page = client.post("/record/session/", said, follow=True).content.decode()
    told = re.findall(r'<span class="chip">(..)</span> <small>([^<]+)</small>', page)
    assert sorted(told) == [("缺席", "联系不上"), ("请假", "个人事由")]
    session = re.search(r"/record/sessions/([0-9a-f-]{36})/", page)
    assert session is not None
    assert f'href="/forms/session/{session[1]}/L3.docx"' in _page(client, f"/record/sessions/{session[1]}/")
    record = client.get(f"/forms/session/{session[1]}/L3.docx")
    tables = docx.Document(BytesIO(record.content)).tables
    words = "".join(cell.text for table in tables for row in table.rows for cell in row.cells)
    assert "（个人事由）" in words
    assert "缺席 2 人：" in words
    assert "（联系不上）" in words


def test_a_reason_of_another_state_comes_back_and_what_was_chosen_stays(bureau: Bureau) -> None:
    client, people = bureau.clients["branch"], _members(bureau)
    said = _said(bureau, **{f"p-{people[0]}": "absent", f"why-absent-{people[0]}": "private"})
    answer = client.post("/record/session/", said)
    assert answer.status_code == 422
    assert "缺席的原因" in answer.content.decode()
    good = {**said, f"why-absent-{people[0]}": "untold", "title": ""}
    again = client.post("/record/session/", good).content.decode()
    assert '<option value="untold" selected>' in again
