"""The library behind the doors: three reviews by three people, what readers see, slips and errata, files in parts."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests import cast
from tests.web.conftest import Bureau

from zhixing.actions import library, library_desk, library_own, library_slips
from zhixing.actions.library_desk import LibraryError, Written
from zhixing.core.library.article import Article, Licence, Sort, Source, Stage, Validity
from zhixing.core.library.mending import Quote
from zhixing.core.library.reviewing import LOOKS, PROOF, SECRECY
from zhixing.store.content import api, files, queries
from zhixing.store.ledger.models import AuditLine
from zhixing.store.people.queries import Actor

pytestmark = pytest.mark.django_db
NOW, TODAY = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC), dt.date(2026, 3, 2)
MUST = (*PROOF, SECRECY)
TITLE = "充分挥机关党组织在交通运输工作中的战斗堡垒作用"
TEXT = "## 一、要求\n\n要**发挥**机关党组织的作用。\n\n截止到年底，三十二学时要学完。"


@dataclass(frozen=True)
class Editors:
    """The people of the reviews, over the first branch."""

    org: UUID

    def __getattr__(self, name: str) -> Actor:
        return cast.actor(name, today=TODAY)


@pytest.fixture
def editors(bureau: Bureau) -> Editors:
    return Editors(bureau.year.branches[0].id)


def written(editors: Editors, title: str = TITLE, text: str = TEXT, **more: object) -> Written:
    article = Article(id=uuid4(), version=0, sort=Sort.ARTICLE, title=title, **more)  # type: ignore[arg-type]
    return Written(article, text, uuid4(), editors.org)


def publish(editors: Editors, one: Written | None = None) -> UUID:
    uid = library_desk.write(one or written(editors), by=editors.branch, now=NOW)
    library_desk.submit(uid, by=editors.branch, now=NOW)
    _pass(uid, editors)
    return uid


def _pass(
    uid: UUID, editors: Editors, names: tuple[str, ...] = ("publicity", "secretary", "superior")
) -> None:
    stages = (Stage.FIRST, Stage.SECOND, Stage.THIRD)
    for stage, name in zip(stages, names, strict=True):
        by = cast.actor(name, today=TODAY)
        library_desk.review(uid, stage, passed=True, words="", looked=MUST, by=by, now=NOW)


def test_three_reviews_by_three_people(editors: Editors) -> None:
    uid = library_desk.write(written(editors), by=editors.publicity, now=NOW)
    assert library.article(uid, editors.member) is None
    with pytest.raises(LibraryError):
        library_desk.submit(uid, by=editors.secretary, now=NOW)
    library_desk.submit(uid, by=editors.branch, now=NOW)
    for name, words in (
        ("publicity", "写稿"),
        ("branch", "初审由"),
        ("superior", "初审由"),
        ("member", "初审由"),
    ):
        with pytest.raises(LibraryError, match=words):
            _step(uid, Stage.FIRST, name)
    _step(uid, Stage.FIRST, "secretary")
    for name in ("secretary", "publicity"):
        with pytest.raises(LibraryError):
            _step(uid, Stage.SECOND, name)
    with pytest.raises(LibraryError, match="刚刚"):
        _step(uid, Stage.FIRST, "leader")
    _step(uid, Stage.SECOND, "leader")
    with pytest.raises(LibraryError, match="保密审查"):
        _step(uid, Stage.THIRD, "superior", looked=PROOF)
    assert _step(uid, Stage.THIRD, "superior") is Stage.PUBLISHED
    found = library.article(uid, editors.member)
    assert found is not None
    assert (found.editor, found.reviewers) == ("褚青", ("郑红", "陈立", "刘英"))
    assert found.published_at == NOW
    with pytest.raises(LibraryError):
        _step(uid, Stage.THIRD, "superior")


def _step(uid: UUID, stage: Stage, name: str, looked: tuple[str, ...] = MUST) -> Stage:
    by = cast.actor(name, today=TODAY)
    return library_desk.review(uid, stage, passed=True, words="", looked=looked, by=by, now=NOW)


def test_what_waits_on_the_desk_is_a_duty(editors: Editors, bureau: Bureau) -> None:
    uid = library_desk.write(written(editors), by=editors.branch, now=NOW)
    assert list(library_desk.waiting(editors.secretary, TODAY)) == []
    library_desk.submit(uid, by=editors.branch, now=NOW)
    assert [one.sentence for one in library_desk.waiting(editors.secretary, TODAY)] == ["等您初审 1 篇"]
    assert "去审稿" in bureau.clients["secretary"].get("/todo/").content.decode()
    assert "等您初审 1 篇" in bureau.clients["publicity"].get("/library/").content.decode()
    assert "等您初审" not in bureau.clients["member"].get("/library/").content.decode()
    for name in ("branch", "superior", "member", "discipline"):
        assert list(library_desk.waiting(cast.actor(name, today=TODAY), TODAY)) == []
    _pass(uid, editors)
    told = library_slips.Report(Quote("截止到"), "截至")
    library_slips.report(uid, told, form=uuid4(), version=1, by=editors.member, now=NOW)
    assert [one.form for one in library_desk.waiting(editors.superior, TODAY)] == ["slips"]


def test_one_branch_does_not_review_anothers(editors: Editors) -> None:
    uid = library_desk.write(written(editors), by=editors.branch, now=NOW)
    assert library_desk.desk_of(uid, editors.branch_other) is None
    with pytest.raises(LibraryError):
        library_desk.submit(uid, by=editors.branch_other, now=NOW)
    with pytest.raises(LibraryError):
        library_desk.write(written(editors), by=editors.branch_other, now=NOW)


def test_sent_back_with_a_word_and_revised(editors: Editors) -> None:
    uid = library_desk.write(written(editors), by=editors.branch, now=NOW)
    library_desk.submit(uid, by=editors.branch, now=NOW)
    back = {"passed": False, "looked": (), "now": NOW}
    with pytest.raises(LibraryError, match="退回要写明"):
        library_desk.review(uid, Stage.FIRST, words=" ", by=editors.publicity, **back)  # type: ignore[arg-type]
    library_desk.review(uid, Stage.FIRST, words="补出处", by=editors.publicity, **back)  # type: ignore[arg-type]
    held = queries.version(uid, 1)
    assert held is not None
    again = Written(held.article, TEXT + "\n\n出处：条例第二十条。", uuid4())
    for _ in range(2):
        library_desk.write(again, by=editors.branch, now=NOW)
    assert len(queries.versions(uid)) == 2
    with pytest.raises(LibraryError, match="前一版"):
        library_desk.write(Written(held.article, "旧的", uuid4()), by=editors.branch, now=NOW)
    library_desk.submit(uid, by=editors.branch, now=NOW)
    _pass(uid, editors)
    shown = library.article(uid)
    assert shown is not None
    assert "条例第二十条" in shown.body


@pytest.mark.parametrize(
    ("text", "source", "words"),
    [
        ("机密★1年\n\n正文", Source(), "密级"),
        ("有正文", Source("某网", "https://a.example/", Licence.NONE), "题录"),
        ("", Source("某网", "", Licence.NONE), "来源链接"),
        ("正文", Source("某网", "https://a.example/", Licence.LICENSED), "凭据"),
        ("正文", Source("", "", Licence.OFFICIAL), "来源"),
        ("正文", Source("", "javascript:alert(1)"), "http"),
    ],
)
def test_what_may_not_be_kept_is_refused(editors: Editors, text: str, source: Source, words: str) -> None:
    with pytest.raises(LibraryError, match=words):
        library_desk.write(written(editors, text=text, source=source), by=editors.branch, now=NOW)


def test_scripts_never_arrive(editors: Editors) -> None:
    one = written(editors, text="")
    body = '<p onclick="x()" style="color:red">甲<script>alert(1)</script><a href="javascript:x">乙</a></p><h1>丙</h1>'
    article = Article(id=uuid4(), version=0, sort=Sort.ARTICLE, title="导入的", body=body)
    uid = publish(editors, Written(article, "", one.uid, one.org))
    found = library.article(uid)
    assert found is not None
    assert found.body == '<p>甲<a rel="noopener noreferrer nofollow">乙</a></p><h2>丙</h2>'


def test_the_slip_in_the_title_becomes_an_erratum(editors: Editors, bureau: Bureau) -> None:
    uid = publish(editors)
    member, publicity = bureau.clients["member"], bureau.clients["publicity"]
    page = member.get(f"/library/{uid}/").content.decode()
    form = re.search(r'name="uid" value="([^"]+)"', page)
    assert form is not None
    asked = {"uid": form[1], "version": "1", "quote": "挥机关党组织", "suggestion": "发挥机关党组织"}
    for _ in range(2):
        assert member.post(f"/library/{uid}/report/", asked).status_code == 302
    (waiting,) = library_slips.waiting(editors.publicity)
    assert (waiting.where, waiting.slip.number) == ("标题", 1)
    assert bureau.clients["branch_other"].get(f"/library/slips/{waiting.slip.id}/").status_code == 404
    address = f"/library/slips/{waiting.slip.id}/"
    form = re.search(r'name="uid" value="([^"]+)"', publicity.get(address).content.decode())
    assert form is not None
    answer = {
        "uid": form[1],
        "was": "挥机关党组织",
        "became": "发挥机关党组织",
        "do": "take",
        "words": "谢谢",
    }
    assert publicity.post(address, answer).status_code == 302
    assert publicity.post(address, answer).status_code == 422
    page = member.get(f"/library/{uid}/").content.decode()
    assert "充分发挥机关党组织在交通运输工作中的战斗堡垒作用</h1>" in page
    assert re.search(r"20\d\d-\d\d-\d\d 勘误 1 处", page)
    assert "已采纳。编辑说：谢谢" in page
    compared = member.get(f"/library/{uid}/versions/?to=2").content.decode()
    assert "充分<ins>发</ins>挥机关党组织" in compared
    assert queries.reviewers(uid, 2) == ("褚青", "郑红", "刘英")
    assert AuditLine.objects.filter(verb="采纳纠错").count() == 1


def test_a_slip_in_the_text_leaves_what_waits_for_review_alone(editors: Editors) -> None:
    uid = publish(editors)
    held = queries.version(uid, 1)
    assert held is not None
    again = Written(held.article, TEXT + "\n\n新的一段。", uuid4(), reason="补一段")
    library_desk.write(again, by=editors.branch, now=NOW)
    slip, quote = uuid4(), Quote("截止到年底")
    told = library_slips.Report(quote, "截至年底")
    library_slips.report(uid, told, form=slip, version=1, by=editors.member, now=NOW)
    done = {"form": uuid4(), "by": editors.publicity, "now": NOW, "today": TODAY}
    assert library_slips.take(slip, quote, "截至年底", "", **done) == "正文"  # type: ignore[arg-type]
    shown, entry = library.article(uid), queries.entry(uid)
    assert shown is not None
    assert entry is not None
    assert "截至年底" in shown.body
    assert "新的一段" not in shown.body
    draft = queries.version(uid, entry.latest)
    assert draft is not None
    assert "截至年底" in draft.article.body
    assert "新的一段" in draft.article.body
    assert "截至年底" in draft.written
    library_desk.submit(uid, by=editors.branch, now=NOW)
    other = uuid4()
    library_slips.report(
        uid, library_slips.Report(Quote("学完")), form=other, version=1, by=editors.member, now=NOW
    )
    with pytest.raises(LibraryError, match="不采纳"):
        library_slips.decline(other, "", by=editors.publicity, now=NOW)
    library_slips.decline(other, "原文如此", by=editors.publicity, now=NOW)
    assert {row.state for row in library_slips.own(editors.member)} == {"taken", "declined"}
    assert library_own.tidy(now=NOW + dt.timedelta(days=91)) == 2
    assert library_slips.own(editors.member) == ()


def test_a_slip_is_put_right_while_a_revision_is_reviewed(editors: Editors) -> None:
    uid = publish(editors)
    held = queries.version(uid, 1)
    assert held is not None
    again = Written(held.article, TEXT + "\n\n新的一段。", uuid4(), reason="勘误")
    library_desk.write(again, by=editors.superior, now=NOW)
    library_desk.submit(uid, by=editors.branch, now=NOW)
    slip = uuid4()
    told = library_slips.Report(Quote("截止到年底"), "截至年底")
    library_slips.report(uid, told, form=slip, version=1, by=editors.member, now=NOW)
    done = {"form": uuid4(), "by": editors.publicity, "now": NOW, "today": TODAY}
    library_slips.take(slip, Quote("截止到年底"), "截至年底", "", **done)  # type: ignore[arg-type]
    shown = library.article(uid)
    assert shown is not None
    assert ("截至年底" in shown.body, "新的一段" in shown.body) == (True, False)
    for stage, by in ((Stage.FIRST, editors.publicity), (Stage.SECOND, editors.secretary)):
        library_desk.review(uid, stage, passed=True, words="", looked=MUST, by=by, now=NOW)
    with pytest.raises(LibraryError, match="写稿"):
        library_desk.review(
            uid, Stage.THIRD, passed=True, words="", looked=MUST, by=editors.superior, now=NOW
        )
    api.show(uid, library_desk.desk_of(uid, editors.publicity).version.article.version, now=NOW)  # type: ignore[union-attr]
    shown = library.article(uid)
    assert shown is not None
    assert ("截至年底" in shown.body, "新的一段" in shown.body) == (True, True)


def test_repealed_last_with_its_replacement(editors: Editors, bureau: Bureau) -> None:
    old, new = publish(editors, written(editors, "旧办法")), publish(editors, written(editors, "新办法"))
    now = NOW + dt.timedelta(days=1)
    form = uuid4()
    for _ in range(2):
        library_desk.set_validity(old, Validity.REPEALED, new, "", form=form, by=editors.publicity, now=now)
    with pytest.raises(LibraryError):
        library_desk.set_validity(old, Validity.CURRENT, None, "", form=uuid4(), by=editors.branch, now=now)
    assert [one.title for one in library.published(editors.member)] == ["新办法", "旧办法"]
    page = bureau.clients["member"].get(f"/library/{old}/").content.decode()
    assert f'已由<a href="/library/{new}/">《新办法》</a>替代' in page
    library_desk.withdraw(old, "不用了", by=editors.superior, now=now, today=TODAY)
    assert bureau.clients["member"].get(f"/library/{old}/").status_code == 404
    assert bureau.clients["publicity"].get(f"/library/{old}/desk/").status_code == 200


def test_without_a_licence_title_and_link_only(editors: Editors, bureau: Bureau) -> None:
    source = Source("某网", "https://news.example/a", Licence.NONE)
    uid = publish(editors, written(editors, "转来的", "", source=source))
    page = bureau.clients["member"].get(f"/library/{uid}/").content.decode()
    assert "没有转载授权" in page
    assert 'href="https://news.example/a"' in page
    assert 'class="body"' not in page


def test_the_whole_way_by_its_pages(editors: Editors, bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    form = {"uid": str(uuid4()), "version": "0", "title": "", "sort": "article", "org": str(editors.org)}
    form |= {"markdown": TEXT, "licence": "own", "audience": "internal", "category": "党章党规党纪"}
    refused = client.post("/library/new/", form)
    assert refused.status_code == 422
    assert "截止到年底" in refused.content.decode()
    done = client.post("/library/new/", form | {"title": TITLE, "posts": ["maintenance"]})
    assert done.status_code == 302
    work = done["Location"]
    base = work.removesuffix("desk/")
    assert "漏了“发”字" in client.get(work).content.decode()
    assert client.post(f"{base}do/submit/").status_code == 302
    refused = bureau.clients["publicity"].post(f"{base}do/back/", {"stage": "first", "words": ""})
    assert refused.status_code == 422
    passing = bureau.clients["publicity"].post(f"{base}do/pass/", {"stage": "first", "looked": ["leaders"]})
    assert [word in passing.content.decode() for word in ("引文：讲话", "文字：不规范")] == [True, True]
    again = bureau.clients["publicity"].get(f"{base}do/pass/")
    assert (again.status_code, again["Location"]) == (302, work), (
        "opened anew, the refused act is the desk's page"
    )
    assert bureau.clients["member"].get(f"{base}do/pass/").status_code == 404
    everything = [code for code, _ in LOOKS]
    for name, stage in (("publicity", "first"), ("secretary", "second"), ("superior", "third")):
        reviewed = bureau.clients[name].post(f"{base}do/pass/", {"stage": stage, "looked": everything})
        assert reviewed.status_code == 302, stage
    assert "<b>三审三校</b>" in bureau.clients["superior"].get(work).content.decode()
    assert bureau.clients["branch"].post(f"{base}do/withdraw/", {"words": "试"}).status_code == 422
    edit = client.get(f"{base}edit/").content.decode()
    assert "截止到年底" in edit
    changed = form | {"uid": str(uuid4()), "version": "1", "title": "改过", "reason": "改标题"}
    assert client.post(f"{base}edit/", changed).status_code == 302
    assert (
        TITLE
        in bureau.clients["member"].get("/library/?post=maintenance&category=党章党规党纪").content.decode()
    )
    assert "没有符合条件" in bureau.clients["member"].get("/library/?validity=historical").content.decode()


def test_pages_ask_few_questions(editors: Editors, bureau: Bureau) -> None:
    uids = [publish(editors, written(editors, f"第 {nth} 篇")) for nth in range(3)]
    for address, client in (
        ("/library/", "member"),
        (f"/library/{uids[0]}/", "member"),
        ("/library/desk/", "publicity"),
        (f"/library/{uids[0]}/desk/", "publicity"),
        ("/library/slips/", "publicity"),
    ):
        bureau.clients[client].get(address)
        with CaptureQueriesContext(connection) as asked:
            assert bureau.clients[client].get(address).status_code == 200
        assert len(asked) <= 20, (address, len(asked))


def test_a_recording_is_sent_in_parts_to_readers_alone(editors: Editors, bureau: Bureau) -> None:
    kept = files.keep(django_settings.HOME, [b"0123456789" * 10], most=1000)
    hand, medium = api.Hand("郑红", editors.branch.account, NOW), uuid4()
    api.add_medium(medium, api.File(kept.sha256, "audio/mpeg", kept.size, "朗读", "褚青"), hand=hand)
    address, member = f"/library/media/{medium}/", bureau.clients["member"]
    assert member.get(address).status_code == 404
    uid = publish(editors, written(editors, media=(medium,)))
    page = member.get(f"/library/{uid}/")
    assert f'<audio controls preload="metadata" src="{address}">' in page.content.decode()
    assert "media-src 'self'" in page["Content-Security-Policy"]
    assert "media-src" not in member.get("/library/")["Content-Security-Policy"]
    assert _bytes(member, address) == (200, b"0123456789" * 10)
    assert _bytes(member, address, "bytes=95-") == (206, b"56789")
    assert _bytes(member, address, "bytes=-3") == (206, b"789")
    assert _bytes(member, address, "bytes=2-4") == (206, b"234")
    assert member.get(address, headers={"Range": "bytes=500-"}).status_code == 416
    assert bureau.clients["stranger"].get(address).status_code == 404


def test_words_are_found_in_title_and_text(editors: Editors, bureau: Bureau) -> None:
    publish(editors)
    page = bureau.clients["member"].get("/library/?q=堡垒").content.decode()
    assert "<mark>堡垒</mark>" in page
    page = bureau.clients["member"].get("/library/?q=学时").content.decode()
    assert "<mark>学时</mark>" in page
    assert "没有符合条件" in bureau.clients["member"].get("/library/?q=无此二字").content.decode()


def _bytes(client: Client, address: str, part: str = "") -> tuple[int, bytes]:
    response = client.get(address, headers={"Range": part} if part else {})
    return response.status_code, response.getvalue()


def test_the_large_mode_is_a_cookie(bureau: Bureau, editors: Editors) -> None:
    uid, member = publish(editors), bureau.clients["member"]
    where = f"/library/{uid}/"
    assert member.post("/library/reading/", {"mode": "elder", "next": where})["Location"] == where
    assert 'class="elder"' in member.get(where).content.decode()
    assert (
        member.post("/library/reading/", {"mode": "elder", "next": "https://evil.example/"})["Location"]
        == "/library/"
    )
    member.post("/library/reading/", {"mode": "", "next": where})
    assert 'class="elder"' not in member.get(where).content.decode()
