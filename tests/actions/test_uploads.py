"""From files in the browser to facts on the ledger: received, looked through, resolved, accepted, withdrawn."""

from __future__ import annotations

import datetime as dt
import errno
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test import override_settings
from django_tasks_db.models import DBTaskResult
from tests.interop import evil
from tests.sent import (
    NOW,
    SESSIONS,
    TODAY,
    WORKBOOKS,
    YEAR,
    incoming,
    look,
    officer,
    place_of,
    seen,
    sent,
    state,
    take,
)

from zhixing.actions import look_through, resolve, take_in, upload
from zhixing.actions.sent_folder import TaskFailed
from zhixing.core.intake.rulings import NewPerson, Place, Ruling
from zhixing.store.intake import files, models, queries
from zhixing.store.ledger import models as facts
from zhixing.store.ledger import queries as ledger

pytestmark = pytest.mark.django_db(transaction=True)
LIU, ZHOU = officer(), officer("zhoujian", account=2)


@pytest.fixture(autouse=True)
def home(tmp_path: Path) -> Iterator[Path]:
    """A home of its own: uploads lie there."""
    with override_settings(HOME=tmp_path):
        yield tmp_path


def test_nothing_is_written_before_it_is_accepted_and_then_all_of_it() -> None:
    wanted = sent(LIU)
    preview = seen(wanted)
    assert ledger.fact_count() == 0
    assert [(one.kind, one.rows, one.open) for one in preview.sheets] == [
        ("党员花名册", 4, 0),
        ("学习活动台账", 2, 2),
    ]
    assert {one.kind: (one.new, one.known) for one in preview.kinds}["membership"] == (4, 0)
    assert [one.meaning for one in preview.remarks] == ["自 2025 年 7 月起在册,当月计入"]
    assert sorted(one.place.value for one in preview.open) == ["李思缘", "查无此", "王磊", "王磊"]
    number = take(wanted)
    assert ledger.fact_count() == preview.facts
    batch = ledger.batch(str(number))
    assert batch is not None
    assert (batch.by, batch.folder) == ("刘英（liuying）", "台账")
    verbs = set(facts.AuditLine.objects.values_list("verb", flat=True))
    assert {"上传台账", "接受导入", "开始导入", "完成导入"} <= verbs


def test_open_names_are_settled_one_by_one() -> None:
    wanted = sent(LIU)
    before = seen(wanted)
    king, slip = place_of(before, "王磊"), place_of(before, "李思缘")
    offered = {one.place: [f"{c.name}{c.group}" for c in one.candidates] for one in before.open}
    assert offered[king] == ["王磊第1党小组", "王磊第2党小组"]
    assert offered[slip] == ["李思源第1党小组"]
    second = next(
        c.person for o in before.open if o.place == king for c in o.candidates if c.group == "第2党小组"
    )
    resolve.decide(wanted, king, Ruling(second), alike=False, actor=LIU, now=NOW)
    after = look(wanted)
    assert after.facts == before.facts + 1
    assert len(after.open) == 3
    new = NewPerson("查无此人", "机关第一党支部", "", "预备党员")
    nobody = place_of(after, "查无此")
    resolve.decide(wanted, nobody, Ruling(created=new), alike=False, actor=ZHOU, now=NOW)
    resolve.decide(wanted, slip, Ruling(), alike=False, actor=ZHOU, now=NOW)
    last = look(wanted)
    assert [(one.place.value, one.aside) for one in last.open] == [("李思缘", True), ("王磊", False)]
    number = take(wanted)
    report = json.loads(ledger.batch(str(number)).report)  # type: ignore[union-attr]
    assert [(one["value"], one["what"]) for one in report["decisions"]] == [
        ("王磊", "认定为王磊（公路养护中心党支部第2党小组）"),
        ("查无此", "新建查无此人（机关第一党支部，预备党员）"),
        ("李思缘", "先放一边"),
    ]
    told = list(facts.AuditLine.objects.filter(verb="认定").values_list("detail", "subject"))
    assert told == [("第 3 行", second)]


def test_all_alike_at_once_and_a_decision_taken_back() -> None:
    wanted = sent(LIU)
    first = seen(wanted)
    king = place_of(first, "王磊")
    person = first.open[0].candidates[0].person
    assert resolve.decide(wanted, king, Ruling(person), alike=True, actor=LIU, now=NOW) == 2
    assert "王磊" not in {one.place.value for one in look(wanted).open}
    assert resolve.take_back(wanted, king, actor=LIU, now=NOW)
    assert not resolve.take_back(wanted, king, actor=LIU, now=NOW)
    assert [one.place.row for one in look(wanted).open if one.place.value == "王磊"] == [3]


