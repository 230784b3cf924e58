"""A library and a bank to make packs of, a session somebody missed, and a pack for it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID, uuid4

from tests import cast
from tests.core.packs.packs_made import questions

from zhixing.actions import packs, recording
from zhixing.actions.recording import Ask
from zhixing.core.facts.kinds import Kind
from zhixing.core.figures.organ import OrganYear
from zhixing.core.library.article import Article, Sort
from zhixing.core.packs.codes import code_of
from zhixing.core.packs.pack import Pack
from zhixing.core.packs.sheet import Sheet
from zhixing.core.recording import study
from zhixing.store.content import api as content
from zhixing.store.ledger.models import Fact
from zhixing.store.packs import signing
from zhixing.store.questions import api as bank

NOW, TODAY = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC), dt.date(2026, 3, 2)
DAY = dt.date(2026, 2, 10)
BODY = "<h2>四项制度</h2><p>集体领导、民主集中、个别酝酿、会议决定。</p><ul><li>三会一课</li><li>主题党日</li></ul>"
NOTE = "值班时听了录音，回去要把支部的党小组会按月开起来，先补上二月的。"
ANSWERS = ("B", "AB", "A", ("民主集中制", "党小组"), ("结合养护站谈",))


def ask(name: str, uid: UUID | None = None) -> Ask:
    """What somebody of the cast asks on that day."""
    return Ask(cast.actor(name, today=TODAY), NOW, TODAY, uid or uuid4())


def article(
    title: str = "组织生活的四项制度",
    body: str = BODY,
    media: tuple[UUID, ...] = (),
    sort: Sort = Sort.ARTICLE,
    category: str = "",
) -> Article:
    """A published article."""
    made = Article(uuid4(), 1, sort, title, body, "机关党委办公室", "褚青", media=media, category=category)
    hand = content.Hand("褚青", None, NOW)
    content.create(made, uid=uuid4(), org=None, written=body, hand=hand)
    content.show(made.id, 1, now=NOW)
    return made


def banked() -> tuple[UUID, ...]:
    """One question of each form in the bank; their ids in its order."""
    hand = bank.Hand("题库样例", None, NOW)
    return tuple(
        bank.write_new(one, uid=UUID(int=0x900 + nth), hand=hand).item for nth, one in enumerate(questions())
    )


def people(year: OrganYear, branch: int) -> list[UUID]:
    """Members of a branch, in service."""
    return [
        one.id for one in year.members if one.branch_id == year.branches[branch].id and one.on_roll_at_end
    ]


def missed_session(
    year: OrganYear, away: list[UUID], *, branch: int = 0, title: str = "组织生活怎么过", by: str = "superior"
) -> UUID:
    """A session at which these were on duty."""
    roll = {one: "duty" if one in away else "present" for one in people(year, branch)}
    form = study.SessionForm(
        year.branches[branch].id, DAY, 90, ("党课",), title, "政治理论", roll=roll, ledgers="A"
    )
    recording.record_session(form, ask(by))
    held = Fact.objects.filter(kind=Kind.SESSION_HELD.value, day=DAY, body__contains=title)
    about = held.order_by("-seq").values_list("about", flat=True).first()
    assert about is not None
    return about


def handed_out(
    session: UUID | None,
    org: UUID | None,
    *,
    by: str = "superior",
    title: str = "组织生活怎么过",
    **more: object,
) -> Pack:
    """A pack of one article and five questions, for a session."""
    choice = packs.Choice(title, org, (article().id,), banked(), asks="结合岗位写一写", session=session)
    return packs.publish(replace(choice, **more), ask(by))  # type: ignore[arg-type]


def sheet(pack: Pack, person: UUID, name: str, **more: object) -> Sheet:
    """What the page of a pack makes of a member's answers."""
    code = code_of(signing.key(), pack.id, person)
    whole = Sheet(pack.id, pack.version, name, code, ANSWERS, NOTE, TODAY)
    return replace(whole, **more)  # type: ignore[arg-type]
