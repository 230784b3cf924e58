"""The screens of privacy and burden: what is said without an account, what is erased, what the check-up shows."""

from __future__ import annotations

import datetime as dt
import io
import re
from uuid import uuid4

import docx
import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings
from tests import cast
from tests.web.conftest import BACKEND, NOW, Bureau
from tests.web.test_pages import Watch

from zhixing.actions import voices
from zhixing.actions.accounts import count_as_informed, ensure_account
from zhixing.actions.duties import due_now
from zhixing.core.burden import Seen, examine
from zhixing.core.facts.kinds import Membership, SpanClosed
from zhixing.core.facts.record import Draft, Source
from zhixing.core.figures.due import Sort
from zhixing.core.switches import CODES, SWITCHES
from zhixing.store.keeping.models import Erasure
from zhixing.store.ledger import api, glances, models, queries
from zhixing.store.voices.models import Voice
from zhixing.web.compliance.evidence import evidence

pytestmark = pytest.mark.django_db

WORDS = "同一份名单报了两次"


@pytest.fixture(autouse=True)
def unhurried() -> None:
    """Nobody has written or asked before."""
    caches["moment"].clear()


def page(client: Client, address: str) -> str:
    """A page that is there, well formed, in few queries."""
    client.get("/rulebooks/")  # what is kept between requests is read once
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(address)
    assert answer.status_code == 200, address
    assert len(asked) <= 20, f"{address}: {len(asked)} queries"
    text = answer.content.decode()
    watch = Watch()
    watch.feed(text)
    assert not watch.faults, address
    assert not watch.open, address
    return text


def said(client: Client, words: str = WORDS, **more: str) -> str:
    """Says something, as a stranger does; the page that follows."""
    form = re.search(r'name="form" value="([^"]+)"', client.get("/complaints/").content.decode())
    assert form
    return client.post("/complaints/", {"form": form[1], "words": words, **more}).content.decode()


def phrase(text: str) -> str:
    """The phrase on the page."""
    found = re.search(r"\d{4}-\d{4}-\d{4}-\d{4}", text)
    assert found
    return found[0]


def test_anybody_can_say_something_and_leaves_no_trace(bureau: Bureau) -> None:
    client = Client(REMOTE_ADDR="10.9.8.7", HTTP_USER_AGENT="telltale")
    lines, sessions = models.AuditLine.objects.count(), Session.objects.count()
    text = said(client)
    row = Voice.objects.get()
    assert WORDS not in row.words, "sealed"
    assert row.pk > 1000, "drawn, not counted"
    assert models.AuditLine.objects.count() == lines
    assert Session.objects.count() == sessions
    assert set(client.cookies) <= {"csrftoken"}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            assert not any(
                "10.9.8.7" in str(one) or "telltale" in str(one) for line in cursor.fetchall() for one in line
            )
    answer = client.post("/complaints/answer/", {"phrase": phrase(text).replace("-", " ")}).content.decode()
    assert WORDS in answer
    assert "待答复" in answer


