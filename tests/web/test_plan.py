"""The plan's pages: from no plan to a published one with no typed field; who sees and changes what; nothing is lost."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from urllib.parse import urlencode
from uuid import uuid4

import docx
import openpyxl
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.web.conftest import Bureau
from tests.web.planted_plan import PLAN_YEAR, Planted, plant
from tests.web.test_pages import Watch, text

from zhixing.actions import plan as plans
from zhixing.actions.plan_done import carried_out
from zhixing.core.facts.kinds import Kind
from zhixing.core.plan.plan import State
from zhixing.store.ledger import things
from zhixing.store.plans.queries import prepared
from zhixing.web.shared.frame import today

pytestmark = pytest.mark.django_db
HOME = f"/{PLAN_YEAR}/plan/"
TITLES = re.compile(r'class="what"><a href="[^"]+">([^<]+)</a>')


def pages(one: Planted) -> list[tuple[str, str]]:
    """Role and address of every kind of page of this screen."""
    found = [("superior", f"{HOME}{rest}") for rest in ("", "draft/", "versions/?old=1&new=1", "opinions/")]
    found += [("superior", f"{HOME}cells/front-maintenance/"), ("superior", f"{HOME}lessons/new/")]
    found += [("branch", HOME), ("branch", f"{HOME}cells/front-office/"), ("branch", f"{HOME}opinions/")]
    for lesson in (one.course, one.rhythm):
        found += [("superior", f"{HOME}lessons/{lesson}/{rest}") for rest in ("", "edit/", "teaching/")]
    return [*found, ("branch", f"{HOME}lessons/{one.own}/"), ("branch", f"{HOME}lessons/{one.own}/edit/")]


@pytest.mark.parametrize("members", [24, 96])
def test_queries_do_not_grow_with_the_people(
    db: None,
    founded: Callable[[int], Bureau],
    members: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    bureau = founded(members)
    one = plant()
    for role, address in pages(one):
        text(bureau.clients[role], address)  # folds what is kept until the ledger changes
        with django_assert_max_num_queries(20):
            page = text(bureau.clients[role], address)
        watch = Watch()
        watch.feed(page)
        assert (address, watch.faults, watch.open) == (address, [], [])


def send(client: Client, address: str, **said: object) -> str:
    """Presses a button or sends a form and follows; gives the page one lands on."""
    return client.post(address, said, follow=True).content.decode()


def known(page: str) -> str:
    """The mark of a page that has told what a change opens; sent along, it saves."""
    found = re.search(r'name="known" value="(\w+)"', page)
    assert found
    return found[1]


def test_from_no_plan_to_a_published_one_with_no_typed_field(bureau: Bureau) -> None:
    superior, leader, branch = (bureau.clients[role] for role in ("superior", "leader", "branch"))
    assert "生成草案" in text(superior, HOME)
    assert "生成草案" not in text(branch, HOME)
    assert "草案已生成，一项没填" in send(superior, f"{HOME}draft/", based_on=0)
    assert "选中的课" in text(superior, f"{HOME}draft/")
    assert "已送各支部征求意见" in send(superior, f"{HOME}step/", step="send", based_on=1)
    assert "正在征求意见" in text(branch, "/todo/")
    own = str(bureau.year.branches[0].id)
    said = send(branch, f"{HOME}opinions/", uid=uuid4(), org=own, words="七月防汛，请改到九月")
    assert "意见已送到机关党委" in said
    assert "1 条意见还没有答复" in text(leader, HOME)
    assert "1 条意见没有答复" in text(superior, "/todo/")
    assert "正在征求意见" not in text(branch, "/todo/")
    (opinion,) = plans.opinions(PLAN_YEAR)
    assert "已答复" in send(superior, f"{HOME}opinions/answer/", about=opinion.id, words="已改到九月")
    assert "已改到九月" in text(branch, f"{HOME}opinions/")
    assert "等您审定" in text(leader, "/todo/")
    assert "等您审定" not in text(superior, "/todo/")
    assert "计划已审定" in send(leader, f"{HOME}step/", step="approve", based_on=2)
    assert "已审定，等发布" in text(superior, "/todo/")
    assert "还没有发布" in text(bureau.clients["member"], HOME).replace("还没有发布学习", "还没有发布")
    assert "计划已发布" in send(superior, f"{HOME}step/", step="publish", based_on=3)
    assert things.of_kinds(Kind.PLAN_ITEM)
    page = text(bureau.clients["member"], HOME)
    assert "与您有关" in page
    assert "送各支部征求意见" not in page
    assert [line.state for line in plans.versions(PLAN_YEAR)] == [
        *(State.DRAFT, State.OPINIONS, State.APPROVED, State.PUBLISHED)
    ]


def test_a_step_by_the_wrong_hands_says_why(bureau: Bureau) -> None:
    plant()
    answer = bureau.clients["branch"].post(f"{HOME}step/", {"step": "send", "based_on": 1})
    assert answer.status_code == 422
    assert "由机关党委党务干部办理" in answer.content.decode()
    assert bureau.clients["superior"].post(f"{HOME}step/", {"step": "burn"}).status_code == 404


def test_before_it_is_published_a_branch_reads_its_own_and_the_organs(bureau: Bureau) -> None:
    one = plant()
    branch, clients = bureau.clients["branch"], bureau.clients
    page = text(branch, HOME)
    assert "另有 1 课由其他支部组织" in page
    assert "参观学习" not in page
    for lesson, status in ((one.own, 200), (one.course, 200), (one.other, 404)):
        assert branch.get(f"{HOME}lessons/{lesson}/").status_code == status
    assert branch.get(f"{HOME}lessons/{one.own}/edit/").status_code == 200
    assert branch.get(f"{HOME}lessons/{one.course}/edit/").status_code == 404
    assert branch.get(f"{HOME}versions/").status_code == 404
    assert branch.get(f"{HOME}document/docx/").status_code == 404
    for role in ("member", "publicity", "discipline"):
        assert "执法文书" not in text(clients[role], HOME)
        assert clients[role].get(f"{HOME}lessons/{one.course}/").status_code == 404
    for role in ("system", "security", "audit", "stranger"):
        assert clients[role].get(HOME).status_code == 404


def test_a_published_plan_is_read_by_all_and_changed_with_a_reason(bureau: Bureau) -> None:
    one = plant(State.PUBLISHED)
    for role in ("member", "publicity", "discipline", "branch"):
        assert "参观学习" in text(bureau.clients[role], HOME)
        assert bureau.clients[role].get(f"{HOME}lessons/{one.course}/paper/docx/").status_code == 200
    assert bureau.clients["branch"].get(f"{HOME}lessons/{one.own}/edit/").status_code == 404
    superior, address = bureau.clients["superior"], f"{HOME}lessons/{one.other}/act/"
    refused = superior.post(address, {"act": "remove", "based_on": 1})
    assert refused.status_code == 422
    assert "要写明理由" in refused.content.decode()
    said = {"act": "remove", "based_on": 1, "reason": "场馆闭馆"}
    assert "这一课已取消" in send(superior, address, **said, known=known(send(superior, address, **said)))
    held = plans.current(PLAN_YEAR)
    assert held is not None
    assert (held.state, held.reason, held.plan.lesson(one.other)) == (State.CHANGED, "场馆闭馆", None)


def test_filters_stay_in_the_address_and_the_file_follows(bureau: Bureau) -> None:
    plant()
    client = bureau.clients["superior"]
    for asked, titles in (
        (
            {},
            ["执法文书怎样写得规范", "党课：把群众反映的事办好", "参观学习", "主题党日", "安全生产警示教育"],
        ),
        ({"open": "answer"}, ["参观学习"]),
        ({"open": "time"}, ["安全生产警示教育"]),
        ({"way": "course", "category": "知识技能"}, ["执法文书怎样写得规范", "安全生产警示教育"]),
        ({"tier": "middle", "post": "maintenance", "way": "course"}, ["安全生产警示教育"]),
        ({"month": "7"}, ["党课：把群众反映的事办好", "主题党日"]),
        ({"q": "文书"}, ["执法文书怎样写得规范"]),
        ({"sort": "number", "q": "书"}, ["执法文书怎样写得规范", "主题党日"]),
    ):
        query = urlencode(asked)
        page = text(client, f"{HOME}?{query}")
        assert (asked, TITLES.findall(page)) == (asked, titles)
        assert f"<b>{len(titles)} 课</b>" in page
        file = client.get(f"{HOME}export/xlsx/?{query}").content
        rows = list(openpyxl.load_workbook(io.BytesIO(file)).worksheets[0].values)
        assert [row[2] for row in rows[1:]] == titles
        paper = docx.Document(io.BytesIO(client.get(f"{HOME}export/docx/?{query}").content))
        assert [row.cells[2].text for row in paper.tables[0].rows[1:]] == titles


def filled(client: Client, address: str) -> dict[str, object]:
    """What stands in the form as it is shown."""
    form = client.get(address).context["form"]
    said = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in said.items() if value is not None}


def test_a_lesson_is_changed_and_what_was_typed_wrongly_stays(bureau: Bureau) -> None:
    one, client = plant(), bureau.clients["branch"]
    address = f"{HOME}lessons/{one.own}/edit/"
    said = filled(client, address) | {"title": "党课：答复群众要快", "days": "2026-07-01\n七月八日"}
    wrong = client.post(address, said)
    page = wrong.content.decode()
    assert wrong.status_code == 422
    assert "第 2 行" in page
    assert "七月八日" in page
    assert "党课：答复群众要快" in page
    assert "已存成新的一版" in send(client, address, **said | {"days": "2026-07-01 快\n2026-07-08"})
    held = plans.current(PLAN_YEAR)
    assert held is not None
    lesson = held.plan.lesson(one.own)
    assert lesson is not None
    assert (lesson.title, len(lesson.days), [each.title for each in lesson.themes]) == (
        *("党课：答复群众要快", 2),
        ["快", ""],
    )
    assert held.plan.lessons[:2] == one.plan.lessons[:2]


def test_unchanged_a_form_gives_the_lesson_as_it_was(bureau: Bureau) -> None:
    one, client = plant(), bureau.clients["superior"]
    for lesson in one.plan.lessons:
        for part in ("edit", "teaching"):
            address = f"{HOME}lessons/{lesson.id}/{part}/"
            said = filled(client, address)
            for n, each in enumerate(lesson.plan.checklist if part == "teaching" else ()):
                rows = {"key": each.key, "text": each.text, "before": each.days_before, "who": each.who}
                said |= {f"step-{n}-{name}": value for name, value in rows.items()}
            assert client.post(address, said).status_code == 302
    held = plans.current(PLAN_YEAR)
    assert held is not None
    assert held.plan == one.plan


def test_nothing_typed_is_lost_when_somebody_else_saved_first(bureau: Bureau) -> None:
    one, client = plant(), bureau.clients["superior"]
    address = f"{HOME}lessons/{one.own}/edit/"
    said = filled(client, address) | {"title": "党课：先到先得"}
    send(bureau.clients["branch"], f"{HOME}lessons/{one.rhythm}/act/", act="copy", based_on=1)
    late = client.post(address, said)
    page = late.content.decode()
    assert late.status_code == 422
    assert "没有写入" in page
    assert "党课：先到先得" in page
    assert "old=1&amp;new=2" in page
    assert 'name="based_on" value="2"' in page
    assert "已存成新的一版" in send(client, address, **said | {"based_on": 2})
    held = plans.current(PLAN_YEAR)
    assert held is not None
    assert len(held.plan.lessons) == len(one.plan.lessons) + 1


def test_a_lesson_is_added_for_a_cell_and_sent_twice_stands_once(bureau: Bureau) -> None:
    plant()
    client, address = bureau.clients["superior"], f"{HOME}lessons/new/"
    page = text(client, f"{address}?cell=front-maritime")
    assert re.search(r'value="front-maritime"[^>]* checked', page)
    said = filled(client, f"{address}?cell=front-maritime") | {"uid": uuid4(), "title": "水上救生"}
    said |= {"first": "2026-05-06", "last": "2026-06-12"}
    assert client.post(address, said).status_code == 302
    assert client.post(address, said).status_code == 422
    held = plans.current(PLAN_YEAR)
    assert held is not None
    assert [one.title for one in held.plan.lessons].count("水上救生") == 1
    assert held.plan.lessons[-1].cells[0].words == "一线·海事"
    assert held.plan.lessons[-1].code == "Z01"


def test_teaching_keeps_its_steps_and_refuses_what_is_no_number(bureau: Bureau) -> None:
    one, client = plant(), bureau.clients["superior"]
    address = f"{HOME}lessons/{one.bare}/teaching/"
    said = filled(client, address) | {"goal": "人人会用灭火器", "materials": "事故通报\n操作规程"}
    steps = {"step-0-key": "", "step-0-text": "借灭火器", "step-0-before": "三天", "step-0-who": "安全员"}
    wrong = client.post(address, said | steps)
    assert wrong.status_code == 422
    assert "备课清单第 1 行" in wrong.content.decode()
    assert "借灭火器" in wrong.content.decode()
    assert client.post(address, said | steps | {"step-0-before": "3"}).status_code == 302
    held = plans.current(PLAN_YEAR)
    lesson = held.plan.lesson(one.bare) if held else None
    assert lesson is not None
    assert lesson.plan.materials == ("事故通报", "操作规程")
    assert [(step.key, step.text, step.days_before) for step in lesson.plan.checklist] == [
        ("own-1", "借灭火器", 3)
    ]


def test_the_checklist_is_ticked_by_the_organiser(bureau: Bureau) -> None:
    one = plant(State.PUBLISHED)
    address = f"{HOME}lessons/{one.own}/act/"
    said = {"act": "tick", "step": "room", "day": "2026-07-01", "done": "1"}
    assert "备课情况已登记" in send(bureau.clients["branch"], address, **said)
    assert [(row.lesson, row.step, row.day) for row in prepared(PLAN_YEAR)] == [
        (one.own, "room", "2026-07-01")
    ]
    send(bureau.clients["branch"], address, **said | {"done": "0"})
    assert prepared(PLAN_YEAR) == []
    refused = bureau.clients["branch_other"].post(address, said)
    assert refused.status_code == 422
    assert bureau.clients["member"].post(address, said).status_code == 404


def test_a_former_version_comes_back_as_a_new_one(bureau: Bureau) -> None:
    one, client = plant(), bureau.clients["superior"]
    send(client, f"{HOME}lessons/{one.other}/act/", act="remove", based_on=1)
    page = text(client, f"{HOME}versions/?old=1&new=2")
    assert "取消" in page
    assert "恢复成第 1 版的内容" in page
    assert "已按那一版恢复" in send(client, f"{HOME}versions/restore/", old=1, based_on=2, reason="还是要去")
    held = plans.current(PLAN_YEAR)
    assert held is not None
    assert (held.number, held.plan, held.reason) == (3, one.plan, "恢复第 1 版的内容：还是要去")


def test_a_clash_is_settled_with_one_press(bureau: Bureau) -> None:
    one, client = plant(), bureau.clients["superior"]
    address = f"{HOME}lessons/{one.rhythm}/"
    said = filled(client, f"{address}edit/") | {"days": "2026-10-01 国庆这天"}
    client.post(f"{address}edit/", said)
    page = text(client, address)
    choices = re.findall(r'name="choice" value="([^"]+)"', page)
    assert "时间冲突" in page
    assert len(choices) == 3
    assert "时间已改" in send(client, f"{address}act/", act="move", choice=choices[0], based_on=2)
    held = plans.current(PLAN_YEAR)
    lesson = held.plan.lesson(one.rhythm) if held else None
    assert lesson is not None
    assert lesson.days
    assert f"{lesson.days[0]}" != "2026-10-01"
    assert [each.title for each in lesson.themes] == ["国庆这天"]
    gone = client.post(f"{address}act/", {"act": "move", "choice": choices[0], "based_on": 3})
    assert gone.status_code == 422


def test_names_of_a_cell_are_for_those_who_read_its_books(bureau: Bureau) -> None:
    plant()
    mine, theirs = (
        {one.name for one in bureau.year.members if one.branch_id == branch.id and one.on_roll_at_end}
        for branch in bureau.year.branches
    )
    seen = ""
    for tier in ("leadership", "middle", "committee", "front", "new", "veteran"):
        for post in (
            "office",
            "enforcement",
            "maintenance",
            "overload",
            "passenger",
            "maritime",
            "transport",
        ):
            seen += text(bureau.clients["branch"], f"{HOME}cells/{tier}-{post}/")
    assert [name for name in mine if name in seen]
    assert [name for name in theirs - mine if name in seen] == []


@pytest.mark.parametrize("address", ["table/pdf", "table/docx", "document/pdf", "document/docx"])
def test_papers_of_a_plan_are_taken_with_an_audit_line(bureau: Bureau, address: str) -> None:
    plant(State.APPROVED)
    answer = bureau.clients["superior"].get(f"{HOME}{address}/")
    assert answer.status_code == 200
    assert answer.content[:4] in (b"%PDF", b"PK\x03\x04")
    assert bureau.clients["superior"].get(f"{HOME}table/odt/").status_code == 404
    assert bureau.clients["superior"].get("/1999/plan/").status_code == 404


def test_what_has_been_held_stands_in_the_plan_table(bureau: Bureau) -> None:
    one = plant(State.APPROVED)
    client = bureau.clients["superior"]
    send(client, f"{HOME}step/", step="publish", based_on=1)
    held = plans.current(PLAN_YEAR)
    assert held is not None
    assert carried_out(held, today=today()) == {}
    branch = bureau.year.branches[0].id
    said: dict[str, object] = {
        "uid": uuid4(),
        "org": branch,
        "day": "2026-01-05",
        "title": "安全生产第一责任",
    }
    said |= {"minutes": 60, "forms": "主题党日", "ledgers": "A"}
    said |= {f"p-{one.id}": "present" for one in bureau.year.members if one.branch_id == branch}
    assert client.post("/record/session/", said).status_code == 302
    assert carried_out(held, today=today()) == {one.rhythm: "已办 1/12"}
    paper = docx.Document(io.BytesIO(client.get(f"{HOME}table/docx/").content))
    assert "已办 1/12" in [row.cells[10].text for row in paper.tables[0].rows]
