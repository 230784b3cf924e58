"""Courses on the pages: who takes in, who opens, what a ticket opens, what a course may say."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from pytest_django import Settings
from tests.cast import actor
from tests.planted_courses import package, published
from tests.web.conftest import NOW, TODAY, Bureau

from zhixing.actions import courses, features
from zhixing.actions.actors import tree
from zhixing.core.features import XAPI_OUT
from zhixing.core.switches import SWITCHES
from zhixing.interop.scorm.package import MOST
from zhixing.store.content.models import Entry
from zhixing.store.courses.models import Course, Standing
from zhixing.store.ledger import models
from zhixing.web.courses import tickets
from zhixing.web.shared.caps import CappedUpload

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A home of its own for the files of the library."""
    settings.HOME = tmp_path_factory.mktemp("home")


@pytest.fixture
def article(bureau: Bureau) -> UUID:
    """A published course."""
    return published("scorm-1.2", by=actor("superior", today=TODAY), now=NOW)


def ticket(client: Client, article: UUID) -> str:
    """The ticket on the page of a course's only part."""
    page = client.get(f"/courses/{article}/1/", headers={"host": "localhost"}).context["page"]
    found: str = page.ticket
    return found


def say(client: Client, held: str, **values: str) -> int:
    """What a course says; the status of the answer."""
    said = {"ticket": held, "values": json.dumps(values)}
    return client.post("/courses/place/", said, headers={"host": "localhost"}).status_code


def test_a_package_becomes_a_draft_and_twice_is_once(bureau: Bureau) -> None:
    root = tree().root
    assert root is not None
    form = {"uid": str(uuid4()), "org": str(root.id)}
    for _ in range(2):
        sent = SimpleUploadedFile("安全.zip", package("scorm-1.2"), "application/zip")
        answer = bureau.clients["superior"].post("/courses/", {**form, "package": sent})
        assert answer.status_code == 302, answer.content.decode()
    assert Entry.objects.get().stage == "draft"
    assert Course.objects.get().title == "公路养护作业安全"


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"nothing", "不是压缩包"), (None, "请选一个"), (package("scorm-1.2")[:900], "不完整")],
)
def test_what_is_no_course_is_refused_with_words(bureau: Bureau, content: bytes | None, words: str) -> None:
    root = tree().root
    assert root is not None
    form: dict[str, object] = {"uid": str(uuid4()), "org": str(root.id)}
    if content is not None:
        form["package"] = SimpleUploadedFile("坏.zip", content)
    answer = bureau.clients["superior"].post("/courses/", form)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert Entry.objects.count() == Course.objects.count() == 0


def test_a_ticket_opens_its_own_course_on_its_own_host(bureau: Bureau, article: UUID) -> None:
    held = ticket(bureau.clients["member"], article)
    anybody = Client()
    address = f"/course-files/{held}/index.html"
    page = anybody.get(address, headers={"host": "127.0.0.1"})
    assert page.status_code == 200
    assert b"scorm12.min.js" in page.content
    policy = page["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-scripts;")
    assert "allow-same-origin" not in policy
    assert not page.cookies
    script = anybody.get(f"/course-files/{held}/js/course.js", headers={"host": "127.0.0.1"})
    assert script["Content-Type"] == "text/javascript"
    assert b"scorm12" not in script.content
    for asked, status, content, told in (
        ("bytes=2-5", 206, script.content[2:6], f"bytes 2-5/{len(script.content)}"),
        ("bytes=9999999-", 200, script.content, None),
        ("bytes=5-2", 200, script.content, None),
        ("bytes=x", 200, script.content, None),
    ):
        part = anybody.get(
            f"/course-files/{held}/js/course.js", headers={"host": "127.0.0.1", "range": asked}
        )
        assert (part.status_code, part.content, part.get("Content-Range")) == (status, content, told)
    assert anybody.get(address, headers={"host": "localhost"}).status_code == 404
    assert anybody.get(address + "x", headers={"host": "127.0.0.1"}).status_code == 404
    assert anybody.get("/course-files/a:b:c/index.html", headers={"host": "127.0.0.1"}).status_code == 404
    alone = {"host": "127.0.0.1", "sec-fetch-dest": "document"}
    assert anybody.get(address, headers=alone).status_code == 404


def test_only_the_reader_whose_ticket_it_is_says_where_he_stands(bureau: Bureau, article: UUID) -> None:
    member, other = bureau.clients["member"], bureau.clients["member_other"]
    held = ticket(member, article)
    done = {"cmi.core.lesson_status": "completed", "cmi.core.session_time": "10:00:00"}
    assert say(other, held, **done) == 404
    assert say(Client(), held, **done) == 302
    assert say(member, held + "x", **done) == 404
    assert Standing.objects.count() == 0
    lines = models.AuditLine.objects.count()
    assert say(member, held, **done) == 200
    assert say(member, held, **done) == 200
    row = Standing.objects.get()
    assert row.status == "done"
    assert models.AuditLine.objects.count() == lines
    assert say(member, held, **{"cmi.suspend_data": "x" * 70_000}) == 200
    row.refresh_from_db()
    assert row.suspend == ""


