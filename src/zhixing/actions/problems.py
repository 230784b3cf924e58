"""The register of prominent problems: what somebody may see of it, and what is entered in it.

Read by whoever reads the books of an organisation that answers for a problem or in which it occurs (and by the
publicity officer); changed by those who keep these books. Of the whole organ's problems the superior keeps the books.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from zhixing.actions.changing import NotYours, Sheet, change
from zhixing.actions.corrections import propose_late
from zhixing.actions.dossier import READERS
from zhixing.actions.record import Entered, nth_uid
from zhixing.actions.recording import BOOKKEEPERS, desk, keeps
from zhixing.actions.roll import roll
from zhixing.core.facts.kinds import Kind
from zhixing.core.facts.record import Draft
from zhixing.core.people.register import Register
from zhixing.core.problems.register import Problem, fold_problems, register_of
from zhixing.core.recording.problems import Change, Places, Shown, changed, merged, placed, shown, stepped
from zhixing.store.ledger import things
from zhixing.store.ledger.steady import once
from zhixing.store.people.queries import PUBLICITY, Actor

KINDS = (
    Kind.PROBLEM_SET,
    Kind.PROBLEM_STATE,
    Kind.PROBLEM_PLACE,
    Kind.PROBLEM_EVIDENCE,
    Kind.PROBLEM_MERGED,
)
"""What the register is folded from."""
PROBLEM_READERS = (*READERS, PUBLICITY)
"""Hats that read the register of what they cover."""
NOBODY = UUID(int=0)


@once
def all_problems() -> Mapping[UUID, Problem]:
    """Every problem on the ledger by its id, merged doubles included. One query."""
    root = roll().register.root
    return fold_problems(things.of_kinds(*KINDS), root=root.id if root else NOBODY)


def open_problems(year: int, *, today: dt.date) -> tuple[Problem, ...]:
    """What a year's plan has to answer: not closed and no double; carried over first, then by weight, day, number.

    Of a year that has not come yet the problems carried over are those not closed by `today`.
    """
    del today  # No fact lies in the future: what stands on the ledger is how things stand today.
    return tuple(one for one in register_of(all_problems().values(), year) if not one.closed)


def places_of(problem: Problem, register: Register) -> frozenset[UUID]:
    """The organisations a problem is about: its owner, where it occurs, those whose stations it occurs at."""
    stations = [register.stations.get(one) for one in problem.stations]
    return problem.places | {one.org for one in stations if one is not None}


def may_see(actor: Actor, problem: Problem) -> bool:
    """Whether it is about anything of which the actor reads the books."""
    return bool(places_of(problem, roll().register) & actor.reach(*PROBLEM_READERS))


def may_change(actor: Actor, problem: Problem) -> bool:
    """Whether it is about anything of which the actor keeps the books."""
    return bool(places_of(problem, roll().register) & actor.reach(*BOOKKEEPERS))


def seen(actor: Actor, year: int) -> tuple[Problem, ...]:
    """The register of a year as far as an actor may see it."""
    return tuple(one for one in register_of(all_problems().values(), year) if may_see(actor, one))


def register_years(today: dt.date) -> tuple[int, ...]:
    """The years that have a register, the latest first: those of problems, the running one, and the one to be planned."""
    years = {one.year for one in all_problems().values()} | {today.year, today.year + 1}
    return tuple(sorted(years, reverse=True))


def held(actor: Actor, problem: UUID) -> Problem:
    """A problem that the actor may change. Raises NotYours."""
    found = all_problems().get(problem)
    if found is None or not may_change(actor, found):
        raise NotYours
    return found


def change_problem(problem: UUID, form: Change, sheet: Sheet, *, late: str = "") -> Entered | UUID:
    """Describes a problem anew; what it said before stays in its history.

    Of a frozen year that is a matter for two: with `late` (the reason) it waits for the second person, and the
    proposal's id comes back. Raises NotYours, Refused, FactError, YearFrozen.
    """

    def build() -> Sequence[Draft]:
        one, at = held(sheet.by, problem), desk(sheet.today)
        draft = changed(one, form, at)
        if form.org != one.owner and not keeps(sheet.by, form.org, at.register):
            raise NotYours
        return (draft,)

    if late:
        drafts = [replace(one, uid=nth_uid(sheet.uid, n)) for n, one in enumerate(build())]
        return propose_late(
            drafts, reason=late, form=sheet.uid, by=sheet.by, now=sheet.now, today=sheet.today
        )
    return _enter(problem, sheet, build, "修改突出问题")


def place_problem(problem: UUID, places: Places, sheet: Sheet) -> Entered:
    """Says where it occurs. Organisations may be added whose books the actor keeps; others stay. Raises as above."""

    def build() -> Sequence[Draft]:
        one, at = held(sheet.by, problem), desk(sheet.today)
        if not all(keeps(sheet.by, org, at.register) for org in set(places.orgs) ^ set(one.orgs)):
            raise NotYours
        return (placed(one, places, at),)

    return _enter(problem, sheet, build, "登记问题所在")


def step_problem(problem: UUID, state: str, sheet: Sheet) -> Entered:
    """The next state, today. Raises NotYours, Refused."""
    return _enter(
        problem,
        sheet,
        lambda: (stepped(held(sheet.by, problem), state, desk(sheet.today)),),
        "登记整改情况",
    )


def show_effect(problem: UUID, form: Shown, sheet: Sheet) -> Entered:
    """Evidence of effect. Raises NotYours, Refused."""
    return _enter(
        problem, sheet, lambda: (shown(held(sheet.by, problem), form, desk(sheet.today)),), "登记整改成效"
    )


def merge_problem(problem: UUID, into: UUID, sheet: Sheet) -> Entered:
    """Lets a double go on under another; the actor keeps the books of both. Raises NotYours, Refused, FactError."""

    def build() -> Sequence[Draft]:
        known = all_problems()
        one, target = known.get(problem), known.get(into)
        if one is None or target is None or not (may_change(sheet.by, one) and may_change(sheet.by, target)):
            raise NotYours
        if one.into in (target.id, target.into) and one.into is not None:
            return ()
        return (merged(one, into, known, desk(sheet.today)),)

    return _enter(problem, sheet, build, "归并突出问题")


def _enter(problem: UUID, sheet: Sheet, build: Callable[[], Sequence[Draft]], verb: str) -> Entered:
    one = all_problems().get(problem)
    target = f"突出问题 {one.year} {one.code}".strip() if one else ""
    return change(sheet, build, verb=verb, target=target)
