"""The ledger: what goes in comes out, nothing goes in twice, nothing can be changed afterwards."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from tests import ledgers

from zhixing.core.facts.record import Draft, FactError, effective
from zhixing.store.ledger import api, guards, models, queries, sealing

pytestmark = pytest.mark.django_db


def test_facts_come_out_as_they_went_in() -> None:
    made = ledgers.drafts()
    ledgers.enter(made)
    found = queries.facts()
    assert [fact.body for fact in found] == [draft.body for draft in made]
    assert [(f.chain, f.subject, f.about, f.day) for f in found] == [
        (d.chain, d.subject, d.about, d.day) for d in made
    ]
    assert {fact.received_at for fact in found} == {ledgers.NOW}
    assert {fact.by for fact in found} == {"刘英"}
    assert found[0].source.words == "台账.xlsx 第 7 行"


def test_every_chain_counts_its_links_from_one() -> None:
    ledgers.enter(ledgers.drafts())
    for head in queries.heads():
        positions = models.Fact.objects.filter(chain=head.chain).order_by("position")
        assert list(positions.values_list("position", flat=True)) == list(range(1, head.length + 1))
    assert list(queries.breaks()) == []


def test_the_same_again_brings_nothing() -> None:
    made = ledgers.drafts()
    ledgers.enter(made)
    assert ledgers.enter(made) == []
    assert queries.fact_count() == len(made)


def test_stated_again_after_a_reversal_it_is_a_new_fact() -> None:
    made = ledgers.drafts()
    ledgers.enter(made)
    target = next(fact for fact in queries.facts() if fact.kind == "attendance")
    api.Pen().reverse([target], ledgers.STAMP, reason="记错人", second="李明")
    assert queries.is_reversed(target.uid)
    again = [draft for draft in made if draft.key == target.key]
    (new,) = ledgers.enter(again)
    assert new.uid != target.uid
    assert ledgers.enter(again) == []
    assert len([fact for fact in effective(queries.facts()) if fact.key == target.key]) == 1


def test_a_uid_made_by_the_client_is_answered_once() -> None:
    made = ledgers.drafts()[0]
    named = replace(made, uid=UUID(int=42))
    assert [row.uid for row in ledgers.enter([named])] == [UUID(int=42)]
    assert ledgers.enter([named]) == []
    with pytest.raises(FactError, match="内容不同"):
        ledgers.enter([replace(named, day=ledgers.DAY)])
    assert queries.fact_count() == 1


def test_three_times_stand_on_a_fact() -> None:
    claimed, corrected = ledgers.NOW - dt.timedelta(days=3), ledgers.NOW - dt.timedelta(hours=2)
    ledgers.enter(ledgers.drafts()[:1], replace(ledgers.STAMP, claimed=claimed, corrected=corrected))
    (fact,) = queries.facts()
    assert (fact.claimed_at, fact.corrected_at, fact.received_at) == (claimed, corrected, ledgers.NOW)


def test_a_reversal_keeps_both_with_reason_and_second_person() -> None:
    ledgers.enter(ledgers.drafts())
    target = queries.facts()[-1]
    api.Pen().reverse([target], ledgers.STAMP, reason="登记有误", second="李明")
    last = queries.facts()[-1]
    assert (last.reverses, last.reason, last.second) == (target.uid, "登记有误", "李明")
    assert queries.fact(target.uid) == target
    assert target.uid not in {fact.uid for fact in effective(queries.facts())}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_fact SET row = row + 1",
        "UPDATE ledger_fact SET body = '{}' WHERE seq = 3",
        "DELETE FROM ledger_fact WHERE seq = 3",
        "DELETE FROM ledger_fact",
        "UPDATE ledger_auditline SET verb = 'x'",
        "DELETE FROM ledger_auditline",
    ],
)
def test_what_is_written_cannot_be_changed(statement: str) -> None:
    ledgers.enter(ledgers.drafts())
    api.audit(api.Stamp("刘英", timezone.now()), "试", "试")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(queries.breaks()) == []


def test_audit_lines_older_than_the_law_asks_may_be_purged() -> None:
    api.audit(api.Stamp("刘英", timezone.now() - dt.timedelta(days=guards.AUDIT_DAYS + 1)), "试", "试")
    assert models.AuditLine.objects.all().delete()[0] == 1


def test_replacing_a_row_does_not_pass_the_guards() -> None:
    if connection.vendor != "sqlite":
        statement = "INSERT INTO ledger_fact SELECT * FROM ledger_fact WHERE seq = 3 ON CONFLICT (seq) DO UPDATE SET row = 9"
    else:
        statement = "INSERT OR REPLACE INTO ledger_fact SELECT * FROM ledger_fact WHERE seq = 3"
    ledgers.enter(ledgers.drafts())
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_all_guards_are_there_and_a_missing_one_is_named() -> None:
    assert guards.missing(connection) == []


def test_confidential_words_lie_sealed() -> None:
    ledgers.enter(ledgers.drafts())
    stored = " ".join(models.Private.objects.values_list("payload", flat=True))
    assert "就医" not in stored
    assert "诫勉" not in stored
    opened = [words.get("text") or words.get("category") for words in queries.words(sealed=True).values()]
    assert {"就医帮助", "诫勉"} <= set(opened)
    assert not any("就医" in str(words) for words in queries.words().values())


def test_a_sealed_text_cannot_be_moved_to_another_record() -> None:
    sealed = sealing.seal("就医帮助", "a")
    assert sealing.unseal(sealed, "a") == "就医帮助"
    with pytest.raises(sealing.SealError):
        sealing.unseal(sealed, "b")


def test_erasing_words_does_not_break_the_chain_when_the_audit_says_so() -> None:
    ledgers.enter(ledgers.drafts())
    erased = list(models.Private.objects.values_list("fact", flat=True))
    models.Private.objects.all().delete()
    found = list(queries.breaks())
    assert len(found) == len(erased)
    assert {one.sentence for one in found} == {"这条事实的姓名等文字不见了,操作记录里没有删除它的那一行"}
    for uid in erased:
        api.audit(ledgers.STAMP, "删除文字", str(uid), "转出满 5 年")
    assert list(queries.breaks()) == []


def test_no_name_stands_in_the_chained_body() -> None:
    made = ledgers.drafts()
    ledgers.enter(made)
    bodies = " ".join(models.Fact.objects.values_list("body", flat=True))
    names = [draft.private["name"] for draft in made if draft.private and "name" in draft.private]
    assert names
    assert not [name for name in names if name in bodies]


def test_a_chain_of_sm3_is_as_whole_as_one_of_sha256() -> None:
    # GB/T 32905-2016, appendix A.1: the digest of "abc".
    assert sealing.sm3(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    models.Installation.objects.create(id=1, id_key="ab" * 32, digest="sm3")
    ledgers.enter(ledgers.drafts())
    assert list(queries.breaks()) == []
    assert {len(row.hash) for row in models.Fact.objects.all()} == {64}


def test_a_draft_carries_the_same_key_as_its_fact() -> None:
    made = ledgers.drafts()
    ledgers.enter(made)
    assert [fact.key for fact in queries.facts()] == [draft.key for draft in made]
    contents, drafts = queries.known_contents()
    assert {draft.key: (draft.content,) for draft in made} == contents
    assert all(isinstance(draft, Draft) for draft in drafts.values())
