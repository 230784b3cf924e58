"""复习: a card a page, taken once, seen by nobody else; and a log that only its owner can wipe."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from dataclasses import replace
from uuid import UUID

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.core.memory.made import questions
from tests.web.banked import bank
from tests.web.conftest import Bureau

from zhixing.actions import memory
from zhixing.actions.actors import actor_of
from zhixing.actions.own_data import holding
from zhixing.actions.sync import take
from zhixing.core.memory.answer import CardAnswer, Rating
from zhixing.core.questions.question import Question
from zhixing.core.sync.envelope import Envelope, Outcome, Receipt, Verb
from zhixing.store.ledger.models import AuditLine, Fact
from zhixing.store.memory import api, queries
from zhixing.store.people.queries import Actor
from zhixing.store.questions import api as api_of_bank
from zhixing.web.memory.pages import minutes_words

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
TODAY = dt.date(2026, 3, 2)


def _actor(name: str) -> Actor:
    found = actor_of(User.objects.get(username=name).pk, today=TODAY)
    assert found is not None
    return found


def _person(name: str) -> UUID:
    found = _actor(name).person
    assert found is not None
    return found


def _answer(question: Question, rating: Rating = Rating.GOOD, at: dt.datetime = NOW) -> CardAnswer:
    return CardAnswer(uuid.uuid4(), question.id, question.version, rating, at)


@pytest.fixture
def asked(bureau: Bureau) -> tuple[Question, ...]:
    """Thirty questions in the bank."""
    return bank(30, now=NOW)


def test_an_answer_is_taken_once_and_other_content_is_a_conflict(asked: tuple[Question, ...]) -> None:
    person, one = _person("member"), _answer(asked[0])
    other = CardAnswer(one.uid, one.question, one.version, Rating.AGAIN, one.at)
    assert [done.outcome for done in memory.take_answers(person, [one, one], now=NOW)] == [
        Outcome.TAKEN,
        Outcome.KNOWN,
    ]
    again = memory.take_answers(person, [one], now=NOW + dt.timedelta(days=1), shift=dt.timedelta(hours=3))
    assert again[0].outcome is Outcome.KNOWN, "the clock's correction is no part of the content"
    (conflict,) = memory.take_answers(person, [other], now=NOW)
    assert conflict.outcome is Outcome.CONFLICT
    assert conflict.told
    assert [kept.rating for kept in queries.answers(person)] == [Rating.GOOD]


def test_anothers_id_is_a_conflict_that_tells_nothing(asked: tuple[Question, ...]) -> None:
    one = _answer(asked[0])
    memory.take_answers(_person("member"), [one], now=NOW)
    (told,) = memory.take_answers(_person("member_other"), [one], now=NOW)
    assert told.outcome is Outcome.CONFLICT
    assert queries.answers(_person("member_other")) == []


def test_an_unknown_question_is_refused_and_the_clock_does_not_run_ahead(asked: tuple[Question, ...]) -> None:
    person = _person("member")
    gone = CardAnswer(uuid.uuid4(), uuid.uuid4(), 1, Rating.GOOD, NOW)
    ahead = _answer(asked[1], at=NOW + dt.timedelta(days=400))
    told = memory.take_answers(person, [gone, ahead], now=NOW)
    assert [one.outcome for one in told] == [Outcome.REFUSED, Outcome.TAKEN]
    assert [one.at for one in queries.answers(person)] == [NOW]


def test_the_order_of_arrival_does_not_matter_for_the_deck(asked: tuple[Question, ...]) -> None:
    log = [
        _answer(asked[nth % 7], Rating(nth % 4 + 1), NOW - dt.timedelta(days=nth % 20, hours=nth))
        for nth in range(40)
    ]
    memory.take_answers(_person("member"), log, now=NOW)
    memory.take_answers(_person("member_other"), [_as_new(one) for one in reversed(log)], now=NOW)
    first = memory.deck(_person("member"), now=NOW)
    second = memory.deck(_person("member_other"), now=NOW)
    assert first.cards == second.cards
    assert first.today == second.today
    assert first.seconds + first.spent.seconds <= 300


def _as_new(one: CardAnswer) -> CardAnswer:
    return CardAnswer(UUID(int=one.uid.int ^ 1), one.question, one.version, one.rating, one.at)


def test_the_deck_never_exceeds_the_day_however_long_one_was_away(asked: tuple[Question, ...]) -> None:
    person = _person("member")
    for later in (0, 1, 2, 30, 200):
        now = NOW + dt.timedelta(days=later)
        deck = memory.deck(person, now=now)
        assert deck.seconds <= 300
        assert (deck.utc_minutes, deck.day) == (480, timezone.localdate(now))
        log = [_answer(card.question, Rating.GOOD, now) for card in deck.order]
        memory.take_answers(person, log, now=now)
        assert memory.deck(person, now=now).seconds + deck.seconds <= 300


def test_beginning_anew_wipes_all_and_old_phones_bring_nothing_back(asked: tuple[Question, ...]) -> None:
    person, old = _person("member"), _answer(asked[0])
    memory.take_answers(person, [old], now=NOW)
    assert memory.begin_anew(person, now=NOW + dt.timedelta(hours=1)) == 1
    late = _answer(asked[1], at=NOW)
    told = memory.take_answers(person, [old, late], now=NOW + dt.timedelta(hours=2))
    assert [one.outcome for one in told] == [Outcome.KNOWN, Outcome.KNOWN]
    assert queries.answers(person) == []
    new = _answer(asked[1], at=NOW + dt.timedelta(hours=3))
    assert memory.take_answers(person, [new], now=NOW + dt.timedelta(hours=3))[0].outcome is Outcome.TAKEN


def test_nothing_of_it_is_audited_or_on_the_ledger(asked: tuple[Question, ...]) -> None:
    facts, lines = Fact.objects.count(), AuditLine.objects.count()
    person = _person("member")
    memory.take_answers(person, [_answer(asked[0])], now=NOW)
    memory.choose(person, {"学时"}, paused=False, now=NOW)
    memory.begin_anew(person, now=NOW)
    assert (Fact.objects.count(), AuditLine.objects.count()) == (facts, lines)


def test_ones_own_copy_holds_it_and_leaving_deletes_it(asked: tuple[Question, ...]) -> None:
    actor, person = _actor("member"), _person("member")
    memory.take_answers(person, [_answer(asked[0], Rating.AGAIN)], now=NOW)
    memory.choose(person, {"学时"}, paused=True, now=NOW)
    found = holding(actor, opened=False, now=NOW, today=TODAY)
    assert found is not None
    words = {one.what: one.words for one in found.arranged}
    assert words["复习范围"] == "学时（已暂停）"
    assert words["复习记录"].endswith("没记住")
    api.forget_person(person)
    assert list(memory.held(person)) == []


def test_a_day_in_the_browser_without_script(bureau: Bureau, asked: tuple[Question, ...]) -> None:
    client, person = bureau.clients["member"], _person("member")
    seen = set()
    for _ in range(40):
        page = client.get("/mine/memory/").content.decode()
        if "今天的复习做完了" in page:
            break
        question = _hidden(page, "question")
        assert question not in seen, "not twice on one day"
        seen.add(question)
        assert "只有本人看得到" in page
        given = {"question": question, "version": "1", "chosen": ["0"], "text": "32"}
        answer = client.post("/mine/memory/check/", given).content.decode()
        assert "《条例》" in answer, "the answer stands with its article"
        told = {"question": question, "version": "1", "rating": "3"}
        told |= {name: _hidden(answer, name) for name in ("uid", "at")}
        for _ in range(2):
            after = client.post("/mine/memory/take/", told, follow=True).content.decode()
            assert memory.CHANGED_WORDS not in after, "sent twice is sent once"
    else:
        pytest.fail("the day never ended")
    assert len(queries.answers(person)) == len(seen) <= 10, "new cards a day"
    assert queries.answers(_person("member_other")) == []


def _hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found is not None, name
    return found[1]


def test_wrong_answers_stand_in_the_book_with_their_article(
    bureau: Bureau, asked: tuple[Question, ...]
) -> None:
    now = timezone.now()
    log = [
        _answer(asked[0], Rating.AGAIN, now - dt.timedelta(days=3)),
        _answer(asked[0], Rating.GOOD, now - dt.timedelta(days=1)),
        _answer(asked[1], Rating.AGAIN, now - dt.timedelta(days=2)),
        _answer(asked[2], Rating.AGAIN, now - dt.timedelta(days=90)),
    ]
    memory.take_answers(_person("member"), log, now=now)
    client = bureau.clients["member"]
    page = client.get("/mine/memory/wrong/").content.decode()
    assert "没答对的 2 题" in page
    assert "后来又答过" in page
    assert asked[2].stem not in page
    one = client.get("/mine/memory/wrong/", {"category": asked[1].category}).content.decode()
    assert "1 题，共 2 题" in one
    before = AuditLine.objects.count()
    for shown, query, stems in ((page, "", 2), (one, f"?category={asked[1].category}", 1)):
        assert 'href="/mine/memory/wrong/export/csv/' in shown
        file = client.get(f"/mine/memory/wrong/export/csv/{query}").content.decode("utf-8-sig")
        assert (len(file.splitlines()) - 1, asked[1].stem in file) == (stems, True)
    assert client.get("/mine/memory/wrong/export/xlsx/").status_code == 200
    told = " ".join(f"{line.target} {line.detail}" for line in AuditLine.objects.order_by("-position")[:3])
    assert AuditLine.objects.count() == before + 3
    assert not re.search(r"\d", told), "how much he got wrong is told to nobody"
    assert "错题本是空的" in bureau.clients["member_other"].get("/mine/memory/wrong/").content.decode()


def test_choosing_pausing_and_beginning_anew_by_hand(bureau: Bureau, asked: tuple[Question, ...]) -> None:
    client, person = bureau.clients["member"], _person("member")
    where = "/mine/memory/subjects/"
    assert "学时" in client.get(where).content.decode()
    client.post(where, {"subject": ["学时", "没有这个知识点"]})
    assert queries.choice(person).subjects == {"学时"}
    assert len(memory.deck(person, now=timezone.now()).cards) == 4
    client.post(where, {"subject": ["学时"], "paused": "1"})
    assert "复习已暂停" in client.get("/mine/memory/").content.decode()
    assert memory.deck(person, now=timezone.now()).cards == ()
    memory.take_answers(person, [_answer(asked[0])], now=timezone.now())
    assert "没有清空" in client.post("/mine/memory/anew/", follow=True).content.decode()
    assert len(queries.answers(person)) == 1
    assert "已清空 1 次" in client.post("/mine/memory/anew/", {"sure": "1"}, follow=True).content.decode()
    assert queries.answers(person) == []


def test_what_is_gone_or_garbled(bureau: Bureau, asked: tuple[Question, ...]) -> None:
    client = bureau.clients["member"]
    gone = {"question": str(uuid.uuid4()), "version": "1"}
    assert "刚刚停用" in client.post("/mine/memory/check/", gone, follow=True).content.decode()
    told = {**gone, "uid": str(uuid.uuid4()), "rating": "3", "at": timezone.now().isoformat()}
    assert "没有记入" in client.post("/mine/memory/take/", told, follow=True).content.decode()
    for wrong in (
        {},
        {**gone, "uid": "x", "rating": "3"},
        {**told, "rating": "9"},
        {**told, "at": "2026-03-02"},
        {**told, "at": "0001-01-01T00:00:00+14:00"},
        {**told, "at": "9999-12-31T23:59:59-14:00"},
        {**told, "version": "9" * 5000},
    ):
        assert client.post("/mine/memory/take/", wrong).status_code == 404
    real = {"question": str(asked[0].id), "version": "1"}
    huge = {**gone, "version": "9" * 30}
    assert "刚刚停用" in client.post("/mine/memory/check/", huge, follow=True).content.decode()
    assert "没有作答" in client.post("/mine/memory/check/", real).content.decode()
    odd = {**real, "chosen": ["9" * 5000, "-1", "x"]}
    assert client.post("/mine/memory/check/", odd).status_code == 200
    long_ago = {**told, **real, "at": "2020-01-01T00:00:00+08:00"}
    assert client.post("/mine/memory/take/", long_ago).status_code == 302


def test_an_anchor_item_is_told_to_nobody(bureau: Bureau) -> None:
    one = replace(questions(1, seed=5)[0], anchor=True)
    kept = api_of_bank.write_new(one, uid=uuid.uuid4(), hand=api_of_bank.Hand("题库样例", None, NOW))
    sent = {"question": str(kept.item), "version": "1", "chosen": ["0"]}
    page = bureau.clients["member"].post("/mine/memory/check/", sent, follow=True).content.decode()
    assert "刚刚停用" in page
    assert one.stem not in page


def test_an_empty_bank_says_what_to_do(bureau: Bureau) -> None:
    client = bureau.clients["member"]
    assert "还没有可复习的题" in client.get("/mine/memory/").content.decode()
    assert "题库里还没有题" in client.get("/mine/memory/subjects/").content.decode()


@pytest.mark.parametrize("where", ["/mine/memory/", "/mine/memory/wrong/", "/mine/memory/subjects/"])
def test_few_queries_whatever_the_size(bureau: Bureau, asked: tuple[Question, ...], where: str) -> None:
    now = timezone.now()
    log = [_answer(asked[nth % 30], Rating(nth % 4 + 1), now - dt.timedelta(hours=nth)) for nth in range(300)]
    memory.take_answers(_person("member"), log, now=now)
    client = bureau.clients["member"]
    client.get(where)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get(where).status_code == 200
    assert len(seen) <= 20


@pytest.mark.parametrize(("seconds", "words"), [(20, "不到 1 分钟"), (60, "约 1 分钟"), (290, "约 5 分钟")])
def test_minutes_in_words(seconds: int, words: str) -> None:
    assert minutes_words(seconds) == words


def test_a_phones_envelope_is_taken_with_its_clock_corrected(asked: tuple[Question, ...]) -> None:
    """A phone whose clock runs two hours behind; what came before is known, garbage is told and stays there."""
    actor, person = _actor("member"), _person("member")
    slow = NOW - dt.timedelta(hours=2)
    rows = [
        {
            "uid": str(uuid.uuid4()),
            "question": str(one.id),
            "version": 1,
            "rating": 3,
            "at": (slow - dt.timedelta(minutes=nth)).isoformat(),
        }
        for nth, one in enumerate(asked[:3])
    ]
    device = uuid.uuid4()

    def sent(body: object) -> Receipt:
        envelope = Envelope(uuid.uuid4(), Verb.REVIEW, json.dumps(body), device, 1, slow)
        (told,) = take((envelope,), by=actor, now=NOW, today=TODAY, device_now=slow)
        return told

    assert sent({"answers": rows}).outcome is Outcome.TAKEN
    assert sent({"answers": rows}).told == ""
    assert [one.at for one in queries.answers(person)] == [
        NOW - dt.timedelta(minutes=nth) for nth in (2, 1, 0)
    ]
    changed = sent({"answers": [{**rows[0], "rating": 1}]})
    assert (changed.outcome, changed.told) == (Outcome.TAKEN, memory.CHANGED_WORDS)
    assert sent({"answers": "x"}).outcome is Outcome.REFUSED
    assert len(queries.answers(person)) == 3
