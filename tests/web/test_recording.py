"""Recording in the browser: what forms ask for, what comes of them, what is said when something is wrong."""

from __future__ import annotations

import datetime as dt
import re
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone
from tests import cast
from tests.sample_year import YEAR
from tests.web.conftest import Bureau

from zhixing.actions import recording
from zhixing.actions.dossier import whole_year
from zhixing.actions.recording import Ask
from zhixing.actions.roll import roll
from zhixing.core.recording.fields import JOURNEYS, How, Shape
from zhixing.core.recording.plans import PlanForm
from zhixing.interop.pinyin import spelt
from zhixing.store.ledger import queries
from zhixing.store.ledger.models import AuditLine
from zhixing.store.reviews import api as reviews

pytestmark = pytest.mark.django_db
TODAY = dt.date.today()  # noqa: DTZ011 - as the server asks
DAY = f"{TODAY:%Y-%m-%d}"


def _members(bureau: Bureau, branch: int = 0) -> list[str]:
    wanted = bureau.year.branches[branch].id
    return [str(one.id) for one in bureau.year.members if one.branch_id == wanted and one.on_roll_at_end]


def _session(bureau: Bureau, **said: object) -> dict[str, object]:
    people = {f"p-{person}": "present" for person in _members(bureau)}
    return {
        "uid": str(uuid4()),
        "org": str(bureau.year.branches[0].id),
        "day": DAY,
        "forms": ["党课", "主题党日", "集中学习"],
        "title": "学党章",
        "minutes": "90",
        "ledgers": "A",
        **people,
        **said,
    }


def test_a_session_serves_three_forms_and_hours_count_once(bureau: Bureau) -> None:
    client, people = bureau.clients["branch"], _members(bureau)
    told = client.post("/record/session/", _session(bureau, **{f"p-{people[0]}": "duty"}), follow=True)
    page = told.content.decode()
    assert "同时算作 党课、主题党日、集中学习，到会的每人 1.5 学时" in page
    year = whole_year(TODAY.year, today=TODAY)
    counts = {rhythm.form: sum(p.held for p in rhythm.periods) for rhythm in year.branches[0].rhythms}
    assert (counts["党课"], counts["主题党日"], counts["支委会"]) == (1, 1, 0)
    assert {one.collective.value for one in year.members if str(one.id) in people[1:]} == {150}
    assert {one.collective.value for one in year.members if str(one.id) == people[0]} == {0}


def test_a_session_of_one_form_is_told_without_more(bureau: Bureau) -> None:
    said = _session(bureau, forms=["党课"])
    page = bureau.clients["branch"].post("/record/session/", said, follow=True).content.decode()
    assert "已登记：算作 党课，到会的每人 1.5 学时（A 账）。" in page


def test_sent_twice_a_session_stands_once(bureau: Bureau) -> None:
    client, said = bureau.clients["branch"], _session(bureau)
    client.post("/record/session/", said)
    before = queries.fact_count()
    again = client.post("/record/session/", said, follow=True)
    assert "没有重复登记" in again.content.decode()
    assert queries.fact_count() == before


def test_exceptions_are_keyed_back_by_number(bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    page = client.get(f"/record/sheet/{bureau.year.branches[0].id}/").content.decode()
    numbered = re.findall(r'<small class="no">(\d+)</small>.*?name="p-([0-9a-f-]{36})"', page, re.DOTALL)
    assert [int(number) for number, _ in numbered] == sorted(int(number) for number, _ in numbered)
    told = client.post("/record/session/", _session(bureau, **{"n-duty": "1 2", "n-leave": "3"}), follow=True)
    assert re.search(r"值班 2，请假 1，缺席 0", told.content.decode())


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"n-duty": "99"}, "不在名单里"),
        ({"n-duty": "1", "n-leave": "1"}, "1 号同时写在"),
        ({"n-duty": "1", "sheet_code": "ZZZZZZ"}, "对不上"),
        ({"title": ""}, "请填写主题"),
        ({"forms": []}, "至少勾选一种形式"),
        ({"minutes": "九十"}, "要填整数"),
        ({"start": "25:00"}, "认不出来"),
        ({"day": "2999-01-01"}, "还没有到"),
    ],
)
def test_a_wrong_session_comes_back_with_all_that_was_typed(
    bureau: Bureau, wrong: dict[str, object], sentence: str
) -> None:
    before = queries.fact_count()
    said = _session(bureau, **{"title": "学习二十大", **wrong})
    answer = bureau.clients["branch"].post("/record/session/", said)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert queries.fact_count() == before
    if "title" not in wrong:
        assert 'value="学习二十大"' in page
    assert str(said["uid"]) in page


