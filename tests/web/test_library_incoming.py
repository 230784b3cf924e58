"""Documents and recordings come in through the browser: read, shown, drafts; kept, served in parts to readers alone."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings
from tests import cast
from tests.interop import evil_articles as made
from tests.interop.test_articles_reading import HTML, png
from tests.web.conftest import Bureau

from zhixing.actions import library_desk, library_documents, library_search
from zhixing.actions.library_desk import LibraryError, Written
from zhixing.core.library.article import Article, Sort, Stage
from zhixing.core.library.reviewing import PROOF, SECRECY
from zhixing.interop.media_files import Unplayable, tell
from zhixing.store.content import files, finding, queries, readings
from zhixing.web.library import sending

pytestmark = pytest.mark.django_db
NOW, TODAY = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC), dt.date(2026, 3, 2)
MP3 = b"ID3\x04" + bytes(200_000)
MOVIE = b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + b"\0\0\0\x20hdlr\0\0\0\0\0\0\0\0vide" + bytes(5000)


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    """A home of its own."""
    settings.HOME = tmp_path
    return tmp_path


def send(client: Client, *files: tuple[str, bytes]) -> str:
    """Where an upload leads."""
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    response = client.post("/library/documents/", {"files": sent})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def filled(number: int, org: UUID, **more: str) -> dict[str, str]:
    """The form of a document."""
    values = {"take": "on", "title": "题", "sort": "article", "org": str(org), "licence": "own", **more}
    return {f"{number}-{name}": value for name, value in values.items()}


def test_documents_are_read_shown_and_taken_as_drafts(bureau: Bureau, home: Path) -> None:
    client, org = bureau.clients["publicity"], bureau.year.branches[0].id
    word = made.docx(
        made.para("通知") + made.para("1 1 1") + made.para("请学习。") + made.drawing("i1", "合影"),
        relations=made.relation("i1", "media/1.png"),
        extra={"word/media/1.png": png()},
    )
    where = send(client, ("页.html", HTML.encode()), ("通知.docx", word), ("坏.docx", b"x"))
    page = client.get(where).content.decode()
    assert 'value="发挥机关党组织作用"' in page
    assert 'value="共产党员网 2013-04-23 16:10"' in page
    assert "孤立的数字</b> “1 1 1”" in page
    assert "没有读成：“坏.docx”内容不是 Word 文档" in page
    assert "共 3 个，读出 2 个" in page
    assert bureau.clients["branch"].get(where).status_code == 404  # Read for its sender alone.

    wrong = client.post(where, {**filled(0, org, licence=""), **filled(1, org, title="改过的题")})
    assert wrong.status_code == 422
    assert "请选授权" in wrong.content.decode()
    assert 'value="改过的题"' in wrong.content.decode()
    good = {
        **filled(
            0, org, title="来自网页", licence="none", source_name="某网", source_link="https://a.example/1"
        ),
        **filled(1, org),
    }
    assert client.post(where, good).status_code == 302
    assert client.post(where, good).status_code in (302, 422)  # Pressed twice: once.
    rows = {one.title: (entry, one) for entry, one in queries.latest()}
    assert set(rows) == {"来自网页", "题"}
    assert {entry.stage for entry, _ in rows.values()} == {Stage.DRAFT}
    bare, full = (queries.version(rows[title][0].id, 1) for title in ("来自网页", "题"))
    assert bare is not None
    assert full is not None
    assert bare.article.body == ""
    assert full.article.body == "<p>请学习。</p>\n<p>〔图1：合影〕</p>"
    assert [one.title for one in queries.media(full.article.media)] == ["图1：合影"]
    assert not list((home / readings.FOLDER).iterdir())
    assert finding.find("学习") == []  # A draft is nobody's to find.


def test_what_cannot_be_taken_says_why(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    client, org = bureau.clients["publicity"], bureau.year.branches[0].id
    assert "没有选文件" in client.post("/library/documents/").content.decode()
    many = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(11)]
    assert "最多 10 个" in client.post("/library/documents/", {"files": many}).content.decode()
    where = send(client, ("a.txt", "正文，写明了涉密标志：机密★5年。".encode()))
    assert "密级标志" in client.post(where, filled(0, org)).content.decode()
    assert "一篇也没有勾选" in client.post(where, {}).content.decode()
    elsewhere = client.post(where, filled(0, bureau.year.branches[1].id))
    assert elsewhere.status_code == 422
    monkeypatch.setattr(library_documents, "PATIENCE", -1.0)
    late = client.get(send(client, ("b.txt", b"text"))).content.decode()
    assert "这一次没有轮到" in late
    gone = f"/library/documents/{uuid4()}/"
    assert client.get(gone).status_code == 404
    assert "重新上传" in client.post(gone, filled(0, org)).content.decode()
    assert bureau.clients["member"].get("/library/documents/").status_code == 404


def test_what_was_read_is_forgotten_after_a_day(bureau: Bureau, home: Path) -> None:
    client = bureau.clients["publicity"]
    send(client, ("a.txt", "正文。".encode()))
    assert readings.tidy(home, before=NOW.timestamp()) == 0
    assert readings.tidy(home, before=NOW.timestamp() + 1e9) == 1


def add(client: Client, name: str, data: bytes, **more: str) -> str:
    """The page after a file was sent."""
    sent = {"file": SimpleUploadedFile(name, data), "uid": str(uuid4()), **more}
    return client.post("/library/media/", sent, follow=True).content.decode()


def test_files_are_told_by_their_content(bureau: Bureau, home: Path) -> None:
    client = bureau.clients["publicity"]
    assert "已收下（录音）" in add(client, "其实是录音.pdf", MP3, title="第一课", recorded_by="李文")
    assert "已收下（视频）" in add(client, "讲座.mp4", MOVIE)
    assert "已收下（PDF）" in add(client, "讲义.pdf", b"%PDF-1.7 x")
    assert {one.title: one.type for one in queries.all_media()} == {
        "第一课": "audio/mpeg",
        "讲座": "video/mp4",
        "讲义": "application/pdf",
    }
    bad = add(client, "网页.mp3", b"<html><script>", title="题目还在")
    assert "“网页.mp3”不是能播放的录音、视频，也不是 PDF" in bad
    assert 'value="题目还在"' in bad
    assert len(list((home / "media").iterdir())) == 3
    assert "没有选文件" in client.post("/library/media/", {}).content.decode()
    assert bureau.clients["member"].get("/library/media/").status_code == 404


def test_files_are_served_in_parts_to_readers_alone(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> None:
    editor, org = bureau.clients["branch"], bureau.year.branches[0].id
    add(editor, "课.mp3", MP3, title="录音")
    add(editor, "讲义.pdf", b"%PDF-1.7 x", title="讲义.pdf")
    ids = {one.title: one.id for one in queries.all_media()}
    where = f"/library/media/{ids['录音']}/"
    member = bureau.clients["member"]
    assert member.get(where).status_code == 404
    article = Article(uuid4(), 0, Sort.AUDIO, "听课", media=tuple(ids.values()))
    actors = {
        name: cast.actor(name, today=TODAY) for name in ("branch", "publicity", "secretary", "superior")
    }
    uid = library_desk.write(Written(article, "正文", uuid4(), org), by=actors["branch"], now=NOW)
    assert member.get(where).status_code == 404
    library_desk.submit(uid, by=actors["branch"], now=NOW)
    for stage, name in zip((Stage.FIRST, Stage.SECOND, Stage.THIRD), [*actors][1:], strict=True):
        library_desk.review(
            uid, stage, passed=True, words="", looked=[*PROOF, SECRECY], by=actors[name], now=NOW
        )

    whole = member.get(where)
    assert (whole.status_code, whole["Content-Type"], len(whole.getvalue())) == (200, "audio/mpeg", len(MP3))
    assert whole["Accept-Ranges"] == "bytes"
    assert whole["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in whole["Content-Security-Policy"]
    assert "self" not in whole["Content-Security-Policy"]
    assert whole["Content-Disposition"].startswith("inline")
    part = member.get(where, headers={"range": "bytes=2-9"})
    assert (part.status_code, part["Content-Range"], part.getvalue()) == (
        206,
        f"bytes 2-9/{len(MP3)}",
        MP3[2:10],
    )
    last = member.get(where, headers={"range": "bytes=-4"})
    assert last["Content-Range"] == f"bytes {len(MP3) - 4}-{len(MP3) - 1}/{len(MP3)}"
    assert member.get(where, headers={"range": f"bytes={len(MP3)}-"}).status_code == 416
    assert member.get(where, headers={"range": "bytes=1-2,5-6"}).status_code == 200
    assert member.get(where, headers={"range": "bytes=0-3", "if-range": '"other"'}).status_code == 200
    assert member.get(where, headers={"if-none-match": whole["ETag"]}).status_code == 304
    monkeypatch.setattr(sending, "PIECE", 1000)
    assert member.get(where, headers={"range": "bytes=0-"})["Content-Length"] == "1000"
    paper = member.get(f"/library/media/{ids['讲义.pdf']}/")
    assert re.fullmatch(r"attachment; filename\*=utf-8''[^;]*\.pdf", paper["Content-Disposition"])
    assert library_search.find("听课", actors["branch"]) == (uid,)
    page = member.get("/library/?q=听课").content.decode()
    assert "<mark>听课</mark>" in page


def test_a_file_is_for_its_sender_until_an_article_with_it_is_published(bureau: Bureau) -> None:
    """Ticked in a draft of one's own it would open: nobody ticks a file that he could not open before."""
    own, other, org = bureau.clients["branch"], bureau.clients["branch_other"], bureau.year.branches[1].id
    add(own, "课.mp3", MP3, title="还没发布的录音")
    medium = queries.all_media()[0].id
    assert "还没发布的录音" in own.get("/library/media/").content.decode()
    assert "还没发布的录音" in bureau.clients["superior"].get("/library/media/").content.decode()
    for address in ("/library/media/", "/library/new/"):
        assert "还没发布的录音" not in other.get(address).content.decode(), address
    article = Article(uuid4(), 0, Sort.AUDIO, "别人的录音", media=(medium,))
    draft = Written(article, "正文", uuid4(), org)
    with pytest.raises(LibraryError, match="只能选自己上传的"):
        library_desk.write(draft, by=cast.actor("branch_other", today=TODAY), now=NOW)
    assert other.get(f"/library/media/{medium}/").status_code == 404
    library_desk.write(draft, by=cast.actor("superior", today=TODAY), now=NOW)
    # The organ's officer has set it beside a draft of that branch: now its writers work with it.
    assert "还没发布的录音" in other.get("/library/new/").content.decode()
    assert other.get(f"/library/media/{medium}/").status_code == 200


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b"\xff\xfb\x90\x00", "audio/mpeg"),
        (b"\xff\xf1\x50\x80", None),
        (b"\0\0\0\x18ftypM4A \0\0\0\0", "audio/mp4"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42xxxxhdlr\0\0\0\0\0\0\0\0soun", "audio/mp4"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", None),
        (b"\0\0\0\x14ftypqt  \0\0\0\0qt  ", None),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", None),
        (b"OggS" + bytes(24) + b"\x01vorbis", "audio/ogg"),
        (b"OggS" + bytes(24) + b"\x80theora", None),
        (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
        (b"RIFF\0\0\0\0WEBPVP8 ", None),
        (b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1f\x42\x82\x84webm", "video/webm"),
        (b"\x1a\x45\xdf\xa3\x01\0\0\0\0\0\0\x1f\x42\x82\x88matroska", None),
        (b"%PDF-1.4", "application/pdf"),
        (b"<svg xmlns='x' onload='y'/>", None),
        (b"", None),
    ],
)
def test_what_a_file_is(head: bytes, told: str | None, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("file") / "a"
    path.write_bytes(head)
    if told:
        assert tell(path).name == told
    else:
        with pytest.raises(Unplayable, match="请"):
            tell(path)


def test_the_same_file_is_kept_once_and_whole(tmp_path: Path) -> None:
    first = files.keep(tmp_path, [b"a", b"b"], most=10)
    assert files.keep(tmp_path, [b"ab"], most=10) == first
    with pytest.raises(files.TooBig):
        files.keep(tmp_path, [b"x" * 11], most=10)
    assert [path.name for path in (tmp_path / "media").iterdir()] == [first.sha256]
    assert files.lost(tmp_path, [(first.sha256, 2), ("0" * 64, 1)]) == ["0" * 64]
