"""Notes on the pages: handing in, reading, checking, lots, likeness; who may, and what the ledger says."""

from __future__ import annotations

import re
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from tests.cast import PASSWORD, actor
from tests.interop.test_pictures import picture
from tests.ledgers import FILE
from tests.web.conftest import NOW, TODAY, Bureau
from tests.web.test_rights import page

from zhixing.actions.accounts import count_as_informed, ensure_account
from zhixing.actions.dossier import whole_year
from zhixing.actions.roll import roll
from zhixing.core.facts.kinds import OrgSet
from zhixing.core.facts.record import Draft
from zhixing.store.ledger import api as ledger
from zhixing.store.ledger import models
from zhixing.store.notes.models import Check, Mark, Note, Picture, SpotCheck

pytestmark = pytest.mark.django_db
NEW = "/mine/notes/new/"
LONG = "条例说，党员教育要坚持理论联系实际。我在东桥站值班时想到，清好每一道边沟就是联系实际，群众雨天走得稳，比写多少字都实在。"


def hand(client: Client, **changes: object) -> UUID:
    """Hands a note in; its id."""
    form = {"uid": str(uuid4()), "output": "读书笔记", "title": "读条例", "words": LONG, "day": "2026-03-01"}
    answer = client.post(NEW, {**form, **changes})
    assert answer.status_code == 302, answer.content.decode()
    return UUID(answer["Location"].split("/")[2])


def facts(kind: str) -> int:
    """How many facts of a kind there are."""
    return models.Fact.objects.filter(kind=kind).count()


def check(client: Client, note: UUID, result: str, words: str = "") -> int:
    """Checks a note; the answer's status."""
    said = {"uid": str(uuid4()), "result": result, "words": words}
    return client.post(f"/notes/{note}/check/", said).status_code


def test_a_note_is_an_output_that_counts_once_somebody_has_checked_it(bureau: Bureau) -> None:
    member, branch = bureau.clients["member"], bureau.clients["branch"]
    before = facts("self_study")
    uid = str(uuid4())
    note = hand(member, uid=uid)
    assert hand(member, uid=uid) == note
    assert facts("self_study") == before + 1
    person = Note.objects.get().person
    assert "待抽查" in page(member, "/mine/notes/")
    assert LONG in page(branch, f"/notes/{note}/")
    assert models.AuditLine.objects.filter(subject=person, verb="查看").exists()
    assert check(branch, note, "通过", "联系实际") == 302
    assert check(branch, note, "优") == 400
    assert Check.objects.count() == 1
    assert "联系实际" in page(member, "/mine/notes/")
    mine = next(m for m in whole_year(2026, today=TODAY).members if m.id == person)
    assert {one.key: one.value for one in mine.figures}["selfstudy_passed"] == 1
    assert facts("self_study_checked") >= 1


def test_what_was_sent_back_is_handed_in_again_as_the_same_output(bureau: Bureau) -> None:
    member, branch = bureau.clients["member"], bureau.clients["branch"]
    note, before = hand(member), facts("self_study")
    assert check(branch, note, "退回") == 400
    assert check(branch, note, "退回", "请写写自己的岗位") == 302
    form = page(member, f"{NEW}?again={note}")
    assert "请写写自己的岗位" in form
    assert LONG in form
    second = hand(member, again=str(note), words=LONG + "我的岗位是养护工。")
    assert second != note
    assert facts("self_study") == before
    assert [one.version for one in Note.objects.order_by("version")] == [1, 2]
    assert check(branch, note, "通过") == 400
    assert check(branch, second, "优") == 302
    assert "第 1 版" in page(member, f"/notes/{second}/")
    answer = member.post(
        NEW, {"uid": str(uuid4()), "again": str(second), "title": "x", "words": "x", "day": "2026-03-01"}
    )
    assert answer.status_code == 400
    assert "不用再改" in answer.content.decode()


def test_two_alike_on_one_day_are_two(bureau: Bureau) -> None:
    before = facts("self_study")
    hand(bureau.clients["member"])
    hand(bureau.clients["member"], title="读另一篇")
    assert facts("self_study") == before + 2