def test_guests_are_found_by_their_letters_and_join_the_roll(bureau: Bureau) -> None:
    client, other = bureau.clients["branch"], _members(bureau, 1)[0]
    name = next(one.name for one in bureau.year.members if str(one.id) == other)
    page = client.post("/record/session/", _session(bureau, act="find", guest=name)).content.decode()
    assert f'name="p-{other}"' in page
    offered = re.findall(rf'name="p-{other}" value="(\w*)"', page)
    assert offered == ["", "present"]
    refused = client.post("/record/session/", _session(bureau, **{f"p-{other}": "absent"}))
    assert refused.status_code == 422
    assert "只登记实到" in refused.content.decode()
    client.post("/record/session/", _session(bureau, **{f"p-{other}": "present"}))
    year = whole_year(TODAY.year, today=TODAY)
    guest = year.member(UUID(other))
    assert guest is not None
    assert guest.collective.value == 150


def test_makeups_come_later_and_are_offered_to_those_who_were_not_there(bureau: Bureau) -> None:
    client, people = bureau.clients["branch"], _members(bureau)
    told = client.post("/record/session/", _session(bureau, **{f"p-{people[0]}": "duty"}), follow=True)
    session = told.request["PATH_INFO"]
    assert 'name="person" value="' + people[0] in told.content.decode()
    said = {"uid": str(uuid4()), "person": [people[0]], "day": DAY, "way": "delivered"}
    made = client.post(f"{session}makeups/", said, follow=True)
    assert "补学已登记" in made.content.decode()
    assert bureau.clients["branch_other"].post(f"{session}makeups/", said).status_code == 404
    empty = client.post(f"{session}makeups/", {**said, "person": []})
    assert (empty.status_code, "请勾选补了学的人" in empty.content.decode()) == (422, True)


def test_makeups_of_several_are_entered_all_or_none(bureau: Bureau) -> None:
    client, people = bureau.clients["branch"], _members(bureau)
    away = {f"p-{people[0]}": "duty", f"p-{people[1]}": "leave"}
    told = client.post("/record/session/", _session(bureau, **away), follow=True)
    session, before = told.request["PATH_INFO"], queries.fact_count()
    said = {"uid": str(uuid4()), "person": [people[0], people[2]], "day": DAY, "way": "delivered"}
    assert client.post(f"{session}makeups/", said).status_code == 422
    assert queries.fact_count() == before
    client.post(f"{session}makeups/", {**said, "person": people[:2]})
    assert queries.fact_count() == before + 2


def test_a_branch_makes_up_for_its_own_what_the_whole_organ_held(bureau: Bureau) -> None:
    own, theirs = _members(bureau)[0], _members(bureau, 1)[0]
    root = str(roll().register.root.id)  # type: ignore[union-attr]
    away = {f"p-{own}": "duty", f"p-{theirs}": "duty"}
    told = bureau.clients["superior"].post(
        "/record/session/", _session(bureau, org=root, **away), follow=True
    )
    session, client = told.request["PATH_INFO"], bureau.clients["branch"]
    assert re.findall(r'name="person" value="([^"]+)"', client.get(session).content.decode()) == [own]
    said = {"uid": str(uuid4()), "day": DAY, "way": "video"}
    assert client.post(f"{session}makeups/", {**said, "person": [theirs]}).status_code == 404
    assert client.post(f"{session}makeups/", {**said, "person": [own, theirs]}).status_code == 404
    done = client.post(f"{session}makeups/", {**said, "person": [own]}, follow=True)
    assert "补学已登记" in done.content.decode()


def test_a_guest_is_somebody_one_has_in_mind(bureau: Bureau) -> None:
    client, other = bureau.clients["branch"], _members(bureau, 1)[0]
    name = next(one.name for one in bureau.year.members if str(one.id) == other)
    for typed, offered in ((spelt(name)[0][:1], False), ("查无此人", False), (name, True)):
        page = client.post("/record/session/", _session(bureau, act="find", guest=typed)).content.decode()
        assert (f'name="p-{other}"' in page) is offered, typed
        assert ('<p class="soft" role="status">' in page) is not offered


