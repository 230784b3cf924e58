"""What of one's own data stands beside the facts, by aspect: dates arranged, tests, packs, library, review, phones.

Each aspect is a page of its own, so that no page asks more of the database the more kinds of things there are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from django.db import transaction

from zhixing.actions.courses import held as in_courses
from zhixing.actions.library_own import signed as signed_in_library
from zhixing.actions.memory import held as reviewed
from zhixing.actions.notes import held as in_notes
from zhixing.actions.outboxes import held as sent_from_phones
from zhixing.actions.own_plans import arranged
from zhixing.actions.packs_own import returned
from zhixing.actions.papers_own import arranged as tested
from zhixing.actions.questions import signed
from zhixing.actions.reading import note_opening
from zhixing.core.facts.holding import Arranged
from zhixing.store.people.queries import Actor


@dataclass(frozen=True, slots=True)
class Own:
    """Whose things are gathered: the person and his account; `opened`: sealed words too."""

    person: UUID
    account: int
    opened: bool


@dataclass(frozen=True, slots=True)
class Aspect:
    """A kind of things kept beside the facts: its title, what is in it, whether words in it are sealed."""

    title: str
    told: str
    gather: Callable[[Own], Iterable[Arranged]]
    sealed: bool = False


ASPECTS: Mapping[str, Aspect] = {
    "dates": Aspect(
        "学习安排",
        "座次、调换、告知和日程订阅",
        lambda own: arranged(own.person, own.account, opened=own.opened),
        sealed=True,
    ),
    "tests": Aspect(
        "测验和题库",
        "答卷、没交的测验，写过和核对过的题",
        lambda own: chain(tested(own.person), signed(own.account)),
    ),
    "packs": Aspect(
        "学习包回传",
        "交回来的答案和心得",
        lambda own: returned(own.person, opened=own.opened),
        sealed=True,
    ),
    "library": Aspect(
        "文库和课件",
        "写过、审过的文章，报过的错，课件看到哪里",
        lambda own: chain(signed_in_library(own.account), in_courses(own.person)),
    ),
    "review": Aspect(
        "复习和笔记",
        "复习范围和记录，交过的笔记",
        lambda own: chain(reviewed(own.person), in_notes(own.person)),
    ),
    "phones": Aspect("断网登记", "手机送来的每一类各几条", lambda own: sent_from_phones(own.account)),
}
"""By the word in its page's address, in the order in which they are listed."""


def everything(own: Own) -> tuple[Arranged, ...]:
    """All aspects, for the copy of everything."""
    return tuple(chain.from_iterable(one.gather(own) for one in ASPECTS.values()))


def aspect_of(actor: Actor, word: str, *, opened: bool, now: dt.datetime) -> tuple[Arranged, ...] | None:
    """One aspect; None for a word that is none and for accounts without a person. Opening is noted."""
    aspect = ASPECTS.get(word)
    if aspect is None or actor.person is None:
        return None
    with transaction.atomic():
        if opened and aspect.sealed:
            note_opening(actor, subject=actor.person, what=f"本人资料中加密的{aspect.title}", now=now)
        return tuple(aspect.gather(Own(actor.person, actor.account, opened)))