@pytest.mark.parametrize(
    ("ruling", "told"),
    [
        (Ruling(uuid4()), "从列出的人里选"),
        (Ruling(created=NewPerson("", "机关第一党支部", "", "正式党员")), "不能用"),
        (Ruling(created=NewPerson("赵六", "没有的支部", "", "正式党员")), "所在的党支部"),
        (Ruling(created=NewPerson("赵六", "机关第一党支部", "第9党小组", "正式党员")), "没有“第9党小组”"),
        (Ruling(created=NewPerson("赵六", "机关第一党支部", "", "局长")), "人员类别"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(ruling: Ruling, told: str) -> None:
    wanted = sent(LIU)
    with pytest.raises(resolve.NotDecided, match=told):
        resolve.decide(wanted, place_of(seen(wanted), "王磊"), ruling, alike=False, actor=LIU, now=NOW)
    assert queries.decisions(wanted) == []


def test_what_is_no_longer_open_cannot_be_decided() -> None:
    wanted = sent(LIU)
    place = place_of(seen(wanted), "王磊")
    with pytest.raises(resolve.NotDecided, match="刷新"):
        resolve.decide(wanted, Place("x", "", 1, "", ""), Ruling(), alike=False, actor=LIU, now=NOW)
    take(wanted)
    with pytest.raises(resolve.NotDecided, match="刷新"):
        resolve.decide(wanted, place, Ruling(), alike=False, actor=LIU, now=NOW)


def test_sent_twice_it_is_one_upload_and_accepted_twice_one_import() -> None:
    form = uuid4()
    for _ in range(2):
        upload.receive(incoming(), upload=form, actor=LIU, year=YEAR, folder="", now=NOW)
    with pytest.raises(upload.NotReceived, match="已经用过"):
        upload.receive(incoming(), upload=form, actor=ZHOU, year=YEAR, folder="", now=NOW)
    assert len(queries.open_uploads()) == 1
    other = incoming({"别的.csv": b"x"})
    assert upload.receive(other, upload=form, actor=LIU, year=YEAR, folder="", now=NOW) != form
    look(form)
    assert upload.accept(form, actor=LIU, now=NOW)
    assert not upload.accept(form, actor=ZHOU, now=NOW)
    for _ in range(2):
        take_in.run(str(form), now=NOW, today=TODAY)
    assert [one.number for one in ledger.batches()] == [1]


def test_the_same_files_again_bring_nothing_and_are_known() -> None:
    number = take(sent(LIU))
    count = ledger.fact_count()
    again = sent(ZHOU)
    row = queries.upload(again)
    assert row is not None
    assert seen(again).facts == 0
    known = ledger.imported_as(row.digest, YEAR)
    assert known is not None
    assert known.number == number
    other = sent(LIU)
    there = queries.same_digest(row.digest, YEAR, but=other)
    assert there is not None
    assert there.id == again
    take(again)
    assert ledger.fact_count() == count


def test_a_hostile_file_is_named_and_the_others_go_on() -> None:
    bombs = {
        "../../etc/passwd.xlsx": b"PK\x03\x04nonsense",
        "花名册.csv ": b"",
        "<script>alert(1)</script>.xlsx": b"<html>",
        "说明.docx": b"words",
        "a\x00b\n.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "大.xlsx": b"PK\x03\x04" + b"\0" * (20 * 1024 * 1024),
    }
    wanted = sent(LIU, {**WORKBOOKS, **bombs})
    preview = seen(wanted)
    assert [one.kind for one in preview.sheets] == ["党员花名册", "学习活动台账"]
    names = {one.name for one in (*preview.refused, *preview.ignored)}
    assert {"passwd.xlsx", "script>.xlsx", "说明.docx", "ab.xlsx", "大.xlsx"} <= names
    assert all("。" in one.reason or "，" in one.reason or "," in one.reason for one in preview.refused)
    kept = {path.name for path in files.folder_of(wanted).iterdir()}
    assert all(name.isdigit() or name == "rows.jsonl" for name in kept)


def test_a_bomb_is_refused_in_the_child() -> None:
    name = "压缩炸弹.xlsx"
    data = evil.REFUSED[name]()
    wanted = sent(LIU, {**WORKBOOKS, name: data})
    preview = seen(wanted)
    assert [one.name for one in preview.refused] == [name]


def test_two_files_of_one_name_stay_two() -> None:
    files_sent = [*incoming(), *incoming({"台账.csv": SESSIONS.replace("H00", "G00").encode()})]
    wanted = upload.receive(files_sent, upload=uuid4(), actor=LIU, year=YEAR, folder="", now=NOW)
    assert sorted(one.name for one in look(wanted).sheets) == ["台账.csv", "台账（2）.csv", "花名册.csv"]


@pytest.mark.parametrize(
    ("sizes", "told"), [([], "没有选文件"), ([1] * 301, "最多 300 个"), ([15_000_000] * 15, "最多 200 MB")]
)
def test_too_much_is_refused_with_a_sentence(sizes: list[int], told: str) -> None:
    many = [upload.Incoming(f"{n}.csv", size, lambda: [b""]) for n, size in enumerate(sizes)]
    with pytest.raises(upload.NotReceived, match=told):
        upload.receive(many, upload=uuid4(), actor=LIU, year=YEAR, folder="", now=NOW)
    assert queries.open_uploads() == []


def test_a_full_disk_takes_nothing_and_says_so(monkeypatch: pytest.MonkeyPatch, home: Path) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("zhixing.store.intake.files.os.fsync", full)
        with pytest.raises(upload.NotReceived, match="磁盘写不下"):
            sent(LIU)
    assert queries.open_uploads() == []
    assert not list((home / "uploads").iterdir())
    wanted = sent(LIU, look=False)
    with monkeypatch.context() as patch:
        patch.setattr("zhixing.actions.sent_folder.files.keep_rows", full)
        with pytest.raises(TaskFailed, match="OSError"):
            look_through.run(str(wanted), now=NOW, today=TODAY)
    row = queries.upload(wanted)
    assert row is not None
    assert row.state == "failed"
    assert "腾出空间" in row.problem
    assert upload.try_again(wanted, actor=LIU, now=NOW)
    assert len(look(wanted).sheets) == 2


def test_a_reading_left_by_a_dead_worker_is_done_again_and_an_import_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    wanted = sent(LIU)
    expected = seen(wanted).facts
    assert upload.accept(wanted, actor=LIU, now=NOW)

    class Killed(BaseException):
        """As kill -9: nothing of ours runs any more."""

    def dies(*_: object) -> None:
        raise Killed

    monkeypatch.setattr("zhixing.actions.import_folder.CHUNK", 5)
    with monkeypatch.context() as patch:
        patch.setattr("zhixing.actions.take_in.api.progress", dies)
        with pytest.raises(Killed):
            take_in.run(str(wanted), now=NOW, today=TODAY)
    assert (state(wanted), 0 < ledger.fact_count() < expected) == ("entering", True)
    take_in.run(str(wanted), now=NOW, today=TODAY)
    assert (state(wanted), ledger.fact_count()) == ("done", expected)
    assert [one.number for one in ledger.batches()] == [1]
    facts.Batch.objects.update(state="done")
    models.Upload.objects.update(state="entering")
    take_in.run(str(wanted), now=NOW, today=TODAY)
    assert (state(wanted), len(ledger.batches())) == ("done", 1)


def test_two_officers_at_once_double_nothing() -> None:
    one, two = sent(LIU), sent(ZHOU, {**WORKBOOKS, "台账.csv": SESSIONS.encode()})
    alone = seen(one).facts
    for wanted, who in ((one, LIU), (two, ZHOU)):
        assert upload.accept(wanted, actor=who, now=NOW)

    def work(wanted: UUID) -> None:
        try:
            take_in.run(str(wanted), now=NOW, today=TODAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, (one, two)))
    assert (state(one), state(two), ledger.fact_count()) == ("done", "done", alone)
    assert list(ledger.breaks()) == []


def test_the_list_of_tasks_holds_ids_only() -> None:
    wanted = sent(LIU)
    upload.accept(wanted, actor=LIU, now=NOW)
    told = list(DBTaskResult.objects.values_list("args_kwargs", flat=True))
    assert told == [{"args": [str(wanted)], "kwargs": {}}] * 2


def test_work_that_stands_on_no_list_is_put_there_again() -> None:
    reading, waiting, settled = sent(LIU, look=False), sent(LIU), sent(LIU, {"台账.csv": SESSIONS.encode()})
    resolve.decide(waiting, place_of(seen(waiting), "王磊"), Ruling(), alike=False, actor=LIU, now=NOW)
    DBTaskResult.objects.all().delete()
    assert upload.pick_up() == 2
    assert upload.pick_up() == 0
    wanted = {one["args"][0] for one in DBTaskResult.objects.values_list("args_kwargs", flat=True)}
    assert wanted == {str(reading), str(waiting)}
    DBTaskResult.objects.all().delete()
    upload.accept(settled, actor=LIU, now=NOW)
    DBTaskResult.objects.all().update(status="FAILED")
    assert upload.pick_up() == 3
    (entering,) = DBTaskResult.objects.ready().filter(task_path__endswith="take_in")
    assert entering.args_kwargs["args"] == [str(settled)]


def test_given_up_the_files_are_gone() -> None:
    wanted = sent(LIU)
    assert upload.drop(wanted, actor=LIU, now=NOW)
    assert not files.folder_of(wanted).exists()
    assert not upload.drop(wanted, actor=LIU, now=NOW)
    assert not upload.accept(wanted, actor=LIU, now=NOW)


def test_uploads_are_tidied_away_when_their_term_is_over() -> None:
    done, left = sent(LIU), sent(LIU, {"花名册.csv": WORKBOOKS["花名册.csv"]})
    take(done)
    assert upload.tidy(now=NOW + dt.timedelta(days=29)) == 0
    assert upload.tidy(now=NOW + dt.timedelta(days=31)) == 1
    assert queries.upload(done) is None
    assert not files.folder_of(done).exists()
    assert state(left) == "waiting"
    assert upload.tidy(now=NOW + dt.timedelta(days=181)) == 1
