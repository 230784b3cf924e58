"""Counting and striking signatures past their term, forgetting who left or reported; called by actions only.

Articles stay. An author's printed name stays with his work; only who edited, reviewed, put right or reported goes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, Model, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from zhixing.core.library.article import Stage
from zhixing.store.content.models import ArticleVersion, Entry, Erratum, Medium, ReviewStep, Slip

GONE = "（已按规定删除）"
"""What stands where a signature was."""
WROTE, REVIEWED, REPORTED, ANSWERED = "写稿", "审稿", "报告错误", "答复纠错"
_SIGNED: Mapping[type[Model], tuple[str, str]] = {
    Entry: ("editor", "account"),
    ArticleVersion: ("by", "account"),
    ReviewStep: ("by", "account"),
    Erratum: ("by", "account"),
    Medium: ("by", "account"),
}
"""By model: the columns of the name and of the account."""
_OF_ENTRY = {Entry: "pk__in", ArticleVersion: "entry__in", ReviewStep: "entry__in", Erratum: "entry__in"}


@dataclass(frozen=True, slots=True)
class Signed:
    """Something an account signed in the library: what it did, to which article (its title then), when."""

    what: str
    title: str
    words: str
    at: dt.datetime


def past(before: dt.date) -> int:
    """How many articles withdrawn before a day still bear signatures. One query."""
    return _withdrawn(before).exclude(editor=GONE).count()


def strike(before: dt.date) -> None:
    """Strikes the signatures of articles withdrawn before a day, and the words of their reviews."""
    entries: list[UUID] = list(_withdrawn(before).values_list("pk", flat=True))
    ReviewStep.objects.filter(entry__in=entries).update(words="")
    Slip.objects.filter(entry__in=entries).update(**_nobody())
    for model, key in _OF_ENTRY.items():
        _strike(model._default_manager.filter(**{key: entries}), model)


def forget_person(accounts: Collection[int]) -> None:
    """Strikes the signatures of one who left; the accounts are his."""
    for model in _SIGNED:
        _strike(model._default_manager.filter(account__in=list(accounts)), model)
    Slip.objects.filter(account__in=list(accounts)).update(by="", account=None)
    answered = Slip.objects.filter(answered_account__in=list(accounts))
    answered.update(answered_by=GONE, answered_account=None)


def forget_reporters(answered_before: dt.datetime) -> int:
    """Forgets who reported what was answered before a moment. How many reports."""
    told = Slip.objects.filter(answered_at__lt=answered_before).exclude(Q(by="") & Q(account=None))
    return told.update(by="", account=None)


def signed(account: int) -> list[Signed]:
    """Everything an account signed in the library, in order of time. One query."""
    last = Q(entry__versions__number=F("number"))
    title = "entry__versions__title"
    wrote = ArticleVersion.objects.filter(account=account)
    reviewed = ReviewStep.objects.filter(last, account=account).exclude(step=Stage.DRAFT)
    reported = Slip.objects.filter(last, account=account)
    answered = Slip.objects.filter(last, answered_account=account)
    first, *others = (
        _told(WROTE, wrote, "title", Cast("number", CharField()), "made_at"),
        _told(REVIEWED, reviewed, title, F("words"), "at"),
        _told(REPORTED, reported, title, F("quote"), "said_at"),
        _told(ANSWERED, answered, title, F("answer"), "answered_at"),
    )
    found = []
    for what, named, words, at in first.union(*others, all=True):
        found.append(Signed(what, named, f"第 {words} 版" if what == WROTE else words, at))
    return sorted(found, key=lambda one: (one.at, one.title))


def _told(
    what: str, rows: QuerySet[Any], title: str, words: Combinable, at: str
) -> QuerySet[Any, tuple[str, str, str, dt.datetime]]:
    """Rows of one kind in the shape they all share, for one query."""
    return rows.values_list(
        Value(what, CharField()), Cast(title, CharField()), Cast(words, CharField()), F(at)
    )


def _withdrawn(before: dt.date) -> QuerySet[Entry]:
    return Entry.objects.filter(stage=Stage.WITHDRAWN, withdrawn_on__lt=before)


def _strike(rows: QuerySet[Any], model: type[Model]) -> None:
    name, account = _SIGNED[model]
    rows.update(**{name: GONE, account: None})


def _nobody() -> dict[str, object]:
    return {"by": "", "account": None, "answered_by": GONE, "answered_account": None}