def test_no_log_has_a_line_of_it(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    caplog.set_level("INFO", logger="zhixing.requests")
    client = Client()
    said(client)
    said(client, " ")
    for _ in range(40):
        said(client)
    client.post("/complaints/answer/", {"phrase": "1"})
    assert [one.getMessage() for one in caplog.records] == []
    client.get("/accounts/login/")
    assert caplog.records, "others are logged"


def test_who_is_signed_in_leaves_no_trace_either(bureau: Bureau) -> None:
    lines = models.AuditLine.objects.count()
    text = said(bureau.clients["member"])
    assert cast.LABELS["superior"] not in text
    assert models.AuditLine.objects.count() == lines


def test_sent_twice_is_one_voice_with_one_phrase() -> None:
    client, form = Client(), str(uuid4())
    sent = {"form": form, "words": WORDS}
    first, again = (client.post("/complaints/", sent).content.decode() for _ in range(2))
    assert phrase(first) == phrase(again)
    assert Voice.objects.count() == 1


def test_machines_and_floods_are_kept_out() -> None:
    client = Client()
    assert "已收到" in said(client, website="http://spam")
    assert Voice.objects.count() == 0
    assert "请写下要说的话" in said(client, "  ")
    long = said(client, "长" * 2001)
    assert "最多 2000 个字" in long
    assert "长长" in long, "nothing typed is lost"
    last = [client.post("/complaints/", {"form": str(uuid4()), "words": WORDS}) for _ in range(40)][-1]
    assert last.status_code == 429
    assert WORDS in last.content.decode()
    tries = [client.post("/complaints/answer/", {"phrase": str(n)}).status_code for n in range(62)]
    assert tries[-1] == 429


def test_rows_lie_in_no_order_of_coming() -> None:
    for n in range(12):
        voices.speak(f"第 {n} 件", form=uuid4(), today=dt.date(2026, 3, 2))
    before = set(Voice.objects.values_list("id", "words"))
    assert voices.shuffle() == 12
    assert set(Voice.objects.values_list("id", "words")) == before
    assert {row.due for row in Voice.objects.all()} == {dt.date(2026, 3, 23)}


def test_the_organ_answers_and_the_sender_sees_it(bureau: Bureau) -> None:
    code = phrase(said(Client()))
    desk = page(bureau.clients["superior"], "/voices/")
    assert WORDS in desk
    assert models.AuditLine.objects.filter(verb="打开意见建议").count() == 1
    key = Voice.objects.get().pk
    leader = bureau.clients["leader"]
    assert leader.post(f"/voices/{key}/reply/", {"words": " "}).status_code == 422
    assert leader.post(f"/voices/{key}/reply/", {"words": "下月起只报一次"}).status_code == 302
    assert "已经答复过" in leader.post(f"/voices/{key}/reply/", {"words": "再答"}).content.decode()
    assert "下月起只报一次" in Client().post("/complaints/answer/", {"phrase": code}).content.decode()
    assert "下月起只报一次" not in Voice.objects.get().answer
    for name in ("branch", "secretary", "member", "system", "audit"):
        assert bureau.clients[name].post(f"/voices/{key}/reply/", {"words": "x"}).status_code == 404


def test_the_way_to_complain_stands_on_every_page(bureau: Bureau) -> None:
    for client, address in ((Client(), "/accounts/login/"), (bureau.clients["member"], "/rulebooks/")):
        assert 'href="/complaints/"' in client.get(address).content.decode()


def test_the_register_tells_every_field(bureau: Bureau) -> None:
    text = page(bureau.clients["member"], "/privacy/register/")
    for word in ("困难诉求", "诉求内容（加密）", "第四十七条", "本人自愿"):
        assert word in text
    assert "没有含" in page(bureau.clients["member"], "/privacy/register/?q=不存在的词")
    for ending, magic in (("docx", b"PK"), ("pdf", b"%PDF")):
        assert bureau.clients["branch"].get(f"/privacy/register/{ending}/").content.startswith(magic)


def test_the_check_up_finds_nothing_and_says_what_it_looked_at(bureau: Bureau) -> None:
    text = page(bureau.clients["superior"], "/compliance/")
    assert "一项也没有" in text
    assert "请查明" not in text
    assert len(re.findall(r'data-h="结果"', text)) == len(CODES)
    assert "备案和评估材料" in text
    assert "备案和评估材料" not in page(bureau.clients["member"], "/compliance/")
    for paper in ("functions", "assessment"):
        assert bureau.clients["leader"].get(f"/compliance/{paper}/docx/").content.startswith(b"PK")
        assert bureau.clients["superior"].get(f"/compliance/{paper}/pdf/").content.startswith(b"%PDF")


@pytest.mark.parametrize(
    "planted", ["member.login_streak", "/geo-checkin/", "Geolocation", "totalPoints", "autoGrade"]
)
def test_a_planted_function_is_found(planted: str) -> None:
    found = [one for one in examine({"处": (planted, "name"), **evidence()}) if not one.absent]
    assert len(found) == 1
    assert found[0].seen[0] == Seen("处", 2, (planted,))


def test_counts_by_hand_name_branches_and_never_people(bureau: Bureau) -> None:
    fact = next(one for one in queries.facts() if one.kind.value == "session_held")
    draft = Draft(fact.body, fact.chain, Source(), None, uuid4(), dt.date(2026, 2, 3))
    api.Pen().append([draft], api.Stamp("周健（branch）", timezone.now()))
    text = page(bureau.clients["superior"], "/compliance/")
    assert "1 分钟" in text
    assert not [one.name for one in bureau.year.members if one.name in text]
    assert "周健" not in text
    other = page(bureau.clients["member_other"], "/compliance/")
    assert "近 6 个月没有手工登记" in other


def test_erasing_through_the_pages(bureau: Bureau) -> None:
    gone = next(
        one for one in bureau.year.members if [m.name for m in bureau.year.members].count(one.name) == 1
    )
    mine = glances.about_person(gone.id)
    ends = [
        Draft(SpanClosed(dt.date(2025, 6, 30)), one.chain, Source(), gone.id, one.uid, dt.date(2025, 6, 30))
        for one in mine
        if isinstance(one.body, Membership)
    ]
    api.Pen().append(ends, api.Stamp("周健（branch）", NOW))
    superior, leader = bureau.clients["superior"], bureau.clients["leader"]
    assert "2025-06-30 离开" in page(superior, f"/privacy/erasures/?q={gone.name}")
    wish = {"q": gone.name, "subject": str(gone.id), "ground": "stopped", "reason": ""}
    refused = superior.post("/privacy/erasures/", wish)
    assert refused.status_code == 422
    assert "请写明理由" in refused.content.decode()
    assert superior.post("/privacy/erasures/", {**wish, "reason": "本人申请"}).status_code == 302
    row = Erasure.objects.get()
    address = f"/privacy/erasures/{row.id}/"
    assert "不能自己确认" in superior.post(address, {"what": "confirm"}).content.decode()
    assert bureau.clients["secretary"].post(address, {"what": "confirm"}).status_code == 404
    assert "确认删除" in page(leader, "/privacy/erasures/")
    assert leader.post(address, {"what": "confirm"}).status_code == 302
    assert gone.name not in page(superior, "/privacy/erasures/")
    assert list(queries.breaks()) == []
    assert "（姓名已按规定删除）" in page(superior, f"/2025/members/{gone.id}/")


def test_ones_own_notices(bureau: Bureau, settings: Settings) -> None:
    member = bureau.clients["member"]
    assert "还没有设置发信" in page(member, "/notices/")
    settings.NOTICE_MAIL = "mailto://127.0.0.1:1?from=a@b.cn"
    wrong = member.post("/notices/", {"address": "wang", "rhythm": "weekly"})
    assert wrong.status_code == 422
    assert 'value="wang"' in wrong.content.decode()
    assert member.post("/notices/", {"address": "wang@example.cn", "rhythm": "daily"}).status_code == 302
    assert "wang@example.cn" in page(member, "/notices/")
    member.post("/notices/", {"address": "", "rhythm": "daily"})
    assert "wang@example.cn" not in page(member, "/notices/")


@pytest.mark.parametrize(
    ("paper", "parts"),
    [
        (
            "functions",
            (
                "基本信息",
                "立项审核",
                "功能设置",
                "运维和安全",
                "上线验收",
                "同类应用情况和承诺",
                "投诉建议功能",
            ),
        ),
        ("assessment", ("是否合法、正当、必要", "影响和安全风险", "保护措施", "第五十六条", "困难诉求")),
    ],
)
def test_papers_have_their_parts_and_mark_what_only_the_organ_knows(
    bureau: Bureau, paper: str, parts: tuple[str, ...]
) -> None:
    content = bureau.clients["superior"].get(f"/compliance/{paper}/docx/").content
    made = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in made.tables for row in table.rows for cell in row.cells)
    text = "\n".join([*(one.text for one in made.paragraphs), *cells])
    assert [part for part in parts if part not in text] == []
    assert text.count("（由单位填写）") >= 6
    assert "云川县" in text
    if paper == "functions":
        assert [one.title for one in SWITCHES if one.title not in text] == []


