"""我的资料: what is held of packs about the one who asks: what he returned, parts that wait for the rest."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.utils import timezone

from zhixing.core.facts.holding import Arranged
from zhixing.core.packs.sheet import given_of
from zhixing.store.packs import queries

SEALED = "（答案和心得加密，点“打开”可看）"


def returned(person: UUID, *, opened: bool) -> Iterator[Arranged]:
    """Every return with its state; answers and words only where `opened`. Five queries at most."""
    rows = queries.returns_by(person)
    titles = queries.made_some([(one.pack, one.version) for one in rows])
    words = queries.words_by(person) if opened and rows else {}
    packs = queries.packs(titles) if words else {}
    for one in rows:
        place = (one.pack, one.version)
        title = titles[place].title if place in titles else "学习包"
        told = f"《{title}》，{one.state_words}"
        if one.word:
            told += f"，退回时写：{one.word}"
        held, pack = words.get(one.id), packs.get(place)
        if held is None or pack is None:
            told += SEALED
        else:
            known = {question.id: question for question in pack.questions}
            shown = (given_of(known[uid], answer) for uid, answer in held.answers if uid in known)
            answers = "，".join(each if isinstance(each, str) else "、".join(each) for each in shown)
            told += f"。答案：{answers or '没有'}。心得：{held.note or '没有'}"
        at = timezone.localtime(one.taken_at)
        yield Arranged("学习包回传", one.finished_on.year, told, at, sealed=True)
    for part in queries.parts_of(person):
        told = f"{part.total} 张二维码收到 {len(part.numbers)} 张，等其余的"
        yield Arranged("学习包回传的一部分", None, told, timezone.localtime(part.since), sealed=True)
