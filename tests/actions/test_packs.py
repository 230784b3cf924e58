"""Packs in the store: composed, offered to whom they suit, taken back once each, confirmed by people."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from pytest_django import Settings
from tests import cast, kept, packed
from tests.core.memory.made import questions
from tests.packed import NOW, TODAY, ask

from zhixing.actions import pack_returns, pack_returns_read, packs, packs_compose
from zhixing.actions.makeups import owed
from zhixing.actions.packs import Why
from zhixing.actions.packs_own import returned as own_returns
from zhixing.actions.recording import NotYours
from zhixing.actions.roll import roll
from zhixing.core.facts.kinds import Kind
from zhixing.core.figures.organ import OrganYear
from zhixing.core.packs import parts
from zhixing.core.packs.pack import Pack
from zhixing.core.packs.sheet import returned_of, write_block, write_sheet
from zhixing.interop.packs.reading import Incoming
from zhixing.store.ledger.models import AuditLine, Fact
from zhixing.store.packs import forgetting, queries
from zhixing.store.packs.models import Return, Waiting
from zhixing.store.questions import api as bank

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(db: None, settings: Settings) -> OrganYear:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return kept.bureau(24)


def name_of(person: UUID) -> str:
    return roll().register.people[person].name


def makeups() -> int:
    return Fact.objects.filter(kind=Kind.MAKEUP.value, day=TODAY).count()


@pytest.fixture
def away(year: OrganYear) -> UUID:
    """The member of the cast, of the first branch."""
    person = cast.actor("member", today=TODAY).person
    assert person is not None
    return person


@pytest.fixture
def pack(year: OrganYear, away: UUID) -> Pack:
    return packed.handed_out(packed.missed_session(year, [away]), year.branches[0].id)


def test_a_pack_is_offered_to_whom_it_suits_and_to_nobody_else(
    year: OrganYear, away: UUID, pack: Pack
) -> None:
    (offer,) = packs.offers(away, TODAY)
    assert (offer.why, offer.row.pack, offer.row.version) == (Why.MAKEUP, pack.id, pack.version)
    assert offer.owed is not None
    assert offer.row.size > pack.size
    present = next(one for one in packed.people(year, 0) if one != away)
    assert packs.offers(present, TODAY) == ()
    theirs = cast.actor("member_other", today=TODAY).person
    assert theirs is not None
    assert packs.offers(theirs, TODAY) == ()
    packed.handed_out(None, None, title="本局学什么", lesson=uuid4())
    assert [one.why for one in packs.offers(theirs, TODAY)] == [Why.LESSON]
    assert packs.pack(pack.id, pack.version) == pack


def test_the_same_pack_is_one_version_and_a_change_takes_its_place(year: OrganYear, pack: Pack) -> None:
    choice = packs.Choice(
        pack.title,
        pack.org,
        tuple(one.id for one in pack.texts),
        tuple(one.id for one in pack.questions),
        asks=pack.asks,
        session=pack.session,
    )
    assert packs.publish(choice, ask("branch")).version == pack.version
    assert len(queries.made()) == 1
    other = packs.publish(replace(choice, asks=""), ask("branch"))
    assert (other.id, other.version != pack.version) == (pack.id, True)
    assert [row.version for row in queries.offered()] == [other.version]
    packs.withdraw(pack.id, ask("branch"))
    assert queries.offered() == []
    assert packs.pack(pack.id, pack.version) is not None
    with pytest.raises(NotYours):
        packs.publish(choice, ask("branch_other"))
    with pytest.raises(NotYours):
        packs.withdraw(pack.id, ask("branch_other"))
    for wrong in ({"title": ""}, {"texts": ()}, {"texts": (uuid4(),)}, {"questions": (uuid4(),)}):
        with pytest.raises(packs.NotPacked, match="请"):
            packs.publish(replace(choice, **wrong), ask("branch"))


def test_a_return_is_taken_once_and_confirmed_by_another(year: OrganYear, away: UUID, pack: Pack) -> None:
    sheet = packed.sheet(pack, away, name_of(away))
    mine = ask("member")
    took = pack_returns.take_return(returned_of(sheet, pack, away), mine)
    assert took.new
    assert took.told == "已收到《组织生活怎么过》的回传，等支部确认补学"
    again = pack_returns.take_return(returned_of(sheet, pack, away), mine)
    other_way = pack_returns.take_return(returned_of(sheet, pack, away), ask("member"))
    assert (again.new, other_way.new, other_way.uid) == (False, False, took.uid)
    changed = returned_of(replace(sheet, note=packed.NOTE * 2), pack, away)
    for attempt in (mine, ask("member")):
        with pytest.raises(pack_returns.NotTaken, match="内容与现在的不同"):
            pack_returns.take_return(changed, attempt)
    assert makeups() == 0
    assert pack.session in {one.session for one in owed(away, TODAY)}
    (due,) = pack_returns.due_returns(ask("branch").by, TODAY)
    assert (due.count, due.org) == (1, year.branches[0].id)
    assert not list(pack_returns.due_returns(ask("branch_other").by, TODAY))
    (done,) = pack_returns.confirm([took.uid], ask("branch"))
    assert (done.done, makeups()) == (True, 1)
    assert pack_returns.confirm([took.uid], ask("branch")) == ()
    assert pack.session not in {one.session for one in owed(away, TODAY)}
    fact = Fact.objects.get(kind=Kind.MAKEUP.value, day=TODAY)
    assert (fact.subject, fact.about, '"delivered"' in fact.body) == (away, pack.session, True)


def test_who_may_not_bring_confirm_or_read(year: OrganYear, away: UUID, pack: Pack) -> None:
    returned = returned_of(packed.sheet(pack, away, name_of(away)), pack, away)
    for stranger in ("member_other", "branch_other", "publicity"):
        with pytest.raises(NotYours):
            pack_returns.take_return(returned, ask(stranger))
    took = pack_returns.take_return(returned, ask("branch"), way=pack_returns.PAPER)
    assert pack_returns.confirm([took.uid], ask("branch_other")) == ()
    assert pack_returns.opened(took.uid, ask("branch_other").by, now=NOW) is None
    assert pack_returns.opened(took.uid, ask("member_other").by, now=NOW) is None
    before = AuditLine.objects.filter(subject=away, verb="查看").count()
    seen = pack_returns.opened(took.uid, ask("secretary").by, now=NOW)
    assert seen is not None
    assert seen[2].note == packed.NOTE
    assert AuditLine.objects.filter(subject=away, verb="查看").count() == before + 1
    assert pack_returns.opened(took.uid, ask("member").by, now=NOW) is not None
    assert AuditLine.objects.filter(subject=away, verb="查看").count() == before + 1


def test_what_lacks_is_not_confirmed_but_sent_back_and_comes_again(
    year: OrganYear, away: UUID, pack: Pack
) -> None:
    short = packed.sheet(pack, away, name_of(away), note="好", answers=("B",))
    took = pack_returns.take_return(returned_of(short, pack, away), ask("member"))
    assert "还差：第 2、3、4、5 题还没有作答" in took.told
    (held,) = pack_returns.confirm([took.uid], ask("branch"))
    assert (held.done, makeups()) == (False, 0)
    with pytest.raises(pack_returns.NotTaken):
        pack_returns.send_back(took.uid, " ", ask("branch"))
    with pytest.raises(NotYours):
        pack_returns.send_back(took.uid, "补一补", ask("branch_other"))
    pack_returns.send_back(took.uid, "请把题答完", ask("branch"))
    whole = returned_of(packed.sheet(pack, away, name_of(away)), pack, away)
    assert pack_returns.take_return(whole, ask("member")).new
    assert [one.state for one in queries.returns_by(away)].count("back") == 1


def test_files_texts_and_codes_are_looked_at_and_then_accepted(
    year: OrganYear, away: UUID, pack: Pack
) -> None:
    theirs = packed.people(year, 1)[0]
    good = write_sheet(packed.sheet(pack, away, name_of(away))).encode()
    forged = write_sheet(packed.sheet(pack, theirs, name_of(away))).encode()
    wrong = write_sheet(packed.sheet(pack, away, name_of(away), code="00000000")).encode()
    pasted = write_block(write_sheet(packed.sheet(pack, theirs, name_of(theirs))))
    files = [
        Incoming("好.json", good),
        Incoming("冒名.json", forged),
        Incoming("错码.json", wrong),
        Incoming("坏.json", b"{"),
    ]
    officer = ask("branch")
    preview = pack_returns_read.look(files, pasted, actor=officer.by, today=TODAY)
    assert [line.good for line in preview.lines] == [True, False, False, True]
    assert [one.name for one in preview.refused] == ["坏.json"]
    assert Return.objects.count() == 0
    accepted = pack_returns_read.accept(preview.carried, officer)
    assert [line.good for line in accepted.lines] == [True, False, False, True]
    assert {(row.person, row.org) for row in Return.objects.all()} == {
        (away, year.branches[0].id),
        (theirs, year.branches[1].id),
    }
    assert [row.person for row in pack_returns.waiting(officer.by)] == [away]
    assert [row.person for row in pack_returns.waiting(ask("branch_other").by)] == [theirs]
    twice = pack_returns_read.accept(preview.carried, officer)
    assert not any(line.good for line in twice.lines)
    for carried in (preview.carried[:-3], "", "x:y:z"):
        with pytest.raises(pack_returns.NotTaken, match="重新上传"):
            pack_returns_read.accept(carried, officer)
    with pytest.raises(pack_returns.NotTaken):
        pack_returns_read.accept(preview.carried, ask("superior"))
    with pytest.raises(NotYours):
        pack_returns_read.look([], pasted, actor=ask("member").by, today=TODAY)


def pictures(pieces: list[parts.Piece]) -> list[Incoming]:
    import segno

    made = []
    for one in pieces:
        out = io.BytesIO()
        segno.make(one.sign, error="m").save(out, kind="png", scale=6, border=4)
        made.append(Incoming(f"{one.number}.png", out.getvalue()))
    return made


def test_a_missing_part_is_named_and_what_came_waits_for_it(year: OrganYear, away: UUID, pack: Pack) -> None:
    sheet = packed.sheet(pack, away, name_of(away), note=packed.NOTE * 10)
    pieces = list(parts.split(write_sheet(sheet), sheet.code))
    assert len(pieces) > 3
    officer = ask("branch")
    first = pack_returns_read.look(pictures(pieces[:2] + pieces[3:]), "", actor=officer.by, today=TODAY)
    assert [line.name for line in first.partial] == [name_of(away)]
    assert first.partial[0].told.startswith(f"缺第 3 张，共 {len(pieces)} 张")
    pack_returns_read.accept(first.carried, officer)
    assert [one.missing for one in queries.waiting_parts([year.branches[0].id])] == [(3,)]
    assert packed.NOTE[:6] not in "".join(Waiting.objects.values_list("text", flat=True))
    rest = pack_returns_read.look(pictures(pieces[2:3]), "", actor=ask("superior").by, today=TODAY)
    (line,) = rest.lines
    assert line.good
    pack_returns_read.accept(rest.carried, ask("superior"))
    assert not Waiting.objects.exists()
    assert Return.objects.get().way == "codes"


def test_one_has_a_copy_of_what_was_kept_and_its_term_acts(year: OrganYear, away: UUID, pack: Pack) -> None:
    pack_returns.take_return(returned_of(packed.sheet(pack, away, name_of(away)), pack, away), ask("member"))
    assert packed.NOTE not in "".join(Return.objects.values_list("body", flat=True))
    (closed,) = own_returns(away, opened=False)
    assert packed.NOTE not in closed.words
    (opened,) = own_returns(away, opened=True)
    assert packed.NOTE in opened.words
    later = NOW + dt.timedelta(days=400)
    assert forgetting.past(NOW, NOW) == 0
    assert forgetting.past(NOW, later) == 1
    forgetting.purge(NOW, later)
    assert not Return.objects.exists()
    forgetting.forget_person(away, [])


def test_no_more_queries_for_more_packs(
    year: OrganYear, away: UUID, django_assert_max_num_queries: object
) -> None:
    for nth in range(6):
        packed.handed_out(None, None, title=f"第 {nth} 包", lesson=uuid4(), questions=())
    roll()
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        assert len(packs.offers(away, TODAY)) == 6


def test_anchor_items_go_into_no_pack(year: OrganYear) -> None:
    """Their answers are to be learnt by nobody: what compares two tests is not handed out beforehand."""
    hand = bank.Hand("题库样例", None, NOW)
    made = [
        bank.write_new(replace(one, anchor=nth == 0), uid=uuid4(), hand=hand).item
        for nth, one in enumerate(questions(2, seed=11))
    ]
    actor = cast.actor("superior", today=TODAY)
    offered = {one.id for one in packs_compose.catalogue(actor, today=TODAY).questions}
    assert made[0] not in offered
    assert made[1] in offered
    by_number = packs.Choice("事先看看", None, (packed.article().id,), tuple(made), lesson=uuid4())
    with pytest.raises(packs.NotPacked, match="锚题"):
        packs.publish(by_number, ask("superior"))


def test_nobody_takes_over_the_pack_of_another_branch(year: OrganYear, away: UUID, pack: Pack) -> None:
    """A new version takes the place of those before it: only who keeps them may make it, and for the same people."""
    theirs = year.branches[1].id
    taken = packs.Choice("换了", theirs, (packed.article().id,), pack=pack.id)
    for form in (taken, replace(taken, pack=None)):
        with pytest.raises(NotYours):
            packs.publish(form, ask("branch_other", uid=pack.id))
    with pytest.raises(packs.NotPacked, match="改回原来的"):
        packs.publish(taken, ask("superior"))
    assert packs_compose.for_pack(pack.id, cast.actor("branch_other", today=TODAY)) is None
    assert packs_compose.for_pack(pack.id, cast.actor("branch", today=TODAY)) is not None
    assert [one.row.pack for one in packs.offers(away, TODAY)] == [pack.id]
