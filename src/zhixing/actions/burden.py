"""Seeing that nothing burdens people: names that the running system has, things entered twice, entries by hand."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.utils import timezone

from zhixing.actions.actors import tree, whole_tree
from zhixing.core.burden import Proof, examine
from zhixing.core.facts.kinds import BODIES, SessionHeld
from zhixing.core.people.register import Register
from zhixing.store.ledger import handwork
from zhixing.store.people.queries import BRANCH, SECRETARY, SUPERIOR, Actor

MONTHS = 6
BUDGET_MINUTES = 30
"""What keeping the books by hand may cost a branch in a month."""
SECONDS: Mapping[str, int] = {"session_held": 60, "shift_roster": 4, "duty_exception": 4, "leave_span": 10}
"""Patterns, changes and leave are ticked for several people in one form."""
OTHERWISE = 20
"""Seconds that an entry of a kind is reckoned at, declared beforehand; nobody's time is taken."""


@dataclass(frozen=True, slots=True)
class Twins:
    """Sessions that look like one and the same: day, title, organiser, how many times."""

    day: dt.date | None
    title: str
    organiser: str
    times: int


@dataclass(frozen=True, slots=True)
class MonthRow:
    """A branch's month: entries by hand and what they are reckoned to have cost, in minutes (rounded up)."""

    branch: str
    month: dt.date
    entries: int
    minutes: int

    @property
    def over(self) -> bool:
        """Whether it is more than a branch should spend."""
        return self.minutes > BUDGET_MINUTES


def proofs(more: Mapping[str, Sequence[str]]) -> tuple[Proof, ...]:
    """Each switch that stays off, looked for in tables, facts and settings, and in `more` (routes, pages)."""
    return examine({**_names(), **more})


def twins() -> list[Twins]:
    """Sessions on the ledger that were entered more than once under different numbers."""
    found: dict[tuple[dt.date | None, str, str, str], set[UUID | None]] = defaultdict(set)
    for fact in handwork.sessions():
        if isinstance(fact.body, SessionHeld) and not fact.body.void:
            found[fact.day, fact.body.title, fact.body.organiser, fact.body.start].add(fact.about)
    twice = [
        Twins(day, title, organiser, len(abouts))
        for (day, title, organiser, _), abouts in found.items()
        if len(abouts) > 1
    ]
    return sorted(twice, key=lambda one: (one.day or dt.date.min, one.title), reverse=True)


def months(actor: Actor, *, today: dt.date) -> list[MonthRow]:
    """Entries by hand of the last months in the branches that the actor keeps or leads; counts only."""
    first = today.replace(day=1)
    for _ in range(MONTHS - 1):
        first = (first - dt.timedelta(days=1)).replace(day=1)
    since = timezone.make_aware(dt.datetime.combine(first, dt.time()))
    register = tree()
    everything = whole_tree(actor, SUPERIOR, SECRETARY)
    reach = actor.reach(BRANCH, SECRETARY, SUPERIOR)
    counts: Counter[tuple[UUID, dt.date]] = Counter()
    seconds: Counter[tuple[UUID, dt.date]] = Counter()
    for row in handwork.by_hand(since):
        if everything or row.chain in reach:
            counts[row.chain, row.month] += row.count
            seconds[row.chain, row.month] += row.count * SECONDS.get(row.kind, OTHERWISE)
    rows = [
        MonthRow(_name(register, chain), month, counts[chain, month], -(-seconds[chain, month] // 60))
        for chain, month in counts
    ]
    return sorted(rows, key=lambda row: (row.month, row.entries), reverse=True)


def _name(register: Register, chain: UUID) -> str:
    return register.name_of(chain) or "全局"


def _names() -> dict[str, list[str]]:
    columns = [
        f"{model._meta.db_table}.{field.column}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
    ]
    kinds = [kind.value for kind in BODIES]
    kinds += [
        f"{kind.value}.{field.name}"
        for kind, body in BODIES.items()
        for field in dataclasses.fields(body)  # type: ignore[arg-type]
    ]
    return {
        "库表字段": columns,
        "事实的字段": kinds,
        "设置": [name for name in dir(settings) if name.isupper()],
    }