@pytest.mark.parametrize(
    ("name", "sees"),
    [
        ("branch", True),
        ("secretary", True),
        ("superior", True),
        ("branch_other", False),
        ("member_other", False),
        ("stranger", False),
        ("system", False),
    ],
)
def test_who_reads_and_checks(bureau: Bureau, name: str, sees: bool) -> None:
    note = hand(bureau.clients["member"])
    client = bureau.clients[name]
    assert client.get(f"/notes/{note}/").status_code == (200 if sees else 404)
    assert check(client, note, "通过") == (302 if sees else 404)


def test_nobody_checks_his_own(bureau: Bureau) -> None:
    """A member with a post has a checker's hat and notes of his own."""
    year = bureau.year
    one = next(m for m in year.members if m.post and m.on_roll_at_end and m.branch_id == year.branches[0].id)
    whose = f"{one.name}({one.branch}{one.group})"
    ensure_account(
        "weiyuan", PASSWORD, role="member", label="", member=whose, by="测试", now=NOW, today=TODAY
    )
    count_as_informed(("weiyuan",), now=NOW)
    client = Client()
    assert client.login(username="weiyuan", password=PASSWORD)
    assert actor("weiyuan", today=TODAY).wears("secretary", "discipline", "publicity", "branch")
    note, other = hand(client, output="支部讲课"), hand(bureau.clients["member"])
    assert check(client, note, "优") == 404
    assert check(client, other, "优") == 302
    text = page(client, "/notes/")
    assert f"/notes/{note}/" not in text
    assert f"/notes/{other}/" in text


def test_pages_written_by_hand(bureau: Bureau) -> None:
    member = bureau.clients["member"]
    sent = [SimpleUploadedFile(f"{n}.jpg", picture(size=(2000, 1500)), "image/jpeg") for n in range(2)]
    note = hand(member, words="", pictures=sent)
    assert Picture.objects.count() == 2
    found = member.get(f"/notes/{note}/pictures/1/")
    assert found["Content-Type"] == "image/jpeg"
    assert found.content.startswith(b"\xff\xd8")
    assert member.get(f"/notes/{note}/pictures/3/").status_code == 404
    assert bureau.clients["member_other"].get(f"/notes/{note}/pictures/1/").status_code == 404
    told = models.AuditLine.objects.filter(verb="查看", target="笔记《读条例》")
    assert not told.exists()
    for number in (1, 2):
        assert bureau.clients["branch"].get(f"/notes/{note}/pictures/{number}/").status_code == 200
    assert [one.subject for one in told] == [Note.objects.get().person]
    bad = SimpleUploadedFile("坏.jpg", b"nothing", "image/jpeg")
    answer = member.post(
        NEW,
        {
            "uid": str(uuid4()),
            "output": "读书笔记",
            "title": "题",
            "words": LONG,
            "day": "2026-03-01",
            "pictures": [bad],
        },
    )
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "“坏.jpg”" in text
    assert LONG in text


def test_a_lot_is_drawn_once_a_form(bureau: Bureau) -> None:
    for n in range(5):
        hand(bureau.clients["member"], title=f"第{n}篇", words=f"{n}{LONG}")
    client = bureau.clients["branch"]
    text = page(client, "/notes/")
    org = re.search(r'<option value="([0-9a-f-]{36})">[^<]*待抽查 5 篇', text)
    assert org
    form = {"uid": str(uuid4()), "org": org[1]}
    assert client.post("/notes/draw/", form).status_code == 302
    assert client.post("/notes/draw/", form).status_code == 302
    spot = SpotCheck.objects.get()
    assert spot.of == 5
    assert page(client, "/notes/?state=drawn").count(">抽到<") == 3
    assert bureau.clients["branch_other"].post("/notes/draw/", form).status_code == 404


