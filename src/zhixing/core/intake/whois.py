"""Who is meant by a name on a list. A name that fits nobody or more than one is never guessed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from zhixing.core.intake.units import branch_forms, group_forms, plain_unit
from zhixing.core.names import parse_ref
from zhixing.core.people.register import Register


@dataclass(frozen=True, slots=True)
class Entry:
    """One way in which somebody is listed: a member's branch and group, or a non-member's contact branch."""

    person: UUID
    branch: UUID
    branch_name: str
    group_name: str


@dataclass(frozen=True, slots=True)
class Miss:
    """Nobody, or more than one: a sentence with the remedy."""

    reason: str


class Directory:
    """Finds people by name. Members come first; non-members are looked for only where no member fits."""

    def __init__(self, register: Register) -> None:
        self._members: dict[str, list[Entry]] = defaultdict(list)
        self._others: dict[str, list[Entry]] = defaultdict(list)
        self._units: set[str] = set()
        self._branch: dict[UUID, UUID] = {}
        self._unplaced: dict[str, tuple[str, UUID | None]] = {}
        for person in register.people.values():
            for span in person.roll:
                group = register.name_of(span.group)
                self.add_member(person.name, Entry(person.id, span.org, register.name_of(span.org), group))
            if person.candidacy and not person.roll:
                unit = person.candidacy.org
                self.add_other(person.name, Entry(person.id, unit, register.name_of(unit), ""))

    def add_member(self, name: str, entry: Entry) -> None:
        """Makes a member known to later rows."""
        _add(self._members, name, entry)
        self._branch[entry.person] = entry.branch
        self._units |= _unit_forms(entry)

    def add_other(self, name: str, entry: Entry) -> None:
        """Makes a non-member known to later rows."""
        _add(self._others, name, entry)
        self._branch[entry.person] = entry.branch

    def add_unplaced(self, name: str, where: str, twin: UUID | None = None) -> None:
        """A row of the roster that is left open bears this name: somebody else may be meant by it.

        `twin` is the member of the same branch and group from whom nothing on a list can tell him apart.
        """
        self._unplaced[name] = (where, twin)

    def knows(self, person: UUID) -> bool:
        """Whether somebody is listed."""
        return person in self._branch

    def branch_of(self, person: UUID) -> UUID | None:
        """The branch where somebody is listed last."""
        return self._branch.get(person)

    def members_named(self, name: str) -> list[Entry]:
        """Every listing of members with this name."""
        return list(self._members.get(name, ()))

    def others_named(self, name: str) -> list[Entry]:
        """Every listing of non-members with this name."""
        return list(self._others.get(name, ()))

    def everybody(self) -> Iterator[tuple[str, Entry]]:
        """Every name with each of its listings, members first."""
        for index in (self._members, self._others):
            for name, entries in index.items():
                for entry in entries:
                    yield name, entry

    def find(self, text: str, *, branch: str = "", host: UUID | None = None) -> UUID | Miss:
        """The person meant by `text`.

        `branch` is the row's own branch column: it must fit. `host` is the branch whose list it is: it only
        tells namesakes apart, for guests from other branches stand on lists, too.
        """
        ref = parse_ref(text)
        entries = self._members.get(ref.name) or self._others.get(ref.name) or []
        if not entries:
            return Miss("花名册里没有这个人;请核对姓名,或先导入含此人的花名册")
        if ref.qualifier:
            entries = [entry for entry in entries if _fits(ref.qualifier, entry)]
            if not entries:
                return Miss(self._odd_qualifier(ref.name, ref.qualifier))
        if branch:
            fitting = [entry for entry in entries if _fits(branch, entry)]
            if not fitting:
                return Miss(f"本行写的是{branch},花名册里此人在{_listed(entries)};请核对")
            entries = fitting
        people = {entry.person for entry in entries}
        if len(people) > 1 and host is not None:
            people = {entry.person for entry in entries if entry.branch == host} or people
        if len(people) == 1:
            found = people.pop()
            return self._or_another(ref.name, found, told=bool(ref.qualifier or branch))
        return Miss(f"有 {len(people)} 人同名:{_listed(entries)};请在姓名后用括号注明支部或党小组")

    def _or_another(self, name: str, found: UUID, *, told: bool) -> UUID | Miss:
        """The person found, unless the roster has another of this name whose row is still open."""
        where, twin = self._unplaced.get(name, ("", None))
        if not where or (told and twin != found):
            return found
        return Miss(f"花名册里还有一位同名的人没有认定({where});请先改好花名册,再导入")

    def _odd_qualifier(self, name: str, qualifier: str) -> str:
        known = self.members_named(name)
        if plain_unit(qualifier) in self._units:
            return f"{qualifier}没有此人,花名册里此人在{_listed(known)};请核对"
        return f"括号里的“{qualifier}”不是花名册上的支部或党小组;此人在{_listed(known)},请改写后再导入"


def _add(index: dict[str, list[Entry]], name: str, entry: Entry) -> None:
    if entry not in index[name]:
        index[name].append(entry)


def _listed(entries: list[Entry]) -> str:
    return "、".join(dict.fromkeys(f"{entry.branch_name}{entry.group_name}" for entry in entries))


def _fits(qualifier: str, entry: Entry) -> bool:
    return plain_unit(qualifier) in _unit_forms(entry)


def _unit_forms(entry: Entry) -> set[str]:
    branches, groups = branch_forms(entry.branch_name), group_forms(entry.group_name)
    return {*branches, *groups, *(branch + group for branch in branches for group in groups)}
