"""What an officer changes about a person: one function a verb, permission first, one audit line naming him."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from zhixing.actions.changing import NotYours, Sheet, change
from zhixing.actions.record import Entered
from zhixing.actions.roll import BOOKS, keeps_books_of, roll
from zhixing.core.facts.record import Draft, FactError
from zhixing.core.people import changes
from zhixing.core.people.newcomers import Newcomer, enrol, enter_candidate
from zhixing.core.people.register import Person
from zhixing.store.ledger import queries


def give_post(sheet: Sheet, person: UUID, *, title: str, day: dt.date) -> Entered:
    """任职."""
    return _change(sheet, person, "登记任职", lambda one: changes.give_post(one, title=title, day=day))


def end_post(sheet: Sheet, person: UUID, *, held: UUID, day: dt.date) -> Entered:
    """免职."""
    return _change(
        sheet, person, "登记免职", lambda one: changes.end_post(one, held, day=day, today=sheet.today)
    )


def exempt(sheet: Sheet, person: UUID, *, decided_by: str, day: dt.date) -> Entered:
    """不作硬性要求."""
    return _change(
        sheet,
        person,
        "登记不作硬性要求",
        lambda one: changes.exempt(one, decided_by=decided_by, day=day),
    )


def end_exemption(sheet: Sheet, person: UUID, *, held: UUID, day: dt.date) -> Entered:
    """不作硬性要求 ends."""
    return _change(
        sheet,
        person,
        "终止不作硬性要求",
        lambda one: changes.end_exemption(one, held, day=day, today=sheet.today),
    )


def place(
    sheet: Sheet, person: UUID, *, station: UUID | None, shift: str, duty: str, day: dt.date
) -> Entered:
    """Station, shift and duty."""

    def build(one: Person) -> list[Draft]:
        return changes.place(one, station=station, shift=shift, duty=duty, day=day, today=sheet.today)

    return _change(sheet, person, "登记站点岗位", build)


def change_group(sheet: Sheet, person: UUID, *, group: UUID | None, day: dt.date) -> Entered:
    """换党小组, within the branch."""

    def build(one: Person) -> list[Draft]:
        _check_group(one, group)
        return changes.change_roll(one, day=day, today=sheet.today, group=group, keep_group=False)

    return _change(sheet, person, "换党小组", build)


def confirm(sheet: Sheet, person: UUID, *, day: dt.date) -> Entered:
    """预备党员转正."""

    def build(one: Person) -> list[Draft]:
        return changes.change_roll(one, day=day, today=sheet.today, standing=changes.FULL)

    return _change(sheet, person, "登记转正", build)


def take_part(sheet: Sheet, person: UUID, *, org: UUID, day: dt.date) -> Entered:
    """双重组织生活."""
    return _change(sheet, person, "登记双重组织生活", lambda one: changes.take_part(one, org=org, day=day))


def end_part(sheet: Sheet, person: UUID, *, held: UUID, day: dt.date) -> Entered:
    """双重组织生活 ends."""
    return _change(
        sheet, person, "终止双重组织生活", lambda one: changes.end_part(one, held, day=day, today=sheet.today)
    )


def describe(sheet: Sheet, person: UUID, *, words: Mapping[str, str]) -> Entered:
    """Name, birth and the like put right."""
    return _change(sheet, person, "更改基本情况", lambda one: changes.describe(one, words, today=sheet.today))


def change_stage(sheet: Sheet, person: UUID, *, stage: str, mentor: UUID | None, day: dt.date) -> Entered:
    """A non-member's stage."""
    return _change(
        sheet,
        person,
        "登记发展阶段",
        lambda one: changes.change_stage(one, stage=stage, mentor=mentor, day=day),
        stage,
    )


def admit(
    sheet: Sheet, person: UUID, *, group: UUID | None, day: dt.date, words: Mapping[str, str]
) -> Entered:
    """接收为预备党员."""

    def build(one: Person) -> list[Draft]:
        if group is not None and roll().register.orgs[group].parent != changes.home(one):
            raise FactError("党小组不在这个支部")
        return changes.admit(one, group=group, duty="", joined_on=day, words=words)

    return _change(sheet, person, "接收为预备党员", build)


def leave(sheet: Sheet, person: UUID, *, day: dt.date) -> Entered:
    """不再在册 (去世, 出党)."""
    return _change(sheet, person, "登记不再在册", lambda one: changes.leave(one, day=day, today=sheet.today))


def enrol_member(sheet: Sheet, one: Newcomer) -> tuple[UUID, Entered]:
    """A member not on the ledger yet: his id, and what was entered."""
    if not sheet.by.over(one.org, *BOOKS):
        raise NotYours
    made: list[UUID] = []

    def build() -> Sequence[Draft]:
        register = roll().register
        if one.group is not None and register.orgs[one.group].parent != one.org:
            raise FactError("党小组不在这个支部")
        person, drafts = enrol(
            one, register, identify=queries.identify(), transfer=sheet.uid, today=sheet.today
        )
        made.append(person)
        return drafts

    done = _entered(sheet, build, made)
    return made[0] if made else _again(one.words.get("name", ""), one.org, one.group), done


def enter_non_member(
    sheet: Sheet, *, name: str, org: UUID, stage: str, mentor: UUID | None
) -> tuple[UUID, Entered]:
    """A non-member not on the ledger yet: his id, and what was entered."""
    if not sheet.by.over(org, *BOOKS):
        raise NotYours
    made: list[UUID] = []

    def build() -> Sequence[Draft]:
        person, drafts = enter_candidate(
            name,
            roll().register,
            org=org,
            stage=stage,
            mentor=mentor,
            identify=queries.identify(),
            today=sheet.today,
        )
        made.append(person)
        return drafts

    done = _entered(sheet, build, made)
    return made[0] if made else _again(name, org, None), done


def _again(name: str, org: UUID, group: UUID | None) -> UUID:
    """Who was entered by the form that is sent a second time."""
    unit = (org, group)
    for person in reversed(list(roll().register.people.values())):
        last = person.roll[-1] if person.roll else None
        here = (last.org, last.group) if last else (changes.home(person), None)
        if person.name == changes.clean_words({"name": name})["name"] and here == unit:
            return person.id
    raise NotYours


def _entered(sheet: Sheet, build: Callable[[], Sequence[Draft]], made: list[UUID]) -> Entered:
    """The audit line names whom the form brought, known only when it is built."""
    return change(sheet, build, verb="登记人员", target="人员", subject=lambda: made[0] if made else None)


def _check_group(one: Person, group: UUID | None) -> None:
    if group is None:
        return
    found = roll().register.orgs.get(group)
    if found is None or found.parent != changes.home(one):
        raise FactError("党小组不在他的支部；请重新选择")
    if found.closed is not None:
        raise FactError(f"{found.name}已经撤销")


def _change(
    sheet: Sheet, person: UUID, verb: str, build: Callable[[Person], Sequence[Draft]], detail: str = ""
) -> Entered:
    """A change to somebody on the ledger. Raises NotYours, FactError."""

    def checked() -> Sequence[Draft]:
        one = roll().register.people.get(person)
        if one is None or not keeps_books_of(sheet.by, one):
            raise NotYours
        return build(one)

    return change(sheet, checked, verb=verb, target="人员", subject=person, detail=detail)
