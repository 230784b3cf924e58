"""Taken back and thrown away: 撤回送审, 弃稿, files sent in by mistake."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings as django_settings
from django.test import Client
from tests.interop import evil_articles as made
from tests.interop.test_articles_reading import png
from tests.web.conftest import Bureau
from tests.web.test_library import NOW, Editors, editors, publish, written
from tests.web.test_library_incoming import MOVIE, MP3, add, filled, send
from tests.web.test_lists_taken import taken

from zhixing.actions import library_desk, library_slips
from zhixing.core.library.article import Stage
from zhixing.core.library.mending import Quote
from zhixing.core.library.reviewing import LOOKS
from zhixing.store.content import queries
from zhixing.store.ledger.models import AuditLine

__all__ = ["editors"]
pytestmark = pytest.mark.django_db


def test_a_video_and_a_voice_have_places_of_their_own(editors: Editors, bureau: Bureau) -> None:
    """收听 leads to the video; the browser's voice stands below it."""
    add(bureau.clients["branch"], "讲座.mp4", MOVIE)
    uid = publish(editors, written(editors, media=(queries.all_media()[0].id,)))
    text = bureau.clients["member"].get(f"/library/{uid}/").content.decode()
    assert "<video" in text
    assert "data-speak" in text
    assert (text.count('id="listen"'), text.count('id="speak"')) == (1, 1)


def act(client: Client, uid: UUID, verb: str, **said: str) -> tuple[int, str]:
    """One act on the desk; its answer."""
    answer = client.post(f"/library/{uid}/do/{verb}/", said)
    return answer.status_code, answer.content.decode()


def stage(uid: UUID) -> Stage:
    """Where an article stands."""
    entry = queries.entry(uid)
    assert entry is not None
    return entry.stage


def test_what_nobody_has_reviewed_is_taken_back(editors: Editors, bureau: Bureau) -> None:
    writer, reviewer = bureau.clients["branch"], bureau.clients["publicity"]
    uid = library_desk.write(written(editors), by=editors.branch, now=NOW)
    assert "撤回送审" not in writer.get(f"/library/{uid}/desk/").content.decode()
    assert act(writer, uid, "submit")[0] == 302
    assert "撤回送审" in writer.get(f"/library/{uid}/desk/").content.decode()
    assert "撤回送审" not in reviewer.get(f"/library/{uid}/desk/").content.decode()
    assert act(reviewer, uid, "recall")[0] == 422
    assert act(writer, uid, "recall")[0] == 302
    assert stage(uid) is Stage.DRAFT
    assert AuditLine.objects.filter(verb="撤回文库送审").count() == 1
    assert "没有审就撤回了" in writer.get(f"/library/{uid}/desk/").content.decode()
    assert act(writer, uid, "submit")[0] == 302
    looked = [code for code, _ in LOOKS]
    by = editors.publicity
    library_desk.review(uid, Stage.FIRST, passed=True, words="", looked=looked, by=by, now=NOW)
    status, text = act(writer, uid, "recall")
    assert (status, stage(uid)) == (422, Stage.SECOND)
    assert "已经审过，不能撤回" in text


def test_a_draft_never_published_is_thrown_away(editors: Editors, bureau: Bureau) -> None:
    """By its writer or an editor, with a tick; what was published once stays."""
    writer, other = bureau.clients["branch"], bureau.clients["secretary"]
    uid = library_desk.write(written(editors), by=editors.branch, now=NOW)
    assert "我确定弃掉这一篇" in writer.get(f"/library/{uid}/desk/").content.decode()
    assert act(other, uid, "discard", sure="1")[0] == 422
    status, text = act(writer, uid, "discard")
    assert status == 422
    assert "请勾选" in text
    act(writer, uid, "submit")
    assert "先撤回送审" in act(writer, uid, "discard", sure="1")[1]
    act(writer, uid, "recall")
    assert act(writer, uid, "discard", sure="1")[0] == 302
    assert queries.entry(uid) is None
    assert AuditLine.objects.filter(verb="弃稿").count() == 1
    second = library_desk.write(written(editors), by=editors.branch, now=NOW)
    assert act(bureau.clients["branch_other"], second, "discard", sure="1")[0] == 404
    assert act(bureau.clients["publicity"], second, "discard", sure="1")[0] == 302
    shown = publish(editors)
    assert "请下架" in act(bureau.clients["superior"], shown, "discard", sure="1")[1]
    assert queries.entry(shown) is not None


def test_pictures_of_a_document_go_with_its_draft(bureau: Bureau) -> None:
    client, org = bureau.clients["publicity"], bureau.year.branches[0].id
    word = made.docx(
        made.para("通知") + made.para("请学习。") + made.drawing("i1", "合影"),
        relations=made.relation("i1", "media/1.png"),
        extra={"word/media/1.png": png()},
    )
    assert client.post(send(client, ("通知.docx", word)), filled(0, org)).status_code == 302
    uid = queries.latest()[0][0].id
    assert len(kept()) == 1
    assert act(client, uid, "discard", sure="1")[0] == 302
    assert (queries.all_media(), kept()) == ([], [])


def kept() -> list[Path]:
    """The files on the disk."""
    return list((django_settings.HOME / "media").iterdir())


def test_a_file_sent_in_by_mistake_is_removed(editors: Editors, bureau: Bureau) -> None:
    client = bureau.clients["branch"]
    add(client, "错.mp3", MP3, title="传错的")
    (row,) = queries.all_media()
    where, sure = "/library/media/", {"remove": str(row.id), "sure": "1"}
    assert "删除“传错的”" in client.get(where).content.decode()
    assert client.post(where, {"remove": str(row.id)}).status_code == 422
    assert bureau.clients["publicity"].post(where, sure).status_code == 422
    uid = library_desk.write(written(editors, media=(row.id,)), by=editors.branch, now=NOW)
    assert "删除“传错的”" not in client.get(where).content.decode()
    assert client.post(where, sure).status_code == 422
    act(client, uid, "discard", sure="1")
    assert [one.id for one in queries.all_media()] == [row.id]
    assert client.post(where, sure).status_code == 302
    assert (queries.all_media(), kept()) == ([], [])
    assert AuditLine.objects.filter(verb="删除文库文件").count() == 1
    assert "刚刚删过" in client.post(where, sure).content.decode()


def test_lists_of_the_desk_are_taken_as_they_stand(editors: Editors, bureau: Bureau) -> None:
    add(bureau.clients["branch"], "课.mp3", MP3, title="录音")
    shown = publish(editors, written(editors, "发布的"))
    library_desk.write(written(editors, "草稿一篇"), by=editors.branch, now=NOW)
    told = library_slips.Report(Quote("截止到"), "截至")
    library_slips.report(shown, told, form=uuid4(), version=1, by=editors.member, now=NOW)
    branch, publicity = bureau.clients["branch"], bureau.clients["publicity"]
    assert (
        "/library/desk/export/xlsx/?stage=draft" in branch.get("/library/desk/?stage=draft").content.decode()
    )
    assert [one["标题"] for one in taken(branch, "/library/desk/export/csv/?stage=draft")] == ["草稿一篇"]
    assert len(taken(publicity, "/library/desk/export/csv/")) == 2
    (slip,) = taken(publicity, "/library/slips/export/csv/")
    assert (slip["文章"], slip["有错的字"], slip["应改成"]) == ("发布的", "截止到", "截至")
    assert [one["名称"] for one in taken(branch, "/library/media/export/csv/")] == ["录音"]
    assert taken(bureau.clients["branch_other"], "/library/media/export/csv/") == []
