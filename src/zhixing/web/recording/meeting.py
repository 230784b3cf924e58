"""The page of a session to record: the roll with its exceptions, guests, numbers keyed back from a sheet."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import QueryDict

from zhixing.actions import books, choosing, leave, self_entry
from zhixing.actions.books import Planned
from zhixing.actions.choosing import Listed, Roll
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.facts.meeting_words import SCOPES
from zhixing.core.figures.figure import cite
from zhixing.core.people.register import GROUP, Org
from zhixing.core.recording.base import WHOLE_ORGAN, Refused
from zhixing.core.recording.called import Scope, members_on
from zhixing.core.recording.fields import SESSION
from zhixing.core.recording.meetings import MeetingForm
from zhixing.core.recording.study import MINUTES, STATES, USUAL_MINUTES, SessionForm, usual_minutes
from zhixing.interop.documents.sign_in import NumbersError, numbers, same_code
from zhixing.store.people.queries import Actor
from zhixing.web.recording import reading
from zhixing.web.recording.drawing import Drawn, Option, Setting, drawn, orgs
from zhixing.web.recording.exceptions import ExceptionsDrawn, draw_exceptions, left_of_roll, read_exceptions
from zhixing.web.recording.papers import PapersDrawn, draw_papers, read_papers
from zhixing.web.recording.pasted import ACT, FIELD, read_pasted, with_pasted
from zhixing.web.recording.reasons import MOST_ASKED, Because, draw_reasons, read_reasons
from zhixing.web.shared.citing import CiteLink, cite_links
from zhixing.web.shared.lists import Choice

FEWER = ("duty", "leave", "absent")
"""What is keyed back by number: whoever came needs no entry."""
ROW = "p-"
_AWAY = {"duty": "班表当班", "leave": "已准假", "present": "说来了"}
FEWEST_LETTERS, MOST_GUESTS = 2, 9
"""A guest is somebody one has in mind: fewer letters, or more hits, would be a list of the organ's people."""


@dataclass(frozen=True, slots=True)
class RollRow:
    """Somebody on the roll: the number on the sheet (0 for a guest), the states to choose from."""

    number: int
    person: Listed
    choices: tuple[Choice, ...]
    told: str = ""
    because: tuple[Because, ...] = ()

    @property
    def chosen(self) -> str:
        """The state that is ticked."""
        return next((one.value for one in self.choices if one.chosen), "")


@dataclass(frozen=True, slots=True)
class Group:
    """Rows under one heading: those expected, those who need not come, guests."""

    title: str
    told: str
    rows: tuple[RollRow, ...]


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """The form. `kept` are the fields that are folded away; `sheet` opens the numbers."""

    uid: str
    fields: tuple[Drawn, ...]
    more: tuple[Drawn, ...]
    groups: tuple[Group, ...]
    expected: int
    code: str
    sheet: bool
    numbers: tuple[tuple[str, str, str], ...]
    typed_code: str
    guest: str
    guest_told: str
    planned: tuple[Planned, ...]
    papers: PapersDrawn
    exceptions: ExceptionsDrawn
    list_key: str
    units: tuple[Option, ...]
    scope: str = ""
    code_on: bool = False
    pasted: str = ""
    problem: str = ""
    where: str = ""
    frozen: bool = False
    late: str = ""
    org: str = ""
    day: str = ""
    cites: tuple[CiteLink, ...] = ()
    usual: str = ""


def chosen_org(said: QueryDict, actor: Actor) -> Org | None:
    """The organiser on the form, else the first whose books the actor keeps."""
    kept = orgs(actor, whole=True)
    wanted = said.get("org", "")
    found = wanted if wanted in {uid for uid, _ in kept} else (kept[0][0] if kept else "")
    return roll().register.orgs.get(UUID(found)) if found else None


def chosen_day(said: QueryDict, today: dt.date) -> dt.date:
    """The day on the form; today where none can be read."""
    try:
        return min(reading.day(said, "day", "日期"), today)
    except Refused:
        return today


def whole_list(said: QueryDict, org: Org, day: dt.date) -> Roll:
    """Whom the meeting calls by the forms ticked and the group chosen."""
    group = reading.uuid_or_none(said.get("group", ""))
    return choosing.called_to(org.id, day, said.getlist("forms"), group)


def meeting_form(said: QueryDict, org: Org, whole: Roll) -> MeetingForm:
    """Everything that was sent as a form of the core. Raises Refused."""
    listed_as = said.get("list", "")
    if listed_as and listed_as != whole.key:
        raise Refused("list", "形式、组织或党小组换了，到会名单已按新的重列；请核对名单再登记")
    more, session = read_exceptions(said, whole), _session_form(said, org, whole)
    return MeetingForm(
        session=session,
        papers=read_papers(said),
        group=reading.uuid_or_none(said.get("group", "")),
        left_out=more.left_out,
        no_vote=more.no_vote,
        dates=more.dates,
        attended=more.attended,
        video=more.video,
        reason=more.reason,
        reasons=read_reasons(said, session.roll),
    )


