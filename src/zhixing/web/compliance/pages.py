"""What the check-up shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.urls import reverse

from zhixing.actions import burden, features, privacy_papers
from zhixing.actions.actors import whole_tree
from zhixing.actions.start import rulebooks
from zhixing.core.burden import BUDGETS, Budget, FormCost, asked_twice, form_costs
from zhixing.core.figures.figure import cite
from zhixing.store.people.queries import SECRETARY, SUPERIOR, Actor
from zhixing.web.shared.citing import CiteLink, cite_links
from zhixing.web.shared.downloads import Offer


@dataclass(frozen=True, slots=True)
class SwitchRow:
    """A forbidden function, how its absence was seen, what is done instead."""

    title: str
    absent: bool
    found: str
    instead: str


@dataclass(frozen=True, slots=True)
class CheckupPage:
    """The whole check-up."""

    switches: tuple[SwitchRow, ...]
    wrong: int
    looked: int
    looked_in: str
    cites: tuple[CiteLink, ...]
    twice: tuple[tuple[str, str], ...]
    twins: tuple[burden.Twins, ...]
    forms: tuple[FormCost, ...]
    most: int
    budgets: tuple[Budget, ...]
    months: tuple[burden.MonthRow, ...]
    entries: int
    papers: tuple[Offer, ...]
    limit: int
    features: tuple[tuple[str, features.Switched], ...]
    may_switch: bool
    wrong_basis: str = ""


def whole(actor: Actor) -> bool:
    """Whether the papers are for this actor: the organ's officer, the secretary of the committee."""
    return whole_tree(actor, SUPERIOR, SECRETARY)


def checkup_page(
    actor: Actor,
    names: Mapping[str, Sequence[str]],
    *,
    today: dt.date,
    wrong_basis: str = "",
) -> CheckupPage:
    """The check-up as of now; counts by hand for the branches that the actor keeps or leads.

    `features` come each with the uid of its form; `wrong_basis` says why one could not be switched just now.
    """
    proofs = burden.proofs(names)
    rows = tuple(
        SwitchRow(one.switch.title, one.absent, privacy_papers.absent_words(one), one.switch.instead)
        for one in proofs
    )
    rule = rulebooks().on("burden.forbidden", today)
    forms, months = form_costs(), tuple(burden.months(actor, today=today))
    return CheckupPage(
        switches=rows,
        wrong=sum(not row.absent for row in rows),
        looked=sum(one.looked for one in proofs[0].seen),
        looked_in="、".join(f" {one.looked} 个{one.place}" for one in proofs[0].seen),
        cites=cite_links(cite(rule)),
        twice=tuple((thing, "、".join(titles)) for thing, titles in asked_twice(forms).items()),
        twins=tuple(burden.twins()),
        forms=forms,
        most=max(len(one.needed) for one in forms),
        budgets=BUDGETS,
        months=months,
        entries=sum(row.entries for row in months),
        papers=_papers() if whole(actor) else (),
        limit=burden.BUDGET_MINUTES,
        features=tuple((str(uuid4()), one) for one in features.standing()),
        may_switch=features.can_switch(actor),
        wrong_basis=wrong_basis,
    )


def _papers() -> tuple[Offer, ...]:
    return tuple(
        Offer(f"{one.words}（{words}）", reverse("compliance:paper", args=[code, ending]))
        for code, one in privacy_papers.PAPERS.items()
        for words, ending in (("Word", "docx"), ("PDF", "pdf"))
    )