def test_what_waits_stands_among_the_duties(bureau: Bureau) -> None:
    said(Client())
    fact = models.Private.objects.filter(sealed=True).values_list("fact", flat=True).first()
    wish = {"fact": str(fact), "ground": "unlawful", "reason": "写多了"}
    assert bureau.clients["superior"].post("/privacy/erasures/", wish).status_code == 302
    today = timezone.localdate()
    mine, other = (due_now(cast.actor(name, today=today), today) for name in ("superior", "leader"))
    assert [one.count for one in mine if one.sort is Sort.VOICE] == [1]
    assert not [one for one in mine if one.sort is Sort.ERASURE], "one's own is not for oneself"
    assert [one.count for one in other if one.sort is Sort.ERASURE] == [1]
    assert not [one for one in due_now(cast.actor("branch", today=today), today) if one.sort is Sort.VOICE]


def test_the_pages_of_an_empty_house() -> None:
    ensure_account("first", cast.PASSWORD, role="superior", by="测试", now=NOW, today=NOW.date())
    count_as_informed(("first",), now=NOW)
    client = Client()
    client.force_login(User.objects.get(username="first"), backend=BACKEND)
    for address in ("/compliance/", "/privacy/register/", "/privacy/erasures/", "/voices/", "/notices/"):
        assert page(client, address)
    assert "还没有人写来" in page(client, "/voices/")