def _session_form(said: QueryDict, org: Org, whole: Roll) -> SessionForm:
    """The session and its roll."""
    root, left = roll().register.root, set(left_of_roll(said))
    return SessionForm(
        org=None if root is org else org.id,
        day=reading.day(said, "day", "日期"),
        minutes=reading.whole(said, "minutes", "时长"),
        forms=tuple(said.getlist("forms")),
        title=said.get("title", ""),
        category=said.get("category", ""),
        ledgers=said.get("ledgers", ""),
        start=reading.clock(said, "start"),
        problem=said.get("problem", ""),
        code=said.get("code", ""),
        roll={person: state for person, state in marks(said, whole).items() if person not in left},
    )


def marks(said: QueryDict, whole: Roll) -> dict[UUID, str]:
    """Who stands in which list: as ticked, then as keyed back by number. Raises Refused."""
    found = {
        person: value
        for name in said
        if name.startswith(ROW) and (value := said[name]) in STATES
        if (person := reading.uuid_or_none(name.removeprefix(ROW))) is not None
    }
    keyed = [(state, said.get(f"n-{state}", "").strip()) for state in FEWER]
    if any(typed for _, typed in keyed):
        typed_code = said.get("sheet_code", "").strip()
        if typed_code and not same_code(typed_code, whole.code):
            raise Refused("numbers", f"签到表编号“{typed_code}”同现在的名单对不上，请在名单里点人")
        found |= _by_number(keyed, whole)
    return found


def _by_number(keyed: Iterable[tuple[str, str]], whole: Roll) -> dict[UUID, str]:
    found: dict[int, str] = {}
    for state, typed in keyed:
        try:
            for number in numbers(typed, len(whole.people)):
                if found.get(number, state) != state:
                    word = f"{STATES[found[number]]}和{STATES[state]}"
                    raise Refused("numbers", f"{number} 号同时写在{word}里，请只留一处")
                found[number] = state
        except NumbersError as refusal:
            raise Refused("numbers", str(refusal)) from None
    return {whole.people[number - 1].id: state for number, state in found.items()}


def meeting_page(
    said: QueryDict, actor: Actor, *, today: dt.date, sheet: bool, refused: Refused | None, frozen: bool
) -> MeetingPage | None:
    """The page; None for who keeps no books."""
    org, day = chosen_org(said, actor), chosen_day(said, today)
    if org is None:
        return None
    whole = whole_list(said, org, day)
    said = _narrowed(_preset(said, org, day), whole, org, day)
    pasted = ""
    if said.get("act") == ACT:
        found = read_pasted(said.get(FIELD, ""), whole)
        said, pasted = with_pasted(said, found, ROW), found.told
    wrong, sentence = (refused.field, str(refused)) if refused else ("", "")
    fields = drawn(SESSION, Setting(actor, today, said, (), wrong, sentence))
    more = {"category", "ledgers", "start", "problem", "code"}
    fields = tuple(_problems(one, day) if one.name == "problem" else one for one in fields)
    root = roll().register.root
    numbered = tuple((state, STATES[state], said.get(f"n-{state}", "")) for state in FEWER)
    return MeetingPage(
        uid=str(reading.form_uid(said)),
        fields=tuple(one for one in fields if one.name not in more | {"roll"}),
        more=tuple(one for one in fields if one.name in more),
        groups=tuple(_groups(said, whole, org, day, today)),
        expected=len(whole.expected),
        code=whole.code,
        sheet=sheet or any(typed for _, _, typed in numbered),
        numbers=numbered,
        typed_code=said.get("sheet_code", ""),
        guest=said.get("guest", ""),
        guest_told=_guest_told(said.get("guest", ""), day),
        planned=books.planned(WHOLE_ORGAN if root is org else org.name, day),
        papers=draw_papers(said, whole.people, wrong, sentence),
        exceptions=draw_exceptions(said, whole, wrong),
        list_key=whole.key,
        units=_units(said, org),
        pasted=pasted,
        code_on=self_entry.offered() and day == today,
        scope="" if whole.scope == Scope.BRANCH else SCOPES[whole.scope],
        problem=sentence,
        where=wrong,
        frozen=frozen,
        late=said.get("late", ""),
        org=str(org.id),
        day=day.isoformat(),
        cites=cite_links(cite(rulebooks().on("session.several_forms", day))),
        usual=json.dumps({**MINUTES, "": USUAL_MINUTES}, ensure_ascii=False),
    )


def _preset(said: QueryDict, org: Org, day: dt.date) -> QueryDict:
    """With the organiser and day in force, and the usual length of the form that the address names."""
    kept = said.copy()
    kept["org"], kept["day"] = str(org.id), said.get("day", "") or day.isoformat()
    if "minutes" not in kept:
        kept["minutes"] = str(usual_minutes(kept.getlist("forms")))
    return kept


