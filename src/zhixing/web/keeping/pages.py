"""What the register and the page of erasures show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from zhixing.actions import erasing, privacy_papers
from zhixing.actions.retention import Candidate, Due, candidates, register_now
from zhixing.actions.retention import due as due_now
from zhixing.store.keeping.queries import ASKED, ErasureRow
from zhixing.store.keeping.queries import erasures as all_erasures
from zhixing.store.people.queries import Actor
from zhixing.store.processing import Block, Entry, blocks
from zhixing.web.shared.downloads import Offer


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """The register, whole or filtered by a word."""

    groups: tuple[tuple[str, int, tuple[Block, ...]], ...]
    shown: int
    total: int
    asked: str
    offers: tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed: the name looked for, what is to be erased, ground and reason."""

    asked: str = ""
    subject: UUID | None = None
    fact: UUID | None = None
    ground: str = ""
    reason: str = ""

    @classmethod
    def sent(cls, values: Mapping[str, str]) -> Typed:
        """From a form."""
        return cls(
            values.get("q", ""),
            _uuid(values.get("subject", "")),
            _uuid(values.get("fact", "")),
            values.get("ground", ""),
            values.get("reason", ""),
        )


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposal; `name` while it is still on the ledger; `mine`: whoever looks proposed it himself."""

    row: ErasureRow
    name: str
    ground: str
    waits: bool
    mine: bool


@dataclass(frozen=True, slots=True)
class ErasuresPage:
    """Proposals, those who can be proposed, what is due."""

    proposals: tuple[Proposal, ...]
    waiting: int
    found: tuple[Candidate, ...]
    due: Due
    grounds: tuple[tuple[str, str], ...]
    typed: Typed
    problem: str
    proposes: bool
    quoting: int


def register_page(asked: str) -> RegisterPage:
    """The register; of it only lines that hold the word asked for."""
    every = privacy_papers.entries()
    word = asked.strip()
    shown = [one for one in every if not word or word in "".join(_texts(one))]
    groups = []
    for group in dict.fromkeys(one.group for one in shown):
        lines = [one for one in shown if one.group == group]
        groups.append((group, len(lines), tuple(blocks(lines))))
    offers = tuple(
        Offer(words, reverse("keeping:register_file", args=[ending]))
        for words, ending in (("处理清单（Word）", "docx"), ("处理清单（PDF）", "pdf"))
    )
    return RegisterPage(tuple(groups), len(shown), len(every), asked, offers)


def erasures_page(actor: Actor, typed: Typed, problem: str, *, today: dt.date) -> ErasuresPage:
    """The page; `typed` and `problem` when something could not be taken."""
    register = register_now()
    names = {person.id: person.name for person in register.people.values()}
    found = candidates(register, typed.asked, typed.subject, today=today)
    proposals = tuple(
        Proposal(
            row,
            names.get(row.subject, "") if row.subject else "",
            erasing.GROUNDS.get(row.ground, ""),
            row.state == ASKED,
            row.asker == actor.account,
        )
        for row in all_erasures()
    )
    return ErasuresPage(
        proposals=proposals,
        waiting=sum(one.waits for one in proposals),
        found=found,
        due=due_now(today=today, register=register),
        grounds=tuple(erasing.GROUNDS.items()),
        typed=typed,
        problem=problem,
        proposes=erasing.may_propose(actor),
        quoting=erasing.quoted({one.name for one in found if one.left}),
    )


def _texts(one: Entry) -> tuple[str, ...]:
    return (
        one.place,
        one.field,
        one.words,
        one.whose,
        one.purpose,
        one.basis,
        one.term,
        one.seen,
        one.source,
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
