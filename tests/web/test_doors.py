"""Every route × role × own and other things × random ids, drawn from the URL resolver; a planted hole is found."""

from __future__ import annotations

import types
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path
from tests.cast import KEEPERS
from tests.sample_year import YEAR
from tests.web.conftest import Bureau

from zhixing.actions.export import FORMS
from zhixing.config.urls import urlpatterns
from zhixing.core.facts.kinds import Kind, PracticeVisit
from zhixing.store.ledger import things
from zhixing.web.shared.gate import OPEN, allowed_roles

pytestmark = pytest.mark.django_db

OPEN_ROUTES = {"health:alive", "health:ready", "account_login", "account_logout", "account:size"}
OPEN_ROUTES |= {"account:activate", "mfa_authenticate"}
OPEN_ROUTES |= {"voices:say", "voices:answer"}
EVERY_HAT = {"account:privacy", "account:mine", "account_change_password", "account_reauthenticate"}
EVERY_HAT |= {"mfa_index", "mfa_activate_totp", "mfa_generate_recovery_codes", "overview:places"}
NOTHING_YET = {"mfa_reauthenticate", "mfa_deactivate_totp", "mfa_view_recovery_codes"}
"""One's own second factor, which nobody here has set (tests/web/test_second_factor.py has)."""
EVERYBODY = {
    "overview:home",
    "overview:year",
    "rulebooks:list",
    "rulebooks:book",
    "rulebooks:book_docx",
}
EVERYBODY |= {"rulebooks:difference", "rulebooks:difference_docx"}
EVERYBODY |= {"compliance:checkup", "keeping:register", "keeping:register_file", "notices:own"}
DESKS = {"voices:desk", "keeping:erasures", "compliance:paper"}
DESK_WRITES = {"voices:reply", "keeping:due", "keeping:decide"}
"""For the organ's officer and the secretary of the committee; the latter answer to POST only."""
FILLED_IN = {"notices:own", "keeping:erasures"}
"""Pages with a form of their own: what they take is held by the tests of their screens."""
FILLED_IN |= {f"people:{name}" for name in ("change", "unit", "new_member", "new_candidate", "found")}
FOUNDING = {"people:found"}
"""The organ's officer's alone."""
OWN_FILE = {"member:mine", "member:mine_export"}
WHOLE = {"overview:year_export"}
SUPERIOR = {"officer:imports", "officer:import_report"}
LISTS = {"officer:members", "officer:members_export"}
LISTS |= {f"people:{name}" for name in ("list", "export", "transfers", "transfers_export")}
LISTS |= {"people:organisations", "people:organisations_export"}
BRANCHES = {"officer:branch", "officer:branch_export"}
MEMBERS = {"member:person", "member:person_export"}
BOOKS = {"forms:list", "forms:sign_in", "forms:practice"}
"""For whoever keeps the books of a branch, or of the whole. The visit here was made by both branches."""
FORMS_OWN = {"forms:roster", "forms:plan", "forms:session", "forms:talk"}

MEMBERS |= {"people:card"}
BOOKS |= {"people:new_member", "people:new_candidate"}
FORMS_OWN |= {"people:change", "people:unit"}
NOTHING_YET |= {"people:step"}
"""Nobody is being transferred here (tests/web/test_people.py has somebody)."""


@dataclass(frozen=True)
class Door:
    """A route: its name, its path as declared, the view behind it."""

    name: str
    route: str
    view: object


def doors(patterns: list[URLPattern | URLResolver] | None = None) -> list[Door]:
    """All routes of the site."""
    return list(_walk(patterns if patterns is not None else get_resolver().url_patterns, "", ""))


def _walk(patterns: list[URLPattern | URLResolver], before: str, space: str) -> Iterator[Door]:
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = f"{one.namespace}:" if one.namespace else space
            yield from _walk(one.url_patterns, route, inner)
        else:
            yield Door(space + str(one.name), route, one.callback)


def holes(found: list[Door]) -> list[str]:
    """Routes that declare nothing, or are open to the world without being known as such."""
    return [
        door.name
        for door in found
        if not allowed_roles(door.view)  # type: ignore[arg-type]
        or (allowed_roles(door.view) == OPEN and door.name not in OPEN_ROUTES)  # type: ignore[arg-type]
    ]


def may_see(name: str, door: str, *, branch_own: bool, known: bool) -> bool:
    """The table of who sees what, written down apart from the code. `branch_own`: of the first branch."""
    if name == "stranger" or not known or door in NOTHING_YET:
        return False
    if door in EVERY_HAT:
        return True
    if name in KEEPERS:
        return False
    if door in EVERYBODY:
        return True
    if door in OWN_FILE:
        return name.startswith("member")
    if door in FOUNDING:
        return name == "superior"
    if door in BOOKS | FORMS_OWN:
        whole = door in BOOKS or name in ("superior", "leader")
        own = branch_own is (name != "branch_other")
        return name in ("superior", "leader", "branch", "secretary", "branch_other") and (whole or own)
    if door in DESKS | DESK_WRITES:
        return name in ("superior", "leader")
    if name == "superior":
        return door in SUPERIOR | WHOLE | LISTS | BRANCHES | MEMBERS
    if name == "leader":
        return door in WHOLE | LISTS | BRANCHES | MEMBERS
    if name in ("branch", "secretary", "discipline", "branch_other"):
        own = branch_own is (name != "branch_other")
        return door in LISTS or (door in BRANCHES | MEMBERS and own)
    return False