SMALL: dict[str, dict[str, object]] = {
    "training": {"start": DAY, "end": DAY, "title": "主体班", "ledgers": "A+B", "organiser": "县委组织部"},
    "self-study": {"day": DAY, "output": "读书笔记", "result": "优"},
    "test": {"day": DAY, "title": "应知应会", "score": "87.5", "full": "100"},
    "visit": {"day": DAY, "place": "道班", "minutes": "240", "problem": "饮水"},
    "talk": {"day": DAY, "way": "面谈"},
    "need": {"day": DAY, "text": "就医不便"},
    "pledge": {"day": DAY, "text": "保通", "state": "践诺中"},
    "problem": {"text": "会风", "weight": "2", "state": "未开始", "code": "P77"},
    "plan": {"month": f"{TODAY:%Y-%m}", "forms": ["党课"], "title": "学党史"},
    "gate": {"category": "诫勉", "start": DAY},
}


@pytest.mark.parametrize("kind", sorted(SMALL))
def test_every_small_form_enters_and_knows_itself_again(bureau: Bureau, kind: str) -> None:
    client = bureau.clients["superior"]
    person, org = _members(bureau)[0], str(bureau.year.branches[0].id)
    said = {"uid": str(uuid4()), "person": person, "people": [person], "org": org, **SMALL[kind]}
    assert client.get(f"/record/{kind}/").status_code == 200
    told = client.post(f"/record/{kind}/", said, follow=True)
    assert (told.status_code, "已登记" in told.content.decode()) == (200, True)
    again = client.post(f"/record/{kind}/", {**said, "uid": str(uuid4())})
    assert (again.status_code, "没有重复登记" in again.content.decode()) == (422, True)


@pytest.mark.parametrize("kind", sorted(SMALL))
def test_an_empty_form_comes_back_with_a_sentence(bureau: Bureau, kind: str) -> None:
    answer = bureau.clients["superior"].post(f"/record/{kind}/", {"uid": str(uuid4())})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_nobody_records_for_another_branch(bureau: Bureau) -> None:
    client, theirs = bureau.clients["branch"], _members(bureau, 1)[0]
    said = {"uid": str(uuid4()), "person": theirs, **SMALL["talk"]}
    assert client.post("/record/talk/", said).status_code == 404
    org = str(bureau.year.branches[1].id)
    assert client.post("/record/session/", _session(bureau, org=org)).status_code == 404
    assert client.get("/record/gate/").status_code == 404
    assert bureau.clients["discipline"].get("/record/gate/").status_code == 200
    assert bureau.clients["discipline"].get("/record/talk/").status_code == 404


def _seen(person: str, what: str) -> int:
    return AuditLine.objects.filter(verb="查看", subject=person, target__startswith=what).count()


def test_whoever_looks_at_what_is_confidential_is_noted(bureau: Bureau) -> None:
    person, day = _members(bureau)[0], (TODAY - dt.timedelta(days=9)).isoformat()
    gate = {"uid": str(uuid4()), "person": person, "category": "诫勉", "start": day, "months": "6"}
    done = bureau.clients["secretary"].post("/record/gate/", gate)
    assert done.status_code == 302
    need = {"uid": str(uuid4()), "person": person, "day": day, "text": "就医不便"}
    assert bureau.clients["secretary"].post("/record/need/", need).status_code == 302
    name = next(one.name for one in bureau.year.members if str(one.id) == person)
    for sort in ("评优资格限制", "困难诉求"):
        row = rf">{sort}</a><br><small>([^<]*)</small></th><td data-h=\"党员\">([^<]*)</td>"
        (own,) = re.findall(row, bureau.clients["secretary"].get("/record/").content.decode())
        (other,) = re.findall(row, bureau.clients["superior"].get("/record/").content.decode())
        assert own[1] == name
        assert "记入查看记录" in other[0]
        assert other[1] == "—"
    assert _seen(person, "登记") == 0
    entry = done.headers["Location"].partition("?")[0]
    for nth, reader in enumerate(("secretary", "discipline", "superior"), 1):
        assert name in bureau.clients[reader].get(entry).content.decode()
        assert _seen(person, "登记：评优资格限制") == nth
    assert bureau.clients["branch"].get(entry).status_code == 404
    for _ in range(2):
        assert name in bureau.clients["branch"].get("/record/open/").content.decode()
        assert _seen(person, "困难诉求（待办结清单）") == 1
    assert name not in bureau.clients["branch"].get("/todo/?sort=need").content.decode()