def test_a_lot_of_the_whole_organ_takes_in_branches_below_a_general_branch(bureau: Bureau) -> None:
    """机关党委—党总支—党支部: two levels down."""
    for n in range(2):
        hand(bureau.clients["member"], title=f"第{n}篇", words=f"{n}{LONG}")
    branch, general = roll().register.orgs[Note.objects.all()[0].chain], uuid4()
    assert branch.parent
    bodies = {
        general: OrgSet("general_branch", "东片党总支", branch.parent.hex, 9),
        branch.id: OrgSet(branch.kind, branch.name, general.hex, 10),
    }
    with transaction.atomic():
        made = [Draft(body, one, FILE, about=one) for one, body in bodies.items()]
        ledger.Pen().append(made, ledger.Stamp("刘英", NOW))
    text = page(bureau.clients["superior"], "/notes/")
    assert text.count("待抽查 2 篇）</option>") == 3
    form = {"uid": str(uuid4()), "org": str(branch.parent)}
    assert bureau.clients["superior"].post("/notes/draw/", form).status_code == 302
    assert SpotCheck.objects.get().of == 2


def test_passages_in_common_are_pointed_out_to_the_checker_alone(bureau: Bureau) -> None:
    first = hand(bureau.clients["member"])
    other = hand(bureau.clients["member_other"], words="开头自己写的几句话。" + LONG)
    assert Mark.objects.count() > 10
    text = page(bureau.clients["superior"], f"/notes/{first}/")
    assert "相同的段落" in text
    assert "相同的占本篇 100%" in text
    assert "相同的段落" not in page(bureau.clients["member"], f"/notes/{first}/")
    assert "相同的段落" in page(bureau.clients["superior"], f"/notes/{other}/")


def test_a_checker_of_one_branch_sees_nothing_of_another_branchs_note(bureau: Bureau) -> None:
    """Only that there is one; the organ's officer sees it, and its writer is told."""
    first = hand(bureau.clients["member"], title="东桥站的一篇")
    other = hand(bureau.clients["member_other"], title="西岭站的一篇", words="开头自己写的几句话。" + LONG)
    writer = Note.objects.get(pk=other).person
    name = next(m.name for m in bureau.year.members if m.id == writer)
    for checker, mine in (("branch", first), ("branch_other", other)):
        text = page(bureau.clients[checker], f"/notes/{mine}/")
        assert "别的支部有一篇相近的笔记，可请机关党委核对" in text
        assert "相同的占本篇" not in text
        assert "<q>" not in text
        theirs = (name, "西岭站的一篇", str(other)) if mine == first else ("东桥站的一篇", str(first))
        assert not [one for one in theirs if one in text]
    read = models.AuditLine.objects.filter(subject=writer, verb="查看", target="笔记《西岭站的一篇》")
    assert read.count() == 1
    text = page(bureau.clients["superior"], f"/notes/{first}/")
    assert "西岭站的一篇" in text
    assert "别的支部有" not in text
    assert read.count() == 2


def test_what_everybody_quotes_is_not_pointed_out(bureau: Bureau) -> None:
    for n in range(6):
        hand(bureau.clients["member"], title=f"{n}")
    other = hand(bureau.clients["member_other"])
    assert "相同的段落" not in page(bureau.clients["superior"], f"/notes/{other}/")


def test_the_list_is_taken_as_it_stands(bureau: Bureau) -> None:
    hand(bureau.clients["member"])
    hand(bureau.clients["member"], output="心得体会", title="有感")
    text = bureau.clients["branch"].get("/notes/export/csv/?output=心得体会").content.decode("utf-8-sig")
    assert "有感" in text
    assert "读条例" not in text
    assert LONG not in text


def test_my_own_are_taken_without_telling_how_many(bureau: Bureau) -> None:
    member = bureau.clients["member"]
    hand(member)
    assert "/mine/notes/export/xlsx/" in page(member, "/mine/notes/")
    text = member.get("/mine/notes/export/csv/").content.decode("utf-8-sig")
    assert "读条例" in text
    assert models.AuditLine.objects.get(verb="导出").detail == "本人的"


def test_empty_pages_say_what_to_do(bureau: Bureau) -> None:
    assert "还没有交过笔记" in page(bureau.clients["member"], "/mine/notes/")
    assert "还没有人交笔记" in page(bureau.clients["branch"], "/notes/")


def test_the_writer_finds_it_among_what_is_held(bureau: Bureau) -> None:
    hand(bureau.clients["member"])
    assert "读书笔记《读条例》" in bureau.clients["member"].get("/mine/held/review/").content.decode()