def addresses(door: Door, bureau: Bureau) -> Iterator[tuple[str, bool, bool]]:
    """Addresses of a route: to the officer's own branch, to the other one, and to nothing."""
    branches = [unit.id for unit in bureau.year.branches]
    people = [next(m.id for m in bureau.year.members if m.branch_id == branch) for branch in branches]
    form = {"member": "record", "forms": "L3"}.get(door.name.partition(":")[0], next(iter(FORMS)))
    for branch, person, own, known in (
        (branches[0], people[0], True, True),
        (branches[1], people[1], False, True),
        (uuid4(), uuid4(), False, not ({"branch", "person", "session", "fact"} & _names(door))),
    ):
        yield _filled(door, branch, person, form, YEAR), own, known
    if "year" in _names(door):
        yield _filled(door, branches[0], people[0], form, 1999), True, False
    if "form" in _names(door):
        yield _filled(door, branches[0], people[0], "nonsense", YEAR), True, False


def _names(door: Door) -> set[str]:
    return {
        part.split(":")[-1].rstrip(">") for part in door.route.split("<")[1:] for part in [part.split(">")[0]]
    }


def _thing(door: Door, branch: UUID) -> UUID:
    """A session, talk or visit of this branch; an id of nothing for a branch that is none."""
    kind = {"forms:talk": Kind.TALK, "forms:practice": Kind.PRACTICE_JOINED}.get(door.name, Kind.SESSION_HELD)
    own = next((fact for fact in things.of_kinds(kind) if fact.chain == branch), None)
    if own is None:
        return uuid4()
    if kind is Kind.TALK or own.about is None:
        return own.uid
    about = things.about(own.about)
    visit = next((fact.uid for fact in about if isinstance(fact.body, PracticeVisit)), own.about)
    return visit if kind is Kind.PRACTICE_JOINED else own.about


def _filled(door: Door, branch: UUID, person: UUID, form: str, year: int) -> str:
    values = {
        "<int:year>": str(year),
        "<uuid:branch>": str(branch),
        "<uuid:person>": str(person),
        "<slug:form>": form,
        "<slug:ending>": "docx",
        "<uuid:session>": str(_thing(door, branch) if "<uuid:session>" in door.route else ""),
        "<uuid:fact>": str(_thing(door, branch) if "<uuid:fact>" in door.route else ""),
        "<int:number>": "1",
        "<uuid:erasure>": str(uuid4()),
        "<int:voice>": "7",
        "<slug:paper>": "functions",
        "<slug:verb>": "words",
        "<slug:step>": "receive",
        "<slug:act>": "group",
        "<slug:book>": "hours-2019",
        "<slug:old>": "hours-2019",
        "<slug:new>": "hours-2024",
    }
    address = "/" + door.route
    for slot, value in values.items():
        address = address.replace(slot, value)
    assert "<" not in address, f"teach this test what {door.route} takes"
    return address


def test_every_route_declares_who_may() -> None:
    assert holes(doors()) == []


def test_every_route_stands_in_the_table() -> None:
    known = OPEN_ROUTES | EVERY_HAT | NOTHING_YET | EVERYBODY | OWN_FILE | WHOLE | SUPERIOR | LISTS | BRANCHES | MEMBERS
    known |= FOUNDING | BOOKS | FORMS_OWN | DESKS | DESK_WRITES
    assert {door.name for door in doors()} == known


def test_every_role_at_every_door(bureau: Bureau) -> None:
    wrong, asked = [], 0
    for door in doors():
        if door.name in OPEN_ROUTES:
            continue
        for address, own, known in addresses(door, bureau):
            for role, client in bureau.clients.items():
                asked += 1
                status = client.get(address).status_code
                seen = may_see(role, door.name, branch_own=own, known=known)
                there = (405,) if door.name in DESK_WRITES else (200, 302)
                if door.name in DESK_WRITES:
                    seen = may_see(role, door.name, branch_own=own, known=True)
                if (status in there) is not seen or (not seen and status != 404):
                    wrong.append(f"{role} {address}: {status}, should {'see' if seen else 'not see'}")
            status = Client().get(address).status_code
            if status not in (302, 404):
                wrong.append(f"nobody {address}: {status}")
    print(asked, "requests")
    assert wrong == []


def test_redirects_lead_to_what_is_ones_own(bureau: Bureau) -> None:
    ends = {
        role: client.get("/", follow=True)
        for role, client in bureau.clients.items()
        if role not in ("stranger", *KEEPERS)
    }
    assert {role: end.status_code for role, end in ends.items()} == dict.fromkeys(ends, 200)
    assert ends["superior"].request["PATH_INFO"] == f"/{YEAR}/"
    assert ends["branch"].request["PATH_INFO"] == bureau.own
    assert ends["member"].request["PATH_INFO"] == f"/{YEAR}/mine/"


def test_nothing_is_written_through_a_page(bureau: Bureau) -> None:
    for door in doors():
        if door.name not in OPEN_ROUTES | EVERY_HAT | NOTHING_YET | DESK_WRITES | FILLED_IN:
            address = next(addresses(door, bureau))[0]
            status = bureau.clients["superior"].post(address).status_code
            assert status in (404, 405), f"{address}: {status}"


def _undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("everything about everybody")


def test_a_planted_hole_is_found_and_answers_nobody(bureau: Bureau) -> None:
    planted = types.ModuleType("planted")
    planted.urlpatterns = [path("hole/", _undeclared, name="hole"), *urlpatterns]  # type: ignore[attr-defined]
    assert holes(doors(planted.urlpatterns)) == ["hole"]
    with override_settings(ROOT_URLCONF=planted):
        for client in [*bureau.clients.values(), Client()]:
            assert client.get("/hole/").status_code == 404