def _narrowed(said: QueryDict, whole: Roll, org: Org, day: dt.date) -> QueryDict:
    """Without the marks of members whom the meeting, as it is now, doesn't call: they are no guests."""
    here = {one.id for one in whole.people}
    others = {f"{ROW}{one.id}" for one in members_on(roll().register, org.id, day) if one.id not in here}
    for name in [name for name in said if name in others]:
        del said[name]
    return said


def _units(said: QueryDict, org: Org) -> tuple[Option, ...]:
    """The groups of a branch: whose meeting a 党小组会 was."""
    register, chosen = roll().register, said.get("group", "")
    found = [
        one
        for one in register.orgs.values()
        if one.kind == GROUP and one.parent == org.id and one.open_on(dt.date.max)
    ]
    found.sort(key=lambda one: (one.order, one.name))
    return tuple(Option(str(one.id), one.name, str(one.id) == chosen) for one in found)


def _problems(drawn_field: Drawn, day: dt.date) -> Drawn:
    """The problems of the year that are still open."""
    value = drawn_field.value
    options = [Option("", "没有针对的问题", not value)]
    options += [Option(code, f"{code} {text}", code == value) for code, text in books.open_problems(day.year)]
    return replace(drawn_field, options=tuple(options))


def _offered(guest: Listed, org: Org, day: dt.date) -> Mapping[str, str]:
    """What may be said of somebody added: guests came or are not on the list."""
    register = roll().register
    own = org is register.root or register.expects(register.people[guest.id], org.id, day)
    return {"": "不加", **(STATES if own else {"present": STATES["present"]})}


def _groups(said: QueryDict, whole: Roll, org: Org, day: dt.date, today: dt.date) -> Iterable[Group]:
    number = {one.id: place for place, one in enumerate(whole.people, 1)}
    away = leave.excused(number, day, said.get("start", ""), today=today)
    away |= dict.fromkeys(self_entry.said_here(org.id, day, number), "present")
    granted = leave.granted(number, day)
    expected = tuple(
        replace(
            row := _row(one, number[one.id], said, away.get(one.id, "present"), STATES),
            told=_AWAY.get(away.get(one.id, ""), ""),
            because=draw_reasons(said, one.id, row.chosen, granted.get(one.id, ""), len(number)),
        )
        for one in whole.expected
    )
    later = "；原因点好例外、重列名单后再选" if len(number) > MOST_ASKED else ""
    begun = Counter(away.get(one.id, "present") for one in whole.expected)
    yield Group("应到", f"{_beginning(begun)}{later}", expected)
    spare = {"": "未到", "present": "实到"}
    if whole.exempt:
        rows = tuple(_row(one, number[one.id], said, "", spare) for one in whole.exempt)
        yield Group("不作硬性要求", "来了点实到，没来不计应到", rows)
    guests = _guests(said, set(number), day)
    if guests:
        rows = tuple(_row(one, 0, said, "", _offered(one, org, day)) for one in guests)
        yield Group("外支部和列席", "到会的点实到；应到、请假、缺席由本人所在支部登记", rows)


def _beginning(begun: Mapping[str, int]) -> str:
    """How the roll begins, by state: the same words as on the phone (`beginning` in called.js)."""
    known = (("duty", "班表当班 {} 已记值班"), ("leave", "已准假 {} 已记请假"))
    told = "；".join(words.format(begun[state]) for state, words in known if begun.get(state))
    people = sum(begun.values())
    if not told:
        return f"{people} 人，默认实到，只点例外"
    return f"{people} 人：默认实到 {begun.get('present', 0)}；{told}，来了的改成实到"


def _guests(said: QueryDict, here: set[UUID], day: dt.date) -> list[Listed]:
    """Those found by what was typed, and those chosen before."""
    register = roll().register
    before = [
        person
        for name in said
        if name.startswith(ROW) and said[name] in STATES
        if (person := reading.uuid_or_none(name.removeprefix(ROW))) is not None
        if person not in here and person in register.people
    ]
    found = [choosing.listed(register.people[person], day, register) for person in before]
    typed = said.get("guest", "")
    more = () if _guest_told(typed, day) else choosing.found_by(typed, day)
    return [*found, *(one for one in more if one.id not in here and one.id not in before)]


def _guest_told(typed: str, day: dt.date) -> str:
    """Why nobody is offered for what was typed; empty where somebody is, or nothing was typed."""
    name = typed.strip()
    if not name:
        return ""
    if name.isascii() and len(name) < FEWEST_LETTERS:
        return "请写姓名，或至少两个拼音首字母"
    hits = choosing.found_by(name, day)
    if not hits:
        return f"没有找到“{name}”"
    return f"“{name}”对得上的太多，请再写几个字" if len(hits) > MOST_GUESTS else ""


def _row(person: Listed, number: int, said: QueryDict, default: str, states: Mapping[str, str]) -> RollRow:
    value = said.get(f"{ROW}{person.id}", default)
    if value not in states:
        value = default
    choices = tuple(Choice(state, word, state == value) for state, word in states.items())
    return RollRow(number, person, choices)