def test_a_gate_leaves_the_house_with_its_owner_alone(bureau: Bureau) -> None:
    person, first = _members(bureau)[0], f"{YEAR}-12-01"
    gate = {"uid": str(uuid4()), "person": person, "category": "诫勉", "start": first, "months": "6"}
    assert bureau.clients["secretary"].post("/record/gate/", gate).status_code == 302
    for name in ("branch", "secretary", "discipline", "superior"):
        for base in (f"/{YEAR}/members/export", f"/{YEAR}/members/{person}/export"):
            told = bureau.clients[name].get(f"{base}/json/").json()["members"]
            assert {one["gate_at_year_end"] for one in told} == {None}, (name, base)
    page = bureau.clients["discipline"].get(f"/{YEAR}/members/{person}/").content.decode()
    assert "不符合参评条件" in page


def test_a_closed_year_is_handed_to_a_second_person(bureau: Bureau) -> None:
    now = dt.datetime.now(dt.UTC)
    reviews.keep(
        year=TODAY.year,
        digest="d",
        rulebook="r",
        last_seq=1,
        as_of=TODAY,
        by="刘英",
        now=now,
        content=b"",
        books="",
    )
    client, said = bureau.clients["branch"], _session(bureau)
    page = client.post("/record/session/", said).content.decode()
    assert "已经定格" in page
    assert "迟到的理由" in page
    before = queries.fact_count()
    told = client.post("/record/session/", {**said, "late": "会议记录本找到得晚"}, follow=True)
    assert "已交第二人确认" in told.content.decode()
    assert not any(row.kind.value == "session_held" for row in queries.facts()[before:])


def test_the_list_filters_by_form_and_exports_what_it_shows(bureau: Bureau) -> None:
    bureau.clients["branch"].post("/record/session/", _session(bureau))
    start = bureau.clients["publicity"].get("/")["Location"]
    assert start.endswith("/sessions/")
    page = bureau.clients["publicity"].get(f"/{YEAR}/sessions/?form=党课")
    shown = int(re.search(r"<b>(\d+) 场</b>", page.content.decode())[1])  # type: ignore[index]
    table = bureau.clients["publicity"].get(f"/{YEAR}/sessions/export/?form=党课").content.decode("utf-8-sig")
    assert len(table.strip().splitlines()) == shown + 1
    assert "党课" in table
    names = {one.name for one in bureau.year.members}
    assert not any(name in page.content.decode() or name in table for name in names)


def test_fields_per_journey(bureau: Bureau) -> None:
    """What every form costs, declared once and true of the pages: typed fields and choices that must be made."""
    client: Client = bureau.clients["superior"]
    for journey in JOURNEYS.values():
        page = client.get(f"/record/{journey.kind}/").content.decode()
        form = page[page.index('class="sheet"') : page.index("</form>", page.index('class="sheet"'))]
        typed = len(re.findall(r'<input [^>]*value="" type="text"[^>]*required', form))
        assert typed == journey.typed, journey.kind
        for field in journey.fields:
            if field.shape is not Shape.ROLL:
                assert f'name="{field.name}"' in form, (journey.kind, field.name)
            if field.how is How.CHOSEN and field.shape in (Shape.PERSON, Shape.CHOICE):
                assert re.search(rf'<select [^>]*name="{field.name}" required', form), (
                    journey.kind,
                    field.name,
                )
    costs = {one.title: (one.typed, one.chosen) for one in JOURNEYS.values()}
    print("\n".join(f"{title}：打字 {typed}，选择 {chosen}" for title, (typed, chosen) in costs.items()))
    assert costs["学习活动（会议）"][0] <= 2
    assert costs["谈心谈话"][0] == 0
    assert max(typed for typed, _ in costs.values()) <= 2


def test_an_item_of_the_plan_is_told_as_carried_out(bureau: Bureau) -> None:
    clerk = cast.actor("branch", today=TODAY)
    form = PlanForm(TODAY.year, TODAY.month, ("现场教学",), "到料场看一看", bureau.year.branches[0].id)
    made = recording.record_plan_item(form, Ask(clerk, timezone.now(), TODAY, uuid4()))
    client = bureau.clients["branch"]
    assert "到料场看一看" in client.get("/record/open/").content.decode()
    address = f"/record/open/plan_item/{made.main.about}/"
    assert (
        bureau.clients["branch_other"].post(address, {"uid": str(uuid4()), "state": "已完成"}).status_code
        == 404
    )
    before = queries.fact_count()
    said = {"uid": str(uuid4()), "state": "已完成"}
    assert [client.post(address, said).status_code for _ in range(2)] == [302, 302]
    assert queries.fact_count() == before + 1
    assert "到料场看一看" not in client.get("/record/open/").content.decode()