def test_nothing_a_course_says_becomes_a_fact(bureau: Bureau, article: UUID) -> None:
    facts = models.Fact.objects.count()
    held = ticket(bureau.clients["member"], article)
    assert say(bureau.clients["member"], held, **{"cmi.core.lesson_status": "passed"}) == 200
    assert models.Fact.objects.count() == facts


@pytest.mark.parametrize(
    "values",
    [
        "[]",
        "{",
        '{"a": 1}',
        '"x"',
        "[" * 80_000,
        '{"cmi.core.lesson_location": "a\\u0000"}',
        '{"cmi.suspend_data": "\\ud800"}',
    ],
)
def test_what_cannot_be_read_is_not_taken(bureau: Bureau, article: UUID, values: str) -> None:
    held = ticket(bureau.clients["member"], article)
    said = {"ticket": held, "values": values}
    answer = bureau.clients["member"].post("/courses/place/", said, headers={"host": "localhost"})
    assert answer.status_code == 404
    assert Standing.objects.count() == 0


def test_a_second_host_is_needed(bureau: Bureau, article: UUID, settings: Settings) -> None:
    client = bureau.clients["member"]
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "zhixing.example"]
    text = client.get(f"/courses/{article}/1/", headers={"host": "zhixing.example"}).content.decode()
    assert "第二个网址" in text
    assert "<iframe" not in text
    settings.COURSES_HOST = "kejian.example"
    answer = client.get(f"/courses/{article}/1/", headers={"host": "zhixing.example"})
    assert 'src="http://kejian.example/course-files/' in answer.content.decode()
    assert "frame-src http://kejian.example" in answer["Content-Security-Policy"]


def test_statements_go_out_only_while_switched_on(bureau: Bureau, article: UUID) -> None:
    officer = bureau.clients["superior"]
    member = bureau.clients["member"]
    assert say(member, ticket(member, article), **{"cmi.core.lesson_status": "passed"}) == 200
    assert officer.get("/courses/xapi/").status_code == 404
    whom = actor("superior", today=TODAY)
    features.switch(XAPI_OUT, True, "上级文件", by=whom, now=NOW, today=NOW.date())
    answer = officer.get("/courses/xapi/")
    (one,) = json.loads(answer.content)
    assert one["verb"]["id"].endswith("/passed")
    assert "duration" not in answer.content.decode()
    assert bureau.clients["branch"].get("/courses/xapi/").status_code == 404
    assert one["actor"]["account"]["name"] not in {
        str(uid) for uid in models.Fact.objects.values_list("subject")
    }
    about = models.AuditLine.objects.filter(verb="导出", subject__isnull=False)
    assert about.count() == 1
    course = Course.objects.get()
    course.scos = json.dumps([*json.loads(course.scos), ["SCO2", "第二部分", "two.html"]])
    course.save()
    assert json.loads(officer.get("/courses/xapi/").content) == []
    assert about.count() == 1, "whoever is not through the course stands in no file and gets no line"


def test_no_forbidden_word_stands_in_the_tables() -> None:
    traces = {trace for one in SWITCHES for trace in one.traces}
    columns = {field.name for model in (Course, Standing) for field in model._meta.get_fields()}
    assert columns.isdisjoint(traces)
    assert not [name for name in columns if "time" in name or "seconds" in name]


def test_an_old_ticket_opens_nothing(bureau: Bureau, article: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    held = ticket(bureau.clients["member"], article)
    monkeypatch.setattr(tickets, "HOURS", -1)
    assert tickets.read(held) is None


def test_the_article_of_a_course_leads_to_it_and_stays_a_course(bureau: Bureau, article: UUID) -> None:
    text = bureau.clients["member"].get(f"/library/{article}/").content.decode()
    assert f'href="/courses/{article}/"' in text
    form = bureau.clients["superior"].get(f"/library/{article}/edit/")
    assert [value for value, _ in form.context["form"].fields["sort"].choices] == ["course"]
    member = bureau.clients["member"]
    assert member.get(f"/courses/{article}/").status_code == 200
    assert bureau.clients["stranger"].get(f"/courses/{article}/").status_code == 404


def test_who_reviews_a_course_sees_it_before_it_is_published(bureau: Bureau) -> None:
    by = actor("superior", today=TODAY)
    root = tree().root
    assert root is not None
    made = courses.take_in(package("scorm-1.2"), "a.zip", uid=uuid4(), org=root.id, by=by, now=NOW)
    for name, status in (("superior", 200), ("member", 404), ("branch", 404)):
        for path in (f"/courses/{made}/", f"/courses/{made}/1/"):
            answer = bureau.clients[name].get(path, headers={"host": "localhost"})
            assert answer.status_code == status, (name, path)
    page = bureau.clients["superior"].get(f"/library/{made}/desk/").content.decode()
    assert f'<a href="/courses/{made}/">' in page
    assert "本单位原创" in page


@pytest.mark.parametrize(("path", "taken"), [("/courses/", True), ("/courses/place/", False)])
def test_a_package_as_large_as_is_promised_is_let_in(path: str, taken: bool, rf: RequestFactory) -> None:
    upload = CappedUpload(rf.post(path))
    if taken:
        upload.handle_raw_input(None, {}, MOST, "-")
    else:
        with pytest.raises(RequestDataTooBig):
            upload.handle_raw_input(None, {}, MOST, "-")
