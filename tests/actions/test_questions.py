"""Keeping the bank: who may, versions and their numbers, the second person, what is held about writers and for how long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from zhixing.actions import question_desk, question_files, retention
from zhixing.actions.changing import NotYours, Sheet
from zhixing.actions.question_desk import REVIEWERS, WRITERS
from zhixing.actions.questions import bank, question, questions, signed
from zhixing.core.questions.checks import QuestionError
from zhixing.core.questions.question import Cited, Form, Question
from zhixing.core.questions.taking import Turn, draft
from zhixing.store.ledger.models import AuditLine
from zhixing.store.people.queries import Actor, Hat
from zhixing.store.questions import forgetting, queries
from zhixing.store.questions.models import Check, Item, Retirement, Version

pytestmark = pytest.mark.django_db(transaction=True)

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)
ROLES = (
    "member",
    "branch",
    "secretary",
    "discipline",
    "publicity",
    "superior",
    "system",
    "security",
    "audit",
)
ONE = replace(
    draft(Form.SINGLE, "每年不少于多少学时？"),
    options=("24", "32"),
    right=frozenset({1}),
    cites=(Cited("中国共产党党员教育管理工作条例", "第二十条"),),
)


def actor(role: str, account: int = 1) -> Actor:
    """Somebody with one hat."""
    return Actor(account, f"u{account}", f"甲{account}", None, (Hat(role, None, frozenset()),))


def sheet(role: str = "publicity", account: int = 1, *, today: dt.date = TODAY) -> Sheet:
    """A form of theirs."""
    return Sheet(uuid4(), actor(role, account), NOW, today)


@pytest.fixture
def written() -> Question:
    """A question in the bank, by account 1."""
    made = question_desk.write(ONE, sheet())
    found = question(made.item, 1)
    assert found is not None
    return found


@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what(role: str) -> None:
    """The truth table: every role × every act, upon a question that another wrote."""
    item = question_desk.write(ONE, sheet(account=1)).item
    writes, reviews = role in WRITERS, role in REVIEWERS
    acts: dict[str, tuple[bool, Callable[[], object]]] = {
        "write": (writes, lambda: question_desk.write(replace(ONE, stem="另一道题是什么？"), sheet(role, 2))),
        "compare": (reviews, lambda: question_desk.compare(item, 1, "", sheet(role, 2))),
        "revise": (
            writes,
            lambda: question_desk.revise(item, replace(ONE, why="写明。"), "补充", sheet(role, 2), seen=1),
        ),
        "retire": (writes, lambda: question_desk.retire(item, 2 if writes else 1, "修订", sheet(role, 2))),
        "look": (writes, lambda: question_files.look_through(actor(role), "题.txt", b"1", today=TODAY)),
        "take": (writes, lambda: question_files.take_in([("第 1 题", ONE)], "题", sheet(role, 2))),
        "start": (writes, lambda: question_files.put_in_start(by=actor(role), now=NOW)),
        "history": (writes, lambda: question_desk.history(actor(role), item)),
    }
    for name, (allowed, act) in acts.items():
        if allowed:
            act()
        else:
            with pytest.raises(NotYours):
                act()
            assert not question_desk.everything(actor(role)) or writes, name


def test_numbers_count_on_and_every_version_stays(written: Question) -> None:
    assert (written.code, written.version) == ("T0001", 1)
    assert question_desk.write(replace(ONE, stem="另一道题是什么？"), sheet()).code == "T0002"
    changed = question_desk.revise(written.id, replace(ONE, why="第二十条。"), "补解析", sheet(), seen=1)
    assert (changed.code, changed.number) == ("T0001", 2)
    first, second = question(written.id, 1), question(written.id, 2)
    assert first is not None
    assert second is not None
    assert (first.why, second.why) == ("", "第二十条。")
    assert questions([(written.id, 1), (written.id, 2), (written.id, 9)]).keys() == {
        (written.id, 1),
        (written.id, 2),
    }
    assert [one.version for one in bank(today=TODAY) if one.id == written.id] == [2]
    assert question(uuid4(), 1) is None
    verbs = list(AuditLine.objects.order_by("position").values_list("verb", flat=True))
    assert verbs == ["新建题目", "新建题目", "修改题目"]


def test_a_form_sent_twice_writes_once(written: Question) -> None:
    said = sheet()
    for _ in range(2):
        question_desk.write(replace(ONE, stem="另一道题是什么？"), said)
    assert len(bank(today=TODAY)) == 2
    again = sheet()
    first = question_desk.revise(written.id, replace(ONE, why="写明。"), "补充", again, seen=1)
    second = question_desk.revise(written.id, replace(ONE, why="写明。"), "补充", again, seen=1)
    assert (first.number, second.number, second.new) == (2, 2, False)
    assert AuditLine.objects.filter(verb="修改题目").count() == 1


def test_two_versions_of_one_number_cannot_be(written: Question) -> None:
    row = Version.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.create(
            id=uuid4(), item=row.item, number=1, body=row.body, digest="", by="", account=None, made_at=NOW
        )


def test_what_was_not_seen_is_not_overwritten(written: Question) -> None:
    question_desk.revise(written.id, replace(ONE, why="写明。"), "补充", sheet(), seen=1)
    with pytest.raises(QuestionError, match="刚刚改过"):
        question_desk.revise(written.id, replace(ONE, why="别的。"), "也补充", sheet(account=2), seen=1)
    with pytest.raises(QuestionError, match="刚刚有了第 2 版"):
        question_desk.compare(written.id, 1, "", sheet("superior", 2))
    with pytest.raises(QuestionError, match="没有要改的"):
        question_desk.revise(written.id, replace(ONE, why="写明。"), "没改", sheet(), seen=2)
    with pytest.raises(QuestionError, match="为什么改"):
        question_desk.revise(written.id, replace(ONE, why="别的。"), " ", sheet(), seen=2)


def test_the_writer_does_not_confirm_his_own(written: Question) -> None:
    with pytest.raises(QuestionError, match="另一人"):
        question_desk.compare(written.id, 1, "", sheet("superior", 1))
    question_desk.compare(written.id, 1, "单行本", sheet("superior", 2))
    (row,) = queries.current()
    assert row.question.reviewed
    assert (row.question.checked_on, row.check_words) == (TODAY, "单行本")
    with pytest.raises(QuestionError, match="已经核对过"):
        question_desk.compare(written.id, 1, "", sheet("secretary", 3))
    question_desk.revise(written.id, replace(ONE, why="写明。"), "补充", sheet(), seen=1)
    assert not bank(today=TODAY)[0].reviewed, "a new version waits anew"


def test_retired_from_a_day_on(written: Question) -> None:
    day = TODAY + dt.timedelta(10)
    question_desk.retire(written.id, 1, "条文修订", sheet(), on=day)
    assert len(bank(today=TODAY)) == 1
    assert bank(today=day) == ()
    with pytest.raises(QuestionError, match="已经停用"):
        question_desk.retire(written.id, 1, "再停一次", sheet())
    assert question(written.id, 1) is not None, "what was asked stays to be read"
    question_desk.revise(written.id, ONE, "恢复使用", sheet(), seen=1)
    assert len(bank(today=day)) == 1
    assert AuditLine.objects.filter(verb="恢复题目").exists()


def test_taken_in_twice_nothing_is_doubled(written: Question) -> None:
    other = replace(ONE, stem="另一道题是什么？")
    changed = replace(ONE, why="补了解析。")
    rows = [("第 1 题", ONE), ("第 2 题", other), ("第 3 题", other)]
    taken = question_files.take_in(rows, "题.txt", sheet())
    assert (taken.new, taken.changed, taken.known) == (1, 0, 2)
    again = question_files.take_in([*rows, ("第 4 题", changed)], "题.txt", sheet())
    assert (again.new, again.changed) == (0, 1)
    assert len(bank(today=TODAY)) == 2
    assert queries.versions(written.id)[0].origin == "题.txt 第 4 题"
    with pytest.raises(QuestionError):
        question_files.take_in([("第 1 题", replace(ONE, right=frozenset()))], "题.txt", sheet())


def test_the_starting_bank_goes_in_once_and_comes_back_from_every_form_of_file() -> None:
    count = question_files.put_in_start(by=actor("superior"), now=NOW)
    assert count >= 120
    assert question_files.put_in_start(by=actor("superior"), now=NOW) == 0
    held = bank(today=TODAY)
    assert len(held) == count
    assert [one.code for one in held] == [f"T{n:04}" for n in range(1, count + 1)]
    for form in question_files.FORMS:
        made = question_files.export_questions(actor("superior"), held, form, now=NOW, told="")
        assert made is not None
        looked = question_files.look_through(actor("superior"), made.name, made.content, today=TODAY)
        assert looked.count(Turn.KNOWN) == count, (form, looked.refused)
    assert question_files.export_questions(actor("superior"), held, "pdf", now=NOW, told="") is None
    with pytest.raises(NotYours):
        question_files.export_questions(actor("member"), held, "xlsx", now=NOW, told="")


def test_what_is_held_of_a_writer_is_in_his_own_copy(written: Question) -> None:
    question_desk.retire(written.id, 1, "修订", sheet("superior", 2))
    assert [(one.what, one.words) for one in signed(1)] == [("写题", "T0001 第 1 版")]
    assert [(one.what, one.words) for one in signed(2)] == [("停用题目", "T0001 第 1 版")]
    assert list(signed(3)) == []


def test_who_left_is_forgotten_and_the_question_stays(written: Question) -> None:
    question_desk.compare(written.id, 1, "", sheet("superior", 2))
    forgetting.forget_person([1, 2])
    assert Version.objects.get().by == forgetting.GONE
    assert Version.objects.get().account is None
    assert Check.objects.get().by == forgetting.GONE
    (now,) = bank(today=TODAY)
    assert now.reviewed, "that somebody compared it stays"


def test_signatures_go_three_years_after_a_question_was_retired(written: Question) -> None:
    question_desk.retire(written.id, 1, "修订", sheet("superior", 2))
    last, first = dt.date(2029, 3, 2), dt.date(2029, 3, 3)
    assert retention.due(today=last).bank == 0
    due = retention.due(today=first)
    assert due.bank == 1
    assert not due.nothing
    forgetting.strike(due.bank_before)
    assert retention.due(today=first).bank == 0
    assert {Version.objects.get().by, Retirement.objects.get().by} == {forgetting.GONE}
    assert Item.objects.count() == 1


def test_a_question_in_use_keeps_its_signatures(written: Question) -> None:
    question_desk.retire(written.id, 1, "修订", sheet())
    question_desk.revise(written.id, ONE, "恢复使用", sheet(), seen=1)
    assert retention.due(today=dt.date(2040, 1, 1)).bank == 0
